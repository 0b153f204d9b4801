from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.nearness import FEATURES as OF_STORIES
from onrecord.linking.people_names import form_of, how
from onrecord.linking.remark_features import FEATURES as OF_REMARKS
from onrecord.queries.reasons import REMARK_FEATURES, STORY_FEATURES, reasons


def test_every_feature_has_a_phrase() -> None:
    """One that is added to a model needs one; records may have been linked by features that are no more."""
    assert set(OF_REMARKS) - REMARK_FEATURES.keys() == set()
    assert set(OF_STORIES) - STORY_FEATURES.keys() == set()
    for phrases in (REMARK_FEATURES, STORY_FEATURES):
        assert all(words and "_" not in words for words in phrases.values())


def test_the_weightiest_of_either_side_are_told() -> None:
    adds = {f"x{n}": (-1) ** n * (20 - n) for n in range(20)}
    (told,) = reasons("remark", {"adds": adds})
    assert told == (
        "for it: x0 +20.0, x2 +18.0, x4 +16.0, x6 +14.0, x8 +12.0, and 5 more; "
        "against it: x1 -19.0, x3 -17.0, x5 -15.0, x7 -13.0, x9 -11.0, and 5 more"
    )


def test_a_remark() -> None:
    why = {
        "shared_words": 1,
        "shared_quoted_words": 0,
        "share_of_shorter": 0.95,
        "days_apart": 3,
        "adds": {"share_of_both": 2.71, "turned": -1.5, "in_order": 0.45},
    }
    assert list(reasons("remark", why)) == [
        "1 word in common",
        "none of them quoted by both",
        "95% of the shorter one",
        "3 days apart",
        "for it: most of either is in both +2.7, words in the same order +0.5; "
        "against it: one says that it is so, the other that it is not -1.5",
    ]
    assert list(reasons("repeats", why)) == list(reasons("remark", why))


OTHERS: list[tuple[str, dict[str, object], tuple[str, ...]]] = [
    (
        "person",
        {"name": "nickname", "role": "mayor", "days": 1},
        ("a nickname of the first name", "both called mayor", "a day apart"),
    ),
    ("person", {"name": "same", "apart": "several have this name"}, ("the same name", "several have this name")),
    (
        "person",
        {"office": "elvane mayor", "company": 2.5},
        ("called by the office alone: elvane mayor", "named with the same others (+2.50)"),
    ),
    (
        "occasion",
        {"remarks": 2, "date": "published", "place": 1.5},
        ("2 remarks in common", "told of in the days after it", "the same city"),
    ),
    ("occasion", {"speaker": True, "name": "harbour talk"}, ("the same speaker", "“harbour talk” in both names")),
    (
        "story",
        {"average": 0.5, "head_least": -0.25, "days_apart": 0},
        ("likeness of all their articles 0.50", "words at the head of the one in the other -0.2", "on one day"),
    ),
    ("story", {"new_one": 0.5, "none": None, "more": {"a": 1, "b": 0.5}}, ("new one 0.50", "more a 1; b 0.50")),
]


@pytest.mark.parametrize(("kind", "why", "told"), OTHERS)
def test_others(kind: str, why: dict[str, object], told: tuple[str, ...]) -> None:
    assert tuple(reasons(kind, why)) == told


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Marrow", "Ann Marrow"),
        ("Ann Marrow", "Ann T. Marrow"),
        ("Ann Marrow", "A. Marrow"),
        ("Robert Marrow", "Bob Marrow"),
        ("Ann Marrow", "Elvanian Ann Marrow"),
        ("Ann Marrow", "Anne Marrow"),
        ("Ivo Marrow Jr.", "Ivo Marrow"),
    ],
)
def test_how_names_differ_has_a_phrase(one: str, other: str) -> None:
    a, b = form_of(one), form_of(other)
    assert a and b
    (told,) = reasons("person", {"name": how(a, b)})
    assert told != how(a, b) and "name" in told


NAMES = st.sampled_from(["name", "adds", "date", "days", "share_of_shorter", "company", "place", "{", "words"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda one: st.dictionaries(st.text(), one) | st.lists(one),
)


@given(st.sampled_from(["person", "occasion", "remark", "repeats", "story", "x"]), st.dictionaries(NAMES, JSON))
def test_whatever_a_file_holds_is_told(kind: str, why: dict[str, object]) -> None:
    assert all(isinstance(one, str) for one in reasons(kind, why))
