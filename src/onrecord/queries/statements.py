"""Statements in a line each, as they count now: what timelines, comparisons and pages show of many statements."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.record.decided import about_statements, latest
from onrecord.record.reading import named
from onrecord.record.rows import spans_of
from onrecord.types import Span

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """A person or an occasion by id and name; `id` is None where no linking pass has seen it yet."""

    id: str | None
    name: str


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article in a line. `published` is its date, partial where only a part is known; where it bears none,
    `published_bounds` is what its text proves of it, in EDTF."""

    id: str
    title: str | None
    outlet: str | None
    published: str | None
    published_bounds: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A statement as it counts now, reviewers' decisions in place. `said` is in EDTF, `said_first` and `said_last` are
    the days that it allows. `content` may be cut down to what belongs to one remark. `decided` are the fields that
    reviewers decided, `verdict` is right or wrong by the latest of them."""

    statement: str
    article: ArticleLine
    speaker: tuple[Named, ...]
    about: tuple[Named, ...]
    target: tuple[Named, ...]
    act: str | None
    status: str | None
    quote: str
    confidence: float
    said: str | None
    said_first: str | None
    said_last: str | None
    said_bounds: str | None
    occasion: Named | None
    place: str | None
    passage: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    verdict: str | None
    decided: tuple[str, ...]


_LINES = (
    "SELECT s.key, s.id AS statement, r.key AS article, c.act, c.status, s.quote, s.confidence, s.said, c.said_first, "
    "c.said_last, s.said_bounds, c.occasion, o.name AS occasion_name, e.name AS event_name, s.place, s.passage, "
    "s.source, s.cue, coalesce(c.content, s.content) AS content, c.verdict, c.decided, t.text "
    "FROM current AS c JOIN statement AS s ON s.key = c.statement JOIN article AS r ON r.key = c.article "
    "JOIN text AS t ON t.article = c.article LEFT JOIN occasion AS o ON o.key = c.occasion "
    "LEFT JOIN event AS e ON e.key = s.event WHERE c.statement IN (SELECT value FROM json_each(?))"
)
_ARTICLES = (
    "SELECT r.key, r.id, r.title, o.name AS outlet, r.published, r.published_bounds, r.url FROM article AS r "
    "LEFT JOIN outlet AS o ON o.key = r.outlet WHERE r.key IN (SELECT value FROM json_each(?))"
)
_PARTIES = (
    "SELECT p.statement, p.part, w.person, coalesce(n.name, p.name, a.name) FROM party AS p "
    "LEFT JOIN actor AS a ON a.key = p.actor LEFT JOIN person_actor AS w ON w.actor = p.actor "
    "LEFT JOIN person AS n ON n.key = w.person WHERE p.statement IN (SELECT value FROM json_each(?)) "
    "ORDER BY p.statement, p.part, p.n"
)
_SEATED = (
    "SELECT w.statement, w.part, w.person, n.name FROM current_person AS w JOIN person AS n ON n.key = w.person "
    "WHERE w.statement IN (SELECT value FROM json_each(?)) ORDER BY w.statement, w.part, w.person"
)
_PARTS = ("speaker", "about", "target")
_PLAIN = (
    *("statement", "act", "status", "quote", "confidence", "said", "said_first", "said_last", "said_bounds"),
    *("place", "passage", "verdict"),
)


def statement_lines(db: sqlite3.Connection, keys: Collection[int]) -> dict[int, StatementLine]:
    """The statements with these keys that count, in the order of `keys`."""
    wanted = json.dumps(list(keys))
    rows = {fields["key"]: fields for fields in named(db, _LINES, (wanted,))}
    articles = article_lines(db, {fields["article"] for fields in rows.values()})
    parties = _parties(db, wanted, [key for key, fields in rows.items() if _seats(fields)])
    values = _decided(db, [key for key, fields in rows.items() if fields["decided"]])
    found = (key for key in keys if key in rows)
    return {
        key: _line(rows[key] | values.get(key, {}), articles[rows[key]["article"]], parties.get(key, {}))
        for key in found
    }


def article_lines(db: sqlite3.Connection, keys: Iterable[int]) -> dict[int, ArticleLine]:
    """The articles with these keys."""
    rows = named(db, _ARTICLES, (json.dumps(sorted(keys)),))
    return {fields.pop("key"): ArticleLine(**fields) for fields in rows}


def articles_in_order(db: sqlite3.Connection, query: str, values: Sequence[object]) -> tuple[ArticleLine, ...]:
    """The articles whose keys a query gives, in its order."""
    keys = [key for (key,) in db.execute(query, values)]
    lines = article_lines(db, keys)
    return tuple(lines[key] for key in keys)


def by_date(article: ArticleLine) -> tuple[str, str]:
    """Puts articles in the order of publication: one that is only known to be later than a day comes after those of
    that day, one of which nothing is known at the end."""
    first = (article.published_bounds or "").split("/")[0].strip(".")
    return article.published or (f"{first}~" if first else "~"), article.id


def occasion_of(fields: Fields) -> Named | None:
    """An occasion of the record, else the article's own event."""
    if fields["occasion"] is not None:
        return Named(f"O{fields['occasion']}", fields["occasion_name"] or "")
    decided = "occasion" in (fields["decided"] or "").split()
    return Named(None, fields["event_name"]) if fields["event_name"] and not decided else None


