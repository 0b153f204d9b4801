"""Values out of JSON, each held against what it should be; every error names its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from onrecord.errors import InputError
from onrecord.types import Span

T = TypeVar("T")

_KINDS = {"str": "a text", "int": "a whole number", "float": "a number", "list": "a list"}


def mapping(data: object, name: str) -> Mapping[str, Any]:
    """`data` as an object. Raises InputError, as all here do, when it is none."""
    if not isinstance(data, Mapping):
        raise InputError(f"{name} is not an object")
    return data


def field(fields: Mapping[str, Any], name: str, kind: type[T] | tuple[type[T], ...]) -> T:
    """The field of that name, which must be there and of that kind (of the last kind, for messages)."""
    if name not in fields:
        raise InputError(f"{name} is missing")
    value = fields[name]
    if isinstance(value, bool) or not isinstance(value, kind):  # JSON's true is no number, though Python's is
        wanted = kind[-1] if isinstance(kind, tuple) else kind
        raise InputError(f"{name} is not {_KINDS[wanted.__name__]}")
    return value


def optional(fields: Mapping[str, Any], name: str, kind: type[T] | tuple[type[T], ...]) -> T | None:
    """The field of that name, or None where it is null or missing."""
    return None if fields.get(name) is None else field(fields, name, kind)


def choice(fields: Mapping[str, Any], name: str, choices: Sequence[T]) -> T:
    """The field of that name, which must be one of `choices`."""
    for one in choices:
        if fields.get(name) == one:
            return one
    raise InputError(f"{name} is not one of {', '.join(map(str, choices))}")


def chosen(fields: Mapping[str, Any], name: str, choices: Sequence[T]) -> T | None:
    """The same, or None where it is null or missing."""
    return None if fields.get(name) is None else choice(fields, name, choices)


def items(fields: Mapping[str, Any], name: str, made: Callable[[Mapping[str, Any]], T]) -> tuple[T, ...]:
    """What `made` makes of each object in the list of that name."""
    return tuple(made(mapping(item, name)) for item in field(fields, name, list))


def added(fields: Mapping[str, Any], name: str, made: Callable[[Mapping[str, Any]], T]) -> tuple[T, ...]:
    """The same for a list that older versions did not print: nothing where it is missing."""
    return items(fields, name, made) if name in fields else ()


def maybe(fields: Mapping[str, Any], name: str, made: Callable[[Mapping[str, Any]], T]) -> T | None:
    """What `made` makes of the object of that name, or None where it is null or missing."""
    return None if fields.get(name) is None else made(mapping(fields[name], name))


def texts(fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The list of texts of that name."""
    found = field(fields, name, list)
    if not all(isinstance(text, str) for text in found):
        raise InputError(f"{name} is not a list of texts")
    return tuple(found)


def offsets(fields: Mapping[str, Any]) -> tuple[int, int]:
    """`start` and `end` of a span."""
    start, end = field(fields, "start", int), field(fields, "end", int)
    if not 0 <= start <= end:
        raise InputError(f"start {start} and end {end} are no span")
    return start, end


def span(fields: Mapping[str, Any]) -> Span:
    """A span with as many characters as it is long."""
    start, end = offsets(fields)
    text = field(fields, "text", str)
    if len(text) != end - start:
        raise InputError(f"span {start} to {end} has a text of {len(text)} characters")
    return Span(start, end, text)
