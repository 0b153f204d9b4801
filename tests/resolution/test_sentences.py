"""Sentences: shortened words and initials end none, line breaks always do."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from growth import QUADRATIC, growth
from onrecord.resolution.sentences import find_sentences


def split(text: str) -> list[str]:
    found = find_sentences(text)
    return [text[slice(*found.bounds(n))].strip() for n in range(len(found.starts))]


def test_a_full_stop_ends_a_sentence_but_not_a_shortened_word() -> None:
    text = "Mr. Dorn met Gov. A. B. Tasker on Nov. 5 in the U.S. Capitol. He left. “No,” he said."
    assert split(text) == [
        "Mr. Dorn met Gov. A. B. Tasker on Nov. 5 in the U.S. Capitol.",
        "He left.",
        "“No,” he said.",
    ]


def test_closing_marks_belong_to_the_sentence_before() -> None:
    assert split("“We will.” She left.") == ["“We will.”", "She left."]


def test_a_line_break_ends_a_headline() -> None:
    assert split("Harbour shut\n\nThe harbour was shut.") == ["Harbour shut", "The harbour was shut."]


def test_paragraphs_and_what_opens_them() -> None:
    found = find_sentences("One. Two.\n\nThree.")
    assert [found.paragraph(start) for start in found.starts] == [0, 0, 1]
    assert [found.opens(n) for n in range(3)] == [True, False, True]


@given(st.text())
def test_every_character_stands_in_one_sentence(text: str) -> None:
    found = find_sentences(text)
    bounds = [found.bounds(n) for n in range(len(found.starts))]
    assert bounds[0][0] == 0
    assert bounds[-1][1] == len(text)
    assert all(one[1] == other[0] for one, other in pairwise(bounds))


def test_time_grows_with_the_text() -> None:
    assert growth(find_sentences, "He said so. ", 40_000) < QUADRATIC
