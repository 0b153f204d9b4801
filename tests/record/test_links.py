from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import RecordError
from onrecord.record import Duplicate, OccasionGroup, PersonGroup, Record, RemarkGroup, StoryGroup, Tie
from record.made import SECOND, current, one, record, told

TEXTS = [
    "Ada said the dam is late. Bo said the money is gone.",
    "Ada said the dam will be late. Cy said no.",
    "Ada said nothing. Bo said nobody is to blame.",
]


@pytest.fixture
def talks(tmp_path: Path):
    made = (told(text, f"t{n}", said=f"2024-06-1{n}", speech=True) for n, text in enumerate(TEXTS))
    with record(tmp_path, *made) as opened:
        yield opened
        assert opened.check() == []


def people(talks: Record, *together: tuple[int, ...]) -> list[int]:
    """Links the actors: 1 Ada, 2 Bo; 3 Ada, 4 Cy; 5 Ada, 6 Bo."""
    return talks.write_links("person", [PersonGroup(members=one, name="N", kind="person") for one in together])


def persons(talks: Record) -> dict[int, int]:
    return dict(talks.db.execute("SELECT actor, person FROM person_actor").fetchall())


def test_views_give_what_counts(talks: Record) -> None:
    assert [view.id for view in talks.views.articles()] == ["t0", "t1", "t2"]
    assert [(view.key, view.name) for view in talks.views.actors()][:3] == [(1, "Ada"), (2, "Bo"), (3, "Ada")]
    assert [view.first for view in talks.views.events()] == ["2024-06-10", "2024-06-11", "2024-06-12"]
    first = next(talks.views.statements())
    assert (first.speakers, first.persons, first.content[0].text) == ((1,), (), "the dam is late")
    people(talks, (1, 3), (2,), (4,), (5,), (6,))
    talks.mark_linked([1, 2])
    assert next(talks.views.statements()).persons == (1,)
    assert [view.key for view in talks.views.articles(new_only=True)] == [3]
    assert [view.article for view in talks.views.statements(new_only=True)] == [3, 3]


def test_ids_stay_where_members_do(talks: Record) -> None:
    assert people(talks, (1, 3), (2,), (4,), (5, 6)) == [1, 2, 3, 4]
    assert people(talks, (5,), (1, 3, 6), (2, 4)) == [4, 1, 2]
    assert people(talks, (1,), (3,), (5,)) == [1, 5, 4]
    assert [key for (key,) in talks.db.execute("SELECT key FROM person ORDER BY key")] == [1, 4, 5]


def test_a_pass_may_only_add(talks: Record) -> None:
    people(talks, (1, 3), (2,))
    more = [
        PersonGroup(members=(5,), name="Ada", kind="person", key=1),
        PersonGroup(members=(6,), name="B", kind="person"),
    ]
    assert talks.write_links("person", more, whole=False) == [1, 3]
    assert persons(talks) == {1: 1, 2: 2, 3: 1, 5: 1, 6: 3}
    assert one(talks, "SELECT count(*) FROM current_person WHERE person = 1") == 3


def test_ties_say_why(talks: Record) -> None:
    groups = [PersonGroup(members=(1, 3), name="Ada", kind="person")]
    for _ in range(2):
        talks.write_links("person", groups, [Tie(1, 3, 0.9, {"name": 1.0})])
    assert talks.db.execute("SELECT a, b, why FROM link").fetchall() == [(1, 3, '{"name":1.0}')]


def test_facts_are_kept(talks: Record) -> None:
    facts = {"names": ("Ada", "Ada V"), "roles": ({"role": "mayor", "first": "2024"},), "ids": {"wikidata": "Q1"}}
    talks.write_links("person", [PersonGroup(members=(1,), name="Ada V", kind="person", **facts)])
    assert talks.db.execute("SELECT name, names, roles, ids FROM person").fetchall() == [
        ("Ada V", '["Ada","Ada V"]', '[{"role":"mayor","first":"2024"}]', '{"wikidata":"Q1"}')
    ]


