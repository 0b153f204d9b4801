"""Linking from the command line: by itself, and at the end of adding and of analysing again."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.record import Record, open_record
from record.made import SECOND, record, told

Runner = Callable[..., subprocess.CompletedProcess[str]]
LINES = [
    {"id": f"a{n}", "text": f"Ada Verran said number {n} is late. Bo Tamsin said so.", "outlet": "V"} for n in range(3)
]
COUNTS = (
    r"onrecord: {path}: linked: {new}by now [\d,]+ reprints?, [\d,]+ stor(y|ies), [\d,]+ persons?, "
    r"[\d,]+ occasions?, [\d,]+ remarks?, [\d.]+ s\n"
)


def added(path: Path) -> int:
    """How many articles of the record are not linked yet."""
    with open_record(path, create=False) as opened:
        assert opened.check() == []
        return len(opened.unlinked())


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES))
    return path


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    record(tmp_path, *(told(line["text"], line["id"], said="2024-06-20") for line in LINES)).close()
    return tmp_path / "talks.db"


def test_linking_tells_what_there_is(talks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link", str(talks)]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert re.fullmatch(COUNTS.format(path=re.escape(str(talks)), new="3 new articles; "), said.err)
    assert "2 persons" in said.err
    assert added(talks) == 0
    assert main(["link", "--quiet", str(talks)]) == 0
    assert capsys.readouterr().err == ""


def test_only_what_is_new(talks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link", "--new", str(talks)]) == 0
    assert capsys.readouterr().err
    assert main(["link", "--new", str(talks)]) == 0
    assert capsys.readouterr().err == ""


def test_adding_links_at_its_end(quick: Runner, source: Path) -> None:
    path = source.with_name("talks.db")
    assert quick("add", path, source, "--no-link").returncode == 0
    assert added(path) == 3
    done = quick("add", path, source)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert added(path) == 0


def test_analysing_again_links_at_its_end(quick: Runner, source: Path) -> None:
    path = source.with_name("talks.db")
    assert quick("add", path, source).returncode == 0
    with open_record(path) as opened:
        opened.replace(1, next(opened.analyses()), SECOND)
    assert added(path) == 1
    assert quick("update", path, "--no-link").returncode == 0
    assert added(path) == 1
    with open_record(path) as opened:
        opened.replace(1, next(opened.analyses()), SECOND)
    assert quick("update", path).stderr == f"onrecord: {path}: 1 article analysed again\n"
    assert added(path) == 0


def test_a_list_of_persons(talks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    who = tmp_path / "who.csv"
    who.write_text("name,role,wikidata\nAda Verran,Mayor of Orlow,Q4242\n")
    assert main(["link", "--who", str(who), str(talks)]) == 0
    with open_record(talks) as opened:
        assert [one.name for one in opened.known().values()] == ["Ada Verran"]


@pytest.mark.parametrize("list_", ["none.csv", "bad.json", "."])
def test_what_is_no_list_of_persons(talks: Path, capsys: pytest.CaptureFixture[str], list_: str) -> None:
    (talks.parent / "bad.json").write_text("{")
    path = talks.parent / list_
    assert main(["link", "--who", str(path), str(talks)]) == 1
    said = capsys.readouterr().err
    assert str(path) in said and said.count("\n") == 1
    assert added(talks) == 3


@pytest.mark.parametrize("file", ["articles.jsonl", "none.db", "."])
def test_what_is_no_record(source: Path, capsys: pytest.CaptureFixture[str], file: str) -> None:
    before = sorted(source.parent.iterdir())
    assert main(["link", str(source.parent / file)]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"onrecord: {source.parent / file}: ") and said.count("\n") == 1
    assert sorted(source.parent.iterdir()) == before


def test_another_writer_is_told(
    talks: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(Record.__init__.__kwdefaults__, "wait", 0.1)
    with open_record(talks) as other, other.writing():
        assert main(["link", str(talks)]) == 1
    said = capsys.readouterr().err
    assert "another program is writing to it" in said and said.count("\n") == 1
