"""The words of an article around a statement, cut where a marked span begins or ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.queries.excerpts import Mark, stretches

#: Characters shown before and after a statement, to the ends of the paragraphs: enough to see who "he" is.
AROUND = 1_200
#: Characters shown in all, however far apart the spans are, and of one paragraph.
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters from `start` on that the same spans cover; `parts` are what those are, with spaces between them."""

    start: int
    text: str
    parts: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the article."""

    start: int
    pieces: tuple[Piece, ...]


def around(text: str, marks: Sequence[Mark]) -> tuple[Paragraph, ...]:
    """The paragraphs around the marks."""
    first = min((mark.start for mark in marks), default=0)
    last = max((mark.end for mark in marks), default=0)
    start = text.rfind("\n", 0, max(0, first - AROUND)) + 1
    start = max(start, first - 2 * AROUND)
    stop = text.find("\n", last + AROUND)
    end = min(len(text) if stop < 0 else stop, start + MOST, last + 2 * AROUND)
    return tuple(_paragraphs(text, start, max(end, start), marks))


def _paragraphs(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Paragraph]:
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            yield Paragraph(at, tuple(_pieces(text, at, at + len(line), marks)))
        at += len(line) + 1


def _pieces(text: str, start: int, end: int, marks: Iterable[Mark]) -> Iterator[Piece]:
    for begin, stop, parts in stretches(marks, start, end):
        yield Piece(begin, text[begin:stop], " ".join(parts))
