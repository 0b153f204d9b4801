"""A time as a reviewer says it, and its EDTF: "last Thursday" is counted from the day the article was published."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.errors import RecordError
from onrecord.export.dates import readable
from onrecord.record import Record
from onrecord.record.days import days, is_date
from onrecord.resolution.times import find_times, intervals
from onrecord.web.asking import Ask, Param
from onrecord.web.errors import NotThereError
from onrecord.web.page import Page, PageRoute

#: Sentences in which a time is read as that of something past, as most statements are; the first that gives one counts.
FRAMES = ("He said so {}.", "He said so on {}.", "He said so in {}.", "He spoke {}.", "{}")


@dataclass(frozen=True, slots=True)
class SaidPage(Page):
    """`edtf` is None where the words give no date, and `why` tells. `first` and `last` are the days it allows."""

    words: str
    published: str | None
    edtf: str | None
    readable: str | None
    first: str | None
    last: str | None
    why: str | None


def edtf_of(words: str, published: str | None) -> str | None:
    """EDTF as it stands, or what the words mean in an article published then; None where they give no one date."""
    words = words.strip()
    if is_date(words):
        return words
    for frame in FRAMES:
        text = frame.format(words)
        times = find_times(text, published)
        joined = list(intervals(text, times))
        if len(joined) == 1 and len(times) == 2:
            return joined[0].edtf
        if len(times) == 1 and times[0].edtf and is_date(times[0].edtf):
            return times[0].edtf
    return None


def published_of(record: Record, statement: str) -> str | None:
    """When the article of a statement was published. Raises RecordError for an unknown id."""
    query = (
        "SELECT r.published FROM statement AS s JOIN analysis AS a ON a.key = s.analysis "
        "JOIN article AS r ON r.key = a.article WHERE s.id = ? ORDER BY a.current DESC LIMIT 1"
    )
    found = record.db.execute(query, (statement,)).fetchone()
    if found is None:
        raise RecordError(f"{statement}: there is no statement with this id")
    published: str | None = found[0]
    return published


def said_in(record: Record, statement: str, words: str) -> str:
    """The EDTF of words for a statement. Raises RecordError where they give no one date."""
    published = published_of(record, statement)
    found = edtf_of(words, published)
    if found is None:
        raise RecordError(f"said={words}: {_why(published)}")
    return found


def _why(published: str | None) -> str:
    if published is None:
        return "it gives no date by itself, and the article has none to count from"
    return "it gives no one date; write it as 2024-06-27, 2024-06, last Thursday, early 2023"


def _said(ask: Ask) -> SaidPage:
    words, article = ask.text("text") or "", ask.text("article")
    published = None
    if article is not None:
        found = ask.record.db.execute("SELECT published FROM article WHERE id = ?", (article,)).fetchone()
        if found is None:
            raise NotThereError(f"{article}: there is no article with this id")
        published = found[0]
    edtf = edtf_of(words, published) if words else None
    first, last = days(edtf)
    why = None if edtf else _why(published)
    return SaidPage(words, published, edtf, readable(edtf) if edtf else None, first, last, why)


ROUTES = (
    PageRoute(
        "/edtf",
        _said,
        "",
        SaidPage,
        "What a time in words is in EDTF, counted from an article's date.",
        parameters=(
            Param("text", help="The time in words, or in EDTF."),
            Param("article", help="The id of the article whose date it is counted from."),
        ),
    ),
)
