"""What a file may be, and what may happen to it: one clear line each, and nothing is lost."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.errors import RecordError
from onrecord.record import Record, migrations, open_record
from onrecord.record.migrations import STEPS, Step
from record.made import FIRST, one, record, told

DAM = "Ada said the dam is late. Bo said the money is gone. Ada said it rains."


def ids(path: Path) -> list[str]:
    with open_record(path, create=False, read_only=True) as talks:
        return [article.id for article in talks.articles()]


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"x", "it is no record"), (b"Ada said so. " * 900, "it is no record"), (b"", "it is no record")],
)
@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_that_is_no_record_stays_as_it_is(tmp_path: Path, content: bytes, message: str, read_only: bool) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(RecordError, match=f"notes.txt: {message}$"):
        open_record(path, create=False, read_only=read_only)
    if content:
        with pytest.raises(RecordError, match=f"notes.txt: {message}$"):
            open_record(path)
    assert path.read_bytes() == content


def test_another_program_s_database_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mine (x)")
    before = path.read_bytes()
    with pytest.raises(RecordError, match=r"other.db: it is no record$"):
        open_record(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("where", "message"),
    [("no.db", "there is no such record"), (".", "it is a folder"), ("no/talks.db", "there is no such record")],
)
def test_where_there_is_none(tmp_path: Path, where: str, message: str) -> None:
    with pytest.raises(RecordError, match=message):
        open_record(tmp_path / where, create=False)
    assert list(tmp_path.iterdir()) == []


def test_none_is_made_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="there is no folder"):
        open_record(tmp_path / "no" / "talks.db")


def test_an_odd_name_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / "50% off? #1 ö.db"
    with open_record(path) as talks:
        talks.add([told(DAM)], maker=FIRST)
    assert ids(path) == ["a"]


def test_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    with record(tmp_path, told(DAM)) as talks:
        talks.db.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    with pytest.raises(RecordError, match=r"a newer version of onrecord made it \(schema 2; this one knows 1\)"):
        open_record(tmp_path / "talks.db")


def test_an_older_version_is_brought_up_in_named_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(tmp_path, told(DAM)).close()
    more = (*STEPS, Step("add a colour", "ALTER TABLE article ADD COLUMN colour TEXT; CREATE TABLE shade (x); "))
    for module in (migrations, sys.modules["onrecord.record.connection"]):
        monkeypatch.setattr(module, "STEPS", more)
    migrate = migrations.migrate
    monkeypatch.setattr(
        sys.modules["onrecord.record.connection"], "migrate", lambda db, version: migrate(db, version, more)
    )
    with open_record(tmp_path / "talks.db") as talks:
        assert one(talks, "PRAGMA user_version") == 2
        assert [name for (name,) in talks.db.execute("SELECT name FROM migration")] == [
            "make the record",
            "add a colour",
        ]
        assert one(talks, "SELECT count(*) FROM article WHERE colour IS NULL") == 1


def test_a_locked_file_is_one_line_and_nothing_is_lost(tmp_path: Path) -> None:
    record(tmp_path, told(DAM)).close()
    path = tmp_path / "talks.db"
    with Record(path, wait=0.05) as talks, open_record(path) as other:
        other.db.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordError, match="another program is writing to it"):
            talks.decide("a-0-0", {"act": "warn"}, by="Ann")
        assert len(list(talks.statements())) == 3  # reading goes on
        other.db.execute("ROLLBACK")
        talks.decide("a-0-0", {"act": "warn"}, by="Ann")
        assert talks.check() == []


def test_a_reader_sees_a_whole_state_while_another_writes(tmp_path: Path) -> None:
    with record(tmp_path, told(DAM)) as talks, open_record(tmp_path / "talks.db", read_only=True) as reader:
        reading = reader.statements()
        first = next(reading)
        talks.add([told("Cy said no.", "b")], maker=FIRST)
        talks.remove("a", by="Ann", why="")
        assert [first.id, *(s.id for s in reading)] == ["a-0-0", "a-1-0", "a-2-0"]
        assert [s.id for s in reader.statements()] == ["b-0-0"]


def test_a_snapshot_is_of_one_state(tmp_path: Path) -> None:
    with record(tmp_path, told(DAM)) as talks, open_record(tmp_path / "talks.db", read_only=True) as reader:
        with reader.snapshot():
            assert len(list(reader.articles())) == 1
            talks.add([told("Cy said no.", "b")], maker=FIRST)
            assert len(list(reader.articles())) == 1
        assert len(list(reader.articles())) == 2


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    record(tmp_path, told(DAM)).close()
    with open_record(tmp_path / "talks.db", read_only=True) as talks:
        with pytest.raises(RecordError, match="it may not be written to"):
            talks.decide("a-0-0", {"act": "warn"}, by="Ann")
        assert talks.check() == []


def test_a_record_on_a_read_only_disk_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(tmp_path, told(DAM)).close()
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere, so the disk says so by itself
    path = tmp_path / "talks.db"
    with open_record(path, create=False, read_only=True) as talks:
        assert [article.id for article in talks.articles()] == ["a"]
        assert {file.name for file in tmp_path.iterdir()} == {"talks.db"}


def test_where_nothing_may_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(tmp_path, told(DAM)).close()
    monkeypatch.setattr(os, "access", lambda *_: False)
    for name in ("talks.db", "new.db"):
        with pytest.raises(RecordError, match=f"{name}: it may not be written to$"):
            open_record(tmp_path / name)
    assert {file.name for file in tmp_path.iterdir()} == {"talks.db"}


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RecordError, match="pipe: it is no file"):
        open_record(tmp_path / "pipe", read_only=True)


def test_what_is_damaged_inside_is_one_line(tmp_path: Path) -> None:
    with record(tmp_path, told(DAM)) as talks:
        talks.db.execute("UPDATE statement SET content = 'oops' WHERE key = 2")
        with pytest.raises(RecordError, match="it is damaged"):
            list(talks.statements())
        talks.db.execute("UPDATE text SET text = CAST(x'ff41' AS TEXT)")
        with pytest.raises(RecordError, match="it is damaged"):
            list(talks.articles())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_file_that_may_not_be_written_to(tmp_path: Path) -> None:
    record(tmp_path, told(DAM)).close()
    path = tmp_path / "talks.db"
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        assert ids(path) == ["a"]
        with pytest.raises(RecordError, match=r"talks\.db: "), open_record(path) as talks:
            talks.add([told("Cy said no.", "b")], maker=FIRST)
    finally:
        tmp_path.chmod(0o755)


def test_a_full_disk_is_one_line_and_what_was_stored_stays(tmp_path: Path) -> None:
    path = tmp_path / "talks.db"
    with record(tmp_path, told(DAM)) as talks:
        talks.db.execute(f"PRAGMA max_page_count = {one(talks, 'PRAGMA page_count')}")
        with pytest.raises(RecordError, match=r"talks.db: the disk is full; what was stored before is safe$"):
            talks.add([told(f"Cy said {'very ' * 50_000} no.", "b")], maker=FIRST)
        assert talks.check() == []
        assert [article.id for article in talks.articles()] == ["a"]
    assert ids(path) == ["a"]


WRITER = """
import sys; sys.path[:0] = {paths!r}
from pathlib import Path
from onrecord.errors import RecordError
from record.made import FIRST, told
from onrecord.record import open_record
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_record(Path({path!r})) as talks:
    talks.add([told("Ada said so.", "first")], maker=FIRST)
    resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, resource.RLIM_INFINITY))
    try:
        for n in range(5000):
            talks.add([told(f"Ada said number {{n}} is late.", f"n{{n}}")], maker=FIRST)
    except RecordError as error:
        print(error)
