"""What reviewers had better look at next: what is disputed, least certain, and repeated by many."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log2
from typing import Literal, get_args

from onrecord.record import Record
from onrecord.record.decided import about_statements, disagreements

Reason = Literal["disputed", "doubtful", "repeated", "judged"]
REASONS: tuple[Reason, ...] = get_args(Reason)

#: Statements of each reason that are weighed against each other: more than anybody reviews in a day, and few enough
#: that a record of a million statements answers at once.
MOST = 300
#: A remark that so many statements report is repeated.
REPEATED = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement that waits for a reviewer, by its key and id. `reports` is how many statements report its remark,
    itself among them; `urgency` is how many readers a mistake in it may mislead, by which the queue is ordered."""

    key: int
    statement: str
    reasons: tuple[Reason, ...]
    confidence: float
    reports: int
    urgency: float


def waiting(
    record: Record, reviewer: str, only: Reason | None = None, repeated: Sequence[tuple[int, int]] | None = None
) -> tuple[Waiting, ...]:
    """What waits for this reviewer, most urgent first: the doubt that the reader leaves, times the logarithm of the
    statements that report the same; what reviewers disagree on comes before all. `judged` is what others gave a
    verdict on and this reviewer did not, for measuring agreement, and is there only where it is asked for.
    `repeated` are remarks with the number of their reports, where the caller keeps `most_repeated` for a while."""
    db = record.db
    why: dict[int, list[Reason]] = {}
    for reason, keys in _candidates(db, reviewer, only, repeated):
        for key in keys:
            why.setdefault(key, []).append(reason)
    found = [_weighed(*row, why[row[0]]) for row in _rows(db, why)]
    return tuple(sorted(found, key=lambda one: (-one.urgency, one.key)))


def most_repeated(db: sqlite3.Connection) -> list[tuple[int, int]]:
    """The remarks that most statements report, and how many."""
    query = "SELECT remark, count(*) AS n FROM remark_span GROUP BY remark HAVING n >= ? ORDER BY n DESC, 1 LIMIT ?"
    return db.execute(query, (REPEATED, MOST)).fetchall()


def _candidates(
    db: sqlite3.Connection, reviewer: str, only: Reason | None, repeated: Sequence[tuple[int, int]] | None
) -> Iterator[tuple[Reason, Iterable[int]]]:
    if only == "judged":
        yield "judged", _judged(db, reviewer)
        return
    if only in (None, "disputed"):
        yield "disputed", _keys(db, [one.statement for one in disagreements(db)][:MOST])
    if only in (None, "doubtful"):
        yield "doubtful", _doubtful(db)
    if only in (None, "repeated"):
        yield "repeated", _of_remarks(db, most_repeated(db) if repeated is None else repeated)


def _keys(db: sqlite3.Connection, ids: Sequence[str]) -> list[int]:
    query = (
        "SELECT c.statement FROM json_each(?) AS w JOIN statement AS s ON s.id = w.value "
        "JOIN current AS c ON c.statement = s.key"
    )
    return [key for (key,) in db.execute(query, (json.dumps(ids),))]


def _doubtful(db: sqlite3.Connection) -> list[int]:
    """The least confident ones that nobody gave a verdict on."""
    query = (
        "SELECT s.key FROM statement AS s JOIN current AS c ON c.statement = s.key "
        "WHERE c.verdict IS NULL ORDER BY s.confidence LIMIT ?"
    )
    return [key for (key,) in db.execute(query, (MOST,))]


def _of_remarks(db: sqlite3.Connection, remarks: Sequence[tuple[int, int]]) -> list[int]:
    """Of each remark the least confident statement that nobody gave a verdict on."""
    query = (
        "SELECT s.key, min(s.confidence) FROM remark_span AS m JOIN statement AS s ON s.key = m.statement "
        "JOIN current AS c ON c.statement = s.key WHERE m.remark IN (SELECT value FROM json_each(?)) "
        "AND c.verdict IS NULL GROUP BY m.remark"
    )
    return [key for key, _ in db.execute(query, (json.dumps([remark for remark, _ in remarks]),))]


def _judged(db: sqlite3.Connection, reviewer: str) -> list[int]:
    scope = (
        "SELECT a.member FROM anchor AS a JOIN decision AS d ON d.key = a.decision "
        "WHERE d.kind = 'statement' AND d.field = 'verdict'"
    )
    made = about_statements(db, scope)
    by_others = ((key, {one.by for one in some if one.field == "verdict"}) for key, some in made.items())
    return [key for key, by in by_others if by and reviewer not in by][:MOST]


def _rows(db: sqlite3.Connection, keys: Iterable[int]) -> Iterator[tuple[int, str, float, int]]:
    query = (
        "SELECT s.key, s.id, s.confidence, (SELECT count(*) FROM remark_span AS m WHERE m.remark IN "
        "(SELECT remark FROM remark_span WHERE statement = s.key)) FROM statement AS s "
        "JOIN current AS c ON c.statement = s.key WHERE s.key IN (SELECT value FROM json_each(?))"
    )
    yield from db.execute(query, (json.dumps(list(keys)),))


def _weighed(key: int, id: str, confidence: float, reports: int, reasons: list[Reason]) -> Waiting:
    urgency = (1 - confidence) * (1 + log2(max(reports, 1))) + (10 if "disputed" in reasons else 0)
    return Waiting(key, id, tuple(reasons), confidence, max(reports, 1), round(urgency, 3))
