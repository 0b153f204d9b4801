"""Opens a record's file: what it must be, how SQLite is set up, and what SQLite's errors mean to a user."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from json import JSONDecodeError
from pathlib import Path
from urllib.parse import quote

from onrecord.errors import RecordError
from onrecord.record.migrations import APPLICATION, STEPS, create, migrate

#: Seconds to wait for another writer. Stored is one article at a time, in some milliseconds, so that a wait
#: longer than this means a linking pass or a removal, which the user had better know of.
BUSY = 10.0
#: Tables declared STRICT, which a record's are, came with this version of SQLite.
OLDEST_SQLITE = (3, 37, 0)
#: Bytes of pages kept in memory: linking and searching a record of a million statements reads most of its indexes.
CACHE = 64 * 1024 * 1024
#: Bytes of the file that who only reads sees in the system's own memory, without copying pages: to show the person
#: with the most statements of a million takes 75 ms so, and 130 ms otherwise.
MAPPED = 1 << 30

#: Pages in the log beside the file before they are taken over into it; each time the disk is waited for.
CHECKPOINT = 4000
#: Bytes of a page. An article is some thousand characters, and a text takes a page of SQLite's 4 KB with much of it
#: empty: 2,000 made-up articles take 1,130 bytes a statement then, 1,074 with 8 KB, and with 16 KB no less.
PAGE = 8192

_MAGIC = b"SQLite format 3\0"

_REASONS = {
    sqlite3.SQLITE_BUSY: "another program is writing to it; try again when that is done",
    sqlite3.SQLITE_LOCKED: "another program is writing to it; try again when that is done",
    sqlite3.SQLITE_FULL: "the disk is full; what was stored before is safe",
    sqlite3.SQLITE_READONLY: "it may not be written to",
    sqlite3.SQLITE_PERM: "it may not be opened",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
    sqlite3.SQLITE_CORRUPT: "it is damaged; keep a copy of it before anything else, and see `onrecord check`",
    sqlite3.SQLITE_NOTADB: "it is no record",
    sqlite3.SQLITE_IOERR: "the disk fails or is full",
}


def connect(
    path: Path, *, create_missing: bool, read_only: bool, wait: float = BUSY, any_thread: bool = False
) -> sqlite3.Connection:
    """A connection to the record at `path`, made, or brought to this version, where it may be written. `any_thread`
    lets one thread after another use it.

    Raises RecordError where there is none, where it is something else, was made by a newer version, or cannot be read.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise RecordError(f"this Python has SQLite {sqlite3.sqlite_version}; a record needs 3.37 or newer")
    _look(path, create_missing)
    if not read_only and not writable(path):
        raise RecordError(f"{path}: {_REASONS[sqlite3.SQLITE_READONLY]}")
    with explained(path):
        db = _open(path, "ro" if read_only else "rwc", wait, any_thread)
        try:
            _set_up(db, path, read_only, create_missing)
        except BaseException:
            db.close()
            raise
    return db


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Errors of SQLite become a RecordError that says in one line what is the matter with the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise RecordError(f"{path}: {_reason(error)}") from error
    except JSONDecodeError as error:  # what a record keeps as JSON was written as such
        raise RecordError(f"{path}: {_REASONS[sqlite3.SQLITE_CORRUPT]}") from error


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of it is stored, or nothing is."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # SQLite has rolled back already after a full disk
            db.execute("ROLLBACK")
        raise


def _reason(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(error, sqlite3.OperationalError) and code is None:
        code = sqlite3.SQLITE_CORRUPT  # Python's own error: a text that is not in UTF-8
    return _REASONS.get(code & 0xFF, str(error)) if code is not None else str(error)


def _look(path: Path, create_missing: bool) -> None:
    if path.is_dir():
        raise RecordError(f"{path}: it is a folder, no record")
    if path.exists():
        if not path.is_file():  # to open a named pipe would wait for ever
            raise RecordError(f"{path}: it is no file, so no record")
        _look_inside(path)
        return
    if not create_missing:
        raise RecordError(f"{path}: there is no such record; `onrecord add {path} FILE...` makes one")
    if not path.absolute().parent.is_dir():
        raise RecordError(f"{path}: there is no folder {path.absolute().parent}")


def _look_inside(path: Path) -> None:
    """SQLite takes a file of a few bytes for an empty one, and would write over it."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        raise RecordError(f"{path}: it cannot be opened: {error.strerror}") from error
    if head and head != _MAGIC:
        raise RecordError(f"{path}: it is no record")


def _open(path: Path, mode: str, wait: float, any_thread: bool) -> sqlite3.Connection:
    uri = f"file:{quote(os.fspath(path.absolute()))}?mode={mode}"
    if mode == "ro" and _frozen(path):
        uri += "&immutable=1"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=wait, check_same_thread=not any_thread)


def writable(path: Path) -> bool:
    """Whether a record may be written there: in the folder, too, since SQLite lays a log beside it."""
    return all(os.access(one, os.W_OK) for one in (path.absolute().parent, path) if one.exists())


def _frozen(path: Path) -> bool:
    """Whether nobody can write there: SQLite then needs to be told, since it cannot lay its own files beside."""
    log = path.with_name(path.name + "-wal")
    pending = log.exists() and log.stat().st_size
    return not pending and path.exists() and not os.access(path.absolute().parent, os.W_OK)


def _set_up(db: sqlite3.Connection, path: Path, read_only: bool, create_missing: bool) -> None:
    db.execute("PRAGMA foreign_keys = ON")
    db.execute(f"PRAGMA cache_size = -{CACHE // 1024}")
    version = _version(db, path)
    if version == 0 and (read_only or not create_missing):
        raise RecordError(f"{path}: it is no record")
    if read_only:
        db.execute("PRAGMA query_only = ON")
        db.execute(f"PRAGMA mmap_size = {MAPPED}")
        return
    db.execute(f"PRAGMA page_size = {PAGE}")
    db.execute("PRAGMA journal_mode = WAL")
    if version < len(STEPS):
        with transaction(db):
            version = _version(db, path)  # another program may have brought it to this version by now
            if version == 0:
                create(db)
            elif version < len(STEPS):
                migrate(db, version)
    # With WAL, NORMAL loses nothing when a program is killed, and no more than the last moments when power is lost.
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
    db.execute("PRAGMA secure_delete = ON")  # what a takedown removes is not to stay in free pages


def _version(db: sqlite3.Connection, path: Path) -> int:
    """The version of the record, 0 for an empty file. Raises RecordError where it is none, or newer than this code."""
    (version,), (application,) = (
        db.execute(f"PRAGMA {name}").fetchone() for name in ("user_version", "application_id")
    )
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables == 0 and application in (0, APPLICATION):
        return 0
    if application != APPLICATION:
        raise RecordError(f"{path}: it is no record")
    if version > len(STEPS):
        raise RecordError(
            f"{path}: a newer version of onrecord made it (schema {version}; this one knows {len(STEPS)}); "
            "install that version"
        )
    return int(version)
