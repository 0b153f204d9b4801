"""Which mentions of people, in all articles, are of one person: full names first, then what is short or ambiguous."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from onrecord.linking.people_evidence import (
    HELD,
    ROLE,
    Cluster,
    Evidence,
    Scene,
    Seen,
    days_between,
    order,
    score,
    weigh,
)
from onrecord.linking.people_homonyms import clash, classes
from onrecord.linking.people_names import Form, compatible, extends, how, mistyped, sound, spelled_alike, swapped
from onrecord.linking.people_roles import Role, of_one
from onrecord.record import Tie

#: Points that evidence besides the name must reach: for names that differ by spelling, order, nickname or suffix; for
#: names that one mistyped letter tells apart; for a family name alone; and by how much the best has to be ahead of the
#: next one. Chosen on the `dev` part of evals/people.jsonl.
LIKE, TYPED, ALONE, AHEAD = 1.5, 2.5, 2.0, 1.5
#: A family name alone takes up to this much less where it is of one whom many articles name in full; and where nobody
#: else has it.
KNOWN_WELL, ONLY = 1.0, 0.5
#: What a name tells by itself, as points, for the score of a tie.
_NAME = {"same": 6.0, "middle": 4.0, "order": 3.0, "nickname": 2.0, "initial": 1.0, "spelling": 1.0, "longer": 1.0}
#: What is said of ties by the name alone, which most are.
_BY_NAME: Mapping[str, Mapping[str, object]] = {name: {"name": name} for name in (*_NAME, "suffix", "family")}
#: A short name is compared with the best known bearers of it, and a name no more than so often with others.
BEARERS, SAMPLE = 40, 25


@dataclass(slots=True)
class People:
    """The persons found so far, by the words of their names. Those given at the start are never made one."""

    scene: Scene
    clusters: list[Cluster] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    _families: defaultdict[str, list[Cluster]] = field(default_factory=lambda: defaultdict(list))
    _shorts: defaultdict[str, list[Cluster]] = field(default_factory=lambda: defaultdict(list))

    def start(self, cluster: Cluster) -> None:
        """Gives somebody who is known already."""
        self.clusters.append(cluster)
        for form in cluster.forms:
            self._index(cluster, form)

    def _index(self, cluster: Cluster, form: Form) -> None:
        for key in _keys(form):
            if not any(cluster is other for other in self._families[key]):
                self._families[key].append(cluster)

    def add(self, seen: Sequence[Seen]) -> None:
        """Finds out for each mention whom it is of; the order of them changes nothing."""
        by_form: defaultdict[Form, list[Seen]] = defaultdict(list)
        for one in sorted(seen, key=order):
            by_form[one.form].append(one)
        longer = {form for form in by_form if len(form.parts) > 2 and Form(form.parts[1:], form.suffix) in by_form}

        def turn(form: Form) -> tuple[object, ...]:
            """Initials last, "Kentuckian Ann Marrow" after "Ann Marrow", else who has more names, and is met more."""
            return len(form.first) == 1, form in longer, -len(form.parts), -len(by_form[form]), _key(form)

        for form in sorted((form for form in by_form if form.full), key=turn):
            for part in classes(by_form[form], self.scene):
                self._place(form, part)
        self._index_shorts()
        for form in sorted((form for form in by_form if not form.full), key=_key):
            self._place_short(form, by_form[form])

    # --- full names ---

    def _place(self, form: Form, some: list[Seen]) -> None:
        fitting = self._fitting(form, some)
        sure = [c for c in fitting if form in c.forms] or [c for c in fitting if _sure(form, c)]
        if len(sure) == 1:
            self._join(sure[0], some)
        elif not sure and len(fitting) == 1 and self._speaks(fitting[0], form, some):
            self._join(fitting[0], some)
        elif len(sure or fitting) < 2:
            self._new(form, some)
        elif left := [one for one in some if not self._join_best(one, sure or fitting, LIKE)]:
            imported = sum(cluster.known is not None for cluster in sure) > 1
            for part in [[one] for one in left] if imported else [left]:
                self._new(form, part, of_one_name=sure, again=not imported)

    def _fitting(self, form: Form, some: list[Seen]) -> list[Cluster]:
        """The persons so far whose names this one does not contradict, who are not beside it in articles, and whose
        calling is no other."""
        found: dict[int, Cluster] = {}
        for key in _keys(form):
            for cluster in self._families.get(key, ()):
                if id(cluster) not in found and _may_be_of(form, cluster):
                    found[id(cluster)] = cluster
        articles = {one.article for one in some}
        beside = (c for c in found.values() if form in c.forms or not _beside(articles, c))
        return [c for c in beside if not clash(some, c, self.scene)]

    def _speaks(self, cluster: Cluster, form: Form, some: list[Seen]) -> bool:
        """Whether more than the name speaks for a name being of that person: in one article at least."""
        if any(alias in cluster.forms for one in some for alias in one.aliases):
            return True
        least = LIKE if any(not mistyped(form, other) and _may_be(form, other) for other in cluster.forms) else TYPED
        found = (weigh(one, cluster, self.scene).points for one in some[:SAMPLE])
        return any(points is not None and points >= least for points in found)

    def _new(self, form: Form, some: list[Seen], *, of_one_name: Sequence[Cluster] = (), again: bool = True) -> None:
        """Somebody new; `again` tells whether others may join them."""
        cluster = Cluster()
        self.clusters.append(cluster)
        self._take(cluster, some)
        if again:
            self._index(cluster, form)
        for other in of_one_name:
            why = {"name": "same", "apart": "several have this name, and nothing here tells which of them it is"}
            self.ties.append(Tie((other.members or some)[0].key, some[0].key, 0.0, why))

    def _join(self, cluster: Cluster, some: list[Seen]) -> None:
        self._take(cluster, some)
        self._index(cluster, some[0].form)

    def _take(self, cluster: Cluster, some: list[Seen]) -> None:
        for one in some:
            self._tie(one, cluster, None)
            cluster.take([one], self.scene)

    def _join_best(self, one: Seen, among: Sequence[Cluster], least: float) -> bool:
        """Ties a mention to the one person that the evidence speaks for, if there is one."""
        found = [(weigh(one, c, self.scene), c) for c in among]
        ranked = sorted((pair for pair in found if pair[0].points is not None), key=lambda pair: -_rank(pair[0]))
        if not ranked:
            return False
        evidence, cluster = ranked[0]
        # Where the article has a bearer of the name beside the name alone, every rule of reading would have taken them
        # for one: that is an error of reading if a role says so, and else it is somebody else.
        error = one.article in cluster.articles and "role" in evidence.why
        if not one.form.full and not error and any(one.article in c.articles for c in among):
            return False
        well = 0.0 if one.form.full else min(KNOWN_WELL, log(len(cluster.articles) + 1) / 3)
        well += ONLY if well == KNOWN_WELL and len(among) == 1 else 0.0
        if (evidence.points or 0.0) < least - well:
            return False
        if len(ranked) > 1 and _rank(ranked[0][0]) - _rank(ranked[1][0]) < AHEAD:
            return False
        self._tie(one, cluster, evidence)
        cluster.take([one], self.scene)
        return True

    def _tie(self, one: Seen, cluster: Cluster, evidence: Evidence | None) -> None:
        if not cluster.members:
            return
        same = one.form in cluster.forms
        other = next((m for m in reversed(cluster.members) if not same or m.form == one.form), cluster.members[-1])
        name = "same" if same else how(one.form, other.form) if one.form.full and other.form.full else "family"
        points = _NAME.get(name, 0.0) + ((evidence.points or 0.0) if evidence else 0.0)
        why = {"name": name, **evidence.why} if evidence else _BY_NAME[name]
        self.ties.append(Tie(other.key, one.key, score(points), why))

    # --- family names, and first names, alone ---

    def _index_shorts(self) -> None:
        self._shorts.clear()
        for cluster in self.clusters:
            families = {form.family for form in cluster.forms}
            for short in cluster.shorts | families | {sound(family) for family in families}:
                self._shorts[short].append(cluster)

    def _place_short(self, form: Form, some: list[Seen]) -> None:
        """Never by the name alone: a role, company or story has to speak, and for one bearer of the name only."""
        bearers = self._shorts.get(form.family, []) or self._shorts.get(sound(form.family), [])
        bearers = sorted(bearers, key=lambda c: -len(c.members))[:BEARERS]
        mononyms = [cluster for cluster in bearers if form in cluster.forms and cluster.known is not None]
        if len(mononyms) == 1 and len(bearers) == 1:
            self._join(mononyms[0], some)
            return
        apart: list[Cluster] = []
        for one in some:
            if self._join_best(one, bearers, ALONE) or self._join_best(one, apart[-BEARERS:], ALONE):
                continue
            cluster = Cluster()
            cluster.take([one], self.scene)
            apart.append(cluster)
        self.clusters += apart

    # --- offices without a name ---

    def add_offices(self, seen: Sequence[Seen]) -> set[int]:
        """Gives "the Danish president" to the one person who is called so at the time; returns the keys of those who
        are somebody's now."""
        holders: defaultdict[tuple[str, frozenset[str]], list[tuple[Role, Cluster]]] = defaultdict(list)
        for cluster in self.clusters if seen else ():
            for role in filter(of_one, cluster.roles if cluster.members else ()):
                holders[role.noun, role.over].append((role, cluster))
        found: set[int] = set()
        for one in sorted(seen, key=order):
            (office,) = one.roles
            held = holders[office.noun, office.over]
            near = [(gap, c) for role, c in held if (gap := days_between(one.day, c.roles[role])) is not None]
            fitting = [(gap, c) for gap, c in near if gap <= HELD]
            if len(fitting) == 1 and one.article not in fitting[0][1].articles:
                gap, cluster = fitting[0]
                why = {"office": " ".join((*sorted(office.over), office.noun)), "days": gap}
                self.ties.append(Tie(cluster.members[0].key, one.key, score(ROLE), why))
                cluster.described.append(one)
                found.add(one.key)
        return found


