"""The remarks of a record: all of them with the statements that report them, or those that most outlets report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from onrecord.queries.statements import StatementLine, decided_of, deciding_on, statement_lines
from onrecord.queries.wording import Pairs, as_it_reads, by_publication, cut, cut_to, fullest, remark_spans, repeats_of
from onrecord.record import Record
from onrecord.record.rows import spans_of
from onrecord.types import Span


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A statement that reports a remark; `content` is no more than what it has of that remark."""

    statement: str
    article: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """A remark, the earlier remarks that it repeats, and the statements that report it."""

    remark: str
    repeats: tuple[str, ...]
    statements: tuple[ReportLine, ...]


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """A remark: who made it, when as far as a statement tells, how many outlets, articles and statements report it
    (an article without an outlet counts as one), and its fullest wording."""

    id: str
    speaker: str
    said: str | None
    outlets: int
    articles: int
    statements: int
    words: str


def most_reported(record: Record, limit: int | None = None) -> tuple[RemarkRow, ...]:
    """The remarks, those that most outlets report first. What reviewers call wrong reports none."""
    outlet = "count(DISTINCT coalesce(c.outlet, -c.article))"
    query = (
        f"SELECT m.remark, {outlet} AS outlets, count(DISTINCT c.article) AS articles, "
        "count(DISTINCT m.statement) AS statements FROM remark_span AS m "
        "JOIN current AS c ON c.statement = m.statement WHERE c.verdict IS NOT 'wrong' "
        "GROUP BY m.remark ORDER BY outlets DESC, articles DESC, m.remark LIMIT ?"
    )
    with record.snapshot():
        rows = record.db.execute(query, (-1 if limit is None else limit,)).fetchall()
        spans = remark_spans(record.db, [remark for remark, *_ in rows])
        lines = statement_lines(record.db, [key for some in spans.values() for key in some])
    return tuple(_row(remark, counts, spans[remark], lines) for remark, *counts in rows)


def _row(
    remark: int, counts: Sequence[int], spans: Mapping[int, Pairs], lines: Mapping[int, StatementLine]
) -> RemarkRow:
    of = by_publication(
        cut_to(lines[key], spans[key]) for key in spans if key in lines and lines[key].verdict != "wrong"
    )
    speaker = next((", ".join(who.name for who in line.speaker) for line in of if line.speaker), "")
    said = min((line.said for line in of if line.said), key=len, default=None)
    words = as_it_reads(fullest(of))
    outlets, articles, statements = counts
    return RemarkRow(f"R{remark}", speaker, said, outlets, articles, statements, words)


def remarks(record: Record) -> Iterator[RemarkLine]:
    """All remarks, in the order of their ids. What reviewers call wrong reports none."""
    query = (
        'SELECT m.remark, s.key, m.start, m."end", s.id, r.id, s.source, s.cue, coalesce(c.content, s.content), t.text '
        "FROM remark_span AS m JOIN current AS c ON c.statement = m.statement JOIN statement AS s "
        "ON s.key = m.statement JOIN article AS r ON r.key = c.article JOIN text AS t ON t.article = c.article "
        "WHERE c.verdict IS NOT 'wrong' ORDER BY m.remark, s.key, m.start"
    )
    with record.snapshot():
        earlier, _ = repeats_of(record.db)
        decided = decided_of(record.db, deciding_on("source", "cue"))
        for remark, rows in groupby(record.db.execute(query), key=lambda row: row[0]):
            reports = []
            for key, some in groupby(rows, key=lambda row: row[1]):
                of = list(some)
                *_, statement, article, source, cue, content, text = of[0]
                spans = cut(spans_of(text, content), [(start, end) for _, _, start, end, *_ in of])
                now = {"source": source, "cue": cue} | decided.get(key, {})
                who, how = (spans_of(text, now[part]) for part in ("source", "cue"))
                reports.append(ReportLine(statement, article, who, how, spans or spans_of(text, content)))
            yield RemarkLine(f"R{remark}", earlier.get(remark, ()), tuple(reports))
