"""The wordings of one remark as a table: a column a report, a row a sentence of the fullest wording."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.errors import RecordError
from onrecord.queries.alignment import Difference, Piece
from onrecord.queries.compare import Comparison, Report, also, compare
from onrecord.queries.excerpts import Excerpt, Ground, stretches
from onrecord.queries.statements import StatementLine
from onrecord.queries.wording import outlets_of
from onrecord.record import Record
from onrecord.web.errors import refused

#: Reports that stand side by side; the others are in the list below.
MOST = 12


@dataclass(frozen=True, slots=True)
class Column:
    """One report. `articles` has the statements of each article that makes it, of its fullest wording first; `outlets`
    are theirs; `quote` says whether that wording quotes."""

    articles: tuple[tuple[StatementLine, ...], ...]
    outlets: tuple[str, ...]
    quote: str
    first: bool
    fullest: bool
    differences: tuple[Difference, ...]

    @property
    def name(self) -> str:
        """What its cells are called where they stand below each other."""
        return self.outlets[0] if self.outlets else "no outlet named"


@dataclass(frozen=True, slots=True)
class Told:
    """What one wording of a report has of a sentence; `also` says where it stands, for another than the fullest."""

    also: str | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class WordingTable:
    """`rows` have a cell for each column; `more` reports are left out."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[Told, ...], ...], ...]
    more: int


@dataclass(frozen=True, slots=True)
class ExcerptPiece:
    """Words of an excerpt, and what they are marked as."""

    start: int
    text: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownGround:
    """What a value stands on, in its context."""

    field: str
    value: str
    excerpts: tuple[tuple[ExcerptPiece, ...], ...]
    metadata: tuple[str, ...]


def wording_table(comparison: Comparison) -> WordingTable:
    """The report with the fullest wording, by which the rows are, and the others, outlet by outlet."""
    some = sorted(comparison.reports, key=lambda one: not one.fullest)[:MOST]
    height = max((len(one.wordings[0].cells) for one in some), default=0)
    rows = tuple(tuple(tuple(_told(one, n)) for one in some) for n in range(height))
    return WordingTable(tuple(_column(one) for one in some), rows, len(comparison.reports) - len(some))


def _told(report: Report, row: int) -> Iterator[Told]:
    for n, wording in enumerate(report.wordings):
        if wording.cells[row]:
            yield Told(also(wording) if n else None, wording.cells[row])


def wordings_of(record: Record, id: str) -> WordingTable | None:
    """The wordings of the remark, or of the statement's, with that id; None where there is nothing to compare."""
    try:
        return wording_table(compare(record, id))
    except RecordError as error:
        if refused(error).status >= 500:
            raise
        return None


def _column(one: Report) -> Column:
    statements = [line for wording in one.wordings for line in wording.statements]
    return Column(
        articles=tuple(tuple(line for line in statements if line.article == article) for article in one.articles),
        outlets=outlets_of(statements),
        quote=statements[0].quote,
        first=one.first,
        fullest=one.fullest,
        differences=one.differences,
    )


def excerpt_pieces(excerpt: Excerpt) -> tuple[ExcerptPiece, ...]:
    """An excerpt cut wherever a mark begins or ends."""
    end = excerpt.start + len(excerpt.text)
    return tuple(
        ExcerptPiece(start, excerpt.text[start - excerpt.start : stop - excerpt.start], parts)
        for start, stop, parts in stretches(excerpt.marks, excerpt.start, end)
    )


def shown_ground(ground: Ground) -> ShownGround:
    return ShownGround(
        ground.field, ground.value, tuple(excerpt_pieces(one) for one in ground.excerpts), ground.metadata
    )
