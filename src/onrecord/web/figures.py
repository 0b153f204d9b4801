"""What a record holds, in figures."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.queries.stats import figures
from onrecord.record import Record
from onrecord.web.kept import kept

#: What the home page tells of a record.
SHOWN = (
    *("articles", "statements", "remarks", "remarks_shared", "people", "occasions", "stories", "outlets"),
    *("published_first", "published_last", "unlinked"),
)

Figures = Mapping[str, int | str | None]


def held(record: Record) -> Figures:
    """The figures of the record as they are, or were when they were counted last."""
    return kept(record, "figures", lambda some: figures(some, SHOWN))
