"""One remark: its wordings side by side, who quoted it and who paraphrased it, and when it was made again."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.export.visible import one_line
from onrecord.queries.groups import ShownRemark, show_remark
from onrecord.queries.history import DecisionLine
from onrecord.queries.statements import Named, StatementLine
from onrecord.queries.ties import Tied
from onrecord.record import Record
from onrecord.web.asking import Ask, group_key
from onrecord.web.citation import Citation, citation
from onrecord.web.cited import cited_line
from onrecord.web.page import Page, PageRoute
from onrecord.web.rows import statement_table
from onrecord.web.tables import Table
from onrecord.web.wordings import WordingTable, wordings_of


@dataclass(frozen=True, slots=True)
class RemarkPage(Page):
    """`first` and `last` are the days on which it may have been made; `fullest` is the report that tells most of it,
    `quoting` how many quote it; `repeats` are earlier remarks, each by its fullest report, `repeated` later ones."""

    title: str
    id: str
    speaker: tuple[Named, ...]
    first: str | None
    last: str | None
    occasion: Named | None
    fullest: StatementLine | None
    statements: tuple[StatementLine, ...]
    quoting: int
    outlets: tuple[str, ...]
    repeats: tuple[StatementLine, ...]
    repeated: tuple[StatementLine, ...]
    why: tuple[Tied, ...]
    decisions: tuple[DecisionLine, ...]
    citation: Citation | None
    wordings: WordingTable | None = field(metadata={"json": False})

    def tables(self) -> Mapping[str, Table]:
        return {"reports": statement_table(self.statements)}


def remark(ask: Ask) -> RemarkPage:
    return _page(ask.record, show_remark(ask.record.db, group_key(ask, "remark")))


def _page(record: Record, shown: ShownRemark) -> RemarkPage:
    who = ", ".join(one.name for one in shown.speaker)
    words = " ".join(span.text for span in shown.fullest.content) if shown.fullest else "nothing reports it now"
    return RemarkPage(
        title=one_line(f"{who}: {words}" if who else words)[:200],
        id=shown.id,
        speaker=shown.speaker,
        first=shown.first,
        last=shown.last,
        occasion=shown.occasion,
        fullest=shown.fullest,
        statements=shown.statements,
        quoting=sum(line.quote != "indirect" for line in shown.statements),
        outlets=tuple(dict.fromkeys(one.article.outlet for one in shown.statements if one.article.outlet)),
        repeats=shown.repeats,
        repeated=shown.repeated,
        why=shown.why,
        decisions=shown.decisions,
        citation=_citation(record.db, shown.fullest) if shown.fullest else None,
        wordings=wordings_of(record, shown.id) if shown.statements else None,
    )


def _citation(db: sqlite3.Connection, line: StatementLine) -> Citation:
    (byline,) = db.execute("SELECT byline FROM article WHERE id = ?", (line.article.id,)).fetchone()
    return citation(cited_line(line, byline), [span.text for span in line.content])


ROUTES = [
    PageRoute(
        "/remark/{id}",
        remark,
        "remark.html",
        RemarkPage,
        "One remark in all its wordings.",
        tables=("reports",),
    )
]
