"""Which articles repeat another one almost word for word: reprints, wire copies, second editions.

Candidates are those whose MinHash signatures agree in some places (locality-sensitive hashing); whether they are
duplicates is decided on the words themselves. numpy does it in a few lines: `datasketch` would bring scipy's 145 MB for
the same arithmetic, and keeps its index as Python objects, some kilobytes an article.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from onrecord.linking.texts import PAIRS, Hashes, read, runs, sketch_all, sketched, telling
from onrecord.record.links import Duplicate
from onrecord.record.store import Record
from onrecord.record.views import ArticleView, SketchView

#: Places of the signature that have to agree before texts are compared; see texts.PAIRS.
AGREE = 2
#: Articles whose signatures agree in one place are compared with the first of them alone where there are more.
CROWD = 8
#: Words in a row that both texts have to have for these to count as the same words.
TOGETHER = 3
#: A duplicate has so much of the shorter text in order, and so much of both: what merely quotes the same speech, or
#: carries the same furniture, has less of the shorter; a digest that holds a whole brief among others less of both.
OF_SHORTER, OF_BOTH = 0.6, 0.5
#: Texts kept as words while they are compared: the copies of one original come one after another.
REMEMBERED = 200
#: Texts of fewer words are duplicates only when they are the same: a headline says little.
SHORT = 20


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two texts share: words in the same order, and how many words either has."""

    shared: int
    one: int
    other: int

    @property
    def of_both(self) -> float:
        return 2 * self.shared / (self.one + self.other) if self.shared else 0.0

    @property
    def of_shorter(self) -> float:
        return self.shared / min(self.one, self.other) if self.shared else 0.0

    @property
    def same(self) -> bool:
        if min(self.one, self.other) < SHORT:
            return self.shared == self.one == self.other > 0
        return self.of_shorter >= OF_SHORTER and self.of_both >= OF_BOTH


def link(record: Record, *, new_only: bool = False) -> int:
    """Ties every article of the record, or every new one, to the one that it repeats. Returns how many repeat one."""
    sketch_all(record)
    with record.explained():
        known = dict(record.db.execute("SELECT article, original FROM duplicate")) if new_only else {}
        sketches = list(record.views.sketches())
        found = repeats(sketches, lambda key: _telling(record, key), new_only=new_only, known=known)
    record.write_duplicates(found, whole=not new_only)
    return len(found)


def find(articles: Iterable[ArticleView]) -> list[Duplicate]:
    """The same, over articles by themselves."""
    of = {article.key: article for article in articles}
    return repeats([sketched(article) for article in of.values()], lambda key: telling(of[key]))


def repeats(
    sketches: Sequence[SketchView],
    text_of: Callable[[int], str],
    *,
    new_only: bool = False,
    known: Mapping[int, int] | None = None,
) -> list[Duplicate]:
    """The duplicates among articles by their sketches; `text_of` gives the text of one by its key. With `new_only`
    one of the two has to be new, and `known` are the originals that were found before."""
    some = sorted((one for one in sketches if one.runs), key=_order)
    place = {one.key: n for n, one in enumerate(some)}
    best = {place[a]: place[b] for a, b in (known or {}).items() if a in place and b in place}
    text = lru_cache(REMEMBERED)(lambda n: read(text_of(some[n].key)).text)
    found: dict[int, Duplicate] = {}
    for first, later, agree in candidates(some, new_only=new_only):
        if first < best.get(later, later):
            shared = overlap(text(first), text(later))
            if shared.same:
                best[later] = first
                why = _why(some[first], some[later], shared, agree)
                found[later] = Duplicate(some[later].key, some[first].key, round(shared.of_both, 4), why)
    return list(found.values())


def candidates(some: Sequence[SketchView], *, new_only: bool = False) -> list[tuple[int, int, int]]:
    """Pairs whose signatures agree in AGREE places or more, by their places in `some`, and in how many they do."""
    signatures = np.frombuffer(b"".join(one.runs for one in some), dtype="<u4").reshape(-1, PAIRS)
    new = np.array([one.new for one in some], dtype=bool)
    agree: Counter[tuple[int, int]] = Counter()
    for column in signatures.T:
        order = np.argsort(column, kind="stable")
        edges = np.flatnonzero(np.diff(column[order], prepend=-1, append=-1))
        for start, end in pairwise(edges):
            if end - start > 1 and (not new_only or new[order[start:end]].any()):
                agree.update(_pairs(order[start:end].tolist(), new if new_only else None))
    return sorted((first, later, count) for (first, later), count in agree.items() if count >= AGREE)


def _pairs(group: list[int], new: npt.NDArray[np.bool_] | None) -> Iterator[tuple[int, int]]:
    """Pairs of a group in order; in a crowd, each with the first."""
    firsts = group if len(group) <= CROWD else group[:1]
    for n, first in enumerate(firsts):
        for later in group[n + 1 :]:
            if new is None or new[first] or new[later]:
                yield first, later


def overlap(one: Hashes, other: Hashes) -> Overlap:
    """The words that two texts have in the same order, in runs of TOGETHER or more: the longest rising sequence
    (Fredman 1975) of the places at which runs that occur once in either text stand."""
    here, there = _once(one), _once(other)
    ends: list[int] = []  # the least last place in `other` of a rising sequence of each length
    last: list[int] = []  # the run at which it ends
    before: dict[int, int] = {}
    pairs = [(place, there[run]) for run, place in here.items() if run in there]
    for place, match in pairs:
        length = bisect_left(ends, match)
        if length:
            before[place] = last[length - 1]
        ends[length : length + 1], last[length : length + 1] = [match], [place]
    chain = last[-1:]
    while chain and chain[-1] in before:
        chain.append(before[chain[-1]])
    steps = [min(TOGETHER, later - place) for later, place in pairwise(chain)]
    shared = sum(steps) + min(TOGETHER, len(one)) if chain else 0
    return Overlap(shared, len(one), len(other))


def _once(text: Hashes) -> dict[int, int]:
    """The runs that occur once, and where, in order."""
    hashes = runs(text, TOGETHER).tolist()
    count = Counter(hashes)
    return {run: place for place, run in enumerate(hashes) if count[run] == 1}


def _order(one: SketchView) -> tuple[str, int]:
    """By date where there is one, undated ones last; then in the order of adding."""
    return (one.first if one.first and one.last else "9999", one.key)


def _why(first: SketchView, later: SketchView, shared: Overlap, agree: int) -> dict[str, object]:
    return {
        "same_words": shared.shared,
        "words": [shared.one, shared.other],
        "of_shorter": round(shared.of_shorter, 3),
        "of_both": round(shared.of_both, 3),
        "signature": round(agree / PAIRS, 3),
        "first": _first(first, later),
    }


def _first(one: SketchView, other: SketchView) -> str:
    """What tells which was published first."""
    if not (one.first and one.last and other.first and other.last):
        return "not known: a date is missing"
    if one.last < other.first:
        return "by date"
    return "not known: published at the same time; the other was added later"


def _telling(record: Record, key: int) -> str:
    article = next(record.views.articles(key=key))
    return telling(article)
