"""Scores pairs of statements, and tells why."""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from onrecord.linking.remark_corpus import Corpus
from onrecord.linking.remark_features import (
    AROUND,
    FEATURES,
    MEANT_ALIKE,
    Values,
    days_apart,
    features,
    forbidden,
    undated,
)
from onrecord.linking.remark_model import Model
from onrecord.linking.remark_sides import Weights

#: The least score for a pair of which one has no date: below that, what they have in common is a phrase. They must have
#: a run of words in common, too, that nobody finds twice.
SURE = 0.6
#: With so great a share of all words in common, of which one is negated, two statements say the opposite.
OPPOSITE = 0.6
#: Statements kept ready for comparison, which take about 10 kB each; pairs come person by person, and in a record of a
#: million statements few have made more.
READY = 12_000
#: Days between articles that most remarks are reported within.
NEAR = 4
#: Where the features are kept that tell how far apart two statements are.
_DAYS, _FAR = FEATURES.index("days_apart"), FEATURES.index("far_apart")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements by number: how likely they are one remark, and how likely one remark or the same made again on
    another day (0 where it was not another day). `seen` are the features, how many words both have, how many of them
    quoted, and the days between the two; None where nobody compared them. `meant` is what a closer look
    adds, where there was one."""

    a: int
    b: int
    score: float
    again: float
    seen: array[float] | None = field(default=None, compare=False)
    meant: float | None = None

    @property
    def far(self) -> bool:
        """Whether more than NEAR days lie between the two articles, or who knows how many."""
        return self.seen is not None and (self.seen[_DAYS] > math.log1p(NEAR + 0.5) or self.seen[_FAR] > 0)


class Pairs:
    """Pairs of a corpus's statements; `copies` are those of reprints with what they repeat, the lesser number first.
    Where the corpus is a part of another one, `reprints` are the two articles of each reprint, and `weights` those of
    words by cell. `told` are pairs that are scored already."""

    def __init__(
        self,
        corpus: Corpus,
        model: Model,
        copies: Collection[tuple[int, int]] = (),
        reprints: Collection[frozenset[int]] | None = None,
        weights: Weights | None = None,
    ) -> None:
        self.corpus, self.model, self.copies = corpus, model, frozenset(copies)
        if reprints is None:
            reprints = {frozenset(corpus.facts.article(n) for n in pair) for pair in copies}
        self.reprints = frozenset(reprints)
        self.weights = weights = corpus.weigh(model.common) if weights is None else weights
        self._facts = facts = lru_cache(READY)(corpus.facts.__getitem__)
        self.side = lru_cache(READY)(lambda number: corpus.side(facts(number), weights))
        self.told: dict[tuple[int, int], Pair] = {}

    def pair(self, a: int, b: int) -> Pair:
        """The pair with its score, which is 0 where the evidence forbids that the two are one."""
        found = self.told.get((a, b))
        if found is None:
            found = self.told[a, b] = self._pair(a, b)
        return found

    def _pair(self, a: int, b: int) -> Pair:
        one, other = self._facts(a), self._facts(b)
        copied = (min(a, b), max(a, b)) in self.copies
        barred, later = forbidden(one, other, copied), days_apart(one, other) > 0
        if not barred and copied:
            return Pair(a, b, 1.0, 1.0)
        if barred and not later:
            return Pair(a, b, 0.0, 0.0)
        values = self.values(a, b)
        score = 0.0 if barred else self._ruled(a, b, values)
        again = self.model.again(values) if later else 0.0
        return Pair(a, b, score, again, self._seen(values, a, b))

    def closer(self, pair: Pair, meant: float) -> Pair:
        """The same pair looked at closer, which is kept in its place."""
        values = {**dict(zip(FEATURES, self.seen(pair), strict=False)), MEANT_ALIKE: meant}
        score = self._ruled(pair.a, pair.b, values)
        self.told[pair.a, pair.b] = found = replace(pair, score=score, meant=meant)
        return found

    def _ruled(self, a: int, b: int, values: Values) -> float:
        """The score of a pair, 0 where what is known of the two asks for more than it."""
        one, other = self._facts(a), self._facts(b)
        score = self.model.score(values)
        unsure = undated(one, other) and (score < SURE or not values["verbatim"])
        if values["turned"] > OPPOSITE or unsure:
            return 0.0
        return score

    def _seen(self, values: Values, a: int, b: int) -> array[float]:
        one, other = self.side(a), self.side(b)
        shared, spoken = len(one.bag.keys() & other.bag.keys()), len(one.spoken.keys() & other.spoken.keys())
        return array("f", (*values.values(), shared, spoken, days_apart(one.facts, other.facts)))

    def values(self, a: int, b: int) -> Values:
        """The features of a pair."""
        one, other = self.side(a), self.side(b)
        values = features(one, other)
        if frozenset((one.facts.article, other.facts.article)) in self.reprints:
            values.update(dict.fromkeys(AROUND, 0.0))
        return values

    def seen(self, pair: Pair) -> array[float]:
        """What is seen of a pair, whether it was compared or not."""
        return pair.seen or self._seen(self.values(pair.a, pair.b), pair.a, pair.b)

    def why(self, pair: Pair) -> Mapping[str, object]:
        """What a reviewer is told: what the two have in common, and what each feature added to the score."""
        kept = self.seen(pair)
        values = dict(zip(FEATURES, kept, strict=False)) | ({} if pair.meant is None else {MEANT_ALIKE: pair.meant})
        reprint = {"reprint": True} if (min(pair.a, pair.b), max(pair.a, pair.b)) in self.copies else {}
        return reprint | {
            "shared_words": int(kept[-3]),
            "shared_quoted_words": int(kept[-2]),
            "share_of_shorter": round(values["share_of_shorter"], 2),
            "days_apart": int(kept[-1]),
            "adds": self.model.adds(values),
        }
