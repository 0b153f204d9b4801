"""Which characters of a text stand inside quotation marks.

Quotation is matched paragraph by paragraph (a line is a paragraph), since a mark left open would
otherwise swallow the rest of the article. That fits the convention of print as well: a quotation of
several paragraphs opens in each of them and closes in the last, so a mark that its paragraph leaves
open quotes to that paragraph's end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Opening marks with what closes them. Two backticks and two apostrophes are the Penn Treebank's, two
#: apostrophes on both sides are old wire copy, »this« is German, ”this” is Nordic or a slip.
PAIRS = {"“": "”", "„": "”", "”": "”", "«": "»", "»": "«", '"': '"', "``": "''", "''": "''"}
#: What closes them as well, where it stands as a closing mark does: „this“, »this», and a slip.
LOOSE = {"“": "“", "„": "“", "»": "»"}
#: Single marks need a partner found beforehand, since most of them are apostrophes.
SINGLE = {"‘": "’", "’": "’", "'": "'", "`": "'"}
#: Marks that look alike on both sides, and marks whose shape says that they open.
STRAIGHT, OPENING = ('"', "''"), ("“", "„", "«", "``")
# Apostrophes inside words are none of these. In "no,'''" the single mark is the inner one and closes first.
# What is looked for first passes over most characters at once, which takes a fifth of the time.
MARK = re.compile(r"(?=[`'\"“”„«»‘’])(?:``|(?<=\S)'(?='')|''|[“”„«»\"`]|['‘’](?!\w)|(?<!\w)['‘’])")
PARAGRAPH = re.compile(r"\S[^\n\r]*")
# What may stand before a mark that opens, where the mark itself does not say which it is.
OPENS_AFTER = re.compile(r"[\s(\[{—–/:-]")
FINAL = ".,!?…;:"
# Words that begin with an apostrophe: '90s, 'em, and the Penn Treebank's Kim 's.
CLIPPED = re.compile(r"(?:\d\ds?|bout|cause|d|em|ll|m|n|re|s|til|till|tis|twas|twere|twill|ve)\b", re.IGNORECASE)
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
class _Mark:
    """A mark and the characters beside it, which are empty at its paragraph's ends."""

    kind: str
    start: int
    end: int
    left: str
    right: str
    fresh: bool  # whether it stands where a quotation may open

    @property
    def tight(self) -> bool:
        return bool(self.right) and not self.right.isspace()

    @property
    def closing(self) -> bool:
        """Whether it stands where a quotation closes."""
        return not self.tight or (not self.fresh and self.right in FINAL)

    @property
    def opening(self) -> bool:
        """Whether it may open a quotation; of a single mark, if it has a partner."""
        if self.kind in OPENING:
            return bool(self.right) and (self.fresh or not self.closing)
        return self.fresh and self.tight and not (self.kind in "»”" and self.right in FINAL)


@dataclass(frozen=True, slots=True)
class _Open:
    kind: str
    start: int
    close: int | None  # where a single mark's partner ends, 0 if nowhere; None for other marks


def quotations(text: str) -> tuple[Quotation, ...]:
    """All quotations of `text` in the order in which they open."""
    paragraphs = [p.span() for p in PARAGRAPH.finditer(text)]
    found: list[tuple[int, int, bool]] = []
    for (start, end), (after, _) in pairwise([*paragraphs, (len(text), 0)]):
        marks = _marks(text, start, end)
        if marks:
            found += _matched(marks, _partners(marks, text), end, text[after : after + 1])
    deep: list[Quotation] = []
    ends: list[int] = []
    for start, end, closed in sorted(found):
        while ends and ends[-1] <= start:
            ends.pop()
        ends.append(end)
        deep.append(Quotation(start, end, len(ends), closed))
    return tuple(deep)


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    marks: list[_Mark] = []
    for match in MARK.finditer(text, start, end):
        at, after = match.span()
        if marks and marks[-1].end == at:
            fresh = marks[-1].fresh  # of marks in a row all open or none does
        else:
            fresh = at == start or bool(OPENS_AFTER.match(text[at - 1]))
        left, right = text[max(at - 1, start) : at], text[after : min(after + 1, end)]
        marks.append(_Mark(match.group(), at, after, left, right, fresh))
    return marks


