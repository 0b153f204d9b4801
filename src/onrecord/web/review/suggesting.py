"""Persons to choose from while a name is typed."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.queries.names import PersonLine
from onrecord.queries.suggesting import suggestions
from onrecord.web.asking import Ask, Param
from onrecord.web.page import Page, PageRoute


@dataclass(frozen=True, slots=True)
class SuggestionsPage(Page):
    """The persons whose name has a word that begins like this."""

    typed: str
    persons: tuple[PersonLine, ...]


def _persons(ask: Ask) -> SuggestionsPage:
    typed = ask.text("q") or ""
    return SuggestionsPage(typed, suggestions(ask.record.db, typed))


ROUTES = (
    PageRoute(
        "/persons",
        _persons,
        "",
        SuggestionsPage,
        "Persons whose name has a word that begins so.",
        parameters=(Param("q", help="The beginning of a name."),),
    ),
)
