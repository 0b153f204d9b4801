"""How far reviewers agree: Cohen's kappa, for each two of them and each field."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from onrecord.record import Decision, Record
from onrecord.record.decided import about_statements
from onrecord.record.deciding import FIELDS, machine_valued

#: By field, what one reviewer holds of one statement, as JSON.
Ratings = dict[str, str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers on one field. `statements` is how many both judged, `same` on how many of them they agree.
    `kappa` is Cohen's (1960): the agreement beyond what chance gives two people with their habits, 1 for all, 0 for
    none; None where both always say the same one thing, since then chance explains everything."""

    one: str
    other: str
    field: str
    statements: int
    same: int
    kappa: float | None


def agreement(record: Record) -> tuple[Agreement, ...]:
    """For each two reviewers, and each field that both judged on some statements."""
    pairs: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for statement, made in about_statements(record.db, _SCOPE).items():
        if len({one.by for one in made}) > 1:
            held = ratings(made, _machine(record.db, statement))
            for one, other in combinations(sorted(held), 2):
                for field in FIELDS:
                    if field in held[one] and field in held[other]:
                        pairs[one, other, field].append((held[one][field], held[other][field]))
    found = sorted(pairs.items(), key=lambda item: (item[0][:2], FIELDS.index(item[0][2])))
    return tuple(
        Agreement(*names, statements=len(some), same=sum(a == b for a, b in some), kappa=kappa(some))
        for names, some in found
    )


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two raters' labels; None where chance alone agrees always, or there are none."""
    if not pairs:
        return None
    n = len(pairs)
    first, second = (Counter(side) for side in zip(*pairs, strict=True))
    chance = sum(first[label] * second[label] for label in first) / (n * n)
    observed = sum(one == other for one, other in pairs) / n
    return None if chance >= 1 else round((observed - chance) / (1 - chance), 3)


def ratings(made: Iterable[Decision], machine: Mapping[str, Any]) -> dict[str, Ratings]:
    """What each reviewer holds of a statement: of a field that they decided, their last word; of the others, where
    they said that it is right, what counted then."""
    counting = {field: _label(field, value) for field, value in machine.items()}
    held: dict[str, Ratings] = defaultdict(dict)
    decided: dict[str, set[str]] = defaultdict(set)
    for one in made:
        label = _label(one.field, one.new)
        if one.field == "verdict" and one.new == "right":
            held[one.by] |= {field: value for field, value in counting.items() if field not in decided[one.by]}
        held[one.by][one.field] = label
        decided[one.by].add(one.field)
        if one.field != "verdict":
            counting[one.field] = label
    return dict(held)


_SCOPE = "SELECT a.member FROM anchor AS a JOIN current AS c ON c.statement = a.member"


def _machine(db: sqlite3.Connection, statement: int) -> dict[str, Any]:
    found = machine_valued(db, statement)
    return {field: found.get(field, [] if field in ("speaker", "about", "target") else None) for field in FIELDS[:-1]}


def _label(field: str, value: Any) -> str:  # noqa: ANN401
    """A value by what it says: persons by who they are, in any order; a date without what follows from it."""
    if field in ("speaker", "about", "target"):
        value = sorted(str(one.get("person") or one.get("name")) for one in value or ())
    elif field == "said":
        value = value and value["edtf"]
    return json.dumps(value, sort_keys=True)
