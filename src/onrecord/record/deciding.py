"""Takes reviewers' decisions: checks them, notes what they hang on, and makes them count. Every function here runs
inside a transaction that its caller opened."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args

from onrecord.errors import RecordError
from onrecord.record import anchors, current, decided
from onrecord.record.days import days, is_date
from onrecord.record.grouping import (
    GROUPINGS,
    Grouping,
    members_of,
    require_group,
)
from onrecord.record.migrations import now
from onrecord.record.rows import maybe, storable
from onrecord.record.spans import read_conditions, read_spans
from onrecord.types import Act, Quote, Status

#: The fields of a statement that can be decided; `verdict` says that all of it is right or wrong.
FIELDS = (
    *("act", "status", "quote", "said", "place", "speaker", "about", "target", "occasion"),
    *("source", "cue", "content", "conditions", "verdict"),
)
#: Those that are characters of the text.
SPANS = ("source", "cue", "content", "conditions")
VERDICTS = ("right", "wrong")
_CHOICES: dict[str, tuple[str, ...]] = {
    "act": get_args(Act),
    "status": get_args(Status),
    "quote": get_args(Quote),
    "verdict": VERDICTS,
}
#: Members that a merge or a split hangs on, on each side. So many show which group is meant after any re-linking,
#: where a person may have thousands.
MOST_ANCHORS = 50


def decide(db: sqlite3.Connection, id: str, fields: Mapping[str, str | None], by: str, why: str) -> list[int]:
    """Decides fields of the statement with that id; None and empty text stand for "not known". Returns the keys of
    the decisions. Raises RecordError for an unknown id, field or value."""
    statement = _statement(db, id)
    hold = anchors.hold(db, "statement", statement)
    before = now_valued(db, statement)
    keys = []
    for field, text in fields.items():
        value = _spans(db, statement, field, text or "") if field in SPANS else _value(db, field, text)
        key = _note(db, by, why, "statement", id, field, before.get(field), value)
        anchors.write(db, key, [(0, hold)])
        keys.append(key)
    current.refresh(db, [statement])
    return keys


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def merge(db: sqlite3.Connection, one: str, other: str, by: str, why: str) -> int:
    """Decides that two persons, occasions, remarks or stories are one, under the first id."""
    (grouping, a), (second, b) = require_group(db, one), require_group(db, other)
    if grouping != second:
        raise RecordError(f"{one} is {_a(grouping.kind)} and {other} {_a(second.kind)}: they cannot be one")
    if a == b:
        raise RecordError(f"{one} and {other} are one already")
    sides = [_few(members_of(db, grouping, group)) for group in (a, b)]
    for id, members in zip((one, other), sides, strict=True):
        if not members:
            raise RecordError(f"{id} is empty: nothing in the record belongs to it now")
    key = _note(db, by, why, grouping.kind, grouping.id(a), "merge", None, {"with": grouping.id(b)})
    _hang(db, key, grouping, sides)
    current.regroup(db, grouping)
    return key


def split(db: sqlite3.Connection, id: str, ids: Iterable[str], by: str, why: str) -> tuple[int, str]:
    """Decides that what the statements (or, of a story, the articles) with these ids have of a person, occasion,
    remark or story is another one; returns the decision's key and the id of the new one."""
    grouping, group = require_group(db, id)
    members = members_of(db, grouping, group)
    go = {member for one in ids for member in _members_in(db, grouping, one)} & set(members)
    if not go:
        raise RecordError(f"{id} has nothing in these: {' '.join(ids)}")
    stay = [member for member in members if member not in go]
    if not stay:
        raise RecordError(f"{id} has nothing else: all of it would go")
    into = grouping.id(_copy_group(db, grouping, group))
    key = _note(db, by, why, grouping.kind, grouping.id(group), "split", None, {"into": into})
    _hang(db, key, grouping, [_few(stay), sorted(go)])
    current.regroup(db, grouping)
    return key, into


def undo(db: sqlite3.Connection, id: str, by: str, why: str) -> int:
    """Undoes a decision by another one; undoing that brings the first back."""
    number = id[1:] if id[:1] in "Dd" else id
    found = (
        list(decided.decisions(db, "WHERE d.key = ?", (int(number),))) if re.fullmatch("[0-9]{1,18}", number) else []
    )
    if not found:
        raise RecordError(f"{id}: there is no decision with this id")
    (target,) = found
    if target.undone:
        raise RecordError(f"{target.id} is undone already")
    key = _note(db, by, why, "decision", target.id, "undo", target.new, target.old, undoes=target.key)
    _take_effect(db, target.key)
    return key


