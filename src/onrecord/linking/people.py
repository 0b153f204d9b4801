"""Ties what articles know of somebody into persons: one across articles by name, role, company and time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from onrecord.linking import people_known
from onrecord.linking.people_clusters import People
from onrecord.linking.people_evidence import Cluster, Scene, Seen, weigh
from onrecord.linking.people_facts import Facts, facts, group_of
from onrecord.linking.people_names import form_of, sound
from onrecord.linking.people_others import Named, group, key_of, long_forms, normal, owners
from onrecord.linking.people_roles import role_of
from onrecord.linking.people_scene import described_as, human, scene_of, seen_of
from onrecord.record import ActorView, Known, PersonGroup, Record, Tie

#: Of a person who is there already so many of the newest actors tell what company they keep.
REMEMBERED = 60
_SAME: Mapping[str, object] = {"name": "same"}
_SHORT: Mapping[str, object] = {"name": "short"}


def link(record: Record, *, new_only: bool = False, who: Sequence[Known] | None = None) -> int:
    """Finds out which actors are one person, stores that, and returns the number of persons written.

    `new_only` gives only the actors that no pass has seen a person, one of those there are or a new one; nobody else
    changes. `who` are imported identities, which count from now on beside those that were imported before.
    """
    if who:
        record.write_known(who)
    known = record.known()
    written = _add(record, known) if new_only else _link(record, known)
    if known:
        record.tie_known(written.known)
    return written.count


@dataclass(frozen=True, slots=True)
class _Written:
    count: int
    known: Sequence[tuple[int, int]]


def _write(
    record: Record, groups: Sequence[tuple[PersonGroup, int | None]], ties: Iterable[Tie], whole: bool
) -> _Written:
    keys = record.write_links("person", [group for group, _ in groups], ties, whole=whole)
    found = [(known, key) for key, (_, known) in zip(keys, groups, strict=True) if known is not None]
    return _Written(len(groups), found)


# --- all of it ---


def _link(record: Record, known: Mapping[int, Known]) -> _Written:
    actors = list(record.views.actors())
    by_key = {actor.key: actor for actor in actors if human(actor)}
    people = People(scene_of(record, actors))
    for cluster in people_known.clusters(known, {}):
        people.start(cluster)
    people.add([seen_of(actor) for actor in by_key.values()])
    described = people.add_offices([seen for actor in actors if (seen := described_as(actor))])
    by_key |= {actor.key: actor for actor in actors if actor.key in described}
    apart = record.constraints("person").apart
    found = [part for cluster in people.clusters if cluster.members for part in _parted(cluster, apart, people.scene)]
    groups = [
        (group_of([by_key[s.key] for s in c.all], key=c.person, known=_of(known, c.known)), c.known) for c in found
    ]
    named, longer = people_known.others(known)
    rest = [actor for actor in actors if actor.key not in by_key]
    owned_by = owners((actor.article, form_of(actor.name)) for actor in by_key.values() if human(actor))
    ties = people.ties
    for name, members in group(rest, long_forms(rest) | longer, owned_by):
        key = named.get(name) if name else None
        identity = _of(known, key)
        groups.append((group_of(members, key=identity.person if identity else None, known=identity), key))
        ties += _chain(members)
    return _write(record, groups, ties, whole=True)


def _of(known: Mapping[int, Known], key: int | None) -> Known | None:
    return None if key is None else known[key]


def _chain(members: Sequence[ActorView]) -> list[Tie]:
    """Why things of one name are one: each with the one before it."""
    return [
        Tie(one.key, other.key, 0.9, _SAME if normal(one.name) == normal(other.name) else _SHORT)
        for one, other in pairwise(members)
    ]


def _parted(cluster: Cluster, apart: frozenset[tuple[int, int]], scene: Scene) -> list[Cluster]:
    """A person as it is, or in the parts in which reviewers split it, each with those that evidence ties to it."""
    keys = {one.key for one in cluster.members}
    pairs = [pair for pair in apart if keys.issuperset(pair)] if apart else []
    if not pairs:
        return [cluster]
    against: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        against[one].add(other)
        against[other].add(one)
    sides: list[list[Seen]] = []
    for seen in (one for one in cluster.members if one.key in against):
        side = next((side for side in sides if not any(one.key in against[seen.key] for one in side)), None)
        if side is None:
            sides.append(side := [])
        side.append(seen)
    parts = [Cluster() for _ in sides]
    for part, side in zip(parts, sorted(sides, key=len, reverse=True), strict=True):
        part.take(side, scene)
    parts[0].person, parts[0].known, parts[0].described = cluster.person, cluster.known, cluster.described
    for seen in (one for one in cluster.members if one.key not in against):
        points = [weigh(seen, part, scene).points or 0.0 for part in parts]
        parts[points.index(max(points))].take([seen], scene)
    return parts


# --- what is new ---


def _add(record: Record, known: Mapping[int, Known]) -> _Written:
    news = list(record.views.actors(new_only=True))
    fresh = [actor for actor in news if actor.person is None]
    if not fresh:
        return _Written(0, ())
    there = _Namesakes(record, fresh)
    old = list(record.views.actors(articles=there.articles - {actor.article for actor in news}))
    people = People(scene_of(record, [*old, *news]))
    clusters = there.clusters([*old, *news], people.scene)
    imported = list(people_known.clusters(there.of(known), clusters))
    for cluster in [*imported, *(c for c in clusters.values() if c.known is None)]:
        people.start(cluster)
    by_key = {actor.key: actor for actor in fresh}
    people.add([seen_of(actor) for actor in fresh if human(actor)])
    described = people.add_offices([seen for actor in fresh if (seen := described_as(actor))])
    groups: list[tuple[PersonGroup, int | None]] = []
    for cluster in people.clusters:
        if members := [by_key[seen.key] for seen in cluster.all if seen.key in by_key]:
            before = there.facts.get(cluster.person) if cluster.person is not None else None
            of = group_of(members, key=cluster.person, before=before, known=_of(known, cluster.known))
            groups.append((of, cluster.known))
    ties = people.ties
    named, longer = people_known.others(known)
    owned_by = owners((actor.article, form_of(actor.name)) for actor in news if human(actor))
    rest = [actor for actor in fresh if not human(actor) and actor.key not in described]
    for name, members in group(rest, there.longer | longer, owned_by):
        key = named.get(name) if name else None
        identity = _of(known, key)
        person = identity.person if identity else there.others.get(name) if name else None
        before = there.facts.get(person) if person is not None else None
        groups.append((group_of(members, key=person, before=before, known=identity), key))
        ties += _chain(members)
    return _write(record, groups, ties, whole=False)


class _Namesakes:
    """The persons of a record whose names new actors may have."""

    def __init__(self, record: Record, fresh: Sequence[ActorView]) -> None:
        self._record = record
        self.longer = long_forms(fresh)
        self._wanted = wanted = {sound(part) for a in fresh if human(a) for part in form_of(a.name).parts}
        wanted |= {sound("".join(form_of(a.name).parts)) for a in fresh if human(a)}
        named = {key for a in fresh if not human(a) and (key := key_of(a, self.longer))}
        self.facts: dict[int, Facts] = {}
        self.others: dict[Named, int] = {}
        self._people: list[int] = []
        for person, fact in facts(record).items():
            if fact.kind == "person" and any(_called(name, wanted) for name in fact.names):
                self._people.append(person)
                self.facts[person] = fact
            for other in {(fact.kind, normal(name)) for name in fact.names} & named:
                self.others.setdefault(other, person)
                self.facts[person] = fact
        self._members = {key: self._newest(key) for key in self._people}
        self.articles = {article for members in self._members.values() for _, article in members}

    def _newest(self, person: int) -> list[tuple[int, int]]:
        query = (
            "SELECT p.actor, a.article FROM person_actor AS p JOIN actor AS x ON x.key = p.actor "
            "JOIN analysis AS a ON a.key = x.analysis WHERE p.linked = ? ORDER BY p.actor DESC LIMIT ?"
        )
        with self._record.explained():
            found: list[tuple[int, int]] = self._record.db.execute(query, (person, REMEMBERED)).fetchall()
        return found

    def of(self, known: Mapping[int, Known]) -> dict[int, Known]:
        """The imported identities among them, and those who may be met for the first time."""
        return {
            key: one
            for key, one in known.items()
            if one.person in self.facts or any(_called(name, self._wanted) for name in (one.name, *one.names))
        }

    def clusters(self, actors: Iterable[ActorView], scene: Scene) -> dict[int, Cluster]:
        """Each of the persons with the newest of their actors, by key."""
        by_key = {actor.key: actor for actor in actors}
        made: dict[int, Cluster] = {}
        for key in self._people:
            cluster = made[key] = Cluster(person=key)
            members = (by_key[actor] for actor, _ in self._members[key] if actor in by_key)
            cluster.take([seen_of(actor) for actor in members], scene)
            fact = self.facts[key]
            cluster.forms[form_of(fact.name)] += 0
            cluster.shorts |= {form.family for form in map(form_of, fact.names) if len(form.parts) == 1}
            for told in fact.roles:
                if role := role_of(told["role"] or ""):
                    days = [date.fromisoformat(day).toordinal() for end in ("first", "last") if (day := told.get(end))]
                    cluster.roles[role] = sorted({*cluster.roles.get(role, ()), *days})
        return made


def _called(name: str, wanted: set[str]) -> bool:
    """Whether the first or last word of a name, or all its letters, are among what is looked for."""
    parts = form_of(name).parts
    return bool(parts) and any(sound(part) in wanted for part in (parts[-1], parts[0], "".join(parts)))
