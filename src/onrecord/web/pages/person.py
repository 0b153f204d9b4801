"""One person: who they are, what they said and when, what they want of whom, and who speaks of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.errors import RecordError
from onrecord.queries.history import DecisionLine
from onrecord.queries.one_person import Count, RoleLine, ShownPerson, show_person
from onrecord.queries.search import Search
from onrecord.queries.statements import ArticleLine
from onrecord.queries.terms import terms
from onrecord.queries.ties import Tied
from onrecord.queries.timeline import TimelineRemark, timeline
from onrecord.queries.wording import as_it_reads
from onrecord.web.asking import Ask, Param, group_key
from onrecord.web.errors import refused
from onrecord.web.page import Page, PageRoute
from onrecord.web.tables import Table, table_of
from onrecord.web.term_rows import TermRow, term_rows, term_table

#: Remarks on the timeline at first; a person in the news says some hundreds of things a year.
REMARKS = 200
#: Terms that are listed with a person; the page of terms has all.
TERMS = 20
REMARK_COLUMNS = ("remark", "said", "first", "last", "bounds", "act", "status", "words", "articles", "outlets")

PARAMETERS = (
    Param("since", help="Said on this day or after: YYYY-MM-DD, YYYY-MM or YYYY."),
    Param("until", help="Said on this day or before."),
    Param("remarks", "number", default=REMARKS, least=1, most=1000, help="How many remarks are wanted."),
)


@dataclass(frozen=True, slots=True)
class SaidRemark:
    """A remark on the timeline. `first` and `last` are the days on which it may have been made, `words` its fullest
    wording as it reads, `statement` what has that."""

    remark: str | None
    statement: str
    said: str | None
    first: str | None
    last: str | None
    bounds: str | None
    act: str | None
    status: str | None
    occasion: str | None
    words: str
    quote: str
    articles: int
    outlets: tuple[str, ...]
    repeats: tuple[str, ...]
    repeated: tuple[str, ...]
    silence: int | None


@dataclass(frozen=True, slots=True)
class PersonPage(Page):
    """`dated` remarks are in the order in which they were made, `undated` ones in that of publication; `more` tells
    whether there are others. `terms` are what they demand, offer, refuse and threaten. `error` says what of the days
    that were asked for does not do; all are shown then."""

    title: str
    id: str
    name: str
    kind: str
    names: tuple[str, ...]
    roles: tuple[RoleLine, ...]
    ids: Mapping[str, str]
    statements: int
    since: str | None
    until: str | None
    error: str | None
    dated: tuple[SaidRemark, ...]
    undated: tuple[SaidRemark, ...]
    more: str | None
    acts: tuple[Count, ...]
    outlets: tuple[Count, ...]
    terms: tuple[TermRow, ...]
    about: tuple[Count, ...]
    target: tuple[Count, ...]
    spoken_of_by: tuple[Count, ...]
    articles: tuple[ArticleLine, ...]
    why: tuple[Tied, ...]
    decisions: tuple[DecisionLine, ...]

    def tables(self) -> Mapping[str, Table]:
        return {
            "remarks": table_of((*self.dated, *self.undated), REMARK_COLUMNS),
            "terms": term_table(self.terms),
            "roles": table_of(self.roles, ("role", "first", "last")),
        }


def person(ask: Ask) -> PersonPage:
    shown = show_person(ask.record.db, group_key(ask, "person"))
    try:
        return _page(ask, shown, ask.text("since"), ask.text("until"))
    except RecordError as problem:
        if ask.form or refused(problem).status >= 500:
            raise
        return _page(ask, shown, None, None, str(problem))


def _page(ask: Ask, shown: ShownPerson, since: str | None, until: str | None, error: str | None = None) -> PersonPage:
    most = ask.number("remarks")
    spoken = timeline(ask.record, shown.id, since=since, until=until, limit=most)
    wanted = terms(ask.record, Search(speaker=shown.id, since=since, until=until), limit=TERMS)
    return PersonPage(
        title=shown.name,
        id=shown.id,
        name=shown.name,
        kind=shown.kind,
        names=shown.names,
        roles=shown.roles,
        ids=shown.ids,
        statements=shown.statements,
        since=ask.text("since"),
        until=ask.text("until"),
        error=error,
        dated=tuple(map(_said, spoken.remarks)),
        undated=tuple(map(_said, spoken.undated)),
        more=ask.with_(remarks=min(1000, 2 * most)) if spoken.more and most < 1000 else None,
        acts=shown.acts,
        outlets=shown.outlets,
        terms=term_rows(wanted),
        about=shown.about,
        target=shown.target,
        spoken_of_by=shown.spoken_of_by,
        articles=shown.articles,
        why=shown.why,
        decisions=shown.decisions,
    )


def _said(one: TimelineRemark) -> SaidRemark:
    return SaidRemark(
        remark=one.remark,
        statement=one.wording.statement,
        said=one.said,
        first=one.first,
        last=one.last,
        bounds=one.bounds,
        act=one.act,
        status=one.status,
        occasion=one.occasion.name if one.occasion else None,
        words=as_it_reads(one.wording),
        quote=one.wording.quote,
        articles=one.articles,
        outlets=one.outlets,
        repeats=one.repeats,
        repeated=one.repeated,
        silence=one.silence,
    )


ROUTES = [
    PageRoute(
        "/person/{id}",
        person,
        "person.html",
        PersonPage,
        "One person.",
        PARAMETERS,
        ("remarks", "terms", "roles"),
    )
]
