from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.errors import RecordError
from onrecord.record import PersonGroup, Record, RemarkGroup
from record.made import SECOND, current, one, record, span, told

DAM = "Ada said the dam is late. Bo said the money is gone. Ada said it rains."
ADA, BO, RAIN = "a-0-0", "a-1-0", "a-2-0"


@pytest.fixture
def talks(tmp_path: Path):
    with record(tmp_path, told(DAM, act="state", said="2024-06-20")) as made:
        yield made
        assert made.check() == []


def test_a_decision_wins_and_the_machine_s_value_stays(talks: Record) -> None:
    (made,) = talks.decide(ADA, {"act": "demand"}, by="Ann", why="she asks twice")
    assert (made.id, made.by, made.why, made.old, made.new) == ("D1", "Ann", "she asks twice", "state", "demand")
    assert current(talks, "act") == {ADA: "demand", BO: "state", RAIN: "state"}
    assert one(talks, "SELECT act FROM statement WHERE id = ?", ADA) == "state"
    assert [s.act for s in talks.statements()] == ["demand", "state", "state"]


def test_the_latest_decision_counts_and_all_are_kept(talks: Record) -> None:
    for by, act in (("Ann", "demand"), ("Bob", "warn")):
        talks.decide(ADA, {"act": act}, by=by)
    assert current(talks, "act")[ADA] == "warn"
    assert [(made.by, made.old, made.new) for made in talks.decisions(ADA)] == [
        ("Ann", "state", "demand"),
        ("Bob", "demand", "warn"),
    ]


def test_reviewers_who_disagree_are_named_until_they_do_not(talks: Record) -> None:
    talks.decide(ADA, {"act": "demand"}, by="Ann")
    assert talks.disagreements() == []
    talks.decide(ADA, {"act": "warn"}, by="Bob")
    (found,) = talks.disagreements()
    assert (found.statement, found.field, [made.by for made in found.decisions]) == (ADA, "act", ["Ann", "Bob"])
    talks.decide(ADA, {"act": "warn"}, by="Ann")
    assert talks.disagreements() == []


def test_undo_is_a_decision_that_can_be_undone(talks: Record) -> None:
    talks.decide(ADA, {"act": "demand"}, by="Ann")
    made = talks.undo("D1", by="Bob", why="no")
    assert (made.field, made.undoes, made.subject) == ("undo", 1, "D1")
    assert current(talks, "act")[ADA] == "state" and current(talks, "decided")[ADA] is None
    talks.undo("2", by="Ann")
    assert current(talks, "act")[ADA] == "demand"
    assert [made.undone for made in talks.decisions()] == [False, True, False]


def test_undoing_the_latest_brings_the_one_before_back(talks: Record) -> None:
    for act in ("demand", "warn"):
        talks.decide(ADA, {"act": act}, by="Ann")
    talks.undo("D2", by="Ann")
    assert current(talks, "act")[ADA] == "demand"


@pytest.mark.parametrize(
    ("field", "value", "column", "stored"),
    [
        ("status", "negated", "status", "negated"),
        ("verdict", "wrong", "verdict", "wrong"),
        ("said", "2024-06", "said_last", "2024-06-30"),
        ("said", None, "said_first", None),
        ("act", "", "act", None),
    ],
)
def test_fields(talks: Record, field: str, value: str | None, column: str, stored: str | None) -> None:
    talks.decide(ADA, {field: value}, by="Ann")
    assert current(talks, column)[ADA] == stored


def test_values_reach_the_statement(talks: Record) -> None:
    fields = {"quote": "direct", "place": "the quay", "about": "Cy; Di", "said": "2024-07", "speaker": ""}
    assert [made.field for made in talks.decide(ADA, fields, by="Ann")] == list(fields)
    found = next(talks.statements())
    assert found.quote == "direct" and found.where and found.where.place == "the quay"
    assert [party.name for party in found.about] == ["Cy", "Di"] and found.speaker == ()
    assert found.said and found.said.edtf == "2024-07"


@pytest.mark.parametrize(
    ("id", "fields", "message"),
    [
        ("zz", {"act": "demand"}, "zz: there is no statement with this id"),
        (ADA, {"act": "fly"}, "act=fly: it is one of state"),
        (ADA, {"mood": "grim"}, "mood: no such field; there are act"),
        (ADA, {"said": "soon"}, "said=soon: it is no date in EDTF"),
        (ADA, {"occasion": "O9"}, "O9: there is no"),
        (ADA, {"speaker": "P9"}, "P9: there is no person"),
        (ADA, {"status": "negated", "act": "fly"}, "act=fly"),
    ],
)
def test_what_cannot_be_decided_changes_nothing(talks: Record, id: str, fields: dict, message: str) -> None:
    with pytest.raises(RecordError, match=message):
        talks.decide(id, fields, by="Ann")
    assert talks.decisions() == [] and current(talks, "status")[ADA] is None


def test_a_decision_says_by_whom(talks: Record) -> None:
    with pytest.raises(RecordError, match="by whom"):
        talks.decide(ADA, {"act": "demand"}, by=" ")


@pytest.mark.parametrize("id", ["D9", "D", "x", "D1' OR 1", "99999999999999999999"])
def test_an_unknown_decision_cannot_be_undone(talks: Record, id: str) -> None:
    with pytest.raises(RecordError, match="there is no decision with this id"):
        talks.undo(id, by="Ann")


def test_what_is_undone_cannot_be_undone_again(talks: Record) -> None:
    talks.decide(ADA, {"act": "demand"}, by="Ann")
    talks.undo("D1", by="Ann")
    with pytest.raises(RecordError, match="D1 is undone already"):
        talks.undo("D1", by="Ann")


