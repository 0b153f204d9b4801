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
    campaign public brief lengthy joint live video message series phone telephone exclusive stump paid usual fiery major
    night morning evening week month
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
#: Words of one meaning.
_MEANS = {"gop": "republican", "republicans": "republican", "democrat": "democratic", "democrats": "democratic"}
#: Words for an event of a series other than the one that is news.
_OTHERS = frozenset(["previous", "earlier", "prior", "next", "upcoming", "coming", "past", "future"])
#: Qualities of debates and conventions that no one of them has both of.
_OPPOSED = (("republican", "democratic"), ("vice", "presidential"))
#: Days between publication within which an event without a date is taken to be news.
FRESH = 3
#: Days between an event and the article that tells of it without a date, where it is fresh news.
AT_ONCE = 1
#: Days of a span that is a week.
WEEK = 7
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
    article was; `speakers` are persons, `company` all who speak in the article of a debate, `remarks` what was said
    there, each by key. `program` tells that it has a name as programs do ("Good Morning Vell"), `another` that it is
    called another than the one that is news."""

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
    another: bool
    program: bool
    speakers: frozenset[int]
    company: frozenset[int]
    remarks: frozenset[int]
    occasion: int | None


@lru_cache(maxsize=1 << 14)
def telling(name: str, *known: str | None) -> tuple[frozenset[str], int | None]:
    """The words of an event's name that tell it from others of its kind, and which of a series it is. What is `known`
    of its place, host and speakers says the same again."""
    again = {token for text in known if text for token in _tokens(text)}
    tokens = [token for token in _tokens(name) if token not in words("joiner") | {"with", "by"}]
    ordinal = next((n for token, n in _ORDINALS.items() if token in tokens), None)
    none = _COMMON | _ORDINALS.keys() | _OTHERS | again
    rest = (_MEANS.get(token, token) for token in tokens if token not in none and len(token) > 1)
    return frozenset(rest), ordinal


@lru_cache(maxsize=1 << 14)
def is_another(name: str) -> bool:
    """Whether an event is called another one of a series: "an earlier debate"."""
    return not _OTHERS.isdisjoint(_tokens(name))


def _tokens(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", _TOWN_HALL.sub("townhall", text.lower()))


#: Of interviews, the kind that is held seldom enough to be known by.
_TOWN_HALL = re.compile(r"\btown[- ]halls?\b")


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
    if one.region and other.region and one.region != other.region:
        return True
    if one.country and other.country and one.country != other.country:
        return True
    return bool(one.city and other.city and not _one_city(one, other))


def _one_city(one: Where, other: Where) -> bool:
    """Whether two cities have one name, or one of them a longer one: "Vell", "Vell Harbour"."""
    a, b = one.city, other.city
    return bool(a and b) and (a == b or f"{a} ".startswith(f"{b} ") or f"{b} ".startswith(f"{a} "))


def near(one: Where, other: Where) -> float:
    """How much two places that are not apart have in common: a city more than a country."""
    if _one_city(one, other):
        return 1.5
    return 0.75 if one.region and one.region == other.region else 0.5 if one.country == other.country else 0.0


def meet(one: Days | None, other: Days | None) -> Days | None:
    """The days that both allow, where both are known."""
    if one is None or other is None:
        return None
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def forbidden(one: Event, other: Event) -> str | None:
    """What forbids that two events are one occasion; None where nothing does."""
    if one.article == other.article and not _one_debate(one, other):
        return "article"
    if one.kind != other.kind and not any({one.kind, other.kind} <= some for some in ALIKE):
        return "kind"
    if one.days and other.days and not meet(one.days, other.days):
        return "date"
    if one.where and other.where and apart(one.where, other.where):
        return "place"
    if one.host and other.host and not same_host(one.host, other.host) and not _named_alike(one, other):
        return "host"
    if one.ordinal is not None and other.ordinal is not None and _are_two(one.ordinal, other.ordinal):
        return "number"
    if one.telling and other.telling and _opposed(one.telling, other.telling):
        return "name"
    return "name" if one.program and other.program and not one.telling & other.telling else None


def _opposed(some: frozenset[str], others: frozenset[str]) -> bool:
    return any((a in some and b in others) or (b in some and a in others) for a, b in _OPPOSED)


def _are_two(one: int, other: int) -> bool:
    """Whether two places in a series differ; the last may be any but the first."""
    return one != other and (0 not in (one, other) or 1 in (one, other))


def _one_debate(one: Event, other: Event) -> bool:
    """Whether an article may tell of one debate in two places: on one day, as far as it tells."""
    if not one.kind == other.kind == "debate" or one.another or other.another:
        return False
    return meet(one.days, other.days) is not None and max(_wide(one), _wide(other)) <= WEEK


def _named_alike(one: Event, other: Event) -> bool:
    """Whether the names of two events say that they have one host, whatever else was taken for it: one program's name,
    or the other's host in a name ("Vell News town hall")."""
    if one.program and other.program and one.telling & other.telling:
        return True
    return any(a.host and named_in(a.host, b.name) for a, b in ((one, other), (other, one)))


