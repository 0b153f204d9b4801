"""Who speaks: names, short forms, pronouns, descriptions, joint and unnamed sources."""

from __future__ import annotations

import pytest

from told import resolved, speakers

HALE = "Senator Vera Hale, a retired judge, spoke in Oslo on Monday."


@pytest.mark.parametrize(
    ("source", "name", "kind"),
    [
        ("Vera Hale", "Vera Hale", "person"),
        ("Hale", "Vera Hale", "person"),
        ("Sen. Hale", "Vera Hale", "person"),
        ("Ms. Hale herself", "Vera Hale", "person"),
        ("She", "Vera Hale", "person"),
        ("The senator", "Vera Hale", "person"),
        ("The retired judge", "Vera Hale", "person"),
        ("Her campaign", "Hale campaign", "organization"),
        ("Hale’s office", "Hale office", "organization"),
        ("A campaign official", "campaign official", "unnamed"),
        ("Some officials", "officials", "unnamed"),
        ("Critics", "critics", "group"),
        ("France", "France", "place"),
        ("Oslo", "Oslo", "place"),
        ("The Tarn County Board of Health", "Tarn County Board of Health", "organization"),
        ("A report by the Ferris Institute", "report by the Ferris Institute", "document"),
        ("Spokesman Piers Ombersley", "Piers Ombersley", "person"),
        ("Piers Ombersley, her spokesman,", "Piers Ombersley", "person"),
        ("Her running mate, Gov. Piers Ombersley,", "Piers Ombersley", "person"),
        ("Two people familiar with the plan", "people familiar with the plan", "unnamed"),
        ("Former Minister of Justice and party leader Vera Hale", "Vera Hale", "person"),
    ],
)
def test_who_a_source_is(source: str, name: str, kind: str) -> None:
    text = f"{HALE}\n\n{source} said the bridge was closed."
    parties = resolved(text, (source, "said", "the bridge was closed"))[2][0]
    assert [(p.name, p.kind) for p in parties] == [(name, kind)]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("Vera Hale and Tobias Wren", ["Vera Hale", "Tobias Wren"]),
        ("Ms. Hale and Mr. Wren", ["Vera Hale", "Tobias Wren"]),
        ("Developers and supporters in Congress", ["developers", "supporters in Congress"]),
        ("Federal and state officials", ["federal and state officials"]),
        ("Experts on rivers and bridges", ["experts on rivers and bridges"]),
        ("Hale and her allies", ["Vera Hale", "Hale allies"]),
        ("Police and Mr. Wren", ["Police", "Tobias Wren"]),
    ],
)
def test_joint_sources_become_several(source: str, names: list[str]) -> None:
    text = (
        f"Vera Hale met Tobias Wren, a lawyer, and Mr. Wren smiled at Ms. Hale.\n\n{source} said the bridge was closed."
    )
    assert speakers(text, (source, "said", "the bridge was closed")) == [names]


def test_they_are_those_who_spoke_together() -> None:
    text = "Vera Hale and Tobias Wren wrote a letter.\n\nThey said the bridge was closed."
    told = [("Vera Hale and Tobias Wren", "wrote", "a letter"), ("They", "said", "the bridge was closed")]
    assert speakers(text, *told)[1] == ["Vera Hale", "Tobias Wren"]


def test_the_senators_are_the_two() -> None:
    text = "Sen. Vera Hale and Senator Tobias Wren met.\n\nSenator Vera Hale left.\n\nThe senators said it was closed."
    assert speakers(text, ("The senators", "said", "it was closed")) == [["Vera Hale", "Tobias Wren"]]


def test_a_couple_of_one_family_name_stays_two() -> None:
    text = (
        "Former President Otto Hale praised the plan. Mr. Hale called it sound. His wife, Vera Hale, disagreed. "
        "Mrs. Hale said it was late. She laughed."
    )
    told = [
        ("Mr. Hale", "called", "it sound"),
        ("Vera Hale", "disagreed", "disagreed"),
        ("Mrs. Hale", "said", "it was late"),
        ("She", "laughed", "laughed"),
    ]
    assert speakers(text, *told) == [["Otto Hale"], ["Vera Hale"], ["Vera Hale"], ["Vera Hale"]]


