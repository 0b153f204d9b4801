"""One remark, occasion or story in full."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.queries.excerpts import Ground, ground
from onrecord.queries.history import DecisionLine, decisions_on
from onrecord.queries.statements import ArticleLine, Named, StatementLine, article_lines, by_date, statement_lines
from onrecord.queries.ties import Tied, ties
from onrecord.queries.wording import by_publication, cut_to, fullest, remark_spans, repeats_of
from onrecord.record.grouping import GROUPINGS, members_of
from onrecord.record.reading import named
from onrecord.record.rows import evidence_of

#: Statements of an occasion or a story that are listed with it; the rest is found by a search.
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class ShownRemark:
    """A remark: `first` and `last` are the days on which it may have been made, `statements` all that report it, in
    the order of publication, each with no more than what is of this remark."""

    shows: Literal["remark"]
    id: str
    speaker: tuple[Named, ...]
    first: str | None
    last: str | None
    occasion: Named | None
    fullest: StatementLine | None
    statements: tuple[StatementLine, ...]
    repeats: tuple[StatementLine, ...]
    repeated: tuple[StatementLine, ...]
    why: tuple[Tied, ...]
    decisions: tuple[DecisionLine, ...]


@dataclass(frozen=True, slots=True)
class EventLine:
    """The occasion as one article tells of it."""

    article: ArticleLine
    name: str
    edtf: str | None
    ground: Ground


@dataclass(frozen=True, slots=True)
class ShownOccasion:
    """An occasion, what each article tells of it, and what was said at it, in the order of publication; `count` is
    how many statements there are, of which the first are listed."""

    shows: Literal["occasion"]
    id: str
    name: str
    kind: str
    place: str | None
    host: str | None
    edtf: str | None
    events: tuple[EventLine, ...]
    speakers: tuple[Named, ...]
    count: int
    statements: tuple[StatementLine, ...]
    why: tuple[Tied, ...]
    decisions: tuple[DecisionLine, ...]


@dataclass(frozen=True, slots=True)
class ShownStory:
    """A story and its articles, in the order of publication."""

    shows: Literal["story"]
    id: str
    name: str | None
    articles: tuple[ArticleLine, ...]
    speakers: tuple[Named, ...]
    count: int
    why: tuple[Tied, ...]
    decisions: tuple[DecisionLine, ...]


def show_remark(db: sqlite3.Connection, key: int) -> ShownRemark:
    """The remark with that key."""
    ((first, last),) = db.execute("SELECT first, last FROM remark WHERE key = ?", (key,)).fetchall()
    lines, members = _reports(db, key), members_of(db, GROUPINGS["remark"], key)
    earlier, later = repeats_of(db, [key])
    return ShownRemark(
        shows="remark",
        id=f"R{key}",
        speaker=next((line.speaker for line in lines if line.speaker), ()),
        first=first,
        last=last,
        occasion=next((line.occasion for line in lines if line.occasion), None),
        fullest=fullest(lines) if lines else None,
        statements=tuple(lines),
        repeats=_one_of_each(db, earlier.get(key, ())),
        repeated=_one_of_each(db, later.get(key, ())),
        why=ties(db, "remark", members),
        decisions=decisions_on(db, "remark", [f"R{key}"], members),
    )


def _reports(db: sqlite3.Connection, remark: int) -> list[StatementLine]:
    spans = remark_spans(db, [remark])[remark]
    return by_publication(cut_to(line, spans[key]) for key, line in statement_lines(db, list(spans)).items())


def _one_of_each(db: sqlite3.Connection, remarks: Iterable[str]) -> tuple[StatementLine, ...]:
    """The fullest report of each remark."""
    reports = (_reports(db, int(id[1:])) for id in remarks)
    return tuple(fullest(lines) for lines in reports if lines)


def show_occasion(db: sqlite3.Connection, key: int) -> ShownOccasion:
    """The occasion with that key."""
    query = "SELECT name, kind, place, host, edtf FROM occasion WHERE key = ?"
    (known,) = named(db, query, (key,))
    members = members_of(db, GROUPINGS["occasion"], key)
    said = "SELECT statement FROM current WHERE occasion = ? ORDER BY coalesce(published, '9'), statement"
    statements = [one for (one,) in db.execute(said, (key,))]
    return ShownOccasion(
        shows="occasion",
        id=f"O{key}",
        **known,
        events=_events(db, members),
        speakers=_speakers(db, "c.occasion = ?", key),
        count=len(statements),
        statements=tuple(statement_lines(db, statements[:MOST_LISTED]).values()),
        why=ties(db, "occasion", members),
        decisions=decisions_on(db, "occasion", [f"O{key}"], members),
    )


def _events(db: sqlite3.Connection, members: Sequence[int]) -> tuple[EventLine, ...]:
    query = (
        "SELECT a.article, e.name, e.edtf, e.evidence, t.text FROM event AS e JOIN analysis AS a ON a.key = e.analysis "
        "JOIN text AS t ON t.article = a.article WHERE e.key = ?"
    )
    rows = [row for member in members for row in db.execute(query, (member,))]
    lines = article_lines(db, {row[0] for row in rows})
    found = (
        EventLine(lines[article], name, edtf, ground(text, "occasion", name, evidence_of(text, evidence)))
        for article, name, edtf, evidence, text in rows
    )
    return tuple(sorted(found, key=lambda one: by_date(one.article)))


def show_story(db: sqlite3.Connection, key: int) -> ShownStory:
    """The story with that key."""
    ((name,),) = db.execute("SELECT name FROM story WHERE key = ?", (key,)).fetchall()
    members = members_of(db, GROUPINGS["story"], key)
    of_it = "c.article IN (SELECT article FROM story_article WHERE story = ?)"
    (count,) = db.execute(f"SELECT count(*) FROM current AS c WHERE {of_it}", (key,)).fetchone()
    return ShownStory(
        shows="story",
        id=f"S{key}",
        name=name,
        articles=tuple(sorted(article_lines(db, members).values(), key=by_date)),
        speakers=_speakers(db, of_it, key),
        count=count,
        why=ties(db, "story", members),
        decisions=decisions_on(db, "story", [f"S{key}"], members),
    )


def _speakers(db: sqlite3.Connection, where: str, key: int) -> tuple[Named, ...]:
    """Who spoke there, those who said most first."""
    query = (
        "SELECT p.key, p.name FROM current AS c JOIN current_person AS w ON w.statement = c.statement "
        f"AND w.part = 'speaker' JOIN person AS p ON p.key = w.person WHERE {where} "
        "GROUP BY p.key ORDER BY count(*) DESC, p.key"
    )
    return tuple(Named(f"P{person}", name) for person, name in db.execute(query, (key,)))
