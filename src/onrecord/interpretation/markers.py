"""Where a sentence may say what hangs on what: the words that mark it, whether they do so there or not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from onrecord.interpretation.clauses import Sentence
from onrecord.interpretation.wording import listed
from onrecord.types import Relation

#: How the sides stand: the condition follows the marker and the other side is somewhere before or behind both
#: ("if"), the condition stands before the marker and the other side behind it ("or else"), or the other side stands
#: inside the marker and the condition behind it ("tie X to Y").
Shape = Literal["leading", "between", "around"]
_NO = re.compile(r"[“”\"‘' ]*no (?:[^,;:.!?]{1,40}) (,) no [^,;:.!?]{1,40}")


@dataclass(frozen=True, slots=True)
class Marker:
    """Words [start, end) of a sentence that may mark a condition. For shape `around`, `inner` is where the word
    stands that the condition follows."""

    kind: str
    relation: Relation
    shape: Shape
    start: int
    end: int
    inner: int = -1


#: Kind, relation, pattern. The patterns are tried in this order at each word of the sentence in small letters, a
#: blank between words and marks. Which of them mark conditions where is decided elsewhere.
_LEADING: tuple[tuple[str, Relation, str], ...] = (
    ("only if", "only_if", r"only (?:if|when|once|after|in the event(?: that)?|on (?:the )?condition(?: that)?)"),
    ("only if", "only_if", r"(?:if and only|but only|and only) if"),
    ("unless", "unless", r"unless and until|unless"),
    ("until", "until", r"until and unless|until such time as|until|till"),
    ("as long as", "if", r"(?:as|so) long as"),
    ("provided", "if", r"provid(?:ed|ing)(?: that)?|on (?:the )?(?:sole |strict )?condition(?: that| of)?"),
    ("assuming", "if", r"assuming(?: that)?|suppos(?:e|ing)(?: that)?|presuming(?: that)?"),
    ("in case", "if", r"in case(?: of)?|in the event(?: that| of)?|in the case that"),
    ("exchange", "in_exchange", r"in (?:exchange|return|trade) for|as (?:a )?(?:payment|reward) for"),
    ("without", "only_if", r"without|absent|barring|short of"),
    ("depend", "only_if", r"(?:contingent|conditional|conditioned) (?:up)?on"),
    ("when", "if", r"whenever|when"),
    ("once", "if", r"once|as soon as"),
    ("while", "if", r"while"),
    ("if", "if", r"if"),
)  # fmt: skip
_INVERTED = r"(?:should|were|had)(?= [\w.]+)"
_AROUND = (
    r"(?:tie|tied|ties|tying|link|links|linked|linking|condition|conditions|conditioned|conditioning"
    r"|predicated?|predicating|trade|trades|traded|trading|swap|swaps|swapped|swapping"
    r"|exchange|exchanges|exchanged|exchanging)"
)
_PREPOSITION = {"ti": "to", "ty": "to", "li": "to", "co": "on", "pr": "on", "tr": "for", "sw": "for", "ex": "for"}
_FOUND = re.compile(
    "|".join(rf"(?P<k{i}>(?:{pattern})(?![^ ]))" for i, (_, _, pattern) in enumerate(_LEADING))
    + rf"|(?P<inverted>{_INVERTED})|(?P<around>{_AROUND}(?![^ ]))"
    + r"|(?P<permitting>permitting(?= [,.;!?—–-]|$))"
    + r"|(?P<else>(?:or else|or otherwise|otherwise|or|and|before|for)(?![^ ]))"
)
#: The first words of all patterns.
_FIRST = listed("markers")
#: What a marker that the condition follows begins with, in a text.
LEADING = re.compile(
    r"\b(?:if|unless|until|till|as long as|so long as|provided|providing|condition|assuming|in case|in the event"
    r"|exchange|return|without|absent|barring|contingent|conditional|when|whenever|once|as soon as|while"
    r"|should|were|had)\b",
    re.IGNORECASE,
)
#: What may stand before an inverted "should", "were" or "had".
_OPENING = frozenset([",", ";", ":", "—", "–", "-", "“", '"', "‘", "'", "”", "that", "and", "but", "or"])
#: How far behind "tie X" its "to Y" may stand; "the limited trade that the mediator ... for" has no more than ten.
FURTHEST = 14


def find_markers(sentence: Sentence) -> Iterator[Marker]:
    """All markers of a sentence in order, never two on the same words."""
    lower = sentence.lower
    places = [i for i, word in enumerate(lower) if word in _FIRST]
    if not places and lower.count("no") < 2:
        return
    joined = " ".join(lower)
    offsets = [0, *accumulate(len(word) + 1 for word in lower)]
    if bare := _NO.match(joined):
        yield Marker("no", "unless", "between", 0, 1, bisect_left(offsets, bare.start(1)))
    done = 0
    for start in places:
        found = _FOUND.match(joined, offsets[start]) if start >= done else None
        if found:
            marker = _marker(sentence, found, start, bisect_left(offsets, found.end()))
            done = max(done, marker.end) if marker else done
            if marker:
                yield marker


def _marker(sentence: Sentence, found: re.Match[str], start: int, end: int) -> Marker | None:
    """The marker that a pattern found in a sentence's words [start, end)."""
    name = found.lastgroup or ""
    if name.startswith("k"):
        kind, relation, _ = _LEADING[int(name[1:])]
        return Marker(kind, relation, "leading", start, end)
    if name == "inverted":
        return Marker("inverted", "if", "leading", start, end) if _inverted(sentence, start) else None
    if name == "permitting":
        return Marker("permitting", "if", "leading", start - 1, start - 1) if start else None
    if name == "around":
        return _around(sentence, start)
    return Marker(found.group(), _BETWEEN[found.group()], "between", start, end)


def _inverted(sentence: Sentence, start: int) -> bool:
    """Whether a verb may stand before its subject: at a clause's beginning, or "should" before what can only be one."""
    if start == 0 or sentence.lower[start - 1] in _OPENING:
        return start == 0 or sentence.lower[start] == "should" or sentence.lower[start - 1] != "that"
    if sentence.lower[start] != "should" or start + 1 >= len(sentence):
        return False
    begin = sentence.starts[start + 1]
    return sentence.lower[start + 1] in _SUBJECTS or sentence.text[begin : begin + 1].isupper()


_SUBJECTS = listed("subjects")
_BETWEEN: dict[str, Relation] = {
    "or else": "unless",
    "or otherwise": "unless",
    "otherwise": "unless",
    "or": "unless",
    "and": "if",
    "before": "only_if",
    "for": "in_exchange",
}


def _around(sentence: Sentence, start: int) -> Marker | None:
    preposition = _PREPOSITION[sentence.lower[start][:2]]
    for at in range(start + 2, min(len(sentence) - 1, start + FURTHEST)):
        word, before = sentence.lower[at], sentence.lower[at - 1]
        if word in (preposition, "up" + preposition) and before not in ("according", "up"):
            return Marker("tie", "in_exchange", "around", start, start + 1, at)
        if word in (";", ":"):
            break
    return None
