"""An analysis as rows of the record, and back. Spans are stored as offsets alone; their words are the text's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from onrecord.record.days import days
from onrecord.types import (
    Article,
    Clause,
    Condition,
    Dated,
    Evidence,
    Field,
    Located,
    Occasion,
    Party,
    Passage,
    Person,
    Place,
    Span,
    Statement,
    Time,
)

Row = tuple[object, ...]

#: Characters that SQLite's functions stop at or that no file can hold; each becomes U+FFFD, and no offset moves.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text as the record can hold it, of the same length."""
    return _UNSTORABLE.sub("\ufffd", text)


def maybe(text: str | None) -> str | None:
    return None if text is None else storable(text)


#: Made once: a record has millions of small values.
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def compact(value: object) -> str:
    """JSON without spaces."""
    return storable(_COMPACT.encode(value))


def spans_json(spans: Iterable[Span]) -> str:
    return "[" + ",".join(f"[{span.start},{span.end}]" for span in spans) + "]"


def evidence_json(evidence: Iterable[Evidence]) -> str:
    parts = (compact(one.name) if isinstance(one, Field) else f"[{one.start},{one.end}]" for one in evidence)
    return "[" + ",".join(parts) + "]"


def passages_json(article: Article) -> str:
    return compact([[p.kind, p.start, p.end] for p in article.passages])


def times_json(times: Iterable[Time]) -> str:
    return compact([[t.span.start, t.span.end, t.type, t.value, t.edtf] for t in times])


def places_json(places: Iterable[Place]) -> str:
    rows = ([p.name, p.country, p.latitude, p.longitude, p.geonames, _pairs(p.mentions)] for p in places)
    return compact(list(rows))


def actor_row(key: int, analysis: int, person: Person) -> Row:
    names = compact(list(person.names))
    spans = spans_json(person.roles), spans_json(person.mentions)
    return key, analysis, storable(person.id), storable(person.name), person.kind, names, *spans


def event_row(key: int, analysis: int, o: Occasion) -> Row:
    known = maybe(o.place), maybe(o.host), maybe(o.edtf), *days(o.edtf)
    return key, analysis, storable(o.id), o.kind, storable(o.name), *known, evidence_json(o.evidence)


def statement_row(
    key: int, analysis: int, n: int, id: str, parent: int | None, event: int | None, statement: Statement
) -> Row:
    s = statement
    spans = spans_json(s.source), spans_json(s.cue), spans_json(s.content)
    return (
        *(key, analysis, n, id, parent, s.passage, *spans, s.quote, s.confidence, s.act, s.status),
        *(s.said and storable(s.said.edtf), *days(s.said.edtf if s.said else None)),
        *(s.said and evidence_json(s.said.evidence),),
        *((storable(s.said_bounds.edtf), evidence_json(s.said_bounds.evidence)) if s.said_bounds else (None, None)),
        event,
        *((storable(s.where.place), evidence_json(s.where.evidence)) if s.where else (None, None)),
        _some([[c.relation, _pairs(c.condition.spans), _pairs(c.then.spans)] for c in s.conditions]),
        _some([_pairs(item.spans) for item in s.items]),
    )


def parties(statement: Statement) -> list[tuple[str, int, Party]]:
    """Everybody with a part in a statement: the part, the place in it, who."""
    s = statement
    several = (("speaker", s.speaker), ("about", s.about), ("target", s.target))
    found = [(part, n, party) for part, some in several for n, party in enumerate(some)]
    return [*found, ("translator", 0, s.translated_by)] if s.translated_by else found


def party_row(statement: int, part: str, n: int, actor: int | None, party: Party, person: Person | None) -> Row:
    name = None if person and party.name == person.name else storable(party.name)
    kind = None if person and party.kind == person.kind else party.kind
    return statement, part, n, actor, name, kind, maybe(party.role), evidence_json(party.evidence)


def _some(values: Sequence[object]) -> str | None:
    return compact(values) if values else None


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


# --- back again; a Fields is a row by its columns ---

Fields = Mapping[str, Any]
_ARTICLE = ("id", "title", "outlet", "byline", "published", "url", "language", "extractor", "origin")


