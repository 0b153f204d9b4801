"""The wordings of one remark beside each other, outlet by outlet: what each quotes, leaves out and puts in its own
words."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from onrecord.errors import RecordError
from onrecord.queries.alignment import Difference, Piece, Word, cells, differences, joined, matched, rows_of, words_of
from onrecord.queries.statements import ArticleLine, Named, StatementLine, statement_lines
from onrecord.queries.wording import by_publication, cut_to, fullest, remark_spans, repeats_of
from onrecord.record import Record
from onrecord.record.grouping import group_of_id, merged_into
from onrecord.record.rows import storable

#: Characters of a date that names a day.
DAY = 10

#: What tells a wording from others: how it quotes, and the words that it is compared by.
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """The same words of one or several statements, in the order of publication. `row` by row, `cells` hold them; a row
    is a sentence of the fullest wording of all."""

    statements: tuple[StatementLine, ...]
    cells: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What an article makes of the remark, in one wording or several: a headline, a first sentence, a quotation.
    Articles that do it in the same words are one report, in the order of publication. `first` tells that one of them
    was published before all others, or on the same day as the first, as far as articles bear dates; `fullest` that it
    has the fullest wording of all. Of its own `wordings` the fullest is the first, the others are in the order of the
    text. `quoted` is what any of them quotes. `differences` say what none of them has of the fullest wording of all,
    and what they put otherwise and add."""

    articles: tuple[ArticleLine, ...]
    first: bool
    fullest: bool
    wordings: tuple[Wording, ...]
    quoted: tuple[str, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A remark in all its wordings, outlet by outlet: who published first is first, and an outlet's reports stand
    together. `remark` is None for a statement that is of none."""

    remark: str | None
    speaker: tuple[Named, ...]
    said: str | None
    occasion: Named | None
    repeats: tuple[str, ...]
    repeated: tuple[str, ...]
    reports: tuple[Report, ...]


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
        reports=tuple(_reports(ordered, texts)),
    )


def also(wording: Wording) -> str:
    """Where another wording than the fullest of a report stands, in a word for people."""
    passage = wording.statements[0].passage
    return "also" if passage == "body" else passage


def _asked(db: sqlite3.Connection, id: str) -> tuple[int, int]:
    """The key of the remark, 0 for none, and of the statement, 0 for none."""
    group = group_of_id(db, id)
    if group and group[0].kind == "remark":
        return merged_into(db, group[0]).get(group[1], group[1]), 0
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


def _reports(lines: Sequence[StatementLine], texts: Mapping[str, str]) -> list[Report]:
    """The reports, those of an outlet after its first one."""
    words: dict[Key, list[Word]] = {}
    told: dict[str, dict[Key, list[StatementLine]]] = {}
    for line in lines:
        own = words_of(texts[line.article.id], line.content, direct=line.quote == "direct")
        key = (line.quote, *(word.key for word in own))
        words.setdefault(key, own)
        told.setdefault(line.article.id, {}).setdefault(key, []).append(line)
    alike: dict[frozenset[Key], list[dict[Key, list[StatementLine]]]] = {}
    for wordings in told.values():
        alike.setdefault(frozenset(wordings), []).append(wordings)
    best = fullest(lines)
    base = next(words[key] for wordings in told.values() for key, some in wordings.items() if best in some)
    having = Counter(word for keys in alike for word in {word.key for key in keys for word in words[key]})
    alone = {word for word, reports in having.items() if reports == 1 and len(alike) > 1}
    earliest = _earliest(lines)
    found = [_report(some, words, base, alone, earliest) for some in alike.values()]
    outlets = [one.articles[0].outlet for one in found]
    return sorted(found, key=lambda one: outlets.index(one.articles[0].outlet))


def _report(
    articles: Sequence[Mapping[Key, Sequence[StatementLine]]],
    words: Mapping[Key, list[Word]],
    base: list[Word],
    alone: Container[str],
    earliest: str | None,
) -> Report:
    """The report that these articles make in the same words; `alone` are words that no other report has."""
    best = fullest(line for some in articles[0].values() for line in some)
    keys = sorted(articles[0], key=lambda key: best not in articles[0][key])
    rows, known = rows_of(base), [next(iter(article.values()))[0].article for article in articles]
    blocks = [[(0, 0, len(base))] if words[key] is base else matched(base, words[key]) for key in keys]
    tables = [
        cells(words[key], some, rows, [word.key in alone for word in words[key]])
        for key, some in zip(keys, blocks, strict=True)
    ]
    return Report(
        articles=tuple(known),
        first=any(article.published == earliest for article in known if earliest),
        fullest=any(words[key] is base for key in keys),
        wordings=tuple(
            Wording(tuple(line for article in articles for line in article[key]), table)
            for key, table in zip(keys, tables, strict=True)
        ),
        quoted=tuple(one for key in keys for one in _quoted(words[key])),
        differences=tuple(_departures(base, [words[key] for key in keys], blocks, rows, tables)),
    )


def _quoted(own: Sequence[Word]) -> Iterator[str]:
    yield from (joined(list(run)) for quoted, run in groupby(own, key=lambda word: word.quoted) if quoted)


def _departures(
    base: Sequence[Word],
    wordings: Sequence[Sequence[Word]],
    blocks: Sequence[Sequence[tuple[int, int, int]]],
    rows: Sequence[int],
    tables: Sequence[Sequence[object]],
) -> Iterator[Difference]:
    """Of the report's fullest wording what it leaves out, unless another of its wordings tells that; of each what it
    puts otherwise and adds."""
    matching = {a + k for some in blocks[1:] for a, _, size in some for k in range(size)}
    telling = {n for n, row in enumerate(rows) if not tables[0][row] and any(table[row] for table in tables[1:])}
    for n, own in enumerate(wordings):
        if own is not base:
            found = differences(base, own, blocks[n], rows, tables[n], () if n else matching | telling)
            yield from (one for one in found if not n or one.kind != "cut")


def _earliest(lines: Sequence[StatementLine]) -> str | None:
    """The day on which it was published first, where two articles at least bear one: nobody is first alone."""
    days = {
        line.article.id: line.article.published
        for line in lines
        if line.article.published and len(line.article.published) == DAY
    }
    return min(days.values()) if len(days) > 1 else None
