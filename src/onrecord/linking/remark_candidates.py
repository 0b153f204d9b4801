"""Which pairs of statements are worth comparing: of one speaker, with rare words in common, near in time. It takes
time in proportion to the number of statements: every word leads to the few nearest statements that have it too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.linking.arrays import Numbers, ranges
from onrecord.linking.remark_corpus import Corpus
from onrecord.linking.remark_sides import CELLS, Weights
from onrecord.linking.remark_table import DAYS, FROM, TO, WHO
from onrecord.linking.wordings import EMPTY

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
#: Statements that are looked at together; the words and pairs of words of so many take about 100 MB.
TOGETHER = 30_000

_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of statements by number, person by person, of each those first that have the greatest share of their words
    in common. `ends` are the places at which the pairs of a person end."""

    first: Numbers
    second: Numbers
    ends: Numbers

    def __len__(self) -> int:
        return len(self.first)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for begin in range(0, len(self), TOGETHER):
            some = slice(begin, begin + TOGETHER)
            yield from zip(self.first[some].tolist(), self.second[some].tolist(), strict=True)


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


@dataclass(frozen=True, slots=True)
class _Who:
    """The persons of all statements in a row: those of each begin at a place, and are so many."""

    persons: Numbers
    begins: Numbers
    sizes: Numbers
    unknown: npt.NDArray[np.bool_]

    def of(self, some: Numbers) -> tuple[Numbers, Numbers]:
        """The persons of these statements in a row, and the place of each one's statement."""
        at = np.repeat(np.arange(len(some)), self.sizes[some])
        return self.persons[ranges(self.begins[some], self.sizes[some])], at


def candidates(corpus: Corpus, weights: Weights) -> Candidates:
    """Pairs that are worth comparing; `weights` are the weights of words by cell."""
    who, days = _who(corpus), _days(corpus)
    totals = np.zeros(len(corpus.facts), np.float32)
    asked_for = _asked_for(corpus, weights, np.flatnonzero(who.unknown))
    parts = 1 + len(corpus.facts) // TOGETHER
    found, left = [], []
    for part, some in enumerate(_parts(who, days, parts)):
        keys, begins = _find_keys(corpus, weights, some)
        totals[some] = np.bincount(keys.owner, keys.weight, len(totals))[some]
        persons, at = who.of(some)
        here = persons % parts == part
        found.append(_of_speakers(keys, begins, persons[here], at[here], totals))
        left.append(keys.at(np.flatnonzero(keys.double & np.isin(keys.key, asked_for))))
    found.append(_of_unknown(left, who.unknown, days, totals))
    return _in_order(who, *(np.concatenate(some) for some in zip(*found, strict=True)))


def _who(corpus: Corpus) -> _Who:
    who, told = corpus.facts.small()[:, WHO], corpus.facts.who()
    sizes = np.array([len(persons) for persons, _ in told], np.int64)
    begins = np.cumsum(sizes) - sizes
    everybody = np.array([person for persons, _ in told for person in persons], np.int64)
    unknown = np.array([not persons or speaker.possible != frozenset(persons) for persons, speaker in told], bool)
    return _Who(everybody, begins[who], sizes[who], unknown[who])


def _days(corpus: Corpus) -> Numbers:
    """A day of each statement to put them in order by: the first known of when it may have been said, was published,
    and must have been said."""
    first, last, published = (corpus.facts.small()[:, DAYS + n].astype(np.int64) for n in (0, 1, 2))
    return np.where(first > 0, first, np.where(published > 0, published, np.maximum(last, 0)))


def _parts(who: _Who, days: Numbers, parts: int) -> Iterator[Numbers]:
    """The numbers of the statements in the order of time, all of a person's in one part; what is nobody's goes
    anywhere."""
    order = np.argsort(days, kind="stable")
    persons, at = who.of(order)
    nobody = np.flatnonzero(who.sizes[order] == 0)
    for part in range(parts):
        there = np.zeros(len(order), bool)
        there[at[persons % parts == part]] = True
        there[nobody[order[nobody] % parts == part]] = True
        yield order[there]


def _asked_for(corpus: Corpus, weights: Weights, unknown: Numbers) -> npt.NDArray[np.uint64]:
    """The pairs of words by which statements are looked up that have no known speaker."""
    found = [np.zeros(0, np.uint64)]
    for some in np.array_split(unknown, 1 + len(unknown) // TOGETHER):
        keys, _ = _find_keys(corpus, weights, some)
        found.append(np.unique(keys.key[keys.double]))
    return np.unique(np.concatenate(found))


def _of_speakers(keys: _Keys, begins: Numbers, persons: Numbers, said: Numbers, totals: Weights) -> Found:
    """Pairs of one person's statements: `persons` made those at the places `said`, whose keys begin there."""
    sizes = begins[said + 1] - begins[said]
    at, person = ranges(begins[said], sizes), np.repeat(persons.astype(np.uint64), sizes)
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


def _in_order(who: _Who, first: Numbers, second: Numbers, share: Weights) -> Candidates:
    """Each pair once."""
    _, places = np.unique(first * len(who.sizes) + second, return_index=True)
    person = np.full(len(who.sizes), -1, np.int64)
    person[who.sizes > 0] = who.persons[who.begins[who.sizes > 0]]
    whose = person[first[places]]
    order = np.lexsort((second[places], first[places], -share[places], whose))
    ends = np.append(np.flatnonzero(np.diff(whose[order])) + 1, len(order))
    return Candidates(first[places[order]].astype(np.int32), second[places[order]].astype(np.int32), ends)


def _find_keys(corpus: Corpus, weights: Weights, some: Numbers) -> tuple[_Keys, Numbers]:
    """What leads to these statements, and where that of each begins: the rarest words of each sentence, and the rarest
    pairs of words that follow each other."""
    small = corpus.facts.small()[some]
    pieces = small[:, TO] - small[:, FROM]
    cuts, owners = corpus.facts.cuts()[ranges(small[:, FROM], pieces)], np.repeat(np.arange(len(some)), pieces)
    sizes = cuts[:, 4] - cuts[:, 3]
    places = ranges(cuts[:, 3], sizes)
    telling = np.asarray(corpus.flags)[places] & EMPTY == 0
    word, piece = np.asarray(corpus.words)[places][telling], np.repeat(np.arange(len(cuts)), sizes)[telling]
    weigh, wide, inside = weights[word % CELLS], word.astype(np.uint64), piece[1:] == piece[:-1]
    pairs, weigh_pairs = wide[:-1] * np.uint64(31) + wide[1:] * _MIX, (weigh[:-1] + weigh[1:]) / 2
    ones, twos = _rarest(piece, weigh), np.flatnonzero(inside)
    twos = twos[_rarest(piece[:-1][inside], weigh_pairs[inside])]
    owner = owners[np.concatenate([piece[ones], piece[twos]])]
    key, weight = np.concatenate([wide[ones], pairs[twos]]), np.concatenate([weigh[ones], weigh_pairs[twos]])
    order = np.lexsort((key, owner))
    once = order[np.append(True, (np.diff(key[order]) != 0) | (np.diff(owner[order]) != 0))[: len(order)]]
    begins = np.concatenate([[0], np.cumsum(np.bincount(owner[once], minlength=len(some)))]).astype(np.int64)
    return _Keys(key[once], some[owner[once]], weight[once], once >= len(ones)), begins


def _rarest(piece: Numbers, weight: Weights) -> Numbers:
    """The places of the RAREST of each piece."""
    order = np.lexsort((-weight, piece))
    held = piece[order]
    return order[np.arange(len(order)) - np.searchsorted(held, held) < RAREST]


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
