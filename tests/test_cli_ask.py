"""The commands that answer questions about a record, run as a user runs them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.queries.compare import compare
from onrecord.queries.show import show
from onrecord.queries.timeline import timeline
from onrecord.record import PersonGroup, RemarkGroup, StoryGroup, open_record
from onrecord.terminal.comparisons import comparison_lines
from onrecord.terminal.screen import Screen
from onrecord.terminal.shown import shown_lines
from onrecord.terminal.timelines import timeline_lines
from onrecord.web.wordings import wording_table
from queries.linked import linked, record, told

HOSTILE = "\x1b[31mred\x1b[0m \x9b2J \u202eback\u2066 \x07\r\nnew \ud800 \ue000 \ue001"


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with linked(tmp_path_factory.mktemp("asked")) as opened:
        return opened.path


@pytest.fixture
def ask(talks: Path, capsys: pytest.CaptureFixture[str]):
    def run(command: str, *arguments: str, form: str = "table", status: int = 0) -> str:
        assert main([command, str(talks), *arguments, *(("--format", form) if form else ())]) == status
        return capsys.readouterr().out

    return run


def test_a_timeline_for_reading(ask) -> None:
    said = ask("timeline", "--speaker", "ada")
    assert said.splitlines()[0] == "Ada Löw (P1) · 5 remarks"
    times = [line[:20].strip() for line in said.splitlines()[2:] if line[:1].strip()]
    assert times == [
        "June 2024",
        "14 June 2024",
        "2 September 2024",
        "undated",
        "by 1 July 2024",
        "June 2024 or",
        "earlier",
    ]
    assert "64 days without a word" in said and "again, as in R1 of 14 June 2024" in said
    assert "Harbour Post, The Vale, Quay News · 3 articles" in " ".join(said.split())
    assert max(map(len, said.splitlines())) <= 100


def test_a_timeline_for_programs(ask) -> None:
    lines = [json.loads(line) for line in ask("timeline", "--speaker", "P1", form="jsonl").splitlines()]
    assert [line["remark"] for line in lines] == [None, "R1", "R2", None, None]
    rows = list(csv.DictReader(io.StringIO(ask("timeline", "--speaker", "P1", "--since", "2024-06-10", form="csv"))))
    assert rows[1]["outlets"] == "Harbour Post; The Vale; Quay News" and rows[1]["content"].startswith("“The dam")
    assert (rows[1]["first"], rows[1]["repeated"], rows[2]["silence"]) == ("2024-06-14", "R2", "64")
    assert rows[1]["cue"] == "said"


@pytest.mark.parametrize("id", ["vale-0", "vale", "R1", "P1", "O1", "S1"])
def test_everything_about_an_id(ask, id: str) -> None:
    said = ask("show", id)
    assert max(map(len, said.splitlines())) <= 100 and len(said.splitlines()) > 5
    (line,) = ask("show", id, form="jsonl").splitlines()
    assert json.loads(line)["shows"] in ("statement", "article", "remark", "person", "occasion", "story")


def test_a_statement_for_reading(ask) -> None:
    said = ask("show", "vale-0")
    for words in (
        "…[Ada] {said} on Friday: ⟦“The dam will be late. Nobody is to blame.”⟧ Later",
        "speaker      Ada\n             …⟦Ada⟧ said on Friday",
        "said         14 June 2024",
        "known as     Ada Löw (P1), speech at the dam (O1)",
        "remark       R1, told by 2 more",
        "vale-0 ~ post-0: 0.80\n             words in order 0.80; day same",
        "model model-1, code 0.1 · predict",
    ):
        assert words in said


def test_wordings_side_by_side(ask) -> None:
    said = ask("compare", "R1")
    head = next(line for line in said.splitlines() if line.startswith("Harbour Post"))
    assert head.split("  ")[-1].strip() == "The Vale, 15 June 2024"
    assert "published first" in said and "[Nobody is to blame.”]" in said and "quotes 3 of 5 words" in said
    assert "leaves out: Nobody is to blame.”" in said
    assert json.loads(ask("compare", "vale-0", form="jsonl"))["remark"] == "R1"


def test_remarks(ask) -> None:
    lines = [json.loads(line) for line in ask("remarks", form="jsonl").splitlines()]
    assert [list(line) for line in lines] == [["remark", "repeats", "statements"]] * 2
    assert list(lines[0]["statements"][0]) == ["statement", "article", "source", "cue", "content"]


def test_remarks_that_most_outlets_report(ask) -> None:
    head, first, *_ = ask("remarks").splitlines()
    assert head.split() == ["id", "speaker", "said", "outlets", "articles", "words"]
    assert first.startswith("R1  Ada Löw  14 June 2024") and first.split()[6:8] == ["3", "3"]
    assert len(ask("remarks", "--limit", "1", form="csv").splitlines()) == 2
    assert json.loads(ask("remarks", "--limit", "1", form="jsonl"))["remark"] == "R1"


def test_lists(ask) -> None:
    row = ask("people").splitlines()[1]
    assert " ".join(row.split()) == "P1 Ada Löw person warden 7 0 2024-06-01 2024-09-02"
    assert ask("people", "adam", "--limit", "1", form="csv").splitlines()[1] == "P2,Bo Adam,person,,2,1,,"
    assert json.loads(ask("occasions", "dam", form="jsonl"))["statements"] == 4
    assert ask("stories").splitlines()[1].split()[:3] == ["S1", "The", "dam"]
    lines = [json.loads(line) for line in ask("stories", form="jsonl").splitlines()]
    assert lines == [{"article": id, "story": "S1"} for id in ("vale", "post", "copy", "terms")]
    assert ask("outlets").splitlines()[1].startswith("The Vale")
    assert len(ask("stories", "dam", form="jsonl").splitlines()) == 4
    assert ask("stories", "nothing", form="jsonl") == ""


def test_figures(ask) -> None:
    assert "remarks      2; 1 in two outlets or more, 1 repeat" in ask("stats")
    assert json.loads(ask("stats", form="jsonl"))["articles"] == 6
    assert "acts: predict,2" in ask("stats", form="csv").splitlines()


@pytest.mark.parametrize(
    ("command", "arguments", "message"),
    [
        ("timeline", ["--speaker", "nobody"], "nobody: there is no person with this name"),
        ("timeline", ["--speaker", "Ada", "--since", "June"], "June"),
        ("timeline", ["--speaker", "Ada", "--since", "2025", "--until", "2024"], "2025"),
        ("show", ["vale-9"], "vale-9: there is nothing with this id; near are vale-"),
        ("compare", ["P1"], "P1: there is no remark and no statement"),
    ],
)
def test_what_cannot_be_answered(
    talks: Path, capsys: pytest.CaptureFixture[str], command: str, arguments: list[str], message: str
) -> None:
    assert main([command, str(talks), *arguments]) == 1
    said = capsys.readouterr()
    assert message in said.err and said.err.count("\n") == 1 and said.out == ""


def test_a_name_that_fits_several_asks_for_a_choice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with linked(tmp_path) as opened:
        opened.db.execute("UPDATE person SET name = 'Bo Löw' WHERE key = 2")
        path = opened.path
    assert main(["timeline", str(path), "--speaker", "low"]) == 1
    assert capsys.readouterr().err == "onrecord: low may be several; choose by id: P1 Ada Löw (7), P2 Bo Löw (2)\n"


@pytest.mark.parametrize(
    "command", ["timeline", "show", "compare", "people", "occasions", "stories", "outlets", "stats"]
)
def test_a_file_that_is_no_record(tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    more = {"timeline": ["--speaker", "x"], "show": ["R1"], "compare": ["R1"]}.get(command, [])
    assert main([command, str(tmp_path / "none.db"), *more]) == 1
    assert "there is no such record" in capsys.readouterr().err


def test_into_a_file(talks: Path, tmp_path: Path) -> None:
    out = tmp_path / "people.csv"
    assert main(["people", str(talks), "-o", str(out)]) == 0
    assert out.read_text().startswith("id,name,kind,role,statements,about,first,last\nP1,Ada Löw")


@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_nothing_in_an_article_acts_on_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    name = f"Ada{HOSTILE}".replace(" ", "")
    text = f"{name} said {{{name}|the dam {HOSTILE} “is {HOSTILE} late”|role={HOSTILE.split()[0]}}}."
    with record(
        tmp_path, [told(text, f"a{HOSTILE}", title=HOSTILE, outlet=HOSTILE, byline=HOSTILE, url=HOSTILE)]
    ) as made:
        made.write_links("person", [PersonGroup(members=(1,), name=name, kind="person", names=(name, HOSTILE))])
        (view,) = made.views.statements()
        made.write_links("remark", [RemarkGroup(members=((view.key, view.content[0].start, view.content[0].end),))])
        made.write_links("story", [StoryGroup(members=(1,), name=HOSTILE)])
        path, article = str(made.path), next(made.views.articles()).id
    asked = [["timeline", "--speaker", "P1"], ["compare", "R1"], ["people"], ["outlets"], ["stats"]]
    asked += [["show", id] for id in (view.id, article, "P1", "R1", "S1")]
    for command, *arguments in asked:
        assert main([command, path, *arguments, "--format", form]) == 0
        said = capsys.readouterr().out
        assert said and not {c for c in said if not c.isprintable() and c != "\n"} - set("\ue000\ue001"), command


SEVERAL = (
    told(
        "Ada told all {Ada|the northern gates shall close}. "
        "Ada said {Ada|“We will close the northern gates. We will keep the southern gates open.”}",
        "vale",
        outlet="The Vale",
        published="2024-06-14",
    ),
    told("Ada: {Ada|“We will close the northern gates.”}", "post", outlet="Harbour Post", published="2024-06-15"),
)


def test_wordings_of_one_article_stand_in_one_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with record(tmp_path, SEVERAL) as opened:
        spans = tuple((view.key, view.content[0].start, view.content[0].end) for view in opened.views.statements())
        opened.write_links("remark", [RemarkGroup(members=spans)])
        path, table = str(opened.path), wording_table(compare(opened, "R1"))
    assert main(["compare", path, "R1", "--format", "table"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1] == "2 reports, 3 wordings"
    assert said[3].split("  ")[0] == "The Vale, 14 June 2024" and said[3].endswith("Harbour Post, 15 June 2024")
    assert any(line.startswith("also: the northern gates [shall]") for line in said)
    assert [one.name for one in table.columns] == ["The Vale", "Harbour Post"]
    assert [[one.also for one in cell] for cell in table.rows[0]] == [[None, "also"], [None]]
    assert [len(statements) for statements in table.columns[0].articles] == [2] and table.rows[1][1] == ()
    assert main(["compare", path, "R1", "--format", "jsonl"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [[one["id"] for one in report["articles"]] for report in found["reports"]] == [["vale"], ["post"]]
    assert [len(report["wordings"]) for report in found["reports"]] == [2, 1]


def test_colours_mark_whole_words(talks: Path) -> None:
    with open_record(talks, read_only=True) as opened:
        lines = [
            *shown_lines(show(opened, "vale-0"), Screen(50, True)),
            *comparison_lines(compare(opened, "R1"), Screen(70, True)),
        ]
    assert any("\x1b[4mNobody is to blame.”\x1b[0m" in line for line in lines)
    for line in lines:
        assert line.count("\x1b[0m") <= line.count("\x1b[") - line.count("\x1b[0m")
        assert "\x1b[" not in line or line.rfind("\x1b[0m") == line.rfind("\x1b[")


@pytest.mark.parametrize("width", [40, 64, 100, 200])
def test_tables_fit_the_screen(talks: Path, width: int) -> None:
    with open_record(talks, read_only=True) as opened:
        screen = Screen(width)
        lines = [*comparison_lines(compare(opened, "R1"), screen), *timeline_lines(timeline(opened, "P1"), screen)]
        lines += [
            line for id in ("vale-0", "vale", "R1", "P1", "O1", "S1") for line in shown_lines(show(opened, id), screen)
        ]
    assert max(map(len, lines)) <= width
