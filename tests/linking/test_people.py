from __future__ import annotations

import json
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linking.articles import At, Who, persons, record, together, told
from onrecord.linking import people
from onrecord.record import Known, KnownRole, Maker

RIVALS = ("Bela Tarn", "Cleo Oduya", "Dov Ferrant")


def linked(folder: Path, *analyses, **how) -> list[set[str]]:
    with record(folder, *analyses) as made:
        people.link(made, **how)
        assert made.check() == []
        return persons(made)


def one(folder: Path, some: Who | str, other: Who | str, *, days=("2031-03-01", "2031-03-05"), company=()) -> bool:
    """Whether two articles' people are tied; `company` is named in both."""
    first, second = (
        told(who, *company, id=id, day=day) for who, id, day in zip((some, other), "ab", days, strict=True)
    )
    with record(folder, first, second) as made:
        people.link(made)
        names = [who.name if isinstance(who, Who) else who for who in (some, other)]
        return together(made, f"{names[0]}@a", f"{names[1]}@b")


@pytest.mark.parametrize(
    ("some", "other", "company"),
    [
        ("Ann Marrow", "Ann Marrow", ()),
        ("Ann Marrow", "Ann B. Marrow", ()),
        ("Ann Marrow", "ANN MARROW", ()),
        ("Ann Marrow", "Dr. Ann Marrow", ()),
        ("Ann Marrow", "Ánn Märrow", ()),
        ("Marrow, Ann", "Ann Marrow", ()),
        ("J.D. Marrow", "J. D. Marrow", ()),
        ("Oh Sang-min", "Oh Sang Min", ()),
        (Who("Robert Marrow", "Senator"), Who("Bob Marrow", "Vellan Senator"), RIVALS),
        (Who("Sergei Tolmachev", "Vellan envoy"), Who("Sergey Tolmachev", "Vellan envoy"), ()),
        (Who("Oleh Zelinsky", "Finnish President"), Who("Oleh Zelinskyy", "President of Finland"), ()),
        (Who("Zoltan Barany", "Hungarian President"), Who("Barany Zoltan", "Hungarian President"), ()),
        (Who("Recep Emin Aydin", "Turkish President"), Who("Emin Aydin", "Turkish President"), ()),
        (Who("Ann Marrow", "Senator"), Who("A. Marrow", "Senator"), RIVALS),
        (Who("Mario Tarn", "Danish envoy"), Who("Marlo Tarn", "Danish envoy"), RIVALS),
        (Who("Ann Marrow", "Finnish finance minister"), Who("Marrow", "Finnish finance minister"), ()),
        (Who("Ann Marrow"), Who("Marrow"), RIVALS),
        (Who("Ann Marrow", "a presidential candidate"), Who("Ann Marrow", "President-elect"), ()),
    ],
)
def test_one_person(tmp_path: Path, some, other, company) -> None:
    assert one(tmp_path, some, other, company=company)


@pytest.mark.parametrize(
    ("some", "other", "company"),
    [
        ("Ann Marrow", "Marrow", ()),
        ("Marrow", "Marrow", ()),
        ("Ann Marrow", "Carl Marrow", RIVALS),
        ("Ann Marrow", "Ann Tarn", RIVALS),
        ("Carl Marrow", "Carl Marrow Jr.", ()),
        ("Carl Marrow Sr.", "Carl Marrow Jr.", RIVALS),
        ("Carl B. Marrow", "Carl D. Marrow", RIVALS),
        ("Robert Marrow", "Bob Marrow", ()),
        ("A. Marrow", "Ann Marrow", ()),
        ("Oleh Zelinsky", "Oleh Zelinskyy", ()),
        ("Eric Marrow", "Erik Marrow", ()),
        (Who("Ann Marrow", "a striker"), Who("Ann Marrow", "trade minister"), ()),
        (Who("Ann Marrow", "governor of Ohio"), Who("Marrow", "governor of Texas"), RIVALS),
        (Who("a senior official", kind="unnamed"), Who("a senior official", kind="unnamed"), ()),
        (Who("the president", kind="unnamed"), Who("the president", kind="unnamed"), ()),
        (Who("police", kind="group"), Who("police", kind="group"), ()),
        (Who("Vell", kind="place"), Who("Vell", kind="organization"), ()),
    ],
)
def test_two_people(tmp_path: Path, some, other, company) -> None:
    assert not one(tmp_path, some, other, company=company)


