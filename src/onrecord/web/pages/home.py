"""What the record holds, the newest remarks, and a box to search it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from onrecord.queries.facets import search_with_facets
from onrecord.queries.hits import Hit
from onrecord.queries.lists import newest_articles
from onrecord.queries.search import Search
from onrecord.queries.statements import ArticleLine, StatementLine
from onrecord.web.asking import Ask
from onrecord.web.figures import held
from onrecord.web.narrowing import FacetGroup, facet_groups
from onrecord.web.page import Page, PageRoute
from onrecord.web.tables import Table, table_of

#: Remarks on the page, and statements that are looked at for them: one remark may be in many reports.
MOST_REMARKS, LOOKED_AT = 12, 60
#: Articles on the page.
MOST_ADDED = 6

#: The figures, what one of each is called, and the page that lists what they count.
COUNTED = (
    ("articles", "article", "outlets"),
    ("statements", "statement", "search"),
    ("remarks", "remark", "search"),
    ("people", "person", "people"),
    ("occasions", "occasion", "occasions"),
    ("stories", "story", "stories"),
    ("outlets", "outlet", "outlets"),
)


@dataclass(frozen=True, slots=True)
class RecordCount:
    """How many of something there are; `page` lists them, `one` is what one is called."""

    what: str
    count: int
    one: str
    page: str


@dataclass(frozen=True, slots=True)
class NewRemark:
    """A remark by the newest statement that reports it; `remark` is None before linking has seen it. `reports` are
    how many of the newest statements are of it."""

    remark: str | None
    line: StatementLine
    reports: int


@dataclass(frozen=True, slots=True)
class HomePage(Page):
    """`first` and `last` are the days of the first and the last article; `unlinked` articles wait to be linked;
    `shared` remarks are in more outlets than one."""

    title: str
    counts: tuple[RecordCount, ...]
    first: str | None
    last: str | None
    shared: int
    unlinked: int
    newest: tuple[NewRemark, ...]
    added: tuple[ArticleLine, ...]
    facets: tuple[FacetGroup, ...] = field(metadata={"json": False})

    def tables(self) -> Mapping[str, Table]:
        return {"counts": table_of(self.counts, ("what", "count"))}


def home(ask: Ask) -> HomePage:
    figures = held(ask.record)
    newest, facets = search_with_facets(ask.record, Search(order="newest", limit=LOOKED_AT))
    base = ask.address.rpartition("/")[0]
    return HomePage(
        title="The record",
        counts=tuple(RecordCount(name, int(figures[name] or 0), one, page) for name, one, page in COUNTED),
        first=_text(figures["published_first"]),
        last=_text(figures["published_last"]),
        shared=int(figures["remarks_shared"] or 0),
        unlinked=int(figures["unlinked"] or 0),
        newest=tuple(_remarks(newest.hits))[:MOST_REMARKS],
        added=newest_articles(ask.record, MOST_ADDED),
        facets=facet_groups(facets, (), f"{base}/search"),
    )


def _remarks(hits: Iterable[Hit]) -> Iterable[NewRemark]:
    """Each remark once, by the first of its statements."""
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.remarks[0] if hit.remarks else hit.line.statement, []).append(hit)
    for some in found.values():
        yield NewRemark(some[0].remarks[0] if some[0].remarks else None, some[0].line, len(some))


def _text(value: int | str | None) -> str | None:
    return None if value is None else str(value)


ROUTES = [PageRoute("/", home, "home.html", HomePage, "What the record holds.", tables=("counts",), fresh=1.0)]
