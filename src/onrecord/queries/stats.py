"""A record in figures: what is in it, from when to when, and what is still to be done."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from onrecord.queries.one_person import Count
from onrecord.record import Record
from onrecord.record.decided import undone


@dataclass(frozen=True, slots=True)
class Stats:
    """`articles` are newest versions, `versions` all of them, `copies` texts that were met again, `reprints` articles
    that repeat others almost word for word. `statements` are those that count. Days are ISO 8601: of publication, and
    of when things were said. `people` made a statement at least; `remarks_shared` are those that two outlets or more
    report (an article without an outlet counts as one). `decisions` count all that were made, `undone` those taken
    back. `makers` are the versions of model and code whose analyses count. `unlinked` articles wait for
    `onrecord link`. `size` is the file's, in bytes."""

    articles: int
    versions: int
    undated: int
    copies: int
    reprints: int
    removed: int
    outlets: int
    published_first: str | None
    published_last: str | None
    statements: int
    said: int
    said_first: str | None
    said_last: str | None
    people: int
    occasions: int
    stories: int
    remarks: int
    remarks_shared: int
    repeats: int
    decisions: int
    undone: int
    reviewed: int
    unlinked: int
    size: int
    acts: tuple[Count, ...]
    statuses: tuple[Count, ...]
    quotes: tuple[Count, ...]
    by_outlet: tuple[Count, ...]
    makers: tuple[Count, ...]


_NUMBERS = {
    "articles": "SELECT count(*) FROM article WHERE newest = 1",
    "versions": "SELECT count(*) FROM article",
    "undated": "SELECT count(*) FROM article WHERE newest = 1 AND published IS NULL",
    "copies": "SELECT count(*) FROM copy",
    "reprints": "SELECT count(*) FROM duplicate",
    "removed": "SELECT count(*) FROM removal",
    "outlets": "SELECT count(DISTINCT outlet) FROM article WHERE newest = 1",
    "published_first": "SELECT min(published) FROM article WHERE newest = 1",
    "published_last": "SELECT max(published) FROM article WHERE newest = 1",
    "statements": "SELECT count(*) FROM current",
    "said": "SELECT count(*) FROM current WHERE said_first IS NOT NULL OR said_last IS NOT NULL",
    "said_first": "SELECT min(said_first) FROM current",
    "said_last": "SELECT max(said_last) FROM current",
    "people": (
        "SELECT count(*) FROM person AS p WHERE EXISTS "
        "(SELECT 1 FROM current_person AS w WHERE w.person = p.key AND w.part = 'speaker')"
    ),
    "occasions": "SELECT count(*) FROM occasion AS o WHERE EXISTS (SELECT 1 FROM current WHERE occasion = o.key)",
    "stories": "SELECT count(DISTINCT story) FROM story_article",
    "remarks": "SELECT count(DISTINCT remark) FROM remark_span",
    "remarks_shared": (
        "SELECT count(*) FROM (SELECT m.remark FROM remark_span AS m JOIN current AS c ON c.statement = m.statement "
        "GROUP BY m.remark HAVING min(coalesce(c.outlet, -c.article)) < max(coalesce(c.outlet, -c.article)))"
    ),
    "repeats": "SELECT count(*) FROM link WHERE kind = 'repeats'",
    "decisions": "SELECT count(*) FROM decision",
    "reviewed": "SELECT count(*) FROM current WHERE decided IS NOT NULL",
    "unlinked": (
        "SELECT count(*) FROM analysis AS a JOIN article AS r ON r.key = a.article "
        "WHERE a.linked = 0 AND a.current = 1 AND r.newest = 1"
    ),
    "size": "SELECT p.page_count * s.page_size FROM pragma_page_count AS p, pragma_page_size AS s",
}
_COUNTS = {
    "acts": "SELECT NULL, act, count(*) FROM current WHERE act IS NOT NULL",
    "statuses": "SELECT NULL, status, count(*) FROM current WHERE status IS NOT NULL",
    "quotes": "SELECT NULL, s.quote, count(*) FROM current AS c JOIN statement AS s ON s.key = c.statement",
    "by_outlet": "SELECT NULL, o.name, count(*) FROM current AS c JOIN outlet AS o ON o.key = c.outlet",
    "makers": (
        "SELECT NULL, 'model ' || a.model || ', code ' || a.code, count(*) FROM analysis AS a "
        "JOIN article AS r ON r.key = a.article WHERE a.current = 1 AND r.newest = 1"
    ),
}


def stats(record: Record) -> Stats:
    """The figures of the record as it is now."""
    with record.snapshot():
        db = record.db
        figures: dict[str, Any] = {name: db.execute(query).fetchone()[0] for name, query in _NUMBERS.items()}
        figures |= {name: _counted(db, query) for name, query in _COUNTS.items()}
        return Stats(**figures, undone=len(undone(db)))


def figures(record: Record, names: Iterable[str]) -> dict[str, int | str | None]:
    """Some of the figures of `Stats` by name: numbers, and days."""
    with record.snapshot():
        return {name: record.db.execute(_NUMBERS[name]).fetchone()[0] for name in names}


def _counted(db: sqlite3.Connection, query: str) -> tuple[Count, ...]:
    return tuple(Count(*row) for row in db.execute(f"{query} GROUP BY 2 ORDER BY 3 DESC, 2"))
