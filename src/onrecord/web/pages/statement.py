"""One statement: every value with what it stands on, the wordings of others, its history, and how to cite it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from onrecord.export import statement_to_dict
from onrecord.queries.excerpts import Ground
from onrecord.queries.history import AnalysisLine, DecisionLine
from onrecord.queries.one_statement import RemarkOf, ShownStatement, find_statement, show_statement
from onrecord.queries.statements import ArticleLine, StatementLine
from onrecord.queries.ties import Tied
from onrecord.record import Record
from onrecord.web.asking import Ask
from onrecord.web.cards import StatementCard, card
from onrecord.web.citation import Citation, citation
from onrecord.web.cited import cited_of
from onrecord.web.errors import NotThereError
from onrecord.web.page import Page, PageRoute
from onrecord.web.review.values import Value, names_of, values_of
from onrecord.web.rows import statement_table
from onrecord.web.tables import Table
from onrecord.web.wordings import ExcerptPiece, ShownGround, WordingTable, excerpt_pieces, shown_ground, wordings_of


@dataclass(frozen=True, slots=True)
class StatementPage(Page):
    """`line` is None where only an older analysis, or an older version of the article, has the statement; `statement`
    is as docs/statement.schema.json has it. `quoted` are the statements quoted in it, by id. `fields` and `names` are
    what a form to correct it asks for and offers."""

    title: str
    id: str
    article: ArticleLine
    byline: str | None
    line: StatementLine | None
    statement: Mapping[str, Any]
    grounds: tuple[Ground, ...]
    parent: str | None
    quoted: tuple[str, ...]
    remarks: tuple[RemarkOf, ...]
    why: tuple[Tied, ...]
    analyses: tuple[AnalysisLine, ...]
    decisions: tuple[DecisionLine, ...]
    disputed: tuple[str, ...]
    citation: Citation
    card: StatementCard = field(metadata={"json": False})
    context: tuple[ExcerptPiece, ...] = field(metadata={"json": False})
    stands_on: Mapping[str, tuple[ShownGround, ...]] = field(metadata={"json": False})
    wordings: WordingTable | None = field(metadata={"json": False})
    fields: tuple[Value, ...] = field(metadata={"json": False})
    names: tuple[str, ...] = field(metadata={"json": False})

    def tables(self) -> Mapping[str, Table]:
        own = (self.line,) if self.line else ()
        return {"reports": statement_table([*own, *(other for one in self.remarks for other in one.others)])}


def statement(ask: Ask) -> StatementPage:
    db, id = ask.record.db, ask.path["id"]
    key = find_statement(db, id)
    if key is None:
        raise NotThereError(f"{id}: there is no statement with this id")
    shown = show_statement(db, key)
    page = _page(ask.record, shown)
    if not ask.user.may_review or shown.line is None:
        return page
    values = values_of(ask.record, shown.statement.id, shown.line, shown.disputed)
    return replace(page, fields=values, names=names_of(ask.record, key))


def _page(record: Record, shown: ShownStatement) -> StatementPage:
    s = shown.statement
    (byline,) = record.db.execute("SELECT byline FROM article WHERE id = ?", (shown.article.id,)).fetchone()
    own = card("", 1, 0, s, shown.line, None)
    words = " ".join(span.text for span in s.content)
    who = ", ".join(one.text for one in own.speakers)
    several = any(one.others for one in shown.remarks)
    return StatementPage(
        title=f"{who}: {words}"[:200] if who else words[:200],
        id=s.id,
        article=shown.article,
        byline=byline,
        line=shown.line,
        statement=statement_to_dict(s),
        grounds=shown.grounds,
        parent=s.parent,
        quoted=tuple(one.id for one in shown.quoted),
        remarks=shown.remarks,
        why=shown.why,
        analyses=shown.analyses,
        decisions=shown.decisions,
        disputed=shown.disputed,
        citation=citation(cited_of(s, shown.line, shown.article, byline), [span.text for span in s.content]),
        card=own,
        context=excerpt_pieces(shown.excerpt),
        stands_on=_stands_on(shown.grounds),
        wordings=wordings_of(record, shown.statement.id) if shown.line and several else None,
        fields=(),
        names=(),
    )


def _stands_on(grounds: tuple[Ground, ...]) -> dict[str, tuple[ShownGround, ...]]:
    """What each field stands on, by the field's name on cards."""
    names = {"said_bounds": "said", "translated_by": "translator"}
    found: dict[str, tuple[ShownGround, ...]] = {}
    for one in grounds:
        name = names.get(one.field, one.field)
        found[name] = (*found.get(name, ()), shown_ground(one))
    return found


ROUTES = [
    PageRoute(
        "/statement/{id}",
        statement,
        "statement.html",
        StatementPage,
        "One statement, what its values stand on, other reports of it, its history.",
        tables=("reports",),
    )
]
