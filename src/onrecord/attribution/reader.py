"""Texts to attributions: the heads are run, what they find is weighed, and contents are read once more for
what is quoted inside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from onrecord.attribution.decoding import Bools, Found, Heads, Leaning, Run, find
from onrecord.attribution.encoding import Encoded, encode
from onrecord.types import Attribution, Span

#: Where attributions may stand, in characters [start, end).
Stretch = tuple[int, int]

QUOTATION_MARKS = "“”„«»‘’\"'`"
#: Contents of fewer characters than this hold no attribution of their own: "he knows it" has eleven.
SHORTEST = 12
#: How deep quotations inside quotations are followed; three is rare already.
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Settings:
    """What is chosen on dev for one set of weights: how scores lean, how evidence becomes a probability
    (logistic regression: a weight for each piece of evidence, then a constant), and the least
    probability with which an attribution is told, for those in the text itself and those inside a content."""

    leaning: Leaning
    weights: tuple[float, ...]
    least: float
    least_inside: float

    @classmethod
    def of(cls, values: dict[str, Any]) -> Settings:
        """Settings from their JSON form. Raises KeyError or TypeError when some are missing."""
        leaning = Leaning(**{f.name: values["leaning"][f.name] for f in fields(Leaning)})
        return cls(leaning, tuple(values["weights"]), values["least"], values["least_inside"])


class Reader:
    """One set of weights with its settings."""

    def __init__(self, heads: Heads, tokenizer: Tokenizer, settings: Settings) -> None:
        self._heads, self._tokenizer, self.settings = heads, tokenizer, settings
        tokenizer.no_truncation()
        tokenizer.no_padding()

    def read(self, texts: Sequence[str], stretches: Sequence[Sequence[Stretch]]) -> list[list[Attribution]]:
        """The attributions of each text inside its stretches, in text order, parents before what they quote."""
        found = self._level(texts, stretches, self.settings.least)
        for _ in range(1, DEEPEST):
            found = self._inside(texts, found)
        return [_in_order(attributions) for attributions in found]

    def weigh(self, texts: Sequence[str], stretches: Sequence[Sequence[Stretch]]) -> list[list[Attribution]]:
        """As `read`, but with nothing left out for being unlikely and nothing inside contents."""
        return self._level(texts, stretches, 0.0)

    def _level(
        self, texts: Sequence[str], stretches: Sequence[Sequence[Stretch]], least: float
    ) -> list[list[Attribution]]:
        encoded = [encode(self._tokenizer, text) for text in texts]
        may = [_inside(e, s) for e, s in zip(encoded, stretches, strict=True)]
        found = find(self._heads, encoded, may, self.settings.leaning)
        return [
            [a for f in some if (a := self._attribution(text, e, f)).confidence >= least]
            for text, e, some in zip(texts, encoded, found, strict=True)
        ]

    def _attribution(self, text: str, encoded: Encoded, found: Found) -> Attribution:
        def spans(runs: Sequence[Run]) -> tuple[Span, ...]:
            at = [(int(encoded.starts[start]), int(encoded.ends[end - 1])) for start, end in runs]
            return tuple(Span(start, end, text[start:end]) for start, end in at)

        return Attribution(
            spans(found.source), spans([found.cue]), spans(found.content), probability(found, self.settings.weights)
        )

    def _inside(self, texts: Sequence[str], found: list[list[Attribution]]) -> list[list[Attribution]]:
        """The same with what is quoted inside the contents that nothing was found inside yet.

        People marked the outermost attributions alone, and the reader learnt that from them. What a content
        quotes is found by reading the content as a text of its own, without the marks around it.
        """
        parents = {number: {a.parent for a in some} for number, some in enumerate(found)}
        jobs = [
            (number, place, stripped)
            for number, some in enumerate(found)
            for place, attribution in enumerate(some)
            if place not in parents[number]
            for span in attribution.content
            if (stripped := _strip(span)).end - stripped.start >= SHORTEST
        ]
        inner = self._level(
            [span.text for *_, span in jobs], [[(0, len(span.text))] for *_, span in jobs], self.settings.least_inside
        )
        grown = [list(some) for some in found]
        for (number, place, span), attributions in zip(jobs, inner, strict=True):
            grown[number] += [_moved(a, span.start, place) for a in attributions]
        return grown


def probability(found: Found, weights: Sequence[float]) -> float:
    """The probability that people would mark it, by logistic regression on the evidence."""
    score = float(np.dot(weights[:-1], found.evidence)) + weights[-1]
    return float(1 / (1 + np.exp(-np.clip(score, -30, 30))))


def _inside(encoded: Encoded, stretches: Sequence[Stretch]) -> Bools:
    may = np.zeros(len(encoded), dtype=bool)
    for start, end in stretches:
        may[np.searchsorted(encoded.starts, start) : np.searchsorted(encoded.starts, end)] = True
    return may


def _strip(span: Span) -> Span:
    """A content without the quotation marks and white space around it."""
    left = len(span.text) - len(span.text.lstrip(QUOTATION_MARKS + " "))
    text = span.text.strip(QUOTATION_MARKS + " ")
    return Span(span.start + left, span.start + left + len(text), text)


def _moved(attribution: Attribution, by: int, parent: int) -> Attribution:
    def spans(some: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span(s.start + by, s.end + by, s.text) for s in some)

    return replace(
        attribution,
        source=spans(attribution.source),
        cue=spans(attribution.cue),
        content=spans(attribution.content),
        parent=parent,
    )


def _in_order(attributions: list[Attribution]) -> list[Attribution]:
    """By where they begin, each before what it quotes."""

    def begins(place: int) -> tuple[int, ...]:
        attribution = attributions[place]
        above = () if attribution.parent is None else begins(attribution.parent)
        return (*above, min(s.start for s in (*attribution.source, *attribution.cue, *attribution.content)))

    order = sorted(range(len(attributions)), key=lambda place: (begins(place), place))
    now = {before: after for after, before in enumerate(order)}
    moved = [attributions[place] for place in order]
    return [replace(a, parent=None if a.parent is None else now[a.parent]) for a in moved]
