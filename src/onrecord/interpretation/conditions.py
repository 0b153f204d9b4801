"""What hangs on what in a statement: conditions inside its content, and those that stand around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.attribution.labels import Floats
from onrecord.attribution.reader import Words
from onrecord.interpretation import deciding, rules
from onrecord.interpretation.clauses import EDGE, Sentence, sentences, surroundings
from onrecord.interpretation.extents import REACH, Sides, Stretch, decode, score
from onrecord.interpretation.grammar import (
    BASE,
    DETERMINER,
    GERUND,
    MODAL,
    NOUN,
    PAST,
    PRESENT,
    PRONOUN,
    Weights,
    grammar,
    load,
)
from onrecord.interpretation.markers import LEADING, Marker, find_markers
from onrecord.types import Condition, Relation, Statement

_WORD = re.compile(r"[^\W_]+")
#: The least probability with which a marker is taken to mark a condition. A condition counts as found when both of its
#: sides are right too, so that somewhat more than even odds pay; chosen on the annotated articles.
LEAST = 0.45
#: Negations that make "without" a requirement.
_NEGATIVE = frozenset(["no", "not", "never", "none", "nothing", "nobody", "neither", "cannot", "t"])
_BEFORE_ONLY = frozenset(["would", "will", "could", "can", "may", "might", "should", "ll", "d"])


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """A sentence with what the reader and the learned heads make of its words, where the reader was there."""

    sentence: Sentence
    cue: tuple[str, ...]
    vectors: Floats | None
    kinds: Floats | None
    weights: Weights | None


def find_conditions(
    statement: Statement, text: str, words: Words | None, weights: Weights | None = None
) -> tuple[Condition, ...]:
    """The conditions inside a statement's content or around it, in text order. Without the reader's words plain rules
    decide. Raises ModelError when there are no weights."""
    cue = tuple(w.lower() for span in statement.cue for w in _WORD.findall(span.text))
    found: list[Condition] = []
    for sentence in sentences(statement, text, words):
        found += _inside(sentence, cue, words, weights)
    around = surroundings(statement, text, words, LEADING)
    if around is not None:
        found += _inside(around, cue, words, weights)
    return tuple(dict.fromkeys(found))


def _inside(
    sentence: Sentence, cue: tuple[str, ...], words: Words | None, weights: Weights | None
) -> Iterator[Condition]:
    """The conditions of one sentence; of an article's own sentence those alone whose marker is not in the content."""
    whole = all(sentence.content)
    markers = [m for m in find_markers(sentence) if whole or (not sentence.content[m.start] and m.shape == "leading")]
    last: tuple[Marker, Sides] | None = None
    if whole and cue and cue[-1] in rules.TIES:
        cut = sentence.part(0, min(len(sentence), REACH))
        read = _read(cut, cue, words, weights)
        if tied := rules.tied(cut, cue[-1], read.kinds):
            yield from _conditions(read, Marker("tie", "in_exchange", "around", 0, 1), tied)
    for marker in markers:
        if marker.shape == "between" and not rules.possible(sentence, marker):
            continue
        cut, moved = clipped(sentence, marker)
        read = _read(cut, cue, words, weights)
        sides = _sides(read, moved)
        if sides is None or (not whole and not _concerns(cut, sides)):
            continue
        shift = marker.start - moved.start
        if last is not None and _again(sentence, last, marker):
            then = tuple((a - shift, b - shift) for a, b in last[1].then)
            sides = replace(sides, then=then) if all(a >= 0 for a, _ in then) else sides
        last = marker, _shifted(sides, shift)
        yield from _conditions(read, moved, sides)


def _concerns(sentence: Sentence, sides: Sides) -> bool:
    """Whether it is the statement that hangs on the condition: its content begins in what does."""
    begins = next((i for i, own in enumerate(sentence.content) if own), -1)
    return any(a <= begins < b for a, b in sides.then)


def clipped(sentence: Sentence, marker: Marker) -> tuple[Sentence, Marker]:
    """The words around a marker, and the marker in them."""
    first = max(0, marker.start - REACH)
    part = sentence.part(first, min(len(sentence), marker.end + REACH))
    inner = marker.inner - first if marker.inner >= 0 else -1
    return part, replace(marker, start=marker.start - first, end=marker.end - first, inner=inner)


def _read(sentence: Sentence, cue: tuple[str, ...], words: Words | None, weights: Weights | None) -> _Read:
    if words is None or sentence.rows is None:
        return _Read(sentence, cue, None, None, None)
    weights = weights or load()
    vectors = words.vectors[sentence.rows]
    return _Read(sentence, cue, vectors, grammar(sentence, vectors, weights), weights)


