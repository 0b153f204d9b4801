"""The wordings of one remark as a table: a column a wording, a row a sentence of the fullest one."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.errors import RecordError
from onrecord.queries.alignment import Difference, Piece
from onrecord.queries.compare import Comparison, Wording, compare
from onrecord.queries.excerpts import Excerpt, Ground, stretches
from onrecord.queries.statements import StatementLine
from onrecord.queries.wording import outlets_of
from onrecord.record import Record
from onrecord.web.errors import refused

#: Wordings that stand side by side; the others are in the list of reports.
MOST = 12


@dataclass(frozen=True, slots=True)
class Column:
    """One wording. `reports` are the statements that have it, `outlets` theirs; `quote` says whether it quotes."""

    reports: tuple[StatementLine, ...]
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
class WordingTable:
    """`rows` have a cell for each column; `more` wordings are left out."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[Piece, ...], ...], ...]
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
    """The fullest wording, by which the rows are, and the others in the order of publication."""
    some = sorted(comparison.wordings, key=lambda one: not one.fullest)[:MOST]
    height = max((len(one.cells) for one in some), default=0)
    rows = tuple(tuple(one.cells[n] if n < len(one.cells) else () for one in some) for n in range(height))
    return WordingTable(tuple(_column(one) for one in some), rows, len(comparison.wordings) - len(some))


def wordings_of(record: Record, id: str) -> WordingTable | None:
    """The wordings of the remark, or of the statement's, with that id; None where there is nothing to compare."""
    try:
        return wording_table(compare(record, id))
    except RecordError as error:
        if refused(error).status >= 500:
            raise
        return None


def _column(one: Wording) -> Column:
    return Column(
        reports=one.statements,
        outlets=outlets_of(one.statements),
        quote=one.statements[0].quote,
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
