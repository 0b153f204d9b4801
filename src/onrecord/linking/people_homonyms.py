"""Two people of one full name: told apart where what they are hardly ever goes together and nothing ties them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.linking.people_evidence import HELD, ROLE, Cluster, Scene, Seen, days_between, excluded, order, weigh
from onrecord.linking.people_roles import SINGLE, Role, exclude, is_place, part_callings

#: Points of company or story that outweigh two callings: a footballer who became a minister is named with the same
#: people in some articles.
TIED = 1.5
#: So many articles of a smaller class are compared with the larger.
SAMPLE = 25


def callings(some: Iterable[Seen]) -> set[str]:
    return {calling for one in some for role in one.roles if (calling := role.calling)}


def clash(some: Sequence[Seen], cluster: Cluster, scene: Scene) -> bool:
    """Whether mentions are of somebody of another calling than a person's, and nothing else ties them; or of somebody
    who holds an office elsewhere at the same time."""
    if any(excluded(one, cluster) for one in some[:SAMPLE]):
        return True
    return part_callings(callings(some), cluster.callings) and not _tied(some, cluster, scene)


def classes(some: list[Seen], scene: Scene) -> list[list[Seen]]:
    """The mentions of one full name, by person: all in one list, unless their callings part them. Who has no calling
    goes with those that company or story ties them to, else with the most."""
    parts = [office for part in _by_calling(some) for office in _by_office(part)]
    if len(parts) < 2:
        return [some]
    parts.sort(key=lambda part: -len(part))
    clusters: list[Cluster] = []
    for part in parts:
        home = next((c for c in clusters if _tied(part, c, scene)), None)
        if home is None:
            clusters.append(home := Cluster())
        home.take(part, scene)
    if len(clusters) == 1:
        return [some]
    called = {one.key for part in parts for one in part}
    for one in some:
        if one.key not in called:
            best = max(clusters, key=lambda c: ((weigh(one, c, scene).points or 0.0) >= TIED, len(c.members)))
            best.take([one], scene)
    return [sorted(c.members, key=order) for c in clusters]


def _by_calling(some: Iterable[Seen]) -> list[list[Seen]]:
    """Those that have a calling, by callings that somebody has together."""
    parts: list[tuple[set[str], list[Seen]]] = []
    for one in some:
        own = callings([one])
        if not own:
            continue
        meeting = [part for part in parts if part[0] & own]
        rest = [part for part in parts if not part[0] & own]
        merged = own.union(*(names for names, _ in meeting)), [m for _, members in meeting for m in members] + [one]
        parts = [*rest, merged]
    return [members for _, members in parts]


def _by_office(part: list[Seen]) -> list[list[Seen]]:
    """The same by offices that two people held at one time: the mayor of Oslo and the mayor of Bergen."""
    holders: dict[Role, list[Seen]] = {}
    for one in part:
        for role in one.roles:
            if role.noun in SINGLE and role.state == "holds" and any(map(is_place, role.over)):
                holders.setdefault(role, []).append(one)
    apart: list[tuple[list[Role], dict[int, Seen]]] = []
    for role in sorted(holders, key=lambda role: (-len(holders[role]), sorted(role.over))):
        held = holders[role]
        home = next((h for h in apart if not any(exclude(role, o) and _meet(held, holders[o]) for o in h[0])), None)
        if home is None:
            apart.append(home := ([], {}))
        home[0].append(role)
        home[1].update({one.key: one for one in held if not any(one.key in other[1] for other in apart)})
    if len(apart) < 2:
        return [part]
    taken = {key for _, members in apart for key in members}
    found = [list(members.values()) for _, members in apart if members]
    found[0] += [one for one in part if one.key not in taken]
    return found


def _meet(some: Sequence[Seen], others: Sequence[Seen]) -> bool:
    days = sorted(one.day for one in others if one.day is not None)
    return any((gap := days_between(one.day, days)) is not None and gap <= HELD for one in some)


def _tied(part: Sequence[Seen], cluster: Cluster, scene: Scene) -> bool:
    found = (weigh(one, cluster, scene) for one in part[:SAMPLE])
    return any(e.points is not None and e.points + (ROLE if "callings" in e.why else 0) >= TIED for e in found)
