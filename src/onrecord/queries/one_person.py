"""One person in full: names, roles through time, what they do by what they say, of whom they speak and who of them."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from onrecord.queries.history import DecisionLine, decisions_on
from onrecord.queries.statements import ArticleLine, articles_in_order
from onrecord.queries.ties import Tied, ties
from onrecord.record.grouping import GROUPINGS, members_of
from onrecord.record.reading import named

#: Whom somebody speaks of most, and who of them: so many of each are told.
MOST_OTHERS = 20
#: Articles that are listed with a person; a search finds the others.
MOST_ARTICLES = 20
#: Whom so many articles know is found soon by going through the newest ones: among 100,000 the 13,000 of the busiest
#: person took 120 ms to put in order, and the 20 newest take 1 ms so.
BUSY = 2000


@dataclass(frozen=True, slots=True)
class Count:
    """How often something occurs: an act, another person, an outlet; `id` where it has one."""

    id: str | None
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class RoleLine:
    """What articles call a person, or what an imported list says; `first` and `last` are the days of the first and
    the last article that says so, or those that the list gives."""

    role: str
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """A person. `ids` are ids elsewhere. `statements` is how many they made, from the day `first` to `last` as far as
    it is told; `acts` what they do by them; `about` and `target` of whom they speak and at whom it is aimed,
    `spoken_of_by` who speaks of them. `articles` are the newest of all that know them."""

    shows: Literal["person"]
    id: str
    name: str
    kind: str
    names: tuple[str, ...]
    roles: tuple[RoleLine, ...]
    ids: dict[str, str]
    statements: int
    first: str | None
    last: str | None
    acts: tuple[Count, ...]
    outlets: tuple[Count, ...]
    about: tuple[Count, ...]
    target: tuple[Count, ...]
    spoken_of_by: tuple[Count, ...]
    articles: tuple[ArticleLine, ...]
    why: tuple[Tied, ...]
    decisions: tuple[DecisionLine, ...]


def show_person(db: sqlite3.Connection, key: int) -> ShownPerson:
    """The person with that key."""
    (known,) = named(db, "SELECT name, kind, names, ids, roles FROM person WHERE key = ?", (key,))
    members = members_of(db, GROUPINGS["person"], key)
    count, first, last = _made(db, key)
    acts, outlets = _counts(db, key)
    others = _others(db, key, "speaker", "about", "target")
    return ShownPerson(
        shows="person",
        id=f"P{key}",
        name=known["name"],
        kind=known["kind"],
        names=tuple(json.loads(known["names"])),
        roles=_roles(known["roles"]),
        ids=json.loads(known["ids"]),
        statements=count,
        first=first,
        last=last,
        acts=acts,
        outlets=outlets,
        about=others["about"],
        target=others["target"],
        spoken_of_by=_others(db, key, "about", "speaker")["speaker"],
        articles=_articles(db, key, len(members)),
        why=ties(db, "person", members),
        decisions=decisions_on(db, "person", [f"P{key}"], members),
    )


def _made(db: sqlite3.Connection, person: int) -> tuple[int, str | None, str | None]:
    query = (
        "SELECT count(*), min(nullif(said_first, '')), max(said_first) FROM current_person "
        "WHERE person = ? AND part = 'speaker'"
    )
    count, first, last = db.execute(query, (person,)).fetchone()
    return count, first, last or None


def _counts(db: sqlite3.Connection, person: int) -> tuple[tuple[Count, ...], tuple[Count, ...]]:
    """How often the person's statements are of each act, and from each outlet; the commonest first."""
    query = (
        "SELECT c.act, c.outlet FROM current_person AS w JOIN current AS c ON c.statement = w.statement "
        "WHERE w.person = ? AND w.part = 'speaker'"
    )
    rows = Counter(db.execute(query, (person,)).fetchall())
    names = dict(db.execute("SELECT key, name FROM outlet").fetchall())
    acts, outlets = Counter[str | None](), Counter[str | None]()
    for (act, outlet), count in rows.items():
        acts[act] += count
        outlets[names.get(outlet)] += count
    return _sorted(acts), _sorted(outlets)


def _sorted(counts: Mapping[str | None, int]) -> tuple[Count, ...]:
    known = [(name, count) for name, count in counts.items() if name is not None]
    return tuple(Count(None, name, count) for name, count in sorted(known, key=lambda one: (-one[1], one[0])))


def _others(db: sqlite3.Connection, person: int, part: str, *parts: str) -> dict[str, tuple[Count, ...]]:
    """The persons who have these other parts where this one has the part `part`."""
    query = (
        "SELECT v.part, v.person, count(*) FROM current_person AS w JOIN current_person AS v "
        "ON v.statement = w.statement AND v.part IN (SELECT value FROM json_each(?)) AND v.person <> w.person "
        "WHERE w.person = ? AND w.part = ? GROUP BY 1, 2 ORDER BY 3 DESC, 2"
    )
    rows = db.execute(query, (json.dumps(parts), person, part)).fetchall()
    most = {one: [row[1:] for row in rows if row[0] == one][:MOST_OTHERS] for one in parts}
    wanted = json.dumps([key for some in most.values() for key, _ in some])
    names = dict(db.execute("SELECT key, name FROM person WHERE key IN (SELECT value FROM json_each(?))", (wanted,)))
    return {one: tuple(Count(f"P{key}", names[key], count) for key, count in some) for one, some in most.items()}


def _roles(stored: str) -> tuple[RoleLine, ...]:
    given: list[dict[str, Any]] = json.loads(stored)
    return tuple(RoleLine(one["role"], one.get("first"), one.get("last")) for one in given)


def _articles(db: sqlite3.Connection, person: int, known: int) -> tuple[ArticleLine, ...]:
    """The newest articles that know the person; `known` is how many do."""
    query = (
        "SELECT r.key FROM person_actor AS w JOIN actor AS x ON x.key = w.actor "
        "JOIN analysis AS a ON a.key = x.analysis AND a.current = 1 "
        "JOIN article AS r ON r.key = a.article AND r.newest = 1 WHERE w.person = ? GROUP BY r.key"
    )
    walk = (
        "SELECT r.key FROM article AS r WHERE r.newest = 1 AND EXISTS (SELECT 1 FROM analysis AS a "
        "CROSS JOIN actor AS x ON x.analysis = a.key CROSS JOIN person_actor AS w ON w.actor = x.key "
        "WHERE a.article = r.key AND a.current = 1 AND +w.person = ?)"
    )
    order = "ORDER BY coalesce(r.published_first, '') DESC, r.key DESC LIMIT ?"
    return articles_in_order(db, f"{walk if known > BUSY else query} {order}", (person, MOST_ARTICLES))
