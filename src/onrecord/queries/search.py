"""Finds statements in a record by their words and by what they are."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from typing import Literal, get_args

from onrecord.errors import RecordError
from onrecord.queries import cursors, finding, like, words
from onrecord.queries.cursors import Place
from onrecord.queries.filters import Filter, filters
from onrecord.queries.finding import Plan
from onrecord.queries.hits import Hit, hits
from onrecord.record import Record

Order = Literal["best", "newest", "oldest"]
Rank = Literal["words", "hybrid"]

#: Hits are counted so far and no farther: nobody reads on, and counting a common word's would take longer than to
#: find the first page.
COUNTED = 1000
#: Hits on a page at most.
LONGEST_PAGE = 1000


#: A page and one hit more where there are more, and how many there are in all where that came out by the way.
Found = tuple[list[finding.Row], int | None]


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; all that is given has to hold at once.

    `words` are words, "phrases", prefix*, AND, OR, NOT and parentheses. `speaker`, `about` and `target` are a person's
    id or name. `act` are acts, of which one has to be the statement's. `occasion` is an id, a kind, or words of its
    name, place or host. `since` and `until` are the first and the last day of when it was said, in ISO 8601, partial
    dates too; with `or_published` the article's date counts where nothing says when. `order` is best (first what has
    the words most), newest or oldest; `rank` hybrid orders best first by words and meaning. `like` is a statement's id
    or a text of like meaning. `cursor` is the `next` of the page before.
    """

    words: str = ""
    speaker: str | None = None
    about: str | None = None
    target: str | None = None
    act: tuple[str, ...] = ()
    status: str | None = None
    quote: str | None = None
    occasion: str | None = None
    outlet: str | None = None
    story: str | None = None
    article: str | None = None
    verdict: str | None = None
    since: str | None = None
    until: str | None = None
    or_published: bool = False
    order: Order = "best"
    rank: Rank = "words"
    like: str | None = None
    limit: int = 20
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of hits. `total` is how many there are, counted up to 1,000; `more_than` tells that there are more.
    `next` is the cursor of the next page, None on the last. `notes` are what the user should know, a line each."""

    hits: tuple[Hit, ...]
    total: int
    more_than: bool
    next: str | None
    notes: tuple[str, ...]


def search(record: Record, wanted: Search) -> Page:
    """A page of the statements that count now and for which all holds.

    Of words that are in very many statements the best of the 2,000 added last come first, then the others, the last
    added first; `notes` say so. Of like statements the nearest 1,000 are found. Pages stay in step while others add to
    the record. Raises RecordError, in one line, for broken search words, for a person, outlet, act ... that is not in
    the record, for a cursor of another search, where there are no vectors to tell what is like, and where the file
    cannot be read.
    """
    return search_beyond(record, wanted, 0)[0]


def search_beyond(record: Record, wanted: Search, most: int) -> tuple[Page, list[int]]:
    """A page, as `search` gives it, and the keys of the first `most` statements that the search finds, from its first
    page on. Raises RecordError as it does."""
    _look(wanted)
    with record.snapshot():
        db = record.db
        finder = _finder(db, wanted)
        mark = replace(wanted, cursor=None, limit=0)
        place = cursors.read(wanted.cursor, mark) if wanted.cursor else None
        newest = place.newest if place else finding.newest_key(db)
        rows, total = finder.page(place, newest, max(wanted.limit + 1, 0 if place else most))
        first = finder.page(None, newest, most)[0] if place and most else rows
        if total is None:
            total = finding.counted(db, finder.plan, COUNTED + 1)
        page = rows[: wanted.limit]
        by_date = wanted.or_published and bool(wanted.since or wanted.until)
        found = hits(db, [key for key, _ in page], finder.expression, by_date=by_date)
    notes = finder.notes
    if finder.by_fit and total > COUNTED:
        notes = (*notes, f"best first among the {finding.RANKED:,} statements added last; older ones follow these")
    following = None
    if len(rows) > wanted.limit:
        key, value = page[-1]
        following = cursors.written(Place(value, key, newest), mark)
    return Page(found, min(total, COUNTED), total > COUNTED, following, notes), [key for key, _ in first[:most]]


def keys(record: Record, wanted: Search, most: int) -> list[int]:
    """The keys of the first `most` statements that a search finds, in its order. Raises RecordError as it does."""
    with record.snapshot():
        rows, _ = _finder(record.db, wanted).page(None, finding.newest_key(record.db), most)
    return [key for key, _ in rows[:most]]


def _look(wanted: Search) -> None:
    if not 1 <= wanted.limit <= LONGEST_PAGE:
        raise RecordError(f"limit {wanted.limit}: a page has 1 to {LONGEST_PAGE:,} hits")
    for field, value, allowed in (("order", wanted.order, Order), ("rank", wanted.rank, Rank)):
        if value not in get_args(allowed):
            raise RecordError(f"{field} {value!r}: it is one of {', '.join(get_args(allowed))}")
    if wanted.order != "best" and (wanted.like or wanted.rank == "hybrid"):
        raise RecordError(f"what is like comes first in a search for it, so it cannot be {wanted.order} first")
    if wanted.rank == "hybrid" and not wanted.words.strip():
        raise RecordError("rank hybrid orders by words and meaning, and there are no words")


def _finder(db: sqlite3.Connection, wanted: Search) -> _Finder:
    expression = words.parse(wanted.words)
    conditions, notes = filters(db, wanted)
    if wanted.like or wanted.rank == "hybrid":
        notes += like.notes(db)
    plan = finding.plan(db, expression, conditions, by_day=wanted.order != "best")
    return _Finder(db, wanted, expression, tuple(conditions), plan, tuple(notes))


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds the pages of one search."""

    db: sqlite3.Connection
    wanted: Search
    expression: str | None
    conditions: tuple[Filter, ...]
    plan: Plan
    notes: tuple[str, ...]

    @property
    def by_fit(self) -> bool:
        w = self.wanted
        return w.order == "best" and self.expression is not None and not w.like and w.rank == "words"

    def page(self, place: Place | None, newest: int, most: int) -> Found:
        """The first `most` rows after a place, and how many there are in all where that comes out by the way; beyond
        COUNTED that may be fewer than there are."""
        if self.wanted.rank == "hybrid":
            return _after(place, self._hybrid(newest), most)
        if self.wanted.like:
            return _after(place, self._like(self.wanted.like, self.plan), most)
        return self._best(place, newest, most) if self.by_fit else self._dated(place, most)

    def _dated(self, place: Place | None, most: int) -> Found:
        """The first page is counted as it is found where looking farther costs no more than counting would."""
        after = (place.value, place.statement) if place else None
        enough = most if place or self.plan.page is not self.plan.source else max(most, COUNTED + 1)
        rows = finding.by_day(self.db, self.plan, after, enough, down=self.wanted.order != "oldest")
        counted = not place and (len(rows) < enough or enough > COUNTED)
        return rows[:most], len(rows) if counted else None

    def _best(self, place: Place | None, newest: int, most: int) -> Found:
        if place and isinstance(place.value, str):
            return self._rest(place.statement, most), None
        fitting = finding.ranked(self.db, self.plan, newest)
        rows, total = _after(place, fitting, most)
        if len(fitting) < finding.RANKED:
            return rows, total
        if len(rows) < most:
            rows = rows + self._rest(min(key for key, _ in fitting), most - len(rows))
        return rows, len(fitting) if len(fitting) > COUNTED else None

    def _rest(self, before: int, most: int) -> list[finding.Row]:
        """What is too old to be ranked."""
        return [(key, "") for key in finding.last_added(self.db, self.plan, before, most)]

    def _like(self, text: str, plan: Plan) -> list[finding.Row]:
        vector, besides = like.vector_of(self.db, text)
        return [(key, -likeness) for key, likeness in like.nearest(self.db, vector, plan, besides)]

    def _hybrid(self, newest: int) -> list[finding.Row]:
        """By words, and by likeness among all that meets the conditions, words or not."""
        text = self.wanted.like or like.plain_words(self.wanted.words)
        near = self._like(text, finding.plan(self.db, None, self.conditions))
        fitting = finding.ranked(self.db, self.plan, newest)
        fused = like.together([key for key, _ in fitting[: like.NEAREST]], [key for key, _ in near])
        return [(key, -score) for key, score in fused]


def _after(place: Place | None, every: list[finding.Row], most: int) -> Found:
    """The page of a ranking. How well a statement fits moves a little as others are added, so that the page begins
    after the statement where the last one ended, wherever that stands now."""
    begin = 0
    if place:
        at = next((n for n, (key, _) in enumerate(every) if key == place.statement), None)
        ahead = place.value if isinstance(place.value, float) else 0.0
        begin = at + 1 if at is not None else sum(float(fit) <= ahead for _, fit in every)
    return every[begin : begin + most], len(every)
