"""What is said in set phrases."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import QUADRATIC, growth
from onrecord.attribution.phrases import phrased
from onrecord.types import Attribution, Span


def told(text: str) -> list[tuple[str, str, str]]:
    return [
        (" ".join(s.text for s in a.source), " ".join(s.text for s in a.cue), " ".join(s.text for s in a.content))
        for a in phrased(text, [])
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Asked about reports that the mill will close, she smiled.",
            ("", "reports", "that the mill will close"),
        ),
        ("Rumours that Torrow, 41, had left grew.", ("", "Rumours", "that Torrow, 41, had left grew")),
        ("The board dismissed speculation that, in June, it met.", ("", "speculation", "that, in June, it met")),
        ("Torrow’s campaign had not confirmed these talks.", ("Torrow’s campaign", "had not confirmed", "these talks")),
        ("The board hasn’t yet disclosed the price, which rose.", ("The board", "hasn’t yet disclosed", "the price")),
        ("He did not say when it would end.", ("He", "did not say", "when it would end")),
    ],
)  # fmt: skip
def test_what_is_found(text: str, expected: tuple[str, str, str]) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "She reports that it rains.".replace("reports", "thinks"),
        "He has not eaten the bread.",
        "Two reports were filed.",
    ],
)
def test_what_is_not(text: str) -> None:
    assert told(text) == []


def test_what_was_found_already_is_left_alone_and_ends_a_report() -> None:
    text = "Amid reports that it failed Ina said it works."
    at = text.index("Ina")
    said = Attribution(
        (Span(at, at + 3, "Ina"),), (Span(at + 4, at + 8, "said"),), (Span(at + 9, at + 17, "it works"),), 0.9
    )
    (found,) = phrased(text, [said])
    assert found.content[0].text == "that it failed"
    assert phrased(text, [said, found]) == []


PIECES = st.sampled_from(
    ["reports that ", "Regarding ", "rumours that it ", "Ina Torrow ", "had not confirmed ", "did not say ", "he ",
     ", ", ". ", "\n", "“", "the mill ", "and ", "\u200b", "É"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_any_text(text: str) -> None:
    found = phrased(text, [])
    spans = [s for a in found for s in (*a.source, *a.cue, *a.content)]
    assert all(text[s.start : s.end] == s.text and s.text for s in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert phrased(text, found) == []


@pytest.mark.parametrize("pattern", ["Ina reports that ", "he did not say a ", "Regarding reports that X, "])
def test_time_grows_with_the_text(pattern: str) -> None:
    assert growth(lambda text: phrased(text, []), pattern, 25_000) < QUADRATIC
