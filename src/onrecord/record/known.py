"""Identities that were imported from a list: what linking knows persons by, from then on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.record.rows import compact, storable


@dataclass(frozen=True, slots=True)
class KnownRole:
    """A role, with its first and last day in ISO 8601 where known."""

    role: str
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody by an imported list. `names` are other names, `ids` ids elsewhere ({"wikidata": "Q1"}), `origin` the
    file and line it was read from; `person` is the key of the person that linking found it to be."""

    name: str
    kind: str = "person"
    names: tuple[str, ...] = ()
    roles: tuple[KnownRole, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""
    person: int | None = None


def read(db: sqlite3.Connection) -> dict[int, Known]:
    """All that were imported, by key."""
    query = "SELECT key, name, kind, names, roles, ids, origin, person FROM known ORDER BY key"
    return {
        key: Known(
            name,
            kind,
            tuple(json.loads(names)),
            tuple(KnownRole(*role) for role in json.loads(roles)),
            json.loads(ids),
            origin,
            person,
        )
        for key, name, kind, names, roles, ids, origin, person in db.execute(query).fetchall()
    }


def write(db: sqlite3.Connection, some: Sequence[Known]) -> None:
    """Adds identities. One with an id that is there already, or without ids and with the same name, takes the other's
    place."""
    there = {one: key for key, known in read(db).items() for one in _marks(known)}
    for known in some:
        lists = [list(known.names), [[r.role, r.first, r.last] for r in known.roles], dict(known.ids)]
        row = (storable(known.name), known.kind, *(compact(one) for one in lists), storable(known.origin))
        key = next((there[one] for one in _marks(known) if one in there), None)
        if key is None:
            insert = "INSERT INTO known (name, kind, names, roles, ids, origin) VALUES (?, ?, ?, ?, ?, ?)"
            key = db.execute(insert, row).lastrowid or 0
        else:
            change = "UPDATE known SET name = ?, kind = ?, names = ?, roles = ?, ids = ?, origin = ? WHERE key = ?"
            db.execute(change, (*row, key))
        there |= dict.fromkeys(_marks(known), key)


def tie(db: sqlite3.Connection, persons: Iterable[tuple[int, int]]) -> None:
    """Notes which person each identity, by key, is."""
    db.executemany("UPDATE known SET person = ?2 WHERE key = ?1", persons)


def _marks(known: Known) -> list[tuple[str, str]]:
    """By what an identity is found again."""
    return [(scheme, id) for scheme, id in sorted(known.ids.items())] or [("name", known.name)]