@pytest.mark.parametrize(
    ("some", "other", "kind"),
    [
        ("the White House", "White House", "organization"),
        ("Vell Steel Corp.", "Vell Steel", "organization"),
        ("the U.S.", "United States", "place"),
        ("Greens", "the Greens", "group"),
    ],
)
def test_organizations_and_places_by_name(tmp_path: Path, some: str, other: str, kind) -> None:
    assert one(tmp_path, Who(some, kind=kind), Who(other, kind=kind))


def test_a_campaign_is_that_of_whom_the_article_names(tmp_path: Path) -> None:
    def campaign(name):
        return Who(name, kind="organization")

    found = linked(
        tmp_path,
        told("Ann Marrow", campaign("Marrow campaign"), id="a"),
        told("Ann B. Marrow", campaign("Marrow’s campaign"), id="b"),
        told("Carl Marrow", campaign("Marrow campaign"), id="c"),
        told(campaign("Marrow campaign"), id="d"),
    )
    assert {"Marrow campaign@a", "Marrow’s campaign@b"} in found
    assert {"Marrow campaign@c"} in found and {"Marrow campaign@d"} in found


def test_initials_stand_for_what_an_article_says_they_do(tmp_path: Path) -> None:
    found = linked(
        tmp_path,
        told(Who("Vell Steel Union", kind="organization", also=("VSU",)), id="a"),
        told(Who("VSU", kind="organization"), id="b"),
        told(Who("Vell Steel Union", kind="organization"), id="c"),
        told(Who("VSX", kind="organization"), id="d"),
    )
    assert found == [{"VSU@b", "Vell Steel Union@a", "Vell Steel Union@c"}, {"VSX@d"}]


def test_initials_of_two_stand_for_neither(tmp_path: Path) -> None:
    found = linked(
        tmp_path,
        told(Who("Vell Steel Union", kind="organization", also=("VSU",)), id="a"),
        told(Who("Vast State University", kind="organization", also=("VSU",)), id="b"),
        told(Who("VSU", kind="organization"), id="c"),
    )
    assert len(found) == 3


def test_a_short_name_goes_with_one_bearer_only(tmp_path: Path) -> None:
    """Two of a family with the same company: the name alone is nobody's."""
    full = [told("Ann Marrow", *RIVALS, id="a"), told("Carl Marrow", *RIVALS, id="b")]
    assert {"Marrow@c"} in linked(tmp_path, *full, told("Marrow", *RIVALS, id="c"))


def test_a_role_tells_which_bearer_is_meant(tmp_path: Path) -> None:
    full = [
        told(Who("Ann Marrow", "Finnish finance minister"), *RIVALS, id="a", day="2031-03-01"),
        told(Who("Carl Marrow", "mayor of Oslo"), *RIVALS, id="b", day="2031-03-01"),
    ]
    found = linked(tmp_path, *full, told(Who("Marrow", "Oslo mayor"), id="c", day="2031-03-02"))
    assert {"Carl Marrow@b", "Marrow@c"} in found


def test_a_name_alone_beside_its_bearer_is_somebody_else(tmp_path: Path) -> None:
    both = told("Ann Marrow", "Marrow", *RIVALS, id="a")
    assert {"Marrow@a"} in linked(tmp_path, both, told("Ann Marrow", *RIVALS, id="b"))


def test_people_beside_each_other_in_an_article_are_two(tmp_path: Path) -> None:
    found = linked(tmp_path, told("Robert Marrow", "Bob Marrow", id="a"), told("Bob Marrow", id="b"))
    assert found == [{"Bob Marrow@a", "Bob Marrow@b"}, {"Robert Marrow@a"}]


def test_a_name_that_two_share_goes_by_what_is_around_it(tmp_path: Path) -> None:
    """George W. and George H., and a George without anything between."""
    found = linked(
        tmp_path,
        told(Who("George W. Vell", "Danish minister"), id="a"),
        told(Who("George H. Vell", "mayor of Oslo"), id="b"),
        told(Who("George Vell", "Danish minister"), id="c"),
        told("George Vell", id="d"),
    )
    assert {"George W. Vell@a", "George Vell@c"} in found and {"George Vell@d"} in found


def test_two_of_one_name_stay_apart_and_say_why(tmp_path: Path) -> None:
    analyses = [
        told(Who("Ann Marrow", "striker"), id="a"),
        told(Who("Ann Marrow", "minister"), *RIVALS, id="b"),
        told("Ann Marrow", *RIVALS, id="c"),
    ]
    with record(tmp_path, *analyses) as made:
        people.link(made)
        assert together(made, "Ann Marrow@b", "Ann Marrow@c") and not together(made, "Ann Marrow@a", "Ann Marrow@b")


