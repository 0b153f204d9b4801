"""Names, pronouns and descriptions found in a text."""

from __future__ import annotations

import pytest

from onrecord.resolution.lexicon import same_first_name, singular
from onrecord.resolution.mentions import find_mentions
from onrecord.resolution.names import is_short_for, parse_name, same_person
from told import article


def named(text: str) -> list[tuple[str, str]]:
    return [(m.span.text, m.kind) for m in find_mentions(article(text), ()) if m.form == "name"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He met Vera Hale in Oslo.", [("Vera Hale", "person"), ("Oslo", "place")]),
        ("Secretary of State Vera Hale left.", [("Vera Hale", "person")]),
        (
            "He joined the Department of Health and Human Services.",
            [("Department of Health and Human Services", "organization")],
        ),
        ("Lund’s Vera Hale left.", [("Lund", "place"), ("Vera Hale", "person")]),
        ("The Tarn Gazette wrote to Pierre de Wit.", [("Tarn Gazette", "organization"), ("Pierre de Wit", "person")]),
        ("Meanwhile, the Republicans waited.", [("Republicans", "group")]),
        ("She read the Harbour Safety Act.", [("Harbour Safety Act", "document")]),
        ("However, nobody came on Monday.", []),
    ],
)
def test_names_and_their_kinds(text: str, names: list[tuple[str, str]]) -> None:
    assert named(text) == names


def test_a_description_has_its_owner_and_its_noun() -> None:
    found = {
        m.span.text: m for m in find_mentions(article("Vera Hale left. Her campaign praised the Norwegian mayor."), ())
    }
    assert found["Her campaign"].owner is not None and found["Her campaign"].owner.text == "Her"
    assert found["the Norwegian mayor"].head == "mayor" and found["the Norwegian mayor"].definite


def test_furniture_names_nobody() -> None:
    assert not named("Scroll to Top")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mike Lund", "Michael R. Lund", True),
        ("Otto Hale Sr.", "Otto Hale Jr.", False),
        ("Otto Hale", "Otto Hale Jr.", True),
        ("Otto Hale", "Otto Hale Sr.", False),
        ("Otto B. Hale", "Otto C. Hale", False),
        ("Otto Hale", "Vera Hale", False),
        ("Lu Jiwen", "Jiwen Lu", True),
    ],
)
def test_when_two_names_are_one_person(one: str, other: str, same: bool) -> None:
    assert same_person(parse_name(one), parse_name(other)) is same


def test_short_names() -> None:
    full = parse_name("Anna de la Cruz")
    assert is_short_for(parse_name("Cruz"), full) and is_short_for(parse_name("de la Cruz"), full)
    assert is_short_for(parse_name("Anna"), full) and not is_short_for(parse_name("Hale"), full)
    assert same_first_name("j.", "joseph") and same_first_name("joe", "joseph") and not same_first_name("joe", "anna")
    assert singular("senators") == "senator" and singular("then-president") == "president"
