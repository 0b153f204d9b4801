"""Conditions by rule: how far the sides of a marker reach where the reader's vectors are not there, and for the
shapes that are too rare to learn from: "or else", "must X before Y", "tie X to Y", "X for Y"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.attribution.labels import Floats
from onrecord.interpretation.clauses import EDGE, Sentence
from onrecord.interpretation.extents import Sides, Stretch
from onrecord.interpretation.grammar import BASE, BEGINS, GERUND, MODAL, PARTICIPLE, PAST, PRESENT
from onrecord.interpretation.markers import Marker
from onrecord.interpretation.wording import listed

_STRONG = frozenset(";:—–―…?!")
_BREAKS = _STRONG | {","}
_JOINING = frozenset(["and", "but", "or", "so", "yet"])
_SUBJECTS = listed("pronouns")
_MODALS = listed("modals")
_OBLIGED = listed("obliged")
_FACING = listed("facing")
#: What is given in exchanges, and what is asked back: the heads of "X for Y" and "tie X to Y".
GIVEN, ASKED = listed("given"), listed("asked")
_VERBAL = (PAST, PRESENT, BASE, GERUND, PARTICIPLE)


def leading(sentence: Sentence, marker: Marker) -> Sides | None:
    """The sides of a marker that the condition follows, by commas and conjunctions alone."""
    size = len(sentence)
    opened = _since(sentence, marker.start)
    if _words(sentence, opened, marker.start) <= 1:
        comma = next(
            (i for i in range(marker.end, size) if sentence.lower[i] in _BREAKS or _resumed(sentence, i)), size
        )
        then = _until(sentence, comma + 1, _STRONG)
        if _words(sentence, comma + 1, then):
            return Sides((marker.end, comma), ((comma + 1, then),))
    end = _until(sentence, marker.end, _BREAKS)
    if not _words(sentence, opened, marker.start):
        opened = 0
    return Sides((marker.end, end), ((opened, marker.start),)) if opened < marker.start and end > marker.end else None


def _resumed(sentence: Sentence, at: int) -> bool:
    """Whether a new piece of the content begins there."""
    return sentence.pieces[at] != sentence.pieces[at - 1]


def _since(sentence: Sentence, end: int) -> int:
    """Where the clause that ends at `end` begins: behind the last strong mark, comma with a conjunction, or "that"."""
    lower = sentence.lower
    for at in range(end - 1, -1, -1):
        if lower[at] in _STRONG or (lower[at] == "that" and at < end - 1):
            return at + 1
        if lower[at] in _JOINING and at and lower[at - 1] == "," and at < end - 1:
            return at + 1
        if at == end - 1 and lower[at] in _JOINING:
            return end
    return 0


def _until(sentence: Sentence, start: int, marks: frozenset[str]) -> int:
    return next((i for i in range(start, len(sentence)) if sentence.lower[i] in marks), len(sentence))


def _words(sentence: Sentence, start: int, end: int) -> int:
    return sum(word not in EDGE for word in sentence.lower[start:end])


def other(sentence: Sentence, marker: Marker, kinds: Floats | None) -> Sides | None:
    """The sides of a marker of another shape, or None where it marks no condition."""
    if marker.shape == "around":
        return _tied(sentence, marker, kinds)
    start, end = _clause_start(sentence, marker.start), _until(sentence, marker.end, _STRONG)
    left, right = (start, marker.start), (marker.end, end)
    if marker.kind == "no":
        return Sides((marker.start, marker.inner), ((marker.inner + 1, end),))
    if _words(sentence, *left) < 2 or (_words(sentence, *right) < 2 and marker.kind != "for"):
        return None
    if not _holds(sentence, marker, left, right, kinds):
        return None
    if marker.kind == "for":
        return Sides(
            (marker.end, _phrase_end(sentence, marker.end, kinds)),
            ((_phrase_start(sentence, marker.start), marker.start),),
        )
    return Sides(left, (right,))


def possible(sentence: Sentence, marker: Marker) -> bool:
    """Whether a marker between two clauses may mark a condition, by a quick look at the words around it."""
    lower, start, end = sentence.lower, marker.start, marker.end
    if marker.kind in ("and", "or"):
        near = lower[end : end + 6]
        return end < len(lower) and (near[0] in _FACING or _consequence(sentence, (end, len(lower))))
    if marker.kind == "before":
        return any(word in _OBLIGED for word in lower[max(0, start - 40) : start])
    if marker.kind == "for":
        return bool(GIVEN & {*lower[max(0, start - 20) : start]} and ASKED & {*lower[end : end + 5]})
    return True


def _holds(sentence: Sentence, marker: Marker, left: Stretch, right: Stretch, kinds: Floats | None) -> bool:
    """Whether a marker between two clauses says that one hangs on the other."""
    if marker.kind == "otherwise":
        return sentence.lower[marker.start - 1] in _BREAKS
    if marker.kind == "or":
        return _or(sentence, left, right, kinds)
    if marker.kind == "and":
        return _imperative(sentence, left, kinds) and _consequence(sentence, right)
    if marker.kind == "before":
        return _required(sentence, left) and _awaited(sentence, right, kinds)
    return marker.kind != "for" or _traded(sentence, marker, kinds)


def tied(sentence: Sentence, cue: str, kinds: Floats | None) -> Sides | None:
    """The sides of a content whose cue ties one part of it to the other: "conditioned", "its grant on an audit"."""
    preposition = TIES.get(cue)
    at = next((i for i in range(1, len(sentence) - 1) if sentence.lower[i] in (preposition, f"up{preposition}")), 0)
    given = cue.startswith(("condition", "predicat")) or any(word in GIVEN for word in sentence.lower[:at])
    return Sides((at + 1, _phrase_end(sentence, at + 1, kinds)), ((0, at),)) if at and given else None


#: Cues that tie the first part of their content to the second, and what stands between the two.
TIES = {
    "conditioned": "on", "conditions": "on", "conditioning": "on", "predicated": "on", "predicates": "on",
    "tied": "to", "ties": "to", "tying": "to", "linked": "to", "links": "to", "linking": "to",
    "traded": "for", "trades": "for", "trading": "for", "swapped": "for", "swapping": "for",
    "exchanged": "for", "exchanging": "for",
}  # fmt: skip


def _clause_start(sentence: Sentence, end: int) -> int:
    lower = sentence.lower
    start = next((i + 1 for i in range(end - 1, -1, -1) if lower[i] in _STRONG), 0)
    while start < end and (lower[start] in EDGE or lower[start] in ("that", "but", "and", "so")):
        start += 1
    return start


def _or(sentence: Sentence, left: Stretch, right: Stretch, kinds: Floats | None) -> bool:
    """Whether a demand is followed by what happens otherwise."""
    first = sentence.lower[right[0]]
    demanded = _imperative(sentence, left, kinds) or _required(sentence, left) or sentence.lower[left[0]] == "to"
    return demanded and (first in _FACING or _consequence(sentence, right))


def _imperative(sentence: Sentence, left: Stretch, kinds: Floats | None) -> bool:
    """Whether a clause begins with a verb in its base form. Without the reader's vectors nothing tells."""
    if kinds is None or sentence.lower[left[0]] in ("let", "thank"):
        return False
    return bool(kinds[left[0], [BASE, PRESENT]].sum() > _LIKELY)