def _take_effect(db: sqlite3.Connection, key: int) -> None:
    """Reads anew what hangs on a decision, or on the one that it undoes, and so on."""
    while True:
        kind, undoes = db.execute("SELECT kind, undoes FROM decision WHERE key = ?", (key,)).fetchone()
        if undoes is None:
            break
        key = undoes
    if kind == "statement":
        members = db.execute("SELECT member FROM anchor WHERE decision = ? AND member IS NOT NULL", (key,))
        current.refresh(db, [member for (member,) in members.fetchall()])
    else:
        current.regroup(db, GROUPINGS[kind])


def now_valued(db: sqlite3.Connection, statement: int) -> dict[str, Any]:
    """What counts now of each field of a statement, as decisions write it."""
    made = decided.about_statements(db, "?", (statement,)).get(statement, ())
    return machine_valued(db, statement) | {field: one.new for field, one in decided.latest(made).items()}


def machine_valued(db: sqlite3.Connection, statement: int) -> dict[str, Any]:
    """What the machine found of each field of a statement, as decisions write it."""
    plain = ("act", "status", "quote", "said", "place")
    columns = ", ".join((*plain, *SPANS))
    *row, event = db.execute(f"SELECT {columns}, event FROM statement WHERE key = ?", (statement,)).fetchone()
    values: dict[str, Any] = dict(zip(plain, row, strict=False))
    values |= {field: json.loads(stored or "[]") for field, stored in zip(SPANS, row[len(plain) :], strict=True)}
    if values["said"]:
        values["said"] = {"edtf": values["said"], "days": days(values["said"])}
    found = db.execute("SELECT occasion FROM occasion_event WHERE event = ?", (event,)).fetchone()
    values["occasion"] = {"occasion": found[0]} if found else None
    query = (
        "SELECT p.part, w.person, coalesce(p.name, a.name) FROM party AS p JOIN actor AS a ON a.key = p.actor "
        "LEFT JOIN person_actor AS w ON w.actor = p.actor WHERE p.statement = ? ORDER BY p.n"
    )
    for part, person, name in db.execute(query, (statement,)):
        values.setdefault(part, []).append({"person": person, "name": name})
    return values


def _statement(db: sqlite3.Connection, id: str) -> int:
    query = "SELECT s.key, c.statement FROM statement AS s LEFT JOIN current AS c ON c.statement = s.key WHERE s.id = ?"
    found = db.execute(f"{query} ORDER BY c.statement IS NULL, s.key DESC", (id,)).fetchall()
    if not found:
        raise RecordError(f"{id}: there is no statement with this id")
    key, counts = found[0]
    if counts is None:
        raise RecordError(f"{id}: only an older analysis or an older version of its article has this statement")
    return int(key)


def _value(db: sqlite3.Connection, field: str, text: str | None) -> Any:  # noqa: ANN401  (JSON)
    if field not in FIELDS:
        raise RecordError(f"{field}: no such field; there are {', '.join(FIELDS)}")
    if not text:
        return [] if field in current.PARTS else None
    if field in _CHOICES:
        if text not in _CHOICES[field]:
            raise RecordError(f"{field}={text}: it is one of {', '.join(_CHOICES[field])}")
        return text
    read: dict[str, Callable[[], Any]] = {
        "said": lambda: _date(text),
        "occasion": lambda: _occasion(db, text),
        "place": lambda: storable(text),
    }
    return read[field]() if field in read else [_person(db, name.strip()) for name in text.split(";") if name.strip()]


def _spans(db: sqlite3.Connection, statement: int, field: str, written: str) -> list[Any]:
    """Spans of the statement's own article; a statement without content is none."""
    if not written.strip():
        if field == "content":
            raise RecordError("content: a statement has words; say that it is wrong instead")
        return []
    query = (
        "SELECT t.text FROM statement AS s JOIN analysis AS a ON a.key = s.analysis "
        "JOIN text AS t ON t.article = a.article WHERE s.key = ?"
    )
    (text,) = db.execute(query, (statement,)).fetchone()
    return read_conditions(written, text) if field == "conditions" else read_spans(field, written, text)


