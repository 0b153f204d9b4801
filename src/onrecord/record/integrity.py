"""Verifies a record: the file itself, every span, every link's ends, and what is kept in step."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from onrecord.record.grouping import GROUPINGS
from onrecord.record.writing import text_hash

#: What SQLite finds wrong with a file is told up to here; a damaged file has no end of it.
MOST = 20
#: Where spans are kept, by table; each is JSON whose arrays of two numbers are spans.
_SPANS = {
    "statement": ("source", "cue", "content", "said_evidence", "said_bounds_evidence", "place_evidence", "items"),
    "actor": ("roles", "mentions"),
    "event": ("evidence",),
}
_ENDS = {
    "person": "SELECT actor FROM person_actor",
    "occasion": "SELECT event FROM occasion_event",
    "remark": "SELECT key FROM remark_span",
    "story": "SELECT key FROM article",
    "repeats": "SELECT key FROM remark",
}
_COUNTING = (
    "SELECT s.key FROM statement AS s JOIN analysis AS a ON a.key = s.analysis AND a.current = 1 "
    "JOIN article AS r ON r.key = a.article AND r.newest = 1"
)


def problems(db: sqlite3.Connection) -> Iterator[str]:
    """One line for each thing that is wrong; none where the record is sound."""
    told = db.execute(f"PRAGMA integrity_check({MOST})").fetchall()
    found = [line for (lines,) in told for line in lines.splitlines() if line != "ok"][:MOST]
    yield from (f"the file: {line}" for line in found)
    if found:
        return  # what can be read from a damaged file proves nothing more
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"{table} {row}: it refers to a row of {parent} that is not there"
    yield from _texts(db)
    yield from _in_step(db)
    yield from _links(db)
    yield from _words(db)


def _texts(db: sqlite3.Connection) -> Iterator[str]:
    query = (
        "SELECT a.key, a.id, a.hash, a.bounds_evidence, CAST(t.text AS BLOB), t.passages FROM article AS a "
        "LEFT JOIN text AS t ON t.article = a.key"
    )
    for key, id, *stored in db.execute(query):
        try:
            yield from (f"article {id}: {line}" for line in _article(db, key, *stored))
        except (ValueError, TypeError):
            yield f"article {id}: its text, or what is stored of it as JSON, cannot be read"


def _article(
    db: sqlite3.Connection, key: int, hash: str, bounds: str | None, stored: bytes | None, passages: str
) -> Iterator[str]:
    if stored is None:
        yield "its text is missing"
        return
    text = stored.decode()
    if text_hash(text) != hash:
        yield "its text is not the one that was added"
    stretches = [(start, end) for _, start, end in json.loads(passages)]
    if not _inside([*stretches, *_pairs(bounds)], len(text)):
        yield "a passage or a span lies outside its text"
    yield from _spans(db, key, len(text))


def _spans(db: sqlite3.Connection, article: int, length: int) -> Iterator[str]:
    for table, columns in _SPANS.items():
        query = (
            f"SELECT m.key, {', '.join('m.' + name for name in columns)} FROM analysis AS a "
            f"JOIN {table} AS m ON m.analysis = a.key WHERE a.article = ?"
        )
        for key, *stored in db.execute(query, (article,)):
            for name, value in zip(columns, stored, strict=True):
                if not _inside(_pairs(value), length):
                    yield f"{table} {key}: a span of {name} lies outside the text"
    query = (
        "SELECT s.key, p.evidence, s.conditions FROM analysis AS a JOIN statement AS s ON s.analysis = a.key "
        "LEFT JOIN party AS p ON p.statement = s.key WHERE a.article = ?"
    )
    for key, *stored in db.execute(query, (article,)):
        if not all(_inside(_pairs(value), length) for value in stored):
            yield f"statement {key}: a span of its parties or conditions lies outside the text"
    yield from _remark_spans(db, article)
    query = (
        "SELECT DISTINCT d.key, d.new FROM article AS r JOIN anchor AS a ON a.hash = r.hash "
        "JOIN decision AS d ON d.key = a.decision WHERE r.key = ? "
        "AND d.field IN ('source', 'cue', 'content', 'conditions')"
    )
    for key, new in db.execute(query, (article,)):
        if not _inside(_pairs(new), length):
            yield f"decision D{key}: a span of it lies outside the text"


def _remark_spans(db: sqlite3.Connection, article: int) -> Iterator[str]:
    """What belongs to a remark is content, as the machine found it or as a reviewer once decided."""
    query = (
        'SELECT m.key, m.start, m."end", s.content, (SELECT json_group_array(json(d.new)) FROM anchor AS x '
        "JOIN decision AS d ON d.key = x.decision WHERE x.member = s.key AND d.kind = 'statement' "
        "AND d.field = 'content') FROM analysis AS a JOIN statement AS s ON s.analysis = a.key "
        "JOIN remark_span AS m ON m.statement = s.key WHERE a.article = ?"
    )
    for key, start, end, content, decided in db.execute(query, (article,)):
        pairs = [*_pairs(content), *_pairs(decided)]
        if not (min(a for a, _ in pairs) <= start < end <= max(b for _, b in pairs)):
            yield f"remark_span {key}: it lies outside its statement's content"


def _in_step(db: sqlite3.Connection) -> Iterator[str]:
    for some, others, what in (
        (_COUNTING, "SELECT statement FROM current", "counts, and is not among those that do"),
        ("SELECT statement FROM current", _COUNTING, "does not count, and is among those that do"),
    ):
        yield from (f"statement {key}: it {what}" for (key,) in db.execute(f"{some} EXCEPT {others} LIMIT {MOST}"))
    query = "SELECT id FROM article WHERE key NOT IN (SELECT article FROM analysis WHERE current = 1)"
    yield from (f"article {id}: no analysis of it counts" for (id,) in db.execute(query))


def _links(db: sqlite3.Connection) -> Iterator[str]:
    for kind, ends in _ENDS.items():
        lost = f"SELECT key FROM link WHERE kind = ? AND (a NOT IN ({ends}) OR b NOT IN ({ends}))"
        yield from (f"link {key}: an end of it is not there" for (key,) in db.execute(lost, (kind,)))
    tables = {"statement": "statement", "person": "actor", "occasion": "event", "remark": "remark_span"}
    for kind, table in {**tables, "story": "article"}.items():
        query = (
            "SELECT d.key FROM anchor AS a JOIN decision AS d ON d.key = a.decision WHERE d.kind = ? "
            f"AND a.member IS NOT NULL AND a.member NOT IN (SELECT key FROM {table})"
        )
        yield from (f"decision D{key}: what it hangs on is not there" for (key,) in db.execute(query, (kind,)))
    for g in GROUPINGS.values():
        query = f"SELECT count(*) FROM {g.members} WHERE {g.kind} NOT IN (SELECT key FROM {g.kind})"
        if db.execute(query).fetchone()[0]:
            yield f"{g.members}: a {g.kind} is not there"


def _words(db: sqlite3.Connection) -> Iterator[str]:
    """SQLite compares the indexes of words with what they are made of itself; that takes the right to write."""
    if db.execute("PRAGMA query_only").fetchone()[0]:
        return
    for index, what in (("content_fts", "texts"), ("person_fts", "persons' names")):
        try:
            db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR):
                raise  # an error by itself is a content that cannot be cut out of its text
            yield f"the index of words does not fit the {what}"


def _pairs(stored: str | None) -> list[tuple[int, int]]:
    return list(_found(json.loads(stored))) if stored else []


def _found(value: object) -> Iterator[tuple[int, int]]:
    """Every array of two numbers in a JSON value, however deep."""
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(part, int) for part in value):
            yield (value[0], value[1])
        else:
            for part in value:
                yield from _found(part)


def _inside(pairs: Iterable[tuple[int, int]], length: int) -> bool:
    return all(0 <= start <= end <= length for start, end in pairs)
