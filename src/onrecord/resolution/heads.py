"""Small learned heads on the vectors that the reader made of a text's words: which words name or describe somebody,
and which earlier mention a pronoun or a description stands for. Plain numpy, no second run over the text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal

import numpy as np

from onrecord.attribution.labels import Floats, Ints, runs
from onrecord.attribution.reader import Words
from onrecord.resolution.pairing import CLASSES, SENTENCE_END, pairing, pairs
from onrecord.weights import stored

Kind = Literal["person", "organization", "place", "group", "document"]
Form = Literal["name", "pronoun", "description"]

#: The kinds that each layer of labels tells apart. Label 0 is none, 2k + 1 begins and 2k + 2 goes on with kind k.
NAMES: tuple[Kind, ...] = ("person", "organization", "place", "group", "document")
DESCRIPTIONS: tuple[Kind, ...] = ("person", "organization")
#: Words on either side that a word's label looks at.
REACH = 2
#: The least probability that a word is part of a mention. One half is the most likely labelling of each word.
LEAST = 0.5

#: Whom a pronoun stands for. `it` and `they` may be anything, and what they are is left to their antecedent.
PRONOUNS: Mapping[str, Kind] = {
    **dict.fromkeys(["he", "him", "his", "himself", "she", "her", "hers", "herself", "who", "whom", "whose"], "person"),
    **dict.fromkeys(["i", "me", "my", "mine", "myself", "you", "your", "yours", "yourself", "yourselves"], "person"),
    **dict.fromkeys(["we", "us", "our", "ours", "ourselves", "they", "them", "their", "theirs", "themselves"], "group"),
    **dict.fromkeys(["it", "its", "itself"], "organization"),
}
CAPITALS = 0.6  # share of capitalised words from which a line counts as a headline; most titles have more than .7
#: What no mention begins or ends with. A full stop may be part of a name: "U.S.".
AROUND = frozenset(',;:()[]"“”!?—–')
#: Columns of `looks`.
LOOKS = 10
#: Pairs are weighed by so many anaphors at a time, which bounds the memory that a long text takes.
BATCH = 256
CAPITALS = 0.6  # share of capitalised words from which a line counts as a headline; PolNeAR's titles have .7 and more


@dataclass(frozen=True, slots=True)
class Tagged:
    """A mention: characters [start, end), what kind of somebody it is of, in what form, how probable (0 to 1)."""

    start: int
    end: int
    kind: Kind
    form: Form
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """One set of weights by name, and their version."""

    version: str
    arrays: Mapping[str, Floats]

    def __getitem__(self, name: str) -> Floats:
        return self.arrays[name]


def read(path: Path) -> Weights:
    """The weights in a file. Raises ModelError when it is missing or broken."""
    with stored(path, "of resolution") as found:
        arrays = {name: array.astype(np.float32) for name, array in found.items() if name != "version"}
        return Weights(str(found["version"]), arrays)


@cache
def load() -> Weights:
    """The shipped weights, read once a process. Raises ModelError when they are missing or broken."""
    with as_file(files("onrecord") / "model" / "resolution.npz") as path:
        return read(path)


def tag_mentions(text: str, words: Words, weights: Weights | None = None) -> list[Tagged]:
    """All mentions of a text in text order: names as long as they are, pronouns, and descriptions up to their noun.

    A description may hold a name ("a Lund campaign official") or stand right before the name whose role it gives.
    Raises ModelError when there are no weights.
    """
    if not len(words):
        return []
    weights = weights or load()
    tokens = tokens_of(text, words)
    hidden = _hidden(words.vectors, looks(text, words, tokens), weights)
    layers: tuple[tuple[Form, tuple[Kind, ...]], ...] = (("name", NAMES), ("description", DESCRIPTIONS))
    found = []
    for form, kinds in layers:
        spans, shares = decode(hidden @ weights[form] + weights[f"{form}.bias"])
        spans = [_bare(tokens, start, end) for start, end in spans]
        places = [(int(words.starts[start]), int(words.ends[end - 1])) for start, end in spans]
        if form == "name":
            shares = agreed([text[start:end] for start, end in places], shares)
        for (start, end), share, kind in zip(places, shares, shares.argmax(1).tolist(), strict=True):
            found.append(Tagged(start, end, kinds[kind], form, float(share[kind])))
    pronouns = [
        Tagged(int(words.starts[at]), int(words.ends[at]), PRONOUNS[token.lower()], "pronoun", 1.0)
        for at, token in enumerate(tokens)
        if token.lower() in PRONOUNS and token != "US"
    ]
    return sorted(found + pronouns, key=lambda t: (t.start, -t.end))


def tokens_of(text: str, words: Words) -> list[str]:
    """The words themselves."""
    return [text[start:end] for start, end in zip(words.starts.tolist(), words.ends.tolist(), strict=True)]


def decode(scores: Floats) -> tuple[list[tuple[int, int]], Floats]:
    """The mentions of one layer: words [start, end), and how probable each kind is over all words of each mention.

    A mention goes on until a word is likelier to be outside or to begin another; its kind is told for the whole,
    so that no name changes its kind half-way.
    """
    chances = softmax(scores)
    begin, inside = chances[:, 1::2], chances[:, 2::2]
    within = chances[:, 0] <= 1 - LEAST
    spans = runs(np.where(within, np.where(begin.sum(1) > inside.sum(1), 1, 2), 0), 1)
    shares = [(begin[start:end] + inside[start:end]).mean(0) for start, end in spans]
    return spans, np.asarray(shares, dtype=np.float32).reshape(len(spans), begin.shape[1])


def _bare(tokens: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """The same words without the punctuation around them, if there is more."""
    inside = [at for at in range(start, end) if tokens[at] not in AROUND]
    return (inside[0], inside[-1] + 1) if inside else (start, end)


def agreed(names: Sequence[str], shares: Floats) -> Floats:
    """The same with the mean of all that are written alike: a name has one kind in a text."""
    _, number = np.unique(np.asarray(names, dtype=object), return_inverse=True)
    sums = np.zeros((len(names), shares.shape[1]), dtype=np.float32)
    np.add.at(sums, number, shares)
    return np.asarray(sums[number] / np.bincount(number)[number][:, None], dtype=np.float32)


def _hidden(vectors: Floats, features: Floats, weights: Weights) -> Floats:
    """Each word in its window, through one hidden layer."""
    small = np.concatenate([vectors @ weights["project"] + weights["project.bias"], features], axis=1)
    padded = np.pad(small, ((REACH, REACH), (0, 0)))
    window = np.concatenate([padded[at : at + len(small)] for at in range(2 * REACH + 1)], axis=1)
    return np.asarray(np.maximum(window @ weights["hidden"] + weights["hidden.bias"], 0), dtype=np.float32)


def looks(text: str, words: Words, tokens: Sequence[str]) -> Floats:
    """How each word looks and stands, one row a word: its case, whether a sentence or a line begins with it, whether
    its line is a headline, and whether the text has the same word in small letters."""
    starts, ends = words.starts.tolist(), words.ends.tolist()
    small = {token for token in tokens if token.islower()}
    out = np.zeros((len(tokens), LOOKS), dtype=np.float32)
    lines = np.searchsorted([m.start() for m in re.finditer("\n", text)], words.starts)
    capital = np.fromiter((t[0].isupper() for t in tokens), dtype=np.float32, count=len(tokens))
    letters = np.fromiter((t[0].isalpha() and len(t) > 3 for t in tokens), dtype=np.float32, count=len(tokens))
    size = int(lines[-1]) + 1
    share = np.bincount(lines, capital * letters, size) / np.maximum(np.bincount(lines, letters, size), 1)
    out[:, 8] = (share >= CAPITALS)[lines]
    before, last = ".", -1
    for at, token in enumerate(tokens):
        out[at, _case(token)] = 1
        out[at, 6] = before in SENTENCE_END or lines[at] != last
        out[at, 7] = at > 0 and starts[at] == ends[at - 1]
        out[at, 9] = token.lower() in small
        before, last = (token if token not in "”\"'’)" else before), lines[at]
    return out


def _case(token: str) -> int:
    if token.islower():
        return 0
    if token.isupper():
        return 2 if len(token) > 1 else 3
    if token[0].isupper():
        return 1
    return 4 if token[0].isalnum() else 5


def softmax(scores: Floats) -> Floats:
    """Probabilities over the last axis."""
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True), dtype=np.float32)


def antecedents(
    text: str,
    words: Words,
    spans: Sequence[tuple[int, int]],
    anaphors: Sequence[int],
    weights: Weights | None = None,
) -> dict[int, dict[int, float]]:
    """For each anaphor the log-odds that it stands for an earlier mention, against standing for none of them.

    `spans` are the mentions of a text by characters, in text order; `anaphors` are places in that list, of pronouns
    and definite descriptions. The last RECENT mentions that do not overlap the anaphor are weighed, names and
    pronouns alike. Raises ModelError when there are no weights.
    """
    if not len(words) or not anaphors:
        return {}
    weights = weights or load()
    scene = pairing(text, words, spans)
    earlier = scene.vectors @ weights["earlier"] + weights["earlier.bias"]
    later = scene.vectors @ weights["later"] + weights["later.bias"]
    alone = earlier @ weights["pair.earlier"]
    out: dict[int, dict[int, float]] = {}
    for start in range(0, len(anaphors), BATCH):
        some = np.asarray(anaphors[start : start + BATCH], dtype=np.int64)
        before, there, place = pairs(scene, some)
        both = (earlier[before] * later[some][:, None]) @ weights["pair.both"]
        scores = _weigh(alone[before] + both + place @ weights["pair.place"], later[some], scene.classes[some], weights)
        for anaphor, candidates, valid, row in zip(some.tolist(), before, there, scores, strict=True):
            out[anaphor] = dict(zip(candidates[valid].tolist(), row[valid].tolist(), strict=True))
    return out


def _weigh(hidden: Floats, later: Floats, classes: Ints, weights: Weights) -> Floats:
    """[anaphor, candidate] scores over that of no antecedent. `hidden` is what the candidates bring to the layer."""
    hidden = hidden + (later @ weights["pair.later"] + weights["pair.bias"])[:, None]
    one_hot = np.eye(CLASSES, dtype=np.float32)[classes]
    none = np.concatenate([later, one_hot], axis=1) @ weights["none"] + weights["none.bias"]
    scores = np.maximum(hidden, 0) @ weights["pair.score"] + weights["pair.score.bias"]
    return np.asarray(scores - none[:, None], dtype=np.float32)
