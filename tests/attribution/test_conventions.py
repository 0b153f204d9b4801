"""Signed quotations and transcripts, and what only looks like one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.attribution.conventions import laid_out


def told(text: str) -> list[tuple[str, str, str]]:
    return [(a.source[0].text, a.cue[0].text, a.content[0].text) for a in laid_out(text)]


def test_a_signed_quotation() -> None:
    assert told("Voices.\n“We open in May.” — Ina Torrow\nMore.") == [("Ina Torrow", "—", "“We open in May.”")]
    assert told('"We open."\n- Ina Torrow, mayor.\n') == [("Ina Torrow, mayor", "-", '"We open."')]
    assert told("“We open.”\r\n― Ina Torrow\r\n") == [("Ina Torrow", "―", "“We open.”")]


def test_what_is_no_signed_quotation() -> None:
    assert told("“We open in May” — and close in June, she said.") == []
    assert told("She called it “a mess” — Ina Torrow agreed — and left.") == []


def test_a_transcript() -> None:
    assert told("Q: Who paid?\nA: Nobody.\n") == [("Q", ":", "Who paid?"), ("A", ":", "Nobody.")]
    assert told("INA TORROW: We open.\n\nCASK (by telephone): We close.\n") == [
        ("INA TORROW", ":", "We open."),
        ("CASK", ":", "We close."),
    ]


def test_an_answer_of_several_paragraphs() -> None:
    text = "Q: Who paid?\n\nA: Nobody.\n\nNot yet.\n\nQ: Why?\n\nA: Ask them."
    assert told(text)[1] == ("A", ":", "Nobody.\n\nNot yet.")


def test_what_is_no_transcript() -> None:
    assert told("Location: Ostermere.\nThe quay opens in May.\n") == []
    assert told("Mayor: No new taxes\nThe mayor said so.\n") == []
    assert told("Torrow: 56\nCask: 44\n") == []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["Q:", "A: x y", "“a b”", "— Ina", "INA: no", "\n", "\r\n", " ", "word"]), max_size=40))
def test_spans_are_slices(pieces: list[str]) -> None:
    text = "".join(pieces)
    for a in laid_out(text):
        for span in (*a.source, *a.cue, *a.content):
            assert span.text == text[span.start : span.end]
            assert span.text.strip()


def test_time_is_linear() -> None:
    for pattern in ("Q: a b\n", "“a” — B", "“a”\n\n", "A:\n", "“" * 50 + "\n"):
        laid_out(pattern * 20_000)
