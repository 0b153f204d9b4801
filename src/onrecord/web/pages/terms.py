"""The conditions and demands of all sides in one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.errors import RecordError
from onrecord.queries.search import Search
from onrecord.queries.terms import ACTS, Term, terms
from onrecord.web.asking import Ask, Param
from onrecord.web.errors import refused
from onrecord.web.page import Page, PageRoute
from onrecord.web.tables import Table
from onrecord.web.term_rows import TermRow, term_rows, term_table

#: Terms of one page.
ROWS = 100

FILTERS = ("q", "speaker", "target", "act", "story", "since", "until")
PARAMETERS = (
    Param("q", help="Words in the statements that set terms."),
    Param("speaker", help="Who sets them: a person's id or name."),
    Param("target", help="For whom they are: a person's id or name."),
    Param("act", choices=ACTS, help="What is done by them."),
    Param("story", help="A story's id."),
    Param("since", help="Said on this day or after: YYYY-MM-DD, YYYY-MM or YYYY."),
    Param("until", help="Said on this day or before."),
    Param("page", "number", default=1, least=1, most=1000),
)


@dataclass(frozen=True, slots=True)
class TermsPage(Page):
    """`asked` is what the terms were narrowed down to, empty texts where they were not; `error` says what of it does
    not do."""

    title: str
    asked: Mapping[str, str]
    error: str | None
    terms: tuple[TermRow, ...]
    next: str | None
    first: str | None

    def tables(self) -> Mapping[str, Table]:
        return {"terms": term_table(self.terms)}


def page_of_terms(ask: Ask) -> TermsPage:
    asked = {name: ask.text(name) or "" for name in FILTERS}
    page, error = ask.number("page"), None
    rows: list[Term] = []
    try:
        rows = list(terms(ask.record, _search(asked), limit=page * ROWS + 1))
    except RecordError as problem:
        if ask.form or refused(problem).status >= 500:
            raise
        error = str(problem)
    return TermsPage(
        title="Terms",
        asked=asked,
        error=error,
        terms=term_rows(rows[(page - 1) * ROWS : page * ROWS]),
        next=ask.with_(page=page + 1) if len(rows) > page * ROWS else None,
        first=ask.with_(page=None) if page > 1 else None,
    )


def _search(asked: Mapping[str, str]) -> Search:
    return Search(
        words=asked["q"],
        speaker=asked["speaker"] or None,
        target=asked["target"] or None,
        act=tuple(filter(None, (asked["act"],))),
        story=asked["story"] or None,
        since=asked["since"] or None,
        until=asked["until"] or None,
    )


ROUTES = [
    PageRoute("/terms", page_of_terms, "terms.html", TermsPage, "Who wants what, and when.", PARAMETERS, ("terms",)),
]
