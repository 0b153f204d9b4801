"""Any article with any statements, for hypothesis: spans anywhere, of any number, overlapping as they like."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import get_args

from hypothesis import strategies as st

from onrecord.types import (
    Act,
    Analysis,
    Article,
    Clause,
    Condition,
    Dated,
    Field,
    Located,
    Occasion,
    OccasionKind,
    Party,
    Passage,
    PassageKind,
    Person,
    PersonKind,
    Place,
    Quote,
    Relation,
    Span,
    Statement,
    Status,
    Time,
    TimeType,
)

# Any character, lone surrogates too; the ones that matter to HTML, terminals and lines more often than chance.
# A surrogate pair as two characters is left out: JSON has no way to tell it from the one character it stands for.
_ODD = " \t\r\n\x00\x0b\x0c\x1b\x85\xa0\u2028\u202e\ud800\udfff<>&\"'{}%“”"
_CHARACTERS = st.sampled_from(_ODD) | st.characters(categories=["L", "N", "P", "S", "Z", "C"])
TEXTS = st.text(_CHARACTERS, max_size=60).filter(lambda text: not re.search("[\ud800-\udbff][\udc00-\udfff]", text))
_KINDS = st.sampled_from(get_args(PassageKind))
_IDS = st.sampled_from(["s1", "s2", "s3", "s4", 'x" onclick="', "<b>"])


@st.composite
def _passages(draw: st.DrawFn, length: int) -> tuple[Passage, ...]:
    cuts = sorted({0, length, *draw(st.lists(st.integers(0, length), max_size=3))})
    return tuple(Passage(draw(_KINDS), start, end) for start, end in pairwise(cuts))


@st.composite
def _spans(draw: st.DrawFn, text: str, least: int = 0) -> tuple[Span, ...]:
    offsets = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    found = sorted(draw(st.lists(offsets, min_size=least, max_size=3)))
    return tuple(Span(start, end, text[start:end]) for start, end in found)


_EDTF = st.sampled_from(["2024-06-27", "2024-06", "201X", "../2024-11-28", "2024-06-27/2024-07", "2024-06~", "?", "/"])
_PEOPLE = st.sampled_from(get_args(PersonKind))


@st.composite
def _evidence(draw: st.DrawFn, text: str) -> tuple[Span | Field, ...]:
    fields = draw(st.lists(st.sampled_from(["published", "outlet", "byline"]).map(Field), max_size=1))
    return (*draw(_spans(text)), *fields)


def _dated(text: str) -> st.SearchStrategy[Dated]:
    return st.builds(Dated, _EDTF, _evidence(text))


def _people(text: str) -> st.SearchStrategy[tuple[Person, ...]]:
    names = st.lists(TEXTS, max_size=2).map(tuple)
    person = st.builds(Person, _IDS, TEXTS, _PEOPLE, names, _spans(text), _spans(text))
    return st.lists(person, max_size=3, unique_by=lambda one: one.id).map(tuple)


def _occasions(text: str) -> st.SearchStrategy[tuple[Occasion, ...]]:
    known, kinds = st.none() | TEXTS, st.sampled_from(get_args(OccasionKind))
    occasion = st.builds(Occasion, _IDS, kinds, TEXTS, known, known, st.none() | _EDTF, _evidence(text))
    return st.lists(occasion, max_size=3, unique_by=lambda one: one.id).map(tuple)


@st.composite
def _times(draw: st.DrawFn, text: str) -> tuple[Time, ...]:
    values = st.sampled_from([None, "2024-06-27", "XXXX-WXX-4", "PRESENT_REF", "P3D"])
    kinds = st.sampled_from(get_args(TimeType))
    return tuple(Time(span, draw(kinds), draw(values), draw(st.none() | _EDTF)) for span in draw(_spans(text)))


def _places(text: str) -> st.SearchStrategy[tuple[Place, ...]]:
    degrees = st.none() | st.floats(-180, 180)
    codes = st.none() | st.sampled_from(["KZ", "US"])
    place = st.builds(Place, TEXTS, codes, degrees, degrees, st.none() | st.integers(1), _spans(text))
    return st.lists(place, max_size=2).map(tuple)


def _party(text: str, people: tuple[Person, ...]) -> st.SearchStrategy[Party]:
    ids = st.sampled_from(["", *(person.id for person in people)])
    return st.builds(Party, TEXTS, _PEOPLE, st.none() | TEXTS, ids, _evidence(text))


def _parties(text: str, people: tuple[Person, ...]) -> st.SearchStrategy[tuple[Party, ...]]:
    return st.lists(_party(text, people), max_size=2).map(tuple) if people else st.just(())


def _clauses(text: str) -> st.SearchStrategy[Clause]:
    return _spans(text, least=1).map(lambda spans: Clause(spans, " ".join(span.text for span in spans)))


def _conditions(text: str) -> st.SearchStrategy[tuple[Condition, ...]]:
    relations = st.sampled_from(get_args(Relation))
    condition = st.builds(Condition, relations, _clauses(text), _clauses(text))
    return st.lists(condition, max_size=2).map(tuple)


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    """Half of them as older versions gave them, without who, when and where, what a statement does and on what
    terms."""
    text = draw(TEXTS)
    known = st.none() | TEXTS
    plain = draw(st.booleans())
    article = Article(
        draw(TEXTS),
        text,
        draw(_passages(len(text))),
        *(draw(known) for _ in range(7)),
        published_bounds=None if plain else draw(st.none() | _dated(text)),
    )
    people = () if plain else draw(_people(text))
    occasions = () if plain else draw(_occasions(text))
    never, nothing = st.none(), st.just(())
    statement = st.builds(
        Statement,
        id=_IDS,
        article=st.just(article.id),
        parent=st.none() | _IDS,
        passage=_KINDS,
        source=_spans(text),
        cue=_spans(text),
        content=_spans(text, least=1),
        quote=st.sampled_from(get_args(Quote)),
        confidence=st.floats(0, 1).map(lambda confidence: round(confidence, 4)),
        speaker=_parties(text, people),
        said=never if plain else st.none() | _dated(text),
        said_bounds=never if plain else st.none() | _dated(text),
        occasion=st.none() | st.sampled_from(occasions) if occasions else never,
        about=_parties(text, people),
        where=never if plain else st.none() | st.builds(Located, TEXTS, _evidence(text)),
        act=never if plain else st.none() | st.sampled_from(get_args(Act)),
        status=never if plain else st.none() | st.sampled_from(get_args(Status)),
        target=_parties(text, people),
        conditions=nothing if plain else _conditions(text),
        items=nothing if plain else st.lists(_clauses(text), max_size=2).map(tuple),
        translated_by=st.none() | _party(text, people) if people else never,
    )
    statements = tuple(draw(st.lists(statement, max_size=4)))
    if plain:
        return Analysis(article, statements)
    return Analysis(article, statements, people, draw(_times(text)), draw(_places(text)), occasions)
