"""Statements of like meaning: the nearest of all vectors, by going through them.

An index of neighbours would be quicker, and another thing to keep in step. As they are, the vectors of a million
statements are 128 MB, which are read and multiplied in some tenths of a second.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from onrecord.errors import RecordError
from onrecord.linking.meaning import encoder
from onrecord.queries.finding import Plan
from onrecord.queries.words import has_word
from onrecord.record.rows import storable

#: The nearest so many statements are found; nobody reads farther, and what comes then is hardly like.
NEAREST = 1_000
#: Where a search asks for more besides, these of at most so many statements are compared alone; where more meet it,
#: it is asked of the nearest LOOKED_AT.
ALLOWED, LOOKED_AT = 20_000, 10_000
#: Articles whose vectors are compared at a time: 2,500 vectors or so, which a processor's cache holds. All of a million
#: take 0.12 s so, and 0.24 s by 4,096 articles.
CHUNK = 256

#: What ranks are raised by before they are added up, as its authors chose it.
FUSION = 60

#: A statement's key and how like it is, at most 1.
Near = tuple[int, float]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def vector_of(db: sqlite3.Connection, like: str) -> tuple[Floats, int | None]:
    """The vector of a statement by its id, with its key, or of a text. Raises RecordError where the record has no
    vectors, and where the text has no words."""
    made = encoder()
    if not _one(db, "SELECT EXISTS (SELECT 1 FROM embedding WHERE encoder = ?)", made.version):
        raise RecordError("the record has no vectors of meaning yet; `onrecord link RECORD --embed` makes them")
    query = "SELECT c.statement FROM statement AS s JOIN current AS c ON c.statement = s.key WHERE s.id = ?"
    found = db.execute(query, (storable(like.strip()),)).fetchone()
    if found is None:
        vector = made.encode([like if has_word(like) else ""])[0].astype(np.float32)
    elif (stored := _stored(db, found[0], made.version)) is None:
        raise RecordError(f"{like}: its article has no vectors yet; `onrecord link RECORD --embed` makes them")
    else:
        vector = stored
    if not vector.any():
        raise RecordError(f"there is no word in {like[:40]!r}, so nothing is like it")
    return vector / np.linalg.norm(vector), found and int(found[0])


def notes(db: sqlite3.Connection) -> list[str]:
    """What the user should know: that articles have no vectors yet."""
    query = (
        "SELECT count(*) FROM analysis AS a WHERE a.current = 1 "
        "AND NOT EXISTS (SELECT 1 FROM embedding WHERE encoder = ? AND analysis = a.key)"
    )
    without = _one(db, query, encoder().version)
    some = "1 article has" if without == 1 else f"{without:,} articles have"
    return [f"{some} no vectors of meaning yet; `onrecord link RECORD --embed` makes them"] if without else []


def nearest(db: sqlite3.Connection, vector: Floats, plan: Plan, besides: int | None = None) -> list[Near]:
    """The NEAREST statements that a plan finds, the most like first; `besides` is left out."""
    allowed = _allowed(db, plan)
    keys, likeness = _compared(
        db, vector, allowed, 2 * NEAREST if plan.everything or allowed is not None else LOOKED_AT
    )
    order = np.lexsort((-keys, -likeness))
    found = [(int(keys[n]), float(likeness[n])) for n in order if keys[n] != besides]
    if allowed is None:
        meeting = _meeting(db, plan, [key for key, _ in found])
        found = [one for one in found if one[0] in meeting]
    return found[:NEAREST]


def together(*rankings: Sequence[int]) -> list[Near]:
    """Several rankings as one, by reciprocal rank fusion (Cormack, Clarke and Büttcher 2009), with its scores."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking):
            scores[key] = scores.get(key, 0.0) + 1 / (FUSION + rank)
    return sorted(scores.items(), key=lambda one: (-one[1], -one[0]))


def plain_words(words: str) -> str:
    """Search words as a text: without signs and what is in front of NOT alone."""
    wanted = re.sub(r"\bNOT\s+(?:\([^()]*\)|\"[^\"]*\"|\S+)", " ", words)
    kept = [word for word in re.findall(r"\w+(?:['’]\w+)*", wanted) if word not in ("AND", "OR", "NEAR")]
    return " ".join(word for word in kept if has_word(word))


def _compared(db: sqlite3.Connection, vector: Floats, allowed: Ints | None, most: int) -> tuple[Ints, Floats]:
    """The keys of the statements that are most like, and how like, in no order."""
    cursor = db.execute("SELECT statement, vectors FROM embedding WHERE +encoder = ?", (encoder().version,))
    firsts: list[int] = []
    lengths: list[int] = []
    parts = [np.zeros(0, np.float32)]
    while rows := cursor.fetchmany(CHUNK):
        blobs = [blob for _, blob in rows]
        firsts += [first for first, _ in rows]
        lengths += [len(blob) for blob in blobs]
        parts.append(np.frombuffer(b"".join(blobs), np.int8).reshape(-1, len(vector)).astype(np.float32) @ vector)
    likeness: Floats = np.concatenate(parts) / np.float32(127)
    counts = np.asarray(lengths, np.int64) // len(vector)
    before = np.cumsum(counts) - counts
    keys: Ints = np.repeat(np.asarray(firsts, np.int64) - before, counts) + np.arange(len(likeness))
    if allowed is not None:
        kept = np.isin(keys, allowed, kind="table")
        keys, likeness = keys[kept], likeness[kept]
    if len(keys) > most:
        best = np.argpartition(-likeness, most - 1)[:most]
        keys, likeness = keys[best], likeness[best]
    return keys, likeness


def _allowed(db: sqlite3.Connection, plan: Plan) -> Ints | None:
    """The statements that a plan finds, None where they are too many to list."""
    if plan.everything:
        return None
    found: list[int] = []
    for source in plan.source:
        query = f"SELECT c.statement FROM {source.tables} WHERE {source.where} LIMIT ?"
        found += [key for (key,) in db.execute(query, (*source.values, ALLOWED + 1 - len(found)))]
    return np.asarray(found, dtype=np.int64) if len(found) <= ALLOWED else None


def _meeting(db: sqlite3.Connection, plan: Plan, keys: Sequence[int]) -> set[int]:
    """Those of these statements that a plan finds."""
    found: set[int] = set()
    for source in plan.source:
        among = source.also(f"{source.key} IN (SELECT value FROM json_each(?))", json.dumps(list(keys)))
        rows = db.execute(f"SELECT c.statement FROM {among.tables} WHERE {among.where}", among.values)
        found |= {key for (key,) in rows}
    return found


def _stored(db: sqlite3.Connection, statement: int, version: str) -> Floats | None:
    """The vector of a statement, None where its article has none yet."""
    query = (
        "SELECT s.key - e.statement, e.vectors FROM statement AS s JOIN embedding AS e ON e.analysis = s.analysis "
        "AND e.encoder = ? WHERE s.key = ?"
    )
    row = db.execute(query, (version, statement)).fetchone()
    if row is None:
        return None
    size = encoder().dimensions
    return np.frombuffer(row[1], np.int8)[row[0] * size : (row[0] + 1) * size].astype(np.float32)


def _one(db: sqlite3.Connection, query: str, *values: object) -> int:
    return int(db.execute(query, values).fetchone()[0])
