"""What reviewers decided lately, how far they agree, and what they called right as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.queries.agreement import Agreement, agreement
from onrecord.queries.history import DecisionLine, decision_line
from onrecord.record.decided import decisions
from onrecord.web.asking import Ask, Param
from onrecord.web.page import Page, PageRoute
from onrecord.web.tables import Table, table_of

#: Decisions on one page.
LISTED = 100


@dataclass(frozen=True, slots=True)
class AgreementPage(Page):
    """Each two reviewers on each field."""

    title: str
    agreements: tuple[Agreement, ...]

    def tables(self) -> Mapping[str, Table]:
        columns = ("one", "other", "field", "statements", "same", "kappa")
        return {"agreements": table_of(self.agreements, columns)}


@dataclass(frozen=True, slots=True)
class DecisionsPage(Page):
    """Decisions, the newest first. `next` is the address of the older ones."""

    title: str
    decisions: tuple[DecisionLine, ...]
    next: str | None

    def tables(self) -> Mapping[str, Table]:
        columns = ("id", "made", "by", "kind", "subject", "field", "old", "new", "why", "undone", "attached")
        return {"decisions": table_of(self.decisions, columns)}


def _agreement(ask: Ask) -> AgreementPage:
    return AgreementPage("Agreement", agreement(ask.record))


def _decisions(ask: Ask) -> DecisionsPage:
    before = ask.number("before")
    query = "SELECT key FROM decision WHERE key < ? ORDER BY key DESC LIMIT ?"
    keys = [key for (key,) in ask.record.db.execute(query, (before, LISTED)).fetchall()]
    found: list[DecisionLine] = []
    if keys:
        some = decisions(ask.record.db, "WHERE d.key BETWEEN ? AND ?", (keys[-1], keys[0]))
        found = [decision_line(one) for one in some][::-1]
    more = ask.with_(before=keys[-1]) if len(keys) == LISTED else None
    return DecisionsPage("Decisions", tuple(found), more)


ROUTES = (
    PageRoute(
        "/review/agreement",
        _agreement,
        "agreement.html",
        AgreementPage,
        "How far reviewers agree, as Cohen's kappa.",
        tables=("agreements",),
    ),
    PageRoute(
        "/review/decisions",
        _decisions,
        "decisions.html",
        DecisionsPage,
        "What reviewers decided, the newest first.",
        parameters=(Param("before", "number", default=999_999_999, help="Only decisions before this number."),),
        tables=("decisions",),
    ),
)
