"""The conditions and demands of all sides: who wants, offers, refuses or threatens what, and on what condition."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.queries.filters import DAY
from onrecord.queries.search import Search, keys
from onrecord.queries.statements import Named, StatementLine, decided_of, deciding_on, statement_lines
from onrecord.queries.wording import by_publication, fullest, outlets_of
from onrecord.record import Record
from onrecord.types import Relation

#: What sets terms. A statement of another act does so where it has a condition, unless it asks or finds something out.
ACTS = ("demand", "promise", "refuse", "threaten")
TELLING_NOTHING = ("ask", "find")
#: Statements of one page of terms, the newest of all there are; and those that are looked through for conditions.
MOST_STATEMENTS, MOST_LOOKED_AT = 1000, 5000


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on what: `then` holds if, only if, unless or until `condition` does, or in exchange for it."""

    relation: Relation
    condition: str
    then: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Who refused terms, and where."""

    who: Named
    statement: str


@dataclass(frozen=True, slots=True)
class Term:
    """`who` does `act` towards `whom`: `what` are the items that the words enumerate, else the words themselves.
    `statement` is the fullest of the `statements` that report it, `refused` are those of one story with it in which
    one of `whom` refuses, or anybody does towards `who`."""

    who: tuple[Named, ...]
    act: str | None
    status: str | None
    whom: tuple[Named, ...]
    what: tuple[str, ...]
    conditions: tuple[Hanging, ...]
    said: str | None
    remark: str | None
    statement: StatementLine
    statements: tuple[str, ...]
    outlets: tuple[str, ...]
    refused: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of statements, by key, beyond their lines."""

    remarks: Mapping[int, int]
    stories: Mapping[int, int]
    parts: Mapping[int, tuple[tuple[str, ...], tuple[Hanging, ...]]]


def terms(record: Record, wanted: Search | None = None, *, limit: int | None = None) -> tuple[Term, ...]:
    """The terms in the statements that a search finds (in all, where there is none), what was said last first and what
    is undated by its articles' dates; a remark once. What reviewers call wrong is left out. Raises RecordError as
    `search` does."""
    with record.snapshot():
        db = record.db
        lines = statement_lines(db, _chosen(record, wanted or Search()))
        parts = _parts(db, lines)
        lines = {key: line for key, line in lines.items() if _sets_terms(line, wanted, parts[key][1])}
        known = _Known(_remarks(db, lines), _stories(db, lines), parts)
    together: dict[int, list[int]] = {}
    for key in lines:
        together.setdefault(known.remarks.get(key, -key), []).append(key)
    refusals = {key: line for key, line in lines.items() if line.act == "refuse"}
    found = [_term(lines, some, refusals, known) for some in together.values()]
    return tuple(found[:limit])


def _sets_terms(line: StatementLine, wanted: Search | None, conditions: Sequence[Hanging]) -> bool:
    acts = wanted.act if wanted and wanted.act else ACTS
    return line.verdict != "wrong" and (line.act in acts or (bool(conditions) and line.act not in TELLING_NOTHING))


def _chosen(record: Record, wanted: Search) -> list[int]:
    """The statements that may set terms, in the order of the search: by their act, or by a condition in them."""
    wanted = replace(wanted, cursor=None)
    if wanted.act:
        return keys(record, wanted, MOST_STATEMENTS)
    by_act = keys(record, replace(wanted, act=ACTS), MOST_STATEMENTS)
    looked = None if wanted == Search() else json.dumps(keys(record, wanted, MOST_LOOKED_AT))
    among = "" if looked is None else "s.key IN (SELECT value FROM json_each(?1)) AND "
    query = (
        "SELECT statement FROM current WHERE statement IN (SELECT value FROM json_each(?3) UNION SELECT * FROM ("
        f"SELECT s.key FROM statement AS s JOIN current AS c ON c.statement = s.key WHERE {among}(s.conditions "
        f"IS NOT NULL OR s.key IN ({deciding_on('conditions')})) ORDER BY s.key DESC LIMIT ?2)) "
        f"ORDER BY {DAY.replace('c.', '')} DESC, statement"
    )
    return [key for (key,) in record.db.execute(query, (looked, MOST_STATEMENTS, json.dumps(by_act)))]


