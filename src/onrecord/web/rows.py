"""Statements as rows of a table, the same on every page that lists some."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.queries.statements import Named, StatementLine
from onrecord.web.tables import Table

COLUMNS = (
    *("statement", "speaker", "speaker_ids", "act", "status", "quote", "said", "occasion", "place", "about", "target"),
    *("words", "article", "title", "outlet", "published", "url", "confidence", "verdict", "decided"),
)


def statement_table(lines: Iterable[StatementLine]) -> Table:
    """A row a statement, as it counts now; several values of one are joined by "; "."""
    return Table(COLUMNS, tuple(_row(line) for line in lines))


def _row(line: StatementLine) -> tuple[str | int | float | None, ...]:
    of = line.article
    return (
        *(line.statement, _names(line.speaker), _ids(line.speaker), line.act, line.status, line.quote, line.said),
        *(line.occasion.name if line.occasion else None, line.place, _names(line.about), _names(line.target)),
        " … ".join(span.text for span in line.content),
        *(of.id, of.title, of.outlet, of.published, of.url),
        *(round(line.confidence, 4), line.verdict, " ".join(line.decided) or None),
    )


def _names(some: Sequence[Named]) -> str | None:
    return "; ".join(one.name for one in some) or None


def _ids(some: Sequence[Named]) -> str | None:
    return "; ".join(one.id for one in some if one.id) or None
