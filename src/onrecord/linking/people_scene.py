"""What is around the people of articles: who is named with them, and which stories the articles are of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from onrecord.linking.people_evidence import Scene, Seen
from onrecord.linking.people_names import Form, form_of, plain
from onrecord.linking.people_others import is_name, normal
from onrecord.linking.people_roles import Role, of_one, role_of
from onrecord.record import ActorView, Record


def human(actor: ActorView) -> bool:
    """Whether an actor is a person by name: what is described only is nobody's but its article's."""
    return actor.kind == "person" and is_name(actor.name) and bool(form_of(actor.name).parts)


def seen_of(actor: ActorView) -> Seen:
    """A person as one article has them, made ready to be compared."""
    form, aliases, short = _called(actor.name, actor.names)
    return Seen(
        key=actor.key,
        article=actor.article,
        name=actor.name,
        form=form,
        aliases=aliases,
        short=short,
        roles=_roles(actor.roles, actor.name),
        called=actor.roles,
        day=_day(actor.first) if actor.first else None,
        person=actor.person,
    )


def described_as(actor: ActorView) -> Seen | None:
    """Somebody whom an article calls by an office alone that one person has at a time: "the Danish president"."""
    if human(actor) or actor.kind not in ("person", "unnamed"):
        return None
    role = role_of(actor.name)
    if role is None or not of_one(role) or role.noun.split()[-1] not in actor.name.lower().split():
        return None
    return replace(seen_of(actor), roles=(role,))


@lru_cache(maxsize=1 << 15)  # the mentions of one person share what is read out of their names
def _called(name: str, names: tuple[str, ...]) -> tuple[Form, tuple[Form, ...], frozenset[str]]:
    form = form_of(name)
    others = [form_of(other) for other in names]
    aliases = tuple(other for other in others if other.full and other != form)
    return form, aliases, frozenset(other.family for other in others if len(other.parts) == 1)


@lru_cache(maxsize=1 << 15)
def _roles(called: tuple[str, ...], name: str) -> tuple[Role, ...]:
    """What an article calls somebody, and the title that is part of the name."""
    first = next(iter(name.split()), "")
    titled = () if plain(first) in form_of(name).parts else (first,)
    return tuple({role: None for text in (*called, *titled) if (role := role_of(text))})


@lru_cache(maxsize=1 << 12)
def _day(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def scene_of(record: Record, actors: Iterable[ActorView]) -> Scene:
    """Everybody and everything that articles name, by number."""
    numbers: dict[tuple[bool, str], int] = {}
    company: defaultdict[int, set[int]] = defaultdict(set)
    own: dict[int, int] = {}
    for actor in actors:
        if not is_name(actor.name):
            continue
        form = form_of(actor.name)
        named = (True, form.joined) if actor.kind == "person" else (False, normal(actor.name))
        own[actor.key] = number = numbers.setdefault(named, len(numbers))
        if actor.kind != "person" or form.full:
            company[actor.article].add(number)
    common = Counter(number for some in company.values() for number in some)
    persons = frozenset(number for (of_person, _), number in numbers.items() if of_person)
    return Scene({key: frozenset(some) for key, some in company.items()}, common, persons, own, _threads(record))


def _threads(record: Record) -> dict[int, frozenset[str]]:
    """The stories and reprints that each article is of."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    with record.explained():
        for article, story in record.db.execute("SELECT article, story FROM story_article"):
            found[article].add(f"S{story}")
        for article, original in record.db.execute("SELECT article, original FROM duplicate"):
            found[article].add(f"reprint of {original}")
            found[original].add(f"reprint of {original}")
    return {article: frozenset(threads) for article, threads in found.items()}
