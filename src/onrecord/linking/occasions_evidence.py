"""What speaks for and against two events, as two articles know them, being one occasion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from onrecord.linking.people_others import normal
from onrecord.resolution import gazetteer
from onrecord.resolution.lexicon import words

Days = tuple[int, int]

#: Kinds that articles call one event by when they report it at different length.
ALIKE = ({"speech", "press_conference", "meeting"}, {"press_conference", "interview"}, {"written", "social_media"})
#: Words that tell no occasion of a kind from another.
_WORDS = """
    address appearance article briefing briefings comment comments conference conversation debate debates discussion
    email event essay gathering hearing interview interviews letter meeting meetings news post posts press program
    rally rallies release remarks report reporters show speech speeches statement statements study survey poll polls
    talk talks televised television testimony town tweet tweets tv hall writing written radio recent new late early
    campaign public brief lengthy joint live video message series
"""
_COMMON = frozenset(_WORDS.split())
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "final": 0,
    "last": 0,
}
#: Qualities of debates and conventions that no one of them has both of.
_OPPOSED = (("republican", "democratic"), ("gop", "democratic"), ("vice", "presidential"))
#: Days between publication within which an event without a date is taken to be news.
FRESH = 3
#: Days of a span of time that still tells when something was; "in 2015" does not tell one interview from another.
MONTH = 31


@dataclass(frozen=True, slots=True)
class Where:
    """A place: city, state and country as far as they are known."""

    city: str | None
    region: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """An event as one article knows it, made ready to be compared. `days` are when it was, `published` when the
    article was; `speakers` are persons, `remarks` what was said there, both by key."""

    key: int
    article: int
    kind: str
    name: str
    place: str | None
    host: str | None
    edtf: str | None
    days: Days | None
    published: Days | None
    where: Where | None
    telling: frozenset[str]
    ordinal: int | None
    several: bool
    speakers: frozenset[int]
    remarks: frozenset[int]
    occasion: int | None


def telling(name: str, *known: str | None) -> tuple[frozenset[str], int | None]:
    """The words of an event's name that tell it from others of its kind, and which of a series it is. What is `known`
    of its place and host says the same again."""
    again = {token for text in known if text for token in re.findall(r"[^\W_]+", text.lower())}
    tokens = [token for token in re.findall(r"[^\W_]+", name.lower()) if token not in words("joiner") | {"with", "by"}]
    ordinal = next((n for token, n in _ORDINALS.items() if token in tokens), None)
    rest = (token for token in tokens if token not in _COMMON | _ORDINALS.keys() | again and len(token) > 1)
    return frozenset(rest), ordinal


@lru_cache(maxsize=1 << 14)
def where(place: str) -> Where:
    """A place told apart: "Vell, Ohio", "Astana, Kazakhstan", "Ohio"."""
    parts = [part.strip() for part in place.split(",") if part.strip()]
    city = region = country = None
    for part in reversed(parts):
        code = gazetteer.country(part)
        state = None if code else gazetteer.region(part)
        if code and city is None and region is None:
            country = code
        elif state and city is None and region is None:
            region, country = state.name, country or state.country
        else:
            city = gazetteer.key(part)
    if city and country is None:
        found = [entry for entry in gazetteer.lookup(city) if entry.kind == "city"]
        codes = {entry.country for entry in found}
        country = codes.pop() if len(codes) == 1 else None
    return Where(city, region, country)


def apart(one: Where, other: Where) -> bool:
    """Whether two places cannot be one, as far as they are known."""
    pairs = ((one.city, other.city), (one.region, other.region), (one.country, other.country))
    return any(a and b and a != b for a, b in pairs)


def near(one: Where, other: Where) -> float:
    """How much two places that are not apart have in common: a city more than a country."""
    if one.city and one.city == other.city:
        return 1.5
    return 1.0 if one.region and one.region == other.region else 0.5 if one.country == other.country else 0.0


def meet(one: Days | None, other: Days | None) -> Days | None:
    """The days that both allow, where both are known."""
    if one is None or other is None:
        return None
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def forbidden(one: Event, other: Event) -> str | None:
    """What forbids that two events are one occasion; None where nothing does."""
    if one.article == other.article:
        return "article"
    if one.kind != other.kind and not any({one.kind, other.kind} <= some for some in ALIKE):
        return "kind"
    if one.days and other.days and not meet(one.days, other.days):
        return "date"
    if one.where and other.where and apart(one.where, other.where):
        return "place"
    if one.host and other.host and not same_host(one.host, other.host):
        return "host"
    if one.ordinal is not None and other.ordinal is not None and one.ordinal != other.ordinal:
        return "number"
    if any((a in one.telling and b in other.telling) or (b in one.telling and a in other.telling) for a, b in _OPPOSED):
        return "name"
    return None


def same_host(one: str, other: str) -> bool:
    """Whether two hosts may be one: the same name, or one that the other begins or ends with ("Vell News")."""
    a, b = normal(one).split(), normal(other).split()
    short, long = sorted((a, b), key=len)
    return bool(short) and (long[: len(short)] == short or long[-len(short) :] == short)


def weigh(one: Event, other: Event) -> tuple[float, Mapping[str, object]]:
    """Points for two events that nothing keeps apart, and what they are for; 0 where what there is does not do."""
    points, why = 0.0, dict[str, object]()
    shared = one.remarks & other.remarks
    if shared:
        points, why = points + 2.5 + len(shared), {**why, "remarks": len(shared)}
    if one.speakers & other.speakers:
        points, why = points + 1.5, {**why, "speaker": True}
    elif one.speakers and other.speakers and one.kind != "debate" and not shared:
        return 0.0, {}
    on = _dated(one, other)
    points, why = (points + on[0], {**why, "date": on[1]}) if on else (points, why)
    if one.where and other.where and (same := near(one.where, other.where)):
        points, why = points + same, {**why, "place": same}
    if one.host and other.host:
        points, why = points + 1.5, {**why, "host": True}
    if named := one.telling & other.telling:
        points, why = points + min(1.5, 0.75 * len(named)), {**why, "name": " ".join(sorted(named))}
    if one.kind != other.kind:
        points -= 1
    return (points, why) if _suffices(one, other, why) else (0.0, why)


def _suffices(one: Event, other: Event, why: Mapping[str, object]) -> bool:
    """Whether there is a remark in common, or a time and somebody or something besides."""
    if "remarks" in why:
        return True
    if one.several or other.several or "date" not in why or one.kind != other.kind:
        return False
    if "speaker" in why:
        return (why["date"] == "day" and one.kind in _ONE_A_DAY) or bool({"place", "host", "name"} & why.keys())
    # Without a speaker in common, only what has a name or a place of its own, and a day.
    return (
        one.kind in ("debate", "meeting", "proceeding")
        and why["date"] == "day"
        and bool({"place", "name"} & why.keys())
    )


#: Of these somebody seldom gives two on one day; posts of one day are taken for one occasion.
_ONE_A_DAY = ("press_conference", "debate", "social_media", "proceeding")


def _dated(one: Event, other: Event) -> tuple[float, str] | None:
    """How well the dates agree; two events without any are news of the same days, where both articles are dated."""
    if meet(one.days, other.days):
        widest = max(days[1] - days[0] for days in (one.days, other.days) if days)
        if widest <= MONTH:
            return (2.0, "day") if widest <= 1 else (1.0, "week") if widest <= 7 else (0.5, "month")
        return _fresh(one, other)
    if one.days or other.days:
        return _told_after(one, other)
    return _fresh(one, other)


def _fresh(one: Event, other: Event) -> tuple[float, str] | None:
    if one.published and other.published and abs(one.published[0] - other.published[0]) <= FRESH:
        return 0.5, "published"
    return None


def _told_after(one: Event, other: Event) -> tuple[float, str] | None:
    """One has a date and the other is in an article of the days after it."""
    dated, undated = (one, other) if one.days else (other, one)
    if dated.days and undated.published and -1 <= undated.published[0] - dated.days[0] <= FRESH:
        return 0.5, "published"
    return None


def ordinal_days(first: str | None, last: str | None) -> Days | None:
    """Days as numbers, where both ends are known."""
    return (date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()) if first and last else None


def day(number: int) -> str:
    return (date.min + timedelta(number - 1)).isoformat()
