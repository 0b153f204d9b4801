"""Scores pairs of statements, and tells why."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from onrecord.linking.remark_features import AROUND, FEATURES, Values, days_apart, features, forbidden, undated
from onrecord.linking.remark_model import Model
from onrecord.linking.remark_sides import Corpus

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
        values = features(one, other)
        if frozenset((one.facts.article, other.facts.article)) in self._reprints:
            values.update(dict.fromkeys(AROUND, 0.0))
        return values

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
