"""What a person is called in the record: names, and roles with the days of the articles that tell them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.linking.people_others import is_name
from onrecord.record import ActorView, Known, PersonGroup, Record

Fact = Mapping[str, str | None]

#: A person's facts hold the commonest names and roles; a president is called by hundreds.
MOST = 50


@dataclass(frozen=True, slots=True)
class Facts:
    """A person as the record has them by now."""

    name: str
    kind: str
    names: tuple[str, ...]
    roles: tuple[Fact, ...]
    ids: Mapping[str, str]


def facts(record: Record, keys: Collection[int] | None = None) -> dict[int, Facts]:
    """Of all persons, or of those with these keys."""
    chosen = "" if keys is None else " WHERE key IN (SELECT value FROM json_each(?))"
    values = () if keys is None else (json.dumps(sorted(keys)),)
    with record.explained():
        rows = record.db.execute(f"SELECT key, name, kind, names, roles, ids FROM person{chosen}", values).fetchall()
    return {
        key: Facts(name, kind, tuple(json.loads(names)), tuple(json.loads(roles)), json.loads(ids))
        for key, name, kind, names, roles, ids in rows
    }


def group_of(
    members: Sequence[ActorView], *, key: int | None = None, before: Facts | None = None, known: Known | None = None
) -> PersonGroup:
    """The person that actors are. `before` is what the record has of it, where these actors only join it; `known` the
    imported identity, whose name is preferred."""
    name = known.name if known else before.name if before else _name(members)
    names = [*(known.names if known else ()), *(before.names if before else ()), *_names(members)]
    listed = [{"role": r.role, "first": r.first, "last": r.last} for r in known.roles] if known else []
    told = [role for role in (before.roles if before else ()) if role not in listed]
    return PersonGroup(
        members=tuple(sorted(member.key for member in members)),
        name=name,
        kind=known.kind if known else before.kind if before else members[0].kind,
        names=tuple(dict.fromkeys([name, *names]))[:MOST],
        roles=tuple([*listed, *_roles(members, told)][:MOST]),
        ids=known.ids if known else before.ids if before else None,
        key=key,
    )


def _name(members: Sequence[ActorView]) -> str:
    """The name that most articles give in full."""
    used = Counter(member.name for member in members)
    return min(
        used,
        key=lambda text: (
            not is_name(text),
            " " not in text and members[0].kind == "person",
            -used[text],
            -len(text),
            text,
        ),
    )


def _names(members: Iterable[ActorView]) -> list[str]:
    all_names = [text for member in members for text in member.names]
    used = Counter(text for text in all_names if is_name(text)) or Counter(all_names)
    return sorted(used, key=lambda text: (-used[text], text))[:MOST]


def _roles(members: Iterable[ActorView], before: Iterable[Fact]) -> list[Fact]:
    """What articles call somebody, with the days of the first and the last article that do, in that order."""
    spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    days: defaultdict[str, set[str]] = defaultdict(set)
    told = [(text, m.first, m.first) for m in members for text in m.roles]
    told += [(fact["role"] or "", fact.get("first"), fact.get("last")) for fact in before]
    for text, *on in told:
        role = " ".join(text.split())
        role = role.split(" ", 1)[1] if role.lower().startswith(("the ", "a ", "an ")) else role
        spelled[role.lower()][role] += 1
        days[role.lower()].update(day for day in on if day)
    most = sorted(spelled, key=lambda role: (-spelled[role].total(), role))[:MOST]
    found: list[Fact] = [
        {
            "role": max(sorted(spelled[role]), key=spelled[role].__getitem__),
            "first": min(days[role], default=None),
            "last": max(days[role], default=None),
        }
        for role in most
    ]
    return sorted(found, key=lambda fact: (fact["first"] or "9999", fact["role"] or ""))
