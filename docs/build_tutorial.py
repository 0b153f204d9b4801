"""Writes anew what the commands of docs/tutorial.md print. `make docs` runs this; a test fails when it is out of date.

A block of the language `console` holds commands, each after "$ ", and under each what it prints. A block that ends in
"…" shows the beginning of what its last command prints. Times of the record's own doings are always printed as the
same time.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TUTORIAL = ROOT / "docs" / "tutorial.md"

MORE = "…"
SOME_TIME = "2024-05-01T09:00:00Z"
_BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.DOTALL | re.MULTILINE)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class Terminal(io.StringIO):
    """What stands in for a terminal of 100 columns without colours."""

    def isatty(self) -> bool:
        return True


class Aside(io.StringIO):
    """Standard error, which goes to the same screen; no progress bar is drawn on it."""

    def __init__(self, screen: Terminal) -> None:
        super().__init__()
        self.screen = screen

    def write(self, text: str) -> int:
        return self.screen.write(text)


def page(text: str) -> str:
    """The tutorial with what its commands print now."""
    with tempfile.TemporaryDirectory() as folder, inside(Path(folder)):
        return _BLOCK.sub(lambda block: "".join(_block(block[0])), text)


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """In a folder with the samples in it."""
    (folder / "examples").symlink_to(ROOT / "examples")
    before, environment = Path.cwd(), dict(os.environ)
    os.chdir(folder)
    os.environ |= {"COLUMNS": "100", "NO_COLOR": "1"}
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.clear()
        os.environ.update(environment)


def _block(block: str) -> Iterator[str]:
    parts = re.split(r"^\$ (.*(?:\\\n.*)*)\n", block, flags=re.MULTILINE)
    for command, shown in zip(parts[1::2], parts[2::2], strict=True):
        printed = run(command.replace("\\\n", " "))
        lines = shown.splitlines()
        if lines and lines[-1] == MORE:
            printed = "".join([*printed.splitlines(keepends=True)[: len(lines) - 1], MORE + "\n"])
        yield f"$ {command}\n{printed}"


def run(command: str) -> str:
    """What a command of onrecord shows on a terminal. Raises ValueError where it fails or is another program."""
    from onrecord.cli import main

    program, *arguments = shlex.split(command)
    screen = Terminal()
    with redirect_stdout(screen), redirect_stderr(Aside(screen)):
        status = main(arguments) if program == "onrecord" else -1
    if status:
        raise ValueError(f"{command}: status {status}: {screen.getvalue()}")
    return _TIME.sub(SOME_TIME, screen.getvalue())


if __name__ == "__main__":
    written = page(TUTORIAL.read_text(encoding="utf-8"))
    TUTORIAL.write_text(written, encoding="utf-8")
    print(f"{TUTORIAL} is written", file=sys.stderr)
