"""Ties pairs to groups. Groups grow one pair after the other; what pairs score is found out ahead, by other processes,
block by block, each of which ties its block by itself to know which pairs will be asked for. Pairs that their words
leave open are put by; at last they are looked at closer, and those that stand it are tied as well."""

from __future__ import annotations

import math
from array import array
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise

import numpy as np

from onrecord.linking.arrays import Numbers
from onrecord.linking.remark_candidates import Candidates
from onrecord.linking.remark_closer import Texts, extract, likenesses
from onrecord.linking.remark_corpus import Corpus
from onrecord.linking.remark_features import FEATURES
from onrecord.linking.remark_groups import Groups, Sentences, aligned
from onrecord.linking.remark_model import load
from onrecord.linking.remark_pairs import Pair, Pairs
from onrecord.linking.remark_sides import CELLS, Weights
from onrecord.parallel import in_order

#: The least score of a pair of two articles that is tied by its words, and of one that was looked at closer. Chosen on
#: the labelled pairs (training/remarks.py), days left out in turn: of the pairs of two articles at most four days apart
#: that are tied .93 are one remark, labels weighted as in the dev part, and .66 of all are found (.91 and .66 where .46
#: is asked for, .90 and .68 where .42 is; by words alone .95 and .60 of those that reach the first).
LEAST, LEAST_CLOSER = 0.55, 0.54
#: What is asked for where the articles are further apart (Pair.far), looked at closer or not: people make their points
#: again. Measured as above, 26 of the 31 labelled pairs that reach it are one remark, and 27 of the 36 above .55.
LEAST_FAR = 0.65
#: What is asked for of two statements of one article, which often makes a point again and whose headline is like much
#: that it tells. Of those that reach it .93 are one remark (.92 above .8), .37 of all there are (.41).
LEAST_INSIDE = 0.85
#: The least that all pairs of two groups must have on an average for the two to be one. Below .4 it changes little.
LEAST_AVERAGE = 0.3
#: Pairs of two articles, and of one, that score between these are looked at closer. Wider bounds (.2 and .8, .6 and
#: .95) ask for half as many looks again and give the same figures.
OPEN, OPEN_INSIDE = (0.25, 0.8), (0.7, 0.92)
#: So many pairs of two articles, and of one, are looked at closer at the most, those that score best: little more than
#: a minute's work on two cores.
MOST_CLOSER, MOST_INSIDE = 3_500, 1_500
#: A sentence of one statement is in another one that has this share of its words.
LEAST_SHARE = 0.4
#: The least likelihood that words are the same, for a remark to be another one made again.
LEAST_AGAIN = 0.6
#: Pairs of a block, persons whole where they have no more than the second: so many that handing them over takes a
#: fiftieth of the time that they take, and so few that the blocks under way fit into 100 MB.
BLOCK, LONGEST = 10_000, 60_000


class Found:
    """Pairs that were found worth keeping, in flat arrays."""

    def __init__(self) -> None:
        self._ends, self._scores, self._seen = array("i"), array("d"), array("f")

    def __len__(self) -> int:
        return len(self._ends) // 2

    def append(self, pair: Pair) -> None:
        self._ends.extend((pair.a, pair.b))
        self._scores.extend((pair.score, pair.again, math.nan if pair.meant is None else pair.meant))
        self._seen.extend(pair.seen or NOT_SEEN)

    def __iter__(self) -> Iterator[Pair]:
        ends, scores = iter(self._ends), iter(self._scores)
        for n, (a, b, score, again, meant) in enumerate(zip(ends, ends, scores, scores, scores, strict=True)):
            seen = self._seen[n * SEEN : (n + 1) * SEEN]
            yield Pair(a, b, score, again, seen if seen[0] >= 0 else None, None if math.isnan(meant) else meant)


#: What is seen of a pair, the first of which is never below 0: its features, two counts, days.
SEEN = len(FEATURES) + 3
NOT_SEEN = array("f", [-1.0] * SEEN)