def _term(
    lines: Mapping[int, StatementLine], some: Sequence[int], refusals: Mapping[int, StatementLine], known: _Known
) -> Term:
    # A report with conditions tells more of the terms than a longer one without.
    telling = [key for key in some if known.parts[key][1]] or list(some)
    best = fullest(lines[key] for key in telling)
    (chosen,) = [key for key in telling if lines[key] is best]
    items, conditions = known.parts[chosen]
    reports = by_publication(lines[key] for key in some)
    remark = known.remarks.get(chosen)
    return Term(
        who=best.speaker,
        act=best.act,
        status=best.status,
        whom=best.target,
        what=items or (" … ".join(span.text for span in best.content),),
        conditions=conditions,
        said=best.said or next((line.said for line in reports if line.said), None),
        remark=f"R{remark}" if remark else None,
        statement=best,
        statements=tuple(line.statement for line in reports),
        outlets=outlets_of(reports),
        refused=() if best.act == "refuse" else tuple(_answers(best, chosen, refusals, known.stories)),
    )


def _answers(
    term: StatementLine, key: int, refusals: Mapping[int, StatementLine], stories: Mapping[int, int]
) -> Iterator[Answer]:
    """Refusals of the same story in which one of those whom the terms are for refuses, or anybody refuses the one who
    sets them."""
    setting, asked = _ids(term.speaker), _ids(term.target)
    for other, refusal in refusals.items():
        near = refusal.article.id == term.article.id or stories.get(other, 0) == stories.get(key, -1)
        of = _ids(refusal.speaker)
        if near and not of & setting and (of & asked or _ids(refusal.target) & setting):
            yield from (Answer(who, refusal.statement) for who in refusal.speaker)


def _ids(some: Iterable[Named]) -> set[str]:
    return {one.id for one in some if one.id}


def _parts(db: sqlite3.Connection, statements: Iterable[int]) -> dict[int, tuple[tuple[str, ...], tuple[Hanging, ...]]]:
    """The items that statements enumerate, and the conditions in them."""
    query = (
        "SELECT s.key, s.items, s.conditions, t.text FROM statement AS s JOIN current AS c ON c.statement = s.key "
        "JOIN text AS t ON t.article = c.article WHERE s.key IN (SELECT value FROM json_each(?))"
    )
    found = {}
    decided = decided_of(db, deciding_on("conditions"))
    for key, items, conditions, text in db.execute(query, (json.dumps(list(statements)),)):
        listed = tuple(_words(text, item) for item in json.loads(items or "[]"))
        counting = decided.get(key, {}).get("conditions", json.loads(conditions or "[]"))
        hanging = (
            Hanging(relation, _words(text, condition), _words(text, then))
            for relation, condition, then in counting or ()
        )
        found[key] = (listed, tuple(hanging))
    return found


def _words(text: str, pairs: Iterable[Sequence[int]]) -> str:
    return " … ".join(text[start:end] for start, end in pairs)


def _remarks(db: sqlite3.Connection, statements: Iterable[int]) -> dict[int, int]:
    """The first remark of each statement."""
    query = (
        "SELECT statement, remark FROM remark_span WHERE statement IN (SELECT value FROM json_each(?)) "
        "ORDER BY statement, start DESC"
    )
    return dict(db.execute(query, (json.dumps(list(statements)),)).fetchall())


def _stories(db: sqlite3.Connection, statements: Iterable[int]) -> dict[int, int]:
    query = (
        "SELECT c.statement, a.story FROM current AS c JOIN story_article AS a ON a.article = c.article "
        "WHERE c.statement IN (SELECT value FROM json_each(?))"
    )
    return dict(db.execute(query, (json.dumps(list(statements)),)).fetchall())
