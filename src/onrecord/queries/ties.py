"""Why linking passes tied what they tied: each tie with its features and its score."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["person", "occasion", "remark", "story", "repeats"]

#: Ties that are told of one thing, the strongest first: somebody whom a thousand articles name has as many.
MOST_TIES = 50
#: Members whose ties are looked at, those that came last: all 10,000 of somebody whom everybody quotes took 51 ms, so
#: many take 4.
MOST_MEMBERS = 500


@dataclass(frozen=True, slots=True)
class Tied:
    """`one` and `other` are ids of what was tied: of a remark two statements, of repeats two remarks, else two
    articles. `names` are what these articles call the person or the occasion. `score` is 0 to 1, `why` the features
    that spoke and their weights."""

    kind: Kind
    one: str
    other: str
    names: tuple[str, ...]
    score: float
    why: dict[str, Any]


_END = {
    "person": (
        "SELECT m.key, r.id, m.name FROM actor AS m JOIN analysis AS a ON a.key = m.analysis "
        "JOIN article AS r ON r.key = a.article WHERE m.key"
    ),
    "occasion": (
        "SELECT m.key, r.id, m.name FROM event AS m JOIN analysis AS a ON a.key = m.analysis "
        "JOIN article AS r ON r.key = a.article WHERE m.key"
    ),
    "remark": ("SELECT m.key, s.id, NULL FROM remark_span AS m JOIN statement AS s ON s.key = m.statement WHERE m.key"),
    "story": "SELECT m.key, m.id, m.title FROM article AS m WHERE m.key",
    "repeats": "SELECT m.key, 'R' || m.key, NULL FROM remark AS m WHERE m.key",
}
_AMONG = "IN (SELECT value FROM json_each(?))"


def ties(db: sqlite3.Connection, kind: Kind, members: Collection[int]) -> tuple[Tied, ...]:
    """Why these members (actors, events, spans of remarks, articles, remarks) were tied to each other or to others."""
    wanted = json.dumps(sorted(members)[-MOST_MEMBERS:])
    query = (
        f"SELECT key, a, b, score, why FROM link WHERE kind = ? AND a {_AMONG} UNION "
        f"SELECT key, a, b, score, why FROM link WHERE kind = ? AND b {_AMONG} ORDER BY score DESC, key LIMIT ?"
    )
    rows = db.execute(query, (kind, wanted, kind, wanted, MOST_TIES)).fetchall()
    ends = json.dumps(sorted({end for _, a, b, _, _ in rows for end in (a, b)}))
    known = {key: (id, name) for key, id, name in db.execute(f"{_END[kind]} {_AMONG}", (ends,))}
    found = []
    for _, a, b, score, why in rows:
        if a in known and b in known:
            names = tuple(name for _, name in (known[a], known[b]) if name)
            found.append(Tied(kind, known[a][0], known[b][0], names, score, json.loads(why)))
    return tuple(found)
