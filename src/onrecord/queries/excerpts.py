"""Spans in their context: the words around them, so that a reader can judge a value without opening the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from onrecord.types import Evidence, Field, Span

#: Characters of context on each side: some ten words, which is most of a sentence of news.
AROUND = 80


@dataclass(frozen=True, slots=True)
class Mark:
    """What a span stands for: source, cue, content, or the name of a value that stands on it."""

    start: int
    end: int
    part: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Characters of an article from `start` on, and the marked spans in it, whose offsets are the article's, too."""

    start: int
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a value stands on: the words of the article, each in its context, and fields of its metadata. With neither,
    it is what a reviewer decided."""

    field: str
    value: str
    excerpts: tuple[Excerpt, ...]
    metadata: tuple[str, ...]


def excerpt(text: str, marks: Sequence[Mark], around: int = AROUND) -> Excerpt:
    """The characters from the first mark to the last and some around them, to the next white space, never past the
    end of a paragraph on either side."""
    first, last = min(mark.start for mark in marks), max(mark.end for mark in marks)
    start = max(first - around, text.rfind("\n", 0, first) + 1, 0)
    end = min(last + around, _next(text, "\n", last))
    if start and not text[start - 1].isspace():
        start = min(_next(text, " ", start) + 1, first)
    if end < len(text) and not text[end].isspace():
        end = max(text.rfind(" ", last, end), last)
    return Excerpt(start, text[start:end], tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))))


def _next(text: str, sign: str, start: int) -> int:
    found = text.find(sign, start)
    return len(text) if found < 0 else found


def marked(part: str, spans: Iterable[Span]) -> list[Mark]:
    return [Mark(span.start, span.end, part) for span in spans]


def ground(text: str, field: str, value: str, evidence: Iterable[Evidence]) -> Ground:
    """What a value stands on. Spans that lie near each other share an excerpt."""
    given = list(evidence)
    spans = sorted({(one.start, one.end) for one in given if isinstance(one, Span)})
    near = groupby(_clustered(spans), key=lambda pair: pair[0])
    excerpts = (excerpt(text, [Mark(start, end, field) for _, (start, end) in some]) for _, some in near)
    return Ground(field, value, tuple(excerpts), tuple(one.name for one in given if isinstance(one, Field)))


def _clustered(spans: Sequence[tuple[int, int]]) -> Iterable[tuple[int, tuple[int, int]]]:
    cluster, reach = 0, None
    for start, end in spans:
        if reach is not None and start > reach + 2 * AROUND:
            cluster += 1
        reach = max(reach or 0, end)
        yield cluster, (start, end)


def stretches(marks: Iterable[Mark], start: int, end: int) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Characters `start` to `end` cut wherever a mark begins or ends, each stretch with all parts that it is of."""
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    edges = sorted({start, end} | {min(max(at, start), end) for mark in inside for at in (mark.start, mark.end)})
    for begin, stop in pairwise(edges):
        yield begin, stop, tuple(dict.fromkeys(m.part for m in inside if m.start <= begin and stop <= m.end))


def runs(one: Excerpt) -> Iterator[tuple[str, str | None]]:
    """The excerpt's text in pieces, each with the part that it is of. Of marks that overlap the shorter one counts."""
    parts: list[str | None] = [None] * len(one.text)
    for mark in sorted(one.marks, key=lambda mark: mark.start - mark.end):
        for place in range(max(mark.start - one.start, 0), min(mark.end - one.start, len(parts))):
            parts[place] = mark.part
    at = 0
    for part, places in groupby(parts):
        end = at + sum(1 for _ in places)
        yield one.text[at:end], part
        at = end
