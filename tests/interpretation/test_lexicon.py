"""The word lists."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.interpretation.lexicon import any_form, classes, stem, tag


@pytest.mark.parametrize(
    "forms",
    [
        ("deny", "denies", "denied", "denying"),
        ("urge", "urges", "urged", "urging"),
        ("slam", "slams", "slammed", "slamming"),
        ("call", "calls", "called", "calling"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_phrases_are_tagged_whole() -> None:
    tagged = tag(["she", "called", "on", "him"])
    demand = classes().index("cue:demand")
    assert tagged[:, demand].tolist() == [0, 1, 1, 0]


def test_there_is_a_class_for_each_act() -> None:
    from onrecord.interpretation.judging import ACTS

    assert {f"cue:{act}" for act in ACTS} <= set(classes())


@given(st.lists(st.text(max_size=12)))
def test_any_words_are_tagged(words: list[str]) -> None:
    assert tag(words).shape == (len(words), len(classes()))


def test_any_form() -> None:
    pattern = re.compile(rf"(?:{any_form('urge deny plan call_on')})")
    for form in ("urge", "urging", "denied", "deny", "planned", "plans", "called on", "calling on"):
        assert pattern.fullmatch(form), form
    assert not pattern.fullmatch("called")
