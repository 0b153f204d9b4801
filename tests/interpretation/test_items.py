"""The parts of what is enumerated."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from growth import QUADRATIC, growth
from interpretation.terms import gold, statement, words
from onrecord.interpretation.items import find_items

#: F1 of exact parts over the first 60 marked sentences, on which the code was written, and over all; may only grow.
FLOORS = ((60, 0.9), (120, 0.83))


def parts(text: str, content: str) -> list[str]:
    return [item.text for item in find_items(statement(text, None, content), text, words(text))]


@pytest.mark.parametrize(
    ("content", "items"),
    [
        (
            "conditions for a truce, including a retreat from the valley, the island's return, “peace and order” in "
            "the ports, and the release of all crews",
            [
                "a retreat from the valley",
                "the island's return",
                "“peace and order” in the ports",
                "the release of all crews",
            ],
        ),
        ("measures including a curfew and a toll", ["a curfew", "a toll"]),
        (
            "closing the airport, halting the trams, and sending every pupil home",
            ["closing the airport", "halting the trams", "sending every pupil home"],
        ),
        ("more nurses, a second clinic and lower rents", ["more nurses", "a second clinic", "lower rents"]),
    ],
)
def test_an_enumeration_has_parts(content, items) -> None:
    assert parts(f"The chief demanded {content}.", content) == items


@pytest.mark.parametrize(
    "content",
    [
        "the harbour and the mill",
        "that Anna Roth, a doctor, was late and tired",
        "he came, he saw the flood and he left",
        "a fine of $6,000 and a ban",
        "that the town, however small, and the village agree",
    ],
)
def test_what_is_no_enumeration_has_none(content) -> None:
    assert parts(f"The chief said {content}.", content) == []


@pytest.mark.parametrize(("count", "floor"), FLOORS)
def test_marked_sentences_reach_the_floor(count: int, floor: float) -> None:
    right = total = 0
    for row, s in gold()[:count]:
        found = {item.text.strip() for item in find_items(s, row["text"], words(row["text"]))}
        right += len(found & set(row["items"]))
        total += len(found) + len(row["items"])
    assert 2 * right / total >= floor


PIECES = ["including ", "a b", ", ", "and ", "“", "”", "; ", ". ", "such as ", ": ", "(", ")", "both "]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), min_size=1, max_size=30).map("".join))
def test_any_text_gives_spans_of_it(text) -> None:
    if not text.strip():
        return
    for item in find_items(statement(text, None, text), text, None):
        assert all(text[span.start : span.end] == span.text for span in item.spans)


@pytest.mark.parametrize("pattern", ["a , ", "including a and ", "“ , ", "( , ", "both a and b, "])
def test_time_grows_with_the_text(pattern) -> None:
    def run(text: str) -> object:
        return find_items(statement(text, None, text.strip()), text, None)

    assert growth(run, pattern, 20_000) < QUADRATIC
