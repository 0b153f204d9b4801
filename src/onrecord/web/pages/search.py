"""Statements by their words and by what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.errors import RecordError
from onrecord.queries.facets import LOOKED_AT, Facet, search_with_facets
from onrecord.queries.hits import Hit
from onrecord.queries.search import Page as Found
from onrecord.queries.search import Search
from onrecord.queries.statements import StatementLine
from onrecord.web.asking import Ask
from onrecord.web.errors import refused
from onrecord.web.narrowing import PARAMETERS, Chip, FacetGroup, HitPiece, asked, chips, facet_groups, pieces, wanted
from onrecord.web.page import Page, PageRoute
from onrecord.web.rows import statement_table
from onrecord.web.tables import Table

#: Parameters that the form has fields of its own for; the others go with it unseen.
FIELDS = ("q", "about", "target", "since", "until", "or_published", "verdict", "order", "cursor")
NOTHING = Found((), 0, False, None, ())


@dataclass(frozen=True, slots=True)
class Result:
    """A statement that was found, as in `queries.hits.Hit`; `before` and `after` stay in its paragraph."""

    line: StatementLine
    words: str
    highlights: tuple[tuple[int, int], ...]
    before: str
    after: str
    by_publication: bool
    remarks: tuple[str, ...]
    story: str | None
    pieces: tuple[HitPiece, ...] = field(metadata={"json": False})


@dataclass(frozen=True, slots=True)
class SearchPage(Page):
    """`total` is counted up to a thousand, `more_than` tells that there are more. `next` is the cursor of the next
    page; `error` what is wrong with the question; `held` is all of it but the words, `kept` what the form of filters
    hands on unseen."""

    title: str
    words: str
    total: int
    more_than: bool
    next: str | None
    notes: tuple[str, ...]
    error: str | None
    results: tuple[Result, ...]
    asked: Mapping[str, str | None] = field(metadata={"json": False})
    facets: tuple[FacetGroup, ...] = field(metadata={"json": False})
    chips: tuple[Chip, ...] = field(metadata={"json": False})
    held: tuple[tuple[str, str], ...] = field(metadata={"json": False})
    kept: tuple[tuple[str, str], ...] = field(metadata={"json": False})
    orders: tuple[tuple[str, str, bool], ...] = field(metadata={"json": False})
    next_address: str | None = field(metadata={"json": False})
    first_address: str | None = field(metadata={"json": False})

    def tables(self) -> Mapping[str, Table]:
        return {"statements": statement_table([one.line for one in self.results])}


def found(ask: Ask) -> SearchPage:
    """A broken question is told beside the box, so that it can be mended there; a program is told so by the status."""
    question, error = wanted(ask), None
    facets: dict[str, list[Facet]] = {}
    try:
        page, facets = search_with_facets(ask.record, question)
    except RecordError as broken:
        if ask.form or refused(broken).status >= 500:
            raise
        page, error = NOTHING, str(broken)
    groups = () if error else facet_groups(facets, ask.given, ask.address)
    return _page(ask, question, page, groups, error)


def _page(ask: Ask, question: Search, page: Found, groups: tuple[FacetGroup, ...], error: str | None) -> SearchPage:
    cursor = [("cursor", page.next)] if page.next else []
    kept = [pair for pair in ask.given if pair[0] != "cursor" and pair[1]]
    return SearchPage(
        title=f"{question.words}: search" if question.words else "Search",
        words=question.words,
        total=page.total,
        more_than=page.more_than,
        next=page.next,
        notes=page.notes,
        error=error,
        results=tuple(_result(hit) for hit in page.hits),
        asked={name: ask.text(name) for name in ("about", "target", "since", "until", "verdict")}
        | {"or_published": "1" if ask.flag("or_published") else None, "order": question.order},
        facets=groups,
        chips=tuple(chips(ask.given, groups, ask.address)),
        held=tuple(pair for pair in kept if pair[0] != "q"),
        kept=tuple(pair for pair in kept if pair[0] not in FIELDS),
        orders=tuple(_orders(ask, question)),
        next_address=ask.with_(cursor=cursor[0][1]) if cursor else None,
        first_address=asked(ask.address, kept) if question.cursor else None,
    )


def _orders(ask: Ask, question: Search) -> list[tuple[str, str, bool]]:
    """The orders that there are: each with its name, its page, and whether it is this one."""
    names = ("best", "newest", "oldest") if question.words or question.like else ("newest", "oldest")
    current = question.order if question.order in names else "newest"
    return [(name, ask.with_(order=name, cursor=None), name == current) for name in names]


def _result(hit: Hit) -> Result:
    return Result(
        line=hit.line,
        words=hit.words,
        highlights=hit.highlights,
        before=hit.before.rpartition("\n")[2],
        after=hit.after.partition("\n")[0],
        by_publication=hit.by_publication,
        remarks=hit.remarks,
        story=hit.story,
        pieces=pieces(hit.words, hit.highlights),
    )


ROUTES = [
    PageRoute(
        "/search",
        found,
        "search.html",
        SearchPage,
        f"Statements by words and by what they are; facets count the first {LOOKED_AT:,}.",
        parameters=PARAMETERS,
        tables=("statements",),
    )
]
