"""What became of something: which versions of the model and the code read it, what reviewers decided, where they
disagree."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.queries.statements import Named
from onrecord.record import Decision
from onrecord.record.decided import decisions
from onrecord.record.reading import named


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A reviewer's decision. `old` and `new` are as the record's JSON has them, None for "not known"; `undone` tells
    that a later decision takes it back, `attached` that the words it hangs on are in the analysis that counts."""

    id: str
    made: str
    by: str
    why: str
    kind: str
    subject: str
    field: str
    old: Any
    new: Any
    undoes: str | None
    undone: bool
    attached: bool


@dataclass(frozen=True, slots=True)
class AnalysisLine:
    """A reading by one version of the model and the code. `counts` tells that it is the one that counts now. The
    values are the machine's, of the statement where one is asked for, else None."""

    model: str
    code: str
    made: str
    counts: bool
    statements: int
    act: str | None
    status: str | None
    said: str | None
    quote: str | None
    confidence: float | None


def decision_line(made: Decision) -> DecisionLine:
    same = {name: getattr(made, name) for name in ("made", "by", "why", "kind", "subject", "field", "old", "new")}
    undoes = None if made.undoes is None else f"D{made.undoes}"
    return DecisionLine(id=made.id, undoes=undoes, undone=made.undone, attached=made.attached, **same)


def decisions_on(
    db: sqlite3.Connection, kind: str, ids: Iterable[str], members: Iterable[int] = ()
) -> tuple[DecisionLine, ...]:
    """The decisions about what has one of these ids, or hangs on these members, in order, and what undoes them."""
    among = "IN (SELECT value FROM json_each(?))"
    where = (
        "WHERE d.key IN (WITH RECURSIVE chosen (key) AS (SELECT key FROM decision WHERE kind = ? AND "
        f"(subject {among} OR key IN (SELECT decision FROM anchor WHERE member {among})) "
        "UNION SELECT u.key FROM decision AS u JOIN chosen ON u.undoes = chosen.key) SELECT key FROM chosen)"
    )
    values = (kind, json.dumps(list(ids)), json.dumps(list(members)))
    return tuple(decision_line(one) for one in decisions(db, where, values))


#: The persons that decisions name in these fields, with the decision.
_NAMING = (
    "SELECT json_extract(CASE n.type WHEN 'object' THEN n.value END, '$.person') AS person, d.key AS decision "
    "FROM decision AS d JOIN json_each(d.new) AS n WHERE d.field IN ('speaker', 'about', 'target')"
)


def newcomers(db: sqlite3.Connection, made: Iterable[str]) -> tuple[Named, ...]:
    """Who became a person by these decisions, by id: no article names them, and no decision did before."""
    among = "IN (SELECT value FROM json_each(?))"
    keys = json.dumps([int(id[1:]) for id in made])
    persons = {person for person, _ in db.execute(f"{_NAMING} AND d.key {among}", (keys,))}
    if not persons:
        return ()
    query = (
        f"SELECT 'P' || p.key, p.name FROM person AS p WHERE p.key {among} "
        f"AND (SELECT min(decision) FROM ({_NAMING}) WHERE person = p.key) {among} "
        "AND NOT EXISTS (SELECT 1 FROM person_actor WHERE person = p.key) "
        "AND NOT EXISTS (SELECT 1 FROM person_actor WHERE linked = p.key)"
    )
    return tuple(Named(*row) for row in db.execute(query, (json.dumps(sorted(persons)), keys)))


def disputed(made: Sequence[DecisionLine]) -> tuple[str, ...]:
    """The fields for which two reviewers' last decisions that stand differ."""
    last: dict[str, dict[str, str]] = {}
    for one in made:
        if not one.undone and one.kind == "statement":
            last.setdefault(one.field, {})[one.by] = json.dumps(one.new, sort_keys=True)
    return tuple(field for field, by_reviewer in last.items() if len(set(by_reviewer.values())) > 1)


def analyses_of_article(db: sqlite3.Connection, article: int) -> tuple[AnalysisLine, ...]:
    """The readings of an article, the oldest first."""
    query = (
        "SELECT a.model, a.code, a.made, a.current AS counts, "
        "(SELECT count(*) FROM statement WHERE analysis = a.key) AS statements, NULL AS act, NULL AS status, "
        "NULL AS said, NULL AS quote, NULL AS confidence FROM analysis AS a WHERE a.article = ? ORDER BY a.key"
    )
    return _analyses(db, query, (article,))


def analyses_of_statement(db: sqlite3.Connection, id: str) -> tuple[AnalysisLine, ...]:
    """The readings that found the statement with this id, and what each made of it."""
    query = (
        "SELECT a.model, a.code, a.made, a.current AS counts, 1 AS statements, s.act, s.status, s.said, s.quote, "
        "s.confidence FROM statement AS s JOIN analysis AS a ON a.key = s.analysis WHERE s.id = ? ORDER BY a.key"
    )
    return _analyses(db, query, (id,))


def _analyses(db: sqlite3.Connection, query: str, values: tuple[object, ...]) -> tuple[AnalysisLine, ...]:
    return tuple(AnalysisLine(**{**fields, "counts": bool(fields["counts"])}) for fields in named(db, query, values))
