"""Statements as remarks are compared by: the words of each with their weights, what is told around it, and when and
where it may have been said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

#: Words are counted in so many cells; with a vocabulary of 100,000 every tenth word shares its cell with another one.
CELLS = 1 << 20

#: Persons, or None for anybody.
Possible = frozenset[int] | None
Weights = npt.NDArray[np.float32]


class Piece(NamedTuple):
    """A sentence of a content span, or the part of one in it: the number of the span, the characters of the article,
    and the places of its words in the flat arrays."""

    span: int
    start: int
    end: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who may have made a statement, and the words of the names of whom it was taken for, as numbers."""

    possible: Possible
    names: frozenset[int]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a statement beside its words. Days are ordinals; `first` and `last` are those on which it may
    have been said by its own time, `published` and `published_last` those of its article. `pieces` are its contents,
    sentence by sentence; `around` is how many words before and after them are its surroundings, `sentence` how many
    are in the same sentences."""

    key: int
    article: int
    persons: tuple[int, ...]
    speaker: Speaker
    pieces: tuple[Piece, ...]
    around: tuple[int, ...]
    sentence: tuple[int, ...]
    first: int | None
    last: int | None
    published: int | None
    published_last: int | None
    occasion: int | None
    outlet: str | None
    act: str | None
    title: bool
    standing: bool
    parent: int | None


@dataclass(frozen=True, slots=True)
class Side:
    """One statement of a pair: its words in order with weights and flags; words that carry meaning with their weights
    (`bag`), those of them in quotation marks, the names, the numbers; what stands around it, and in its sentences."""

    facts: Facts
    words: list[int]
    weights: list[float]
    quoted: list[bool]
    bag: dict[int, float]
    spoken: dict[int, float]
    names: frozenset[int]
    numbers: frozenset[int]
    negated: bool
    around: dict[int, float]
    lead: dict[int, float]
    total: float
    total_spoken: float
    total_around: float