def test_a_merge_counts_at_once_and_through_re_linking_and_can_be_undone(talks: Record) -> None:
    apart = ((1,), (3,), (5,), (2, 6), (4,))
    people(talks, *apart)
    talks.merge("P1", "P3", by="Ann", why="one woman")
    assert persons(talks)[5] == 1
    assert one(talks, "SELECT count(*) FROM current_person WHERE person = 1") == 2
    people(talks, *reversed(apart))
    assert persons(talks) == {1: 1, 3: 2, 5: 1, 2: 4, 6: 4, 4: 5}
    assert talks.constraints("person").together == (frozenset({1, 5}),)
    talks.undo("D1", by="Ann")
    assert persons(talks)[5] == 3 and talks.constraints("person").together == ()
    assert one(talks, "SELECT count(*) FROM current_person WHERE person = 1") == 1


def test_a_split_counts_through_re_linking(talks: Record) -> None:
    people(talks, (1, 3, 5), (2, 6), (4,))
    made = talks.split("P1", ["t2-0-0"], by="Ann", why="the daughter")
    assert made.new == {"into": "P4"} and persons(talks)[5] == 4
    people(talks, (1, 3, 5), (2, 6), (4,))
    assert persons(talks) == {1: 1, 3: 1, 5: 4, 2: 2, 6: 2, 4: 3}
    assert talks.constraints("person").apart == {(1, 5), (3, 5)}
    people(talks, (1, 3), (5,), (2, 6), (4,))  # a pass that keeps to the constraint
    assert persons(talks)[5] == 4
    talks.undo("D1", by="Bob")
    assert persons(talks)[5] != 4 and talks.constraints("person").apart == frozenset()


def test_a_later_merge_overrides_an_earlier_split(talks: Record) -> None:
    people(talks, (1, 3, 5), (2, 6), (4,))
    talks.split("P1", ["t2-0-0"], by="Ann")
    talks.merge("P1", "P4", by="Bob")
    assert persons(talks)[5] == 1 and talks.constraints("person").apart == frozenset()
    talks.undo("D2", by="Ann")
    assert persons(talks)[5] == 4


def test_decisions_go_over_to_a_new_analysis(talks: Record) -> None:
    people(talks, (1,), (3,), (5,), (2, 6), (4,))
    talks.merge("P1", "P3", by="Ann")
    talks.replace(3, told(TEXTS[2], "t2", shorter=2), SECOND)
    keys = {view.name: view.key for view in talks.views.actors() if view.article == 3}
    assert persons(talks)[keys["Ada"]] == 1 and persons(talks)[keys["Bo"]] == 4
    assert [view.key for view in talks.views.articles(new_only=True)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda talks: talks.merge("P1", "P9", by="A"), "P9: there is no person"),
        (lambda talks: talks.merge("P1", "P1", by="A"), "one already"),
        (lambda talks: talks.merge("P1", "S1", by="A"), "P1 is a person and S1 a story"),
        (lambda talks: talks.split("P1", ["t0-1-0"], by="A"), "P1 has nothing in these"),
        (lambda talks: talks.split("P2", ["t0-1-0"], by="A"), "all of it would go"),
        (lambda talks: talks.split("P1", ["zz"], by="A"), "zz: there is no statement"),
    ],
)
def test_what_cannot_be_merged_or_split(talks: Record, act, message: str) -> None:
    people(talks, (1, 3), (2,))
    talks.write_links("story", [StoryGroup(members=(1, 2))])
    with pytest.raises(RecordError, match=message):
        act(talks)
    assert talks.decisions() == []


