"""Scores pairs of statements, in the light of what else their speaker says in the two articles."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from onrecord.linking.remark_features import AROUND, ENOUGH, FEATURES, Values, days_apart, features, forbidden, undated
from onrecord.linking.remark_model import Model
from onrecord.linking.remark_sides import Corpus, Side

#: Of a speaker's statements in one article so many are looked at beside a pair.
BESIDE = 12
#: The least score for a pair of which one has no known speaker or no date: below that, what they have in common is a
#: phrase. Without a date they must have a run of words in common, too, that nobody finds twice.
SURE = 0.7
#: With so great a share of all words in common, of which one is negated, two statements say the opposite.
OPPOSITE = 0.6
#: Statements kept ready for comparison, which take about 10 kB each; pairs come person by person.
READY = 8_000


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements by number: how likely they are one remark, and how likely one remark or the same made again on
    another day (0 where it was not another day). `seen` are the features and how many
    words both have, how many of them quoted; None for reprints, which nobody compares."""

    a: int
    b: int
    score: float
    again: float
    seen: array[float] | None = field(default=None, compare=False)


class Pairs:
    """Pairs of a corpus's statements; `copies` are those of reprints with what they repeat, the lesser number first."""

    def __init__(self, corpus: Corpus, model: Model, copies: Collection[tuple[int, int]] = ()) -> None:
        self.corpus, self.model, self.copies = corpus, model, frozenset(copies)
        self.pair = lru_cache(READY)(self._pair)
        self._reprints = {frozenset(corpus.facts[n].article for n in pair) for pair in self.copies}
        self.weights = corpus.weigh(model.common)
        self.side = lru_cache(READY)(lambda number: corpus.side(number, self.weights))
        self._words = lru_cache(READY)(self._words_of)
        self._between = lru_cache(READY)(self._fits)
        self._said: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for number, facts in enumerate(corpus.facts):
            for person in facts.persons:
                self._said[facts.article, person].append(number)

    def _pair(self, a: int, b: int) -> Pair:
        """The pair with its score, which is 0 where the evidence forbids that the two are one."""
        one, other = self.corpus.facts[a], self.corpus.facts[b]
        barred, later = forbidden(one, other), days_apart(one, other) > 0
        if not barred and (min(a, b), max(a, b)) in self.copies:
            return Pair(a, b, 1.0, 1.0)
        if barred and not later:
            return Pair(a, b, 0.0, 0.0)
        values = self.values(a, b)
        score = 0.0 if barred else self.model.score(values)
        unsure = not set(one.persons) & set(other.persons) or undated(one, other)
        if values["turned"] > OPPOSITE or (unsure and score < SURE) or (undated(one, other) and not values["verbatim"]):
            score = 0.0
        again = self.model.again(values) if later else 0.0
        return Pair(a, b, score, again, array("f", (*values.values(), *self._counts(a, b))))

    def _counts(self, a: int, b: int) -> tuple[int, int]:
        """How many words both have, and how many in quotation marks."""
        one, other = self.side(a), self.side(b)
        return len(one.bag.keys() & other.bag.keys()), len(one.spoken.keys() & other.spoken.keys())

    def values(self, a: int, b: int) -> Values:
        """The features of a pair."""
        one, other = self.side(a), self.side(b)
        if frozenset((one.facts.article, other.facts.article)) in self._reprints:
            return features(one, other) | dict.fromkeys(AROUND, 0.0)
        return features(one, other, *self._beside(one, other, a, b))

    def why(self, pair: Pair) -> Mapping[str, object]:
        """What a reviewer is told: what the two have in common, and what each feature added to the score."""
        a, b = pair.a, pair.b
        kept = pair.seen or (*self.values(a, b).values(), *self._counts(a, b))
        values = dict(zip(FEATURES, kept, strict=False))
        reprint = {"reprint": True} if (min(pair.a, pair.b), max(pair.a, pair.b)) in self.copies else {}
        return reprint | {
            "shared_words": int(kept[-2]),
            "shared_quoted_words": int(kept[-1]),
            "share_of_shorter": round(values["share_of_shorter"], 2),
            "days_apart": days_apart(self.corpus.facts[a], self.corpus.facts[b]),
            "adds": self.model.adds(values),
        }

    def _beside(self, a: Side, b: Side, n: int, m: int) -> tuple[float, float]:
        """How much better one of the two fits another statement of the other's article, and how well the best other
        pair fits."""
        one, other = a.facts, b.facts
        persons = sorted(set(one.persons) & set(other.persons))
        if one.article == other.article or not persons:
            return 0.0, 0.0
        rows, columns = self._of(one.article, persons[0], n), self._of(other.article, persons[0], m)
        fits = self._between(tuple(rows), tuple(columns))
        i, j = rows.index(n), columns.index(m)
        rivals = (*fits[i][:j], *fits[i][j + 1 :], *(row[j] for k, row in enumerate(fits) if k != i))
        rest = (fit for k, row in enumerate(fits) if k != i for fit in (*row[:j], *row[j + 1 :]))
        return max(0.0, max(rivals, default=0.0) - fits[i][j]), max(rest, default=0.0)

    def _of(self, article: int, person: int, number: int) -> list[int]:
        some = self._said[article, person]
        return some if len(some) <= BESIDE else sorted({number, *some[: BESIDE - 1]})

    def _fits(self, rows: tuple[int, ...], columns: tuple[int, ...]) -> list[list[float]]:
        """For each two statements the share of both that they have in common, less where that is little."""
        some, others = self._words(rows), self._words(columns)
        common = [[0.0] * len(columns) for _ in rows]
        for word in some.keys() & others.keys():
            for i, weight in some[word]:
                for j, _ in others[word]:
                    common[i][j] += weight
        totals = [self.side(n).total for n in columns]
        return [
            [_fit(both, self.side(n).total + total) for both, total in zip(row, totals, strict=True)]
            for n, row in zip(rows, common, strict=True)
        ]

    def _words_of(self, numbers: tuple[int, ...]) -> dict[int, list[tuple[int, float]]]:
        """For each word that carries meaning, which of some statements have it, and its weight."""
        found: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        for n, number in enumerate(numbers):
            for word, weight in self.side(number).bag.items():
                found[word].append((n, weight))
        return found


def _fit(both: float, total: float) -> float:
    return both / max(total - both, 1e-6) * min(1.0, both / ENOUGH)
