"""Which pairs of statements are worth comparing: of one speaker, with rare words in common, near in time. It takes
time in proportion to the number of statements: every word leads to the few nearest statements that have it too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.linking.remark_sides import CELLS, Corpus, Weights
from onrecord.linking.wordings import EMPTY

Numbers = npt.NDArray[Any]
#: Pairs: one, the other, and the share of the words that were looked up of the shorter one that both have.
Found = tuple[Numbers, Numbers, Weights]

#: Of a sentence's words so many of the rarest are looked up, and as many of its pairs of neighbouring words.
RAREST = 8
#: A word leads to so many statements after it.
NEXT = 8
#: What two statements must have in common to be compared: as much as one rare word weighs, and this share of what was
#: looked up of the shorter one. Of PolNeAR's pairs that people call one remark, those below have no wording in common.
LEAST, LEAST_SHARE = 3.0, 0.1
#: The share that statements must have in common of which one has no known speaker.
LEAST_UNKNOWN = 0.15
#: Of a statement's pairs so many are compared, those first that have most in common.
MOST = 16
#: Statements that are looked at together; 16 words and pairs of words of each take 300 MB.
TOGETHER = 200_000

_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class _Keys:
    """What leads from statement to statement: keys, the statement that has each, what each weighs; `double` are those
    of two words that follow each other. `begins` is where each statement's keys begin. Statements that were said
    earlier come first."""

    key: npt.NDArray[np.uint64]
    owner: Numbers
    weight: Weights
    double: npt.NDArray[np.bool_]
    begins: npt.NDArray[Any]
    order: list[int]

    def of(self, places: Sequence[int]) -> Numbers:
        """Where the keys of the statements at these places of the order are."""
        return np.concatenate([np.arange(*self.begins[place : place + 2]) for place in places] or [np.arange(0)])


def candidates(corpus: Corpus, weights: Weights) -> Iterator[tuple[int, int]]:
    """Pairs of statements by number, person by person, of each those first that have the greatest share of their words
    in common; `weights` are the weights of words by cell."""
    keys = _find_keys(corpus, weights)
    totals = np.bincount(keys.owner, keys.weight, len(corpus.facts)).astype(np.float32)
    speakers = [(person, place) for place, n in enumerate(keys.order) for person in corpus.facts[n].persons]
    parts = 1 + len(speakers) // TOGETHER
    found = []
    for part in range(parts):
        some = [(person, place) for person, place in speakers if person % parts == part]
        at = keys.of([place for _, place in some])
        sizes = [keys.begins[place + 1] - keys.begins[place] for _, place in some]
        person = np.repeat(np.array([person for person, _ in some], np.uint64), sizes)
        found.append(_pairs((keys.key[at] ^ person) * _MIX, keys.owner[at], keys.weight[at], totals, LEAST_SHARE))
    found.append(_of_unknown(corpus, keys, totals))
    return _in_order(corpus, *(np.concatenate(some) for some in zip(*found, strict=True)))


def _in_order(corpus: Corpus, first: Numbers, second: Numbers, share: Weights) -> Iterator[tuple[int, int]]:
    """Each pair once."""
    _, places = np.unique(first * len(corpus.facts) + second, return_index=True)
    person = np.array([next(iter(facts.persons), -1) for facts in corpus.facts], np.int64)
    order = places[np.lexsort((second[places], first[places], -share[places], person[first[places]]))]
    for some in np.array_split(order, 1 + len(order) // TOGETHER):
        yield from zip(first[some].tolist(), second[some].tolist(), strict=True)


def _of_unknown(corpus: Corpus, keys: _Keys, totals: Weights) -> Found:
    """Pairs of which one has a speaker who is not known for sure: by two words that follow each other."""
    unknown = np.array([not facts.sure for facts in corpus.facts], bool)
    at = np.flatnonzero(keys.double & np.isin(keys.key, keys.key[unknown[keys.owner] & keys.double]))
    first, second, share = _pairs(keys.key[at], keys.owner[at], keys.weight[at], totals, LEAST_UNKNOWN)
    some = unknown[first] | unknown[second]
    return first[some], second[some], share[some]


def _pairs(key: npt.NDArray[np.uint64], owner: Numbers, weight: Weights, totals: Weights, least: float) -> Found:
    order = np.argsort(key, kind="stable")
    first, second, common = _meet(key[order], owner[order], weight[order], len(totals))
    share = common / np.maximum(np.minimum(totals[first], totals[second]), LEAST)
    enough = (common >= LEAST) & (share >= least)
    return _best(first[enough], second[enough], common[enough], share[enough].astype(np.float32))


def _find_keys(corpus: Corpus, weights: Weights) -> _Keys:
    order = sorted(range(len(corpus.facts)), key=lambda n: (_day(corpus, n), n))
    found = [_keys(corpus, n, weights) for n in order]
    sizes = np.array([len(key) for key, _, _ in found], np.int64)
    none = (np.zeros(0, np.uint64), np.zeros(0, np.float32), np.zeros(0, bool))
    key, weight, double = (np.concatenate(some) for some in zip(*found or [none], strict=True))
    begins = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return _Keys(key, np.repeat(np.array(order, np.int64), sizes), weight, double, begins, order)


def _day(corpus: Corpus, n: int) -> int:
    facts = corpus.facts[n]
    return next((day for day in (facts.first, facts.published, facts.last) if day is not None), 0)


def _keys(corpus: Corpus, n: int, weights: Weights) -> tuple[npt.NDArray[np.uint64], Weights, npt.NDArray[np.bool_]]:
    """The rarest words of each sentence of a statement, and the rarest pairs of words that follow each other, with
    their weights, and which are pairs."""
    found, weighs, double = [], [], []
    for piece in corpus.facts[n].pieces:
        flags = np.frombuffer(corpus.flags[piece.low : piece.high], np.uint8)
        telling = np.array(corpus.words[piece.low : piece.high], np.uint32)[flags & EMPTY == 0]
        weigh, wide = weights[telling % CELLS], telling.astype(np.uint64)
        pairs = wide[:-1] * np.uint64(31) + wide[1:] * _MIX
        for key, weight in ((wide, weigh), (pairs, (weigh[:-1] + weigh[1:]) / 2)):
            rarest = np.argsort(-weight, kind="stable")[:RAREST]
            found.append(key[rarest])
            weighs.append(weight[rarest])
            double.append(np.full(len(rarest), key is pairs))
    key, begins = np.unique(np.concatenate(found), return_index=True)
    return key, np.concatenate(weighs)[begins], np.concatenate(double)[begins]


def _meet(key: npt.NDArray[np.uint64], owner: Numbers, value: Weights, size: int) -> tuple[Numbers, Numbers, Weights]:
    """Each pair that some key leads to, once, with the weight of all keys that do."""
    codes, weigh = [], []
    for step in range(1, NEXT + 1):
        meets = (key[step:] == key[:-step]) & (owner[step:] != owner[:-step])
        one, other = owner[:-step][meets], owner[step:][meets]
        codes.append(np.minimum(one, other) * size + np.maximum(one, other))
        weigh.append(value[:-step][meets])
    pairs, places = np.unique(np.concatenate(codes), return_inverse=True)
    return pairs // size, pairs % size, np.bincount(places, np.concatenate(weigh), len(pairs)).astype(np.float32)


def _best(first: Numbers, second: Numbers, common: Weights, share: Weights) -> Found:
    """The pairs that are among the MOST of one of their two statements."""
    kept = np.zeros(len(first), bool)
    for side in (first, second):
        order = np.lexsort((-common, side))
        ranks = np.arange(len(order)) - np.searchsorted(side[order], side[order])
        kept[order[ranks < MOST]] = True
    return first[kept], second[kept], share[kept]