def _matched(marks: Sequence[_Mark], partners: dict[int, int], end: int, following: str) -> list[tuple[int, int, bool]]:
    """The quotations of one paragraph as (start, end, closed); `following` begins the next paragraph."""
    stack: list[_Open] = []
    found: list[tuple[int, int, bool]] = []
    before_closing = _before_closing(marks)
    for mark in marks:
        opened = _opened(mark, stack)
        if opened and opened.kind == mark.kind and mark.kind in STRAIGHT:
            inner = mark.left.isspace() and mark.tight
            if inner and len(stack) == 1 and mark.start in before_closing:
                found.append((stack.pop().start, mark.start, False))  # the one before was never closed
                opened = None
            elif (inner and len(stack) > 1) or (mark.left.isdigit() and mark.start in before_closing):
                opened = None  # a quotation inside; inches
        if opened:
            while stack.pop() is not opened:  # an inner quotation that was never closed
                pass
            found.append((opened.start, mark.end, True))
        elif mark.opening:
            if mark.kind not in SINGLE:
                stack.append(_Open(mark.kind, mark.start, None))
            elif mark.start in partners or mark.kind == following:
                stack.append(_Open(mark.kind, mark.start, partners.get(mark.start, 0)))
    # A mark that may have been something else quotes to the end only if the next paragraph goes on with it.
    left = [o for o in stack if o.kind in (*OPENING, *STRAIGHT, following)]
    return found + [(o.start, end, False) for o in left]


def _opened(mark: _Mark, stack: Sequence[_Open]) -> _Open | None:
    """The innermost open quotation that this mark can close."""
    for o in reversed(stack[-DEEPEST:]):
        if o.close is not None:
            if o.close == mark.end:
                return o
        elif mark.kind == PAIRS[o.kind] or (mark.closing and mark.kind == LOOSE.get(o.kind)):
            return o
    return None


def _before_closing(marks: Sequence[_Mark]) -> set[int]:
    """Where straight marks stand that are followed by one of their kind that is bound to close."""
    return {
        one.start
        for kind in STRAIGHT
        for one, other in pairwise(m for m in marks if m.kind == kind)
        if other.closing and not other.fresh
    }


def _partners(marks: Sequence[_Mark], text: str) -> dict[int, int]:
    """Where the single marks that open a quotation stand, with the end of the mark that closes it.

    A partner stands before the next single mark that may open. A mark at a final one ("no.'") is taken before
    any other, and one that may be a possessive ("the boys' books") or feet (6') last. What may well be
    an apostrophe opens a quotation only if a mark at a final one closes it.
    """
    partners: dict[int, int] = {}
    for close in ("’", "'"):
        openers = [m for m in marks if SINGLE.get(m.kind) == close and m.opening]
        if not openers:
            continue
        doubtful = {m.start for m in openers if m.kind == "’" or CLIPPED.match(text, m.end)}
        limits = [m.start for m in openers if m.start not in doubtful]
        ranks = _closers(marks, close)
        reached = 0
        for m in openers:
            if m.start in doubtful and m.start < reached:
                continue
            index = bisect_right(limits, m.start)
            limit = limits[index] if index < len(limits) else len(text)
            for ends in ranks[:1] if m.start in doubtful else ranks:
                place = bisect_right(ends, m.end + 1)
                if place < len(ends) and ends[place] <= limit:
                    reached = partners[m.start] = ends[place]
                    break
    return partners


def _closers(marks: Sequence[_Mark], close: str) -> tuple[list[int], list[int], list[int]]:
    """The ends of the single marks that may close: at a final mark, elsewhere, and after an s or a digit."""
    final: list[int] = []
    other: list[int] = []
    last: list[int] = []
    for m in marks:
        if m.kind == close and m.left and not m.left.isspace() and not (m.right.isalnum() or m.right == "_"):
            at_final = m.left in FINAL or (m.right and m.right in FINAL)
            (final if at_final else last if m.left == "s" or m.left.isdigit() else other).append(m.end)
    return final, other, last
