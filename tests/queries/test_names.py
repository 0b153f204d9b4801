from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import RecordError
from onrecord.queries.lists import people
from onrecord.queries.names import fold, person_named, persons_named
from onrecord.queries.show import show
from onrecord.queries.suggesting import suggestions
from onrecord.record import PersonGroup, Record
from queries.linked import record, told

PEOPLE = {
    "Ada Marrów": ("Ada Marrów", "A. Marrów", "Marrów"),
    "Ivo Marrów": ("Ivo Marrów",),
    "Marrów spokesman": ("Marrów spokesman",),
    "Ada Marrów-Lind": ("Ada Marrów-Lind", "Madam President"),
    "Quiet": ("Quiet One",),
}


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory):
    lines = ("Ada1", "Ivo2", "Spokes3", "Lind4")
    text = " ".join(f"{name} said {{{name}|so}}." for name in lines) + " {Ada1|yes|about=Quiet5} Quiet5"
    with record(tmp_path_factory.mktemp("names"), [told(text, "a")]) as opened:
        groups = [
            PersonGroup(members=(n,), name=name, kind="person", names=names)
            for n, (name, names) in enumerate(PEOPLE.items(), start=1)
        ]
        opened.write_links("person", groups)
        yield opened


def called(path: Path, *people: tuple[str, str], text: str = "Ada1 said {Ada1|so}. Ivo2 said {Ivo2|no}.") -> Record:
    """A record whose persons are of these names and kinds."""
    opened = record(path, [told(text, "a")])
    opened.write_links(
        "person",
        [
            PersonGroup(members=(n,), name=name, kind=kind, names=(name,))
            for n, (name, kind) in enumerate(people, start=1)
        ],
    )
    return opened


@pytest.mark.parametrize("typed", ["weiß", "Weiss", "WEISS", "jörg wei", "jorg weiß", "Jörg Weiß"])
def test_a_name_however_it_is_written(tmp_path: Path, typed: str) -> None:
    with called(tmp_path, ("Jörg Weiß", "person"), ("Ivo Marrow", "person")) as talks:
        assert ids(talks, typed) == ["P1"]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text())
def test_whatever_is_typed_is_answered(talks: Record, text: str) -> None:
    assert all(one.name for one in suggestions(talks.db, text))
    with suppress(RecordError):
        persons_named(talks.db, text)


def test_whoever_is_renamed_is_found_by_the_new_name_alone(tmp_path: Path) -> None:
    with called(tmp_path, ("Ada Low", "person"), ("Ivo Marrow", "person")) as talks:
        talks.write_links("person", [PersonGroup(members=(1, 2), name="Eve Hill", kind="person", names=("Eve Hill",))])
        assert (ids(talks, "eve"), ids(talks, "ada"), ids(talks, "marrow")) == (["P1"], [], [])
        assert [one.name for one in suggestions(talks.db, "hi")] == ["Eve Hill"] and talks.check() == []
        talks.db.execute("INSERT INTO person_fts (person_fts) VALUES ('delete-all')")
        assert "the index of words does not fit the persons' names" in talks.check()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("mar", ["Ana Márquez"]),
        ("ana m", ["Ana Márquez"]),
        ("qu", []),
        ("%", []),
        ('"', []),
        ("", []),
        ("_", []),
        ("m_", ["Ana Márquez"]),
    ],
)
def test_who_is_offered_while_a_name_is_typed(tmp_path: Path, typed: str, offered: list[str]) -> None:
    with called(tmp_path, ("Ana Márquez", "person"), ("Ivo Low", "person")) as talks:
        assert [one.name for one in suggestions(talks.db, typed)] == offered


def ids(talks: Record, name: str) -> list[str]:
    return [one.id for one in persons_named(talks.db, name)]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("P2", ["P2"]),
        ("p2", ["P2"]),
        ("ADA MARROW", ["P1"]),
        ("a. marrow", ["P1"]),
        ("marrow", ["P1", "P2", "P4"]),  # a family name alone is many people's, and not its spokesman's
        ("madam president", ["P4"]),
        ("ada", ["P1", "P4"]),
        ("iv", ["P2"]),
        ("spokesman", ["P3"]),
        ("marrow spokesman", ["P3"]),
        ("quiet", ["P5"]),
        ("nobody", []),
    ],
)
def test_names_as_people_type_them(talks: Record, name: str, found: list[str]) -> None:
    assert ids(talks, name) == found


def test_several_are_listed_for_a_choice(talks: Record) -> None:
    with pytest.raises(RecordError, match=r"^marrow may be several; choose by id: P1 Ada Marrów \(2\), P2 Ivo Marrów"):
        person_named(talks.db, "marrow")


def test_a_family_name_that_is_all_that_is_known_of_one_leaves_nobody_out(tmp_path: Path) -> None:
    with called(tmp_path, ("Ada Marrów", "person"), ("Marrów", "person")) as opened:
        assert ids(opened, "marrow") == ["P1", "P2"]
        opened.merge("P1", "P2", by="Ann")
        assert ids(opened, "marrow") == ids(opened, "p2") == ["P1"]
        assert [(one.id, one.statements) for one in people(opened, "marrow")] == [("P1", 2)]
        assert show(opened, "P2") == show(opened, "P1")
        opened.undo("D1", by="Ann")
        assert ids(opened, "p2") == ["P2"] and len(people(opened)) == 2


def test_one_merged_with_another_is_found_by_either_name(tmp_path: Path) -> None:
    with called(tmp_path, ("Ada Marrów", "person"), ("A. Lind", "person")) as opened:
        opened.merge("P1", "P2", by="Ann")
        assert ids(opened, "lind") == ids(opened, "marrow") == ["P1"]
        assert [one.id for one in people(opened, "lind")] == ["P1"]


@pytest.mark.parametrize(("name", "found"), [("Ada Marrów", ["P1", "P2"]), ("Ada Lind", ["P2"])])
def test_a_name_of_one_word_leaves_out_who_said_no_more(tmp_path: Path, name: str, found: list[str]) -> None:
    """What a linking pass took for an organization, and nobody quotes, does not stand for a person much quoted."""
    text = "Ada1 said {Ada1|so}. Ada1 said {Ada1|yes}. Marr2 said {Marr2|no}."
    with called(tmp_path, (name, "person"), ("Marrów", "organization"), text=text) as opened:
        assert ids(opened, "marrow") == found


@pytest.mark.parametrize("name", ["P99", "nobody", " ", "!!", "'; DROP TABLE person; --"])
def test_what_names_nobody(talks: Record, name: str) -> None:
    with pytest.raises(RecordError) as said:
        person_named(talks.db, name)
    assert "\n" not in str(said.value)


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_name_or_none(talks: Record, name: str) -> None:
    with suppress(RecordError):
        assert all(one.id.startswith("P") for one in persons_named(talks.db, name))
    assert fold(fold(name)) == fold(name)