def test_a_footballer_who_became_a_minister_is_one(tmp_path: Path) -> None:
    assert one(tmp_path, Who("Ann Marrow", "striker"), Who("Ann Marrow", "minister"), company=RIVALS)


def test_mayors_of_two_cities_are_two(tmp_path: Path) -> None:
    found = linked(
        tmp_path,
        told(Who("Ann Marrow", "mayor of Oslo"), *RIVALS, id="a", day="2031-03-01"),
        told(Who("Ann Marrow", "mayor of Bergen"), *RIVALS, id="b", day="2031-03-05"),
        told(Who("Ann Marrow", "Oslo mayor"), id="c", day="2031-04-05"),
    )
    assert {"Ann Marrow@a", "Ann Marrow@c"} in found and {"Ann Marrow@b"} in found


@pytest.mark.parametrize(
    ("named", "office", "day", "one"),
    [
        ("Danish President", "Danish president", "2031-05-01", True),
        ("Danish President", "president of Denmark", "2031-05-01", True),
        ("Danish President", "president", "2031-05-01", False),
        ("President", "Danish president", "2031-05-01", False),
        ("Danish President", "popular president", "2031-05-01", False),
        ("Danish President", "Danish president", "2033-05-01", False),
        ("Danish President", "Danish presidents", "2031-05-01", False),
        ("former Danish President", "Danish president", "2031-05-01", False),
        ("Danish President", "Danish lawmaker", "2031-05-01", False),
    ],
)
def test_an_office_is_its_holder(tmp_path: Path, named: str, office: str, day: str, one: bool) -> None:
    holder = told(Who("Ann Marrow", named), id="a", day="2031-03-01")
    with record(tmp_path, holder, told(Who(office, kind="unnamed"), id="b", day=day)) as made:
        people.link(made)
        assert together(made, "Ann Marrow@a", f"{office}@b") is one
        assert office not in json.loads(made.db.execute("SELECT names FROM person ORDER BY key").fetchone()[0])


def test_an_office_of_two_is_nobodys(tmp_path: Path) -> None:
    found = linked(
        tmp_path,
        told(Who("Ann Marrow", "Danish President"), id="a", day="2031-03-01"),
        told(Who("Bo Tarn", "Danish President"), id="b", day="2031-04-01"),
        told(Who("Danish president", kind="unnamed"), id="c", day="2031-03-15"),
    )
    assert len(found) == 3


def test_ties_say_why(tmp_path: Path) -> None:
    analyses = [
        told(Who("Ann Marrow", "Finnish finance minister"), id="a", day="2031-03-01"),
        told(Who("Marrow", "Finnish finance minister"), id="b", day="2031-03-04"),
    ]
    with record(tmp_path, *analyses) as made:
        people.link(made)
        ((score, why),) = made.db.execute("SELECT score, why FROM link WHERE kind = 'person'").fetchall()
    assert 0.5 < score < 1 and json.loads(why) == {"name": "family", "role": "minister", "days": 3}


def test_facts_of_a_person(tmp_path: Path) -> None:
    analyses = [
        told(Who("Ann Marrow", "a presidential candidate", also=("Marrow",)), id="a", day="2031-03-01"),
        told(Who("Ann Marrow", "the president-elect"), id="b", day="2031-12-01"),
        told(Who("Ann B. Marrow", "President-elect"), id="c", day="2031-12-05"),
    ]
    with record(tmp_path, *analyses) as made:
        people.link(made)
        ((name, names, roles),) = made.db.execute("SELECT name, names, roles FROM person").fetchall()
    assert name == "Ann Marrow" and set(json.loads(names)) == {"Ann Marrow", "Ann B. Marrow", "Marrow"}
    assert json.loads(roles) == [
        {"role": "presidential candidate", "first": "2031-03-01", "last": "2031-03-01"},
        {"role": "President-elect", "first": "2031-12-01", "last": "2031-12-05"},
    ]