_LIKELY = 0.5


def _consequence(sentence: Sentence, right: Stretch) -> bool:
    """Whether a clause with a subject says what will be."""
    near = sentence.lower[right[0] : min(right[1], right[0] + 6)]
    return near[0] in ("we", "i", "he", "she", "they") or any(word in _MODALS for word in near[1:])


def _required(sentence: Sentence, left: Stretch) -> bool:
    lower = sentence.lower[left[0] : left[1]]
    return any(
        word in _OBLIGED and (word == "must" or "to" in lower[at + 1 : at + 4] or word in ("need", "needs", "needed"))
        for at, word in enumerate(lower)
    )


def _awaited(sentence: Sentence, right: Stretch, kinds: Floats | None) -> bool:
    """Whether what follows "before" is something that could be done, and no date."""
    first = sentence.lower[right[0]]
    if first in _SUBJECTS or first == "any":
        return True
    return kinds is not None and bool(kinds[right[0], GERUND] > _LIKELY or kinds[right[0], BEGINS] > _LIKELY)


def _tied(sentence: Sentence, marker: Marker, kinds: Floats | None) -> Sides | None:
    lower, start, inner = sentence.lower, marker.start, marker.inner
    if kinds is not None and kinds[start, list(_VERBAL)].sum() < _LIKELY:
        return None
    if lower[start + 1] in EDGE or lower[start + 1] in ("to", "in", "with", "by", "on", "for"):
        return None
    given = any(word in GIVEN for word in lower[start + 1 : inner])
    if not given and not lower[start].startswith(("condition", "predic")):
        return None
    if lower[start].startswith(("trad", "swap", "exchang")) and not any(
        word in ASKED for word in lower[inner + 1 : inner + 8]
    ):
        return None
    return Sides((inner + 1, _phrase_end(sentence, inner + 1, kinds)), ((start + 1, inner),))