"""


def test_a_disk_that_fills_up_while_writing_loses_nothing(tmp_path: Path) -> None:
    """No file of the process may grow beyond some size, which for SQLite is a disk that fails to write."""
    path = tmp_path / "talks.db"
    code = WRITER.format(paths=sys.path, path=str(path), limit=3_000_000)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100, check=True)
    assert done.stdout.strip() in {
        f"{path}: the disk fails or is full",
        f"{path}: the disk is full; what was stored before is safe",
    }
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    with open_record(path, create=False) as talks:
        kept = [article.id for article in talks.articles()]
        assert kept == ["first", *(f"n{n}" for n in range(len(kept) - 1))] and len(kept) > 5
        assert talks.check() == []


def test_damaged_pages_are_found_and_told_in_one_line(tmp_path: Path) -> None:
    many = (told(f"Ada said number {n} is late. Bo said it is {n} again.", f"n{n}") for n in range(600))
    record(tmp_path, *many).close()
    sound, path = tmp_path / "talks.db", tmp_path / "hurt.db"
    size = sound.stat().st_size
    told_of = 0
    for at in range(8192, size, size // 12):
        shutil.copy(sound, path)
        with path.open("r+b") as file:
            file.seek(at)
            file.write(b"\xa5" * 4096)
        try:
            with open_record(path, create=False) as talks:
                told_of += bool(talks.check())
                list(talks.statements())
        except RecordError as error:
            told_of += 1
            assert "\n" not in str(error) and "hurt.db" in str(error)
    assert told_of >= 10  # a damaged page may be an empty one, of which nothing is lost


def test_a_cut_off_file_is_told(tmp_path: Path) -> None:
    record(tmp_path, *(told(f"Ada said number {n} is late.", f"n{n}") for n in range(120))).close()
    path = tmp_path / "talks.db"
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    with pytest.raises(RecordError, match="damaged"), open_record(path, create=False) as talks:
        assert talks.check()
        list(talks.statements())
        talks.add([told("Cy said no.", "b")], maker=FIRST)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ("UPDATE statement SET content = '[[3,9999]]' WHERE key = 2", "statement 2: a span of content lies outside"),
        ("UPDATE statement SET content = 'oops' WHERE key = 2", "stored of it as JSON, cannot be read"),
        ("UPDATE text SET text = CAST(x'ff41' AS TEXT)", "article a: its text, or what is stored"),
        ("UPDATE text SET text = text || 'x'", "its text is not the one that was added"),
        ("DELETE FROM current WHERE statement = 2", "statement 2: it counts, and is not among those that do"),
        ("INSERT INTO link (kind, a, b, score, why) VALUES ('person', 1, 99, 1, '{}')", "link 1: an end of it is not"),
        ("INSERT INTO story_article VALUES (1, 7, 7)", "refers to a row of story that is not there"),
        ("UPDATE analysis SET current = 0", "no analysis of it counts"),
        ("INSERT INTO content_fts (content_fts) VALUES ('delete-all')", "the index of words does not fit the texts"),
    ],
)
def test_check_finds_what_is_wrong(tmp_path: Path, damage: str, message: str) -> None:
    with record(tmp_path, told(DAM)) as talks:
        assert talks.check() == []
        talks.db.execute("PRAGMA foreign_keys = OFF")
        talks.db.execute(damage)
        assert any(message in line for line in talks.check()), talks.check()
