"""Occasions: which there were, and what was said at one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.queries import lists
from onrecord.queries.groups import EventLine, show_occasion
from onrecord.queries.history import DecisionLine
from onrecord.queries.lists import OccasionRow
from onrecord.queries.statements import Named, StatementLine
from onrecord.queries.ties import Tied
from onrecord.web.asking import Ask, group_key
from onrecord.web.listing import PARAMETERS, part
from onrecord.web.page import Page, PageRoute
from onrecord.web.rows import statement_table
from onrecord.web.tables import Table, table_of

COLUMNS = ("id", "name", "kind", "place", "host", "edtf", "statements", "articles")


@dataclass(frozen=True, slots=True)
class OccasionsPage(Page):
    """`total` is how many fit `words`, of which `occasions` are a page."""

    title: str
    words: str
    total: int
    occasions: tuple[OccasionRow, ...]
    next: str | None
    first: str | None

    def tables(self) -> Mapping[str, Table]:
        return {"occasions": table_of(self.occasions, COLUMNS)}


@dataclass(frozen=True, slots=True)
class OccasionPage(Page):
    """`events` are the occasion as each article tells of it; `count` statements were made at it, of which the first
    are listed."""

    title: str
    id: str
    name: str
    kind: str
    place: str | None
    host: str | None
    edtf: str | None
    speakers: tuple[Named, ...]
    count: int
    statements: tuple[StatementLine, ...]
    events: tuple[EventLine, ...]
    why: tuple[Tied, ...]
    decisions: tuple[DecisionLine, ...]

    def tables(self) -> Mapping[str, Table]:
        return {"statements": statement_table(self.statements)}


def occasions(ask: Ask) -> OccasionsPage:
    found = part(ask, "occasions", lists.occasions, lambda one: (one.name, one.kind, one.place, one.host))
    return OccasionsPage("Occasions", found.words, found.total, found.rows, found.next, found.first)


def occasion(ask: Ask) -> OccasionPage:
    shown = show_occasion(ask.record.db, group_key(ask, "occasion"))
    return OccasionPage(
        title=shown.name,
        id=shown.id,
        name=shown.name,
        kind=shown.kind,
        place=shown.place,
        host=shown.host,
        edtf=shown.edtf,
        speakers=shown.speakers,
        count=shown.count,
        statements=shown.statements,
        events=shown.events,
        why=shown.why,
        decisions=shown.decisions,
    )


ROUTES = [
    PageRoute("/occasions", occasions, "occasions.html", OccasionsPage, "All occasions.", PARAMETERS, ("occasions",)),
    PageRoute("/occasion/{id}", occasion, "occasion.html", OccasionPage, "One occasion.", tables=("statements",)),
]
