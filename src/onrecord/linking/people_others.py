"""Organizations, places, groups and documents across articles: by kind and name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from onrecord.linking.people_names import Form
from onrecord.record import ActorView
from onrecord.resolution import gazetteer
from onrecord.resolution.lexicon import words

Named = tuple[str, str]

_THE = re.compile(r"the\s+", re.I)
_OWNED = re.compile(r"['’]s?(?=\s|$)")
#: What companies put after their names.
_LEGAL = {"inc", "corp", "corporation", "co", "ltd", "llc", "plc", "company", "ag", "gmbh", "sa"}
_SHORT = re.compile(r"(?:[A-Z]\.?){2,8}")
#: A short name stands for a longer one where so much of its uses in articles that give both are for that one, and
#: where those are so much of all its uses: "the Council" is one council in one article and another in the next.
MOSTLY, OFTEN = 0.8, 0.3
#: What is somebody's, and called by their name: "the Marrow campaign".
_LED = {"administration", "campaign", "camp", "government", "team", "family", "foundation", "presidency", "office"}


@lru_cache(maxsize=1 << 16)
def normal(name: str) -> str:
    """A name as it is compared; a country by its code, so that its names are one."""
    code = gazetteer.country(_THE.sub("", name))
    if code:
        return f"country {code}"
    parts = gazetteer.key(_OWNED.sub("", name)).casefold().split()
    while len(parts) > 1 and parts[-1] in _LEGAL:
        parts.pop()
    return " ".join(parts)


@lru_cache(maxsize=1 << 16)
def is_name(name: str) -> bool:
    """Whether it is somebody's name, not a description: each of its words that counts has a capital or a digit."""
    counting = [word for word in re.findall(r"[^\W_][\w'’.&-]*", name) if word.lower() not in _small()]
    if len(counting) > 1 and counting[-1] in _LED:
        counting.pop()
    return bool(counting) and all(word[0].isupper() or word[0].isdigit() for word in counting)


@lru_cache(maxsize=1)
def _small() -> frozenset[str]:
    return words("joiner") | words("particle")


def is_short(name: str) -> bool:
    """Whether a name is initials: "U.N.", "NATO"."""
    return _SHORT.fullmatch(name) is not None


def long_forms(actors: Iterable[ActorView]) -> dict[Named, str]:
    """What short names stand for, by kind: initials, and words of a name, where articles give them with one longer
    name."""
    told: defaultdict[Named, Counter[str]] = defaultdict(Counter)
    alone: Counter[Named] = Counter()
    for actor in actors:
        whole = normal(actor.name)
        alone[actor.kind, whole] += 1
        for name in actor.names:
            if (
                (short := normal(name)) != whole
                and is_name(name)
                and (is_short(name) or set(short.split()) < set(whole.split()))
            ):
                told[actor.kind, short][whole] += 1
    longer: dict[Named, str] = {}
    for named, wholes in told.items():
        whole, count = min(wholes.items(), key=lambda pair: (-pair[1], pair[0]))
        if count >= MOSTLY * wholes.total() and count >= OFTEN * (count + alone[named]):
            longer[named] = whole
    return longer


def owners(people: Iterable[tuple[int, Form]]) -> dict[tuple[int, str], str]:
    """Of each article, the one person of a family name whom it names in full, without middle names."""
    found: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for article, form in people:
        if form.full:
            found[article, form.family].add(f"{form.first} {form.family}")
    return {key: next(iter(some)) for key, some in found.items() if len(some) == 1}


def key_of(
    actor: ActorView, longer: Mapping[Named, str], owned_by: Mapping[tuple[int, str], str] | None = None
) -> Named | None:
    """By what an actor is one with others; None for what has no name of its own. "The Marrow campaign" is that of the
    Marrow whom the article names; without one it is nobody's but the article's."""
    name = normal(actor.name)
    if actor.kind == "unnamed" or not name or not is_name(actor.name):
        return None
    *owner, last = name.split()
    if len(owner) == 1 and last in _LED and not gazetteer.demonym(owner[0]) and not gazetteer.country(owner[0]):
        whose = (owned_by or {}).get((actor.article, owner[0]))
        return (actor.kind, f"{whose} {last}") if whose else None
    return actor.kind, longer.get((actor.kind, name), name)


def group(
    actors: Sequence[ActorView], longer: Mapping[Named, str], owned_by: Mapping[tuple[int, str], str]
) -> list[tuple[Named | None, list[ActorView]]]:
    """The actors that are one by kind and name, in the order of the articles; what has no name is by itself."""
    groups: dict[object, tuple[Named | None, list[ActorView]]] = {}
    for actor in actors:
        named = key_of(actor, longer, owned_by)
        groups.setdefault(named or actor.key, (named, []))[1].append(actor)
    return list(groups.values())
