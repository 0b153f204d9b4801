"""What the page shows of an analysis beside the text: a card a statement, and the people, occasions and times.

Each value knows where its evidence starts in the text, so that it can lead there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from onrecord.export.dates import readable
from onrecord.export.marks import Mark, evidence_of, evidence_start, marks_of
from onrecord.export.nesting import nested
from onrecord.export.roles import roles_apart
from onrecord.export.visible import RELATIONS, percent
from onrecord.types import (
    Analysis,
    Clause,
    Condition,
    Dated,
    Evidence,
    Field,
    Occasion,
    Party,
    Person,
    Span,
    Statement,
    Time,
)

MAX_INDENT = 3  # a list item nested deeper stands no further in: at 390 pixels there is no room for more


@dataclass(frozen=True, slots=True)
class Value:
    """What is shown, and where in the text its evidence starts; `field` where that is the article's metadata."""

    text: str
    start: int | None = None
    field: bool = False


@dataclass(frozen=True, slots=True)
class Who:
    """A person in one statement; `kind` only where it is no person's name that is shown."""

    name: Value
    role: Value | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """A condition as it is shown: `then` hangs on `condition`, and `relation` says how."""

    then: Value
    relation: str
    condition: Value


@dataclass(frozen=True, slots=True)
class Card:
    """A statement as the list beside the article shows it; numbers count from 1 within the article.

    `words` tells whether its source says it otherwise than the speakers' names do. `facts` are what the speaker does
    by it and when, where and about whom, each with its values.
    """

    number: int
    parent: int | None
    indent: int
    statement: Statement
    confidence: str
    marked: bool
    speakers: tuple[Who, ...]
    words: bool
    facts: tuple[tuple[str, tuple[Value, ...]], ...]
    terms: tuple[Term, ...]
    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the lists of people, occasions and times. What is not told is `missing`."""

    name: Value
    details: tuple[Value, ...]
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An analysis as the page shows it; `fields` are the statements that each field of metadata is evidence of."""

    cards: tuple[Card, ...]
    marks: tuple[Mark, ...]
    fields: dict[str, tuple[int, ...]]
    bounds: Value | None
    lists: tuple[tuple[str, tuple[Line, ...]], ...]


def shown(analysis: Analysis) -> Shown:
    """Statements are numbered in the order in which they are listed."""
    text = analysis.article.text
    ordered = nested(analysis.statements)
    statements = [statement for _, statement in ordered]
    marks = marks_of(text, statements)
    marked = {mark.number for mark in marks}
    numbers = {statement.id: number for number, statement in enumerate(statements, start=1)}
    cards = tuple(
        _card(text, number, depth, statement, numbers, number in marked)
        for number, (depth, statement) in enumerate(ordered, start=1)
    )
    proofs = [(one, number) for number, s in enumerate(statements, start=1) for one in _evidence(s)]
    spans = [(one, number) for one, number in (*proofs, *_others(analysis)) if isinstance(one, Span)]
    terms = [(one, number) for number, s in enumerate(statements, start=1) for one in _terms(s)]
    fields: defaultdict[str, set[int]] = defaultdict(set)
    for one, number in proofs:
        if isinstance(one, Field):
            fields[one.name].add(number)
    bounds = analysis.article.published_bounds
    return Shown(
        cards=cards,
        marks=(*marks, *evidence_of(text, spans), *evidence_of(text, terms, "term")),
        fields={name: tuple(sorted(found)) for name, found in fields.items()},
        bounds=_value(text, readable(bounds.edtf), bounds.evidence) if bounds else None,
        lists=tuple((name, lines) for name, lines in _lists(analysis) if lines),
    )


def _evidence(statement: Statement) -> Iterator[Evidence]:
    """All that the values of a statement stand on."""
    s = statement
    for value in (*s.speaker, s.said, s.said_bounds, s.occasion, s.where, *s.about, *s.target, s.translated_by):
        yield from value.evidence if value else ()


def _terms(statement: Statement) -> Iterator[Span]:
    """The words of the statement's conditions and items."""
    s = statement
    for clause in (*s.items, *(side for one in s.conditions for side in (one.then, one.condition))):
        yield from clause.spans


def _others(analysis: Analysis) -> Iterator[tuple[Evidence, int]]:
    """What the lists and the header lead to, which proves no statement."""
    bounds = analysis.article.published_bounds
    yield from ((one, 0) for one in (bounds.evidence if bounds else ()))
    yield from ((one, 0) for occasion in analysis.occasions for one in occasion.evidence)
    yield from ((time.span, 0) for time in analysis.times)
    for person in analysis.people:
        yield from ((one, 0) for one in (*_first_mention(person), *person.roles))


