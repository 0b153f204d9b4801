"""Texts to attributions: the heads are run, what they find is weighed, and contents are read once more for
what is quoted inside them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from onrecord.attribution.conventions import laid_out
from onrecord.attribution.decoding import Found, Heads, Leaning, Run, find
from onrecord.attribution.encoding import Encoded, encode
from onrecord.attribution.labels import Floats, Ints
from onrecord.attribution.nesting import begin, outermost, whole_quotations
from onrecord.attribution.phrases import phrased
from onrecord.attribution.quotation import Quotation, quotations
from onrecord.types import Attribution, Span

#: Where attributions may stand: characters [start, end) and the number, from 1, of the part of the text that
#: they are of. An attribution lies in one part, which may be several stretches: a body around a caption.
Stretch = tuple[int, int, int]

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


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of a text: character offsets, and a vector for each (one row a word), which is what the network
    makes of it where it stands. Heads of later steps read these instead of the text."""

    starts: Ints
    ends: Ints
    vectors: Floats

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What one reading of a text gives."""

    attributions: tuple[Attribution, ...]
    words: Words


class Reader:
    """One set of weights with its settings."""

    def __init__(self, heads: Heads, tokenizer: Tokenizer, settings: Settings) -> None:
        self._heads, self._tokenizer, self.settings = heads, tokenizer, settings
        tokenizer.no_truncation()
        tokenizer.no_padding()

    def read(self, text: str, stretches: Sequence[Stretch]) -> Reading:
        """The attributions of a text inside its stretches, in text order, parents before what they quote, and all
        words of the text as the network sees them."""
        level, words = self._level(text, stretches, self.settings.least)
        found = with_layout(text, stretches, level)
        found = _by_begin([*found, *(a for a in phrased(text, found) if _in_one_part(a, stretches))])
        fresh = range(len(found))
        for _ in range(1, DEEPEST):
            inner = [a for place in fresh for a in self._inside(found[place], place)]
            fresh = range(len(found), len(found) + len(inner))
            found += inner
        return Reading(tuple(_in_order(found)), words)

    def _level(self, text: str, stretches: Sequence[Stretch], least: float) -> tuple[list[Attribution], Words]:
        encoded, found, vectors = candidates(self._heads, self._tokenizer, text, stretches, self.settings.leaning)
        weighed = attributions(text, encoded, stretches, found, self.settings.weights)
        return outermost([a for a in weighed if a.confidence >= least]), Words(encoded.starts, encoded.ends, vectors)

    def _inside(self, attribution: Attribution, place: int) -> Iterator[Attribution]:
        """What is quoted inside the contents of the attribution at that place of the list.

        People marked the outermost attributions alone, and the reader learnt that from them. What a content
        quotes is found by reading the content as a text of its own, without the marks around it.
        """
        for span in map(_strip, attribution.content):
            if span.end - span.start >= SHORTEST:
                inner_level, _ = self._level(span.text, [(0, len(span.text), 1)], self.settings.least_inside)
                for inner in _by_begin([*inner_level, *phrased(span.text, inner_level)]):
                    moved = _moved(inner, span.start, place)
                    if _spoken(moved) != _spoken(attribution):  # whose content has its own cue finds itself in it
                        yield moved


def candidates(
    heads: Heads, tokenizer: Tokenizer, text: str, stretches: Sequence[Stretch], leaning: Leaning
) -> tuple[Encoded, list[Found], Floats]:
    """The words of a text, all that may be attributions in it, likely or not, and a vector for each word."""
    encoded = encode(tokenizer, text)
    return encoded, *find(heads, encoded, _parts(encoded.starts, stretches), leaning)


def attributions(
    text: str, encoded: Encoded, stretches: Sequence[Stretch], found: Sequence[Found], weights: Sequence[float]
) -> list[Attribution]:
    """The same by characters, quotations whole, the evidence weighed."""
    outer = [q for q in quotations(text) if q.depth == 1]
    quoted: dict[int, list[Quotation]] = {}
    for q, part in zip(outer, _parts(np.asarray([q.start for q in outer]), stretches).tolist(), strict=True):
        quoted.setdefault(part, []).append(q)
    parts = _parts(encoded.starts, stretches)
    out = []
    for one in found:
        source, cue, content = (_spans(text, encoded, runs) for runs in (one.source, [one.cue], one.content))
        content = whole_quotations(text, content, quoted.get(int(parts[one.cue[0]]), []))
        source, cue, content = (_cut(text, spans, stretches) for spans in (source, cue, content))
        out.append(Attribution(source, cue, content, probability(one, weights)))
    return out


def _cut(text: str, spans: Sequence[Span], stretches: Sequence[Stretch]) -> tuple[Span, ...]:
    """The spans without what lies between stretches: a line of no words parts none of the words around it."""
    inside = [
        (max(span.start, start), min(span.end, end))
        for span in spans
        for start, end, _ in stretches
        if start < span.end and span.start < end
    ]
    trimmed = [
        (start + len(t) - len(t.lstrip()), start + len(t.rstrip())) for start, end in inside if (t := text[start:end])
    ]
    return tuple(Span(start, end, text[start:end]) for start, end in trimmed if start < end)


def with_layout(text: str, stretches: Sequence[Stretch], found: Sequence[Attribution]) -> list[Attribution]:
    """The same with what the layout attributes, in place of what was found across or inside that."""
    return outermost(found, [a for a in laid_out(text) if _in_one_part(a, stretches)])


def _in_one_part(attribution: Attribution, stretches: Sequence[Stretch]) -> bool:
    spans = (*attribution.source, *attribution.cue, *attribution.content)
    parts = {_part(at, stretches) for s in spans for at in (s.start, s.end - 1)}
    return len(parts) == 1 and 0 not in parts


def _spans(text: str, encoded: Encoded, runs: Sequence[Run]) -> tuple[Span, ...]:
    at = [(int(encoded.starts[start]), int(encoded.ends[end - 1])) for start, end in runs]
    return tuple(Span(start, end, text[start:end]) for start, end in at)


def probability(found: Found, weights: Sequence[float]) -> float:
    """The probability that people would mark it, by logistic regression on the evidence."""
    score = float(np.dot(weights[:-1], found.evidence)) + weights[-1]
    return float(1 / (1 + np.exp(-np.clip(score, -30, 30))))


def _parts(starts: Ints, stretches: Sequence[Stretch]) -> Ints:
    """The part that each word, by its first character, belongs to; 0 for none."""
    parts = np.zeros(len(starts), dtype=np.int64)
    for start, end, part in stretches:
        parts[np.searchsorted(starts, start) : np.searchsorted(starts, end)] = part
    return parts


def _part(at: int, stretches: Sequence[Stretch]) -> int:
    """The part that one character belongs to; 0 for none."""
    place = bisect_right(stretches, at, key=lambda s: s[0]) - 1
    return stretches[place][2] if place >= 0 and at < stretches[place][1] else 0


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


def _spoken(attribution: Attribution) -> tuple[tuple[Span, ...], ...]:
    return attribution.source, attribution.cue, attribution.content


def _by_begin(attributions: Sequence[Attribution]) -> list[Attribution]:
    return sorted(attributions, key=begin)


def _in_order(attributions: list[Attribution]) -> list[Attribution]:
    """By where they begin, each before what it quotes."""

    def path(place: int) -> tuple[tuple[int, int], ...]:
        above = attributions[place].parent
        return (*(() if above is None else path(above)), (begin(attributions[place]), place))

    order = sorted(range(len(attributions)), key=path)
    now = {before: after for after, before in enumerate(order)}
    moved = [attributions[place] for place in order]
    return [replace(a, parent=None if a.parent is None else now[a.parent]) for a in moved]