def test_father_and_son_stay_two() -> None:
    _, people, _ = resolved("Otto Hale Sr. founded the mill. His son, Otto Hale Jr., sold it.")
    assert [p.name for p in people.people if p.kind == "person"] == ["Otto Hale Sr.", "Otto Hale Jr."]


def test_initials_and_nicknames_are_the_same_person() -> None:
    _, people, _ = resolved("Mike Lund spoke. Michael R. Lund left. Mr. Lund came back.")
    assert [(p.name, len(p.mentions)) for p in people.people] == [("Michael R. Lund", 3)]


def test_an_agency_by_its_initials() -> None:
    text = "The Harbour Safety Commission met. The H.S.C. said the bridge was closed."
    assert speakers(text, ("The H.S.C.", "said", "the bridge was closed")) == [["Harbour Safety Commission"]]


def test_i_in_a_quotation_is_its_speaker() -> None:
    text = "“I think it will hold,” Vera Hale said."
    outer = ("Vera Hale", "said", "“I think it will hold,”")
    found, people, parties = resolved(text, outer)
    assert [p.name for p in parties[0]] == ["Vera Hale"]
    assert found[0].quote == "direct" and people.people[0].name == "Vera Hale"


def test_i_outside_quotations_is_the_author() -> None:
    text = "I believe the bridge will hold. It always did, and the river is low this year."
    assert speakers(text, ("I", "believe", "the bridge will hold"), byline="Petra Vanlow") == [["Petra Vanlow"]]
    assert speakers(text, ("I", "believe", "the bridge will hold")) == [["author"]]


def test_a_resumed_quotation_goes_on_with_its_speaker() -> None:
    text = "“It will hold,” Vera Hale said.\n\n“It always did.”"
    assert speakers(text, ("Vera Hale", "said", "“It will hold,”"), ("", "", "“It always did.”"))[1] == ["Vera Hale"]


def test_a_question_put_to_somebody_is_nobodys() -> None:
    text = "Asked about the bridge, Vera Hale shrugged."
    assert speakers(text, ("Vera Hale", "Asked about", "the bridge")) == [[]]


def test_a_passive_cue_without_source_is_nobodys() -> None:
    text = "Vera Hale left. The bridge is said to be closed."
    assert speakers(text, ("", "is said", "The bridge")) == [[]]


def test_who_is_the_one_just_named() -> None:
    text = "Vera Hale met Tobias Wren, who said the bridge was closed."
    assert speakers(text, ("who", "said", "the bridge was closed")) == [["Tobias Wren"]]


def test_a_headline_calls_people_by_their_family_names() -> None:
    text = "Hale Says Bridge Was Closed by Wren\n\nVera Hale told reporters on Monday that the bridge was closed."
    assert speakers(text, ("Hale", "Says", "Bridge Was Closed by Wren")) == [["Vera Hale"]]


def test_a_family_name_of_two_is_of_whom_the_article_goes_on_about() -> None:
    text = (
        "Vera Hale spoke in Oslo. The film shows her husband, Peter Hale. It calls Peter Hale a baker.\n\n"
        "Hale is known for her speeches, and Vera wrote them. Hale said the bridge was closed."
    )
    (last,) = (p.name for p in resolved(text)[1].people if text.rindex("Hale said") in {m.start for m in p.mentions})
    assert last == "Vera Hale"


def test_a_heading_within_the_text_names_who_is_named_below() -> None:
    text = "Nine quarrels.\n\n3 Vera Hale Got Angry About Being Called “A Stubborn Judge.”\n\nVera Hale spoke in Oslo."
    assert speakers(text, ("Vera Hale", "Got Angry About", "Being Called “A Stubborn Judge.”")) == [["Vera Hale"]]


def test_the_party_says_what_it_stands_on() -> None:
    text = f"{HALE}\n\nShe said the bridge was closed."
    party = resolved(text, ("She", "said", "the bridge was closed"))[2][0][0]
    assert [span.text for span in party.evidence] == ["She", "Vera Hale"]
    assert party.role == "Senator"


def test_ids_are_the_same_on_each_run() -> None:
    one, other = (resolved(HALE)[1].people for _ in range(2))
    assert one == other and len({p.id for p in one}) == len(one)
