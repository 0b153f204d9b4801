"""Found statements made ready to be looked at: their words with what was searched for marked, and what stands around
them."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from onrecord.queries.plain import plain
from onrecord.queries.statements import StatementLine, statement_lines
from onrecord.types import Span

#: Characters of the article that are shown on each side of a hit: about a line and a half of a terminal.
AROUND = 160

#: The record's own index of words, as schema.sql has it, for the words of a page of hits.
_INDEX = "CREATE VIRTUAL TABLE page USING fts5 (content, tokenize = 'unicode61 remove_diacritics 2')"


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that a search found.

    `line` is the statement as it counts now, `words` its content (with " … " between spans), `highlights` where in
    `words` is what was searched for, `before` and `after` what stands around it in the article. `by_publication` tells
    that nothing says when it was said, and that its article's date was taken instead. `remarks` and `story` are what
    it belongs to, by id. `key` is the statement's key in the record.
    """

    key: int
    line: StatementLine
    words: str
    highlights: tuple[tuple[int, int], ...]
    before: str
    after: str
    by_publication: bool
    remarks: tuple[str, ...]
    story: str | None


def hits(db: sqlite3.Connection, keys: Sequence[int], expression: str | None, *, by_date: bool) -> tuple[Hit, ...]:
    """The statements with these keys, in this order. `expression` is what MATCH looked for; `by_date` tells that a
    search took the article's date for want of another."""
    lines = statement_lines(db, keys)
    words = {key: " … ".join(span.text for span in line.content) for key, line in lines.items()}
    marked = _highlights(words, expression) if expression else {}
    texts = _around(db, lines)
    remarks = _remarks(db, keys)
    stories = _stories(db, keys)
    return tuple(
        Hit(
            key,
            line,
            words[key],
            marked.get(key, ()),
            *texts[key],
            by_publication=by_date and line.said_first is None and line.said_last is None,
            remarks=remarks.get(key, ()),
            story=stories.get(key),
        )
        for key, line in lines.items()
    )


def _highlights(words: Mapping[int, str], expression: str) -> dict[int, tuple[tuple[int, int], ...]]:
    """Where the expression is in these texts, by SQLite itself: an index of them in memory tells, with signs around
    it that no text can hold by chance."""
    start, end = (f"\ue000{secrets.token_hex(8)}{sign}" for sign in "<>")
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(_INDEX)
        db.executemany("INSERT INTO page (rowid, content) VALUES (?, ?)", words.items())
        query = "SELECT rowid, highlight(page, 0, ?, ?) FROM page WHERE page MATCH ?"
        rows = db.execute(query, (start, end, expression)).fetchall()
    return {key: tuple(_places(text, start, end)) for key, text in rows}


def _places(marked: str, start: str, end: str) -> Iterator[tuple[int, int]]:
    head, *pieces = marked.split(start)
    at = len(head)
    for piece in pieces:
        inside, after = piece.split(end)
        yield at, at + len(inside)
        at += len(inside) + len(after)


def _around(db: sqlite3.Connection, lines: Mapping[int, StatementLine]) -> dict[int, tuple[str, str]]:
    query = (
        "SELECT substr(t.text, max(?1 - ?3, 0) + 1, min(?1, ?3)), substr(t.text, ?2 + 1, ?3) FROM current AS c "
        "JOIN text AS t ON t.article = c.article WHERE c.statement = ?4"
    )
    found = {}
    for key, line in lines.items():
        start, end = _ends(line.content)
        before, after = db.execute(query, (start, end, AROUND, key)).fetchone()
        found[key] = (_last_words(before, start), _first_words(after))
    return found


def _ends(content: Sequence[Span]) -> tuple[int, int]:
    return content[0].start, content[-1].end


def _last_words(text: str, start: int) -> str:
    """Without the word that the cut went through."""
    whole = start <= AROUND or " " not in text
    return text if whole else text[text.index(" ") + 1 :]


def _first_words(text: str) -> str:
    whole = len(text) < AROUND or " " not in text
    return text if whole else text[: text.rindex(" ")]


def _remarks(db: sqlite3.Connection, keys: Sequence[int]) -> dict[int, tuple[str, ...]]:
    query = (
        "SELECT DISTINCT statement, remark FROM remark_span WHERE statement IN (SELECT value FROM json_each(?)) "
        "ORDER BY statement, start"
    )
    found: dict[int, tuple[str, ...]] = {}
    for statement, remark in db.execute(query, (json.dumps(list(keys)),)):
        found[statement] = (*found.get(statement, ()), f"R{remark}")
    return found


def _stories(db: sqlite3.Connection, keys: Sequence[int]) -> dict[int, str]:
    query = (
        "SELECT c.statement, 'S' || s.story FROM current AS c JOIN story_article AS s ON s.article = c.article "
        "WHERE c.statement IN (SELECT value FROM json_each(?))"
    )
    return dict(db.execute(query, (json.dumps(list(keys)),)).fetchall())


def flat(hit: Hit) -> dict[str, Any]:
    """A hit as one dict, ready for JSON: the fields of its line, and its own beside them."""
    own = plain(hit)
    return {**own.pop("line"), **own}
