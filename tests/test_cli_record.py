"""The commands that keep a record, run as a user runs them."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.record import Maker, open_record

Runner = Callable[..., subprocess.CompletedProcess[str]]

ARTICLES = [
    {"id": "dam", "text": "Ada said the dam is late. Bo said the money is gone.", "outlet": "The Vale"},
    {"id": "rain", "text": "Ada said it rains.", "published": "2024-06-21"},
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in ARTICLES))
    return path


@pytest.fixture
def talks(quick: Runner, source: Path) -> Path:
    path = source.with_name("talks.db")
    done = quick("add", path, source, "--no-link")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return path


def lines(done: subprocess.CompletedProcess[str]) -> list[dict]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_adding_twice_reads_once(quick: Runner, talks: Path, source: Path) -> None:
    with source.open("a") as more:
        more.write(json.dumps({"id": "new", "text": "Cy said no."}) + "\n")
    assert quick("add", talks, source, "--no-link").returncode == 0
    assert [line["id"] for line in lines(quick("export", talks))] == ["dam-0", "dam-1", "rain-0", "new-0"]
    assert quick("check", talks).stdout == f"{talks}: sound: 3 articles, 4 statements, 0 decisions\n"


def test_what_fails_is_told_and_the_rest_is_added(quick: Runner, talks: Path) -> None:
    more = [{"id": "x", "text": "Break."}, {"id": "y", "text": "Di said so."}]
    done = quick("add", talks, "-", "--no-link", stdin="".join(json.dumps(one) + "\n" for one in more))
    assert done.returncode == 1
    assert re.fullmatch(r"onrecord: -:1: could not be analysed \(RuntimeError\)\n", done.stderr)
    assert lines(quick("export", talks))[-1]["id"] == "y-0"


def test_another_language_is_told_once(quick: Runner, talks: Path) -> None:
    german = "Der Bürgermeister sagte am Montag, die Brücke werde erst im nächsten Jahr wieder geöffnet. " * 3
    line = json.dumps({"id": "de", "text": german}) + "\n"
    first, second = (quick("add", talks, "-", "--no-link", stdin=line) for _ in range(2))
    assert (first.returncode, second.returncode, second.stderr) == (0, 0, "")
    assert "article de: is not in English (de)" in first.stderr and first.stderr.count("\n") == 1


def test_decisions_from_the_command_line(quick: Runner, talks: Path) -> None:
    by = ("--by", "Ann", "--why", "she asks twice")
    done = quick("decide", talks, "dam-0", "act=demand", "speaker=Ada Low", "said=2024-06", *by)
    *decided, new = done.stdout.splitlines()
    assert [line.split()[0] for line in decided] == ["D1", "D2", "D3"] and new == "a new person: Ada Low (P1)"
    assert quick("decide", talks, "rain-0", "wrong", "--by", "Bob").returncode == 0
    first, _, last = lines(quick("export", talks))
    assert (first["act"], first["speaker"][0]["name"], first["said"]["edtf"]) == ("demand", "Ada Low", "2024-06")
    assert first["record"]["decided"] == "act said speaker" and last["record"]["verdict"] == "wrong"
    assert quick("decide", talks, "undo", "D1", "--by", "Bob").returncode == 0
    listed = quick("decisions", talks, "--of", "dam-0").stdout.splitlines()
    assert len(listed) == 3 and "dam-0 act - -> demand (undone): she asks twice" in listed[0]
    assert quick("decisions", talks, "--unattached").stdout == ""
    assert quick("decide", talks, "dam-0", "act=warn", "--by", "Bob").returncode == 0
    assert quick("decide", talks, "dam-0", "act=deny", "--by", "Ann").returncode == 0
    assert len(quick("decisions", talks, "--disagreements").stdout.splitlines()) == 2


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["dam-0", "act=fly"], 1, "onrecord: act=fly: it is one of state, "),
        (["nobody", "act=warn"], 1, "onrecord: nobody: there is no statement with this id"),
        (["undo", "D9"], 1, "onrecord: D9: there is no decision with this id"),
        (["merge", "P1", "P2"], 1, "onrecord: P1: there is no person, occasion, remark or story with this id"),
        (["split", "P1", "--statements", "dam-0"], 1, "onrecord: P1: there is no person"),
        (["dam-0"], 2, "Say what to decide"),
        (["dam-0", "act"], 2, "Say what to decide"),
        (["split", "P1"], 2, "Say what to decide"),
        (["x'; DROP TABLE decision; --", "act=warn"], 1, "there is no statement with this id"),
    ],
)
def test_what_cannot_be_decided(
    talks: Path, capsys: pytest.CaptureFixture[str], words: list[str], status: int, message: str
) -> None:
    assert main(["decide", str(talks), "--by", "Ann", *words]) == status
    said = capsys.readouterr()
    assert said.out == "" and message in said.err
    assert status == 2 or said.err.count("\n") == 1


def test_a_decision_says_who(talks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", str(talks), "dam-0", "right"]) == 2
    assert "--by" in capsys.readouterr().err


def test_removing(quick: Runner, talks: Path, source: Path) -> None:
    done = quick("remove", talks, "dam", "--by", "Ann", "--why", "court order")
    assert (done.returncode, done.stderr) == (0, f"onrecord: {talks}: dam is removed (1 version)\n")
    again = quick("add", talks, source, "--no-link")
    assert again.returncode == 0 and "dam was removed from this record; --again adds it" in again.stderr
    assert len(lines(quick("export", talks))) == 1
    assert quick("add", talks, source, "--no-link", "--again").returncode == 0
    assert len(lines(quick("export", talks))) == 3


def test_update(quick: Runner, talks: Path) -> None:
    assert quick("update", talks).stderr == f"onrecord: {talks}: 0 articles analysed again\n"
    with open_record(talks) as opened:
        opened.decide("dam-1", {"act": "warn"}, by="Ann")
        opened.db.execute("UPDATE analysis SET code = '0.0'")
        other = next(opened.analyses())
        opened.replace(1, type(other)(other.article, other.statements[:1]), Maker("old", "0.0"))
        assert [one.id for one in opened.unattached()] == ["D1"]
    assert quick("update", talks).stderr == f"onrecord: {talks}: 2 articles analysed again\n"
    assert lines(quick("export", talks))[1]["act"] == "warn"


def test_a_decision_that_lost_its_place_is_named(quick: Runner, talks: Path) -> None:
    with open_record(talks) as opened:
        opened.decide("dam-1", {"act": "warn"}, by="Ann")
        other = next(opened.analyses())
        opened.replace(1, type(other)(other.article, other.statements[:1]), Maker("old", "0.0"))
    done = quick("check", talks)
    assert done.returncode == 0 and "decision D1 on statement dam-1 (act) has lost its place" in done.stderr


def test_check_says_what_is_wrong(quick: Runner, talks: Path) -> None:
    with open_record(talks) as opened:
        opened.db.execute("UPDATE statement SET content = '[[3,999]]' WHERE id = 'dam-1'")
    done = quick("check", talks)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"onrecord: {talks}: article dam: statement 2: a span of content lies outside the text\n" in done.stderr


def test_exports(quick: Runner, talks: Path) -> None:
    rows = list(csv.DictReader(quick("export", talks, "--format", "csv").stdout.splitlines()))
    assert [(row["article"], row["outlet"], row["content"]) for row in rows] == [
        ("dam", "The Vale", "the dam is late"),
        ("dam", "The Vale", "the money is gone"),
        ("rain", "", "it rains"),
    ]
    copy = talks.with_name("copy.db")
    assert quick("export", talks, "--format", "sqlite", "-o", copy).returncode == 0
    assert "sound: 2 articles, 3 statements" in quick("check", copy).stdout


def test_parquet_says_what_it_needs(talks: Path, capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    assert main(["export", str(talks), "--format", "parquet", "-o", str(talks.with_name("o.parquet"))]) == 1
    assert capsys.readouterr().err == (
        "onrecord: Parquet needs pyarrow, which is not installed: pip install 'onrecord[parquet]'\n"
    )
    assert main(["export", str(talks), "--format", "parquet"]) == 2


def test_the_record_is_never_its_own_export(quick: Runner, talks: Path) -> None:
    before = talks.read_bytes()
    done = quick("export", talks, "--format", "sqlite", "-o", talks)
    assert done.returncode == 1 and "it is the record itself" in done.stderr
    assert talks.read_bytes() == before


@pytest.mark.parametrize(
    "command",
    [
        ["check"],
        ["export"],
        ["update"],
        ["decisions"],
        ["remove", "dam", "--by", "A"],
        ["decide", "x", "right", "--by", "A"],
    ],
)
@pytest.mark.parametrize("file", ["articles.jsonl", "none.db", "."])
def test_what_is_no_record(source: Path, capsys: pytest.CaptureFixture[str], command: list[str], file: str) -> None:
    verb, *rest = command
    path = source.parent / file
    before = sorted(source.parent.iterdir())
    assert main([verb, str(path), *rest]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"onrecord: {path}: ") and said.count("\n") == 1
    assert sorted(source.parent.iterdir()) == before
