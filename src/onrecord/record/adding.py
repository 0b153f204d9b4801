"""Puts articles and analyses into a record: what is new, what is a later version, which analysis counts."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from onrecord.record import anchors, current, writing
from onrecord.record.connection import transaction
from onrecord.record.grouping import GROUPINGS
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
        take_out(db, key)
        db.execute("UPDATE article SET newest = 0 WHERE key = ?", (key,))


def take_out(db: sqlite3.Connection, article: int) -> int | None:
    """Takes the current analysis of an article out of what counts; its key, if there is one."""
    found = db.execute("SELECT key FROM analysis WHERE article = ? AND current = 1", (article,)).fetchone()
    if found:
        current.take_out(db, found[0])
    return int(found[0]) if found else None


def _make_current(db: sqlite3.Connection, article: int, new: int) -> None:
    """The analysis counts from now on: what the older one was tied to and decided about goes over to it."""
    (hash, newest) = db.execute("SELECT hash, newest FROM article WHERE key = ?", (article,)).fetchone()
    old = take_out(db, article)
    if old is not None:
        db.execute("UPDATE analysis SET current = 0 WHERE key = ?", (old,))
        anchors.carry(db, old, new)
    db.execute("UPDATE analysis SET current = 1 WHERE key = ?", (new,))
    anchors.attach(db, hash, new)
    if newest:
        current.put_in(db, new)
    for kind in anchors.kinds_of(db, hash):
        current.regroup(db, GROUPINGS[kind])


def store_again(db: sqlite3.Connection, article: int, analysis: Analysis, maker: Maker) -> None:
    """Stores a new analysis of the article with that key, inside the transaction that is open."""
    (id,) = db.execute("SELECT id FROM article WHERE key = ?", (article,)).fetchone()
    _make_current(db, article, writing.write_analysis(db, article, id, analysis, maker))
