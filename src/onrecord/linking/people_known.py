"""Imported identities as linking uses them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from onrecord.linking.people_evidence import HELD, Cluster
from onrecord.linking.people_names import form_of
from onrecord.linking.people_others import normal
from onrecord.linking.people_roles import role_of
from onrecord.record import Known, KnownRole

#: Days for which a role is taken to be held whose beginning or end the list does not give.
OPEN = 50 * 365


def clusters(known: Mapping[int, Known], there: Mapping[int, Cluster]) -> Iterable[Cluster]:
    """A cluster for each person of the list: the one `there` that it is by now, by the person's key, or a new one."""
    for key, one in known.items():
        if one.kind == "person":
            cluster = there.get(one.person) if one.person is not None else None
            yield _filled(cluster or Cluster(person=one.person), key, one)


def _filled(cluster: Cluster, key: int, known: Known) -> Cluster:
    """Full names are those it is known by; a single one is where it is all that the list gives, else a short name."""
    cluster.known = key
    name, *others = (form_of(text) for text in (known.name, *known.names))
    for form in (name, *(form for form in others if form.full)):
        if form.parts:
            cluster.forms[form] += 0
    cluster.shorts |= {form.family for form in others if len(form.parts) == 1}
    for listed in known.roles:
        if role := role_of(listed.role):
            cluster.roles[role] = sorted(cluster.roles.get(role, []) + _days(listed))
    return cluster


def _days(role: KnownRole) -> list[int]:
    """Days through the time of a role, close enough for an article of that time to be near one of them."""
    if role.first is None and role.last is None:
        return []
    first, last = (date.fromisoformat(day).toordinal() if day else None for day in (role.first, role.last))
    begins = first if first is not None else (last or 0) - OPEN
    ends = last if last is not None else begins + OPEN
    return [*range(begins, ends, HELD), ends]


def others(known: Mapping[int, Known]) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], str]]:
    """Organizations and the like of the list, by kind and name, and what their other names stand for; what two of them
    are called is nobody's."""
    found: dict[tuple[str, str], int] = {}
    twice: set[tuple[str, str]] = set()
    for key, one in known.items():
        for text in (one.name, *one.names) if one.kind != "person" else ():
            if found.setdefault((one.kind, normal(text)), key) != key:
                twice.add((one.kind, normal(text)))
    longer = {named: normal(known[key].name) for named, key in found.items() if named not in twice}
    return {named: key for named, key in found.items() if named not in twice}, longer