def test_what_is_new_joins_who_is_there(tmp_path: Path) -> None:
    first = [told(Who("Ann Marrow", "Senator"), *RIVALS, id="a", day="2031-03-01"), told("Carl Marrow", id="b")]
    with record(tmp_path, *first) as made:
        people.link(made)
        made.mark_linked()
        before = dict(made.db.execute("SELECT actor, person FROM person_actor"))
        assert people.link(made, new_only=True) == 0
        more = [
            told(Who("Ann B. Marrow", "Senator"), id="c", day="2031-03-02"),
            told(Who("Marrow", "Senator"), *RIVALS, id="d", day="2031-03-03"),
            told("Dora Marrow", Who("Vell Union", kind="organization"), id="e"),
        ]
        made.add(more, maker=Maker("model", "0"))
        assert people.link(made, new_only=True) == 6
        assert before.items() <= dict(made.db.execute("SELECT actor, person FROM person_actor")).items()
        assert together(made, "Ann Marrow@a", "Ann B. Marrow@c", "Marrow@d")
        assert {"Dora Marrow@e"} in persons(made) and made.check() == []
        assert "Ann B. Marrow" in json.loads(
            made.db.execute("SELECT names FROM person WHERE name = 'Ann Marrow'").fetchone()[0]
        )


def test_reviewers_win(tmp_path: Path) -> None:
    analyses = [
        told("Ann Marrow", id="a", events=[At("speech", "Ann Marrow")]),
        told("Ann Marrow", id="b", events=[At("speech", "Ann Marrow")]),
        told("Carl Tarn", id="c"),
    ]
    with record(tmp_path, *analyses) as made:
        people.link(made)
        ids = {name: f"P{key}" for key, name in made.db.execute("SELECT key, name FROM person")}
        made.split(ids["Ann Marrow"], ["b-0"], by="Rey")
        made.merge(ids["Ann Marrow"], ids["Carl Tarn"], by="Rey")
        for _ in range(2):
            people.link(made)
            assert persons(made) == [{"Ann Marrow@a", "Carl Tarn@c"}, {"Ann Marrow@b"}]
            assert made.check() == []


KNOWN = Known(
    "Ann Marrow",
    names=("Ann Tarn", "The Owl"),
    roles=(KnownRole("Minister of Trade", "2030-01-01"),),
    ids={"wikidata": "Q1"},
)


def test_imported_identities_stay(tmp_path: Path) -> None:
    analyses = [told("Ann Marrow", id="a"), told("Ann Tarn", id="b"), told(Who("Marrow", "minister of trade"), id="c")]
    with record(tmp_path, *analyses) as made:
        people.link(made)
        assert len(persons(made)) == 3
        people.link(made, who=[KNOWN])
        assert together(made, "Ann Marrow@a", "Ann Tarn@b", "Marrow@c")
        key = made.db.execute("SELECT key FROM person WHERE ids <> '{}'").fetchone()
        people.link(made)
        assert made.db.execute("SELECT key, name, ids FROM person").fetchall() == [
            (*key, "Ann Marrow", '{"wikidata":"Q1"}')
        ]
        made.mark_linked()
        made.add([told("Ann Tarn", id="d")], maker=Maker("model", "0"))
        assert people.link(made, new_only=True) == 1
        assert together(made, "Ann Marrow@a", "Ann Tarn@d")
        assert [known.person for known in made.known().values()] == [key[0]] and made.check() == []


def test_two_known_of_one_name_are_told_by_role_and_date_or_left(tmp_path: Path) -> None:
    known = [
        Known(
            "Ann Marrow", roles=(KnownRole("Minister of Trade", "2001-01-01", "2005-12-31"),), ids={"wikidata": "Q1"}
        ),
        Known("Ann Marrow", roles=(KnownRole("Minister of Trade", "2030-01-01"),), ids={"wikidata": "Q2"}),
        Known("Ann Marrow", roles=(KnownRole("goalkeeper", "2029-01-01"),), ids={"wikidata": "Q3"}),
    ]
    analyses = [
        told(Who("Ann Marrow", "Minister of Trade"), id="a", day="2031-03-01"),
        told(Who("Ann Marrow", "trade minister"), id="b", day="2003-03-01"),
        told(Who("Ann Marrow", "goalkeeper"), id="c", day="2031-03-01"),
        told("Ann Marrow", id="d", day="2031-03-01"),
    ]
    with record(tmp_path, *analyses) as made:
        people.link(made, who=known)
        query = (
            "SELECT r.id, p.ids FROM person AS p JOIN person_actor AS m ON m.person = p.key JOIN actor AS a "
            "ON a.key = m.actor JOIN analysis AS n ON n.key = a.analysis JOIN article AS r ON r.key = n.article"
        )
        ids = {article: json.loads(ids).get("wikidata") for article, ids in made.db.execute(query)}
        why = made.db.execute("SELECT why FROM link WHERE score = 0").fetchall()
    assert ids == {"a": "Q2", "b": "Q1", "c": "Q3", "d": None}
    assert "nothing here tells" in why[0][0]