def _key(form: Form) -> tuple[tuple[str, ...], str]:
    return form.parts, form.suffix or ""


def _keys(form: Form) -> Iterator[str]:
    """Under what a full name is looked for: its family name by sound, its letters, its two words in any order."""
    yield "family " + sound(form.family)
    yield "joined " + form.joined
    if len(form.parts) == 2:
        yield "words " + " ".join(sorted(form.parts))


def _may_be_of(form: Form, cluster: Cluster) -> bool:
    """Whether a name may be that person's: no name of theirs contradicts it, or it is one of them."""
    if form in cluster.forms:
        return True
    return bool(cluster.forms) and all(_may_be(form, other) for other in cluster.forms if other.full)


def _may_be(one: Form, other: Form) -> bool:
    if one == other or one.joined == other.joined or swapped(one, other):
        return True
    if one.family == other.family and (compatible(one, other) or extends(one, other) or extends(other, one)):
        return True
    return spelled_alike(one, other) or mistyped(one, other)


def _sure(form: Form, cluster: Cluster) -> bool:
    """Whether the names alone suffice, as long as nothing contradicts them: the same, or one with a middle name."""
    for other in cluster.forms:
        if form.joined == other.joined:
            return True
        if form.suffix == other.suffix and form.family == other.family and form.first == other.first:
            return len(form.first) > 1
    return False


def _beside(articles: set[int], cluster: Cluster) -> bool:
    """Whether both are named in the same articles, as two: now and then one article takes one person for two."""
    shared = len(articles & cluster.articles)
    return shared > 0 and shared >= 0.1 * min(len(articles), len(cluster.articles))


def _rank(evidence: Evidence) -> float:
    """How likely a bearer of a name is meant: by the evidence, and by how much is written of them so."""
    return (evidence.points or 0.0) + log(evidence.often + 1)
