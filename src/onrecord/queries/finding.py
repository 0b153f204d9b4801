"""Finds the keys of statements for which all holds, in order and page by page, by whichever index has the least to do.

Where search words are given, the index of words, which knows acts and statuses, too, leads, and what it gives is looked
up in `current`. Otherwise the rarest of the other conditions leads, and where none is rare statements are gone through
in the order that is wanted until a page is full. Times are of one core and a record of 1,026,000 statements.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.queries.filters import DAY, Filter

#: Up to so many statements are all looked up and put in order (10 ms); a condition that holds for more is met often
#: enough that going through statements in order soon fills a page: for 20,000 the one takes 40 ms, the other 10.
SORTED = 6_000
#: Words are looked for among those of a condition that holds for so many statements at most (counted in 4 ms): the
#: 95th percentile of an outlet and a word is 43 ms so, 58 ms with 20,000 and 92 ms without this. Acts and statuses are
#: marks in the index of words itself, which takes 27 ms for an act and a word, where this way took 54.
FEW = 60_000
#: Where words are in more statements than this (found out in 1.4 ms), each is looked for among those of the rarest
#: condition before all else of it is looked up: 446,000 take 0.1 s so, and 0.4 s otherwise.
FREQUENT = 20_000
#: Where they are in more than this, a page in the order of days is soon full when statements are gone through one by
#: one and their words looked up (0.03 ms each, but far more for a prefix).
OFTEN = 60_000
#: More than so many are no page. For these all statements with the words are found first, and those of the last days
#: picked out: 1,001 of 68,000 take 16 ms so and 540 ms one by one, of 446,000 either takes 180 ms.
PAGE = 100
#: The best of so many are found, those added last: to tell how well each of 446,000 fits takes 720 ms, of 2,000 11 ms.
RANKED = 2_000

_EVERY = "current AS c"

#: A statement's key, and its day or how well it fits (less is better).
Row = tuple[int, str | float]


@dataclass(frozen=True, slots=True)
class Source:
    """Where to look: `tables`, in this order, and what has to hold (`where`), with the values of both. `key` is the
    statement's key in the first table; a + keeps SQLite from looking for each wanted key in the index of words."""

    tables: str
    where: str
    values: tuple[object, ...] = ()
    key: str = "c.statement"

    def also(self, condition: str, *values: object) -> Source:
        return Source(self.tables, f"{self.where} AND {condition}", (*self.values, *values), self.key)

    def under(self, conditions: Sequence[Filter]) -> Source:
        source = self
        for one in conditions:
            source = source.also(one.holds, *one.values)
        return source


@dataclass(frozen=True, slots=True)
class Plan:
    """Where to look for what, in parts: `source` for any order, `days` for the order of days, `page` for no more than
    PAGE in that order. `everything` tells that nothing is asked for."""

    source: tuple[Source, ...]
    days: tuple[Source, ...]
    page: tuple[Source, ...]
    everything: bool = False


def plan(db: sqlite3.Connection, expression: str | None, conditions: Sequence[Filter], *, by_day: bool = False) -> Plan:
    """How to find the statements that have what MATCH looks for and meet the conditions; `by_day` tells that they are
    wanted in the order of days."""
    if expression is None:
        source = _by_rarest(db, conditions)
        return Plan(source, source, source, everything=not conditions)
    expression = " AND ".join([expression, *(one.mark for one in conditions if one.mark)])
    source = (_by_words(db, expression, conditions),)
    days = _among(db, expression, conditions) if by_day else ()
    page = _walk(db, expression, conditions) if days else ()
    return Plan(source, days or source, page or days or source)


def counted(db: sqlite3.Connection, plan: Plan, most: int) -> int:
    """How many statements there are, counted up to `most`."""
    found = 0
    for source in plan.source:
        query = f"SELECT count(*) FROM (SELECT 1 FROM {source.tables} WHERE {source.where} LIMIT ?)"
        found += _one(db, query, (*source.values, most - found))
    return found


def newest_key(db: sqlite3.Connection) -> int:
    """The last key there is."""
    return _one(db, "SELECT coalesce(max(statement), 0) FROM current")


def by_day(db: sqlite3.Connection, plan: Plan, after: tuple[object, int] | None, most: int, *, down: bool) -> list[Row]:
    """The first `most` statements with their days, the latest first if `down`, beginning `after` a day and a key."""
    parts = plan.page if most <= PAGE else plan.days
    found = [row for source in parts for row in _ordered(db, source, after, most, down)]
    return sorted(found, key=lambda row: (row[1], row[0]), reverse=down)[:most]


def ranked(db: sqlite3.Connection, plan: Plan, newest: int) -> list[Row]:
    """Those of the last added RANKED statements up to the key `newest`, the best first, by BM25."""
    source = plan.source[0].also("content_fts.rowid <= ?", newest)
    inner = f"SELECT c.statement AS key, bm25(content_fts, 1, 0) AS fit FROM {source.tables} WHERE {source.where} "
    query = f"SELECT key, fit FROM ({inner} ORDER BY content_fts.rowid DESC LIMIT {RANKED}) ORDER BY fit, key DESC"
    return db.execute(query, source.values).fetchall()


