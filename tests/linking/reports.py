"""Made-up reports for the tests of remarks: each line says who said what, and when, as an analysis would find it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from onrecord.analysis import statements
from onrecord.linking import duplicates, people, remarks
from onrecord.reading.passages import label_passages
from onrecord.record import Record, open_record
from onrecord.types import Act, Analysis, Article, Attribution, Dated, Party, Person, PersonKind, Span


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence: `name` said `content`, which may be in quotation marks; `said` is its time in EDTF. `parts` are the
    content's where others words stand between them."""

    name: str
    content: str
    said: str | None = None
    act: Act | None = None
    cue: str = "said"
    kind: PersonKind = "person"


def report(id: str, outlet: str, published: str | None, *lines: Line, around: str = "") -> Analysis:
    """An article of these sentences."""
    text, found, people_at, kinds = f"{around}\n" if around else "", [], {}, {line.name: line.kind for line in lines}
    for line in lines:
        source = Span(len(text), len(text) + len(line.name), line.name)
        cue = Span(source.end + 1, source.end + 1 + len(line.cue), line.cue)
        content = Span(cue.end + 1, cue.end + 1 + len(line.content), line.content)
        text += f"{line.name} {line.cue} {line.content}.\n"
        found.append(Attribution((source,), (cue,), (content,), 0.9))
        people_at.setdefault(line.name, []).append(source)
    article = Article(id, text, label_passages(text, None), outlet=outlet, published=published, language="en")
    return Analysis(
        article,
        tuple(_told(one, line) for one, line in zip(statements(article, found), lines, strict=True)),
        tuple(Person(name, name, kinds[name], (name,), (), tuple(at)) for name, at in people_at.items()),
    )


def _told(statement, line: Line):
    who = Party(line.name, line.kind, None, line.name, statement.source)
    said = Dated(line.said, statement.cue) if line.said else None
    return replace(statement, speaker=(who,), said=said, act=line.act, status="asserted")


def linked(folder: Path, *analyses: Analysis) -> Record:
    """A record of these articles, its remarks tied."""
    record = open_record(folder / "talks.db")
    record.add(analyses)
    for one in (duplicates, people, remarks):
        one.link(record)
    return record


def told_together(record: Record) -> set[frozenset[tuple[str, int]]]:
    """The remarks that several statements report: each as the article's id and the statement's place in it."""
    return {one for one in by_remark(record).values() if len(one) > 1}


def by_remark(record: Record) -> dict[int, frozenset[tuple[str, int]]]:
    query = (
        "SELECT m.remark, r.id, s.n FROM remark_span AS m JOIN statement AS s ON s.key = m.statement "
        "JOIN current AS c ON c.statement = s.key JOIN article AS r ON r.key = c.article"
    )
    found: dict[int, set[tuple[str, int]]] = {}
    for remark, article, n in record.db.execute(query):
        found.setdefault(remark, set()).add((article, n))
    return {remark: frozenset(some) for remark, some in found.items()}


def repeats(record: Record) -> list[tuple[int, int]]:
    return record.db.execute("SELECT a, b FROM link WHERE kind = 'repeats'").fetchall()


def pair(*ends: tuple[str, int]) -> Sequence[frozenset[tuple[str, int]]]:
    return {frozenset(ends)}
