from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import RecordError
from onrecord.queries.compare import compare
from onrecord.queries.excerpts import Mark, excerpt, runs
from onrecord.queries.plain import plain
from onrecord.queries.show import show
from onrecord.record import Record
from queries.linked import SECOND, linked, told


@pytest.fixture
def talks(tmp_path: Path):
    with linked(tmp_path) as opened:
        yield opened


def shown(talks: Record, id: str) -> Any:
    found = show(talks, id)
    json.dumps(plain(found))  # whatever it is, it is ready for JSON
    return found


def test_a_statement_with_its_evidence_in_context(talks: Record) -> None:
    found = shown(talks, "vale-0")
    assert (found.shows, found.statement.act, found.line.speaker[0].id) == ("statement", "predict", "P1")
    assert "".join(text for text, part in runs(found.excerpt) if part == "cue") == "said"
    speaker = next(one for one in found.grounds if one.field == "speaker")
    marked = [text for text, part in runs(speaker.excerpts[0]) if part]
    assert marked == ["Ada"] and "on Friday" in speaker.excerpts[0].text


def test_what_other_outlets_made_of_it_and_why_it_was_tied(talks: Record) -> None:
    (remark,) = shown(talks, "vale-0").remarks
    assert (remark.id, remark.repeated) == ("R1", ("R2",))
    assert [one.article.outlet for one in remark.others] == ["Harbour Post", "Quay News"]
    (tie,) = remark.why
    assert (tie.one, tie.other, tie.score, tie.why["day"]) == ("vale-0", "post-0", 0.8, "same")
    assert [one.why for one in shown(talks, "vale-0").why] == [{"name": "same"}]


def test_its_history(talks: Record) -> None:
    talks.decide("vale-0", {"act": "warn", "said": "2024-06-13"}, by="Ann", why="she warns")
    talks.decide("vale-0", {"act": "deny"}, by="Bo")
    talks.undo("D2", by="Ann")
    found = shown(talks, "vale-0")
    assert (found.statement.act, found.line.said, found.line.decided) == ("deny", "2024-06-14", ("act",))
    assert [(one.id, one.undone) for one in found.decisions] == [
        ("D1", False),
        ("D2", True),
        ("D3", False),
        ("D4", False),
    ]
    assert found.disputed == ("act",)
    (analysis,) = found.analyses
    assert (analysis.model, analysis.act, analysis.counts) == ("model-1", "predict", True)


def test_a_decided_value_stands_on_the_decision(talks: Record) -> None:
    talks.decide("vale-0", {"speaker": "Bo"}, by="Ann")
    speaker = next(one for one in shown(talks, "vale-0").grounds if one.field == "speaker")
    assert (speaker.value, speaker.excerpts, speaker.metadata) == ("Bo", (), ())


def test_a_statement_of_an_older_analysis_does_not_count(talks: Record) -> None:
    key = next(view.key for view in talks.views.articles() if view.id == "again")
    talks.replace(key, told("Ada said the {Ada|dam will be late again}.", "again"), SECOND)
    old = shown(talks, "again-0")
    assert [one.model for one in old.analyses] == ["model-1", "model-2"] and old.line is not None
    talks.replace(key, told("Ada said the dam will be late again.", "again"), SECOND)
    assert shown(talks, "again-0").line is None


def test_an_article(talks: Record) -> None:
    found = shown(talks, "vale")
    assert [one.statement for one in found.statements] == ["vale-0", "vale-1"]
    assert (found.story.id, [one.id for one in found.others]) == ("S1", ["post", "copy", "terms"])
    (reprint,) = found.reprints
    assert (reprint.article.id, reprint.original, reprint.why) == ("copy", False, {"shingles": 0.9})
    assert shown(talks, "copy").reprints[0].original
    assert found.why[0].names == ("Dam late", "Dam to be late")


def test_a_new_version_and_a_copy(talks: Record) -> None:
    talks.add([told("Bo said {Bo|yes}.", "vale")], maker=SECOND)
    same = told("Ada said {Ada|that she had warned of it}.", "other", outlet="Far Times", url="http://far/1")
    talks.add([same.article])
    versions = shown(talks, "vale@2").versions
    assert [(one.id, one.newest) for one in versions] == [("vale", False), ("vale@2", True)]
    assert shown(talks, "vale").statements == ()
    assert [one.outlet for one in shown(talks, "undated").copies] == ["Far Times"]


