"""Where decisions hang: on characters of a text, so that they find what they are about after every new analysis."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.record.grouping import GROUPINGS, Grouping, Kind

Pairs = list[tuple[int, int]]

#: Spans kept of one anchor: a person may be mentioned hundreds of times in an article, and few tell who it is.
MOST_SPANS = 10


@dataclass(frozen=True, slots=True)
class Hold:
    """What a decision can hang on: a statement, actor, event, span of a remark or article of one analysis, with
    `spans` that tell it (a statement's cue) and the `content` that does where those are none."""

    member: int
    hash: str
    spans: Pairs
    content: Pairs


#: What can be held of each kind of thing that is decided on: SQL over `analysis` (a) and `article` (r).
_HOLDS = {
    "statement": "SELECT m.key, r.hash, m.cue, m.content FROM statement AS m JOIN analysis AS a ON a.key = m.analysis",
    "person": "SELECT m.key, r.hash, m.mentions, NULL FROM actor AS m JOIN analysis AS a ON a.key = m.analysis",
    "occasion": "SELECT m.key, r.hash, m.evidence, (SELECT s.content FROM statement AS s WHERE s.event = m.key "
    "ORDER BY s.key LIMIT 1) FROM event AS m JOIN analysis AS a ON a.key = m.analysis",
    "remark": 'SELECT m.key, r.hash, json_array(json_array(m.start, m."end")), NULL FROM remark_span AS m '
    "JOIN statement AS s ON s.key = m.statement JOIN analysis AS a ON a.key = s.analysis",
    "story": "SELECT r.key, r.hash, '[]', NULL FROM analysis AS a",
}
_MEMBER = {"story": "r.key"}


def hold(db: sqlite3.Connection, kind: str, member: int) -> Hold:
    """What a decision on this statement, actor, event, remark_span or article hangs on."""
    current = "AND a.current = 1" if kind == "story" else ""
    where = f"JOIN article AS r ON r.key = a.article WHERE {_MEMBER.get(kind, 'm.key')} = ? {current}"
    return next(_read(db.execute(f"{_HOLDS[kind]} {where}", (member,))))


def holds(db: sqlite3.Connection, kind: str, analysis: int) -> list[Hold]:
    """All that decisions of a kind can hang on in an analysis."""
    return list(
        _read(db.execute(f"{_HOLDS[kind]} JOIN article AS r ON r.key = a.article WHERE a.key = ?", (analysis,)))
    )


def write(db: sqlite3.Connection, decision: int, sides: Iterable[tuple[int, Hold]]) -> None:
    """Notes what a decision hangs on."""
    rows = [
        (decision, n, side, h.hash, json.dumps(h.spans[:MOST_SPANS]), json.dumps(h.content), h.member)
        for n, (side, h) in enumerate(sides)
    ]
    db.executemany("INSERT INTO anchor VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def attach(db: sqlite3.Connection, hash: str, analysis: int, kind: str | None = None) -> None:
    """Hangs every decision (of a kind) on the text with that hash on what overlaps most with its words in a new
    analysis; one for which nothing does is left loose, and listed as such."""
    query = (
        "SELECT a.decision, a.n, d.kind, a.spans, a.content FROM anchor AS a JOIN decision AS d ON d.key = a.decision "
        "WHERE a.hash = ?1 AND (?2 IS NULL OR d.kind = ?2)"
    )
    found: dict[str, list[Hold]] = {}
    for decision, n, of, spans, content in db.execute(query, (hash, kind)).fetchall():
        if of not in found:
            found[of] = holds(db, of, analysis)
        fit = best(_pairs(spans), _pairs(content), found[of])
        member = fit.member if fit else None
        db.execute("UPDATE anchor SET member = ? WHERE decision = ? AND n = ?", (member, decision, n))


def kinds_of(db: sqlite3.Connection, hash: str) -> list[Kind]:
    """The kinds of groups that were merged or split by what hangs on the text with that hash."""
    query = (
        "SELECT DISTINCT d.kind FROM anchor AS a JOIN decision AS d ON d.key = a.decision "
        "WHERE a.hash = ? AND d.field IN ('merge', 'split')"
    )
    return [kind for (kind,) in db.execute(query, (hash,)).fetchall()]


def best(spans: Pairs, content: Pairs, some: Sequence[Hold]) -> Hold | None:
    """What has most characters of `spans`; of `content` where either has no spans; None where nothing has any. Of
    several that have as many, what has fewest others: a statement is not the one that it is quoted in."""
    if not spans and not content:
        return next((one for one in some if not one.spans), None)

    def fits(one: Hold) -> tuple[int, int, int]:
        shared = overlap(spans, one.spans)
        comparable = shared or not spans or not one.spans
        others = _apart(spans, one.spans) + _apart(content, one.content)
        return shared, overlap(content, one.content) if comparable else 0, -others

    fit = max(some, key=fits, default=None)
    return fit if fit and any(fits(fit)[:2]) else None


def overlap(some: Pairs, others: Pairs) -> int:
    """The number of characters that both have."""
    return sum(max(0, min(end, stop) - max(start, begin)) for start, end in some for begin, stop in others)


def _apart(some: Pairs, others: Pairs) -> int:
    """The number of characters that only one of the two has."""
    return sum(end - start for start, end in (*some, *others)) - 2 * overlap(some, others)


def carry(db: sqlite3.Connection, old: int, new: int) -> None:
    """Gives what a new analysis of an article found the groups that the same words had in the old one."""
    for grouping in (GROUPINGS["person"], GROUPINGS["occasion"]):
        fresh = holds(db, grouping.kind, new)
        for one in holds(db, grouping.kind, old):
            fit = best(one.spans, one.content, fresh)
            if fit:
                _hand_over(db, grouping, one.member, fit.member)
            forget(db, grouping, one.member)
    _carry_remarks(db, old, new)


def _hand_over(db: sqlite3.Connection, grouping: Grouping, old: int, new: int) -> None:
    g = grouping
    columns = f"{g.kind}, linked"
    db.execute(
        f"INSERT OR IGNORE INTO {g.members} ({g.member}, {columns}) SELECT ?, {columns} FROM {g.members} "
        f"WHERE {g.member} = ?",
        (new, old),
    )
    for side in "ab":
        db.execute(f"UPDATE link SET {side} = ? WHERE kind = ? AND {side} = ?", (new, g.kind, old))


def _carry_remarks(db: sqlite3.Connection, old: int, new: int) -> None:
    """A span goes to what its statement is in the new analysis, cut to the content there."""
    fresh = holds(db, "statement", new)
    now = {one.member: best(one.spans, one.content, fresh) for one in holds(db, "statement", old)}
    owner = dict(
        db.execute(
            "SELECT m.key, m.statement FROM remark_span AS m JOIN statement AS s ON s.key = m.statement "
            "WHERE s.analysis = ?",
            (old,),
        ).fetchall()
    )
    for one in holds(db, "remark", old):
        fit = now[owner[one.member]]
        inside = fit and _common(one.spans, fit.content)
        if fit and inside:
            start, end = min(pair[0] for pair in inside), max(pair[1] for pair in inside)
            there = 'SELECT 1 FROM remark_span WHERE statement = ? AND start = ? AND "end" = ?'
            if not db.execute(there, (fit.member, start, end)).fetchone():
                change = 'UPDATE remark_span SET statement = ?, start = ?, "end" = ? WHERE key = ?'
                db.execute(change, (fit.member, start, end, one.member))
                continue
        forget(db, GROUPINGS["remark"], one.member)


def forget(db: sqlite3.Connection, grouping: Grouping, member: int) -> None:
    """Takes a member out of its group, with the links that it has."""
    db.execute(f"DELETE FROM {grouping.members} WHERE {grouping.member} = ?", (member,))
    db.execute("DELETE FROM link WHERE kind = ?1 AND (a = ?2 OR b = ?2)", (grouping.kind, member))


def _common(some: Pairs, others: Pairs) -> Pairs:
    both = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return [(start, end) for start, end in both if start < end]


def _read(cursor: sqlite3.Cursor) -> Iterator[Hold]:
    return (Hold(member, hash, _pairs(spans), _pairs(content)) for member, hash, spans, content in cursor)


def _pairs(stored: str | None) -> Pairs:
    """The spans of an evidence; names of fields are left out."""
    return [(one[0], one[1]) for one in json.loads(stored or "[]") if isinstance(one, list)]
