"""One person's remarks in the order in which they were made, found without looking at all that the person ever said."""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

#: Statements taken from the index at a time: a page of remarks mostly comes out of one or two takes.
TAKE = 200
#: Stands for a last day where there is none.
EVER = "9999-12-31"

# (The signs + keep SQLite from the index of persons, which is the longer way where the statement is known.)
_COUNTING = "c.verdict IS NOT 'wrong'"
_ABOUT = (
    " AND EXISTS (SELECT 1 FROM current_person AS a WHERE a.statement = w.statement AND +a.person = ? "
    "AND +a.part = 'about')"
)
_AMONG = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a remark stands: the days on which it may have been made ("" where nothing tells), then its first
    statement, since statements are numbered as articles tell them. `remark` is its key; a statement that no linking
    pass has seen stands for a remark, by its own key below zero."""

    first: str
    last: str
    statement: int
    remark: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose remarks are wanted, and which of them: those about a person, those of some days."""

    person: int
    about: int | None = None
    since: str | None = None
    until: str | None = None


def dated(db: sqlite3.Connection, wanted: Wanted) -> Iterator[Place]:
    """Remarks by their days. The index gives statements by the first day that they allow. A remark may prove to be
    later than the first of its statements, so it waits until all that is still to come is later than itself."""
    waiting: list[Place] = []
    seen: set[int] = set()
    for take in _takes(_dated_statements(db, wanted)):
        keys = _outermost(db, wanted.person, [key for _, key in take])
        fresh = [remark for remark in _remarks_of(db, keys) if remark not in seen]
        seen.update(fresh)
        for place in _places(db, wanted, fresh):
            heapq.heappush(waiting, place)
        while waiting and waiting[0].first < take[-1][0]:
            yield heapq.heappop(waiting)
    while waiting:
        yield heapq.heappop(waiting)


def undated(db: sqlite3.Connection, wanted: Wanted) -> Iterator[Place]:
    """Remarks of which no statement tells when, in the order of the articles that report them; `since` and `until`
    are held against the articles' dates."""
    seen: set[int] = set()
    for take in _takes(_undated_statements(db, wanted)):
        fresh = [remark for remark in _remarks_of(db, _outermost(db, wanted.person, take)) if remark not in seen]
        seen.update(fresh)
        elsewhere = {place.remark for place in _places(db, replace(wanted, since=None, until=None), fresh)}
        yield from (Place("", "", 0, remark) for remark in fresh if remark not in elsewhere)


