"""Takes articles down: their text and all that was made of it go, the fact that they were removed stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from onrecord.errors import RecordError
from onrecord.record import adding, anchors
from onrecord.record.connection import transaction
from onrecord.record.grouping import GROUPINGS, Grouping, named_by_decisions
from onrecord.record.migrations import now
from onrecord.record.rows import storable

#: What a group is called is made of its members; these are the columns, and what they are when nothing is left.
_CALLED: Mapping[str, Mapping[str, str]] = {
    "person": {"name": "''", "names": "'[]'", "roles": "'[]'"},
    "occasion": {"name": "''", "place": "NULL", "host": "NULL"},
    "story": {"name": "NULL"},
}
#: The same made again of the members that are left, for the group with the key ?1.
_LEFT: Mapping[str, Mapping[str, str]] = {
    "person": {
        "name": "(SELECT a.name FROM person_actor AS m JOIN actor AS a ON a.key = m.actor WHERE m.linked = ?1 "
        "ORDER BY length(a.name) DESC, a.key LIMIT 1)",
        "names": "(SELECT json_group_array(DISTINCT j.value) FROM person_actor AS m "
        "JOIN actor AS a ON a.key = m.actor, json_each(a.names) AS j WHERE m.linked = ?1)",
        "roles": "'[]'",  # the next linking finds them again
    },
    "occasion": {
        name: f"(SELECT e.{name} FROM occasion_event AS m JOIN event AS e ON e.key = m.event WHERE m.linked = ?1 "
        "ORDER BY e.key LIMIT 1)"
        for name in ("name", "place", "host")
    },
    "story": {
        "name": "(SELECT a.title FROM story_article AS m JOIN article AS a ON a.key = m.article WHERE m.linked = ?1 "
        "ORDER BY a.key LIMIT 1)"
    },
}


def remove(db: sqlite3.Connection, id: str, by: str, why: str) -> int:
    """Takes down every version of an article, and returns how many there were. Decisions on it stay as facts, without
    what is said in them. Raises RecordError where there is no such article."""
    found = db.execute("SELECT series FROM article WHERE id = ?", (id,)).fetchone()
    if found is None:
        raise RecordError(f"{id}: there is no article with this id")
    if not by.strip():
        raise RecordError("a removal needs to say by whom")
    with transaction(db):
        versions = db.execute("SELECT key, id, hash FROM article WHERE series = ? ORDER BY key DESC", found).fetchall()
        for key, its_id, hash in versions:
            _erase(db, key, hash)
            row = (its_id, hash, storable(by), storable(why), now())
            db.execute("INSERT INTO removal (article, hash, by, why, made) VALUES (?, ?, ?, ?, ?)", row)
        # Only a merge of all its parts frees the words of a deleted text from an index.
        for index in ("content_fts", "person_fts"):
            db.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
    return len(versions)


def _erase(db: sqlite3.Connection, article: int, hash: str) -> None:
    adding.take_out(db, article)
    groups = {grouping: _leave(db, grouping, article) for grouping in GROUPINGS.values()}
    touched = "SELECT decision FROM anchor WHERE hash = ?"
    silence = f"UPDATE decision SET old = NULL, new = NULL, why = '' WHERE kind = 'statement' AND key IN ({touched})"
    db.execute(silence, (hash,))
    db.execute("UPDATE anchor SET member = NULL, spans = '[]', content = NULL WHERE hash = ?", (hash,))
    db.execute("DELETE FROM article WHERE key = ?", (article,))
    for grouping, keys in groups.items():
        for key in keys:
            _call_again(db, grouping, key)
        _forget_empty(db, grouping)


def _leave(db: sqlite3.Connection, grouping: Grouping, article: int) -> set[int]:
    """Takes all that an article's analyses found out of their groups; returns these groups."""
    left: set[int] = set()
    for (analysis,) in db.execute("SELECT key FROM analysis WHERE article = ?", (article,)).fetchall():
        for one in anchors.holds(db, grouping.kind, analysis):
            group = f"SELECT linked FROM {grouping.members} WHERE {grouping.member} = ?"
            left |= {key for (key,) in db.execute(group, (one.member,))}
            anchors.forget(db, grouping, one.member)
    return left


def _call_again(db: sqlite3.Connection, grouping: Grouping, key: int) -> None:
    if (
        grouping.kind not in _LEFT
        or not db.execute(f"SELECT 1 FROM {grouping.members} WHERE linked = ? LIMIT 1", (key,)).fetchone()
    ):
        return
    imported = " AND ids = '{}'" if grouping.kind == "person" else ""
    changes = ", ".join(f"{name} = {value}" for name, value in _LEFT[grouping.kind].items())
    db.execute(f"UPDATE {grouping.kind} SET {changes} WHERE key = ?1{imported}", (key,))


def _forget_empty(db: sqlite3.Connection, grouping: Grouping) -> None:
    """Groups that nothing is left of, and that no decision names, no longer say what they were called."""
    g = grouping
    if g.kind not in _CALLED:
        return
    changes = ", ".join(f"{name} = {value}" for name, value in _CALLED[g.kind].items())
    used = f"SELECT {g.kind} FROM {g.members} UNION SELECT linked FROM {g.members}"
    named = ", ".join(map(str, sorted(named_by_decisions(db, g))))
    imported = " AND ids = '{}'" if g.kind == "person" else ""
    db.execute(f"UPDATE {g.kind} SET {changes} WHERE key NOT IN ({used}) AND key NOT IN ({named}){imported}")
