"""How far the two sides of a marked condition reach: each word of the sentence is scored for either side, and the
stretches that score best are taken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onrecord.attribution.labels import Floats
from onrecord.interpretation.clauses import Sentence
from onrecord.interpretation.grammar import BEGINS, MODAL, OUTPUTS, PAST, PRESENT, Weights, beside
from onrecord.interpretation.markers import Marker
from onrecord.interpretation.wording import ordered

#: Words before and behind a marker that are looked at; longer sentences are cut.
REACH = 70
#: Kinds of markers that have a feature of their own.
KINDS = ("if", "only if", "unless", "until", "when", "once", "while", "without", "inverted", "exchange")
_COMMAS = frozenset(",")
_STRONG = frozenset(";:—–―…") | {"--"}
_QUOTES = frozenset('“”"«»')
_JOINING = frozenset(["and", "or", "but", "so", "yet", "nor"])
#: Words and marks at which sides begin and end, told apart each by itself, since a vector says little of a word's form.
TELLING = ordered("telling")
_PLACE = {word: number for number, word in enumerate(TELLING)}
COUNTED = 9
_SHAPE = 10
FEATURES = 2 * (COUNTED + 1) + _SHAPE + len(KINDS)

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sides:
    """Words of a sentence: those of the condition and those that hang on it, in one or two stretches."""

    condition: Stretch
    then: tuple[Stretch, ...]


def features(sentence: Sentence, marker: Marker, kinds: Floats) -> Floats:
    """What is known of each word of the sentence by where it stands, beside its vector: how many commas, verbs,
    clause beginnings and so on lie between it and the marker, on which side, and how the sentence is built."""
    size = len(sentence)
    counted = np.zeros((size, COUNTED), dtype=np.float32)
    for column, members in enumerate((_COMMAS, _STRONG, _QUOTES, _JOINING, frozenset({"that"}), frozenset({"then"}))):
        counted[:, column] = [word in members for word in sentence.lower]
    finite = kinds[:, [PAST, PRESENT, MODAL]].sum(1)
    counted[:, 6] = finite
    counted[:, 7] = kinds[:, BEGINS]
    counted[1:, 8] = np.diff(np.asarray(sentence.pieces)) != 0
    out = np.zeros((size, FEATURES), dtype=np.float32)
    after, before = slice(marker.end, size), slice(0, marker.start)
    side = COUNTED + 1
    out[after, :COUNTED] = np.minimum(np.cumsum(counted[after], axis=0), 4) / 2
    out[after, COUNTED] = np.log1p(np.arange(size - marker.end)) / 3
    out[before, side : side + COUNTED] = np.minimum(np.cumsum(counted[before][::-1], axis=0)[::-1], 4) / 2
    out[before, side + COUNTED] = np.log1p(np.arange(marker.start)[::-1]) / 3
    out[:, 2 * side : 2 * side + _SHAPE] = _shape(sentence, marker, counted)
    out[after, 2 * side] = 1
    if marker.kind in KINDS:
        out[:, 2 * side + _SHAPE + KINDS.index(marker.kind)] = 1
    return out


def _shape(sentence: Sentence, marker: Marker, counted: Floats) -> Floats:
    """The same for all words: how the sentence is built around the marker."""
    size, start, end = len(sentence), marker.start, marker.end
    comma = next((i for i in range(end, size) if sentence.lower[i] in _COMMAS or sentence.lower[i] in _STRONG), size)
    opened = max((i + 1 for i in range(start) if sentence.lower[i] in _COMMAS | _STRONG | _QUOTES), default=0)
    row = np.zeros(_SHAPE, dtype=np.float32)
    row[1] = min(float(counted[:start, 6].sum()), 3) / 2
    row[2] = min(float(counted[opened:start, 6].sum()), 2)
    row[3] = start - opened <= 1
    row[4] = comma < size
    row[5] = min(float(counted[end:comma, 6].sum()), 3) / 2
    row[6] = min(float(counted[comma:, 6].sum()), 3) / 2
    row[7] = start == 0
    row[8] = bool(start) and sentence.lower[start - 1] in _COMMAS
    row[9] = all(sentence.content)
    return row


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """How much speaks for each word's being in the condition and in what hangs on it (`words`, two columns, against
    neither), and for the condition's ending with it, for the other side's beginning and ending with it (`edges`,
    three columns)."""

    words: Floats
    edges: Floats


def score(sentence: Sentence, marker: Marker, vectors: Floats, kinds: Floats, weights: Weights) -> Scores:
    """What speaks for each word's part in the condition that a marker marks."""
    small = vectors @ weights["extents.project"]
    own = np.broadcast_to(small[marker.start], small.shape)
    inputs = [beside(small), own, small * own, beside(local(sentence, kinds)), features(sentence, marker, kinds)]
    hidden = np.maximum(np.concatenate(inputs, axis=1) @ weights["extents.hidden"] + weights["extents.hidden.bias"], 0)
    scores = hidden @ weights["extents.out"] + weights["extents.out.bias"]
    edges = scores[:, 3:] * _EDGE
    glued = np.asarray([sentence.glued(i) for i in range(len(sentence))])
    edges[glued, 1] = edges[np.flatnonzero(glued) - 1, 0] = edges[np.flatnonzero(glued) - 1, 2] = NEVER
    return Scores((scores[:, 1:3] - scores[:, :1]) * _WORD, edges)


