"""Where a command prints to, and in which format."""

from __future__ import annotations

import csv
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from onrecord.export.json_lines import json_line
from onrecord.export.table import MIN_WIDTH
from onrecord.output import opened
from onrecord.queries.plain import plain
from onrecord.run import FILE_WIDTH, forget_standard_output
from onrecord.terminal.screen import Screen

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ENDINGS = {".csv": "csv", ".jsonl": "jsonl", ".json": "jsonl", ".txt": "table"}


def chosen_format(form: str | None, output: Path | None) -> str:
    """The format that was asked for, else what the file's ending says, else a table for a terminal and JSON Lines for
    a program."""
    if form:
        return form
    if output:
        return ENDINGS.get(output.suffix.lower(), "jsonl")
    return "table" if sys.stdout.isatty() else "jsonl"


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints in one format to one stream."""

    form: str
    out: TextIO

    @property
    def screen(self) -> Screen:
        """The terminal's width and whether it knows colours; a file is so wide and knows none."""
        if not self.out.isatty():
            return Screen(FILE_WIDTH)
        colour = "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        return Screen(max(shutil.get_terminal_size().columns, MIN_WIDTH), colour)

    def lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.out.write(line + "\n")

    def json(self, found: Iterable[DataclassInstance]) -> None:
        """One thing a line."""
        for one in found:
            self.out.write(json_line(plain(one)))

    def csv(self, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """The rows under their heads; several values in a cell are joined by "; "."""
        writer = csv.writer(self.out, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows([_joined(value) for value in row] for row in rows)


def _joined(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else value


@contextmanager
def printing(form: str | None, output: Path | None) -> Iterator[Printer]:
    """Prints to standard output, for None and for -, else to the file. A reader of a pipe who goes is no error."""
    output = None if output == Path("-") else output
    try:
        with opened(output) as out:
            yield Printer(chosen_format(form, output), out.stream)
            out.stream.flush()
    except BrokenPipeError:
        forget_standard_output()
