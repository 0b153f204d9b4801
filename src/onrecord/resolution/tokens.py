"""The words of a text as names and descriptions need them: initials and shortened titles keep their full stop, a
possessive ending is cut off and noted."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.resolution.lexicon import words

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., S.E.C.
    r"|(?:Mr|Mrs|Ms|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Capt|Sgt|Adm|Maj|Cmdr|Hon|Rev|St|Jr|Sr|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\."
    r"|[A-Z]\.(?=\s+[A-Z])"  # the initial in a name
    r"|\d+(?:[.,:]\d+)*%?"
    r"|@?[^\W_]+(?:[-’'&.][^\W_]+)*"
)
_POSSESSIVE = re.compile(r"['’](?:s|re|ve|ll|d|m)$", re.I)
_SPACES = re.compile(r"[ \t\u00a0]+")


@dataclass(frozen=True, slots=True)
class Token:
    """One word. `gap` is what stands between the word before and this one, runs of spaces as one space."""

    start: int
    end: int
    text: str
    lower: str
    gap: str
    possessive: bool

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def shout(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


@lru_cache(maxsize=2)  # an article's text is asked for at several steps
def tokenize(text: str) -> tuple[Token, ...]:
    """The words of a text in order."""
    out: list[Token] = []
    end = 0
    for found in _TOKEN.finditer(text):
        word, start = found.group(), found.start()
        ending = _POSSESSIVE.search(word)
        bare = word[: ending.start()] if ending and ending.start() else word
        if bare.lower() in words("contracted") or (
            ending and ending.group()[1:].lower() != "s"
        ):  # "it's" is no possessive
            ending = None
        stop = start + len(bare)
        owns = (bare != word and ending is not None) or (bare[-1:] in "sS" and text[stop : stop + 2] in ("' ", "’ "))
        gap = _SPACES.sub(" ", text[end:start])
        out.append(Token(start, stop, bare, bare.lower().rstrip("."), gap, owns))
        end = found.end()
    return tuple(out)


def between(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """The numbers [first, last) of the words that lie inside the characters `start` to `end`."""
    return bisect_left(tokens, start, key=lambda t: t.start), bisect_left(tokens, end, key=lambda t: t.start)
