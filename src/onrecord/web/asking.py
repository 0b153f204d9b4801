"""What a page is asked: the parameters it knows, checked, with the record and who asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal
from urllib.parse import urlencode

from onrecord.record import Record
from onrecord.record.grouping import Kind as GroupKind
from onrecord.record.grouping import group_of_id, merged_into
from onrecord.web.errors import MovedError, NotThereError, RefusedError

Kind = Literal["text", "number", "flag"]

#: Characters of a parameter, and how often one may be given.
LONGEST, OFTENEST = 2_000, 50


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a page's query. A `number` lies in `least` to `most`; `many` may be given several times; one
    with `choices` is one of them. Where it is not given its value is `default`, and () for `many`."""

    name: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    many: bool = False
    default: str | int | None = None
    least: int = 0
    most: int = 1_000_000_000
    help: str = ""


@dataclass(frozen=True, slots=True)
class User:
    """Who asks, and what they may do."""

    name: str
    may_review: bool
    logged_in: bool


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to a page. `path` has the parts of the address, decoded; `values` the parameters; `given` the
    parameters as they were given, in order; `user` who asks; `address` the page's own address without form and query;
    `form` is empty for a page to read, or `.json`, `.csv`.
    """

    record: Record
    path: Mapping[str, str]
    values: Mapping[str, Any]
    given: tuple[tuple[str, str], ...]
    user: User
    address: str
    form: str = ""

    def text(self, name: str) -> str | None:
        """A parameter's text, None where it is not given or empty."""
        value = self.values[name]
        return None if value is None else str(value).strip() or None

    def number(self, name: str) -> int:
        return int(self.values[name])

    def flag(self, name: str) -> bool:
        return bool(self.values[name])

    def all(self, name: str) -> tuple[str, ...]:
        """All that was given of a parameter that may be given several times."""
        return tuple(value for value in self.values[name] if value)

    def with_(self, **changes: str | int | Iterable[str] | None) -> str:
        """This page's address with other values of some parameters; None leaves one out."""
        kept = [(name, value) for name, value in self.given if name not in changes and value]
        for name, value in changes.items():
            some = [] if value is None else [value] if isinstance(value, (str, int)) else value
            kept.extend((name, str(one)) for one in some)
        return self.address + (f"?{urlencode(kept)}" if kept else "")


def group_key(ask: Ask, kind: GroupKind) -> int:
    """The key of the person, occasion, remark or story that the address names. Raises NotThereError for another id,
    and MovedError for one of which reviewers' merges left nothing."""
    id = ask.path["id"]
    found = group_of_id(ask.record.db, id)
    if found is None or found[0].kind != kind:
        raise NotThereError(f"{id}: there is no {kind} with this id")
    grouping, key = found
    if into := merged_into(ask.record.db, grouping).get(key):
        address = f"{ask.address.rpartition('/')[0]}/{grouping.letter}{into}{ask.form}"
        raise MovedError(replace(ask, address=address).with_())
    return key


def read_values(parameters: Iterable[Param], given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The values of a page's parameters. Raises RefusedError (400) for one that will not do; others are let be."""
    found: dict[str, list[str]] = {}
    for name, value in given:
        found.setdefault(name, []).append(value)
    return {one.name: _value(one, found.get(one.name, [])) for one in parameters}


def _value(param: Param, given: list[str]) -> Any:  # noqa: ANN401
    if len(given) > (OFTENEST if param.many else 1):
        raise RefusedError(400, f"{param.name}: it is given too often")
    read = [_one(param, text) for text in given if text.strip()]
    if param.many:
        return tuple(read)
    return read[0] if read else param.default


def _one(param: Param, text: str) -> str | int | bool:
    refuse = partial(RefusedError, 400)
    if len(text) > LONGEST:
        raise refuse(f"{param.name}: it is longer than {LONGEST} characters")
    if "\x00" in text:
        raise refuse(f"{param.name}: it has a character that no text has")
    if param.kind == "flag":
        if text not in ("0", "1"):
            raise refuse(f"{param.name}: write 1 or 0")
        return text == "1"
    if param.kind == "number":
        if not (text.isascii() and text.isdigit() and len(text) < 10 and param.least <= int(text) <= param.most):
            raise refuse(f"{param.name}: write a number from {param.least} to {param.most}")
        return int(text)
    if param.choices and text not in param.choices:
        raise refuse(f"{param.name}: it is one of {', '.join(param.choices)}")
    return text