#: What a side's edge weighs against its words; chosen on the annotated articles.
_WORD, _EDGE = 1.0, 1.0
#: Keeps a side from beginning or ending inside a word with an apostrophe or hyphen.
NEVER = -1e6


def local(sentence: Sentence, kinds: Floats) -> Floats:
    """What each word is: its kind and which of the telling words."""
    out = np.zeros((len(sentence), LOCAL), dtype=np.float32)
    out[:, :OUTPUTS] = kinds
    for at, word in enumerate(sentence.lower):
        if word in _PLACE:
            out[at, OUTPUTS + _PLACE[word]] = 1
    return out


LOCAL = OUTPUTS + len(TELLING)


def inputs_size(project: int) -> int:
    """How many numbers each word gives to the hidden layer."""
    return 5 * project + 3 * LOCAL + FEATURES


#: What a clause must gain by going on behind the condition that interrupts it; chosen on the annotated articles.
_INTERRUPTED = 3.0


def decode(scores: Scores, marker: Marker) -> Sides | None:
    """The stretches that score best: the condition begins behind the marker, and what hangs on it is one stretch before
    the marker or behind the condition, or one that the condition interrupts. None when there is nothing to choose."""
    size, start = len(scores.words), marker.start
    condition, then = np.concatenate([np.zeros((1, 2)), np.cumsum(scores.words, axis=0)]).T.tolist()
    closing, begins, ends = scores.edges.T.tolist()
    opened = [begin - done for begin, done in zip(begins, then, strict=False)]  # the gain of beginning there
    closed = [0.0, *(end + done for end, done in zip(ends, then[1:], strict=True))]  # of ending before there
    before, first, last = _best(opened, closed, 0, start)
    whole = max(range(start), key=opened.__getitem__) if start else 0
    best: Sides | None = None
    most, stop, behind = -np.inf, size, (-np.inf, size, size)
    for end in range(size, marker.end, -1):
        if end < size:
            stop = end + 1 if (stop == size and end == size - 1) or closed[end + 1] > closed[stop] else stop
            behind = max(behind, (opened[end] + closed[stop], end, stop))
        gain = condition[end] - condition[marker.end] + closing[end - 1]
        choices: list[tuple[float, tuple[Stretch, ...]]] = [(before, ((first, last),))] if start else []
        if end < size:
            choices.append((behind[0], ((behind[1], behind[2]),)))
        if start and end < size:
            around = opened[whole] + then[start] + closed[stop] - then[end] - _INTERRUPTED
            choices.append((around, ((whole, start), (end, stop))))
        for value, stretches in choices:
            if gain + value > most:
                best, most = Sides((marker.end, end), stretches), gain + value
    return best


def _best(opened: list[float], closed: list[float], first: int, last: int) -> tuple[float, int, int]:
    """The best stretch between two places: its gain, its beginning, its end."""
    best, begin = (-np.inf, first, last), first
    for end in range(first + 1, last + 1):
        if opened[end - 1] > opened[begin]:
            begin = end - 1
        best = max(best, (opened[begin] + closed[end], begin, end))
    return best
