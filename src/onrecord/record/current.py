"""Keeps the tables `current`, `current_person` and `content_fts` in step: the statements that count, as they count now.

A scope is SQL that selects keys of statements.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from onrecord.record.decided import Decision, about_statements, latest
from onrecord.record.grouping import Grouping, Kind, gone_over, replay, statements_of

Merged = Mapping[Kind, Mapping[int, int]]
MERGED: tuple[Kind, ...] = ("person", "occasion")

OF_ANALYSIS = "SELECT key FROM statement WHERE analysis = ?"
#: Fields of a statement that are columns of `current`; the others are shown where the statement is.
_COLUMNS = {"act": ("act",), "status": ("status",), "said": ("said_first", "said_last"), "verdict": ("verdict",)}
PARTS = ("speaker", "about", "target")


def put_in(db: sqlite3.Connection, analysis: int) -> None:
    """Makes the statements of an analysis count: they are found from now on."""
    _fill(db, OF_ANALYSIS, (analysis,))
    words = f"SELECT statement, content, marks FROM indexed WHERE statement IN ({OF_ANALYSIS})"
    db.execute(f"INSERT INTO content_fts (rowid, content, marks) {words}", (analysis,))


def take_out(db: sqlite3.Connection, analysis: int) -> None:
    """The contrary. The words are asked for once more, since the index does not know which it has of which."""
    words = f"SELECT 'delete', statement, content, marks FROM indexed WHERE statement IN ({OF_ANALYSIS})"
    db.execute(f"INSERT INTO content_fts (content_fts, rowid, content, marks) {words}", (analysis,))
    db.execute(f"DELETE FROM current WHERE statement IN ({OF_ANALYSIS})", (analysis,))


def refresh(db: sqlite3.Connection, statements: Iterable[int]) -> None:
    """Reads anew what counts of some statements, of those that count at all. Where reviewers decided on what
    the index of words holds, now or ever, it is taken out of the index before and put in again after."""
    scope = "SELECT statement FROM temp.touched"
    reworded = (
        f"{scope} WHERE EXISTS (SELECT 1 FROM anchor AS a JOIN decision AS d ON d.key = a.decision "
        "WHERE a.member = touched.statement AND d.kind = 'statement' AND d.field IN ('content', 'act', 'status'))"
    )
    db.execute("CREATE TEMP TABLE IF NOT EXISTS touched (statement INTEGER PRIMARY KEY)")
    db.execute("DELETE FROM temp.touched")
    db.executemany("INSERT OR IGNORE INTO temp.touched VALUES (?)", ((key,) for key in statements))
    db.execute("DELETE FROM temp.touched WHERE statement NOT IN (SELECT statement FROM current)")
    words = f"statement, content, marks FROM indexed WHERE statement IN ({reworded})"
    db.execute(f"INSERT INTO content_fts (content_fts, rowid, content, marks) SELECT 'delete', {words}")
    db.execute(f"DELETE FROM current WHERE statement IN ({scope})")
    _fill(db, scope, ())
    db.execute(f"INSERT INTO content_fts (rowid, content, marks) SELECT {words}")


def refresh_decided(db: sqlite3.Connection) -> None:
    """Reads anew what reviewers decided on, everywhere."""
    refresh(db, [key for (key,) in db.execute("SELECT statement FROM current WHERE decided IS NOT NULL").fetchall()])


def regroup(db: sqlite3.Connection, grouping: Grouping) -> None:
    """Lays merges and splits over what linking found, and reads anew what hangs on it."""
    refresh(db, set(statements_of(db, grouping, replay(db, grouping))))
    refresh_decided(db)


def refresh_persons(db: sqlite3.Connection) -> None:
    """Reads anew who has a part in what, everywhere."""
    db.execute("DELETE FROM current_person")
    _fill_persons(db, "SELECT statement FROM current", ())
    _overlay(db, "SELECT statement FROM current WHERE decided IS NOT NULL", ())


def refresh_occasions(db: sqlite3.Connection) -> None:
    """Reads anew at which occasion things were said, everywhere."""
    occasion = (
        "SELECT o.occasion FROM statement AS s JOIN occasion_event AS o ON o.event = s.event "
        "WHERE s.key = current.statement"
    )
    db.execute(f"UPDATE current SET occasion = ({occasion}) WHERE occasion IS NOT ({occasion})")
    _overlay(db, "SELECT statement FROM current WHERE decided IS NOT NULL", ())


def _fill(db: sqlite3.Connection, scope: str, values: Sequence[object]) -> None:
    db.execute(
        "INSERT INTO current SELECT s.key, a.article, r.outlet, r.published_first, s.said_first, s.said_last, s.act, "
        "s.status, o.occasion, NULL, NULL, NULL FROM statement AS s JOIN analysis AS a ON a.key = s.analysis "
        "JOIN article AS r ON r.key = a.article LEFT JOIN occasion_event AS o ON o.event = s.event "
        f"WHERE a.current = 1 AND r.newest = 1 AND s.key IN ({scope})",
        values,
    )
    _fill_persons(db, scope, values)
    _overlay(db, scope, values)


def _fill_persons(db: sqlite3.Connection, scope: str, values: Sequence[object]) -> None:
    db.execute(
        "INSERT OR IGNORE INTO current_person SELECT w.person, p.part, coalesce(c.said_first, ''), c.statement "
        "FROM current AS c JOIN party AS p ON p.statement = c.statement JOIN person_actor AS w ON w.actor = p.actor "
        f"WHERE c.statement IN ({scope}) AND p.part IN ('speaker', 'about', 'target') ORDER BY 1, 2, 3, 4",
        values,
    )


def _overlay(db: sqlite3.Connection, scope: str, values: Sequence[object]) -> None:
    """Puts what reviewers decided in the place of what the machine found."""
    made = about_statements(db, scope, values)
    merged = {kind: gone_over(db, kind) for kind in MERGED} if made else {}
    for statement, some in made.items():
        _decide(db, statement, latest(some), merged)


def _decide(db: sqlite3.Connection, statement: int, decided: dict[str, Decision], merged: Merged) -> None:
    changes: dict[str, object] = {"decided": " ".join(sorted(decided))}
    for field, decision in decided.items():
        if field == "said":
            changes |= dict(zip(_COLUMNS[field], decision.new["days"] if decision.new else (None, None), strict=True))
        elif field in _COLUMNS:
            changes[field] = decision.new
        elif field == "content":
            changes[field] = json.dumps(decision.new)
        elif field == "occasion":
            key = decision.new and decision.new["occasion"]
            changes[field] = merged["occasion"].get(key, key)
    columns = ", ".join(f"{name} = ?" for name in changes)
    changed = db.execute(f"UPDATE current SET {columns} WHERE statement = ?", (*changes.values(), statement))
    if not changed.rowcount:  # a version or an analysis that does not count
        return
    if "said" in decided:
        day = changes["said_first"] or ""
        db.execute("UPDATE OR REPLACE current_person SET said_first = ? WHERE statement = ?", (day, statement))
    for part in PARTS:
        if part in decided:
            _seat(db, statement, part, [party["person"] for party in decided[part].new or ()], merged["person"])


def _seat(db: sqlite3.Connection, statement: int, part: str, persons: Iterable[int], merged: Mapping[int, int]) -> None:
    """Gives a part in a statement to the persons that a reviewer named."""
    db.execute("DELETE FROM current_person WHERE statement = ? AND part = ?", (statement, part))
    for person in persons:
        db.execute(
            "INSERT OR IGNORE INTO current_person SELECT ?, ?, coalesce(said_first, ''), statement FROM current "
            "WHERE statement = ?",
            (merged.get(person, person), part, statement),
        )
