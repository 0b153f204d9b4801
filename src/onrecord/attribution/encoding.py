"""Text as the reader sees it: words, their pieces and shapes, and the windows it reads at a time.

Used by training too, so that the model meets at run time what it was trained on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from onrecord.attribution.quotation import quotations

Ints = npt.NDArray[np.int64]

#: The pieces of one window: what it answers for (`OWN`) and what it sees on either side of that
#: (`CONTEXT`). With [CLS] and [SEP] this stays below the encoder's 512 positions. 99.5% of the contents in
#: PolNeAR's training articles end within 466 characters, about 110 pieces, of their cue.
OWN, CONTEXT = 352, 64
#: Words seen before and after a cue when its source and content are decoded: 99.5% of either begin and end
#: within that, by the same count.
BEFORE, AFTER = 56, 88

CASES, QUOTES, GAPS = 6, 3, 3
SHAPES = CASES * QUOTES * GAPS
SENTENCE_END = frozenset(".!?")
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text's words. All arrays have one entry a word but `pieces`, which has one a word piece.

    `starts` and `ends` are character offsets, `first` is the index of each word's first piece
    (with one entry more, the number of pieces), `shapes` says how the word looks and stands
    (case, quotation, white space before it) as one number below SHAPES.
    """

    starts: Ints
    ends: Ints
    first: Ints
    shapes: Ints
    pieces: Ints
    breaks: Ints  # 2 where a word opens a paragraph, 1 where it opens a sentence, else 0

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Window:
    """Words `start` to `end` are read together; the window answers for cues in `own_start` to `own_end`."""

    start: int
    end: int
    own_start: int
    own_end: int


def encode(tokenizer: Tokenizer, text: str) -> Encoded:
    """The words of `text`: runs of letters and digits, and every other visible character by itself."""
    # Half a surrogate pair is no character: the tokenizer takes none, and one for one keeps the offsets.
    encoding = tokenizer.encode(SURROGATE.sub("\ufffd", text), add_special_tokens=False)
    pieces = np.asarray(encoding.ids, dtype=np.int64)
    offsets = np.asarray(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    word_of = np.asarray(encoding.word_ids, dtype=np.int64)
    first = np.flatnonzero(np.diff(word_of, prepend=-1))
    last = np.append(first[1:], len(pieces)) - 1 if len(first) else first
    starts, ends = offsets[first, 0], offsets[last, 1]
    gaps = _gaps(text, starts, ends)
    words = [text[s:e] for s, e in zip(starts.tolist(), ends.tolist(), strict=True)]
    cases = np.fromiter(map(_case, words), dtype=np.int64, count=len(words))
    shapes = (cases * QUOTES + _quoted(text, starts)) * GAPS + gaps
    return Encoded(starts, ends, np.append(first, len(pieces)), shapes, pieces, _breaks(words, gaps))


def _case(word: str) -> int:
    if word.islower():
        return 0
    if word.istitle():
        return 1
    if word.isupper():
        return 2 if len(word) > 1 else 1
    if word.isdigit():
        return 4
    return 3 if word[:1].isalnum() else 5


def _quoted(text: str, starts: Ints) -> Ints:
    """How many quotations each word stands in, 2 for two or more."""
    found = quotations(text)
    steps = np.zeros(len(starts) + 1, dtype=np.int64)
    np.add.at(steps, np.searchsorted(starts, [q.start for q in found]), 1)
    np.add.at(steps, np.searchsorted(starts, [q.end for q in found]), -1)
    return np.minimum(np.cumsum(steps[:-1]), QUOTES - 1)


def _gaps(text: str, starts: Ints, ends: Ints) -> Ints:
    """What stands before each word: 0 nothing, 1 white space, 2 a line's end."""
    between = zip([0, *ends.tolist()[:-1]], starts.tolist(), strict=False)
    return np.fromiter(
        (0 if s == e else 2 if "\n" in text[s:e] or "\r" in text[s:e] else 1 for s, e in between),
        dtype=np.int64,
        count=len(starts),
    )


def _breaks(words: list[str], gaps: Ints) -> Ints:
    breaks = np.where(gaps == 2, 2, 0)
    for index in np.flatnonzero(gaps == 1):
        before = words[index - 1] if index else ""
        if before in SENTENCE_END or (before in "”\"'’" and index > 1 and words[index - 2] in SENTENCE_END):
            breaks[index] = max(breaks[index], 1)
    return breaks


def windows(encoded: Encoded) -> Iterator[Window]:
    """Windows that answer for each word once. They end where a paragraph does if one ends in the second
    half of what they may hold, else where a sentence does, else where they are full."""
    first, count, start = encoded.first, len(encoded), 0
    while start < count:
        end = _fit(first, start, OWN)
        if end < count:
            half = _fit(first, start, OWN // 2)
            inner = encoded.breaks[half : end + 1]
            for kind in (2, 1):
                if (inner == kind).any():
                    end = half + int(np.flatnonzero(inner == kind)[-1])
                    break
        left = int(np.searchsorted(first, first[start] - CONTEXT))
        yield Window(left, _fit(first, end, CONTEXT) if end < count else end, start, end)
        start = end


def _fit(first: Ints, start: int, pieces: int) -> int:
    """The end of the words from `start` that have `pieces` pieces at most together.

    A word has 100 pieces at most, as the tokenizer makes longer ones a single unknown piece, so half of `OWN`
    always holds one; `CONTEXT` may hold none.
    """
    return int(np.searchsorted(first, first[start] + pieces, side="right")) - 1


def around(cue: tuple[int, int], window: Window) -> tuple[int, int]:
    """The words [start, end) that are looked at for the source and content of a cue."""
    return max(window.start, cue[0] - BEFORE), min(window.end, cue[1] + AFTER)


def places(cue: tuple[int, int], start: int, end: int) -> Ints:
    """How far words `start` to `end` stand from a cue: BEFORE for its own, less before it, more after."""
    words = np.arange(start, end)
    return BEFORE + np.minimum(words - cue[0], 0) + np.maximum(words - cue[1] + 1, 0)
