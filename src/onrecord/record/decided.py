"""Reads what reviewers decided: which decisions count, about which statement, and who disagrees with whom."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.record.reading import named


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of what reviewers decided. `old` and `new` are as the record's JSON gives them: a word, a list of
    parties, None for "not known". `undone` tells whether a later decision takes it back. `attached` is False where
    the words that it hangs on are not found in the analysis that counts now."""

    key: int
    made: str
    by: str
    why: str
    kind: str
    subject: str
    field: str
    old: Any
    new: Any
    undoes: int | None
    undone: bool
    attached: bool

    @property
    def id(self) -> str:
        return f"D{self.key}"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Reviewers who want different values for one field of one statement; the last decision is the one that counts."""

    statement: str
    field: str
    decisions: tuple[Decision, ...]


_DECISIONS = (
    "SELECT d.*, (SELECT count(*) = count(a.member) FROM anchor AS a WHERE a.decision = d.key) AS attached "
    "FROM decision AS d"
)


def decisions(db: sqlite3.Connection, where: str = "", values: tuple[object, ...] = ()) -> Iterator[Decision]:
    """Decisions in the order in which they were made; `where` is SQL over `d`."""
    taken_back = undone(db)
    for fields in named(db, f"{_DECISIONS} {where} ORDER BY d.key", values):
        yield _decision(fields, taken_back)


def _decision(fields: Mapping[str, Any], taken_back: frozenset[int]) -> Decision:
    read: dict[str, Any] = {name: None if fields[name] is None else json.loads(fields[name]) for name in ("old", "new")}
    known = {name: fields[name] for name in ("key", "made", "by", "why", "kind", "subject", "field", "undoes")}
    return Decision(**{**known, **read}, undone=fields["key"] in taken_back, attached=bool(fields["attached"]))


def undone(db: sqlite3.Connection) -> frozenset[int]:
    """The decisions that do not count: undone by one that is not undone itself."""
    taken_back: set[int] = set()
    for key, undoes in db.execute("SELECT key, undoes FROM decision WHERE undoes IS NOT NULL ORDER BY key DESC"):
        if key not in taken_back:
            taken_back.add(undoes)
    return frozenset(taken_back)


def about_statements(db: sqlite3.Connection, scope: str, values: Iterable[object] = ()) -> dict[int, list[Decision]]:
    """The decisions that count, in order, by the key of the statement they are attached to. `scope` is SQL that
    selects keys of statements."""
    query = (
        "SELECT a.member, d.*, 1 AS attached FROM anchor AS a JOIN decision AS d ON d.key = a.decision "
        f"WHERE d.kind = 'statement' AND a.member IN ({scope}) ORDER BY d.key"
    )
    taken_back, found = undone(db), defaultdict[int, list[Decision]](list)
    for fields in named(db, query, tuple(values)):
        if fields["key"] not in taken_back:
            found[fields["member"]].append(_decision(fields, taken_back))
    return dict(found)


def latest(made: Iterable[Decision]) -> dict[str, Decision]:
    """Of each field the decision that counts."""
    return {decision.field: decision for decision in made}


def disagreements(db: sqlite3.Connection) -> list[Disagreement]:
    """Where the last words of two reviewers on one field of one statement differ."""
    found = []
    scope = "SELECT a.member FROM anchor AS a JOIN current AS c ON c.statement = a.member"
    for statement, made in about_statements(db, scope).items():
        last: dict[str, dict[str, Decision]] = defaultdict(dict)
        for decision in made:
            last[decision.field].pop(decision.by, None)
            last[decision.field][decision.by] = decision
        (id,) = db.execute("SELECT id FROM statement WHERE key = ?", (statement,)).fetchone()
        for field, by_reviewer in last.items():
            if len({json.dumps(decision.new, sort_keys=True) for decision in by_reviewer.values()}) > 1:
                found.append(Disagreement(id, field, tuple(by_reviewer.values())))
    return found
