"""Writes articles and analyses as rows. Every function here runs inside a transaction that its caller opened."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from itertools import chain

from onrecord.record import rows
from onrecord.record.days import days
from onrecord.record.migrations import now
from onrecord.types import Analysis, Article, Occasion, Person, Statement


@dataclass(frozen=True, slots=True)
class Maker:
    """What made an analysis: the version of the model and that of the code."""

    model: str
    code: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article belongs: its id in the record, the first version's key (None: itself), its version."""

    id: str
    series: int | None
    version: int


def text_hash(text: str) -> str:
    return hashlib.sha256(rows.storable(text).encode()).hexdigest()


def place_for(db: sqlite3.Connection, article: Article) -> Place:
    """A text at a URL, or with an id, that another text had before is a later version of that article; one with an
    id that an article at another URL has is another article, and both keep what is theirs."""
    id, url = rows.storable(article.id), rows.maybe(article.url)
    earlier = db.execute("SELECT series FROM article WHERE url = ? LIMIT 1", (url,)).fetchone()
    if earlier is None:
        same_id = "SELECT series FROM article WHERE id = ?1 AND (url IS NULL OR ?2 IS NULL)"
        earlier = db.execute(same_id, (id, url)).fetchone()
    version = 1
    if earlier:
        (version,) = db.execute("SELECT max(version) + 1 FROM article WHERE series = ?", earlier).fetchone()
    return Place(_free_id(db, id, version), earlier[0] if earlier else None, version)


def _free_id(db: sqlite3.Connection, id: str, version: int) -> str:
    free, number = id, max(version, 2)
    while db.execute("SELECT 1 FROM article WHERE id = ?", (free,)).fetchone():
        free, number = f"{id}@{number}", number + 1
    return free


def write_article(db: sqlite3.Connection, article: Article, place: Place, hash: str) -> int:
    """The key of the article's new row; its text is stored with it."""
    key = next_key(db, "article")
    bounds = article.published_bounds
    known = article.published or (bounds.edtf if bounds else None)
    texts = (rows.maybe(t) for t in (article.byline, article.published))
    named = (rows.maybe(t) for t in (article.url, article.language, article.extractor, article.origin))
    row = (
        *(key, place.id, hash, place.series or key, place.version, 1, rows.maybe(article.title)),
        *(outlet_key(db, article.outlet), *texts, *days(known)),
        *((rows.storable(bounds.edtf), rows.evidence_json(bounds.evidence)) if bounds else (None, None)),
        *(*named, now()),
    )
    db.execute(f"INSERT INTO article VALUES ({_marks(row)})", row)
    passages = rows.passages_json(article)
    db.execute("INSERT INTO text VALUES (?, ?, ?)", (key, rows.storable(article.text), passages))
    return key


def write_copy(db: sqlite3.Connection, key: int, article: Article) -> None:
    """Notes that the text of the article `key` was met once more, if it was somewhere else."""
    url, outlet = rows.maybe(article.url), outlet_key(db, article.outlet)
    there = (
        "SELECT 1 FROM article WHERE key = ?1 AND (?2 IS NULL OR url IS ?2) AND (?3 IS NULL OR outlet IS ?3) "
        "UNION ALL SELECT 1 FROM copy WHERE article = ?1 AND url IS ?2 AND outlet IS ?3"
    )
    if db.execute(there, (key, url, outlet)).fetchone() is None:
        row = (key, url, outlet, rows.maybe(article.published), rows.storable(article.origin), now())
        db.execute("INSERT INTO copy (article, url, outlet, published, origin, seen) VALUES (?, ?, ?, ?, ?, ?)", row)


def outlet_key(db: sqlite3.Connection, name: str | None) -> int | None:
    if name is None:
        return None
    name = rows.storable(name)
    found = db.execute("SELECT key FROM outlet WHERE name = ?", (name,)).fetchone()
    return int(found[0]) if found else db.execute("INSERT INTO outlet (name) VALUES (?)", (name,)).lastrowid


def write_analysis(db: sqlite3.Connection, article: int, id: str, analysis: Analysis, maker: Maker) -> int:
    """The key of the new analysis of the article with that key and id in the record; it is not current yet."""
    key = next_key(db, "analysis")
    times, places = rows.times_json(analysis.times), rows.places_json(analysis.places)
    row = (key, article, maker.model, maker.code, now(), 0, 0, times, places)
    db.execute(f"INSERT INTO analysis VALUES ({_marks(row)})", row)
    parts = [(n, *one) for n, s in enumerate(analysis.statements) for one in rows.parties(s)]
    people = {person.id: person for person in analysis.people}
    actors = _write_actors(db, key, people)
    events = _write_events(db, key, analysis)
    first = next_key(db, "statement")
    ids = [_statement_id(s, analysis.article.id, id) for s in analysis.statements]
    place = {s.id: n for n, s in reversed(list(enumerate(analysis.statements)))}
    found = [
        rows.statement_row(
            first + n, key, n, ids[n], place.get(s.parent or ""), events.get(s.occasion) if s.occasion else None, s
        )
        for n, s in enumerate(analysis.statements)
    ]
    _insert(db, "statement", found)
    in_parts = [
        rows.party_row(first + n, part, place, actors.get(party.person), party, people.get(party.person))
        for n, part, place, party in parts
    ]
    _insert(db, "party", in_parts)
    return key


def _write_actors(db: sqlite3.Connection, analysis: int, people: dict[str, Person]) -> dict[str, int]:
    first = next_key(db, "actor")
    _insert(db, "actor", [rows.actor_row(first + n, analysis, person) for n, person in enumerate(people.values())])
    return {id: first + n for n, id in enumerate(people)}


def _write_events(db: sqlite3.Connection, key: int, analysis: Analysis) -> dict[Occasion, int]:
    """Two occasions with one id stay two where they say different things."""
    named = (s.occasion for s in analysis.statements if s.occasion)
    events = list(dict.fromkeys(chain(analysis.occasions, named)))
    first = next_key(db, "event")
    _insert(db, "event", [rows.event_row(first + n, key, event) for n, event in enumerate(events)])
    return {event: first + n for n, event in enumerate(events)}


def _statement_id(statement: Statement, given: str, id: str) -> str:
    """The statement's own id, unless its article goes by another id here than it did when it was analysed."""
    if given == id:
        return rows.storable(statement.id)
    return hashlib.sha256(rows.compact([id, statement.id]).encode()).hexdigest()[:16]


def next_key(db: sqlite3.Connection, table: str) -> int:
    (key,) = db.execute(f"SELECT coalesce(max(key), 0) + 1 FROM {table}").fetchone()
    return int(key)


def _insert(db: sqlite3.Connection, table: str, found: list[rows.Row]) -> None:
    if found:
        db.executemany(f"INSERT INTO {table} VALUES ({_marks(found[0])})", found)


def _marks(row: rows.Row) -> str:
    return ", ".join("?" * len(row))
