"""Outlets: which there are, and what one of them reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.queries import lists
from onrecord.queries.facets import search_with_facets
from onrecord.queries.lists import OutletRow, articles_of_outlet
from onrecord.queries.search import Search
from onrecord.queries.statements import ArticleLine, StatementLine
from onrecord.web.asking import Ask
from onrecord.web.errors import NotThereError
from onrecord.web.kept import kept
from onrecord.web.listing import PARAMETERS, part
from onrecord.web.narrowing import FacetGroup, facet_groups
from onrecord.web.page import Page, PageRoute
from onrecord.web.rows import statement_table
from onrecord.web.tables import Table, table_of

COLUMNS = ("name", "articles", "statements", "first", "last")
#: The newest statements and articles that are shown of an outlet.
STATEMENTS, ARTICLES = 20, 20


@dataclass(frozen=True, slots=True)
class OutletsPage(Page):
    """`total` is how many fit `words`, of which `outlets` are a page."""

    title: str
    words: str
    total: int
    outlets: tuple[OutletRow, ...]
    next: str | None
    first: str | None

    def tables(self) -> Mapping[str, Table]:
        return {"outlets": table_of(self.outlets, COLUMNS)}


@dataclass(frozen=True, slots=True)
class OutletPage(Page):
    """`counts` tells how much it reports and when; the newest `statements` and `articles` are listed."""

    title: str
    name: str
    counts: OutletRow
    statements: tuple[StatementLine, ...]
    articles: tuple[ArticleLine, ...]
    facets: tuple[FacetGroup, ...] = field(metadata={"json": False})

    def tables(self) -> Mapping[str, Table]:
        return {"statements": statement_table(self.statements)}


def outlets(ask: Ask) -> OutletsPage:
    found = part(ask, "outlets", lists.outlets, lambda one: (one.name,))
    return OutletsPage("Outlets", found.words, found.total, found.rows, found.next, found.first)


def outlet(ask: Ask) -> OutletPage:
    name = ask.path["id"]
    counts = next((one for one in kept(ask.record, "outlets", lists.outlets) if one.name == name), None)
    if counts is None:
        raise NotThereError(f"{name}: there is no outlet with this name")
    wanted = Search(outlet=name, order="newest", limit=STATEMENTS)
    page, facets = search_with_facets(ask.record, wanted)
    base = ask.address.rpartition("/outlet/")[0]
    return OutletPage(
        title=name,
        name=name,
        counts=counts,
        statements=tuple(hit.line for hit in page.hits),
        articles=articles_of_outlet(ask.record, name, ARTICLES),
        facets=facet_groups(facets, [("outlet", name)], f"{base}/search"),
    )


ROUTES = [
    PageRoute("/outlets", outlets, "outlets.html", OutletsPage, "All outlets.", PARAMETERS, ("outlets",)),
    PageRoute("/outlet/{id}", outlet, "outlet.html", OutletPage, "One outlet.", tables=("statements",)),
]
