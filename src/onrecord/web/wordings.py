"""The wordings of one remark as a table: a column a wording, a row a sentence of the fullest one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from onrecord.queries.alignment import Difference, Piece
from onrecord.queries.compare import Comparison, Wording
from onrecord.queries.excerpts import Excerpt, Ground
from onrecord.queries.statements import StatementLine
from onrecord.queries.wording import outlets_of

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
    edges = {excerpt.start, end} | {min(max(at, excerpt.start), end) for m in excerpt.marks for at in (m.start, m.end)}
    ordered = sorted(edges)
    found = []
    for start, stop in pairwise(ordered):
        parts = dict.fromkeys(m.part for m in excerpt.marks if m.start <= start and stop <= m.end)
        text = excerpt.text[start - excerpt.start : stop - excerpt.start]
        found.append(ExcerptPiece(start, text, tuple(parts)))
    return tuple(found)


def shown_ground(ground: Ground) -> ShownGround:
    return ShownGround(
        ground.field, ground.value, tuple(excerpt_pieces(one) for one in ground.excerpts), ground.metadata
    )
