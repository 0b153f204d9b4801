"""Prints the tables of docs/record.md, a sentence a column, from the comments of schema.sql. `make docs` runs it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from onrecord.record.migrations import schema

PAGE = Path(__file__).parent / "record.md"
BEGIN, END = "<!-- made from schema.sql by docs/build_record.py -->", "<!-- end -->"
_OPENING = re.compile(r"CREATE (?:VIRTUAL )?(TABLE|VIEW) (\w+)")
_COLUMN = re.compile(r'^  "?(\w+)"? (INTEGER|TEXT|REAL|BLOB)\b.*?\s*-- (.*)$')


def tables() -> Iterator[str]:
    """A section for each table and view: what it is, and its columns. A comment above one says what it is."""
    comment: list[str] = []
    for line in schema().splitlines():
        if opening := _OPENING.match(line):
            kind = " (view)" if opening[1] == "VIEW" else ""
            yield f"\n### `{opening[2]}`{kind}\n\n{' '.join(comment)}"
            if opening[1] == "TABLE" and "USING" not in line:
                yield "\n| column | type | |\n|---|---|---|"
        elif column := _COLUMN.match(line):
            yield f"| `{column[1]}` | {column[2].lower()} | {column[3]} |"
        comment = [*comment, line.removeprefix("-- ")] if line.startswith("-- ") else []


def page() -> str:
    """The whole page with its tables made anew."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n" + "\n".join(tables()) + f"\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
