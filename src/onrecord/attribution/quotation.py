"""Which characters of a text stand inside quotation marks.

Quotation is matched paragraph by paragraph (a line is a paragraph), since a mark left open would
otherwise swallow the rest of the article. That fits the convention of print as well: a quotation of
several paragraphs opens in each of them and closes in the last, so a mark that its paragraph leaves
open quotes to that paragraph's end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

#: Opening marks with what closes them. Two backticks and two apostrophes are the Penn Treebank's.
PAIRS = {"“": "”", "„": "”", "«": "»", "‘": "’", '"': '"', "'": "'", "``": "''"}
SINGLE = ("‘", "'")
MARK = re.compile(r"``|''|[“”„«»‘’\"']")
PARAGRAPH = re.compile(r"[^\n]+")
# What may stand before a mark that opens, and after one that closes, where the mark itself
# does not say which it is.
OPENS_AFTER = re.compile(r"[\s(\[{—–“‘«\"'/:-]")
FINAL = ".,!?…;:"
# How many open marks are looked at for one that closes: quotations in news stand three deep at most,
# and without a bound a page of nothing but opening marks takes time in the square of its length.
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Quotation:
    """Text between a pair of marks, `start` at the opening one, `end` after the closing one.

    `depth` is 1 for a quotation in the article's own text and 2 or more for one inside another.
    `closed` is False where the text never closes it in that paragraph.
    """

    start: int
    end: int
    depth: int
    closed: bool


@dataclass(frozen=True, slots=True)
class _Open:
    mark: str
    start: int
    close: int | None  # where a single mark's partner ends; None for marks that tell by themselves


def quotations(text: str) -> tuple[Quotation, ...]:
    """All quotations of `text` in the order in which they open."""
    found = [q for p in PARAGRAPH.finditer(text) for q in _paragraph(text, p.start(), p.end())]
    return tuple(sorted(found, key=lambda q: (q.start, -q.end)))


def _paragraph(text: str, start: int, end: int) -> list[Quotation]:
    stack: list[_Open] = []
    found: list[Quotation] = []
    partners = {mark: _Closers.of(text, PAIRS[mark], start, end) for mark in SINGLE}
    for match in MARK.finditer(text, start, end):
        mark, at, after = match.group(), match.start(), match.end()
        if _closes(text, mark, after, stack, end):
            while PAIRS[stack[-1].mark] != mark:  # an inner quotation that was never closed
                stack.pop()
            opened = stack.pop()
            found.append(Quotation(opened.start, after, len(stack) + 1, True))
        elif _opens(text, mark, at, after, start, end):
            close = partners[mark].after(after) if mark in partners else None
            if mark not in partners or close is not None:
                stack.append(_Open(mark, at, close))
    # An open single mark is more often an apostrophe ('90s) than a quotation, so it counts for nothing.
    left = [o for o in stack if o.mark not in SINGLE]
    return found + [Quotation(o.start, end, depth, False) for depth, o in enumerate(left, 1)]


def _opens(text: str, mark: str, at: int, after: int, start: int, end: int) -> bool:
    if mark not in PAIRS or after >= end or (text[after].isspace() and mark != "``"):
        return False
    fresh = at == start or bool(OPENS_AFTER.match(text[at - 1]))
    return fresh or mark not in (*SINGLE, '"')


def _closes(text: str, mark: str, after: int, stack: list[_Open], end: int) -> bool:
    opened = next((o for o in reversed(stack[-DEEPEST:]) if PAIRS[o.mark] == mark), None)
    if opened is None:
        return False
    if opened.close is not None:
        return opened.close == after
    if mark == '"':
        # Straight marks look alike: one after a space and before a word opens a quotation inside.
        before = text[after - 2] if after >= 2 else " "
        return not (before.isspace() and after < end and not text[after].isspace() and len(stack) > 1)
    return True


@dataclass(frozen=True, slots=True)
class _Closers:
    """Where (exclusive) a paragraph's single marks may close: at or after a final mark, or elsewhere."""

    final: list[int]
    other: list[int]

    @classmethod
    def of(cls, text: str, close: str, start: int, end: int) -> _Closers:
        final: list[int] = []
        other: list[int] = []
        at = start
        while (at := text.find(close, at + 1, end)) >= 0:
            following = text[at + 1 : min(at + 2, end)]
            # An apostrophe inside a word, or at the start of one, closes nothing.
            if not (text[at - 1].isspace() or following.isalnum() or following == "_"):
                ends = text[at - 1] in FINAL or following in FINAL
                (final if ends else other).append(at + 1)
        return cls(final, other)

    def after(self, opened: int) -> int | None:
        """Where a quotation opened before `opened` ends. "The boys' books" is rarer inside a quotation
        than a final mark at its end, so the first place by such a mark is taken, else the first."""
        for places in (self.final, self.other):
            index = bisect_right(places, opened + 1)
            if index < len(places):
                return places[index]
        return None
