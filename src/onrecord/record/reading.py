"""Reads articles and analyses back as the records they were, exactly."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from onrecord.record import rows
from onrecord.types import Analysis, Article, Occasion, Party, Person, Statement

_ARTICLE = (
    "SELECT a.*, o.name AS outlet_name, t.text, t.passages FROM article AS a JOIN text AS t ON t.article = a.key "
    "LEFT JOIN outlet AS o ON o.key = a.outlet"
)


def articles(db: sqlite3.Connection, where: str = "", values: tuple[object, ...] = ()) -> Iterator[tuple[int, Article]]:
    """The articles with their keys, in the order in which they were added; `where` is SQL over `a`."""
    for fields in named(db, f"{_ARTICLE} {where} ORDER BY a.key", values):
        yield fields["key"], _article(fields)


def _article(fields: dict[str, Any]) -> Article:
    return rows.article_of({**fields, "outlet": fields["outlet_name"]}, fields["text"], fields["passages"])


def analysis(db: sqlite3.Connection, key: int) -> Analysis:
    """The analysis with that key as it was made, decisions left out."""
    (fields,) = named(db, "SELECT article, times, places FROM analysis WHERE key = ?", (key,))
    _, article = next(articles(db, "WHERE a.key = ?", (fields["article"],)), (0, None))
    if article is None:  # as SQLite itself says of a damaged page, if it notices
        raise sqlite3.OperationalError("an article is not there whose analysis is")
    text = article.text
    people = {f["key"]: rows.person_of(text, f) for f in _of(db, "actor", key)}
    events = {f["key"]: rows.occasion_of(text, f) for f in _of(db, "event", key)}
    return Analysis(
        article,
        tuple(_statements(db, key, article, people, events)),
        tuple(people.values()),
        rows.times_of(text, fields["times"]),
        rows.places_of(text, fields["places"]),
        tuple(events.values()),
    )


def _statements(
    db: sqlite3.Connection, key: int, article: Article, people: dict[int, Person], events: dict[int, Occasion]
) -> Iterator[Statement]:
    who: dict[int, dict[str, list[Party]]] = defaultdict(lambda: defaultdict(list))
    query = "SELECT p.* FROM party AS p JOIN statement AS s ON s.key = p.statement WHERE s.analysis = ? ORDER BY p.n"
    for f in named(db, query, (key,)):
        who[f["statement"]][f["part"]].append(rows.party_of(article.text, f, people.get(f["actor"])))
    found = list(_of(db, "statement", key))
    for f in found:
        parent = None if f["parent"] is None else found[f["parent"]]["id"]
        occasion = None if f["event"] is None else events[f["event"]]
        yield rows.statement_of(article.text, article.id, f, parent, occasion, who[f["key"]])


def _of(db: sqlite3.Connection, table: str, analysis: int) -> Iterator[dict[str, Any]]:
    return named(db, f"SELECT * FROM {table} WHERE analysis = ? ORDER BY key", (analysis,))


def named(db: sqlite3.Connection, query: str, values: tuple[object, ...] = ()) -> Iterator[dict[str, Any]]:
    """The rows of a query as dicts by column."""
    cursor = db.execute(query, values)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)
