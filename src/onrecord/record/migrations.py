"""How a record of an older version becomes one of this version: named steps, each noted in the record itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files

from onrecord import __version__


@dataclass(frozen=True, slots=True)
class Step:
    """One change of the schema. `sql` is what an older record runs; a new one is made from schema.sql at once."""

    name: str
    sql: str


def schema() -> str:
    """The whole database as SQL."""
    return files("onrecord.record").joinpath("schema.sql").read_text(encoding="utf-8")


#: The step at place n leads to version n + 1. The first makes the record; schema.sql is always what all of them make.
STEPS: tuple[Step, ...] = (Step("make the record", ""),)

#: Tells SQLite, `file` and us that a database is a record: "onrc" in ASCII.
APPLICATION = 0x6F6E7263


def create(db: sqlite3.Connection, steps: Sequence[Step] = STEPS) -> None:
    """Makes an empty database a record, inside the transaction that is open."""
    for statement in statements(schema()):
        db.execute(statement)
    _note(db, steps, 0)
    db.execute(f"PRAGMA application_id = {APPLICATION}")


def migrate(db: sqlite3.Connection, version: int, steps: Sequence[Step] = STEPS) -> None:
    """Takes a record of an older `version` to the newest, inside the transaction that is open."""
    for step in steps[version:]:
        for statement in statements(step.sql):
            db.execute(statement)
    _note(db, steps, version)


def statements(sql: str) -> list[str]:
    """The single statements of a script: `executescript` would commit the transaction that is open."""
    found, start = [], 0
    for end in (place + 1 for place, character in enumerate(sql) if character == ";"):
        if sqlite3.complete_statement(sql[start:end]):
            found.append(sql[start:end])
            start = end
    return found


def now() -> str:
    """The time, in UTC, as the record writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _note(db: sqlite3.Connection, steps: Sequence[Step], version: int) -> None:
    done = enumerate(steps[version:], start=version + 1)
    rows = [(number, step.name, now(), __version__) for number, step in done]
    db.executemany("INSERT INTO migration (version, name, applied, code) VALUES (?, ?, ?, ?)", rows)
    db.execute(f"PRAGMA user_version = {len(steps)}")
