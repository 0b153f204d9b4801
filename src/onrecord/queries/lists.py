"""What there is in a record: its people, occasions, stories and outlets, those with most statements first."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from onrecord.queries.names import fold
from onrecord.queries.statements import ArticleLine, articles_in_order
from onrecord.record import Record
from onrecord.record.grouping import GROUPINGS, merged_into
from onrecord.record.reading import named


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person: how many statements they made, from the day `first` to `last` as far as it is told, and how many
    speak of them. `role` is the one that articles used last."""

    id: str
    name: str
    kind: str
    role: str | None
    statements: int
    about: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class OccasionRow:
    """An occasion: how many statements were made at it, and how many articles report them."""

    id: str
    name: str
    kind: str
    place: str | None
    host: str | None
    edtf: str | None
    statements: int
    articles: int


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story: its articles, and the days between which they were published."""

    id: str
    name: str | None
    articles: int
    outlets: int
    statements: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet: its articles that count, and the days between which they were published."""

    name: str
    articles: int
    statements: int
    first: str | None
    last: str | None


T = TypeVar("T", PersonRow, OccasionRow, StoryRow, OutletRow)
_WORD = re.compile(r"\w+")


def people(record: Record, words: str = "", limit: int | None = None) -> tuple[PersonRow, ...]:
    """The persons that have these words in their names or roles, or begin so; all, where there are no words."""
    query = (
        "SELECT p.key, p.name, p.kind, p.names, p.roles, coalesce(n.statements, 0) AS statements, "
        "coalesce(n.about, 0) AS about, n.first, n.last FROM person AS p LEFT JOIN (SELECT person, "
        "sum(part = 'speaker') AS statements, sum(part = 'about') AS about, "
        "min(CASE WHEN part = 'speaker' AND said_first > '' THEN said_first END) AS first, "
        "max(CASE WHEN part = 'speaker' AND said_first > '' THEN said_first END) AS last "
        "FROM current_person GROUP BY person) AS n ON n.person = p.key"
    )
    with record.snapshot():
        merged = merged_into(record.db, GROUPINGS["person"])
        rows = list(named(record.db, query))
    called: defaultdict[int, list[str]] = defaultdict(list)
    for f in rows:
        called[merged.get(f["key"], f["key"])] += [f["name"], *json.loads(f["names"]), *_roles(f["roles"])]
    found = [_person(f) for f in rows if f["key"] not in merged and _fits(words, called[f["key"]])]
    return _most(found, lambda one: (one.statements, one.about), limit)


def occasions(record: Record, words: str = "", limit: int | None = None) -> tuple[OccasionRow, ...]:
    """The occasions that have these words in their names, kinds, places or hosts."""
    query = (
        "SELECT o.key, o.name, o.kind, o.place, o.host, o.edtf, coalesce(n.statements, 0) AS statements, "
        "coalesce(n.articles, 0) AS articles FROM occasion AS o LEFT JOIN (SELECT occasion, count(*) AS statements, "
        "count(DISTINCT article) AS articles FROM current WHERE occasion IS NOT NULL GROUP BY occasion) AS n "
        "ON n.occasion = o.key"
    )
    with record.snapshot():
        rows = [f for f in named(record.db, query) if _fits(words, (f["name"], f["kind"], f["place"], f["host"]))]
    found = [OccasionRow(f"O{f.pop('key')}", **f) for f in rows]
    return _most(found, lambda one: (one.statements, one.articles), limit)


def stories(record: Record, words: str = "", limit: int | None = None) -> tuple[StoryRow, ...]:
    """The stories that have these words in their names."""
    query = (
        "SELECT s.key, s.name, count(*) AS articles, count(DISTINCT r.outlet) AS outlets, "
        "coalesce(sum(n.statements), 0) AS statements, min(r.published) AS first, max(r.published) AS last "
        "FROM story AS s JOIN story_article AS a ON a.story = s.key JOIN article AS r ON r.key = a.article "
        "LEFT JOIN (SELECT article, count(*) AS statements FROM current GROUP BY article) AS n ON n.article = r.key "
        "WHERE r.newest = 1 GROUP BY s.key"
    )
    with record.snapshot():
        rows = [f for f in named(record.db, query) if _fits(words, (f["name"],))]
    found = [StoryRow(f"S{f.pop('key')}", **f) for f in rows]
    return _most(found, lambda one: (one.statements, one.articles), limit)


@dataclass(frozen=True, slots=True)
class StoryOfArticle:
    """An article by id, and the story that it is of."""

    article: str
    story: str


def stories_of_articles(record: Record) -> Iterator[StoryOfArticle]:
    """Each article that is of a story, and that story, in the order in which articles were added."""
    query = (
        "SELECT r.id, 'S' || a.story FROM story_article AS a JOIN article AS r ON r.key = a.article "
        "WHERE r.newest = 1 ORDER BY r.key"
    )
    with record.snapshot():
        yield from (StoryOfArticle(*row) for row in record.db.execute(query))


def outlets(record: Record, words: str = "", limit: int | None = None) -> tuple[OutletRow, ...]:
    """The outlets that have these words in their names."""
    query = (
        "SELECT o.name, count(*) AS articles, coalesce(sum(n.statements), 0) AS statements, min(r.published) AS first, "
        "max(r.published) AS last FROM outlet AS o JOIN article AS r ON r.outlet = o.key AND r.newest = 1 "
        "LEFT JOIN (SELECT article, count(*) AS statements FROM current GROUP BY article) AS n ON n.article = r.key "
        "GROUP BY o.key"
    )
    with record.snapshot():
        found = [OutletRow(**f) for f in named(record.db, query) if _fits(words, (f["name"],))]
    return _most(found, lambda one: (one.statements, one.articles), limit)


def newest_articles(record: Record, limit: int) -> tuple[ArticleLine, ...]:
    """The articles that were added last, newest versions only."""
    query = "SELECT key FROM article WHERE newest = 1 ORDER BY key DESC LIMIT ?"
    with record.snapshot():
        return articles_in_order(record.db, query, (limit,))


def articles_of_outlet(record: Record, outlet: str, limit: int) -> tuple[ArticleLine, ...]:
    """The articles of an outlet that were published last, newest versions only."""
    query = (
        "SELECT r.key FROM article AS r JOIN outlet AS o ON o.key = r.outlet WHERE o.name = ? AND r.newest = 1 "
        "ORDER BY coalesce(r.published_first, '') DESC, r.key DESC LIMIT ?"
    )
    with record.snapshot():
        return articles_in_order(record.db, query, (outlet, limit))


def _person(fields: dict[str, Any]) -> PersonRow:
    roles = _roles(fields.pop("roles"))
    del fields["names"]
    return PersonRow(f"P{fields.pop('key')}", role=roles[-1] if roles else None, **fields)


def _roles(stored: str) -> list[str]:
    """In the order in which articles began to use them."""
    return [one["role"] for one in json.loads(stored)]


def _fits(words: str, texts: Iterable[str | None]) -> bool:
    """Whether each of the words is in one of the texts, or begins a word of it."""
    if not words:
        return True
    there = _WORD.findall(fold(" ".join(text for text in texts if text)))
    return all(any(word.startswith(wanted) for word in there) for wanted in _WORD.findall(fold(words)))


def _most(found: Sequence[T], counts: Callable[[T], tuple[int, int]], limit: int | None) -> tuple[T, ...]:
    ordered = sorted(found, key=lambda one: tuple(-count for count in counts(one)))
    return tuple(ordered[:limit])