@dataclass(frozen=True, slots=True)
class Tied:
    """The groups of all statements; the pairs that tied them, those that their words leave open, and those that may be
    one remark made again."""

    groups: Groups
    tied: Found = field(default_factory=Found)
    open: Found = field(default_factory=Found)
    again: Found = field(default_factory=Found)


def begin(pairs: Pairs) -> Tied:
    """Every statement by itself."""
    return Tied(Groups(pairs.corpus.facts.size, lambda a, b: pairs.pair(a, b).score, LEAST_AVERAGE))


def tie(pairs: Pairs, found: Tied, some: Iterable[tuple[int, int]], only: Collection[int] | None = None) -> None:
    """Ties these pairs, those of which one is in `only`. Two that are in one group by then are not looked at."""
    for a, b in some:
        if found.groups.together(a, b) or (only is not None and a not in only and b not in only):
            continue
        pair = pairs.pair(a, b)
        inside = _inside(pairs, pair)
        low, high = OPEN_INSIDE if inside else OPEN
        if low <= pair.score <= high:
            found.open.append(pair)
        else:
            _tie(pairs, found, pair, inside)


def _inside(pairs: Pairs, pair: Pair) -> bool:
    """Whether both statements are of one article."""
    return pairs.corpus.facts.article(pair.a) == pairs.corpus.facts.article(pair.b)


def _least(pair: Pair, inside: bool) -> float:
    """The score that a pair must have."""
    if inside:
        return LEAST_INSIDE
    least = LEAST if pair.meant is None else LEAST_CLOSER
    return max(least, LEAST_FAR) if pair.far else least


def _tie(pairs: Pairs, found: Tied, pair: Pair, inside: bool) -> None:
    if pair.score >= _least(pair, inside) and found.groups.tie(pair, _aligned(pairs, pair)):
        found.tied.append(pair)
    elif pair.again >= LEAST_AGAIN:
        found.again.append(pair)


def look_closer(pairs: Pairs, found: Tied, texts: Texts, jobs: int) -> None:
    """Ties what was left open, the likeliest first. Of the pairs between two groups the one that scores best is looked
    at, of two articles and of one; what is too much to look at is judged by its words."""
    best: tuple[dict[frozenset[int], Pair], ...] = ({}, {})
    for pair in sorted(found.open, key=_likeliest):
        if not found.groups.together(pair.a, pair.b):
            groups = frozenset(id(found.groups.of(number)[0]) for number in (pair.a, pair.b))
            best[_inside(pairs, pair)].setdefault(groups, pair)
    mosts = (MOST_CLOSER, MOST_INSIDE)
    chosen = [pair for some, most in zip(best, mosts, strict=True) for pair in islice(some.values(), most)]
    left = [pair for some, most in zip(best, mosts, strict=True) for pair in islice(some.values(), most, None)]
    # In the order of their statements, most of which are in several pairs, few are read twice.
    chosen.sort(key=lambda pair: (pair.a, pair.b))
    facts = pairs.corpus.facts
    both = [(extract(facts[pair.a], texts), extract(facts[pair.b], texts)) for pair in chosen]
    meant = likenesses(both, pairs.model.rarity, jobs)
    closer = [pairs.closer(pair, alike) for pair, alike in zip(chosen, meant, strict=True)]
    for pair in (*sorted(closer, key=_likeliest), *left):
        if not found.groups.together(pair.a, pair.b):
            _tie(pairs, found, pair, _inside(pairs, pair))
    for pair in found.open:  # those of two groups, too, of which another one was looked at
        if pair.again >= LEAST_AGAIN:
            found.again.append(pair)


def _likeliest(pair: Pair) -> tuple[float, int, int]:
    return -pair.score, pair.a, pair.b


