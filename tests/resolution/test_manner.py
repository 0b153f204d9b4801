"""How statements are told: tense, adverbs, and which part of one a character stands in."""

from __future__ import annotations

import pytest

from onrecord.resolution.manner import TENSES, cut, tense


@pytest.mark.parametrize(
    ("words", "left", "told"),
    [
        ("said", "", "past"),
        ("argued", "", "past"),
        ("says", "", "present"),
        ("has said", "", "perfect"),
        ("said", "had", "past_perfect"),
        ("had previously said", "", "past_perfect"),
        ("would say", "", "modal"),
        ("is demanding", "", "present"),
        ("was accused", "", "past"),
        ("adding", "", "gerund"),
        ("according to", "", "according"),
        ("promise", "", "noun"),
        ("", "", "none"),
    ],
)
def test_tense(words: str, left: str, told: str) -> None:
    assert tense(words.split(), left.split()) == told
    assert told in TENSES


def test_a_clause_or_a_quotation_cuts() -> None:
    assert cut(" that the boat ")
    assert cut(" “no” ")
    assert not cut(" at the harbour on ")
