"""What the reader's network already knows of a statement, an event or a time: its vectors for the words there,
weighed to
one number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onrecord.attribution.reader import Words
from onrecord.resolution.choosing import Floats
from onrecord.types import Span, Statement

#: Words of a span whose vectors are averaged: longer cues have swallowed what is said.
_WORDS = 6
#: A leaning beyond this is no surer (a log-odds of 4 is 98 percent).
_FURTHEST = 4.0


def vectors(places: Sequence[Sequence[Span]], words: Words) -> Floats:
    """The mean vector of the words of each place, which is one or several spans; zeros where the network has no
    word of it.
    One row a place."""
    out = np.zeros((len(places), words.vectors.shape[1]))
    for row, spans in enumerate(places):
        numbers: list[int] = []
        for span in spans:
            first, last = np.searchsorted(words.starts, (span.start, span.end))
            numbers.extend(range(int(first), max(int(last), int(first) + 1)))
        kept = [number for number in numbers if number < len(words)][:_WORDS]
        if kept:
            out[row] = words.vectors[kept].mean(axis=0)
    return out


def cues(statements: Sequence[Statement]) -> list[tuple[Span, ...]]:
    """Where each statement is told: its cue, else its source, else where its content begins."""
    return [statement.cue or statement.source or statement.content[:1] for statement in statements]


def leanings(places: Sequence[Sequence[Span]], words: Words, weighed: Floats) -> Floats:
    """How much the words of each place speak for a statement made there or then, in log-odds; `weighed` ends in a
    constant."""
    return np.asarray(np.clip(vectors(places, words) @ weighed[:-1] + weighed[-1], -_FURTHEST, _FURTHEST))


def chances(places: Sequence[Sequence[Span]], words: Words, weighed: Floats) -> Floats:
    """How likely each kind of occasion (none first) is by the words of each place: one row a place. `weighed` has a row
    for each number of a vector and one of constants."""
    scores = vectors(places, words) @ weighed[:-1] + weighed[-1]
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(likely / likely.sum(axis=1, keepdims=True))


def step(leaning: float) -> int:
    """A leaning in whole steps from -3 to 3, to be a feature."""
    return int(np.clip(np.round(1.5 * leaning), -3, 3))
