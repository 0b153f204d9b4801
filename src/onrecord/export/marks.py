"""An article's text cut into paragraphs and pieces, so that overlapping statements can be marked in HTML.

HTML elements cannot overlap, and contents do: one may lie inside another's, and a source or cue inside a
content. So the text is cut wherever any span starts or ends, and each piece knows what it belongs to.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from onrecord.types import Article, PassageKind, Span, Statement

Role = Literal["source", "cue", "content", "evidence", "term"]

# HTML's own white space, which is laid out between paragraphs; any other stays inside them.
SPACE = " \t\r\n"
_LINE = re.compile(r"[^ \t\r\n][^\r\n]*")


@dataclass(frozen=True, slots=True)
class Mark:
    """One span of statement `number`; `anchor` is true of the one span that links lead to.

    A span that is evidence, or a term (a side of a condition, an item), is marked once, with the number 0; `proves`
    are the statements that have a value from it.
    """

    number: int
    role: Role
    start: int
    end: int
    anchor: bool
    proves: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between two neighbouring cuts: every mark covers all of it or nothing of it.

    `marks` cover it, `opened` start with it and `closed` end with it, each with the longest first.
    """

    text: str
    kind: PassageKind
    marks: tuple[Mark, ...]
    opened: tuple[Mark, ...]
    closed: tuple[Mark, ...]

    @property
    def roles(self) -> tuple[Role, ...]:
        return tuple(dict.fromkeys(mark.role for mark in self.marks if mark.number))

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(mark.number for mark in self.marks if mark.number))

    @property
    def proves(self) -> tuple[int, ...]:
        """The statements that the piece is evidence or a term of."""
        return tuple(sorted({number for mark in self.marks for number in mark.proves}))

    @property
    def term(self) -> bool:
        """Whether it is a term and no evidence besides: a name inside a condition is shown as evidence."""
        return {mark.role for mark in self.marks if mark.proves} == {"term"}

    @property
    def evidence(self) -> int | None:
        """Where the piece starts, if evidence or a term starts with it: links to them lead there."""
        return next((mark.start for mark in self.opened if not mark.number), None)

    @property
    def anchors(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.opened if mark.anchor)

    @property
    def depth(self) -> int:
        """In how many statements' contents the piece stands."""
        return len({mark.number for mark in self.marks if mark.role == "content"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text: the white space before it and its pieces (none after the last line).

    `kind` is what the line is, where all of it is one thing.
    """

    space: str
    pieces: tuple[Piece, ...]

    @property
    def kind(self) -> PassageKind | None:
        kinds = {piece.kind for piece in self.pieces}
        return kinds.pop() if len(kinds) == 1 else None


def marks_of(text: str, statements: Sequence[Statement]) -> list[Mark]:
    """The spans of all statements, numbered from 1, without white space at their ends.

    The first span of the cue is the anchor, or of the source, or of the content. A statement whose
    spans are all empty has no marks.
    """
    marks = []
    for number, statement in enumerate(statements, start=1):
        roles: tuple[tuple[Role, tuple[Span, ...]], ...]
        roles = (("cue", statement.cue), ("source", statement.source), ("content", statement.content))
        trimmed = [(role, *_trimmed(text, span)) for role, spans in roles for span in spans]
        full = [(role, start, end) for role, start, end in trimmed if start < end]
        marks += [Mark(number, role, start, end, index == 0) for index, (role, start, end) in enumerate(full)]
    return marks


def evidence_of(text: str, proves: Iterable[tuple[Span, int]], role: Role = "evidence") -> list[Mark]:
    """A mark for each span of text that is evidence, or a term, without white space at its ends, and all that it
    proves (0 for what is no statement's)."""
    found: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for span, number in proves:
        found[_trimmed(text, span)].add(number)
    spans = sorted((start, end, numbers) for (start, end), numbers in found.items() if start < end)
    return [Mark(0, role, start, end, False, tuple(sorted(numbers - {0}))) for start, end, numbers in spans]


def evidence_start(text: str, span: Span) -> int | None:
    """Where the piece starts that shows the span's beginning; None where the span shows nothing."""
    start, end = _trimmed(text, span)
    return start if start < end else None


def _trimmed(text: str, span: Span) -> tuple[int, int]:
    inside = text[span.start : span.end]
    start = span.start + len(inside) - len(inside.lstrip(SPACE))
    return start, max(start, span.start + len(inside.rstrip(SPACE)))


def paragraphs(article: Article, marks: Sequence[Mark]) -> Iterator[Paragraph]:
    """The text's lines in order; together their white space and pieces are the whole text."""
    starting, ending = _by_offset(marks, "start"), _by_offset(marks, "end")
    kinds = {passage.start: passage.kind for passage in article.passages if passage.start < passage.end}
    kind_starts = sorted(kinds)
    cuts = sorted(starting.keys() | ending.keys() | kinds.keys())
    covering: dict[Mark, None] = {}
    before = 0
    for line in _LINE.finditer(article.text):
        start, end = line.start(), line.start() + len(line[0].rstrip(SPACE))
        inside = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
        pieces = []
        for cut, following in pairwise((start, *inside, end)):
            covering |= dict.fromkeys(starting[cut])
            where = bisect_right(kind_starts, cut)
            pieces.append(
                Piece(
                    text=article.text[cut:following],
                    kind=kinds[kind_starts[where - 1]] if where else "body",
                    marks=_longest_first(covering),
                    opened=_longest_first(starting[cut]),
                    closed=_longest_first(ending[following]),
                )
            )
            for mark in ending[following]:
                covering.pop(mark, None)
        yield Paragraph(article.text[before:start], tuple(pieces))
        before = end
    yield Paragraph(article.text[before:], ())


def _longest_first(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda mark: mark.start - mark.end))


def _by_offset(marks: Sequence[Mark], side: Literal["start", "end"]) -> defaultdict[int, list[Mark]]:
    found: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        found[getattr(mark, side)].append(mark)
    return found
