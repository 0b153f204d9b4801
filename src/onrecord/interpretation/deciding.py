"""Whether a marker marks a condition where it stands: "when" about the past does not, nor "if" for "whether"."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onrecord.attribution.labels import Floats
from onrecord.interpretation.clauses import EDGE, Sentence
from onrecord.interpretation.extents import Sides
from onrecord.interpretation.grammar import (
    BASE,
    DETERMINER,
    GERUND,
    MODAL,
    NOUN,
    PARTICIPLE,
    PAST,
    PRESENT,
    PRONOUN,
    TO,
    Weights,
)
from onrecord.interpretation.markers import Marker
from onrecord.interpretation.wording import listed, ordered

KINDS = (
    "if", "only if", "unless", "until", "when", "once", "while", "without", "inverted", "exchange", "as long as",
    "provided", "assuming", "in case", "depend",
)  # fmt: skip
#: Words right before and right after a marker that tell, and words of the cue and of the sentence before it.
BEFORE = ordered("before")
AFTER = ordered("after")
ASKING = listed("asking")
HOLDING = listed("holding")
NEGATIVE = listed("negative")
GENERIC = listed("generic")
WOULD, WILL = listed("would"), listed("will")
#: How many words after a marker belong to its clause as far as deciding goes.
NEAR = 8
#: Kinds that about the past tell when something was, and else what hangs on what: facts count for each by itself.
TEMPORAL = ("when", "until", "once", "while", "without")


def inputs(
    sentence: Sentence, marker: Marker, sides: Sides | None, cue: Sequence[str], vectors: Floats, kinds: Floats
) -> Floats:
    """What the decision is made on, as one row."""
    lower, start, end, size = sentence.lower, marker.start, marker.end, len(sentence)
    previous = next((w for w in reversed(lower[max(0, start - 3) : start]) if w not in EDGE or w == ","), "")
    following = next((w for w in lower[end : end + 3] if w not in EDGE), "")
    words = [
        *(marker.kind == kind for kind in KINDS),
        *(previous == word for word in BEFORE),
        *(following == word for word in AFTER),
    ]
    own = list(range(*sides.condition)) if sides else list(range(end, min(end + NEAR, size)))
    then = [i for a, b in sides.then for i in range(a, b)] if sides else [i for i in range(size) if i < start]
    facts = [
        *_side([lower[i] for i in own], kinds[own]),
        *_side([lower[i] for i in then], kinds[then]),
        start == 0 or lower[start - 1] in EDGE,
        start == 0,
        bool(then) and then[0] > start,
        len(own) / 10,
        len(then) / 10,
        any(w in ASKING for w in cue),
        any(w in HOLDING for w in cue),
        any(w in ASKING for w in lower[max(0, start - 4) : start]),
        any(w in GENERIC for w in lower[end : end + 3]),
        "?" in lower,
        min(size, 60) / 60,
        1.0,
    ]
    row = np.asarray(facts, dtype=np.float32)
    apart = [row * (marker.kind in TEMPORAL), *(row * (marker.kind == kind) for kind in TEMPORAL[:2])]
    near = vectors[own[:NEAR]].mean(0) if own else vectors[start]
    return np.concatenate([np.asarray(words, dtype=np.float32), row, *apart, vectors[start], near]).astype(np.float32)


def _side(lower: Sequence[str], kinds: Floats) -> list[float]:
    """How one side is said: its verbs, the first one's tense, its first word, whether it is negated or general."""
    if not lower:
        return [0.0] * SIDE
    return [
        *(min(float(x), 2.0) for x in kinds[:, [PAST, PRESENT, MODAL, BASE, GERUND, PARTICIPLE]].sum(0)),
        *_tense(kinds),
        float(kinds[0, NOUN]),
        float(kinds[0, PRONOUN]),
        float(any(w in WOULD for w in lower)),
        float(any(w in WILL for w in lower)),
        float(any(w in NEGATIVE for w in lower)),
        float(any(w in GENERIC for w in lower)),
        float(any(w in ("had", "was", "were") for w in lower)),
    ]


SIDE = 16


def _tense(own: Floats) -> list[float]:
    """The first finite verb of a side: past, present, modal."""
    finite = own[:, [PAST, PRESENT, MODAL]]
    at = next((i for i, row in enumerate(finite) if row.sum() > LIKELY), None)
    return [0.0, 0.0, 0.0] if at is None else [float(x) for x in finite[at]]


def chance(row: Floats, weights: Weights) -> float:
    """The probability that a marker with these inputs marks a condition."""
    score = float(
        (row - weights["decide.mean"]) / weights["decide.scale"] @ weights["decide"] + weights["decide.bias"][0]
    )
    return float(1 / (1 + np.exp(-np.clip(score, -30, 30))))


def plainly(sentence: Sentence, marker: Marker, kinds: Floats) -> bool | None:
    """Whether a marker that is too rare to learn from marks a condition: by what follows it; None for the others."""
    lower, start, end = sentence.lower, marker.start, marker.end
    following = lower[end : end + 4]
    if marker.kind in ("exchange", "only if", "depend", "permitting"):
        return True
    if marker.kind == "in case":
        return following[:1] != ("you",) or not NEGATIVE & {*following}  # "in case you haven't noticed"
    if marker.kind == "as long as":
        return bool(kinds[end : end + NEAR, FINITE].sum(1).max() > LIKELY) and not _MEASURE & {*following[:2]}
    if marker.kind == "provided":
        said = lower[end - 1] in ("that", "condition") or lower[start] == "on"
        finite = kinds[end + 1 : end + NEAR, [PAST, PRESENT, MODAL]].sum(1) > LIKELY
        return said or bool(finite.any() and kinds[end, SUBJECT].sum() > LIKELY)
    if marker.kind == "assuming":
        return start == 0 or lower[start - 1] in EDGE or lower[start - 1] in ("and", "but", "that", "even")
    if marker.kind == "inverted":
        return "?" not in lower and _inverted(lower, marker, kinds)
    return None


LIKELY = 0.5
FINITE, SUBJECT = [PAST, PRESENT, MODAL, BASE], [NOUN, PRONOUN, DETERMINER]
#: "As long as they like", "as long as three hours" measure a time.
_MEASURE = listed("measure")


def _inverted(lower: Sequence[str], marker: Marker, kinds: Floats) -> bool:
    """Whether a subject follows "should", "were" or "had", and before the next comma the verb form that they need."""
    end = marker.end
    last = next((i for i in range(end, len(lower)) if lower[i] in EDGE and lower[i] != "."), len(lower))
    following = kinds[end : min(last, end + NEAR)]
    if not len(following) or following[:2, SUBJECT].sum(1).max() < LIKELY:
        return False
    if lower[marker.start] == "should":
        return True
    form = [TO, PARTICIPLE] if lower[marker.start] == "were" else [PARTICIPLE, PAST]
    return bool((following[1:, form].sum(1) > LIKELY).any())
