"""From the scores of the reader's two heads to attributions, by word.

The heads are run by whoever is asked to (`Heads`): onnxruntime in the program, torch in training.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from onrecord.attribution.encoding import Encoded, Window, around, places, windows
from onrecord.attribution.labels import (
    BEGIN,
    CONTENT_BEGIN,
    CUE_LABELS,
    INSIDE,
    NEVER,
    OUT,
    ROLE_LABELS,
    SOURCE_BEGIN,
    Floats,
    Ints,
    allowed,
    runs,
    viterbi,
)

Bools = npt.NDArray[np.bool_]
Run = tuple[int, int]  # words [start, end)

CLS, SEP = 101, 102
#: Cues whose roles are read at once, which keeps a window of nothing but cues within a few dozen MB.
BATCH_CUES = 64


class Heads(Protocol):
    """The network. Shapes are [window, piece], [window, word], [cue, word] as named in training/network.py."""

    def words(self, pieces: Ints, mask: Ints, shapes: Ints, first: Ints) -> tuple[Floats, Floats]: ...

    def roles(self, states: Floats, around: Ints, place: Ints, mask: Bools) -> tuple[Floats, Floats]: ...


@dataclass(frozen=True, slots=True)
class Leaning:
    """What is added to scores before the best labels are chosen; chosen on dev with the weights.

    Above 0 `cue` proposes more cues, of which confidence then chooses; `source` and `content` give
    those roles more words.
    """

    cue: float = 0.0
    source: float = 0.0
    content: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution by word, with what speaks for it: the network's score that the cue is one, the mean
    score of the cue's labels over none, the log probability of all role labels and of the least certain one,
    whether there is a source, and the logarithm of the content's words."""

    cue: Run
    source: tuple[Run, ...]
    content: tuple[Run, ...]
    evidence: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Cue:
    """A proposed cue: its words and its score over no cue."""

    words: Run
    score: float


def find(heads: Heads, text: Encoded, parts: Ints, leaning: Leaning) -> tuple[list[Found], Floats]:
    """The attributions of a text in the order of their cues, and what the network makes of each word: one vector
    a word. `parts` numbers the part of the text that each word belongs to: no attribution reaches from one part
    into another, or stands where the number is 0.

    Windows are read one by one. The network scales its 8-bit numbers by the largest of a run, so an article read
    together with others would come out otherwise than alone.
    """
    found: list[Found] = []
    vectors = [np.zeros((0, 0), np.float32)]
    for window in windows(text):
        states, scores = heads.words(*_inputs(text, window))
        found += _in_window(heads, states[0], scores[0], window, parts, leaning)
        vectors.append(states[0, window.own_start - window.start : window.own_end - window.start])
    return found, np.concatenate(vectors[1:] or vectors)


def _in_window(
    heads: Heads, states: Floats, scores: Floats, window: Window, parts: Ints, leaning: Leaning
) -> Iterator[Found]:
    cues = list(_cues(window, scores, parts, leaning))
    for start in range(0, len(cues), BATCH_CUES):
        found = _roles(heads, states, cues[start : start + BATCH_CUES], window, parts, leaning)
        yield from (one for one in found if one.content)


def _inputs(text: Encoded, window: Window) -> tuple[Ints, Ints, Ints, Ints]:
    """One window as the network takes it: a batch of one."""
    starts = text.first[window.start : window.end + 1]
    shapes = np.repeat(text.shapes[window.start : window.end], np.diff(starts))
    pieces = np.concatenate([[CLS], text.pieces[starts[0] : starts[-1]], [SEP]])
    return (
        pieces[None],
        np.ones_like(pieces)[None],
        np.pad(shapes, 1)[None],  # the marks at both ends look like nothing
        (starts[:-1] - starts[0] + 1)[None],
    )


def _cues(window: Window, scores: Floats, parts: Ints, leaning: Leaning) -> Iterator[_Cue]:
    chances = log_softmax(scores)
    leaned = chances.copy()
    leaned[:, BEGIN:] += leaning.cue
    part = parts[window.start : window.end]
    leaned[part == 0, BEGIN:] += NEVER
    leaned[np.diff(part, prepend=part[0]) != 0, INSIDE] += NEVER
    labels = viterbi(leaned[None], _table(CUE_LABELS), np.asarray([len(leaned)]))[0]
    for start, end in runs(labels, BEGIN):
        if window.own_start <= start + window.start < window.own_end:
            chosen = chances[np.arange(start, end), labels[start:end]].sum()
            words = (start + window.start, end + window.start)
            yield _Cue(words, float(chosen - chances[start:end, OUT].sum()) / (end - start))


def _roles(
    heads: Heads, states: Floats, cues: Sequence[_Cue], window: Window, parts: Ints, leaning: Leaning
) -> Iterator[Found]:
    spans = [around(cue.words, window) for cue in cues]
    lengths = np.asarray([end - start for start, end in spans])
    index = np.zeros((len(cues), int(lengths.max())), dtype=np.int64)
    place = np.zeros_like(index)
    barred = np.zeros(index.shape, dtype=bool)
    for number, (cue, (start, end)) in enumerate(zip(cues, spans, strict=True)):
        index[number, : end - start] = np.arange(start, end) - window.start
        place[number, : end - start] = places(cue.words, start, end)
        barred[number, : end - start] = parts[start:end] != parts[cue.words[0]]
    there = np.arange(index.shape[1])[None] < lengths[:, None]
    scores, valid = heads.roles(states, index, place, there)
    chances = log_softmax(scores)
    leaned = chances + np.asarray([0, leaning.source, leaning.source, leaning.content, leaning.content], np.float32)
    leaned[barred, SOURCE_BEGIN:] += NEVER
    labels = viterbi(leaned, _table(ROLE_LABELS), lengths)
    for number, (cue, (start, end)) in enumerate(zip(cues, spans, strict=True)):
        row, chance = labels[number, : end - start], chances[number, : end - start]
        source = _strongest(row, chance)
        sources, contents = ([(s + start, e + start) for s, e in found] for found in (source, runs(row, CONTENT_BEGIN)))
        certain = chance[np.arange(len(row)), row]
        words = sum(e - s for s, e in contents)
        evidence = (
            float(valid[number]),
            cue.score,
            float(certain.sum()),
            float(certain.min(initial=0)),
            float(bool(sources)),
            math.log1p(words),
        )
        yield Found(cue.words, tuple(sources), tuple(contents), evidence)


def _strongest(labels: Ints, chances: Floats) -> list[Run]:
    """The one source: where several stretches were labelled, the surest. Sources in PolNeAR are unbroken."""
    found = runs(labels, SOURCE_BEGIN)
    return sorted(found, key=lambda r: float((chances[r[0] : r[1], OUT]).sum()))[:1]


def _table(labels: int) -> Floats:
    return np.where(allowed(labels), 0, NEVER).astype(np.float32)


def log_softmax(scores: Floats) -> Floats:
    """Log probabilities over the last axis."""
    shifted = scores - scores.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)), dtype=np.float32)