def _value(text: str, shown: str, evidence: Sequence[Evidence]) -> Value:
    starts = (evidence_start(text, one) for one in evidence if isinstance(one, Span))
    start = next((start for start in starts if start is not None), None)
    return Value(shown, start, start is None and any(isinstance(one, Field) for one in evidence))


def _card(text: str, number: int, depth: int, statement: Statement, numbers: dict[str, int], marked: bool) -> Card:
    names = [party.name for party in statement.speaker]
    roles = roles_apart(statement)
    return Card(
        number=number,
        parent=numbers.get(statement.parent) if statement.parent else None,
        indent=min(depth, MAX_INDENT),
        statement=statement,
        confidence=percent(statement.confidence),
        marked=marked,
        speakers=tuple(_who(text, party, roles) for party in statement.speaker),
        words=[span.text.casefold() for span in statement.source] != [name.casefold() for name in names],
        facts=tuple((name, values) for name, values in _facts(text, statement) if values),
        terms=tuple(_term(text, condition) for condition in statement.conditions),
        items=tuple(_clause(text, item) for item in statement.items),
    )


def _who(text: str, party: Party, roles: Collection[str]) -> Who:
    told = party.role if party.role in roles else None
    role = told and next((s for s in party.evidence if isinstance(s, Span) and told in s.text), None)
    return Who(
        name=_value(text, party.name, party.evidence),
        role=_value(text, told, (role,) if role else ()) if told else None,
        kind=None if party.kind == "person" else party.kind,
    )


def _facts(text: str, statement: Statement) -> Iterator[tuple[str, tuple[Value, ...]]]:
    occasion, where = statement.occasion, statement.where
    yield "act", (Value(statement.act),) if statement.act else ()
    yield "status", (Value(statement.status),) if statement.status else ()
    yield "target", tuple(_party(text, party) for party in statement.target)
    yield "said", tuple(_dated(text, dated) for dated in (statement.said, statement.said_bounds) if dated)
    yield "occasion", (_value(text, occasion.name, occasion.evidence),) if occasion else ()
    if where and not (occasion and where.place in occasion.name):
        yield "where", (_value(text, where.place, where.evidence),)
    yield "about", tuple(_party(text, party) for party in statement.about)
    yield "translated by", (_party(text, statement.translated_by),) if statement.translated_by else ()


def _party(text: str, party: Party) -> Value:
    return _value(text, party.name, party.evidence)


def _term(text: str, condition: Condition) -> Term:
    return Term(_clause(text, condition.then), RELATIONS[condition.relation], _clause(text, condition.condition))


def _clause(text: str, clause: Clause) -> Value:
    return _value(text, " … ".join(span.text for span in clause.spans), clause.spans)


def _dated(text: str, dated: Dated) -> Value:
    return _value(text, readable(dated.edtf), dated.evidence)


def _lists(analysis: Analysis) -> Iterator[tuple[str, tuple[Line, ...]]]:
    text = analysis.article.text
    yield "people", tuple(_person(text, person) for person in analysis.people)
    yield "occasions", tuple(_occasion(text, occasion) for occasion in analysis.occasions)
    yield "times", tuple(_time(text, time) for time in analysis.times)


def _person(text: str, person: Person) -> Line:
    roles = {role.text: role for role in reversed(person.roles)}
    kind = () if person.kind == "person" else (Value(person.kind),)
    return Line(
        _value(text, person.name, _first_mention(person)),
        (*kind, *(_value(text, role, (roles[role],)) for role in reversed(roles))),
    )


def _first_mention(person: Person) -> tuple[Span, ...]:
    """The first mention by name, or else the first of all."""
    named = (mention for mention in person.mentions if mention.text in person.names)
    return tuple(filter(None, (next(named, person.mentions[0] if person.mentions else None),)))


def _occasion(text: str, occasion: Occasion) -> Line:
    where = occasion.place if occasion.place and occasion.place not in occasion.name else None
    told = (readable(occasion.edtf) if occasion.edtf else None, where, occasion.host and f"host: {occasion.host}")
    return Line(
        _value(text, occasion.name, occasion.evidence),
        (Value(occasion.kind.replace("_", " ")), *(Value(one) for one in told if one)),
        None if occasion.edtf else "date not told",
    )


def _time(text: str, time: Time) -> Line:
    name = _value(text, " ".join(time.span.text.split()), (time.span,))
    if time.edtf:
        return Line(name, (Value(readable(time.edtf)),))
    if time.type in ("DURATION", "SET"):
        return Line(name, (Value(time.type.lower()),))
    if time.value and time.value.endswith("_REF"):  # TIMEX3's PRESENT_REF, PAST_REF and FUTURE_REF
        return Line(name, (Value(time.value.removesuffix("_REF").lower()),))
    return Line(name, (), "not resolved")
