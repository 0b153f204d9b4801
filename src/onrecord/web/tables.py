"""A page's contents in other forms: the same values as JSON, and its tables as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

#: Programs that calculate take a cell that begins with one of these for a formula (OWASP, "CSV injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Table:
    """A table as CSV has it: the columns' names and rows of values."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]


def table_of(rows: Sequence[object], columns: Sequence[str]) -> Table:
    """The named attributes of some dataclasses as a table; several values of one are joined by "; "."""
    return Table(tuple(columns), tuple(tuple(_cell(getattr(row, name)) for name in columns) for row in rows))


def _cell(value: object) -> str | int | float | None:
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Iterable) and not isinstance(value, Mapping):
        return "; ".join(str(_cell(one)) for one in value) or None
    name = getattr(value, "name", None)
    return name if isinstance(name, str) else json.dumps(plain(value), ensure_ascii=False)


def as_csv(table: Table) -> str:
    """RFC 4180, with formulas disarmed by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([_disarmed(value) for value in row] for row in table.rows)
    return out.getvalue()


def _disarmed(value: str | int | float | None) -> str | int | float | None:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def as_json(value: object) -> bytes:
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def plain(value: object) -> Any:  # noqa: ANN401
    """Dataclasses, tuples and mappings as JSON has them. Fields whose metadata say `json=False` are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        shown = (one.name for one in fields(value) if one.metadata.get("json", True))
        return {name: plain(getattr(value, name)) for name in shown}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    return value
