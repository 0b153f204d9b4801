"""One article: its text as it was published, with its statements marked in it and listed beside it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.export.nesting import nested
from onrecord.queries.history import AnalysisLine
from onrecord.queries.one_article import CopyLine, Reprint, ShownArticle, VersionLine, find_article, show_article
from onrecord.queries.statements import ArticleLine, Named, StatementLine
from onrecord.queries.ties import Tied
from onrecord.record import now
from onrecord.types import Analysis
from onrecord.web.asking import Ask
from onrecord.web.cards import StatementCard, cards
from onrecord.web.errors import NotThereError
from onrecord.web.marks import FIELDS, TextBlock, blocks, metadata
from onrecord.web.page import Page, PageRoute
from onrecord.web.rows import statement_table
from onrecord.web.tables import Table


@dataclass(frozen=True, slots=True)
class ArticlePage(Page):
    """`counts` tells that this version is the newest, so that its statements count. `proofs` are what stands on each
    field of the metadata, `labels` what a page calls the fields of a statement."""

    title: str
    article: ArticleLine
    counts: bool
    text: str
    byline: str | None
    language: str | None
    extractor: str | None
    added: str
    versions: tuple[VersionLine, ...]
    copies: tuple[CopyLine, ...]
    reprints: tuple[Reprint, ...]
    story: Named | None
    others: tuple[ArticleLine, ...]
    statements: tuple[StatementLine, ...]
    why: tuple[Tied, ...]
    analyses: tuple[AnalysisLine, ...]
    blocks: tuple[TextBlock, ...] = field(metadata={"json": False})
    cards: tuple[StatementCard, ...] = field(metadata={"json": False})
    proofs: Mapping[str, tuple[str, ...]] = field(metadata={"json": False})
    labels: Mapping[str, str] = field(metadata={"json": False})

    def tables(self) -> Mapping[str, Table]:
        return {"statements": statement_table(self.statements)}


def article(ask: Ask) -> ArticlePage:
    db, id = ask.record.db, ask.path["id"]
    key = find_article(db, id)
    if key is None:
        raise NotThereError(f"{id}: there is no article with this id")
    shown = show_article(db, key)
    return _page(shown, _analysis(db, key))


def _analysis(db: sqlite3.Connection, article: int) -> Analysis:
    """The analysis of the article that counts, or would if the article did."""
    query = "SELECT key FROM analysis WHERE article = ? ORDER BY current DESC, key DESC LIMIT 1"
    return now.analysis(db, db.execute(query, (article,)).fetchone()[0])


def _page(shown: ShownArticle, analysis: Analysis) -> ArticlePage:
    of, ordered = analysis.article, nested(analysis.statements)
    statements = [statement for _, statement in ordered]
    own = next((one for one in shown.versions if one.id == shown.article.id), None)
    return ArticlePage(
        title=shown.article.title or "Untitled article",
        article=shown.article,
        counts=own is None or own.newest,
        text=of.text,
        byline=shown.byline,
        language=of.language if re.fullmatch("[a-z]{2,3}", of.language or "") else None,
        extractor=shown.extractor,
        added=shown.added,
        versions=shown.versions,
        copies=shown.copies,
        reprints=shown.reprints,
        story=shown.story,
        others=shown.others,
        statements=shown.statements,
        why=shown.why,
        analyses=shown.analyses,
        blocks=blocks(analysis, statements),
        cards=cards(of.text, ordered, {line.statement: line for line in shown.statements}),
        proofs=metadata(statements),
        labels=FIELDS,
    )


ROUTES = [
    PageRoute(
        "/article/{id}",
        article,
        "article.html",
        ArticlePage,
        "One article, its text and its statements.",
        tables=("statements",),
    )
]
