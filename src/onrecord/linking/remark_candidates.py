"""Which pairs of statements are worth comparing: of one speaker, with rare words in common, near in time. It takes
time in proportion to the number of statements: every word leads to the few nearest statements that have it too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.linking.remark_sides import CELLS, Corpus, Facts, Weights
from onrecord.linking.wordings import EMPTY

Numbers = npt.NDArray[Any]
#: Pairs: one, the other, and the share of the words that were looked up of the shorter one that both have.
Found = tuple[Numbers, Numbers, Weights]

#: Of a sentence's words so many of the rarest are looked up, and as many of its pairs of neighbouring words.
RAREST = 8
#: A word leads to so many statements after it.
NEXT = 8
#: What two statements must have in common to be compared: about as much as one rare word weighs, and this share of what
#: was looked up of the shorter one. Set by judgement, low; with all other gates they leave out 11 of 205 labelled pairs
#: that are one remark (training/remarks.py), eight of which the model would not tie either.
LEAST, LEAST_SHARE = 3.0, 0.1
#: The share that statements must have in common of which one has no known speaker. Set by judgement.
LEAST_UNKNOWN = 0.15
#: Of a statement's pairs so many are compared, those first that have most in common.
MOST = 16
#: Statements that are looked at together; the words and pairs of words of so many take about 200 MB.
TOGETHER = 60_000

_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class _Keys:
    """What leads from statement to statement: keys, the statement that has each, what each weighs; `double` are those
    of two words that follow each other. Statements that were said earlier come first."""

    key: npt.NDArray[np.uint64]
    owner: Numbers
    weight: Weights
    double: npt.NDArray[np.bool_]

    def at(self, places: Numbers) -> _Keys:
        return _Keys(self.key[places], self.owner[places], self.weight[places], self.double[places])


def candidates(corpus: Corpus, weights: Weights) -> Iterator[tuple[int, int]]:
    """Pairs of statements by number, person by person, of each those first that have the greatest share of their words
    in common; `weights` are the weights of words by cell."""
    totals = np.zeros(len(corpus.facts), np.float32)
    unknown = np.array([not facts.sure for facts in corpus.facts], bool)
    days = np.array([_day(facts) for facts in corpus.facts], np.int64)
    asked, _ = _find_keys(corpus, weights, np.flatnonzero(unknown).tolist())
    asked_for = np.unique(asked.key[asked.double])
    parts = _parts(corpus, days)
    found, left = [], []
    for part, some in enumerate(parts):
        keys, begins = _find_keys(corpus, weights, some)
        totals[some] = np.bincount(keys.owner, keys.weight, len(totals))[some]
        said = [(person, n) for n, number in enumerate(some) for person in corpus.facts[number].persons]
        found.append(_of_speakers(keys, begins, [one for one in said if one[0] % len(parts) == part], totals))
        left.append(keys.at(np.flatnonzero(keys.double & np.isin(keys.key, asked_for))))
    found.append(_of_unknown(left, unknown, days, totals))
    return _in_order(corpus, *(np.concatenate(some) for some in zip(*found, strict=True)))


def _parts(corpus: Corpus, days: Numbers) -> list[list[int]]:
    """The numbers of the statements in the order of time, all of a person's in one part."""
    parts: list[list[int]] = [[] for _ in range(1 + len(corpus.facts) // TOGETHER)]
    for n in np.argsort(days, kind="stable").tolist():
        for part in {person % len(parts) for person in corpus.facts[n].persons or (n,)}:
            parts[part].append(n)
    return parts


def _of_speakers(keys: _Keys, begins: Numbers, said: Sequence[tuple[int, int]], totals: Weights) -> Found:
    """Pairs of one person's statements; `said` are persons with the places of their statements, whose keys begin
    there."""
    at = np.concatenate([np.arange(begins[n], begins[n + 1]) for _, n in said] or [np.arange(0)])
    person = np.repeat(np.array([one for one, _ in said], np.uint64), [begins[n + 1] - begins[n] for _, n in said])
    return _pairs((keys.key[at] ^ person) * _MIX, keys.owner[at], keys.weight[at], totals, LEAST_SHARE)


def _of_unknown(keys: Sequence[_Keys], unknown: npt.NDArray[np.bool_], days: Numbers, totals: Weights) -> Found:
    """Pairs of which one has a speaker who is not known for sure: by two words that follow each other."""
    key, owner, weight = (np.concatenate([getattr(one, name) for one in keys]) for name in ("key", "owner", "weight"))
    order = np.lexsort((owner, days[owner], key))
    fresh = np.append(True, (np.diff(key[order]) != 0) | (np.diff(owner[order]) != 0))[: len(order)]
    once = order[fresh]  # a statement of two persons was in two parts
    first, second, share = _pairs(key[once], owner[once], weight[once], totals, LEAST_UNKNOWN)
    some = unknown[first] | unknown[second]
    return first[some], second[some], share[some]


def _pairs(key: npt.NDArray[np.uint64], owner: Numbers, weight: Weights, totals: Weights, least: float) -> Found:
    order = np.argsort(key, kind="stable")
    first, second, common = _meet(key[order], owner[order], weight[order], len(totals))
    share = common / np.maximum(np.minimum(totals[first], totals[second]), LEAST)
    enough = (common >= LEAST) & (share >= least)
    return _best(first[enough], second[enough], common[enough], share[enough].astype(np.float32))


def _in_order(corpus: Corpus, first: Numbers, second: Numbers, share: Weights) -> Iterator[tuple[int, int]]:
    """Each pair once."""
    _, places = np.unique(first * len(corpus.facts) + second, return_index=True)
    person = np.array([next(iter(facts.persons), -1) for facts in corpus.facts], np.int64)
    order = places[np.lexsort((second[places], first[places], -share[places], person[first[places]]))]
    for some in np.array_split(order, 1 + len(order) // TOGETHER):
        yield from zip(first[some].tolist(), second[some].tolist(), strict=True)


def _find_keys(corpus: Corpus, weights: Weights, some: Sequence[int]) -> tuple[_Keys, Numbers]:
    """The keys of these statements, and where those of each begin."""
    found = [_keys(corpus, n, weights) for n in some]
    sizes = np.array([len(key) for key, _, _ in found], np.int64)
    none = (np.zeros(0, np.uint64), np.zeros(0, np.float32), np.zeros(0, bool))
    key, weight, double = (np.concatenate(part) for part in zip(*found or [none], strict=True))
    begins = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return _Keys(key, np.repeat(np.array(some, np.int64), sizes), weight, double), begins


def _day(facts: Facts) -> int:
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
