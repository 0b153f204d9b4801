"""What linking passes look at: small records of what counts now, in the order of the articles."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from sys import intern
from typing import Any

from onrecord.record.reading import named
from onrecord.record.rows import spans_of
from onrecord.types import Passage, Span


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article by its key. `first` and `last` are the days on which it may have been published; `new` ones have
    not been linked yet; `story` is the one that linking put it in before; `passages` say what its parts are."""

    key: int
    id: str
    text: str
    title: str | None
    outlet: str | None
    byline: str | None
    url: str | None
    first: str | None
    last: str | None
    new: bool
    story: int | None
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class SketchView:
    """The sketch of an article by its key, with what an ArticleView has beside its text."""

    key: int
    words: int
    year: int | None
    terms: bytes
    runs: bytes
    first: str | None
    last: str | None
    new: bool
    story: int | None


@dataclass(frozen=True, slots=True)
class ActorView:
    """Somebody as one article knows them. `roles` are what it calls them, `mentions` how often it names them;
    `person` is whom linking took them for before."""

    key: int
    article: int
    name: str
    kind: str
    names: tuple[str, ...]
    roles: tuple[str, ...]
    mentions: int
    outlet: str | None
    first: str | None
    last: str | None
    new: bool
    person: int | None


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as one article knows it; `first` and `last` are its days, `published` and `published_last` those of
    the article."""

    key: int
    article: int
    kind: str
    name: str
    place: str | None
    host: str | None
    edtf: str | None
    first: str | None
    last: str | None
    published: str | None
    published_last: str | None
    new: bool
    occasion: int | None


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement as it counts now. `speakers` are actors, `persons` who they are by now (decisions included);
    `content` has the words; `parent` is the key of the statement that it is quoted in."""

    key: int
    id: str
    article: int
    speakers: tuple[int, ...]
    persons: tuple[int, ...]
    content: tuple[Span, ...]
    quote: str
    act: str | None
    status: str | None
    said_first: str | None
    said_last: str | None
    event: int | None
    occasion: int | None
    parent: int | None
    passage: str
    outlet: str | None
    published: str | None
    published_last: str | None
    new: bool


_COUNTING = (
    "FROM article AS r JOIN analysis AS a ON a.article = r.key AND a.current = 1 "
    "LEFT JOIN outlet AS o ON o.key = r.outlet"
)


