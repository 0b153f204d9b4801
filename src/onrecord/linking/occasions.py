"""Ties what articles know of an event into occasions: one across articles by kind, place, date, host and remarks."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from onrecord.linking.occasions_evidence import (
    MONTH,
    Days,
    Event,
    day,
    forbidden,
    is_another,
    meet,
    named_in,
    ordinal_days,
    same_host,
    telling,
    told_at,
    told_days,
    weigh,
    where,
)
from onrecord.linking.occasions_hosts import doubtful
from onrecord.linking.people_others import is_name, normal
from onrecord.record import EventView, OccasionGroup, Record, Tie
from onrecord.resolution.lexicon import is_plural

#: Points from which on two events are one occasion: a day, a speaker and a kind that is had once a day (3.5); a speaker
#: and a host in articles of the same days (3.5); a debate, a speaker and a month (3.0); a remark in common with any of
#: these. Chosen on the dev part of evals/occasions: from 3.5 to 3.0 there come six ties, all right; at 2.75 one of two.
ENOUGH = 3.0
#: In a block of more events than this each is compared with so many before it; ties pass on.
BLOCK = 60
#: A span of days longer than this puts an event in no block by day; debates are few, so theirs may be longer.
LONGEST, LONGEST_DEBATE = 10, MONTH


def link(record: Record, *, new_only: bool = False) -> int:
    """Finds out which events are one occasion, stores that, and returns the number of occasions written.

    Run `people.link` before; remarks are used where they are linked already. `new_only` gives only the events that no
    pass has seen an occasion.
    """
    events = list(_events(record, record.views.events()) if not new_only else _events_near_new(record))
    if new_only and not any(map(_open, events)):
        return 0
    joined = _Joined(events, record, new_only)
    ties = joined.tie(_candidates(events))
    groups = [_group_of(group, new_only) for group in joined.groups() if not new_only or any(map(_open, group))]
    record.write_links("occasion", groups, ties, whole=not new_only)
    return len(groups)


def _open(event: Event) -> bool:
    return event.occasion is None


def _events_near_new(record: Record) -> Iterator[Event]:
    """The events of new articles; those that may be one with them by date or remark; and what those are one with."""
    days = [day for v in record.views.events(new_only=True) for day in (v.first, v.last, v.published, v.published_last)]
    known = sorted(day for day in days if day)
    span = {"first": known[0], "last": known[-1], "before": f"-{NEAR} days", "after": f"+{NEAR} days"} if known else {}
    with record.explained():
        rows = record.db.execute(_NEAR, {"first": None, "last": None, "before": None, "after": None} | span).fetchall()
    return _events(record, record.views.events(articles=[article for (article,) in rows]))


#: Days around those of new articles in which an event may be one with theirs: more than any span of days that counts.
NEAR = 2 * MONTH
_NEAR = """
WITH near AS (
  SELECT e.key FROM event AS e JOIN analysis AS a ON a.key = e.analysis AND a.current = 1
  JOIN article AS r ON r.key = a.article
  WHERE a.linked = 0 OR (e.first <= date(:last, :after) AND e.last >= date(:first, :before))
  OR r.published_first BETWEEN date(:first, :before) AND date(:last, :after)
  UNION
  SELECT t.event FROM analysis AS a JOIN statement AS s ON s.analysis = a.key
  JOIN remark_span AS m ON m.statement = s.key JOIN remark_span AS n ON n.remark = m.remark
  JOIN statement AS t ON t.key = n.statement
  WHERE a.current = 1 AND a.linked = 0 AND t.event IS NOT NULL
)
SELECT a.article FROM near JOIN event AS e ON e.key = near.key JOIN analysis AS a ON a.key = e.analysis
UNION
SELECT a.article FROM near JOIN occasion_event AS o ON o.event = near.key
JOIN occasion_event AS p ON p.linked = o.linked JOIN event AS e ON e.key = p.event
JOIN analysis AS a ON a.key = e.analysis
"""


def _events(record: Record, views: Iterable[EventView]) -> Iterator[Event]:
    with record.explained():
        found = list(views)
    events = [view.key for view in found]
    keys = (json.dumps(events),)
    speakers = _by_event(
        record,
        "SELECT s.event, c.person FROM statement AS s JOIN current_person AS c ON c.statement = s.key "
        "WHERE s.event IN (SELECT value FROM json_each(?)) AND c.part = 'speaker'",
        keys,
    )
    remarks = _by_event(
        record,
        "SELECT s.event, m.remark FROM statement AS s JOIN remark_span AS m ON m.statement = s.key "
        "WHERE s.event IN (SELECT value FROM json_each(?))",
        keys,
    )
    company = _by_event(record, _COMPANY, keys)
    names = _names(record, {person for some in speakers.values() for person in some})
    unsure = doubtful(record, events)
    for view in found:
        there = [some.get(view.key, frozenset()) for some in (speakers, company, remarks)]
        yield _event(replace(view, host=None) if view.key in unsure else view, there, names)


def _names(record: Record, persons: Iterable[int]) -> dict[int, str]:
    query = "SELECT p.key, p.name FROM json_each(?) AS k JOIN person AS p ON p.key = k.value"
    with record.explained():
        return dict(record.db.execute(query, (json.dumps(sorted(persons)),)))


_COMPANY = """
SELECT e.key, c.person FROM json_each(?) AS k JOIN event AS e ON e.key = k.value AND e.kind = 'debate'
JOIN statement AS s ON s.analysis = e.analysis JOIN current_person AS c ON c.statement = s.key AND c.part = 'speaker'
"""


def _by_event(record: Record, query: str, values: tuple[str, ...]) -> dict[int, frozenset[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    with record.explained():
        for event, one in record.db.execute(query, values):
            found[event].add(one)
    return {event: frozenset(some) for event, some in found.items()}


def _event(view: EventView, there: Sequence[frozenset[int]], names: Mapping[int, str]) -> Event:
    speakers, company, remarks = there
    words, ordinal = telling(view.name, view.place, view.host, *(names[person] for person in sorted(speakers)))
    last = view.name.split()[-1].lower() if view.name.split() else ""
    published = told_at(ordinal_days(view.published, view.published_last))
    days = told_days(ordinal_days(view.first, view.last), published)
    one_day = view.kind == "debate" and days is not None and days[0] == days[1]
    return Event(
        key=view.key,
        article=view.article,
        kind=view.kind,
        name=view.name,
        place=view.place,
        host=view.host,
        edtf=view.edtf,
        days=days,
        published=published,
        where=where(view.place) if view.place else None,
        telling=words,
        ordinal=ordinal,
        several=not one_day and last.endswith("s") and (is_plural(last) or last in _SEVERAL),
        another=is_another(view.name),
        program=view.kind == "interview" and bool(words) and is_name(view.name),
        speakers=speakers,
        company=company,
        remarks=remarks,
        occasion=view.occasion,
    )


_PLURALS = "interviews speeches debates rallies statements reports polls posts tweets studies meetings letters"
_SEVERAL = frozenset(_PLURALS.split())


def _candidates(events: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    """Pairs that have enough in common to be looked at, each once."""
    blocks: defaultdict[tuple[object, ...], list[Event]] = defaultdict(list)
    for event in events:
        for key in _keys(event):
            blocks[key].append(event)
    met: set[tuple[int, int]] = set()
    for block in blocks.values():
        for one, other in _pairs(block):
            if (one.key, other.key) not in met:
                met.add((one.key, other.key))
                yield one, other


def _pairs(block: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    if len(block) <= BLOCK:
        yield from combinations(block, 2)
        return
    for at, event in enumerate(block):
        yield from ((other, event) for other in block[max(0, at - BLOCK) : at])


def _keys(event: Event) -> Iterator[tuple[object, ...]]:
    for remark in event.remarks:
        yield "remark", remark
    if event.several:
        return
    longest = LONGEST_DEBATE if event.kind == "debate" else LONGEST
    known = event.days if event.days and event.days[1] - event.days[0] <= longest else None
    # Both the day that is known and the days after publication in which an event without a date may be told.
    days = _range(known) if known else range(event.published[0] - 3, event.published[0] + 1) if event.published else ()
    whom: list[tuple[str, object]] = [("speaker", person) for person in event.speakers]
    if event.kind in ("debate", "meeting", "proceeding"):
        whom += [("word", word) for word in event.telling]
    if event.company and known and known[0] == known[1]:
        whom.append(("all", None))
    for who in whom:
        yield from ((event.kind, *who, one) for one in days)
        if event.host and event.days:
            yield event.kind, *who, normal(event.host), event.days[0] // MONTH  # for spans of days that are longer
            yield event.kind, *who, normal(event.host), event.days[1] // MONTH


def _range(days: Days) -> range:
    return range(days[0], days[1] + 1)


_Found = tuple[float, Event, Event, Mapping[str, object]]


def _clear(found: Sequence[_Found]) -> Iterator[_Found]:
    """Without the pairs whose date leaves open which of two occasions is meant: where an event fits others that cannot
    be the one of the pair, and fits them better or as often."""
    unsure = {event.key for pair in found if not _is_sure(pair) for event in pair[1:3]}
    of: defaultdict[int, list[tuple[float, Event]]] = defaultdict(list)
    for points, one, other, _ in found:
        if one.key in unsure:
            of[one.key].append((points, other))
        if other.key in unsure:
            of[other.key].append((points, one))
    for pair in found:
        points, one, other, _ = pair
        fits = _is_sure(pair) or (_fits_best(points, other, of[one.key]) and _fits_best(points, one, of[other.key]))
        if fits:
            yield pair


def _is_sure(pair: _Found) -> bool:
    return "remarks" in pair[3] or pair[3].get("date") == "day"


def _fits_best(points: float, event: Event, others: Sequence[tuple[float, Event]]) -> bool:
    """Whether what an event was found to fit is this event with its points, and those that may be one with it."""
    some = [(more, other) for more, other in others[:BLOCK] if more >= points and other.key != event.key]
    rivals = [more for more, other in some if forbidden(other, event)]
    return not rivals or (max(rivals) == points and 2 * len(rivals) < 1 + len(some))


class _Joined:
    """Events as they are put together: no group holds two that something keeps apart."""

    def __init__(self, events: Sequence[Event], record: Record, new_only: bool) -> None:
        self._new_only = new_only
        self._groups: dict[int, list[Event]] = {event.key: [event] for event in events}
        self._home = {event.key: event.key for event in events}
        self._apart: defaultdict[int, set[int]] = defaultdict(set)
        for one, other in record.constraints("occasion").apart:
            self._apart[one].add(other)
            self._apart[other].add(one)
        linked: defaultdict[int, list[int]] = defaultdict(list)
        for event in events if new_only else ():
            if event.occasion is not None:
                linked[event.occasion].append(event.key)
        for some in linked.values():
            for key in some[1:]:
                self._join(some[0], key)

    def tie(self, pairs: Iterable[tuple[Event, Event]]) -> list[Tie]:
        """Joins the pairs that are one occasion, the surest first."""
        found: list[_Found] = []
        for one, other in pairs:
            if (not self._new_only or _open(one) or _open(other)) and forbidden(one, other) is None:
                points, why = weigh(one, other)
                if points >= ENOUGH:
                    found.append((points, one, other, why))
        ties = []
        for points, one, other, why in sorted(_clear(found), key=lambda f: (-f[0], f[1].key, f[2].key)):
            a, b = one.key, other.key
            if self._home[a] == self._home[b] or self._may_join(a, b):
                ties.append(Tie(a, b, round(1 - 0.5 ** (points / 2), 3), why))
                self._join(a, b)
        return ties

    def _may_join(self, one: int, other: int) -> bool:
        some, others = self._groups[self._home[one]], self._groups[self._home[other]]
        if self._new_only and any(not _open(e) for e in some) and any(not _open(e) for e in others):
            return False
        keys = {event.key for event in others}
        if any(self._apart.get(event.key, keys) & keys for event in some if event.key in self._apart):
            return False
        return not any(forbidden(a, b) for a in some[:BLOCK] for b in others[:BLOCK])

    def _join(self, one: int, other: int) -> None:
        into, of = self._home[one], self._home[other]
        if into == of:
            return
        if len(self._groups[into]) < len(self._groups[of]):
            into, of = of, into
        moved = self._groups.pop(of)
        self._groups[into] += moved
        self._home |= {event.key: into for event in moved}

    def groups(self) -> Iterator[list[Event]]:
        for group in self._groups.values():
            yield sorted(group, key=lambda event: event.key)


def _group_of(group: Sequence[Event], new_only: bool) -> OccasionGroup:
    kinds = Counter(event.kind for event in group)
    places = [event.place for event in group if event.place]
    return OccasionGroup(
        members=tuple(event.key for event in group),
        name=_name([event.name for event in group]),
        kind=max(sorted(kinds), key=kinds.__getitem__),
        place=max(sorted(places), key=_precision, default=None),
        host=_host(group),
        edtf=_edtf(group),
        key=next((e.occasion for e in group if e.occasion is not None), None) if new_only else None,
    )


def _name(names: Sequence[str]) -> str:
    """The name that tells most, in the fewest words."""
    return names[0] if len(names) == 1 else max(names, key=lambda name: (len(telling(name)[0]), -len(name), name))


def _host(group: Sequence[Event]) -> str | None:
    """The host that most members give or have in their name, as fully as one of them calls it."""
    hosts = sorted({event.host for event in group if event.host})
    if len(hosts) < 2:
        return hosts[0] if hosts else None
    told = [text for event in group for text in (event.host, event.name) if text]

    def speaks_for(host: str) -> tuple[int, int, str]:
        alike = sum(same_host(host, text) or named_in(host, text) for text in told)
        return alike, len(host), host

    return max(hosts, key=speaks_for)


def _precision(place: str) -> tuple[int, int]:
    """How exactly a place is told: with its city, by how many names."""
    told = where(place)
    return (told.city is not None) + (told.region is not None or told.country is not None), len(place)


def _edtf(group: Sequence[Event]) -> str | None:
    """The days that all members allow, as precise as they are; None where they contradict each other, or tell none."""
    dated = [event for event in group if event.days]
    both: Days | None = dated[0].days if dated else None
    for event in dated[1:]:
        both = meet(both, event.days)
    if both is None:
        return next((e.edtf for e in group if e.edtf), None) if not dated else None
    exact = sorted({event.edtf for event in dated if event.days == both and event.edtf}, key=lambda e: (-len(e), e))
    if exact and len({edtf for edtf in exact if "T" in edtf}) < 2:
        return exact[0]
    return day(both[0]) if both[0] == both[1] else f"{day(both[0])}/{day(both[1])}"