def _seats(fields: Fields) -> bool:
    return not set(_PARTS).isdisjoint((fields["decided"] or "").split())


def _parties(db: sqlite3.Connection, wanted: str, seated: Sequence[int]) -> dict[int, dict[str, list[Named]]]:
    """Who has a part in each statement; in the `seated` ones reviewers gave parts to others."""
    found: dict[int, dict[str, list[Named]]] = defaultdict(lambda: defaultdict(list))
    _seat(found, db.execute(_PARTIES, (wanted,)))
    if seated:
        by_hand: dict[int, dict[str, list[Named]]] = defaultdict(lambda: defaultdict(list))
        _seat(by_hand, db.execute(_SEATED, (json.dumps(list(seated)),)))
        query = "SELECT statement, decided FROM current WHERE statement IN (SELECT value FROM json_each(?))"
        for key, decided in db.execute(query, (json.dumps(list(seated)),)):
            for part in set(_PARTS) & set(decided.split()):
                found[key][part] = by_hand[key][part]
    return found


def _seat(found: dict[int, dict[str, list[Named]]], rows: Iterable[tuple[int, str, int | None, str]]) -> None:
    for statement, part, person, name in rows:
        found[statement][part].append(Named(f"P{person}" if person else None, name))


def _decided(db: sqlite3.Connection, keys: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What reviewers decided of the fields that `current` does not hold."""
    values: dict[int, dict[str, Any]] = {}
    for key, made in decided_of(db, "SELECT value FROM json_each(?)", (json.dumps(keys),)).items() if keys else ():
        values[key] = {field: new for field, new in made.items() if field in ("quote", "place", "source", "cue")}
        if "said" in made:
            values[key] |= {"said": made["said"]["edtf"] if made["said"] else None, "said_bounds": None}
    return values


def decided_of(db: sqlite3.Connection, scope: str, values: Sequence[object] = ()) -> dict[int, dict[str, Any]]:
    """The values that reviewers decided, by statement and field; `scope` is SQL that selects keys of statements."""
    made = about_statements(db, scope, values)
    return {key: {field: one.new for field, one in latest(some).items()} for key, some in made.items()}


def deciding_on(*fields: str) -> str:
    """SQL that selects the keys of statements of which reviewers decided these fields."""
    named_here = ", ".join(f"'{field}'" for field in fields)
    return (
        "SELECT a.member FROM anchor AS a JOIN decision AS d ON d.key = a.decision "
        f"WHERE d.kind = 'statement' AND d.field IN ({named_here}) AND a.member IS NOT NULL"
    )


def _line(fields: Fields, article: ArticleLine, parties: Mapping[str, Sequence[Named]]) -> StatementLine:
    known: dict[str, Any] = {name: fields[name] for name in _PLAIN}
    known |= {part: tuple(parties.get(part, ())) for part in _PARTS}
    known |= {name: spans_of(fields["text"], fields[name]) for name in ("source", "cue", "content")}
    decided = tuple((fields["decided"] or "").split())
    return StatementLine(article=article, occasion=occasion_of(fields), decided=decided, **known)