# --- through other analyses ---


def test_a_decision_goes_over_to_the_statement_with_the_same_cue(talks: Record) -> None:
    talks.decide(RAIN, {"act": "warn"}, by="Ann")
    talks.replace(1, told(DAM, leave_out=[0], shorter=4, act="state"), SECOND)
    assert current(talks, "act") == {"a-0-4": "state", "a-1-4": "warn"}
    assert talks.unattached() == []


def test_a_decision_that_fits_nothing_is_listed_and_comes_back(talks: Record) -> None:
    talks.decide(BO, {"act": "warn"}, by="Ann")
    talks.replace(1, told(DAM, leave_out=[1]), SECOND)
    assert [made.id for made in talks.unattached()] == ["D1"] and set(current(talks, "act").values()) == {None}
    talks.replace(1, told(DAM), SECOND)
    assert talks.unattached() == [] and current(talks, "act")[BO] == "warn"


def test_without_a_cue_the_content_holds_it(tmp_path: Path) -> None:
    made = told(DAM)
    bare = replace(made, statements=tuple(replace(s, cue=()) for s in made.statements))
    with record(tmp_path, bare) as talks:
        talks.decide(BO, {"act": "warn"}, by="Ann")
        talks.replace(1, told(DAM, shorter=2), SECOND)
        assert [s.act for s in talks.statements()] == [None, "warn", None]


def test_only_an_older_analysis_has_it(talks: Record) -> None:
    talks.replace(1, told(DAM, leave_out=[1], shorter=1), SECOND)
    with pytest.raises(RecordError, match="only an older analysis"):
        talks.decide(BO, {"act": "warn"}, by="Ann")


def test_a_new_version_leaves_decisions_with_the_old_one(talks: Record) -> None:
    talks.decide(ADA, {"act": "warn"}, by="Ann")
    talks.add([told("Ada said the dam is early.")], maker=SECOND)
    assert talks.unattached() == [] and current(talks, "act") == {one(talks, NEWEST): None}
    assert [made.id for made in talks.decisions()] == ["D1"]


NEWEST = "SELECT s.id FROM current AS c JOIN statement AS s ON s.key = c.statement"


# --- persons named by reviewers ---


def test_a_named_speaker_is_the_person_of_that_name(talks: Record) -> None:
    people = {actor.name: actor.key for actor in talks.views.actors()}
    talks.write_links("person", [PersonGroup(members=(key,), name=name, kind="person") for name, key in people.items()])
    talks.decide(BO, {"speaker": "ada"}, by="Ann")
    rows = talks.db.execute("SELECT p.name, c.statement FROM current_person AS c JOIN person AS p ON p.key = c.person")
    assert sorted(rows.fetchall()) == [("Ada", 1), ("Ada", 2), ("Ada", 3)]
    talks.undo("D1", by="Ann")
    assert one(talks, "SELECT count(*) FROM current_person") == 3


def test_somebody_new_is_a_new_person_and_follows_a_merge(talks: Record) -> None:
    people = [PersonGroup(members=(actor.key,), name=actor.name, kind="person") for actor in talks.views.actors()]
    talks.write_links("person", people)
    talks.decide(BO, {"speaker": "P1; Bo Vole"}, by="Ann")
    assert one(talks, "SELECT name FROM person WHERE key = 3") == "Bo Vole"
    talks.write_links("person", people)
    assert one(talks, "SELECT count(*) FROM current_person WHERE person = 3") == 1
    talks.merge("P2", "P1", by="Ann")
    seated = "SELECT group_concat(person) FROM current_person WHERE statement = 2 AND part = 'speaker'"
    assert one(talks, seated) == "2,3"


def test_several_of_one_name_have_to_be_told_apart(talks: Record) -> None:
    actors = [actor.key for actor in talks.views.actors()]
    talks.write_links("person", [PersonGroup(members=(key,), name="Ada Vole", kind="person") for key in actors])
    with pytest.raises(RecordError, match="several persons are called that; give one by id: P1 P2"):
        talks.decide(BO, {"speaker": "Ada Vole"}, by="Ann")


@pytest.mark.parametrize("cue", [True, False])
def test_what_is_quoted_inside_another_statement_stays_itself(tmp_path: Path, cue: bool) -> None:
    told_of = told("Ada said the dam is late, Bo thinks.")
    outer = told_of.statements[0]
    start = outer.content[0].start + 4
    inner = replace(outer, id="inner", parent=outer.id, cue=(), content=(span(told_of.article.text, start, start + 8),))
    outer = outer if cue else replace(outer, cue=())
    nested = replace(told_of, statements=(outer, inner))
    with record(tmp_path, nested) as talks:
        talks.decide("inner", {"act": "warn"}, by="Ann")
        (first, second) = ((key, *_whole(talks, key)) for key in (1, 2))
        talks.write_links("remark", [RemarkGroup(members=(first,)), RemarkGroup(members=(second,))])
        talks.replace(1, nested, SECOND)
        assert current(talks, "act") == {outer.id: None, "inner": "warn"}
        query = 'SELECT s.id, r.start, r."end" FROM remark_span AS r JOIN statement AS s ON s.key = r.statement'
        assert sorted(talks.db.execute(query)) == sorted([("inner", *second[1:]), (outer.id, *first[1:])])


def _whole(talks: Record, statement: int) -> tuple[int, int]:
    query = "SELECT json_extract(content, '$[0][0]'), json_extract(content, '$[0][1]') FROM statement WHERE key = ?"
    return talks.db.execute(query, (statement,)).fetchone()
