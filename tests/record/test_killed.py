"""A program that is killed while it adds, or while it links what it added, leaves a record that opens, holds what was
committed, and goes on."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from conftest import STAND_IN
from onrecord.errors import RecordError
from onrecord.record import open_record
from onrecord.record.grouping import GROUPINGS

COUNT, KILLS = 1000, 20
#: Articles that are linked, and how often that is killed.
FEW, LINKING_KILLS = 150, 5


def texts(path: Path, count: int = COUNT) -> Path:
    """So long that the first chunk to be analysed is of ten articles, and slow enough to be caught at any of them."""
    filler = "The square was quiet that day and nobody spoke of it again. " * 6
    slow = {True: "Sleep.", False: ""}
    lines = (
        {"id": f"a{n}", "text": f"Ada said number {n} was late. Bo said {n} is fine. {slow[n % 8 == 0]} {filler}"}
        for n in range(count)
    )
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def start(*arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(STAND_IN), *map(str, arguments)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)


def stored(path: Path) -> list[str]:
    """The articles that the file holds, without touching what a killed writer left beside it."""
    with open_record(path, create=False) as talks:
        assert talks.check() == []
        return [article.id for article in talks.articles()]


def test_twenty_kills_lose_nothing_that_was_committed(tmp_path: Path) -> None:
    source, path = texts(tmp_path / "a.jsonl"), tmp_path / "talks.db"
    chance = random.Random(20)
    before: list[str] = []
    for _ in range(KILLS):
        process = start("add", path, source, "--quiet", "--no-link", "--jobs", 1)
        wait_for_growth(process, path, len(before))
        time.sleep(chance.uniform(0, 0.15))
        assert process.poll() is None, "it was done before it was killed"
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        after = stored(path)
        assert len(after) > len(before)
        assert after[: len(before)] == before
        assert after == [f"a{n}" for n in range(len(after))]
        before = after
    assert 0 < len(before) < COUNT
    done = start("add", path, source, "--quiet", "--no-link")
    assert done.wait(timeout=120) == 0
    assert stored(path) == [f"a{n}" for n in range(COUNT)]


def wait_for_growth(process: subprocess.Popen[bytes], path: Path, before: int) -> None:
    """Waits until the process has stored something more."""
    while process.poll() is None:
        time.sleep(0.01)
        with contextlib.suppress(RecordError), open_record(path, create=False, read_only=True) as talks:
            if talks.db.execute("SELECT count(*) > ? FROM article", (before,)).fetchone()[0]:
                return


def test_kills_while_linking_lose_nothing(tmp_path: Path) -> None:
    source, path, other = texts(tmp_path / "a.jsonl", FEW), tmp_path / "talks.db", tmp_path / "other.db"
    ids = [f"a{n}" for n in range(FEW)]
    assert start("add", path, source, "--quiet", "--no-link").wait(timeout=120) == 0
    chance = random.Random(5)
    for _ in range(LINKING_KILLS):
        process = start("link", path, "--quiet")
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=chance.uniform(0.5, 2))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert stored(path) == ids
    for record in (path, other):
        assert start("add", record, source, "--quiet").wait(timeout=120) == 0
        assert stored(record) == ids
    assert groups(path) == groups(other) != {}


def groups(path: Path) -> dict[str, list[tuple[int, ...]]]:
    """What is one, of every kind; nothing may be unlinked."""
    with open_record(path, create=False) as talks:
        assert talks.unlinked() == []
        return {
            g.kind: talks.db.execute(f"SELECT group_concat({g.member}) FROM {g.members} GROUP BY {g.kind}").fetchall()
            for g in GROUPINGS.values()
        }