class Views:
    """Iterators over what counts now: current analyses of the newest versions. `new_only` gives what no linking pass
    has seen yet."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def articles(
        self, *, new_only: bool = False, unsketched: int | None = None, key: int | None = None
    ) -> Iterator[ArticleView]:
        """With `unsketched`, those that have no sketch of that layout; with `key`, that one."""
        query = (
            "SELECT r.key, r.id, t.text, r.title, o.name AS outlet, r.byline, r.url, r.published_first AS first, "
            f"r.published_last AS last, a.linked = 0 AS new, s.linked AS story, t.passages {_COUNTING} "
            "JOIN text AS t ON t.article = r.key LEFT JOIN story_article AS s ON s.article = r.key "
            f"{_where(new_only)} AND (?1 IS NULL OR r.key NOT IN (SELECT article FROM sketch WHERE layout = ?1)) "
            f"{'AND r.key = ?2' if key else 'AND ?2 IS NULL'} ORDER BY r.key"
        )
        for f in named(self._db, query, (unsketched, key)):
            passages = tuple(Passage(*p) for p in json.loads(f["passages"]))
            yield ArticleView(**{**f, "new": bool(f["new"]), "passages": passages})

    def sketches(self) -> Iterator[SketchView]:
        query = (
            "SELECT r.key, k.words, k.year, k.terms, k.runs, r.published_first AS first, r.published_last AS last, "
            f"a.linked = 0 AS new, s.linked AS story {_COUNTING} JOIN sketch AS k ON k.article = r.key "
            f"LEFT JOIN story_article AS s ON s.article = r.key {_where(False)} ORDER BY r.key"
        )
        for f in named(self._db, query):
            yield SketchView(**{**f, "new": bool(f["new"])})

    def actors(self, *, new_only: bool = False, articles: Collection[int] | None = None) -> Iterator[ActorView]:
        """With `articles` only those of the articles with these keys."""
        query = (
            "SELECT x.key, r.key AS article, x.name, x.kind, x.names, x.roles, "
            "json_array_length(x.mentions) AS mentions, o.name AS outlet, r.published_first AS first, "
            "r.published_last AS last, a.linked = 0 AS new, p.linked AS person, "
            f"CASE x.roles WHEN '[]' THEN '' ELSE t.text END AS text {_COUNTING} "
            "JOIN text AS t ON t.article = r.key JOIN actor AS x ON x.analysis = a.key "
            f"LEFT JOIN person_actor AS p ON p.actor = x.key {_where(new_only)}"
            f"{'' if articles is None else ' AND r.key IN (SELECT value FROM json_each(?))'} ORDER BY r.key, x.key"
        )
        for f in named(self._db, query, () if articles is None else (json.dumps(sorted(articles)),)):
            f["roles"] = tuple(intern(span.text) for span in spans_of(f.pop("text"), f["roles"]))
            f["names"] = _names(f["names"])
            f["new"] = bool(f["new"])
            # A pass holds all actors of a record at once, and they share their names, days and outlets.
            shared: dict[str, Any] = {k: intern(v) if isinstance(v, str) else v for k, v in f.items()}
            yield ActorView(**shared)

    def events(self, *, new_only: bool = False, articles: Collection[int] | None = None) -> Iterator[EventView]:
        """With `articles` only those of the articles with these keys."""
        query = (
            "SELECT e.key, r.key AS article, e.kind, e.name, e.place, e.host, e.edtf, e.first, e.last, "
            "r.published_first AS published, r.published_last, a.linked = 0 AS new, x.linked AS occasion "
            f"{_COUNTING} JOIN event AS e ON e.analysis = a.key LEFT JOIN occasion_event AS x ON x.event = e.key "
            f"{_where(new_only)}{'' if articles is None else ' AND r.key IN (SELECT value FROM json_each(?))'} "
            "ORDER BY r.key, e.key"
        )
        for f in named(self._db, query, () if articles is None else (json.dumps(sorted(articles)),)):
            yield EventView(**{**f, "new": bool(f["new"])})

    def statements(self, *, new_only: bool = False, articles: Collection[int] | None = None) -> Iterator[StatementView]:
        """The statements of all articles, or of those with these keys."""
        among = "" if articles is None else " AND r.key IN (SELECT value FROM json_each(?))"
        given = () if articles is None else (json.dumps(sorted(articles)),)
        query = (
            "SELECT r.key AS article, a.key AS analysis, o.name AS outlet, r.published_first AS published, "
            f"r.published_last, a.linked = 0 AS new, t.text {_COUNTING} JOIN text AS t ON t.article = r.key "
            f"{_where(new_only)}{among} ORDER BY r.key"
        )
        for article in named(self._db, query, given):
            article["new"] = bool(article["new"])
            yield from self._of_analysis(article.pop("analysis"), article.pop("text"), article)

    def _of_analysis(self, analysis: int, text: str, article: Mapping[str, Any]) -> Iterator[StatementView]:
        speakers = self._listed(
            "SELECT p.statement, p.actor FROM statement AS s JOIN party AS p ON p.statement = s.key "
            "WHERE s.analysis = ? AND p.part = 'speaker' ORDER BY p.statement, p.n",
            analysis,
        )
        persons = self._listed(
            "SELECT c.statement, c.person FROM statement AS s JOIN current_person AS c ON c.statement = s.key "
            "WHERE s.analysis = ? AND c.part = 'speaker' ORDER BY c.statement, c.person",
            analysis,
        )
        query = (
            "SELECT s.key, s.id, coalesce(c.content, s.content) AS content, s.quote, c.act, c.status, "
            "c.said_first, c.said_last, s.event, c.occasion, "
            "(SELECT key FROM statement WHERE analysis = s.analysis AND n = s.parent) AS parent, s.passage "
            "FROM statement AS s JOIN current AS c ON c.statement = s.key WHERE s.analysis = ? ORDER BY s.n"
        )
        for f in named(self._db, query, (analysis,)):
            f["content"] = spans_of(text, f["content"])
            key = f["key"]
            yield StatementView(**f, **article, speakers=speakers.get(key, ()), persons=persons.get(key, ()))

    def _listed(self, query: str, analysis: int) -> dict[int, tuple[int, ...]]:
        rows = groupby(self._db.execute(query, (analysis,)).fetchall(), key=itemgetter(0))
        return {statement: tuple(one for _, one in some) for statement, some in rows}


@lru_cache(maxsize=1 << 16)  # a person is called alike in many articles
def _names(stored: str) -> tuple[str, ...]:
    return tuple(json.loads(stored))


def _where(new_only: bool) -> str:
    return "WHERE r.newest = 1" + (" AND a.linked = 0" if new_only else "")
