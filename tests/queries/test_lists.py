from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.queries.lists import occasions, outlets, people, stories, stories_of_articles
from onrecord.queries.plain import plain
from onrecord.queries.remarks import remarks
from onrecord.queries.search import Search
from onrecord.queries.stats import stats
from onrecord.queries.terms import terms
from onrecord.record import Record, open_record
from queries.linked import linked


@pytest.fixture
def talks(tmp_path: Path):
    with linked(tmp_path) as opened:
        yield opened


def test_people_by_statements_and_by_words(talks: Record) -> None:
    ada, bo = people(talks)
    assert (ada.id, ada.role, ada.statements, ada.about, ada.first, ada.last) == (
        "P1",
        "warden",
        7,
        0,
        "2024-06-01",
        "2024-09-02",
    )
    assert (bo.name, bo.statements, bo.about, bo.role, bo.first) == ("Bo Adam", 2, 1, None, None)
    assert [one.id for one in people(talks, "LOW")] == ["P1"] and [one.id for one in people(talks, "ad")] == [
        "P1",
        "P2",
    ]
    assert [one.id for one in people(talks, "ward low")] == ["P1"] and people(talks, "first") == ()
    assert [one.id for one in people(talks, limit=1)] == ["P1"]


def test_occasions_stories_and_outlets(talks: Record) -> None:
    (speech,) = occasions(talks)
    assert (speech.id, speech.kind, speech.edtf, speech.statements, speech.articles) == (
        "O1",
        "speech",
        "2024-06-14",
        4,
        2,
    )
    assert occasions(talks, "dam spee") == (speech,) and occasions(talks, "debate") == ()
    (story,) = stories(talks)
    assert (story.id, story.articles, story.outlets, story.statements) == ("S1", 4, 3, 7)
    assert (story.first, story.last) == ("2024-06-14", "2024-07-01")
    assert [(one.article, one.story) for one in stories_of_articles(talks)] == [
        (id, "S1") for id in ("vale", "post", "copy", "terms")
    ]
    assert [(one.name, one.articles, one.statements) for one in outlets(talks)] == [
        ("The Vale", 3, 5),
        ("Harbour Post", 1, 2),
        ("Quay News", 1, 1),
    ]


def test_remarks_for_programs(talks: Record) -> None:
    first, second = (plain(one) for one in remarks(talks))
    assert json.loads(json.dumps(second)) == {
        "remark": "R2",
        "repeats": ["R1"],
        "statements": [
            {
                "statement": "again-0",
                "article": "again",
                "source": [{"start": 0, "end": 3, "text": "Ada"}],
                "cue": [{"start": 4, "end": 8, "text": "said"}],
                "content": [{"start": 9, "end": 35, "text": "the dam will be late again"}],
            }
        ],
    }
    assert (first["remark"], first["repeats"]) == ("R1", [])
    assert [one["statement"] for one in first["statements"]] == ["vale-0", "post-0", "copy-0"]


def test_a_remark_is_what_it_has_of_a_statement(talks: Record) -> None:
    view = next(view for view in talks.views.statements() if view.id == "vale-0")
    cut = view.content[0].start, view.content[0].start + len("“The dam will be late.")
    talks.db.execute('UPDATE remark_span SET "end" = ? WHERE statement = ?', (cut[1], view.key))
    first = next(remarks(talks))
    assert [span.text for span in first.statements[0].content] == ["“The dam will be late."]


def test_figures(talks: Record) -> None:
    talks.decide("vale-0", {"act": "warn"}, by="Ann")
    talks.undo("D1", by="Ann")
    found = stats(talks)
    assert (found.articles, found.versions, found.undated, found.outlets, found.reprints) == (6, 6, 1, 3, 1)
    assert (found.statements, found.said, found.said_first, found.said_last) == (9, 5, "2024-06-01", "2024-09-02")
    assert (found.published_first, found.published_last) == ("2024-06-14", "2024-09-03")
    assert (found.people, found.occasions, found.stories, found.remarks, found.repeats) == (2, 1, 1, 2, 1)
    assert (found.remarks_shared, found.decisions, found.undone, found.unlinked) == (1, 2, 1, 0)
    assert [(one.name, one.count) for one in found.makers] == [("model model-1, code 0.1", 6)]
    assert {one.name: one.count for one in found.quotes} == {"direct": 3, "indirect": 5, "mixed": 1}
    assert found.size >= 4096


def test_an_empty_record(tmp_path: Path) -> None:
    with open_record(tmp_path / "new.db") as talks:
        assert (people(talks), occasions(talks), stories(talks), outlets(talks), terms(talks)) == ((), (), (), (), ())
        assert list(remarks(talks)) == [] and stats(talks).statements == 0


def test_terms_of_all_sides(talks: Record) -> None:
    found = {one.statement.statement: one for one in terms(talks)}
    assert set(found) == {"terms-0", "terms-1", "post-1"}
    offer = found["terms-0"]
    assert ([who.name for who in offer.who], offer.act, [whom.id for whom in offer.whom]) == (
        ["Ada Löw"],
        "promise",
        ["P2"],
    )
    (hanging,) = offer.conditions
    assert (hanging.relation, hanging.condition, hanging.then) == ("if", "the gates were opened", "she would pay Bo")
    assert [(one.who.name, one.statement) for one in offer.refused] == [("Bo Adam", "terms-1"), ("Bo Adam", "post-1")]
    json.dumps([plain(one) for one in found.values()])


def test_terms_of_a_search_with_repeats_folded(talks: Record) -> None:
    talks.decide("vale-0", {"act": "demand"}, by="Ann")
    talks.decide("copy-0", {"act": "demand"}, by="Ann")
    (demand,) = terms(talks, Search(speaker="ada", act=("demand",)))
    assert (demand.remark, demand.statements, demand.outlets) == ("R1", ("vale-0", "copy-0"), ("The Vale", "Quay News"))
    assert {one.statement.statement for one in terms(talks, Search(speaker="ada"))} == {"vale-0", "terms-0"}
    assert [one.statement.statement for one in terms(talks, Search(speaker="bo"), limit=1)] == ["terms-1"]
    talks.decide("terms-0", {"verdict": "wrong"}, by="Ann")
    assert "terms-0" not in {one.statement.statement for one in terms(talks)}


def test_decided_spans_and_conditions_count(talks: Record) -> None:
    talks.decide("again-0", {"content": "13-16", "source": "0-1"}, by="Ann")
    (report,) = list(remarks(talks))[1].statements
    assert [span.text for span in (*report.source, *report.content)] == ["A", "dam"]
    talks.decide("terms-0", {"conditions": "unless 9-12 > 13-16"}, by="Ann")
    talks.decide("vale-1", {"conditions": "if 0-3 > 4-8"}, by="Ann")
    found = {one.statement.statement: one for one in terms(talks)}
    assert [(one.relation, one.condition, one.then) for one in found["terms-0"].conditions] == [
        ("unless", "she", "wou")
    ]
    assert found["vale-1"].act == "accuse"
    talks.decide("vale-1", {"conditions": ""}, by="Bo")
    assert "vale-1" not in {one.statement.statement for one in terms(talks)}
