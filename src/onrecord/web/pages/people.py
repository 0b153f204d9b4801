"""The people of a record, those who say most first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.queries import lists
from onrecord.queries.lists import PersonRow
from onrecord.web.asking import Ask
from onrecord.web.listing import PARAMETERS, part
from onrecord.web.page import Page, PageRoute
from onrecord.web.tables import Table, table_of

COLUMNS = ("id", "name", "kind", "role", "statements", "about", "first", "last")


@dataclass(frozen=True, slots=True)
class PeoplePage(Page):
    """`total` is how many fit `words`, of whom `people` are a page."""

    title: str
    words: str
    total: int
    people: tuple[PersonRow, ...]
    next: str | None
    first: str | None

    def tables(self) -> Mapping[str, Table]:
        return {"people": table_of(self.people, COLUMNS)}


def people(ask: Ask) -> PeoplePage:
    found = part(ask, "people", lists.people, lambda one: (one.name, one.role))
    return PeoplePage("People", found.words, found.total, found.rows, found.next, found.first)


ROUTES = [
    PageRoute("/people", people, "people.html", PeoplePage, "The people of the record.", PARAMETERS, ("people",)),
]
