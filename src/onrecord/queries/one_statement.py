"""One statement in full: every value with what it stands on, what other outlets made of it, its history."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from onrecord.queries.excerpts import Excerpt, Ground, excerpt, ground, marked
from onrecord.queries.history import AnalysisLine, DecisionLine, analyses_of_statement, decisions_on, disputed
from onrecord.queries.statements import ArticleLine, StatementLine, article_lines, statement_lines
from onrecord.queries.ties import Tied, ties
from onrecord.queries.wording import by_publication, cut_to, remark_spans, repeats_of
from onrecord.record import now
from onrecord.types import Analysis, Statement


@dataclass(frozen=True, slots=True)
class RemarkOf:
    """A remark that a statement reports, and the other statements that report it, in the order of publication."""

    id: str
    others: tuple[StatementLine, ...]
    repeats: tuple[str, ...]
    repeated: tuple[str, ...]
    why: tuple[Tied, ...]


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A statement. `statement` has every value as it counts now, with its evidence; `line` has the persons and the
    occasion of the record, and is None where it does not count: where only an older analysis or an older version of
    the article has it. `grounds` are the evidence in context. `quoted` are the statements quoted in it."""

    shows: Literal["statement"]
    statement: Statement
    line: StatementLine | None
    article: ArticleLine
    excerpt: Excerpt
    grounds: tuple[Ground, ...]
    parent: Statement | None
    quoted: tuple[Statement, ...]
    remarks: tuple[RemarkOf, ...]
    why: tuple[Tied, ...]
    analyses: tuple[AnalysisLine, ...]
    decisions: tuple[DecisionLine, ...]
    disputed: tuple[str, ...]


def find_statement(db: sqlite3.Connection, id: str) -> int | None:
    """The key of the statement with that id: of the one that counts, else of the newest."""
    query = (
        "SELECT s.key FROM statement AS s LEFT JOIN current AS c ON c.statement = s.key WHERE s.id = ? "
        "ORDER BY c.statement IS NULL, s.key DESC LIMIT 1"
    )
    found = db.execute(query, (id,)).fetchone()
    return found[0] if found else None


def show_statement(db: sqlite3.Connection, key: int) -> ShownStatement:
    """The statement with that key."""
    analysis, n = db.execute("SELECT analysis, n FROM statement WHERE key = ?", (key,)).fetchone()
    read = now.analysis(db, analysis)
    statement = read.statements[n]
    made = decisions_on(db, "statement", [statement.id], [key])
    actors = "SELECT actor FROM party WHERE statement = ? AND part = 'speaker' AND actor IS NOT NULL"
    return ShownStatement(
        shows="statement",
        statement=statement,
        line=statement_lines(db, [key]).get(key),
        article=_article(db, analysis),
        excerpt=_excerpt(read.article.text, statement),
        grounds=tuple(_grounds(read, statement)),
        parent=next((one for one in read.statements if one.id == statement.parent), None),
        quoted=tuple(one for one in read.statements if one.parent == statement.id),
        remarks=tuple(_remarks(db, key)),
        why=ties(db, "person", [actor for (actor,) in db.execute(actors, (key,))]),
        analyses=analyses_of_statement(db, statement.id),
        decisions=made,
        disputed=disputed(made),
    )


def _article(db: sqlite3.Connection, analysis: int) -> ArticleLine:
    (key,) = db.execute("SELECT article FROM analysis WHERE key = ?", (analysis,)).fetchone()
    return article_lines(db, [key])[key]


def _excerpt(text: str, s: Statement) -> Excerpt:
    return excerpt(text, [*marked("source", s.source), *marked("cue", s.cue), *marked("content", s.content)])


def _grounds(read: Analysis, s: Statement) -> Iterator[Ground]:
    """What each value of the statement stands on."""
    text = read.article.text
    for part, some in (("speaker", s.speaker), ("about", s.about), ("target", s.target)):
        for party in some:
            name = f"{party.name} ({party.role})" if party.role else party.name
            yield ground(text, part, name, party.evidence)
    for field, dated in (("said", s.said), ("said_bounds", s.said_bounds)):
        if dated:
            yield ground(text, field, dated.edtf, dated.evidence)
    if s.occasion:
        yield ground(text, "occasion", s.occasion.name, s.occasion.evidence)
    if s.where:
        yield ground(text, "place", s.where.place, s.where.evidence)
    if s.translated_by:
        yield ground(text, "translated_by", s.translated_by.name, s.translated_by.evidence)


def _remarks(db: sqlite3.Connection, statement: int) -> Iterator[RemarkOf]:
    query = "SELECT remark, key FROM remark_span WHERE statement = ? ORDER BY start"
    members: dict[int, list[int]] = {}
    for remark, key in db.execute(query, (statement,)):
        members.setdefault(remark, []).append(key)
    spans = remark_spans(db, members)
    earlier, later = repeats_of(db, members)
    for remark, keys in members.items():
        lines = statement_lines(db, [one for one in spans[remark] if one != statement])
        others = by_publication(cut_to(line, spans[remark][one]) for one, line in lines.items())
        yield RemarkOf(
            id=f"R{remark}",
            others=tuple(others),
            repeats=earlier.get(remark, ()),
            repeated=later.get(remark, ()),
            why=ties(db, "remark", keys),
        )