def _aligned(pairs: Pairs, pair: Pair) -> tuple[Sentences, Sentences]:
    if all(pairs.corpus.facts.size(n) == 1 for n in (pair.a, pair.b)):
        return 1, 1
    one, other = (pairs.corpus.sentences(n, pairs.weights) for n in (pair.a, pair.b))
    return aligned(one, other, LEAST_SHARE)


# --- ahead, in other processes ---


@dataclass(frozen=True, slots=True)
class Block:
    """Copies to be tied first, then pairs, both by the places of their statements among `numbers`; with all that is
    known of these. `weights` are those of the words' `cells`."""

    corpus: Corpus
    numbers: Numbers
    copies: Numbers
    pairs: Numbers
    reprints: Collection[frozenset[int]]
    cells: Numbers
    weights: Weights


def tie_all(pairs: Pairs, found: Tied, candidates: Candidates, only: Collection[int] | None, jobs: int) -> None:
    """Ties copies, then candidates. With more than one job, other processes find out the scores ahead."""
    copies = np.array(sorted(pairs.copies), np.int32).reshape(-1, 2)
    if jobs == 1:
        for some in chain(_sliced(copies), _cut(candidates)):
            tie(pairs, found, some.tolist(), only)
            pairs.told.clear()
        return
    sent: deque[Numbers] = deque()

    def blocks() -> Iterator[Block]:
        for some in _sliced(copies):
            sent.append(some)
            yield _block(pairs, copies, some, copies[:0])
        for some in _cut(candidates):
            apart = some[[not found.groups.together(a, b) for a, b in some.tolist()]]
            if len(apart):
                sent.append(apart)
                yield _block(pairs, copies, apart, apart)

    for scored in in_order(score, blocks(), jobs):
        pairs.told = {(pair.a, pair.b): pair for pair in scored}
        tie(pairs, found, sent.popleft().tolist(), only)
    pairs.told = {}


def score(block: Block) -> Found:
    """The pairs, with their scores, that tying this block by itself asks for."""
    weights = np.zeros(CELLS, np.float32)
    weights[block.cells] = block.weights
    copies = [(a, b) for a, b in block.copies.tolist()]
    pairs = Pairs(block.corpus, load(), copies, block.reprints, weights)
    found = begin(pairs)
    tie(pairs, found, copies)
    tie(pairs, found, block.pairs.tolist())
    told, numbers = Found(), block.numbers.tolist()
    for pair in pairs.told.values():
        seen = pair.seen if len(block.pairs) else pairs.seen(pair)
        told.append(Pair(numbers[pair.a], numbers[pair.b], pair.score, pair.again, seen))
    return told


def _sliced(some: Numbers) -> Iterator[Numbers]:
    return (some[begin : begin + LONGEST] for begin in range(0, len(some), LONGEST))


def _cut(candidates: Candidates) -> Iterator[Numbers]:
    """Pairs in blocks, one person after another."""
    begin = 0
    for end, following in pairwise([*candidates.ends.tolist(), math.inf]):
        if end - begin >= BLOCK or following - begin > LONGEST:
            yield from _sliced(np.stack([candidates.first[begin:end], candidates.second[begin:end]], axis=1))
            begin = end


def _block(pairs: Pairs, copies: Numbers, some: Numbers, compared: Numbers) -> Block:
    """What it takes to tie what is compared, and copies, among the statements of some pairs."""
    numbers = np.unique(some)
    corpus = pairs.corpus.some(numbers)
    within = copies[np.isin(copies, numbers).all(axis=1)]
    articles = set(corpus.facts.keys()[:, 1].tolist())
    cells = np.unique(np.asarray(corpus.words) % CELLS)
    return Block(
        corpus=corpus,
        numbers=numbers,
        copies=np.searchsorted(numbers, within),
        pairs=np.searchsorted(numbers, compared),
        reprints=[pair for pair in pairs.reprints if pair <= articles],
        cells=cells,
        weights=pairs.weights[cells],
    )