def test_a_remark(talks: Record) -> None:
    found = shown(talks, "R1")
    assert [one.statement for one in found.statements] == ["post-0", "vale-0", "copy-0"]
    assert found.fullest.statement == "vale-0"
    assert [one.statement for one in found.repeated] == ["again-0"]
    assert [one.statement for one in shown(talks, "R2").repeats] == ["vale-0"]
    talks.split("R1", ["copy-0"], by="Ann", why="a translation")
    split = shown(talks, "R1")
    assert len(split.statements) == 2 and [one.field for one in split.decisions] == ["split"]


def test_a_person(talks: Record) -> None:
    found = shown(talks, "P1")
    assert (found.name, found.statements, found.first, found.last) == ("Ada Löw", 7, "2024-06-01", "2024-09-02")
    assert [(one.role, one.first, one.last) for one in found.roles] == [("warden", "2024-06-14", None)]
    assert [(one.name, one.count) for one in found.acts] == [("predict", 2), ("accuse", 1), ("promise", 1)]
    assert found.outlets[0].name == "The Vale" and found.outlets[0].count == 4
    assert [(one.id, one.count) for one in found.about] == [("P2", 1)] == [(one.id, one.count) for one in found.target]
    assert [one.id for one in shown(talks, "p2").spoken_of_by] == ["P1"]
    assert found.articles[0].id == "again"


def test_an_occasion_and_a_story(talks: Record) -> None:
    speech = shown(talks, "O1")
    assert (speech.count, [one.id for one in speech.speakers]) == (4, ["P1", "P2"])
    assert [one.article.id for one in speech.events] == ["post", "vale"]
    story = shown(talks, "S1")
    assert [one.id for one in story.articles] == ["post", "vale", "copy", "terms"] and story.count == 7


def test_a_decision(talks: Record) -> None:
    talks.decide("vale-0", {"act": "warn"}, by="Ann", why="she warns")
    talks.undo("D1", by="Bo")
    found = shown(talks, "D1")
    assert (found.decision.by, found.decision.undone, found.undone_by[0].id) == ("Ann", True, "D2")
    assert [text for text, part in runs(found.grounds[0].excerpts[0]) if part] == ["said"]
    assert shown(talks, "d2").decision.undoes == "D1"


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("vale-7", "vale-7: there is nothing with this id; near are vale-"),
        ("R9", "R9: there is nothing with this id"),
        ("P77", "P77: there is nothing with this id"),
        ("", ": there is nothing with this id"),
        ("x' OR 1=1 --", "there is nothing with this id"),
        ("R99999999999999999999", "there is nothing with this id"),
    ],
)
def test_unknown_ids(talks: Record, id: str, message: str) -> None:
    with pytest.raises(RecordError) as said:
        show(talks, id)
    assert message in str(said.value) and "\n" not in str(said.value)


TEXT = "The mayor spoke at noon.\n" + "She said that the dam is late and nobody is to blame for any of it. " * 4


@given(st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 60)), min_size=1, max_size=5))
def test_excerpts_hold_what_they_mark(spans: list[tuple[int, int]]) -> None:
    marks = [Mark(start, min(start + length, len(TEXT)), "cue") for start, length in spans]
    found = excerpt(TEXT, marks)
    assert TEXT[found.start :].startswith(found.text)
    for mark in marks:
        assert found.start <= mark.start and mark.end <= found.start + len(found.text)
    assert "".join(text for text, _ in runs(found)) == found.text
    covered = {place for mark in marks for place in range(mark.start, mark.end)}
    assert sum(len(text) for text, part in runs(found) if part) == len(covered)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory):
    with linked(tmp_path_factory.mktemp("asked")) as opened:
        yield opened


ANYTHING = st.text(st.characters()) | st.from_regex(r"[PORSDpo][0-9]{1,25}", fullmatch=True)


@given(ANYTHING)
def test_any_text_is_an_id_or_none(asked: Record, id: str) -> None:
    for ask in (show, compare):
        with suppress(RecordError):
            assert plain(ask(asked, id))
