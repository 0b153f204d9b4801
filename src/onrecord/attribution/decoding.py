"""From the scores of the reader's two heads to attributions, by word.

The heads are run by whoever is asked to (`Heads`): onnxruntime in the program, torch in training.
"""

from __future__ import annotations

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
#: Pieces read at once: enough to keep two cores busy, little enough to stay in a few dozen MB.
BATCH_PIECES = 4096
#: Cues whose roles are read at once, by the same consideration.
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
    """One attribution by word, with what speaks for it: see `evidence`."""

    cue: Run
    source: tuple[Run, ...]
    content: tuple[Run, ...]
    evidence: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Cue:
    """A proposed cue: its text, its words, the window it was read in, its score over no cue."""

    text: int
    words: Run
    window: Window
    row: int
    score: float


def find(heads: Heads, texts: Sequence[Encoded], may: Sequence[Bools], leaning: Leaning) -> list[list[Found]]:
    """The attributions of each text in the order of their cues; `may` tells which words may be part of one."""
    found: list[list[Found]] = [[] for _ in texts]
    jobs = [(number, window) for number, text in enumerate(texts) for window in windows(text)]
    jobs.sort(key=lambda job: _pieces(texts[job[0]], job[1]))
    for batch in _batches(texts, jobs):
        for text, attribution in _read(heads, texts, may, batch, leaning):
            found[text].append(attribution)
    return [sorted(attributions, key=lambda a: a.cue) for attributions in found]


def _pieces(text: Encoded, window: Window) -> int:
    return int(text.first[window.end] - text.first[window.start]) + 2


Job = tuple[int, Window]


def _batches(texts: Sequence[Encoded], jobs: Sequence[Job]) -> Iterator[list[Job]]:
    """Windows of like length together (they come sorted, so that the last is the longest)."""
    batch: list[Job] = []
    for job in jobs:
        if batch and (len(batch) + 1) * _pieces(texts[job[0]], job[1]) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(job)
    if batch:
        yield batch


def _read(
    heads: Heads, texts: Sequence[Encoded], may: Sequence[Bools], batch: list[Job], leaning: Leaning
) -> Iterator[tuple[int, Found]]:
    states, scores = heads.words(*_inputs(texts, batch))
    widths = np.asarray([window.end - window.start for _, window in batch])
    cues = [c for row in range(len(batch)) for c in _cues(batch[row], row, scores[row, : widths[row]], may, leaning)]
    flat = states.reshape(-1, states.shape[-1])
    for start in range(0, len(cues), BATCH_CUES):
        some = cues[start : start + BATCH_CUES]
        for cue, attribution in zip(some, _roles(heads, flat, states.shape[1], some, may, leaning), strict=True):
            if attribution.content:
                yield cue.text, attribution


def _inputs(texts: Sequence[Encoded], batch: Sequence[Job]) -> tuple[Ints, Ints, Ints, Ints]:
    pieces = np.zeros((len(batch), max(_pieces(texts[n], w) for n, w in batch)), dtype=np.int64)
    mask, shapes = np.zeros_like(pieces), np.zeros_like(pieces)
    first = np.zeros((len(batch), max(w.end - w.start for _, w in batch)), dtype=np.int64)
    for row, (number, window) in enumerate(batch):
        text = texts[number]
        starts = text.first[window.start : window.end + 1]
        length = int(starts[-1] - starts[0])
        pieces[row, 0], pieces[row, length + 1] = CLS, SEP
        pieces[row, 1 : length + 1] = text.pieces[starts[0] : starts[-1]]
        shapes[row, 1 : length + 1] = np.repeat(text.shapes[window.start : window.end], np.diff(starts))
        mask[row, : length + 2] = 1
        first[row, : len(starts) - 1] = starts[:-1] - starts[0] + 1
    return pieces, mask, shapes, first


def _cues(job: Job, row: int, scores: Floats, may: Sequence[Bools], leaning: Leaning) -> Iterator[_Cue]:
    number, window = job
    chances = log_softmax(scores)
    leaned = chances.copy()
    leaned[:, BEGIN:] += leaning.cue
    leaned[~may[number][window.start : window.end], BEGIN:] += NEVER
    labels = viterbi(leaned[None], _table(CUE_LABELS), np.asarray([len(leaned)]))[0]
    for start, end in runs(labels, BEGIN):
        if window.own_start <= start + window.start < window.own_end:
            chosen = chances[np.arange(start, end), labels[start:end]].sum()
            words = (start + window.start, end + window.start)
            yield _Cue(number, words, window, row, float(chosen - chances[start:end, OUT].sum()) / (end - start))


def _roles(
    heads: Heads, states: Floats, width: int, cues: Sequence[_Cue], may: Sequence[Bools], leaning: Leaning
) -> Iterator[Found]:
    spans = [around(cue.words, cue.window) for cue in cues]
    lengths = np.asarray([end - start for start, end in spans])
    index = np.zeros((len(cues), int(lengths.max())), dtype=np.int64)
    place = np.zeros_like(index)
    barred = np.zeros(index.shape, dtype=bool)
    for number, (cue, (start, end)) in enumerate(zip(cues, spans, strict=True)):
        index[number, : end - start] = np.arange(start, end) + cue.row * width - cue.window.start
        place[number, : end - start] = places(cue.words, start, end)
        barred[number, : end - start] = ~may[cue.text][start:end]
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
        evidence = (float(valid[number]), cue.score, float(certain.sum()), float(certain.min(initial=0)))
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
