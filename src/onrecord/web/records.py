"""Connections to the record: some that read beside each other, and one that writes."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from onrecord.errors import RecordError
from onrecord.record import Record

T = TypeVar("T")

#: SQLite asks so often, in its own steps, whether to go on: some milliseconds of work.
STEPS = 20_000
#: Kilobytes of each reader's own cache: what is common to them is in the system's.
CACHE = 8_192
#: Seconds to wait for another program that writes. `add` holds the record for milliseconds at a time; for what takes
#: longer a reviewer had better be told than kept.
WAIT = 3.0


class TooLongError(RecordError):
    """A question that took longer than it may."""


class Reader:
    """One connection that reads. A question has to be answered `until` then."""

    def __init__(self, path: Path) -> None:
        self.until: float | None = None
        self.record = Record(path, create=False, read_only=True, wait=WAIT, any_thread=True)
        self.record.db.execute(f"PRAGMA cache_size = -{CACHE}")
        self.record.db.set_progress_handler(self.late, STEPS)

    def ask(self, question: Callable[[Record], T], seconds: float) -> T:
        self.until = time.monotonic() + seconds
        try:
            with self.record.snapshot():
                return question(self.record)
        except (RecordError, sqlite3.OperationalError) as error:
            if self.late():
                raise TooLongError("the question took too long; ask for less") from error
            raise
        finally:
            self.until = None

    def late(self) -> bool:
        return self.until is not None and time.monotonic() > self.until


class Records:
    """Runs questions against one record. Close it when done.

    Raises RecordError where the file is no record, or of another version.
    """

    def __init__(self, path: Path, *, readers: int, seconds: float, read_only: bool) -> None:
        self.path = path
        #: How often something was changed here.
        self.changes = 0
        self._seconds = seconds
        self._writing = None if read_only else Record(path, create=False, wait=WAIT, any_thread=True)
        self._watching = Record(path, create=False, read_only=True, wait=WAIT, any_thread=True)
        self._free: list[Reader] = [Reader(path)]
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="reader")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")

    async def read(self, question: Callable[[Record], T], seconds: float | None = None) -> T:
        """The answer to a question, from one state of the record. Raises TooLongError, and what the question raises."""
        return await _run(self._readers, lambda: self._ask(question, seconds or self._seconds))

    async def write(self, change: Callable[[Record], T]) -> T:
        """What a change returns. One at a time, in order. A change that has begun is ended, whoever hangs up."""
        if self._writing is None:
            raise RecordError("this reading room takes no decisions")
        record = self._writing
        try:
            return await asyncio.shield(_run(self._writer, lambda: change(record)))
        finally:
            self.changes += 1

    async def version(self) -> int:
        """A number that is another after every change by anybody."""
        return await _run(self._writer, self._version)

    def close(self) -> None:
        for pool in (self._readers, self._writer):
            pool.shutdown(wait=True, cancel_futures=True)
        opened = [self._watching, *(reader.record for reader in self._free)]
        for record in [*opened, *([self._writing] if self._writing else [])]:
            with suppress(RecordError):
                record.close()

    def _ask(self, question: Callable[[Record], T], seconds: float) -> T:
        """As many readers as threads, each used by one thread at a time. Taking from a list is one step in Python."""
        try:
            reader = self._free.pop()
        except IndexError:
            reader = Reader(self.path)
        try:
            return reader.ask(question, seconds)
        finally:
            self._free.append(reader)

    def _version(self) -> int:
        (version,) = self._watching.db.execute("PRAGMA data_version").fetchone()
        return int(version)


async def _run(pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, work)
