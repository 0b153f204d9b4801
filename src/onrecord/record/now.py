"""Statements as they count now: what the machine found, with what reviewers decided in its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from onrecord.record import reading, rows
from onrecord.record.decided import Decision, about_statements, latest
from onrecord.types import Analysis, Dated, Located, Occasion, Party, Statement


def analyses(db: sqlite3.Connection) -> Iterator[Analysis]:
    """The current analyses of the newest versions, one at a time, decisions in place."""
    query = (
        "SELECT a.key FROM analysis AS a JOIN article AS r ON r.key = a.article "
        "WHERE a.current = 1 AND r.newest = 1 ORDER BY r.key"
    )
    for (key,) in db.execute(query).fetchall():
        yield analysis(db, key)


def analysis(db: sqlite3.Connection, key: int) -> Analysis:
    """One analysis with decisions in place. Somebody whom a reviewer named has the id that the record gives them and
    no evidence in the text: the decision is the evidence."""
    found = reading.analysis(db, key)
    made = about_statements(db, "SELECT key FROM statement WHERE analysis = ?", (key,))
    if not made:
        return found
    places = db.execute("SELECT key FROM statement WHERE analysis = ? ORDER BY n", (key,)).fetchall()
    return replace(
        found,
        statements=tuple(
            decided(db, statement, latest(made.get(place, ())), found.article.text)
            for (place,), statement in zip(places, found.statements, strict=True)
        ),
    )


def decided(db: sqlite3.Connection, statement: Statement, made: Mapping[str, Decision], text: str) -> Statement:
    """The statement with decided values in place of its own; `text` is its article's."""
    changes: dict[str, Any] = {}
    for field, decision in made.items():
        value = decision.new
        if field in ("speaker", "about", "target"):
            changes[field] = parties(db, value)
        elif field == "said":
            changes |= {"said": Dated(value["edtf"], ()) if value else None, "said_bounds": None}
        elif field == "place":
            changes["where"] = Located(value, ()) if value else None
        elif field == "occasion":
            changes["occasion"] = _occasion(db, value["occasion"]) if value else None
        elif field in ("source", "cue", "content"):
            changes[field] = rows.spans_of(text, value)
        elif field == "conditions":
            changes[field] = rows.conditions_of(text, value)
        elif field != "verdict":
            changes[field] = value
    return replace(statement, **changes)


def parties(db: sqlite3.Connection, value: Sequence[Mapping[str, Any]]) -> tuple[Party, ...]:
    found = []
    for one in value:
        row = db.execute("SELECT kind FROM person WHERE key = ?", (one["person"],)).fetchone()
        found.append(Party(one["name"], row[0] if row else "person", None, f"P{one['person']}", ()))
    return tuple(found)


def _occasion(db: sqlite3.Connection, key: int) -> Occasion:
    (known,) = reading.named(db, "SELECT kind, name, place, host, edtf FROM occasion WHERE key = ?", (key,))
    return Occasion(id=f"O{key}", evidence=(), **known)
