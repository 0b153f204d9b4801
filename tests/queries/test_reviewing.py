"""What waits for reviewers, how far they agree, what they called right."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli import main
from onrecord.queries.agreement import agreement, kappa
from onrecord.queries.history import newcomers
from onrecord.queries.suggesting import suggestions
from onrecord.queries.waiting import waiting
from onrecord.record import PersonGroup, Record, RemarkGroup, gold
from record.made import record, told

DAM = "Ada said the dam is late. Bo said the money is gone. Ada said it rains."
ADA, BO, RAIN = "a-0-0", "a-1-0", "a-2-0"


@pytest.fixture
def talks(tmp_path: Path):
    made = told(DAM, act="state", said="2024-06-20")
    sure = [replace(one, confidence=value) for one, value in zip(made.statements, (0.9, 0.5, 0.95), strict=True)]
    with record(tmp_path, replace(made, statements=tuple(sure)), told("Cy said so. Di said so.", "b")) as talks:
        yield talks
        assert talks.check() == []


def order(talks: Record, *given: object) -> list[str]:
    return [one.statement for one in waiting(talks, "Ann", *given)]


def test_who_becomes_a_person_by_a_decision_is_told_once(talks: Record) -> None:
    talks.write_links("person", [PersonGroup(members=(1,), name="Ada", kind="person")])
    (known,) = talks.decide(BO, {"speaker": "Ada"}, by="Ann")
    assert newcomers(talks.db, [known.id]) == ()
    made = talks.decide(BO, {"speaker": "ada; Eve Vole", "target": "Flo", "act": "demand", "said": None}, by="Ann")
    assert {one.name for one in newcomers(talks.db, [one.id for one in made])} == {"Eve Vole", "Flo"}
    (again,) = talks.decide(RAIN, {"about": "Eve Vole"}, by="Bob")
    assert newcomers(talks.db, [again.id]) == ()


def test_doubt_comes_first_and_reports_outweigh_it(talks: Record) -> None:
    assert order(talks)[0] == BO
    spans = talks.db.execute(
        "SELECT key, json_extract(content, '$[0][0]'), json_extract(content, '$[0][1]') FROM statement"
    )
    first, _, _, *others = [tuple(row) for row in spans.fetchall()]
    talks.write_links("remark", [RemarkGroup(members=(first, *others))])
    found = {one.statement: one for one in waiting(talks, "Ann")}
    assert found[ADA].reports == 3 and found[ADA].reasons == ("doubtful", "repeated")
    assert found[ADA].urgency == pytest.approx(0.1 * (1 + 1.585), abs=0.001)
    assert order(talks, "repeated") == [ADA]


def test_what_is_disputed_comes_before_all_and_what_is_judged_leaves(talks: Record) -> None:
    talks.decide(BO, {"verdict": "right"}, by="Ann")
    talks.decide(RAIN, {"act": "warn"}, by="Ann")
    talks.decide(RAIN, {"act": "deny"}, by="Bob")
    assert order(talks)[0] == RAIN and BO not in order(talks)
    assert order(talks, "disputed") == [RAIN] and order(talks, "judged") == []
    talks.decide(ADA, {"verdict": "right"}, by="Bob")
    assert order(talks, "judged") == [ADA]


def test_kappa_is_cohen_s() -> None:
    """The textbook's table: both yes 20, yes and no 5, no and yes 10, both no 15."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == 0.4
    assert kappa([]) is None and kappa([("y", "y")] * 3) is None
    assert kappa([("y", "n"), ("n", "y")]) == -1.0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc"))))
def test_kappa_is_between_all_against_and_all_alike(pairs: list[tuple[str, str]]) -> None:
    found = kappa(pairs)
    assert found is None or -1 <= found <= 1
    assert found == kappa([(other, one) for one, other in pairs])
    if found == 1:
        assert all(one == other for one, other in pairs)


def test_right_means_every_value_that_counted_then(talks: Record) -> None:
    talks.decide(ADA, {"act": "warn"}, by="Ann")
    talks.decide(ADA, {"verdict": "right"}, by="Bob")
    talks.decide(ADA, {"act": "deny"}, by="Cy")
    found = {(one.one, one.other, one.field): one for one in agreement(talks)}
    assert found["Ann", "Bob", "act"].same == 1 and found["Bob", "Cy", "act"].same == 0
    assert found["Ann", "Cy", "act"].statements == 1
    assert ("Ann", "Bob", "verdict") not in found
    talks.undo("D2", by="Bob")
    assert {(one.one, one.other) for one in agreement(talks)} == {("Ann", "Cy")}


def test_gold_has_what_counts_and_beside_it_what_others_hold(talks: Record) -> None:
    talks.decide(ADA, {"act": "warn", "said": "2024-06", "speaker": "Eve"}, by="Ann")
    talks.decide(ADA, {"act": "deny", "said": "2024-06", "verdict": "right"}, by="Bob")
    for one in (BO, RAIN):
        talks.decide(one, {"verdict": "wrong"}, by="Bob")
    out = io.StringIO()
    gold.write_gold(talks, out)
    (line,) = out.getvalue().splitlines()
    article = json.loads(line)
    (statement,) = article["statements"]
    assert article["complete"] and article["text"] == DAM
    assert (statement["act"], statement["said"], statement["speaker"]) == ("deny", "2024-06", ["Eve"])
    assert statement["or"] == {"act": ["warn"]}
    talks.undo("D6", by="Bob")
    again = io.StringIO()
    gold.write_gold(talks, again)
    assert again.getvalue() == ""


def test_persons_whose_name_has_such_a_word(talks: Record) -> None:
    actors = dict(talks.db.execute("SELECT name, key FROM actor").fetchall())
    names = {"Ada": "Ada Berg", "Bo": "Bo 50%", "Cy": "Bertha_Dorn"}
    groups = [PersonGroup(members=(actors[one],), name=name, kind="person") for one, name in names.items()]
    talks.write_links("person", groups)

    def offered(typed: str) -> list[str]:
        return [one.name for one in suggestions(talks.db, typed)]

    assert offered("BER") == ["Ada Berg", "Bertha_Dorn"] and offered("berg") == ["Ada Berg"]
    assert offered("50%") == ["Bo 50%"] and offered("%") == offered("_") == offered(" ") == []
    talks.merge("P1", "P2", by="Ann")
    assert offered("bo") == []


def test_agreement_on_the_command_line(talks: Record, capsys: pytest.CaptureFixture[str]) -> None:
    for by, verdicts in (("Ann", "right wrong right"), ("Bob", "right wrong wrong")):
        for id, verdict in zip((ADA, BO, RAIN), verdicts.split(), strict=True):
            talks.decide(id, {"verdict": verdict}, by=by)
    assert main(["decisions", str(talks.path), "--agreement"]) == 0
    assert "Ann, Bob: verdict: 2 of 3 the same, kappa 0.40\n" in capsys.readouterr().out
