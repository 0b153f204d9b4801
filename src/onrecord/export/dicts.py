"""Statements and analyses as plain dicts, ready for JSON, and back (see docs/formats.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from onrecord.errors import InputError
from onrecord.export.fields import added, choice, chosen, field, items, mapping, maybe, offsets, optional, span, texts
from onrecord.types import (
    Act,
    Analysis,
    Article,
    Clause,
    Condition,
    Dated,
    Evidence,
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

Dict = dict[str, Any]
Fields = Mapping[str, Any]

CONFIDENCE_DIGITS = 4  # one in ten thousand: finer than any calibration on a few thousand statements can be

_KNOWN = ("title", "outlet", "byline", "published", "url", "language", "extractor")


def statement_to_dict(statement: Statement) -> Dict:
    """The statement as it is printed; `passage` is called `in`, `confidence` is rounded to 4 digits."""
    return {
        "id": statement.id,
        "article": statement.article,
        "parent": statement.parent,
        "in": statement.passage,
        "source": _spans(statement.source),
        "cue": _spans(statement.cue),
        "content": _spans(statement.content),
        "speaker": [_party(party) for party in statement.speaker],
        "said": statement.said and _dated(statement.said),
        "said_bounds": statement.said_bounds and _dated(statement.said_bounds),
        "occasion": statement.occasion and _occasion(statement.occasion),
        "where": statement.where and _located(statement.where),
        "about": [_party(party) for party in statement.about],
        "act": statement.act,
        "status": statement.status,
        "target": [_party(party) for party in statement.target],
        "conditions": [_condition(condition) for condition in statement.conditions],
        "items": [_clause(item) for item in statement.items],
        "translated_by": statement.translated_by and _party(statement.translated_by),
        "quote": statement.quote,
        "confidence": round(statement.confidence, CONFIDENCE_DIGITS),
    }


def analysis_to_dict(analysis: Analysis) -> Dict:
    """The article with everything known about it (its `origin` apart), its statements, and whom, when, where and
    what events it speaks of."""
    article = analysis.article
    return {
        "article": {
            "id": article.id,
            **{name: getattr(article, name) for name in _KNOWN},
            "published_bounds": article.published_bounds and _dated(article.published_bounds),
            "text": article.text,
            "passages": [{"kind": p.kind, "start": p.start, "end": p.end} for p in article.passages],
        },
        "statements": [statement_to_dict(statement) for statement in analysis.statements],
        "people": [_person(person) for person in analysis.people],
        "times": [_time(time) for time in analysis.times],
        "places": [_place(place) for place in analysis.places],
        "occasions": [_occasion(occasion) for occasion in analysis.occasions],
    }


def _span(span: Span) -> Dict:
    return {"start": span.start, "end": span.end, "text": span.text}


def _spans(spans: Sequence[Span]) -> list[Dict]:
    return [_span(span) for span in spans]


def _evidence(evidence: Sequence[Evidence]) -> list[Dict]:
    return [{"field": one.name} if isinstance(one, Field) else _span(one) for one in evidence]


def _dated(dated: Dated) -> Dict:
    return {"edtf": dated.edtf, "evidence": _evidence(dated.evidence)}


def _located(located: Located) -> Dict:
    return {"place": located.place, "evidence": _evidence(located.evidence)}


def _party(party: Party) -> Dict:
    return {
        "name": party.name,
        "kind": party.kind,
        "role": party.role,
        "person": party.person or None,
        "evidence": _evidence(party.evidence),
    }


def _clause(clause: Clause) -> Dict:
    return {"spans": _spans(clause.spans), "text": clause.text}


def _condition(condition: Condition) -> Dict:
    return {"relation": condition.relation, "if": _clause(condition.condition), "then": _clause(condition.then)}


def _occasion(occasion: Occasion) -> Dict:
    return {
        "id": occasion.id,
        "kind": occasion.kind,
        "name": occasion.name,
        "place": occasion.place,
        "host": occasion.host,
        "edtf": occasion.edtf,
        "evidence": _evidence(occasion.evidence),
    }


def _person(person: Person) -> Dict:
    return {
        "id": person.id,
        "name": person.name,
        "kind": person.kind,
        "names": list(person.names),
        "roles": _spans(person.roles),
        "mentions": _spans(person.mentions),
    }


def _time(time: Time) -> Dict:
    return {**_span(time.span), "type": time.type, "value": time.value, "edtf": time.edtf}


def _place(place: Place) -> Dict:
    return {
        "name": place.name,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geonames": place.geonames,
        "mentions": _spans(place.mentions),
    }


def statement_from_dict(data: object) -> Statement:
    """The statement that `statement_to_dict` printed, by this version or an older one; fields that are not known
    are ignored.

    Raises InputError, naming the field, when one is missing or is not what it should be.
    """
    fields = mapping(data, "statement")
    content = items(fields, "content", span)
    if not content:
        raise InputError("content is empty")
    confidence = field(fields, "confidence", (int, float))
    if not 0 <= confidence <= 1:
        raise InputError(f"confidence is {confidence}, not between 0 and 1")
    return Statement(
        id=field(fields, "id", str),
        article=field(fields, "article", str),
        parent=optional(fields, "parent", str),
        passage=choice(fields, "in", get_args(PassageKind)),
        source=items(fields, "source", span),
        cue=items(fields, "cue", span),
        content=content,
        quote=choice(fields, "quote", get_args(Quote)),
        confidence=float(confidence),
        speaker=added(fields, "speaker", _party_from),
        said=maybe(fields, "said", _dated_from),
        said_bounds=maybe(fields, "said_bounds", _dated_from),
        occasion=maybe(fields, "occasion", _occasion_from),
        about=added(fields, "about", _party_from),
        where=maybe(fields, "where", _located_from),
        act=chosen(fields, "act", get_args(Act)),
        status=chosen(fields, "status", get_args(Status)),
        target=added(fields, "target", _party_from),
        conditions=added(fields, "conditions", _condition_from),
        items=added(fields, "items", _clause_from),
        translated_by=maybe(fields, "translated_by", _party_from),
    )


def analysis_from_dict(data: object) -> Analysis:
    """The analysis that `analysis_to_dict` printed, by this version or an older one; fields that are not known are
    ignored.

    Raises InputError when a field is missing or wrong, when the passages leave a gap, when a span's text is not
    what the article has at that place, or when a statement names a person or an occasion that is not there.
    """
    fields = mapping(data, "analysis")
    analysis = Analysis(
        article=_article_from(mapping(fields.get("article"), "article")),
        statements=items(fields, "statements", statement_from_dict),
        people=added(fields, "people", _person_from),
        times=added(fields, "times", _time_from),
        places=added(fields, "places", _place_from),
        occasions=added(fields, "occasions", _occasion_from),
    )
    _check_ids(analysis)
    text = analysis.article.text
    for name, one in _all_spans(analysis):
        if text[one.start : one.end] != one.text:
            raise InputError(f"{name}: text at {one.start} to {one.end} is not the article's")
    return analysis


def _check_ids(analysis: Analysis) -> None:
    article = analysis.article.id
    people = {person.id for person in analysis.people}
    occasions = {occasion.id for occasion in analysis.occasions}
    for s in analysis.statements:
        if s.article != article:
            raise InputError(f"statement {s.id!r} is of article {s.article!r}, not {article!r}")
        for party in (*s.speaker, *s.about, *s.target, s.translated_by):
            if party and party.person and party.person not in people:
                raise InputError(f"statement {s.id!r}: person {party.person!r} is not one of people")
        if s.occasion and s.occasion.id not in occasions:
            raise InputError(f"statement {s.id!r}: occasion {s.occasion.id!r} is not one of occasions")


def _all_spans(analysis: Analysis) -> Iterator[tuple[str, Span]]:
    """Every span of an analysis with the name of what it belongs to, for messages."""
    for s in analysis.statements:
        values = (*s.speaker, s.said, s.said_bounds, s.occasion, s.where, *s.about, *s.target, s.translated_by)
        evidence = (one for value in values if value for one in value.evidence)
        spans = (one for one in evidence if isinstance(one, Span))
        clauses = (*s.items, *(side for condition in s.conditions for side in (condition.condition, condition.then)))
        parts = (one for clause in clauses for one in clause.spans)
        yield from ((f"statement {s.id!r}", one) for one in (*s.source, *s.cue, *s.content, *spans, *parts))
    for person in analysis.people:
        yield from ((f"person {person.id!r}", one) for one in (*person.roles, *person.mentions))
    yield from (("times", time.span) for time in analysis.times)
    yield from (("places", one) for place in analysis.places for one in place.mentions)
    for name, dated in (
        ("published_bounds", analysis.article.published_bounds),
        *((f"occasion {occasion.id!r}", occasion) for occasion in analysis.occasions),
    ):
        yield from ((name, one) for one in (dated.evidence if dated else ()) if isinstance(one, Span))


def _article_from(fields: Fields) -> Article:
    text = field(fields, "text", str)
    passages = items(fields, "passages", _passage_from)
    ends = [0, *(end for passage in passages for end in (passage.start, passage.end)), len(text)]
    if any(end != start for end, start in zip(ends[::2], ends[1::2], strict=True)):
        raise InputError("passages do not cover the text without gaps")
    known: Dict = {name: optional(fields, name, str) for name in _KNOWN}
    bounds = maybe(fields, "published_bounds", _dated_from)
    return Article(id=field(fields, "id", str), text=text, passages=passages, published_bounds=bounds, **known)


def _passage_from(fields: Fields) -> Passage:
    return Passage(choice(fields, "kind", get_args(PassageKind)), *offsets(fields))


def _evidence_from(fields: Fields) -> Evidence:
    return Field(field(fields, "field", str)) if "field" in fields else span(fields)


def _dated_from(fields: Fields) -> Dated:
    return Dated(field(fields, "edtf", str), items(fields, "evidence", _evidence_from))


def _located_from(fields: Fields) -> Located:
    return Located(field(fields, "place", str), items(fields, "evidence", _evidence_from))


def _party_from(fields: Fields) -> Party:
    return Party(
        name=field(fields, "name", str),
        kind=choice(fields, "kind", get_args(PersonKind)),
        role=optional(fields, "role", str),
        person=optional(fields, "person", str) or "",
        evidence=items(fields, "evidence", _evidence_from),
    )


def _clause_from(fields: Fields) -> Clause:
    spans, text = items(fields, "spans", span), field(fields, "text", str)
    if not spans:
        raise InputError("spans is empty")
    if text != " ".join(one.text for one in spans):
        raise InputError("text is not the spans' texts with a space between them")
    return Clause(spans, text)


def _condition_from(fields: Fields) -> Condition:
    return Condition(
        relation=choice(fields, "relation", get_args(Relation)),
        condition=_clause_from(mapping(fields.get("if"), "if")),
        then=_clause_from(mapping(fields.get("then"), "then")),
    )


def _occasion_from(fields: Fields) -> Occasion:
    return Occasion(
        id=field(fields, "id", str),
        kind=choice(fields, "kind", get_args(OccasionKind)),
        name=field(fields, "name", str),
        place=optional(fields, "place", str),
        host=optional(fields, "host", str),
        edtf=optional(fields, "edtf", str),
        evidence=items(fields, "evidence", _evidence_from),
    )


def _person_from(fields: Fields) -> Person:
    return Person(
        id=field(fields, "id", str),
        name=field(fields, "name", str),
        kind=choice(fields, "kind", get_args(PersonKind)),
        names=texts(fields, "names"),
        roles=items(fields, "roles", span),
        mentions=items(fields, "mentions", span),
    )


def _time_from(fields: Fields) -> Time:
    kind = choice(fields, "type", get_args(TimeType))
    return Time(span(fields), kind, optional(fields, "value", str), optional(fields, "edtf", str))


def _place_from(fields: Fields) -> Place:
    latitude, longitude = (optional(fields, name, (int, float)) for name in ("latitude", "longitude"))
    return Place(
        name=field(fields, "name", str),
        country=optional(fields, "country", str),
        latitude=None if latitude is None else float(latitude),
        longitude=None if longitude is None else float(longitude),
        geonames=optional(fields, "geonames", int),
        mentions=items(fields, "mentions", span),
    )
