"""The words of an article as remarks are compared by: stems as numbers, in order, and which of them are quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from onrecord.attribution.quotation import quotations
from onrecord.types import Span

Words = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.uint8]

#: What is said of a word, as bits.
QUOTED, NUMBER, NAME, EMPTY, NEGATION = 1, 2, 4, 8, 16
#: Where they are kept beside a word's number, which has so many bits: one whole number is read faster than two.
FLAGS = np.uint64(32)

#: A word, letters with stops between them, or a number; first what is commonest, which takes a sixth less time.
_WORD = re.compile(r"[^\W\d_](?:\.(?:(?<=[A-Za-z]\.)[A-Za-z]\.)+|[^\W\d_]*(?:['’][^\W\d_]+)*)|\d+(?:[.,]\d+)*")
_SPELLED = "two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 twenty 20 thirty 30"
_NUMBERS = dict(pair.split() for pair in re.findall(r"\w+ \d+", _SPELLED))
#: Names that are written in two ways in every newspaper.
_SAME = {
    "us": "america",
    "usa": "america",
    "u.s": "america",
    "american": "america",
    "uk": "britain",
    "british": "britain",
}
_NOT = frozenset(re.findall(r"\w+", "not no never neither nor none nobody nothing without cannot refuse deny"))
_FUNCTIONS = (
    "a an the of to in on at and or for with by from as that this these those it its is are was were be been "
    "being am i me my we us our you your he him his she her hers they them their who whom whose which what there "
    "here have has had having do does did doing will would can could shall should may might must if so but than "
    "then too very just about into over up out also when where while how why all any some such more most other "
    "only own same both each because until after before again said say says saying told tell tells"
)
_FUNCTION = frozenset(_FUNCTIONS.split())
_BEGINS = re.compile(r'[.!?\n:“"‘]')
_SHORTENED = re.compile(r"(n['’]t|['’](?:s|re|ve|ll|d|m|em))$")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a text: a number for each word's stem, what is said of each (bits), and where each begins."""

    words: Words
    flags: Flags
    starts: npt.NDArray[np.int32]

    def cut(self, spans: Sequence[Span]) -> npt.NDArray[np.int64]:
        """The places of the words that begin inside these spans."""
        edges = self.starts.searchsorted([edge for span in spans for edge in (span.start, span.end)])
        return np.concatenate([np.arange(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)] or [np.arange(0)])


def read_wording(text: str) -> Wording:
    """Every word of a text."""
    found = list(_WORD.finditer(text))
    known = np.fromiter(map(_known, map(re.Match.group, found)), np.uint64, len(found))
    words, flags = known.astype(np.uint32), (known >> FLAGS).astype(np.uint8)
    starts = np.fromiter(map(re.Match.start, found), np.int32, len(found))
    flags[_first(text, found, np.flatnonzero(flags & NAME).tolist())] &= ~NAME & 0xFF
    flags[np.flatnonzero((words[1:, None] == _MERELY).any(axis=1))] &= ~NEGATION & 0xFF
    united = np.flatnonzero((words[:-1] == _UNITED) & (words[1:] == _STATES) & (flags[:-1] & flags[1:] & NAME > 0))
    words[united] = _AMERICA
    flags[united + 1] |= EMPTY
    told = [edge for one in quotations(text) if one.depth == 1 for edge in (one.start, one.end)]
    edges = starts.searchsorted(told).tolist()
    for low, high in zip(edges[::2], edges[1::2], strict=True):
        flags[low:high] |= QUOTED
    return Wording(words, flags, starts)


def _first(text: str, found: Sequence[re.Match[str]], names: Sequence[int]) -> list[int]:
    """Those of the words with a capital that begin a sentence, which makes no name of them."""
    before = [text[found[n - 1].end() : found[n].start()] if n else "\n" for n in names]
    return [n for n, between in zip(names, before, strict=True) if between != " " and _BEGINS.search(between)]


@lru_cache(maxsize=1 << 18)
def _known(form: str) -> int:
    """The number of a word's stem, and, FLAGS bits further up, what is said of it."""
    low = form.lower().replace("’", "'")
    flag = NEGATION if low.endswith("n't") or low in _NOT else 0
    low = _SHORTENED.sub("", low).rstrip(".")
    low = _NUMBERS.get(low, low)
    if low[:1].isdigit():
        low, flag = low.replace(",", ""), flag | NUMBER
    elif low in _FUNCTION or len(low) < 2:
        flag |= EMPTY
    elif form[0].isupper():
        flag |= NAME
    return hashed(_SAME.get(low.replace(".", ""), stem(low))) | flag << int(FLAGS)


def hashed(word: str) -> int:
    """A number for a word, the same on every machine."""
    return crc32(word.encode("utf-8", "replace"))


def stem(word: str) -> str:
    """A word without its ending, as far as newspapers vary it: "attacked", "attacks" and "attacking" are one."""
    if len(word) < 4:
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeousl":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word


_ENDINGS = (
    ("ations", "at"), ("ation", "at"), ("ements", ""), ("ement", ""), ("ments", ""), ("ment", ""), ("nesses", ""),
    ("ness", ""), ("ingly", ""), ("edly", ""), ("ions", ""), ("ion", ""), ("ies", "y"), ("ied", "y"), ("ing", ""),
    ("ers", ""), ("er", ""), ("ed", ""), ("es", ""), ("ly", ""), ("s", ""),
)  # fmt: skip

#: "United States" is "U.S." or "America" elsewhere: of the two words the first stands for it.
_UNITED, _STATES, _AMERICA = (hashed(stem(word)) for word in ("united", "states", "america"))

#: "not just a mistake" denies nothing: after these a negation is none.
_MERELY = np.array([_known(word) for word in ("just", "only", "merely", "simply", "solely")]).astype(np.uint32)