def _date(text: str) -> dict[str, Any]:
    if not is_date(text):
        raise RecordError(f"said={text}: it is no date in EDTF; write 2024-06-27, 2024-06, 2024 or ../2024-06-27")
    return {"edtf": text, "days": days(text)}


def _occasion(db: sqlite3.Connection, id: str) -> dict[str, int]:
    grouping, key = require_group(db, id)
    if grouping.kind != "occasion":
        raise RecordError(f"occasion={id}: it is a {grouping.kind}; write the id of an occasion")
    return {"occasion": key}


def _person(db: sqlite3.Connection, text: str) -> dict[str, Any]:
    """The person with that id or name; somebody new where nobody has the name."""
    if re.fullmatch("[Pp][0-9]{1,17}", text):
        found = db.execute("SELECT key, name FROM person WHERE key = ?", (int(text[1:]),)).fetchall()
        if not found:
            raise RecordError(f"{text}: there is no person with this id")
    else:
        name = storable(text)
        query = (
            "SELECT p.key, p.name FROM person AS p WHERE p.name = ? COLLATE NOCASE AND "
            "(p.key IN (SELECT person FROM person_actor) OR p.key NOT IN (SELECT linked FROM person_actor))"
        )
        found = db.execute(query, (name,)).fetchall()
        if not found:
            insert = "INSERT INTO person (name, kind, names, roles, ids) VALUES (?, 'person', ?, '[]', '{}')"
            new = db.execute(insert, (name, json.dumps([name], ensure_ascii=False))).lastrowid
            found = [(new, name)]
    if len(found) > 1:
        raise RecordError(
            f"{text}: several persons are called that; give one by id: " + " ".join(f"P{key}" for key, _ in found)
        )
    return {"person": found[0][0], "name": found[0][1]}


def _note(
    db: sqlite3.Connection,
    by: str,
    why: str,
    kind: str,
    subject: str,
    field: str,
    old: Any,  # noqa: ANN401  (JSON)
    new: Any,  # noqa: ANN401
    *,
    undoes: int | None = None,
) -> int:
    if not by.strip():
        raise RecordError("a decision needs to say by whom")
    stored = [None if value is None else json.dumps(value, ensure_ascii=False) for value in (old, new)]
    row = (now(), storable(by), maybe(why), kind, subject, field, *stored, undoes)
    columns = "made, by, why, kind, subject, field, old, new, undoes"
    done = db.execute(f"INSERT INTO decision ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    return int(done.lastrowid or 0)


def _hang(db: sqlite3.Connection, decision: int, grouping: Grouping, sides: Iterable[Iterable[int]]) -> None:
    some = ((side, anchors.hold(db, grouping.kind, one)) for side, members in enumerate(sides) for one in members)
    anchors.write(db, decision, some)


def _few(members: list[int]) -> list[int]:
    """At most MOST_ANCHORS of them, evenly."""
    step = max(1, -(-len(members) // MOST_ANCHORS))
    return members[::step]


def _copy_group(db: sqlite3.Connection, grouping: Grouping, group: int) -> int:
    columns = {
        "person": "name, kind, names, roles",
        "occasion": "name, kind, place, host, edtf, first, last",
        "remark": "first, last",
        "story": "name",
    }[grouping.kind]
    ids = (", ids", ", '{}'") if grouping.kind == "person" else ("", "")
    query = (
        f"INSERT INTO {grouping.kind} ({columns}{ids[0]}) SELECT {columns}{ids[1]} FROM {grouping.kind} WHERE key = ?"
    )
    return int(db.execute(query, (group,)).lastrowid or 0)


def _members_in(db: sqlite3.Connection, grouping: Grouping, id: str) -> list[int]:
    """What a statement (or an article) with that id has that can belong to a group of the kind."""
    article = db.execute("SELECT key FROM article WHERE id = ?", (id,)).fetchone()
    if grouping.kind == "story":
        if article is None:
            raise RecordError(f"{id}: there is no article with this id")
        return [article[0]]
    query = {
        "person": "SELECT actor FROM party WHERE statement = ?",
        "occasion": "SELECT event FROM statement WHERE key = ? AND event IS NOT NULL",
        "remark": "SELECT key FROM remark_span WHERE statement = ?",
    }[grouping.kind]
    return [member for (member,) in db.execute(query, (_statement(db, id),))]