def undated_statements(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many statements of the person bear no time, in whatever article."""
    return sum(1 for _ in _undated_statements(db, replace(wanted, since=None, until=None)))


def statements_of(db: sqlite3.Connection, person: int, remarks: Collection[int]) -> dict[int, list[int]]:
    """The statements, by key, in which this person makes each remark."""
    query = (
        "SELECT m.remark, m.statement FROM json_each(?) AS j CROSS JOIN remark_span AS m ON m.remark = j.value "
        "CROSS JOIN current_person AS w ON w.statement = m.statement CROSS JOIN current AS c "
        f"ON c.statement = m.statement WHERE +w.person = ? AND +w.part = 'speaker' AND {_COUNTING} "
        "ORDER BY m.statement"
    )
    found: dict[int, dict[int, None]] = {remark: {-remark: None} if remark < 0 else {} for remark in remarks}
    for remark, statement in db.execute(query, (_list(remark for remark in remarks if remark > 0), person)):
        found[remark][statement] = None
    return {remark: list(statements) for remark, statements in found.items()}


def _dated_statements(db: sqlite3.Connection, wanted: Wanted) -> Iterator[tuple[str, int]]:
    query = (
        "SELECT w.said_first, w.statement FROM current_person AS w "
        "CROSS JOIN current AS c ON c.statement = w.statement "
        f"WHERE w.person = ? AND w.part = 'speaker' AND {_COUNTING} AND w.said_first > '' AND w.said_first <= ?"
    )
    values: list[object] = [wanted.person, wanted.until or EVER]
    if wanted.since:
        query, values = query + " AND coalesce(c.said_last, ?) >= ?", [*values, EVER, wanted.since]
    if wanted.about:
        query, values = query + _ABOUT, [*values, wanted.about]
    yield from db.execute(query + " ORDER BY w.said_first, w.statement", values)


def _undated_statements(db: sqlite3.Connection, wanted: Wanted) -> Iterator[int]:
    query = (
        "SELECT w.statement FROM current_person AS w CROSS JOIN current AS c ON c.statement = w.statement "
        f"WHERE w.person = ? AND w.part = 'speaker' AND w.said_first = '' AND {_COUNTING}"
    )
    values: list[object] = [wanted.person]
    if wanted.since:
        query += " AND (SELECT published_last FROM article WHERE key = c.article) >= ?"
        values.append(wanted.since)
    if wanted.until:
        query, values = query + " AND c.published <= ?", [*values, wanted.until]
    if wanted.about:
        query, values = query + _ABOUT, [*values, wanted.about]
    for (statement,) in db.execute(query + " ORDER BY coalesce(c.published, '9'), w.statement", values):
        yield statement


def _outermost(db: sqlite3.Connection, person: int, statements: Sequence[int]) -> list[int]:
    """Without what somebody quotes in their own words: "I have no reason to doubt him" is one remark, not two."""
    query = (
        "SELECT s.key FROM json_each(?) AS j CROSS JOIN statement AS s ON s.key = j.value CROSS JOIN statement AS q "
        "ON q.analysis = s.analysis AND q.n = s.parent CROSS JOIN current_person AS v ON v.statement = q.key "
        "WHERE +v.person = ? AND +v.part = 'speaker'"
    )
    inner = {key for (key,) in db.execute(query, (_list(statements), person))}
    return [key for key in statements if key not in inner]


def _takes(rows: Iterator[T]) -> Iterator[list[T]]:
    while take := list(islice(rows, TAKE)):
        yield take


def _remarks_of(db: sqlite3.Connection, statements: Sequence[int]) -> list[int]:
    """The remarks that these statements report, in their order."""
    query = f"SELECT statement, remark FROM remark_span WHERE statement {_AMONG} ORDER BY key"
    found: dict[int, list[int]] = {}
    for statement, remark in db.execute(query, (_list(statements),)):
        found.setdefault(statement, []).append(remark)
    return list(dict.fromkeys(remark for one in statements for remark in found.get(one, [-one])))


def _places(db: sqlite3.Connection, wanted: Wanted, remarks: Collection[int]) -> Iterator[Place]:
    """Where those remarks stand that are dated: each by the narrowest time that one of its statements gives."""
    reports = statements_of(db, wanted.person, remarks)
    keys = _list(key for some in reports.values() for key in some)
    query = (
        f"SELECT statement, said_first, coalesce(said_last, ?) FROM current WHERE statement {_AMONG} "
        "AND said_first IS NOT NULL"
    )
    days = {key: (first, last) for key, first, last in db.execute(query, (EVER, keys))}
    for remark, some in reports.items():
        known = [days[key] for key in some if key in days]
        if known:
            first, last = min(known, key=lambda pair: (_width(*pair), pair))
            if last >= (wanted.since or "") and first <= (wanted.until or EVER):
                yield Place(first, last, min(some), remark)


def _width(first: str, last: str) -> int:
    """How many days a time leaves open."""
    return days_between(first, last) or 0


def days_between(first: str, last: str) -> int | None:
    """Days from one to the other; None where one is outside the years that Python counts."""
    try:
        return (date.fromisoformat(last) - date.fromisoformat(first)).days
    except ValueError:
        return None


def _list(keys: Iterable[int]) -> str:
    return json.dumps(list(keys))