def last_added(db: sqlite3.Connection, plan: Plan, before: int, most: int) -> list[int]:
    """The last added `most` of the statements with words whose keys are less than `before`."""
    source = plan.source[0].also("content_fts.rowid < ?", before)
    query = f"SELECT c.statement FROM {source.tables} WHERE {source.where} ORDER BY content_fts.rowid DESC LIMIT ?"
    return [key for (key,) in db.execute(query, (*source.values, most)).fetchall()]


def _ordered(
    db: sqlite3.Connection, source: Source, after: tuple[object, int] | None, most: int, down: bool
) -> list[Row]:
    if after:
        sign = "<" if down else ">"
        # The first comparison is for the index, which the second does not use.
        source = source.also(f"{DAY} {sign}= ? AND ({DAY}, c.statement) {sign} (?, ?)", after[0], *after)
    direction = "DESC" if down else "ASC"
    query = (
        f"SELECT c.statement, {DAY} FROM {source.tables} WHERE {source.where} "
        f"ORDER BY {DAY} {direction}, c.statement {direction} LIMIT ?"
    )
    return db.execute(query, (*source.values, most)).fetchall()


def _by_words(db: sqlite3.Connection, expression: str, conditions: Sequence[Filter]) -> Source:
    tables = "content_fts CROSS JOIN current AS c ON c.statement = content_fts.rowid"
    source = Source(tables, "content_fts MATCH ?", (expression,), "+content_fts.rowid")
    if conditions and _are_in_more(db, expression, FREQUENT) and (rarest := _rarest(db, _unmarked(conditions), FEW)):
        # The + keeps SQLite from looking each of them up in the index of words.
        source = source.also(f"+content_fts.rowid IN ({rarest.keys})", *rarest.key_values)
    return source.under(conditions)


def _by_rarest(db: sqlite3.Connection, conditions: Sequence[Filter]) -> tuple[Source, ...]:
    """What the rarest condition gives, or all statements; these in two parts where days are asked for: those of these
    days, by the index, and what reaches into them from before."""
    if rarest := _rarest(db, conditions, SORTED):
        return (Source(_EVERY, f"c.statement IN ({rarest.keys})", rarest.key_values).under(conditions),)
    dates = next((one.dates for one in conditions if one.dates), None)
    if not dates:
        return (Source(_EVERY, "1").under(conditions),)
    tables = f"({dates.across}) AS k CROSS JOIN current AS c ON c.statement = k.statement"
    between = Source(_EVERY, f"{DAY} BETWEEN ? AND ?", (dates.since, dates.until))
    across = Source(tables, f"{DAY} < ?", (*dates.values, dates.since))
    return between.under(conditions), across.under(conditions)


def _among(db: sqlite3.Connection, expression: str, conditions: Sequence[Filter]) -> tuple[Source, ...]:
    """What meets the conditions, each looked for among all with the words, where that is quickest."""
    if not _are_in_more(db, expression, FREQUENT) or _rarest(db, _unmarked(conditions), FEW):
        return ()
    has_words = "+c.statement IN (SELECT rowid FROM content_fts WHERE content_fts MATCH ?)"
    return tuple(source.also(has_words, expression) for source in _by_rarest(db, conditions))


def _walk(db: sqlite3.Connection, expression: str, conditions: Sequence[Filter]) -> tuple[Source, ...]:
    """All statements, each with its words looked up, where that is quickest."""
    if conditions or "*" in expression or not _are_in_more(db, expression, OFTEN):
        return ()
    has_words = "EXISTS (SELECT 1 FROM content_fts WHERE content_fts MATCH ? AND rowid = c.statement)"
    return (Source(_EVERY, has_words, (expression,)),)


def _are_in_more(db: sqlite3.Connection, expression: str, most: int) -> bool:
    words = Filter("", (), "SELECT rowid FROM content_fts WHERE content_fts MATCH ?", (expression,))
    return _size(db, words, most) > most


def _unmarked(conditions: Sequence[Filter]) -> list[Filter]:
    """Those that the index of words does not know."""
    return [one for one in conditions if not one.mark]


def _rarest(db: sqlite3.Connection, conditions: Sequence[Filter], most: int) -> Filter | None:
    """The condition that holds for the fewest statements, if these are `most` or less."""
    sizes = [(_size(db, one, most), n) for n, one in enumerate(conditions) if one.keys]
    size, n = min(sizes, default=(most + 1, 0))
    return conditions[n] if size <= most else None


def _size(db: sqlite3.Connection, condition: Filter, most: int) -> int:
    return _one(
        db, f"SELECT count(*) FROM (SELECT 1 FROM ({condition.keys}) LIMIT ?)", (*condition.key_values, most + 1)
    )


def _one(db: sqlite3.Connection, query: str, values: Sequence[object] = ()) -> int:
    return int(db.execute(query, values).fetchone()[0])