def test_occasions(talks: Record) -> None:
    groups = [
        OccasionGroup(members=(1, 2), name="a speech", kind="speech", edtf="2024-06"),
        OccasionGroup(members=(3,), name="another", kind="speech"),
    ]
    assert talks.write_links("occasion", groups) == [1, 2]
    assert current(talks, "occasion") == {"t0-0-0": 1, "t0-1-0": 1, "t1-0-0": 1, "t1-1-0": 1, "t2-0-0": 2, "t2-1-0": 2}
    talks.decide("t2-0-0", {"occasion": "O1"}, by="Ann")
    talks.split("O1", ["t1-0-0"], by="Ann")
    assert current(talks, "occasion")["t1-1-0"] == 3
    talks.write_links("occasion", groups)
    assert current(talks, "occasion") == {"t0-0-0": 1, "t0-1-0": 1, "t1-0-0": 3, "t1-1-0": 3, "t2-0-0": 1, "t2-1-0": 2}


def test_remarks_hold_spans_and_repeats(talks: Record) -> None:
    statements = list(talks.views.statements())
    spans = [(view.key, view.content[0].start, view.content[0].end) for view in statements]
    dam, again = spans[0], spans[2]
    cut = (dam[0], dam[1] + 4, dam[2])
    groups = [RemarkGroup(members=(dam, again), first="2024-06-10"), RemarkGroup(members=(spans[4],))]
    assert talks.write_links("remark", groups, [Tie(dam, again, 0.8, {"cosine": 0.8})]) == [1, 2]
    talks.write_repeats([Tie(dam, spans[4], 0.7, {})])
    assert talks.db.execute("SELECT a, b FROM link WHERE kind = 'repeats'").fetchall() == [(1, 2)]
    talks.split("R1", [statements[2].id], by="Ann")
    assert one(talks, "SELECT remark FROM remark_span WHERE statement = ?", again[0]) == 3
    talks.write_links("remark", [RemarkGroup(members=(cut, again)), RemarkGroup(members=(spans[4],))])
    assert talks.db.execute("SELECT statement, start, remark FROM remark_span ORDER BY 1").fetchall() == [
        (cut[0], cut[1], 1),
        (again[0], again[1], 3),
        (spans[4][0], spans[4][1], 2),
    ]
    assert talks.unattached() == []
    talks.replace(1, told(TEXTS[0], "t0", shorter=3), SECOND)
    assert one(talks, "SELECT count(*) FROM remark_span WHERE remark = 1") == 1


def test_stories_and_duplicates(talks: Record) -> None:
    talks.write_links("story", [StoryGroup(members=(1, 2, 3), name="The dam")])
    talks.write_duplicates([Duplicate(2, 1, 0.95, {"shingles": 0.95})])
    talks.split("S1", ["t2"], by="Ann")
    assert talks.db.execute("SELECT article, story FROM story_article").fetchall() == [(1, 1), (2, 1), (3, 2)]
    talks.remove("t0", by="Ann", why="")
    assert one(talks, "SELECT count(*) FROM duplicate") == 0


def test_a_decision_stays_with_its_spans_when_all_are_cut_anew(talks: Record) -> None:
    """The keys of spans that are gone are nobody else's: the decision does not go over to another article."""
    views = list(talks.views.statements())

    def link(cut: int, *articles: str) -> None:
        some = [view for article in articles for view in views if view.id.startswith(article)]
        spans = [(view.key, view.content[0].start, view.content[0].end - cut) for view in some]
        talks.write_links("remark", [RemarkGroup(members=(span,)) for span in spans])

    link(1, "t1")
    merged = talks.merge("R1", "R2", by="Ann")
    link(0, "t0", "t1")
    query = "SELECT s.id FROM anchor AS a JOIN remark_span AS m ON m.key = a.member JOIN statement AS s ON s.key = "
    found = talks.db.execute(f"{query} m.statement WHERE a.decision = ? ORDER BY 1", (merged.key,)).fetchall()
    assert [id for (id,) in found] == [view.id for view in views if view.id.startswith("t1")]
