"""Every statement that counts as one flat row, for tables: names and words as text, several joined by "; "."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from onrecord.record import now
from onrecord.types import Party, Span, Statement

Row = dict[str, Any]

#: What the columns are is said in docs/record.md; each is a text but for these.
NUMBERS = {"start": int, "end": int, "confidence": float}
COLUMNS = (
    *("id", "article", "title", "outlet", "byline", "url", "published", "in", "parent", "speaker", "speaker_ids"),
    *("said", "said_first", "said_last", "said_bounds", "occasion", "occasion_id", "place", "about", "about_ids"),
    *("target", "target_ids", "act", "status", "quote", "confidence", "source", "cue", "content", "start", "end"),
    *("remarks", "story", "verdict", "decided"),
)


def rows(db: sqlite3.Connection) -> Iterator[Row]:
    """The rows, article by article."""
    for statement, row in statements(db):
        yield _flat(statement) | row


def statements(db: sqlite3.Connection) -> Iterator[tuple[Statement, Row]]:
    """Each statement that counts, decisions in place, with what the record knows of it beyond its article."""
    query = (
        "SELECT a.key, r.key FROM analysis AS a JOIN article AS r ON r.key = a.article "
        "WHERE a.current = 1 AND r.newest = 1 ORDER BY r.key"
    )
    for analysis, article in db.execute(query).fetchall():
        found = now.analysis(db, analysis)
        about = _known(db, analysis, article)
        of = {name: getattr(found.article, name) for name in ("title", "outlet", "byline", "url", "published")}
        for n, statement in enumerate(found.statements):
            yield statement, of | about[n]


def _known(db: sqlite3.Connection, analysis: int, article: int) -> dict[int, Row]:
    """What linking and reviewers say of each statement of an analysis, by its place in it."""
    query = (
        "SELECT s.n, c.said_first, c.said_last, c.occasion, c.verdict, c.decided, (SELECT group_concat(DISTINCT "
        "'R' || m.remark) FROM remark_span AS m WHERE m.statement = s.key) FROM statement AS s "
        "JOIN current AS c ON c.statement = s.key WHERE s.analysis = ?"
    )
    story = db.execute("SELECT 'S' || story FROM story_article WHERE article = ?", (article,)).fetchone()
    known: dict[int, Row] = {}
    for n, first, last, occasion, verdict, decided, remarks in db.execute(query, (analysis,)):
        known[n] = {
            "said_first": first,
            "said_last": last,
            "occasion_id": f"O{occasion}" if occasion else None,
            "remarks": remarks.replace(",", "; ") if remarks else None,
            "story": story[0] if story else None,
            "verdict": verdict,
            "decided": decided,
        }
        known[n] |= {f"{part}_ids": None for part in ("speaker", "about", "target")}
    query = (
        "SELECT s.n, c.part, group_concat('P' || c.person, '; ') FROM statement AS s "
        "JOIN current_person AS c ON c.statement = s.key WHERE s.analysis = ? GROUP BY s.n, c.part"
    )
    for n, part, persons in db.execute(query, (analysis,)):
        known[n][f"{part}_ids"] = persons
    return known


def _flat(s: Statement) -> Row:
    return {
        "id": s.id,
        "article": s.article,
        "in": s.passage,
        "parent": s.parent,
        "speaker": _names(s.speaker),
        "said": s.said and s.said.edtf,
        "said_bounds": s.said_bounds and s.said_bounds.edtf,
        "occasion": s.occasion and s.occasion.name,
        "place": s.where and s.where.place,
        "about": _names(s.about),
        "target": _names(s.target),
        "act": s.act,
        "status": s.status,
        "quote": s.quote,
        "confidence": s.confidence,
        "source": _words(s.source),
        "cue": _words(s.cue),
        "content": _words(s.content),
        "start": s.content[0].start,
        "end": s.content[-1].end,
    }


def _names(parties: tuple[Party, ...]) -> str | None:
    return "; ".join(party.name for party in parties) or None


def _words(spans: tuple[Span, ...]) -> str | None:
    return " … ".join(span.text for span in spans) or None
