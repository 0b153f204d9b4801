"""What an undated article's own text proves about when it was published."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.resolution.times import reported
from onrecord.types import Article, Dated, Time


def published_bounds(article: Article, times: Sequence[Time]) -> Dated | None:
    """`2024-11-28/..` where the latest dated event that the article reports as past, or as its own occasion, was on
    2024-11-28; None where the date is known or the text proves nothing.

    No text proves by when it was published, so the interval is always open at its end.
    """
    if article.published is not None:
        return None
    events = reported(article.text, times, article.passages)
    # Of a day, its month and its year, all equal so far, the day says most.
    latest = max(events, key=lambda time: (_first_day(time), len(time.edtf or "")), default=None)
    return Dated(f"{latest.edtf}/..", (latest.span,)) if latest else None


def _first_day(time: Time) -> str:
    """The earliest day of a date, so that `2024` is before `2024-11-28`."""
    return f"{time.edtf}-01-01"[:10]
