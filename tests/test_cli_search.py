"""`onrecord search` on the command line: what it prints, and what it says when something is amiss."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.linking import embedding
from onrecord.queries import Search, search
from onrecord.record import PersonGroup, open_record
from onrecord.terminal.hits import hit_lines
from onrecord.terminal.screen import Screen
from record.made import FIRST, told


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("cli") / "talks.db"
    with open_record(path) as record:
        text = "Ada said the cease-fire must hold. Bo said the dam\x1b[31m breaks. Cy said grain is dear."
        record.add(
            [told(text, act="demand", said="2024-06-13", outlet="Harbour Post", published="2024-06-14", title="Dam")],
            maker=FIRST,
        )
        record.add([told("Bo said the dam holds.", "b", outlet="Hill News", published="2024-07")], maker=FIRST)
        actors = {name: [key] for key, name in record.db.execute("SELECT key, name FROM actor WHERE analysis = 1")}
        record.write_links(
            "person", [PersonGroup(members=tuple(some), name=name, kind="person") for name, some in actors.items()]
        )
    yield str(path)


def lines(captured: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in captured.readouterr().out.splitlines()]


def test_jsonl(talks: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", talks, "cease-fire", "--speaker", "ada", "--format", "jsonl"]) == 0
    (hit,) = lines(capsys)
    assert hit["statement"] == "a-0-0" and hit["words"] == "the cease-fire must hold"
    assert hit["highlights"] == [[4, 14]] and hit["said"] == "2024-06-13" and not hit["by_publication"]
    assert hit["speaker"] == [{"id": "P1", "name": "Ada"}] and hit["before"] == "Ada said "


def test_table(talks: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", talks, "dam", "--format", "table"]) == 0
    captured = capsys.readouterr()
    assert "Bo · 13 June 2024 · demand" in captured.out and "  the dam␛[31m breaks" in captured.out
    assert "\x1b" not in captured.out and "2 of 2 statements" in captured.err
    assert "Bo · undated" in captured.out


def test_bold_where_there_is_colour(talks: str) -> None:
    with open_record(talks) as record:
        (hit,) = search(record, Search('"must hold"')).hits
    assert "  the cease-fire \x1b[1mmust hold\x1b[0m" in list(hit_lines(hit, Screen(80, colour=True)))


def test_csv_to_a_file(talks: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "hits.csv"
    assert main(["search", talks, "--order", "oldest", "--since", "2024", "--or-published", "-o", str(out)]) == 0
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert [row["statement"] for row in rows] == ["a-0-0", "a-1-0", "a-2-0", "b-0-0"]
    assert [row["by_publication"] for row in rows] == ["0", "0", "0", "1"]
    assert "4 of 4 statements" in capsys.readouterr().err


def test_pages_by_cursor(talks: str, capsys: pytest.CaptureFixture[str]) -> None:
    found: list[object] = []
    cursor: list[str] = []
    for _ in range(4):
        assert main(["search", talks, "--limit", "1", "--format", "jsonl", *cursor]) == 0
        captured = capsys.readouterr()
        found += [json.loads(line)["statement"] for line in captured.out.splitlines()]
        cursor = ["--cursor", captured.err.split("--cursor ")[1].strip()] if "--cursor" in captured.err else []
    assert sorted(map(str, found)) == ["a-0-0", "a-1-0", "a-2-0", "b-0-0"] and not cursor


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["dam", "AND"], "search words: AND has nothing after it (character 5: 'AND')"),
        (["--act", "demanded"], "demanded: there is no such act; perhaps demand?"),
        (["--outlet", "Harbor Post"], "perhaps Harbour Post?"),
        (["--speaker", "Adaa"], "perhaps Ada?"),
        (["--since", "soon"], "since 'soon' is no date; write YYYY-MM-DD, YYYY-MM or YYYY"),
        (["--cursor", "x"], "the cursor is none that a search gave"),
        (["--like", "grain"], "`onrecord link RECORD --embed` makes them"),
        (["dam'; DROP TABLE statement; --"], "nothing is found"),
    ],
)
def test_what_is_amiss_is_told_in_a_line(
    talks: str, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    status = main(["search", talks, *arguments])
    captured = capsys.readouterr()
    assert (status == 0) == (message == "nothing is found") and captured.out == ""
    assert message in captured.err and len(captured.err.splitlines()) == 1


def test_nothing_is_written_when_a_search_is_broken(talks: str, tmp_path: Path) -> None:
    out = tmp_path / "hits.jsonl"
    assert main(["search", talks, "(dam", "-o", str(out)]) == 1
    assert not out.exists()


def test_no_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", str(tmp_path / "none.db"), "dam"]) == 1
    assert "there is no such record" in capsys.readouterr().err


def test_like(talks: str, capsys: pytest.CaptureFixture[str]) -> None:
    with open_record(talks) as record:
        embedding.link(record)
    assert main(["search", talks, "--like", "wheat is expensive", "--limit", "1", "-f", "jsonl"]) == 0
    assert lines(capsys)[0]["statement"] == "a-2-0"
    assert main(["search", talks, "dam", "--rank", "hybrid", "--limit", "2", "-f", "jsonl"]) == 0
    assert {hit["statement"] for hit in lines(capsys)} == {"a-1-0", "b-0-0"}
