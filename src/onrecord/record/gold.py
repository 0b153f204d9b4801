"""Reviewed statements as data to learn from and to measure by: one article a line, with its text and the statements
that a reviewer called right, in the shape that the project's own marked statements have."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

from onrecord.export.json_lines import json_line
from onrecord.record import now
from onrecord.record.decided import Decision, about_statements
from onrecord.record.store import Record
from onrecord.types import Article, Condition, Party, Span, Statement

Row = dict[str, Any]
#: Fields for which a second reviewer's value is kept as another that will do.
_OTHERS = ("act", "status", "said", "speaker")


def write_gold(record: Record, out: TextIO) -> None:
    """One article a line: id, outlet, published, title, text, `complete` (whether reviewers judged every statement of
    it) and statements. What another reviewer holds against the value that counts is under `or`."""
    with record.snapshot():
        for row in rows(record.db):
            out.write(json_line(row))


def rows(db: sqlite3.Connection) -> Iterator[Row]:
    """The articles with a statement that is right."""
    query = (
        "SELECT a.key FROM analysis AS a WHERE a.current = 1 AND a.article IN (SELECT c.article FROM current AS c "
        "WHERE c.statement IN (SELECT x.member FROM anchor AS x JOIN decision AS d ON d.key = x.decision "
        "WHERE d.kind = 'statement' AND d.field = 'verdict') AND c.verdict = 'right') ORDER BY a.article"
    )
    for (analysis,) in db.execute(query).fetchall():
        yield _article(db, analysis)


def _article(db: sqlite3.Connection, analysis: int) -> Row:
    found = now.analysis(db, analysis)
    query = "SELECT c.statement, c.verdict FROM current AS c JOIN statement AS s ON s.key = c.statement "
    judged = db.execute(f"{query} WHERE s.analysis = ? ORDER BY s.n", (analysis,)).fetchall()
    made = about_statements(db, "SELECT key FROM statement WHERE analysis = ?", (analysis,))
    right = [
        (statement, made.get(key, ()))
        for statement, (key, verdict) in zip(found.statements, judged, strict=True)
        if verdict == "right"
    ]
    return {
        **_known(found.article),
        "complete": all(verdict for _, verdict in judged),
        "statements": [_statement(n, one, some) for n, (one, some) in enumerate(right)],
    }


def _known(article: Article) -> Row:
    return {name: getattr(article, name) for name in ("id", "outlet", "published", "title", "text")}


def _statement(n: int, s: Statement, made: Iterable[Decision]) -> Row:
    row: Row = {
        "n": n,
        "source": _pairs(s.source),
        "cue": _pairs(s.cue),
        "content": _pairs(s.content),
        "speaker": [party.name for party in s.speaker],
        "speaker_kind": _kind(s.speaker),
        "act": s.act,
        "status": s.status,
        "said": s.said and s.said.edtf,
        "occasion": s.occasion and s.occasion.kind,
        "conditions": [_condition(one) for one in s.conditions],
    }
    others = dict(_others(row, made))
    return row | ({"or": others} if others else {})


def _others(row: Mapping[str, Any], made: Iterable[Decision]) -> Iterator[tuple[str, list[Any]]]:
    """What reviewers held last, where it is not what counts."""
    last = {(one.field, one.by): one for one in made}
    for field in _OTHERS:
        values = [_value(field, one.new) for (of, _), one in last.items() if of == field]
        different = [value for n, value in enumerate(values) if value != row[field] and value not in values[:n]]
        if different:
            yield field, different


def _value(field: str, new: Any) -> Any:  # noqa: ANN401
    if field == "speaker":
        return [one["name"] for one in new]
    return new["edtf"] if field == "said" and new else new


def _kind(speaker: tuple[Party, ...]) -> str | None:
    return speaker[0].kind if speaker else None


def _condition(one: Condition) -> Row:
    return {"if": one.condition.text, "then": one.then.text, "relation": one.relation}


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