def _traded(sentence: Sentence, marker: Marker, kinds: Floats | None) -> bool:
    """Whether "X for Y" speaks of something given and something asked back."""
    begin, end = _phrase_start(sentence, marker.start), _phrase_end(sentence, marker.end, kinds)
    lower = sentence.lower
    if kinds is not None and kinds[marker.end : end, [PAST, PRESENT, MODAL]].sum() > _LIKELY:
        return False
    return any(w in GIVEN for w in lower[begin : marker.start]) and any(
        w in ASKED for w in lower[marker.end : marker.end + 5]
    )


def _phrase_start(sentence: Sentence, end: int) -> int:
    """Where the phrase before `end` begins: behind a comma, a conjunction or a strong mark."""
    return next((i + 1 for i in range(end - 1, -1, -1) if sentence.lower[i] in _BREAKS | _JOINING), 0)


def _phrase_end(sentence: Sentence, start: int, kinds: Floats | None) -> int:
    """Where a phrase ends: at a comma or strong mark, or where "and" joins something else than a further noun."""
    end = _until(sentence, start, _BREAKS)
    for at in range(start, end - 1):
        if kinds is not None and sentence.lower[at] in _JOINING and kinds[at + 1, list(_VERBAL)].sum() > _LIKELY:
            return at
    return end


def list_end(sentence: Sentence, end: int, kinds: Floats) -> int:
    """Where the enumeration ends whose first part ends before a comma at `end`: "flour, diesel, and a doctor"."""
    while end < len(sentence) and sentence.lower[end] == ",":
        begin = end + 1 + (sentence.lower[end + 1 : end + 2] in (("and",), ("or",)))
        stop = _until(sentence, begin, _BREAKS)
        verbs = kinds[begin:stop, [PAST, PRESENT, MODAL]].sum(1) > _LIKELY
        if stop <= begin or verbs.any() or kinds[begin, list(_VERBAL)].sum() > _LIKELY:
            break
        end = stop
    return end


def decide(sentence: Sentence, marker: Marker, cue: Sequence[str]) -> bool:
    """Whether a marker that the condition follows marks one, by the words around it alone."""
    before = sentence.lower[marker.start - 1] if marker.start else ""
    after = sentence.lower[marker.end] if marker.end < len(sentence) else ""
    if marker.kind in ("while", "without", "once", "depend"):
        return False
    if marker.kind == "when":
        return any(w in _MODALS for w in sentence.lower)
    if marker.kind == "until":
        return any(
            w in ("not", "t", "never", "no", "refuse", "wait", "keep", "will") for w in sentence.lower[: marker.start]
        )
    asked = any(word.startswith(("ask", "wonder", "question")) for word in cue)
    return before not in ("even", "as", "what") and after not in ("any", "not", "so", "ever") and not asked
