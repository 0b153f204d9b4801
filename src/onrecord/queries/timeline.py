"""What one person said, in the order in which it was said: a remark once, however many articles report it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from onrecord.errors import RecordError
from onrecord.queries.chronology import (
    EVER,
    Place,
    Wanted,
    dated,
    days_between,
    statements_of,
    undated,
    undated_statements,
)
from onrecord.queries.filters import bounds
from onrecord.queries.names import PersonLine, person_named
from onrecord.queries.search import Search
from onrecord.queries.statements import Named, StatementLine, statement_lines
from onrecord.queries.wording import by_publication, cut_to, fullest, outlets_of, remark_spans, repeats_of
from onrecord.record import Record

#: Days without a word that are told as a silence: who is in the news is quoted weekly, so a month says something.
SILENCE = 30

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TimelineRemark:
    """A remark as its speaker's timeline shows it.

    `remark` is None where no linking pass has seen its statement yet. `said` is the narrowest time that a statement
    gives, in EDTF, `first` and `last` the days that it allows; `bounds` is what is known where nobody gives a time.
    `act` and `status` are those of most of its statements. `wording` is the longest direct quotation, for want of one
    the longest mixed one, else the longest paraphrase. `statements` and `outlets` are in the order of publication.
    `repeats` are earlier remarks that say the same, `repeated` later ones. `silence` is the number of days since the
    remark before, where these are many.
    """

    remark: str | None
    said: str | None
    first: str | None
    last: str | None
    bounds: str | None
    act: str | None
    status: str | None
    occasion: Named | None
    wording: StatementLine
    statements: tuple[str, ...]
    articles: int
    outlets: tuple[str, ...]
    repeats: tuple[str, ...]
    repeated: tuple[str, ...]
    silence: int | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """`remarks` in the order in which they were made, `undated` ones in the order in which articles reported them.
    `more` tells whether there are others after the last of either. `left_out` is how many statements bear no time and
    were left out because some days were asked for."""

    person: PersonLine
    remarks: tuple[TimelineRemark, ...]
    undated: tuple[TimelineRemark, ...]
    more: bool
    left_out: int


def timeline(
    record: Record,
    speaker: str,
    *,
    about: str | None = None,
    since: str | None = None,
    until: str | None = None,
    or_published: bool = False,
    limit: int | None = 100,
    silence: int = SILENCE,
) -> Timeline:
    """The remarks of the person with that id or name; of those about another person, where `about` says whom.

    `since` and `until` are dates in ISO 8601, partial ones too, and go by when it was said. What bears no time is left
    out then, unless `or_published` lets its article's date count. `limit` is how many are wanted, of dated and of
    undated ones each, None for all. What reviewers call wrong is left out, and what the person quotes of
    themselves.

    Raises RecordError where nobody has that name, or several, and for what is no date.
    """
    first, last = bounds(Search(since=since, until=until))
    if first > last:
        raise RecordError(f"since {since} is after until {until}")
    with record.snapshot():
        db = record.db
        person = person_named(db, speaker)
        other = _key(person_named(db, about)) if about else None
        wanted = Wanted(_key(person), other, first if since else None, last if until else None)
        most = None if limit is None else limit + 1
        some = list(islice(dated(db, wanted), most))
        anywhere = or_published or not (since or until)
        others = list(islice(undated(db, wanted), most)) if anywhere else []
        left_out = 0 if anywhere else undated_statements(db, wanted)
        shown = list(_remarks(db, wanted.person, [*some[:limit], *others[:limit]]))
    parted = len(some[:limit])
    more = len(shown) < len(some) + len(others)
    return Timeline(person, tuple(_with_silences(shown[:parted], silence)), tuple(shown[parted:]), more, left_out)


def _key(person: PersonLine) -> int:
    return int(person.id[1:])


def _remarks(db: sqlite3.Connection, person: int, places: Sequence[Place]) -> Iterator[TimelineRemark]:
    keys = [place.remark for place in places]
    reports = statements_of(db, person, keys)
    lines = statement_lines(db, {statement: None for some in reports.values() for statement in some})
    spans = remark_spans(db, keys)
    before, after = repeats_of(db, keys)
    for place in places:
        cut = spans[place.remark]
        of = [cut_to(lines[key], cut[key]) if key in cut else lines[key] for key in reports[place.remark]]
        yield _remark(place, by_publication(of), before.get(place.remark, ()), after.get(place.remark, ()))


def _remark(
    place: Place, lines: Sequence[StatementLine], repeats: Sequence[str], repeated: Sequence[str]
) -> TimelineRemark:
    said = [line for line in lines if (line.said_first or "", line.said_last or EVER) == (place.first, place.last)]
    bounds = [line.said or line.said_bounds for line in lines if line.said or line.said_bounds]
    return TimelineRemark(
        remark=f"R{place.remark}" if place.remark > 0 else None,
        said=_commonest(line.said for line in said),
        first=place.first or None,
        last=place.last if place.last not in ("", EVER) else None,
        bounds=None if said else _commonest(bounds),
        act=_commonest(line.act for line in lines),
        status=_commonest(line.status for line in lines),
        occasion=_commonest(line.occasion for line in lines),
        wording=fullest(lines),
        statements=tuple(line.statement for line in lines),
        articles=len({line.article.id for line in lines}),
        outlets=outlets_of(lines),
        repeats=tuple(repeats),
        repeated=tuple(repeated),
        silence=None,
    )


def _commonest(values: Iterable[T | None]) -> T | None:
    """The value that most have, of several the first; None where nobody has one."""
    counts = Counter(value for value in values if value is not None)
    return max(counts, key=lambda value: counts[value]) if counts else None


def _with_silences(remarks: Iterable[TimelineRemark], least: int) -> Iterator[TimelineRemark]:
    """The remarks in order, each with the days since the last day on which one before it may have been made."""
    latest: str | None = None
    for remark in remarks:
        days = days_between(latest, remark.first) if latest and remark.first else None
        yield replace(remark, silence=days) if days is not None and days >= least else remark
        latest = max(latest or "", remark.last or EVER)
