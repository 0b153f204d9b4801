"""What a query found as plain dicts and lists, ready for JSON."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from onrecord.export import statement_to_dict
from onrecord.types import Statement

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

#: Decimals of a confidence or a score, as in the other formats.
DIGITS = 4


def plain(found: DataclassInstance) -> dict[str, Any]:
    """The record by its fields, those inside it likewise. A whole statement is as docs/statement.schema.json has it;
    numbers are rounded to 4 decimals."""
    if isinstance(found, Statement):
        return statement_to_dict(found)
    return {field.name: _plain(getattr(found, field.name)) for field in fields(found)}


def _plain(value: Any) -> Any:  # noqa: ANN401  (whatever JSON holds)
    if is_dataclass(value) and not isinstance(value, type):
        return plain(value)
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value