def _wide(event: Event) -> int:
    """Days of the span that an event lies in, less one."""
    return event.days[1] - event.days[0] if event.days else MONTH


def same_host(one: str, other: str) -> bool:
    """Whether two hosts may be one: the same name, or one that the other begins or ends with ("Vell News")."""
    a, b = normal(one).split(), normal(other).split()
    short, long = sorted((a, b), key=len)
    return bool(short) and (long[: len(short)] == short or long[-len(short) :] == short)


def named_in(host: str, name: str) -> bool:
    """Whether an event's name has a host in it."""
    return bool(normal(host)) and f" {normal(host)} " in f" {normal(name)} "


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
    elif len(one.company & other.company) >= COMPANY:
        points, why = points + 1, {**why, "company": len(one.company & other.company)}
    on = _dated(one, other)
    points, why = (points + on[0], {**why, "date": on[1]}) if on else (points, why)
    if one.where and other.where and (same := near(one.where, other.where)):
        points, why = points + same, {**why, "place": same}
    if one.host and other.host and same_host(one.host, other.host):
        points, why = points + 1.5, {**why, "host": True}
    if named := one.telling & other.telling:
        program = one.program and other.program
        points, why = points + min(1.5, 0.75 * len(named) + program), {**why, "name": " ".join(sorted(named))}
    points += RARE if one.kind == other.kind == "debate" else -1 if one.kind != other.kind else 0
    return (points, why) if _suffices(one, other, why) else (0.0, why)


def _suffices(one: Event, other: Event, why: Mapping[str, object]) -> bool:
    """Whether there is a remark in common, or a time and somebody or something besides."""
    if "remarks" in why:
        return True
    if one.several or other.several or "date" not in why or one.kind != other.kind:
        return False
    if "speaker" in why:
        once = one.kind == "debate" or (why["date"] == "day" and one.kind in _ONE_A_DAY)
        return once or bool({"place", "host", "name"} & why.keys())
    # Without a speaker in common, only what has a name, a place or a company of its own, and a day.
    return (
        one.kind in ("debate", "meeting", "proceeding")
        and why["date"] == "day"
        and bool({"place", "name", "company"} & why.keys())
    )


#: Points for debates: there are few of them, so that a speaker and about a time tell one.
RARE = 1.0
#: So many who speak in the articles of two debates make them one company.
COMPANY = 2
#: Of these somebody seldom gives two on one day; posts of one day are taken for one occasion.
_ONE_A_DAY = ("press_conference", "debate", "social_media", "proceeding")


def _dated(one: Event, other: Event) -> tuple[float, str] | None:
    """How well the dates agree; two events without any are news of the same days, where both articles are dated."""
    known = [event for event in (one, other) if event.days and not _is_of_its_year(event)]
    if len(known) == 2:
        widest = max(map(_wide, known))
        if widest > MONTH:
            return None
        return (2.0, "day") if widest <= 1 else (1.0, "week") if widest <= WEEK else (0.5, "month")
    loose = [event for event in (one, other) if event not in known]
    if any(event.another or event.ordinal for event in loose):
        return None
    return _told_after(known[0], loose[0]) if known else _fresh(one, other)


def _is_of_its_year(event: Event) -> bool:
    """Whether all that is known of an event's time is a year, or the like, in which its article was published."""
    return _wide(event) > MONTH and meet(event.days, event.published) is not None


def _fresh(one: Event, other: Event) -> tuple[float, str] | None:
    if one.published and other.published and abs(one.published[0] - other.published[0]) <= FRESH:
        return 0.5, "published"
    return None


def _told_after(dated: Event, undated: Event) -> tuple[float, str] | None:
    """One has a date and the other is in an article of the days after it."""
    if not dated.days or not undated.published or _wide(dated) > WEEK:
        return None
    first, last = dated.days
    told = undated.published[0]
    if not first - 1 <= told <= last + FRESH:
        return None
    return (1.0 if first == last and told <= last + AT_ONCE else 0.5), "published"


def told_days(days: Days | None, published: Days | None) -> Days | None:
    """The days that an article means: what was said "this week" was said on one of the seven days before it."""
    if not days or not published or days[1] - days[0] != 6 or not days[0] <= published[0] <= days[1]:
        return days
    return published[0] - 6, published[1]


def told_at(published: Days | None) -> Days | None:
    """When an article was published, where that is known well enough to tell what was news then; an undated article
    may be proved to be no earlier than some day, and that tells nothing of how much later it is."""
    return published if published and published[1] - published[0] <= FRESH else None


def ordinal_days(first: str | None, last: str | None) -> Days | None:
    """Days as numbers, where both ends are known."""
    return (date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()) if first and last else None


def day(number: int) -> str:
    return (date.min + timedelta(number - 1)).isoformat()
