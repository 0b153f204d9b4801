"""The sentences of a statement's content as words, and stretches of their words as clauses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from onrecord.attribution.labels import Ints
from onrecord.attribution.reader import Words
from onrecord.interpretation.wording import listed
from onrecord.types import Clause, Span, Statement

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
#: Marks that no clause begins or ends with. A percent sign, a currency or a bracket inside a name stays.
EDGE = frozenset(",;:.!?…—–-―“”\"„«»‘’'`()[]")
#: Marks that part the words they touch.
APART = EDGE - frozenset("’'‘`.-")
CLOSING = frozenset("“”\"»‘’'`)]")
QUOTES = frozenset('“”"«»')
OPENING = frozenset("“‘\"'")
STOPS = frozenset(".!?…")
#: So many characters before and behind a cue are looked at for the rest of its sentence; hardly one is longer.
AROUND = 700
#: Short words whose full stop ends no sentence.
_SHORT = listed("short")


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """The words of one sentence, as a content gives them, which "X said" may cut into pieces, or as the article does.
    `rows` are their numbers in `Words`, or None when the reader's words are not there; `content` says which of
    them are the statement's content."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    pieces: tuple[int, ...]
    lower: tuple[str, ...]
    rows: Ints | None
    content: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.starts)

    def clause(self, *stretches: tuple[int, int]) -> Clause | None:
        """The words [first, last) of each stretch, without the marks at their edges; None if there is no word."""
        spans: list[Span] = []
        for first, last in stretches:
            for a, b in self._whole(first, last):
                a, b = self._trimmed(a, b)
                if a < b:
                    start, end = self.starts[a], self.ends[b - 1]
                    spans.append(Span(start, end, self.text[start:end]))
        return Clause(tuple(spans), " ".join(s.text for s in spans)) if spans else None

    def _trimmed(self, first: int, last: int) -> tuple[int, int]:
        """A stretch without the marks at its edges; quotation marks around a part of it stay."""
        while first < last and self.lower[first] in EDGE and not self._paired(first, last - 1, last):
            first += 1
        while first < last and self.lower[last - 1] in EDGE and not self._paired(last - 1, first, last, first):
            last -= 1
        return first, last

    def _paired(self, at: int, other: int, last: int, first: int | None = None) -> bool:
        """Whether a word is one of two quotation marks whose other one is inside a stretch, but not at its edge."""
        marks = [i for i in range(at if first is None else first, last) if self.lower[i] in QUOTES]
        return at in marks and len(marks) == 2 and other not in marks

    def part(self, first: int, last: int) -> Sentence:
        """The words [first, last) as a sentence of their own."""
        cut = slice(first, last)
        rows = None if self.rows is None else self.rows[cut]
        return Sentence(
            self.text, self.starts[cut], self.ends[cut], self.pieces[cut], self.lower[cut], rows, self.content[cut]
        )

    def ends_before(self, at: int) -> bool:
        """Whether a sentence ends before the word at `at`, which is not the first."""
        lower = self.lower
        gap = self.text[self.ends[at - 1] : self.starts[at]]
        same = self.pieces[at] == self.pieces[at - 1]
        if same and "\n" in gap:
            return True
        if same and (not gap or lower[at] in CLOSING - OPENING):
            return False
        last = at - 1
        while last > at - 4 and last > 0 and lower[last] in CLOSING:
            last -= 1
        if lower[last] not in STOPS:
            return False
        if lower[last] == "." and last and (lower[last - 1] in _SHORT or len(lower[last - 1]) == 1):
            return not same and lower[last - 1] not in _SHORT
        following = (
            self.text[start : start + 1]
            for start, word in zip(self.starts[at : at + 3], lower[at : at + 3], strict=True)
            if word not in EDGE
        )
        return not next(following, "").islower()

    def glued(self, at: int) -> bool:
        """Whether a word is one with the word before, as "don't" and "cease-fire" are cut into several."""
        if not at or self.starts[at] != self.ends[at - 1]:
            return False
        return self.lower[at] not in APART and self.lower[at - 1] not in APART

    def _whole(self, first: int, last: int) -> list[tuple[int, int]]:
        """The parts of a stretch that lie in one piece each."""
        cuts = [first, *(i for i in range(first + 1, last) if self.pieces[i] != self.pieces[i - 1]), last]
        return list(pairwise(cuts))


def sentences(statement: Statement, text: str, words: Words | None) -> list[Sentence]:
    """The sentences of a content in text order. A sentence goes on in the next piece unless a full stop, a question
    mark or a line break stands before that."""
    read = _read(text, [(span.start, span.end) for span in statement.content], words)
    cuts = [0, *(i for i in range(1, len(read)) if read.ends_before(i)), len(read)]
    return [read.part(a, b) for a, b in pairwise(cuts) if a < b]


def surroundings(statement: Statement, text: str, words: Words | None, opening: re.Pattern[str]) -> Sentence | None:
    """The article's own sentence that the statement's cue stands in, or else its content's first word, if its line has
    one of the `opening` words outside the content: what a statement hangs on may stand there."""
    spans = statement.cue or statement.content
    start, end = spans[0].start, min(spans[-1].end, spans[0].start + AROUND)
    begin = text.rfind("\n", max(0, start - AROUND), start) + 1 or max(0, start - AROUND)
    stop = min(len(text), end + AROUND)
    line = text.find("\n", end, stop)
    stop = line if line >= 0 else stop
    inside = [(c.start, c.end) for c in statement.content]
    if all(any(a <= m.start() < b for a, b in inside) for m in opening.finditer(text, begin, stop)):
        return None
    near = _read(text, [(begin, stop)], words)
    first = bisect_left(near.starts, start)
    if first >= len(near):
        return None
    last = first + 1
    while first and not near.ends_before(first):
        first -= 1
    while last < len(near) and not near.ends_before(last):
        last += 1
    whole = near.part(first, last)
    content = tuple(any(c.start <= s < c.end for c in statement.content) for s in whole.starts)
    return None if all(content) else replace(whole, content=content)


def _read(text: str, stretches: Sequence[tuple[int, int]], words: Words | None) -> Sentence:
    """The words inside stretches of characters, each a piece."""
    places: list[tuple[int, int, int]] = []
    rows: list[int] = []
    for piece, (start, end) in enumerate(stretches):
        if words is None:
            places += [(m.start(), m.end(), piece) for m in _WORD.finditer(text, start, end)]
        else:
            first, last = np.searchsorted(words.starts, [start, end]).tolist()
            rows += range(first, last)
            pairs = zip(words.starts[first:last].tolist(), words.ends[first:last].tolist(), strict=True)
            places += [(a, b, piece) for a, b in pairs]
    starts, ends, pieces = zip(*places, strict=True) if places else ((), (), ())
    lower = tuple(text[a:b].lower() for a, b, _ in places)
    known = None if words is None else np.asarray(rows, dtype=np.int64)
    return Sentence(text, starts, ends, pieces, lower, known, (True,) * len(lower))
