"""What reviewers change: every one goes through the record's decisions, with the reviewer's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from onrecord.export.visible import visible
from onrecord.queries.history import DecisionLine, decision_line, newcomers
from onrecord.queries.statements import Named
from onrecord.record import Decision, Record
from onrecord.record.deciding import FIELDS, VERDICTS
from onrecord.types import Act, Quote, Status
from onrecord.web.asking import Param, User
from onrecord.web.changing import ChangeRoute, Form
from onrecord.web.errors import RefusedError
from onrecord.web.review.saying import said_in
from onrecord.web.review.values import spelled

#: Somebody chosen from the list: "Ines Marrow (P12)" is P12.
_CHOSEN = re.compile(r"[^;]*\((P[0-9]{1,17})\)\s*")
_CHOICES = {"act": get_args(Act), "status": get_args(Status), "quote": get_args(Quote), "verdict": VERDICTS}
_HELP = {
    "said": "When it was said, in EDTF or in words: last Thursday, early 2023.",
    "speaker": "Names or ids of persons, several with ; between them.",
    "about": "As speaker.",
    "target": "As speaker.",
    "occasion": "The id of an occasion.",
    "source": "Spans of the article's text: 120-180,200-220.",
    "cue": "As source.",
    "content": "As source; there has to be one.",
    "conditions": "only_if 120-140 > 150-180; several with ; between them.",
}
_WHY = Param("why", help="The reason.")


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions that were made, and who became a person of the record by them."""

    decisions: tuple[DecisionLine, ...]
    new_persons: tuple[Named, ...]


def _decided(record: Record, made: Sequence[Decision]) -> Decided:
    return Decided(tuple(decision_line(one) for one in made), newcomers(record.db, [one.id for one in made]))


def _decide(record: Record, form: Form, user: User) -> Decided:
    """Fields that were not sent are let be; with `changed`, those that say what counts already, too."""
    id = form.text("id")
    fields = {field: _written(record, id, field, form) for field in FIELDS if field in form.given}
    if form.values["changed"]:
        now = spelled(record, id)
        fields = {field: value for field, value in fields.items() if value not in _as_shown(now.get(field, ""))}
    if not fields:
        raise RefusedError(400, "nothing is decided: no field has another value")
    return _decided(record, record.decide(id, fields, by=user.name, why=form.text("why")))


def _as_shown(value: str) -> tuple[str, str]:
    """A value as it is, and as a page's field shows it."""
    return value, visible(value)


def _written(record: Record, id: str, field: str, form: Form) -> str:
    value = form.text(field).strip()
    if field == "said" and value:
        return said_in(record, id, value)
    if field in ("speaker", "about", "target"):
        return "; ".join(_chosen(one) for one in value.split(";") if one.strip())
    return value


def _chosen(name: str) -> str:
    found = _CHOSEN.fullmatch(name)
    return found[1] if found else name.strip()


def _merge(record: Record, form: Form, user: User) -> Decided:
    names = [_chosen(form.text(one)) for one in ("one", "other")]
    return _decided(record, [record.merge(*names, by=user.name, why=form.text("why"))])


def _split(record: Record, form: Form, user: User) -> Decided:
    parts = [part for given in form.all("parts") for part in given.split()]
    return _decided(record, [record.split(_chosen(form.text("id")), parts, by=user.name, why=form.text("why"))])


def _undo(record: Record, form: Form, user: User) -> Decided:
    return _decided(record, [record.undo(form.text("decision"), by=user.name, why=form.text("why"))])


def _field(name: str) -> Param:
    return Param(name, choices=_CHOICES.get(name, ()), help=_HELP.get(name, ""))


def _change(path: str, change: Any, summary: str, fields: tuple[Param, ...], needed: tuple[str, ...]) -> ChangeRoute:  # noqa: ANN401
    return ChangeRoute(path, change, Decided, summary, (*fields, _WHY), needed)


ROUTES = (
    _change(
        "/review/decide",
        _decide,
        "Decides fields of a statement; empty says that it is not known, absent lets it be.",
        (
            Param("id", help="The statement's id."),
            Param("changed", "flag", default=0, help="1 to leave out what says what counts already."),
            *(_field(name) for name in FIELDS),
        ),
        ("id",),
    ),
    _change(
        "/review/merge",
        _merge,
        "Decides that two persons, occasions, remarks or stories are one; it goes by the first id.",
        (Param("one", help="An id: P12, O3, R40, S5."), Param("other", help="The id of what is the same.")),
        ("one", "other"),
    ),
    _change(
        "/review/split",
        _split,
        "Decides that what some statements (of a story: articles) have of a group is another one.",
        (Param("id", help="The group's id."), Param("parts", many=True, help="Ids of what goes apart.")),
        ("id", "parts"),
    ),
    _change(
        "/review/undo",
        _undo,
        "Takes a decision back, by another decision.",
        (Param("decision", help="The decision's id: D7."),),
        ("decision",),
    ),
)