def _sides(read: _Read, marker: Marker) -> Sides | None:
    """The sides of a marker, or None where it marks no condition."""
    sentence = read.sentence
    if marker.end >= len(sentence):
        return None
    if marker.shape != "leading":
        return rules.other(sentence, marker, read.kinds)
    if read.weights is None or read.vectors is None or read.kinds is None:
        return rules.leading(sentence, marker) if rules.decide(sentence, marker, read.cue) else None
    plain = deciding.plainly(sentence, marker, read.kinds)
    if plain is False:
        return None
    sides = decode(score(sentence, marker, read.vectors, read.kinds, read.weights), marker)
    if sides and marker.kind == "exchange" and sides.then[-1][1] <= marker.start:
        sides = _exchanged(sentence, sides, read.kinds)
    if plain is None:
        row = deciding.inputs(sentence, marker, sides, read.cue, read.vectors, read.kinds)
        return sides if deciding.chance(row, read.weights) >= LEAST else None
    return sides


def _exchanged(sentence: Sentence, sides: Sides, kinds: Floats) -> Sides:
    """An exchange with all that is enumerated in return, and with the verb of what is done: "delay" its membership."""
    (begin, end), *others = sides.then
    if begin and kinds[begin - 1, [BASE, GERUND]].sum() > 0.5 and not _verb(kinds, begin, end):
        begin -= 1
    first, last = sides.condition
    return Sides((first, rules.list_end(sentence, last, kinds)), ((begin, end), *others))


def _again(sentence: Sentence, last: tuple[Marker, Sides], marker: Marker) -> bool:
    """Whether a marker repeats the one before: "when A and when B"."""
    before, sides = last
    between = sentence.lower[sides.condition[1] : marker.start]
    return before.kind == marker.kind and marker.start >= sides.condition[1] and {*between} <= {"and", "or", ","}


def _shifted(sides: Sides, by: int) -> Sides:
    a, b = sides.condition
    return Sides((a + by, b + by), tuple((c + by, d + by) for c, d in sides.then))


def _conditions(read: _Read, marker: Marker, sides: Sides) -> Iterator[Condition]:
    then = read.sentence.clause(*sides.then)
    relation = _relation(read, marker, sides)
    for stretch in _parts(read, marker, sides.condition):
        condition = read.sentence.clause(stretch)
        if condition and then:
            yield Condition(relation, condition, then)


def _relation(read: _Read, marker: Marker, sides: Sides) -> Relation:
    sentence = read.sentence
    then = [sentence.lower[i] for a, b in sides.then for i in range(a, b)]
    if marker.kind == "without":
        return "only_if" if any(word in _NEGATIVE for word in then) else "unless"
    if marker.relation == "if" and (_only(then) or "only" in read.cue):
        return "only_if"
    return marker.relation


def _only(then: Sequence[str]) -> bool:
    """Whether "only" limits the verb: "would only consider it if"."""
    return any(word == "only" and then[at - 1] in _BEFORE_ONLY for at, word in enumerate(then) if at)


def _parts(read: _Read, marker: Marker, stretch: Stretch) -> list[Stretch]:
    """Conditions that are joined by "and" one by one, where each has a verb of its own."""
    first, last = stretch
    lower, kinds = read.sentence.lower, read.kinds
    if marker.relation == "in_exchange" or kinds is None:
        return [stretch]
    cuts, begin = [], first
    for at in range(first + 2, last - 2):
        if lower[at] == "and" and _verb(kinds, begin, at) and _clause(kinds, lower, at + 1, last):
            cuts.append((begin, at))
            begin = at + 1
    return [*cuts, (begin, last)]


def _verb(kinds: Floats, first: int, last: int) -> bool:
    return bool((kinds[first:last, [PAST, PRESENT, MODAL]].sum(1) > 0.5).any())


def _clause(kinds: Floats, lower: Sequence[str], first: int, last: int) -> bool:
    """Whether a clause with a subject and a verb, or the verb alone, begins there and has three words or more."""
    if sum(word not in EDGE for word in lower[first:last]) < 3 or lower[first] in ("that", "who", "which"):
        return False
    subject = kinds[first, [NOUN, PRONOUN, DETERMINER]].sum() > 0.5
    return bool(kinds[first, [PAST, PRESENT, MODAL]].sum() > 0.4 or (subject and _verb(kinds, first, first + FAR)))


#: A clause's verb follows its subject within so many words, as long as the subject is no clause itself.
FAR = 6
