"""What speaks for two mentions of a person, in two articles, being of one: roles, company, story, time."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from onrecord.linking.people_names import Form
from onrecord.linking.people_roles import SINGLE, Role, exclude, part_callings, same_role, telling

#: Days within which an office is taken to be held by one person, and beyond which being called alike tells less.
HELD, LONG = 180, 730
#: An article within so many days of another one speaks a little: enough for a name that one well-known person has.
WEEK, SOON = 7, 0.5
#: Of a person's articles so many are looked at for company: enough to know it by.
LOOKED_AT = 400
#: An article that names more than this is a list, and tells nothing of who goes with whom.
LIST = 60
#: What each person counts whom three or more articles in common name, however common.
BESIDE = 0.6
#: Articles without company that each person is taken to have besides, so that a few do not make a habit.
FEW = 2
#: Most that company can speak; a role that tells who somebody is; an office alone; any other; a story in common.
COMPANY, ROLE, OFFICE, NOUN, THREAD = 4.0, 3.0, 2.0, 1.0, 4.0


@dataclass(frozen=True, slots=True)
class Seen:
    """A person as one article has them. `short` are the single names that it calls them by, `aliases` other full
    ones; `day` is the article's, as a number."""

    key: int
    article: int
    name: str
    form: Form
    aliases: tuple[Form, ...]
    short: frozenset[str]
    roles: tuple[Role, ...]
    called: tuple[str, ...]
    day: int | None
    person: int | None


def order(seen: Seen) -> tuple[object, ...]:
    """By date, whatever the order in which articles were added."""
    return seen.day is None, seen.day or 0, seen.name, seen.called, seen.article, seen.key


@dataclass(frozen=True, slots=True)
class Scene:
    """What is around people. `company` are, for each article, the numbers of all that it names; `common` in how many
    articles each number is; `persons` the numbers that are persons', `own` those of actors; `threads` the stories and
    reprints that an article is of."""

    company: Mapping[int, frozenset[int]]
    common: Mapping[int, int]
    persons: frozenset[int]
    own: Mapping[int, int]
    threads: Mapping[int, frozenset[str]]

    def others(self, seen: Seen) -> frozenset[int]:
        return self.company.get(seen.article, frozenset()) - {self.own.get(seen.key, -1)}


@dataclass(slots=True)
class Cluster:
    """Mentions that are taken for one person, and what is known of them. `person` is the key of whom they were
    before, where that is to stay, `known` the number of the imported identity. `roles` have the days on which they are
    known to be theirs, `called` in how many articles they are; `described` are mentions by an office alone."""

    forms: Counter[Form] = field(default_factory=Counter)
    members: list[Seen] = field(default_factory=list)
    described: list[Seen] = field(default_factory=list)
    roles: dict[Role, list[int]] = field(default_factory=dict)
    called: Counter[Role] = field(default_factory=Counter)
    articles: set[int] = field(default_factory=set)
    days: list[int] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    shorts: set[str] = field(default_factory=set)
    company: Counter[int] = field(default_factory=Counter)
    looked_at: int = 0
    person: int | None = None
    known: int | None = None

    def take(self, some: Iterable[Seen], scene: Scene) -> None:
        for seen in some:
            self.members.append(seen)
            if seen.form.full or not self.forms:
                self.forms[seen.form] += 1
            self.articles.add(seen.article)
            self.threads |= scene.threads.get(seen.article, frozenset())
            self.shorts |= seen.short
            if seen.day is not None:
                insort(self.days, seen.day)
            self.called.update(seen.roles)
            for role in seen.roles:
                days = self.roles.setdefault(role, [])
                if seen.day is not None:
                    insort(days, seen.day)

    def look(self, scene: Scene) -> Counter[int]:
        """In how many of its articles others are named."""
        while self.looked_at < min(len(self.members), LOOKED_AT):
            others = scene.others(self.members[self.looked_at])
            self.company.update(others if len(others) <= LIST else ())
            self.looked_at += 1
        return self.company

    @property
    def all(self) -> list[Seen]:
        return self.members + self.described

    @property
    def callings(self) -> set[str]:
        return {calling for role in self.roles if (calling := role.calling)}


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much speaks for it, and what. None of `points` means that something forbids it. `often` is in how many
    articles the person is called by the role that both have, or at all where they have none."""

    points: float | None
    why: Mapping[str, object]
    often: int = 0


def weigh(seen: Seen, cluster: Cluster, scene: Scene) -> Evidence:
    """What speaks for a mention being of the person of a cluster, names aside."""
    beside = seen.form.full and seen.article in cluster.articles and seen.form not in cluster.forms
    if beside or excluded(seen, cluster):
        return Evidence(None, {})
    points, often, why = _role_points(seen, cluster)
    if part_callings({c for role in seen.roles if (c := role.calling)}, cluster.callings):
        points, why = points - ROLE, {**why, "callings": "differ"}
    shared = scene.threads.get(seen.article, frozenset()) & cluster.threads
    if shared:
        points, why = points + THREAD, {**why, "story": sorted(shared)[0]}
    known = _company(seen, cluster, scene)
    if known >= 0.5:
        points, why = points + known, {**why, "company": round(known, 1)}
    gap = days_between(seen.day, cluster.days)
    if gap is not None:
        why = {**why, "days": gap}
        points += SOON * (gap <= WEEK) - (gap > LONG)
    return Evidence(points, why, often or len(cluster.articles))


def _role_points(seen: Seen, cluster: Cluster) -> tuple[float, int, dict[str, object]]:
    best = 0.0, 0, ""
    for role in seen.roles:
        for other in cluster.roles:
            if same_role(role, other):
                points = ROLE if telling(role) and telling(other) else OFFICE if role.noun in SINGLE else NOUN
                gap = days_between(seen.day, cluster.roles[other])
                points = points if gap is None or gap <= LONG else points / 3
                best = max(best, (points, cluster.called[other], role.noun))
    return best[0], best[1], {"role": best[2]} if best[0] else {}


def excluded(seen: Seen, cluster: Cluster) -> bool:
    """Whether they are called by offices that two people held at the time."""
    if seen.day is None:
        return False
    for role in seen.roles:
        for other, days in cluster.roles.items():
            gap = days_between(seen.day, days)
            if exclude(role, other) and gap is not None and gap <= HELD:
                return not any(same_role(role, more) and telling(more) for more in cluster.roles)
    return False


def _company(seen: Seen, cluster: Cluster, scene: Scene) -> float:
    """Others that are named with both: the rarer in general, the more they speak. Where the same few are named
    everywhere, as in a campaign, that three or more of them are there speaks, too."""
    met, articles = cluster.look(scene), cluster.looked_at + FEW
    total, persons, lifts = max(len(scene.company), 1), 0, list[float]()
    for one in scene.others(seen):
        if met[one]:
            persons += one in scene.persons
            lifts.append(log(met[one] / articles * total / scene.common.get(one, 1)))
    rare: float = sum(sorted((lift for lift in lifts if lift > 0.5), reverse=True)[:4]) / 2
    return min(COMPANY, max(rare, persons * BESIDE if persons >= 3 else 0.0))


def days_between(day: int | None, days: Sequence[int]) -> int | None:
    """Days to the nearest of them."""
    if day is None or not days:
        return None
    at = bisect_left(days, day)
    return min(abs(days[n] - day) for n in (at - 1, at) if 0 <= n < len(days))


def score(points: float) -> float:
    """Points as a figure from 0 to 1: each two halve the doubt."""
    return round(1 - float(0.5 ** (max(points, 0.0) / 2 + 1)), 3)
