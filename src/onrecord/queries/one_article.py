"""One article in full: its statements, its versions, where its text was met again, its story."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any, Literal

from onrecord.queries.history import AnalysisLine, analyses_of_article
from onrecord.queries.statements import ArticleLine, Named, StatementLine, article_lines, by_date, statement_lines
from onrecord.queries.ties import Tied, ties
from onrecord.record.reading import named


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of an article, the first is 1."""

    id: str
    version: int
    added: str
    newest: bool


@dataclass(frozen=True, slots=True)
class CopyLine:
    """Where the same text was met again."""

    outlet: str | None
    url: str | None
    published: str | None
    seen: str


@dataclass(frozen=True, slots=True)
class Reprint:
    """An article that has almost the same words. `original` is the one that was published first, as far as known."""

    article: ArticleLine
    original: bool
    score: float
    why: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article. `statements` are those that count, in the order of the text; there are none in a version that is
    not the newest. `story` is the story it is of, `others` are the articles of that story."""

    shows: Literal["article"]
    article: ArticleLine
    byline: str | None
    language: str | None
    extractor: str | None
    origin: str
    added: str
    versions: tuple[VersionLine, ...]
    copies: tuple[CopyLine, ...]
    reprints: tuple[Reprint, ...]
    story: Named | None
    others: tuple[ArticleLine, ...]
    statements: tuple[StatementLine, ...]
    why: tuple[Tied, ...]
    analyses: tuple[AnalysisLine, ...]


def find_article(db: sqlite3.Connection, id: str) -> int | None:
    """The key of the article with that id."""
    found = db.execute("SELECT key FROM article WHERE id = ?", (id,)).fetchone()
    return found[0] if found else None


def show_article(db: sqlite3.Connection, key: int) -> ShownArticle:
    """The article with that key."""
    query = "SELECT series, byline, language, extractor, origin, added FROM article WHERE key = ?"
    (known,) = named(db, query, (key,))
    series = known.pop("series")
    statements = [one for (one,) in db.execute("SELECT statement FROM current WHERE article = ? ORDER BY 1", (key,))]
    story, others = _story(db, key)
    return ShownArticle(
        shows="article",
        article=article_lines(db, [key])[key],
        **known,
        versions=_versions(db, series),
        copies=_copies(db, key),
        reprints=_reprints(db, key),
        story=story,
        others=others,
        statements=tuple(statement_lines(db, statements).values()),
        why=ties(db, "story", [key]),
        analyses=analyses_of_article(db, key),
    )


def _versions(db: sqlite3.Connection, series: int) -> tuple[VersionLine, ...]:
    query = "SELECT id, version, added, newest FROM article WHERE series = ? ORDER BY version"
    return tuple(VersionLine(id, n, added, bool(newest)) for id, n, added, newest in db.execute(query, (series,)))


def _copies(db: sqlite3.Connection, key: int) -> tuple[CopyLine, ...]:
    query = (
        "SELECT o.name AS outlet, c.url, c.published, c.seen FROM copy AS c LEFT JOIN outlet AS o ON o.key = c.outlet "
        "WHERE c.article = ? ORDER BY c.key"
    )
    return tuple(CopyLine(**fields) for fields in named(db, query, (key,)))


def _reprints(db: sqlite3.Connection, key: int) -> tuple[Reprint, ...]:
    """The original of this one, and the others of that original; or the reprints of this one."""
    query = (
        "SELECT article, original, score, why FROM duplicate WHERE article = ?1 OR original = ?1 OR original = "
        "(SELECT original FROM duplicate WHERE article = ?1) ORDER BY score DESC, article"
    )
    found: dict[int, tuple[bool, float, str]] = {}
    for article, original, score, why in db.execute(query, (key,)):
        if article == key:
            found[original] = (True, score, why)
        else:
            found.setdefault(article, (False, score, why))
    lines = article_lines(db, found)
    return tuple(Reprint(lines[one], original, score, json.loads(why)) for one, (original, score, why) in found.items())


def _story(db: sqlite3.Connection, key: int) -> tuple[Named | None, tuple[ArticleLine, ...]]:
    query = "SELECT s.key, s.name FROM story_article AS a JOIN story AS s ON s.key = a.story WHERE a.article = ?"
    found = db.execute(query, (key,)).fetchone()
    if found is None:
        return None, ()
    articles = db.execute("SELECT article FROM story_article WHERE story = ? AND article <> ?", (found[0], key))
    lines = article_lines(db, [one for (one,) in articles])
    return Named(f"S{found[0]}", found[1] or ""), tuple(sorted(lines.values(), key=by_date))
