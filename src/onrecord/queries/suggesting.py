"""Persons as somebody begins to type a name."""

from __future__ import annotations

import json
import sqlite3

from onrecord.queries.names import PersonLine

#: Persons that fit the beginning and are weighed; of those so many are offered.
MOST, OFFERED = 200, 10


def suggestions(db: sqlite3.Connection, typed: str) -> tuple[PersonLine, ...]:
    """The persons with a word in their name that begins like this, those who said most first. Whoever was merged into
    somebody else is left out."""
    plain = typed.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    if not plain:
        return ()
    query = (
        "SELECT p.key, p.name, p.kind FROM person AS p WHERE (p.name LIKE ?1 || '%' ESCAPE '\\' "
        "OR p.name LIKE '% ' || ?1 || '%' ESCAPE '\\') AND (EXISTS (SELECT 1 FROM person_actor WHERE person = p.key) "
        "OR NOT EXISTS (SELECT 1 FROM person_actor WHERE linked = p.key)) LIMIT ?2"
    )
    found = {key: (name, kind) for key, name, kind in db.execute(query, (plain, MOST))}
    counts = dict(
        db.execute(
            "SELECT person, count(*) FROM current_person WHERE part = 'speaker' "
            "AND person IN (SELECT value FROM json_each(?)) GROUP BY person",
            (json.dumps(list(found)),),
        ).fetchall()
    )
    lines = [PersonLine(f"P{key}", name, kind, counts.get(key, 0)) for key, (name, kind) in found.items()]
    return tuple(sorted(lines, key=lambda one: (-one.statements, one.name, one.id))[:OFFERED])