def test_a_known_person_may_be_taken_down(tmp_path: Path) -> None:
    """Somebody of the list, without ids, whom no article names any more, and then one does again."""
    with record(tmp_path, told("Ann Marrow", id="a"), told("Bo Tarn", id="b")) as made:
        people.link(made, who=[Known("Ann Marrow", names=("Dora Tarn",))])
        made.remove("a", by="Rey", why="asked for")
        people.link(made)
        assert [known.person for known in made.known().values()] == [None] and made.check() == []
        made.add([told("Dora Tarn", id="c")], maker=Maker("model", "0"))
        people.link(made, new_only=True)
        assert made.db.execute("SELECT name FROM person ORDER BY name").fetchall() == [("Ann Marrow",), ("Bo Tarn",)]


def test_a_known_organization(tmp_path: Path) -> None:
    known = Known("Vell Steel Union", "organization", ("VSU",), ids={"wikidata": "Q5"})
    analyses = [
        told(Who("VSU", kind="organization"), id="a"),
        told(Who("Vell Steel Union", kind="organization"), id="b"),
    ]
    with record(tmp_path, *analyses) as made:
        people.link(made, who=[known])
        assert made.db.execute("SELECT name, ids FROM person").fetchall() == [("Vell Steel Union", '{"wikidata":"Q5"}')]


FIRST = st.sampled_from(["Ann", "Bob", "Robert", "R.", "Carl", "Oleh", ""])
LAST = st.sampled_from(["Marrow", "Tarn", "Zelinsky", "Zelinskyy", "Marrow Jr.", "de la Tarn"])
NAMES = st.one_of(st.builds(lambda a, b: f"{a} {b}".strip(), FIRST, LAST), st.text(min_size=1, max_size=8))
ROLES = st.sampled_from(
    ["", "striker", "minister", "Danish President", "former mayor of Oslo", "candidate", "-elect of"]
)
KINDS = st.sampled_from(["person", "person", "organization", "place", "group", "unnamed"])
DAYS = st.sampled_from([None, "2031-03-01", "2031-03", "2031", "2032-01-01"])
NAMED = st.lists(st.builds(Who, NAMES, ROLES, KINDS), max_size=4, unique_by=lambda who: who.name)
NEWS = st.lists(st.tuples(NAMED, DAYS), min_size=1, max_size=6)


@given(NEWS, st.randoms())
@settings(max_examples=20, deadline=None)
def test_any_people(news, shuffled: random.Random) -> None:
    """Each actor is one person's; linking again changes nothing, and so does the order of adding."""
    analyses = [told(*named, id=f"a{n}", day=day) for n, (named, day) in enumerate(news)]
    with TemporaryDirectory() as folder, record(Path(folder), *analyses) as made:
        people.link(made)
        found = persons(made)
        actors = made.db.execute("SELECT count(*) FROM actor").fetchone()[0]
        assert actors == made.db.execute("SELECT count(*) FROM person_actor").fetchone()[0]
        keys = made.db.execute("SELECT actor, person FROM person_actor ORDER BY actor").fetchall()
        people.link(made)
        assert keys == made.db.execute("SELECT actor, person FROM person_actor ORDER BY actor").fetchall()
        assert made.check() == []
    shuffled.shuffle(analyses)
    with TemporaryDirectory() as folder, record(Path(folder), *analyses) as made:
        people.link(made)
        assert persons(made) == found


@given(NEWS, NEWS)
@settings(max_examples=12, deadline=None)
def test_adding_any_people(news, more) -> None:
    first, then = (
        [told(*named, id=f"{id}{n}", day=day) for n, (named, day) in enumerate(some)]
        for id, some in (("a", news), ("b", more))
    )
    with TemporaryDirectory() as folder, record(Path(folder), *first) as made:
        people.link(made)
        made.mark_linked()
        before = dict(made.db.execute("SELECT actor, person FROM person_actor"))
        made.add(then, maker=Maker("model", "0"))
        people.link(made, new_only=True)
        after = dict(made.db.execute("SELECT actor, person FROM person_actor"))
        assert before.items() <= after.items() and len(after) == len(list(made.views.actors()))
        assert made.check() == []
