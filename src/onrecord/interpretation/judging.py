"""A small network that judges each statement by its words: what its speaker does by it, and what the article commits
itself to. Plain numpy on the vectors that the reader made; trained by training/acts.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import get_args

import numpy as np
import numpy.typing as npt

from onrecord.attribution.labels import Floats, Ints
from onrecord.attribution.reader import Words
from onrecord.interpretation.features import AROUND, CONTENT, CUE, FACTS, Windows, windows
from onrecord.interpretation.lexicon import tag
from onrecord.resolution.heads import softmax
from onrecord.types import Act, Statement, Status
from onrecord.weights import stored

ACTS: tuple[Act, ...] = get_args(Act)
STATUSES: tuple[Status, ...] = get_args(Status)
Bools = npt.NDArray[np.bool_]

#: What words are pooled together: the cue's with those beside it, and the content's.
POOLS: tuple[tuple[int, ...], ...] = ((CUE, AROUND), (CONTENT,))
#: The weights that each member network has of its own, stacked.
MEMBER = (
    "word",
    "meanings",
    "part",
    "near",
    "near.bias",
    "appeal",
    "appeal.bias",
    "hidden",
    "hidden.bias",
    "out",
    "out.bias",
)
#: Bounds that keep the exponential of an appeal inside float32; trained appeals stay below 10.
HIGHEST, SMALLEST = 30.0, 1e-20
#: Statements judged at a time, which bounds the memory that a long text takes.
BATCH = 128


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """[statement, act] and [statement, status]: how probable each is, in the order of ACTS and STATUSES."""

    acts: Floats
    statuses: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """The weights by name, and the row of each known word in the table of word meanings; row 0 is any other's."""

    arrays: Mapping[str, Floats]
    rows: Mapping[str, int]

    def __getitem__(self, name: str) -> Floats:
        return self.arrays[name]

    @property
    def members(self) -> int:
        """How many networks vote."""
        return len(self.arrays["out"])


@cache
def load() -> Weights:
    """The shipped weights, read once a process. Raises ModelError when they are missing or broken."""
    with as_file(files("onrecord") / "model" / "acts.npz") as path:
        return read(path)


def read(path: Path) -> Weights:
    """The weights in a file. Raises ModelError when it is missing or broken."""
    with stored(path, "for acts") as found:
        arrays = {name: array.astype(np.float32) for name, array in found.items() if name != "words"}
        known = found["words"].tobytes().decode().split("\n")
        return Weights(arrays, {word: row for row, word in enumerate(known, 1)})


def judge(statements: Sequence[Statement], text: str, words: Words, weights: Weights | None = None) -> Judgement:
    """Judges all statements of an article at once. Raises ModelError when there are no weights."""
    weights = weights or load()
    acts = np.zeros((len(statements), len(ACTS)), dtype=np.float32)
    statuses = np.zeros((len(statements), len(STATUSES)), dtype=np.float32)
    for first in range(0, len(statements), BATCH):
        some = slice(first, first + BATCH)
        seen = windows(statements[some], text, words)
        acts[some] = _acts(seen, text, words, weights)
        statuses[some] = softmax(seen.facts[:, len(FACTS) :] @ weights["status"] + weights["status.bias"])
    return Judgement(acts, statuses)


def _acts(seen: Windows, text: str, words: Words, weights: Weights) -> Floats:
    """[statement, act]: the mean of what the member networks hold probable."""
    there = np.flatnonzero(seen.places >= 0)
    places = seen.places[there]
    forms = [text[start:end].lower() for start, end in zip(words.starts[places], words.ends[places], strict=True)]
    known = [weights.rows.get(form, 0) for form in forms]
    inputs = np.concatenate([(words.vectors[places] - weights["mean"]) @ weights["axes"], tag(forms)], axis=1)
    masks = [np.isin(seen.parts, pool) & (seen.places >= 0) for pool in POOLS]
    votes = []
    for member in range(weights.members):
        here = {name: weights[name][member] for name in MEMBER}
        hidden = np.zeros((len(seen.places), here["word"].shape[1]), dtype=np.float32)
        hidden[there] = np.maximum(inputs @ here["word"] + here["meanings"][known] + here["part"][seen.parts[there]], 0)
        votes.append(softmax(_vote(hidden, masks, seen, here)))
    return np.asarray(np.mean(votes, axis=0), dtype=np.float32)


def _vote(hidden: Floats, masks: Sequence[Bools], seen: Windows, here: Mapping[str, Floats]) -> Floats:
    """[statement, act]: the scores that one network gives."""
    state = hidden + np.maximum(_beside(hidden) @ here["near"] + here["near.bias"], 0)
    appeal = np.split(state @ here["appeal"] + here["appeal.bias"], len(masks), axis=1)
    pooled = [_pool(state, columns, mask, seen.firsts) for columns, mask in zip(appeal, masks, strict=True)]
    features = np.concatenate([*pooled, seen.facts], axis=1)
    return np.asarray(np.maximum(features @ here["hidden"] + here["hidden.bias"], 0) @ here["out"] + here["out.bias"])


def _pool(hidden: Floats, appeal: Floats, mask: Bools, firsts: Ints) -> Floats:
    """For each statement the mean of its words' rows, weighed by each column of `appeal`, then the largest value of
    each column of `hidden`; zeros for a statement that has no word under the mask."""
    powers = np.exp(np.clip(appeal, -HIGHEST, HIGHEST)) * mask[:, None]
    totals = np.maximum(np.add.reduceat(powers, firsts), SMALLEST)
    means = [
        np.add.reduceat(hidden * power[:, None], firsts) / total[:, None]
        for power, total in zip(powers.T, totals.T, strict=True)
    ]
    return np.concatenate([*means, np.maximum.reduceat(hidden * mask[:, None], firsts)], axis=1)


def _beside(rows: Floats) -> Floats:
    """Each row with the ones before and after it; zeros past the ends."""
    padded = np.concatenate([np.zeros_like(rows[:1]), rows, np.zeros_like(rows[:1])])
    return np.concatenate([padded[:-2], rows, padded[2:]], axis=1)
