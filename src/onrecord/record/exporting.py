"""Writes a record out: statements as JSON Lines, CSV or Parquet, or the whole record as a compact file of its own."""

from __future__ import annotations

import csv
import os
import secrets
import sqlite3
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from onrecord.errors import OutputError
from onrecord.export import statement_to_dict
from onrecord.export.json_lines import json_line
from onrecord.record import tables
from onrecord.record.tables import COLUMNS, NUMBERS, Row

if TYPE_CHECKING:
    from onrecord.record.store import Record

#: Rows of a Parquet file's group: enough that columns compress well, few enough to hold in memory.
GROUP = 20_000
NO_PARQUET = "Parquet needs pyarrow, which is not installed: pip install 'onrecord[parquet]'"


def write_jsonl(record: Record, out: TextIO) -> None:
    """One statement a line, as docs/statement.schema.json describes it, with what the record adds under `record`."""
    with record.snapshot():
        for statement, row in tables.statements(record.db):
            added = {name: row[name] for name in COLUMNS if name in row}
            out.write(json_line({**statement_to_dict(statement), "record": added}))


def write_csv(record: Record, out: TextIO) -> None:
    """One statement a row, the columns of docs/record.md."""
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    with record.snapshot():
        writer.writerows(tables.rows(record.db))


def write_parquet(record: Record, path: Path) -> None:
    """The same as a Parquet file. Raises OutputError where pyarrow is not installed or the file cannot be written."""
    try:
        import pyarrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise OutputError(NO_PARQUET) from error
    kinds = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64()}
    schema = pyarrow.schema([(name, kinds[NUMBERS.get(name, str)]) for name in COLUMNS])

    def write(beside: Path) -> None:
        with parquet.ParquetWriter(beside, schema, compression="zstd") as writer, record.snapshot():
            for rows in _groups(tables.rows(record.db)):
                writer.write_table(pyarrow.Table.from_pylist(rows, schema=schema))

    _replace(path, write)


def write_sqlite(record: Record, path: Path) -> None:
    """A copy of the record in which no page is empty; it is a record itself."""

    def write(beside: Path) -> None:
        with record.explained():
            record.db.execute("PRAGMA query_only = OFF")  # it is the copy that is written
            record.db.execute("VACUUM INTO ?", (os.fspath(beside),))

    if path.exists() and path.samefile(record.path):
        raise OutputError(f"{path}: it is the record itself; write to another file")
    _replace(path, write)


def _groups(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while group := list(islice(rows, GROUP)):
        yield group


def _replace(path: Path, write: Any) -> None:  # noqa: ANN401
    """Writes beside `path` and takes its place at the end."""
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.tmp")
    try:
        write(beside)
        beside.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise OutputError(f"{path}: cannot be written: {getattr(error, 'strerror', None) or error}") from error
    finally:
        beside.unlink(missing_ok=True)
