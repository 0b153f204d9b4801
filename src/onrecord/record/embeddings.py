"""Keeps vectors of what statements mean: a row an analysis, made by a pass of linking, read by searches for like
meaning."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.record.rows import spans_of


@dataclass(frozen=True, slots=True)
class Embedding:
    """The vectors of an analysis's statements, one after the other, as an encoder's version makes them. `statement`
    is the key of the first; the keys of the others follow it one by one."""

    analysis: int
    encoder: str
    statement: int
    vectors: bytes


@dataclass(frozen=True, slots=True)
class Contents:
    """What the statements of an analysis say, in order, as it counts now. `statement` is the key of the first."""

    analysis: int
    statement: int
    contents: tuple[str, ...]


def missing(db: sqlite3.Connection, encoder: str | None) -> list[int]:
    """The current analyses that have no vectors of this encoder; of None, all."""
    query = (
        "SELECT a.key FROM analysis AS a WHERE a.current = 1 "
        "AND NOT EXISTS (SELECT 1 FROM embedding WHERE encoder = ? AND analysis = a.key) ORDER BY a.key"
    )
    return [key for (key,) in db.execute(query, (encoder,)).fetchall()]


def contents(db: sqlite3.Connection, analyses: Sequence[int]) -> Iterator[Contents]:
    """What is said in each of these analyses."""
    for key in analyses:
        (text,) = db.execute(
            "SELECT t.text FROM analysis AS a JOIN text AS t ON t.article = a.article WHERE a.key = ?", (key,)
        ).fetchone()
        query = (
            "SELECT s.key, coalesce(c.content, s.content) FROM statement AS s "
            "LEFT JOIN current AS c ON c.statement = s.key WHERE s.analysis = ? ORDER BY s.n"
        )
        rows = db.execute(query, (key,)).fetchall()
        said = (" ".join(span.text for span in spans_of(text, spans)) for _, spans in rows)
        yield Contents(key, rows[0][0] if rows else 0, tuple(said))


def write(db: sqlite3.Connection, some: Iterable[Embedding]) -> None:
    """Stores vectors in place of older ones, inside the transaction that is open."""
    rows = ((one.analysis, one.encoder, one.statement, one.vectors) for one in some)
    db.executemany("INSERT OR REPLACE INTO embedding VALUES (?, ?, ?, ?)", rows)
    db.execute("DELETE FROM embedding WHERE analysis NOT IN (SELECT key FROM analysis WHERE current = 1)")
