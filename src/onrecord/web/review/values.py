"""The values of a statement as a reviewer would write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from onrecord.errors import RecordError
from onrecord.queries.one_statement import find_statement
from onrecord.queries.statements import StatementLine
from onrecord.record import Record
from onrecord.record.deciding import FIELDS, now_valued
from onrecord.types import Act, Quote, Status

CHOICES = {"act": get_args(Act), "status": get_args(Status), "quote": get_args(Quote)}


@dataclass(frozen=True, slots=True)
class Value:
    """A field of a statement as it can be written; `decided` tells that a reviewer did, `disputed` that another one
    holds something else."""

    name: str
    value: str
    choices: tuple[str, ...]
    decided: bool
    disputed: bool


def spelled(record: Record, statement: str) -> dict[str, str]:
    """What counts now of each field, empty where nothing is known. Raises RecordError for an unknown id."""
    key = find_statement(record.db, statement)
    if key is None:
        raise RecordError(f"{statement}: there is no statement with this id")
    return {field: written(field, value) for field, value in now_valued(record.db, key).items()}


def values_of(record: Record, id: str, line: StatementLine, disputed: tuple[str, ...]) -> tuple[Value, ...]:
    """The fields of a statement as a form asks for them."""
    known = spelled(record, id)
    return tuple(
        Value(name, known.get(name, ""), CHOICES.get(name, ()), name in line.decided, name in disputed)
        for name in FIELDS
        if name != "verdict"
    )


def names_of(record: Record, statement: int) -> tuple[str, ...]:
    """Whom the article speaks of, for choosing."""
    query = (
        "SELECT coalesce(p.name, x.name), w.person FROM statement AS s JOIN actor AS x ON x.analysis = s.analysis "
        "LEFT JOIN person_actor AS w ON w.actor = x.key LEFT JOIN person AS p ON p.key = w.person WHERE s.key = ? "
        "ORDER BY json_array_length(x.mentions) DESC LIMIT 50"
    )
    found = record.db.execute(query, (statement,)).fetchall()
    return tuple(dict.fromkeys(f"{name} (P{person})" if person else name for name, person in found))


def written(field: str, value: Any) -> str:  # noqa: ANN401
    """One value, as the record's JSON has it, in the form in which a decision takes it; persons by name."""
    if not value:
        return ""
    if field == "said":
        return str(value["edtf"])
    if field == "occasion":
        return f"O{value['occasion']}"
    if field in ("speaker", "about", "target"):
        return "; ".join(_named(one) for one in value)
    if field in ("source", "cue", "content"):
        return _spans(value)
    if field == "conditions":
        return "; ".join(f"{relation} {_spans(one)} > {_spans(then)}" for relation, one, then in value)
    return str(value)


def _named(person: Mapping[str, Any]) -> str:
    return str(person["name"])


def _spans(pairs: Iterable[tuple[int, int]]) -> str:
    return ",".join(f"{start}-{end}" for start, end in pairs)