def article_of(fields: Fields, text: str, passages: str) -> Article:
    """The article of a row of `article` with its outlet's name in place of its key."""
    bounds = fields["published_bounds"]
    known: dict[str, Any] = {name: fields[name] for name in _ARTICLE}
    return Article(
        text=text,
        passages=tuple(Passage(*p) for p in json.loads(passages)),
        published_bounds=Dated(bounds, evidence_of(text, fields["bounds_evidence"])) if bounds else None,
        **known,
    )


def spans_of(text: str, stored: str | Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return _spans(text, json.loads(stored) if isinstance(stored, str) else stored)


def conditions_of(text: str, stored: Iterable[Sequence[Any]]) -> tuple[Condition, ...]:
    return tuple(Condition(r, _clause(text, c), _clause(text, then)) for r, c, then in stored)


def evidence_of(text: str, stored: str) -> tuple[Evidence, ...]:
    return tuple(Field(one) if isinstance(one, str) else _span(text, one) for one in json.loads(stored))


def times_of(text: str, stored: str) -> tuple[Time, ...]:
    return tuple(Time(_span(text, (start, end)), *rest) for start, end, *rest in json.loads(stored))


def places_of(text: str, stored: str) -> tuple[Place, ...]:
    found = []
    for name, country, latitude, longitude, geonames, mentions in json.loads(stored):
        found.append(Place(name, country, latitude, longitude, geonames, _spans(text, mentions)))
    return tuple(found)


def person_of(text: str, f: Fields) -> Person:
    names = tuple(json.loads(f["names"]))
    return Person(f["id"], f["name"], f["kind"], names, spans_of(text, f["roles"]), spans_of(text, f["mentions"]))


def occasion_of(text: str, f: Fields) -> Occasion:
    known: dict[str, Any] = {name: f[name] for name in ("id", "kind", "name", "place", "host", "edtf")}
    return Occasion(**known, evidence=evidence_of(text, f["evidence"]))


def party_of(text: str, f: Fields, person: Person | None) -> Party:
    name, kind = f["name"], f["kind"]
    if person:
        name, kind = person.name if name is None else name, kind or person.kind
    return Party(name, kind, f["role"], person.id if person else "", evidence_of(text, f["evidence"]))


def statement_of(
    text: str, article: str, f: Fields, parent: str | None, occasion: Occasion | None, who: Mapping[str, list[Party]]
) -> Statement:
    """The statement of a row of `statement`; `who` has its parties by their part."""
    read: Callable[[str], Any] = lambda name: json.loads(f[name]) if f[name] else ()  # noqa: E731
    dated = {
        name: Dated(f[name], evidence_of(text, f[f"{name}_evidence"])) if f[name] else None
        for name in ("said", "said_bounds")
    }
    source, cue, content = (spans_of(text, f[name]) for name in ("source", "cue", "content"))
    return Statement(
        id=f["id"],
        article=article,
        parent=parent,
        passage=f["passage"],
        source=source,
        cue=cue,
        content=content,
        quote=f["quote"],
        confidence=f["confidence"],
        speaker=tuple(who.get("speaker", ())),
        said=dated["said"],
        said_bounds=dated["said_bounds"],
        occasion=occasion,
        about=tuple(who.get("about", ())),
        where=Located(f["place"], evidence_of(text, f["place_evidence"])) if f["place"] is not None else None,
        act=f["act"],
        status=f["status"],
        target=tuple(who.get("target", ())),
        conditions=conditions_of(text, read("conditions")),
        items=tuple(_clause(text, item) for item in read("items")),
        translated_by=next(iter(who.get("translator", ())), None),
    )


def _clause(text: str, pairs: Sequence[Sequence[int]]) -> Clause:
    spans = _spans(text, pairs)
    return Clause(spans, " ".join(span.text for span in spans))


def _spans(text: str, pairs: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(_span(text, pair) for pair in pairs)


def _span(text: str, pair: Sequence[int]) -> Span:
    start, end = cast("tuple[int, int]", pair)
    return Span(start, end, text[start:end])
