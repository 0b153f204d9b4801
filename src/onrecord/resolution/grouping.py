"""Which of an article's events are one occasion, and what is known of it: name, place, host, date."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.resolution.events import Event
from onrecord.resolution.times import Timeline
from onrecord.types import Evidence, Occasion, OccasionKind

#: Labels that are verbs or stand without an article: the word alone tells neither a new occasion nor an old one.
_BARE = frozenset(
    [
        "tweet",
        "post",
        "wrote",
        "told_reporters",
        "to_reporters",
        "told_outlet",
        "on_outlet",
        "told_me",
        "told_hearers",
        "to_hearers",
        "speaking",
    ]
)
#: Kinds at which one party speaks: two that do not share a speaker are two. At the others anybody may.
_OWN: frozenset[OccasionKind] = frozenset(("interview", "written", "social_media", "speech", "press_conference"))
#: What an occasion is called whose word is a verb.
_NAMES: dict[OccasionKind, str] = {
    "speech": "speech",
    "interview": "interview",
    "press_conference": "remarks to reporters",
    "social_media": "post",
    "written": "writing",
}
#: What a phrase that names an occasion may have before and behind it: "told a press conference", "a meeting with".
_VERB = re.compile(r"^t(?:old|ells|elling)\s+(?:an?|the)\s+|\s+with$")
#: How many occasions of a kind an event may be one of: the latest ones, so that time grows with the text alone.
_LATEST = 30
#: Words that set an occasion apart from the others of its sort.
_ANOTHER = re.compile(r"\b(?:previous|earlier|prior|other|second|third|fourth|final|upcoming)\b")
_WORD = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class _Group:
    """Events held to be one occasion, by their places, with what they tell together."""

    kind: OccasionKind
    name: str
    events: list[int] = field(default_factory=list)
    starts: set[int] = field(default_factory=set)
    speakers: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    dates: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


def group_events(events: Sequence[Event], speakers: Sequence[frozenset[str]]) -> tuple[int, ...]:
    """For each event the number of its occasion. `speakers` has those whose statements were made at each event."""
    groups: dict[OccasionKind, list[_Group]] = {}
    made: list[_Group] = []
    for place, event in enumerate(events):
        latest = groups.get(event.kind, [])[: -_LATEST - 1 : -1]
        found = next((group for group in latest if _fits(event, speakers[place], group)), None)
        if found is None:
            found = _Group(event.kind, event.name.text)
            groups.setdefault(event.kind, []).append(found)
            made.append(found)
        _join(found, place, event, speakers[place])
    numbers = {place: number for number, group in enumerate(made) for place in group.events}
    return tuple(numbers[place] for place in range(len(events)))


def _fits(event: Event, speakers: frozenset[str], group: _Group) -> bool:
    """Whether nothing that an event tells keeps it apart from the events of a group, and its words do not begin
    another."""
    if event.span.start in group.starts:
        return True
    date = _date(event)
    if date and group.dates and not any(_agree(date, other) for other in group.dates):
        return False
    if event.host and group.hosts and not _share(event.host.text, group.hosts):
        return False
    if event.place and group.places and not _share(event.place.place, group.places):
        return False
    if event.kind in _OWN and speakers and group.speakers and not speakers & group.speakers:
        return False
    if _ANOTHER.search(event.name.text) or _ANOTHER.search(group.name):
        return event.name.text == group.name
    if event.goes_on is not None:
        return event.goes_on in group.starts
    if event.label in _BARE:
        return bool(speakers & group.speakers)
    if event.label not in group.labels and group.labels - _BARE:
        return False
    return not event.indefinite or bool(date and group.dates)


def _join(group: _Group, place: int, event: Event, speakers: frozenset[str]) -> None:
    group.events.append(place)
    group.starts |= {event.span.start, event.goes_on or event.span.start}
    group.speakers |= speakers
    group.labels.add(event.label)
    if date := _date(event):
        group.dates.append(date)
    if event.host:
        group.hosts.append(event.host.text)
    if event.place:
        group.places.append(event.place.place)


def _date(event: Event) -> str | None:
    return (event.time.edtf or event.time.value) if event.time else None


def _agree(one: str, other: str) -> bool:
    """Whether two dates may be the same: equal, one the beginning of the other, or one a weekday that nothing
    resolves."""
    if one.startswith("XXXX") != other.startswith("XXXX"):
        return True
    return one.startswith(other) or other.startswith(one)


def _share(name: str, others: Sequence[str]) -> bool:
    """Whether a name shares a capitalised word with one of some others."""
    mine = {w for w in _WORD.findall(name) if w[0].isupper()} - {"The"}
    return any(mine & set(_WORD.findall(other)) for other in others)


def occasion_of(article_id: str, events: Sequence[Event], timeline: Timeline) -> Occasion:
    """The occasion that some events, in text order, are."""
    first = events[0]
    told = max(events, key=lambda e: (e.label not in _BARE, len(e.name.text)))
    place = next((e.place for e in events if e.place), None)
    host = next((e.host for e in events if e.host), None)
    time = next((e.time for e in events if e.time and e.time.edtf), None)
    evidence: list[Evidence] = [e.name for e in events]
    evidence += [span for span in (*(place.evidence if place else ()), host) if span]
    evidence += timeline.evidence(time) if time else ()
    name = _NAMES.get(told.kind, told.name.text) if told.label in _BARE else _VERB.sub("", told.name.text)
    if told.label in _BARE and host and told.kind == "interview":
        name = f"{name} with {host.text}"
    if place and place.place.split(",")[0] not in name:
        name = f"{name} in {place.place}"
    return Occasion(
        id=_id(article_id, first),
        kind=first.kind,
        name=name,
        place=place.place if place else None,
        host=host.text if host else None,
        edtf=time.edtf if time else None,
        evidence=tuple(dict.fromkeys(evidence)),
    )


def _id(article_id: str, event: Event) -> str:
    """An id that the same article gives on every run and machine."""
    text = json.dumps([article_id, "occasion", event.kind, event.span.start, event.span.end])
    return hashlib.sha256(text.encode()).hexdigest()[:16]
