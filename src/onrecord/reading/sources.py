"""Files, folders and standard input as streams of bytes: found, counted, unpacked, and told apart by format."""

from __future__ import annotations

import gzip
import io
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal, cast

from onrecord.errors import InputError
from onrecord.types import Notice

InputFormat = Literal["text", "html", "jsonl"]
#: What a command line names: a file, a folder, or `-`.
Input = str | os.PathLike[str]

_ENDINGS: dict[str, InputFormat] = {".txt": "text", ".html": "html", ".htm": "html", ".jsonl": "jsonl"}
_STDIN = "-"
_GZIP = b"\x1f\x8b"
_PAGE = re.compile(rb"<(?:!doctype|!--|html|head|body|\?xml|article|div|p\b)", re.IGNORECASE)
#: Bytes read at a time: large enough for speed, small enough for a progress bar to move.
_CHUNK = 1 << 18
#: Bytes of the largest article or line that is read: pages with pictures inside have a few million.
LARGEST = 64 << 20


def name_of(source: Input) -> str:
    """`source` for messages and records: a name that is no proper Unicode stays printable."""
    return os.fsencode(source).decode("utf-8", "replace")


def find_sources(inputs: Sequence[Input]) -> Iterator[str | Notice]:
    """The files that `inputs` stand for, folders gone through in the order of their names.

    Of a folder only files with a known ending are taken, and nothing whose name begins with a dot. A folder that
    cannot be listed, or has no article in it, gives a failed notice.
    """
    for given in inputs:
        path = os.fspath(given)
        if path != _STDIN and _is_folder(path):
            yield from _walk(path)
        else:
            yield path


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):  # a name too long, or with a zero byte: opening it will say so
        return False


def _walk(folder: str) -> Iterator[str | Notice]:
    found = False
    closed: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if format_of(name) and not name.startswith("."):
                found = True
                yield str(Path(parent, name))
    for error in closed:
        yield Notice(name_of(error.filename or folder), f"a folder that cannot be read: {error.strerror}")
    if not found and not closed:
        yield Notice(name_of(folder), f"a folder without articles ({', '.join(_ENDINGS)}, each also with .gz)")


def total_bytes(inputs: Sequence[Input]) -> int | None:
    """Bytes on disk that reading `inputs` will consume; None where that cannot be known, as with standard input."""
    total = 0
    for source in find_sources(inputs):
        if isinstance(source, Notice):
            continue
        if source == _STDIN:
            return None
        try:
            status = Path(source).stat()
        except (OSError, ValueError):
            continue  # a notice will say so when it is read
        if not stat.S_ISREG(status.st_mode):
            return None
        total += status.st_size
    return total


def format_of(name: str) -> InputFormat | None:
    """The format that a file's ending tells, with or without `.gz`."""
    return _ENDINGS.get(Path(name.lower().removesuffix(".gz")).suffix)


def guess_format(head: bytes) -> InputFormat:
    """The format of data that begins with `head`, for input without an ending."""
    head = head.replace(b"\0", b"").lstrip(b"\xff\xfe\xef\xbb\xbf \t\r\n")
    if re.match(rb'\{\s*"', head):
        return "jsonl"
    return "html" if _PAGE.match(head) else "text"


@contextmanager
def open_source(source: str, on_bytes: Callable[[int], None] | None = None) -> Iterator[IO[bytes]]:
    """`source` as a stream of bytes that can be peeked into, unpacked if it is gzipped, whatever its name says.

    `on_bytes` is told of the bytes consumed on disk; all of a file's, once it is left. Raises OSError.
    """
    if source == _STDIN:
        yield _unpacked(_Counted(sys.stdin.buffer, on_bytes))
        return
    with Path(source).open("rb", buffering=0) as raw:
        counted = _Counted(cast(IO[bytes], raw), on_bytes)
        try:
            yield _unpacked(counted)
        finally:
            counted.report(max(0, os.fstat(raw.fileno()).st_size - counted.seen))


def _unpacked(counted: _Counted) -> IO[bytes]:
    stream = io.BufferedReader(counted, _CHUNK)
    return cast(IO[bytes], gzip.GzipFile(fileobj=stream) if stream.peek(2).startswith(_GZIP) else stream)


class _Counted(io.RawIOBase):
    """A stream that says how much of it was read."""

    def __init__(self, stream: IO[bytes], on_bytes: Callable[[int], None] | None) -> None:
        self._take = getattr(stream, "read1", stream.read)  # read1 waits for no more than is there
        self._on_bytes = on_bytes
        self.seen = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any writable buffer
        view = memoryview(buffer)
        data = self._take(len(view)) or b""
        view[: len(data)] = data
        self.report(len(data))
        return len(data)

    def report(self, count: int) -> None:
        """Add `count` bytes to those consumed."""
        self.seen += count
        if self._on_bytes and count:
            self._on_bytes(count)


def read_whole(stream: IO[bytes]) -> bytes:
    """All of `stream`. Raises InputError beyond `LARGEST` bytes."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InputError(TOO_LARGE)
    return data


TOO_LARGE = f"larger than {LARGEST >> 20} MB, which no article is"


def read_lines(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines of `stream`, one at a time. Of a line beyond `LARGEST` bytes only that much comes, without an end."""
    while line := stream.readline(LARGEST):
        yield line
        while len(line) == LARGEST and not line.endswith(b"\n"):
            line = stream.readline(LARGEST)
