"""Puts articles and analyses into a record, each in a transaction of its own, and takes articles out again."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from onrecord.errors import RecordError
from onrecord.record import anchors, current, writing
from onrecord.record.connection import transaction
from onrecord.record.grouping import GROUPINGS
from onrecord.record.migrations import now
from onrecord.record.writing import Maker, text_hash
from onrecord.types import Analysis, Article


@dataclass(frozen=True, slots=True)
class Added:
    """An article that was stored: its id in the record, its version, how many statements it has, its language."""

    id: str
    version: int
    statements: int
    language: str | None


@dataclass(frozen=True, slots=True)
class Skipped:
    """An article that was not: its text is there already under `id`, or was taken down (`removed`)."""

    id: str
    removed: bool = False


def known(db: sqlite3.Connection, article: Article, *, again: bool = False) -> Skipped | None:
    """Whether the text of an article is there, or was removed (which `again` passes over)."""
    hash = text_hash(article.text)
    found = db.execute("SELECT id FROM article WHERE hash = ?", (hash,)).fetchone()
    if found:
        return Skipped(found[0])
    gone = db.execute("SELECT article FROM removal WHERE hash = ?", (hash,)).fetchone()
    return Skipped(gone[0], removed=True) if gone and not again else None


def note_copy(db: sqlite3.Connection, skipped: Skipped, article: Article) -> None:
    """Keeps where the text of an article that is there was met once more, if that is another place."""
    found = db.execute(
        "SELECT a.key FROM article AS a LEFT JOIN outlet AS o ON o.key = a.outlet WHERE a.id = ?1 AND "
        "((?2 IS NOT NULL AND a.url IS NOT ?2) OR (?3 IS NOT NULL AND o.name IS NOT ?3))",
        (skipped.id, article.url, article.outlet),
    ).fetchone()
    if found:
        with transaction(db):
            writing.write_copy(db, found[0], article)


def store(db: sqlite3.Connection, analysis: Analysis, maker: Maker, *, again: bool = False) -> Added | Skipped:
    """Stores an article with what was found in it, inside the transaction that is open."""
    article = analysis.article
    there = known(db, article, again=again)
    if there:
        return there
    place = writing.place_for(db, article)
    key = writing.write_article(db, article, place, text_hash(article.text))
    if place.series:
        _retire(db, place.series, key)
    new = writing.write_analysis(db, key, place.id, analysis, maker)
    _make_current(db, key, new)
    return Added(place.id, place.version, len(analysis.statements), article.language)


def _retire(db: sqlite3.Connection, series: int, newest: int) -> None:
    """Earlier versions of an article no longer count; nothing of them is lost."""
    earlier = "SELECT key FROM article WHERE series = ? AND newest = 1 AND key <> ?"
    for (key,) in db.execute(earlier, (series, newest)).fetchall():
        _take_out(db, key)
        db.execute("UPDATE article SET newest = 0 WHERE key = ?", (key,))


def _take_out(db: sqlite3.Connection, article: int) -> int | None:
    """Takes the current analysis of an article out of what counts; its key, if there is one."""
    found = db.execute("SELECT key FROM analysis WHERE article = ? AND current = 1", (article,)).fetchone()
    if found:
        current.take_out(db, found[0])
    return int(found[0]) if found else None


def _make_current(db: sqlite3.Connection, article: int, new: int) -> None:
    """The analysis counts from now on: what the older one was tied to and decided about goes over to it."""
    (hash, newest) = db.execute("SELECT hash, newest FROM article WHERE key = ?", (article,)).fetchone()
    old = _take_out(db, article)
    if old is not None:
        db.execute("UPDATE analysis SET current = 0 WHERE key = ?", (old,))
        anchors.carry(db, old, new)
    db.execute("UPDATE analysis SET current = 1 WHERE key = ?", (new,))
    anchors.attach(db, hash, new)
    if newest:
        current.put_in(db, new)


def store_again(db: sqlite3.Connection, article: int, analysis: Analysis, maker: Maker) -> None:
    """Stores a new analysis of the article with that key, inside the transaction that is open."""
    (id,) = db.execute("SELECT id FROM article WHERE key = ?", (article,)).fetchone()
    _make_current(db, article, writing.write_analysis(db, article, id, analysis, maker))


def remove(db: sqlite3.Connection, id: str, by: str, why: str) -> int:
    """Takes down every version of an article: text, spans and what was made of them; returns how many. Decisions on
    it stay as facts, without the values in them. Raises RecordError where there is no such article."""
    found = db.execute("SELECT series FROM article WHERE id = ?", (id,)).fetchone()
    if found is None:
        raise RecordError(f"{id}: there is no article with this id")
    with transaction(db):
        versions = db.execute("SELECT key, id, hash FROM article WHERE series = ? ORDER BY key DESC", found).fetchall()
        for key, its_id, hash in versions:
            _erase(db, key, hash)
            row = (its_id, hash, by, why, now())
            db.execute("INSERT INTO removal (article, hash, by, why, made) VALUES (?, ?, ?, ?, ?)", row)
        # Only a merge of all its parts frees the words of a deleted text from the index.
        db.execute("INSERT INTO content_fts (content_fts) VALUES ('optimize')")
    return len(versions)


def _erase(db: sqlite3.Connection, article: int, hash: str) -> None:
    _take_out(db, article)
    for grouping in GROUPINGS.values():
        for (analysis,) in db.execute("SELECT key FROM analysis WHERE article = ?", (article,)).fetchall():
            for one in anchors.holds(db, grouping.kind, analysis):
                anchors.forget(db, grouping, one.member)
    touched = "SELECT decision FROM anchor WHERE hash = ?"
    db.execute(
        f"UPDATE decision SET old = NULL, new = NULL, why = '' WHERE kind = 'statement' AND key IN ({touched})", (hash,)
    )
    db.execute("UPDATE anchor SET member = NULL, spans = '[]', content = NULL WHERE hash = ?", (hash,))
    db.execute("DELETE FROM article WHERE key = ?", (article,))
    _forget_empty(db)


def _forget_empty(db: sqlite3.Connection) -> None:
    """Groups of which nothing is left tell of a removed text: their names go."""
    for grouping in GROUPINGS.values():
        names = {"person": "name = '', names = '[]', roles = '[]'", "occasion": "name = '', place = NULL, host = NULL"}
        names |= {"story": "name = NULL"}
        if grouping.kind in names:
            used = f"SELECT {grouping.kind} FROM {grouping.members} UNION SELECT linked FROM {grouping.members}"
            db.execute(f"UPDATE {grouping.kind} SET {names[grouping.kind]} WHERE key NOT IN ({used})")
