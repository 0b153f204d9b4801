"""Persons as somebody begins to type a name."""

from __future__ import annotations

import json
import re
import sqlite3

from onrecord.queries.names import PersonLine
from onrecord.record.rows import storable

#: Persons that fit the beginning and are weighed; of those so many are offered.
MOST, OFFERED = 200, 10

_WORD = re.compile(r"\w+")


def suggestions(db: sqlite3.Connection, typed: str) -> tuple[PersonLine, ...]:
    """The persons in whose name these words are, the last of them begun, those who said most first. Whoever was
    merged into somebody else is left out."""
    words = _WORD.findall(typed)
    if not words:
        return ()
    query = (
        "SELECT p.key, p.name, p.kind FROM person AS p WHERE p.key IN (SELECT rowid FROM person_fts "
        "WHERE person_fts MATCH ?1) AND (EXISTS (SELECT 1 FROM person_actor WHERE person = p.key) "
        "OR NOT EXISTS (SELECT 1 FROM person_actor WHERE linked = p.key)) LIMIT ?2"
    )
    match = storable(f'name : "{" ".join(words)}"*')
    found = {key: (name, kind) for key, name, kind in db.execute(query, (match, MOST))}
    counts = dict(
        db.execute(
            "SELECT person, count(*) FROM current_person WHERE part = 'speaker' "
            "AND person IN (SELECT value FROM json_each(?)) GROUP BY person",
            (json.dumps(list(found)),),
        ).fetchall()
    )
    lines = [PersonLine(f"P{key}", name, kind, counts.get(key, 0)) for key, (name, kind) in found.items()]
    return tuple(sorted(lines, key=lambda one: (-one.statements, one.name, one.id))[:OFFERED])
