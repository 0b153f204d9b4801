"""The wordings of one remark beside each other, outlet by outlet: what each quotes, leaves out and puts in its own
words."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from onrecord.errors import RecordError
from onrecord.queries.alignment import Difference, Piece, Word, cells, differences, joined, matched, rows_of, words_of
from onrecord.queries.statements import Named, StatementLine, statement_lines
from onrecord.queries.wording import by_publication, cut_to, fullest, remark_spans, repeats_of
from onrecord.record import Record
from onrecord.record.grouping import group_of_id
from onrecord.record.rows import storable

#: Characters of a date that names a day.
DAY = 10


@dataclass(frozen=True, slots=True)
class Wording:
    """What one or several statements make of the remark in the same words; `statements` are in the order of
    publication. `first` tells that one of them was published before all others, or on the same day as the first, as
    far as articles bear dates. `row` by row, `cells` hold its words; a row is a sentence of the fullest wording.
    `differences` say what it leaves out of the fullest wording, puts otherwise and adds."""

    statements: tuple[StatementLine, ...]
    first: bool
    fullest: bool
    cells: tuple[tuple[Piece, ...], ...]
    quoted: tuple[str, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A remark in all its wordings, in the order of publication. `remark` is None for a statement that is of none."""

    remark: str | None
    speaker: tuple[Named, ...]
    said: str | None
    occasion: Named | None
    repeats: tuple[str, ...]
    repeated: tuple[str, ...]
    wordings: tuple[Wording, ...]


def compare(record: Record, id: str) -> Comparison:
    """The wordings of the remark with that id, or of the remark that the statement with that id reports; of several
    the first. What reviewers call wrong is left out. Raises RecordError where there is no such remark or statement."""
    with record.snapshot():
        db = record.db
        remark, statement = _asked(db, storable(id))
        spans = remark_spans(db, [remark])[remark] if remark else {}
        lines = statement_lines(db, list(spans) or [statement])
        counting = {key: line for key, line in lines.items() if line.verdict != "wrong"} or lines
        if not counting:
            raise RecordError(f"{id}: no statement that counts reports it")
        cut = [cut_to(line, spans[key]) if key in spans else line for key, line in counting.items()]
        texts = _texts(db, {line.article.id for line in cut})
        before, after = repeats_of(db, [remark] if remark else [])
    ordered = by_publication(cut)
    said = [line.said for line in ordered if line.said]
    return Comparison(
        remark=f"R{remark}" if remark else None,
        speaker=next((line.speaker for line in ordered if line.speaker), ()),
        said=min(said, key=len, default=None),
        occasion=next((line.occasion for line in ordered if line.occasion), None),
        repeats=before.get(remark, ()),
        repeated=after.get(remark, ()),
        wordings=tuple(_wordings(ordered, texts)),
    )


def _asked(db: sqlite3.Connection, id: str) -> tuple[int, int]:
    """The key of the remark, 0 for none, and of the statement, 0 for none."""
    group = group_of_id(db, id)
    if group and group[0].kind == "remark":
        return group[1], 0
    query = (
        "SELECT c.statement, (SELECT remark FROM remark_span WHERE statement = c.statement ORDER BY key LIMIT 1) "
        "FROM statement AS s JOIN current AS c ON c.statement = s.key WHERE s.id = ?"
    )
    found = db.execute(query, (id,)).fetchone()
    if found is None:
        raise RecordError(f"{id}: there is no remark and no statement that counts with this id")
    return found[1] or 0, found[0]


def _texts(db: sqlite3.Connection, articles: set[str]) -> dict[str, str]:
    query = (
        "SELECT r.id, t.text FROM article AS r JOIN text AS t ON t.article = r.key "
        "WHERE r.id IN (SELECT value FROM json_each(?))"
    )
    return dict(db.execute(query, (json.dumps(sorted(articles)),)).fetchall())


def _wordings(lines: Sequence[StatementLine], texts: Mapping[str, str]) -> Iterator[Wording]:
    """The wordings in the order of their first statements; the same words are one wording."""
    best = fullest(lines)
    alike: dict[tuple[str, ...], list[StatementLine]] = {}
    words: dict[tuple[str, ...], list[Word]] = {}
    for line in lines:
        own = words_of(texts[line.article.id], line.content, direct=line.quote == "direct")
        key = (line.quote, *(word.key for word in own))
        alike.setdefault(key, []).append(line)
        words.setdefault(key, own)
    base = next(words[key] for key, some in alike.items() if best in some)
    rows, having = rows_of(base), Counter(key for own in words.values() for key in {word.key for word in own})
    earliest = _earliest(lines)
    for key, some in alike.items():
        own = words[key]
        blocks = [(0, 0, len(base))] if own is base else matched(base, own)
        only = [len(words) > 1 and having[word.key] == 1 for word in own]
        table = cells(own, blocks, rows, only)
        yield Wording(
            statements=tuple(some),
            first=any(line.article.published == earliest for line in some if earliest),
            fullest=own is base,
            cells=table,
            quoted=tuple(joined(list(run)) for quoted, run in groupby(own, key=lambda word: word.quoted) if quoted),
            differences=() if own is base else tuple(differences(base, own, blocks, rows, table)),
        )


def _earliest(lines: Sequence[StatementLine]) -> str | None:
    """The day on which it was published first, where two articles at least bear one: nobody is first alone."""
    days = [line.article.published for line in lines if line.article.published and len(line.article.published) == DAY]
    return min(days) if len(days) > 1 else None
