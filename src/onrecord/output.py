"""Where a command writes to: standard output, or a file that is replaced only by a whole new one."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from onrecord.errors import OutputError

# A lone surrogate is no character, and UTF-8 cannot write one. Escaped as \udxxx it is still valid in JSON.
UNWRITABLE = "backslashreplace"


@dataclass
class Output:
    """A text stream in UTF-8. `wanted` is set to False to leave the old file as it is."""

    stream: TextIO
    wanted: bool = True


@contextmanager
def opened(path: Path | None) -> Iterator[Output]:
    """Standard output where `path` is None, else the file. Raises OutputError when that cannot be written."""
    if path is None:
        yield Output(_standard_output())
    elif path.exists() and not path.is_file():
        with _explained(path), path.open("w", encoding="utf-8", errors=UNWRITABLE, newline="\n") as stream:
            yield Output(stream)
    else:
        with _replaced(path) as output:
            yield output


def _standard_output() -> TextIO:
    with suppress(AttributeError):  # a stand-in for standard output may have no encoding to set
        if not sys.stdout.isatty():
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
        sys.stdout.reconfigure(errors=UNWRITABLE)  # type: ignore[union-attr]
    return sys.stdout


@contextmanager
def _replaced(path: Path) -> Iterator[Output]:
    """Writes beside `path` and takes its place at the end; after an exception the old file is untouched."""
    target = path.resolve()  # what a link points to is replaced, not the link
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.tmp")
    with _explained(path):
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(None, "it may not be written to")
        stream = beside.open("x", encoding="utf-8", errors=UNWRITABLE, newline="\n")
    output = Output(stream)
    try:
        with stream:
            yield output
        if output.wanted:
            with _explained(path):
                if target.exists():
                    shutil.copymode(target, beside)
                beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {_reason(path, error)}") from error


def _reason(path: Path, error: OSError) -> str:
    if path.is_dir():
        return "it is a folder"
    if isinstance(error, FileNotFoundError):
        return f"there is no folder {path.parent}"
    return error.strerror or str(error)
