"""Reviewers correct what a statement's characters are."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import RecordError
from onrecord.linking import link
from onrecord.record import Record, RemarkGroup
from onrecord.record.spans import read_conditions, read_spans
from record.made import SECOND, current, found, one, record, told

DAM = "Ada said the dam is late if it rains. Bo said the money is gone."
ADA, BO = "a-0-0", "a-1-0"


@pytest.fixture
def talks(tmp_path: Path):
    with record(tmp_path, told(DAM)) as made:
        yield made
        assert made.check() == []


def words(talks: Record, field: str = "content", n: int = 0) -> list[str]:
    return [span.text for span in getattr(list(talks.statements())[n], field)]


def test_a_content_is_decided_and_found_by_its_new_words_alone(talks: Record) -> None:
    assert found(talks, "rains") == [ADA]
    (made,) = talks.decide(ADA, {"content": "9-24"}, by="Ann")
    assert (made.old, made.new) == ([[9, 36]], [[9, 24]])
    assert words(talks) == ["the dam is late"] and found(talks, "rains") == [] and found(talks, "late") == [ADA]
    assert one(talks, "SELECT content FROM statements WHERE id = ?", ADA) == "the dam is late"
    assert current(talks, "decided")[ADA] == "content"


def test_undoing_it_brings_the_words_back(talks: Record) -> None:
    talks.decide(ADA, {"content": "0-3, 9-24"}, by="Ann")
    assert words(talks) == ["Ada", "the dam is late"] and found(talks, "ada") == [ADA]
    talks.undo("D1", by="Bob")
    assert found(talks, "rains") == [ADA] and found(talks, "ada") == []
    talks.undo("D2", by="Ann")
    assert found(talks, "rains") == [] and found(talks, "ada") == [ADA]


def test_the_latest_content_counts(talks: Record) -> None:
    talks.decide(ADA, {"content": "9-24"}, by="Ann")
    talks.decide(ADA, {"content": "25-36"}, by="Bob")
    assert found(talks, "late") == [] and found(talks, "rains") == [ADA]
    assert [one.field for one in talks.disagreements()] == ["content"]


def test_source_cue_and_conditions(talks: Record) -> None:
    made = talks.decide(ADA, {"source": "", "cue": "0-8", "conditions": "if 28-36 > 9-24"}, by="Ann")
    statement = next(talks.statements())
    assert [one.new for one in made] == [[], [[0, 8]], [["if", [[28, 36]], [[9, 24]]]]]
    assert statement.source == () and [span.text for span in statement.cue] == ["Ada said"]
    (condition,) = statement.conditions
    assert (condition.relation, condition.condition.text, condition.then.text) == ("if", "it rains", "the dam is late")
    talks.decide(ADA, {"conditions": ""}, by="Ann")
    assert next(talks.statements()).conditions == ()


def test_it_goes_over_to_a_new_analysis_by_the_machine_s_cue(talks: Record) -> None:
    talks.decide(ADA, {"content": "9-24", "cue": "0-8"}, by="Ann")
    talks.replace(1, told(DAM, leave_out=[1], shorter=3), SECOND)
    assert words(talks) == ["the dam is late"] and words(talks, "cue") == ["Ada said"]
    assert found(talks, "rai") == [] and found(talks, "late") == ["a-0-3"] and talks.unattached() == []


def test_a_remark_s_span_may_lie_in_what_a_reviewer_once_decided(talks: Record) -> None:
    talks.decide(BO, {"content": "43-63"}, by="Ann")
    talks.write_links("remark", [RemarkGroup(members=((2, 43, 63),))])
    talks.undo("D1", by="Ann")
    assert talks.check() == []


def test_what_is_exported_is_what_was_decided(talks: Record, tmp_path: Path) -> None:
    from onrecord.record import exporting

    talks.decide(ADA, {"content": "9-24"}, by="Ann")
    path = tmp_path / "out.csv"
    with path.open("w") as out:
        exporting.write_csv(talks, out)
    assert "the dam is late" in path.read_text() and "rains" not in path.read_text()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"content": ""}, "content: a statement has words"),
        ({"content": "x"}, "content=x: write spans as"),
        ({"content": "9-9"}, "content=9-9: the article has no words there"),
        ({"content": "8-9"}, "no words there"),
        ({"source": "0-900"}, "source=0-900: the article has no words"),
        ({"cue": "0-8,4-9"}, "spans lie over each other"),
        ({"conditions": "if 9-24"}, "write a condition as"),
        ({"conditions": "perhaps 1-2 > 3-4"}, "write a condition as"),
        ({"conditions": "if 9-24 > "}, "write spans as"),
    ],
)
def test_what_is_no_span_changes_nothing(talks: Record, fields: dict, message: str) -> None:
    with pytest.raises(RecordError, match=message):
        talks.decide(ADA, fields, by="Ann")
    assert talks.decisions() == []


def test_the_check_finds_a_decided_span_outside_the_text(tmp_path: Path) -> None:
    with record(tmp_path, told(DAM)) as talks:
        talks.decide(ADA, {"source": "0-3"}, by="Ann")
        talks.db.execute("UPDATE decision SET new = '[[0,900]]'")
        assert any("D1: a span of it lies outside" in line for line in talks.check())


@given(st.text(max_size=40), st.text(alphabet="0123456789-,;> if_onlyuntil", max_size=40))
def test_any_text_is_spans_inside_or_an_error(text: str, written: str) -> None:
    for read in (lambda: read_spans("cue", written, text), lambda: read_conditions(written, text)):
        try:
            found = read()
        except RecordError as error:
            assert "\n" not in str(error)
            continue
        for part in found:
            sides = [part] if isinstance(part[0], int) else [pair for side in part[1:] for pair in side]
            assert all(0 <= start < end <= len(text) for start, end in sides)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("decide"), st.integers(0, 30), st.integers(1, 30)),
        st.tuples(st.just("undo"), st.integers(0, 5)),
        st.tuples(st.just("analyse"), st.integers(0, 4)),
        st.tuples(st.just("link")),
    ),
    max_size=8,
)


@given(steps=STEPS)
def test_whatever_happens_the_content_is_the_last_that_was_decided(steps: list[tuple]) -> None:
    with tempfile.TemporaryDirectory() as folder, record(Path(folder), told(DAM)) as talks:
        stand: dict[str, list[list[int]]] = {}
        machine = [[9, 36]]
        for step in steps:
            id = next(talks.statements()).id
            if step[0] == "decide" and DAM[step[1] : step[1] + step[2]].strip():
                (made,) = talks.decide(id, {"content": f"{step[1]}-{step[1] + step[2]}"}, by="Ann")
                stand[made.id] = made.new
            elif step[0] == "undo" and stand:
                undone = sorted(stand)[step[1] % len(stand)]
                talks.undo(undone, by="Ann")
                del stand[undone]
            elif step[0] == "analyse":
                talks.replace(1, told(DAM, shorter=step[1]), SECOND)
                machine = [[9, 36 - step[1]]]
            elif step[0] == "link":
                link(talks)
            now = list(stand.values())[-1] if stand else machine
            assert [[one.start, one.end] for one in next(talks.statements()).content] == now
            assert talks.check() == []
