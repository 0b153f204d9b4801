"""A statement beside its article: every value as it counts, and where in the text its evidence begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from onrecord.export.dates import readable
from onrecord.export.marks import evidence_start
from onrecord.export.visible import RELATIONS, percent
from onrecord.queries.statements import Named, StatementLine
from onrecord.types import Clause, Evidence, Field, Party, Span, Statement

#: A list item nested deeper stands no further in: at 390 pixels there is no room for more.
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class CardValue:
    """A value. `kind` and `id` name its page, where it has one; `at` is where its evidence begins in the text; `by`
    tells where there is none in the text: `reviewer`, or a field of the metadata."""

    text: str
    kind: str | None
    id: str | None
    at: int | None
    by: str | None


@dataclass(frozen=True, slots=True)
class CardFact:
    """A field with its values; `name` is that of its evidence, `decided` tells that a reviewer decided it."""

    name: str
    label: str
    values: tuple[CardValue, ...]
    decided: bool


@dataclass(frozen=True, slots=True)
class CardTerm:
    """What hangs on what, and how."""

    then: CardValue
    relation: str
    condition: CardValue


@dataclass(frozen=True, slots=True)
class StatementCard:
    """A statement as it is listed beside the text, numbered from 1; `parent` is the number of the one that it is quoted
    in. `line` is None in a version of the article, or an analysis, that does not count."""

    number: int
    id: str
    parent: int | None
    indent: int
    statement: Statement
    line: StatementLine | None
    confidence: str
    speakers: tuple[CardValue, ...]
    facts: tuple[CardFact, ...]
    terms: tuple[CardTerm, ...]
    items: tuple[CardValue, ...]


def cards(
    text: str, ordered: Sequence[tuple[int, Statement]], lines: Mapping[str, StatementLine]
) -> tuple[StatementCard, ...]:
    """The cards of statements, each given with how deep it is quoted, in the order in which they are listed."""
    numbers = {statement.id: number for number, (_, statement) in enumerate(ordered, 1)}
    return tuple(
        card(text, number, min(depth, DEEPEST), one, lines.get(one.id), numbers.get(one.parent or ""))
        for number, (depth, one) in enumerate(ordered, 1)
    )


def card(
    text: str, number: int, indent: int, statement: Statement, line: StatementLine | None, parent: int | None
) -> StatementCard:
    return StatementCard(
        number=number,
        id=statement.id,
        parent=parent,
        indent=indent,
        statement=statement,
        line=line,
        confidence=percent(statement.confidence),
        speakers=_parties(text, statement.speaker, line.speaker if line else ()),
        facts=tuple(one for one in _facts(text, statement, line) if one.values),
        terms=tuple(
            CardTerm(_clause(text, one.then), RELATIONS[one.relation], _clause(text, one.condition))
            for one in statement.conditions
        ),
        items=tuple(_clause(text, one) for one in statement.items),
    )


def _facts(text: str, s: Statement, line: StatementLine | None) -> Iterator[CardFact]:
    decided = line.decided if line else ()

    def fact(name: str, label: str, *values: CardValue, field: str = "") -> CardFact:
        return CardFact(name, label, values, (field or name) in decided)

    yield fact("said", "when", *(_value(text, readable(d.edtf), d.evidence) for d in (s.said, s.said_bounds) if d))
    if s.occasion:
        known = line.occasion if line else None
        name = known.name if known and known.id else s.occasion.name
        told = _value(text, name, s.occasion.evidence, "occasion", known.id if known else None)
        yield fact("occasion", "occasion", told)
    if s.where:
        yield fact("place", "where", _value(text, s.where.place, s.where.evidence))
    yield fact("act", "act", *([CardValue(s.act, None, None, None, None)] if s.act else []))
    yield fact("status", "status", *([CardValue(s.status, None, None, None, None)] if s.status else []))
    yield fact("target", "to whom", *_parties(text, s.target, line.target if line else ()))
    yield fact("about", "about", *_parties(text, s.about, line.about if line else ()))
    if s.translated_by:
        yield fact("translator", "translated by", _value(text, s.translated_by.name, s.translated_by.evidence))


def _parties(text: str, some: Sequence[Party], known: Sequence[Named]) -> tuple[CardValue, ...]:
    """Persons by the record's names, each with the evidence of the article's."""
    pairs = zip_longest(some, known) if len(known) == len(some) else ((one, None) for one in some)
    return tuple(
        _value(text, who.name if who and who.id else party.name, party.evidence, "person", who.id if who else None)
        for party, who in pairs
        if party
    )


def _clause(text: str, clause: Clause) -> CardValue:
    return _value(text, " … ".join(span.text for span in clause.spans), clause.spans)


def _value(
    text: str, shown: str, evidence: Sequence[Evidence], kind: str | None = None, id: str | None = None
) -> CardValue:
    starts = (evidence_start(text, one) for one in evidence if isinstance(one, Span))
    at = next((start for start in starts if start is not None), None)
    field = next((one.name for one in evidence if isinstance(one, Field)), None)
    by = None if at is not None else field or (None if evidence else "reviewer")
    return CardValue(shown, kind if id else None, id, at, by)
