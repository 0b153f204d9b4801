"""Texts to attributions, with heads that score by rule: what is told, what is nested, and that any text is read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.by_rule import ByRule, reader, tokenizer
from onrecord.attribution.decoding import Found, Leaning
from onrecord.attribution.reader import DEEPEST, Reader, Settings, probability
from onrecord.types import Attribution, Span

#: Words that the heads know, and what else a text may be made of.
TOKENS = [
    "Ana",
    "said",
    "told",
    "hinted",
    "and",
    "rain",
    ".",
    "“",
    "”",
    '"',
    "'",
    "\n",
    "\r\n",
    "é",
    "\ud83d",
    "Q:",
    "—",
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(TOKENS), max_size=60).map(" ".join),
    st.text(alphabet=st.characters(exclude_categories=()), max_size=60),
)


def read(text: str, *stretches: tuple[int, int, int], by: Reader | None = None) -> list[Attribution]:
    return list((by or reader()).read(text, stretches or [(0, len(text), 1)]).attributions)


def told(found: list[Attribution]) -> list[tuple[str, str, str, int | None]]:
    """Source, cue, content and parent of each."""
    return [
        (*(" … ".join(s.text for s in spans) for spans in (a.source, a.cue, a.content)), a.parent)  # type: ignore[misc]
        for a in found
    ]


def test_spans_are_slices() -> None:
    (one,) = read("Today Ana Lund said it rains.")
    assert one.source == (Span(0, 14, "Today Ana Lund"),)
    assert one.cue == (Span(15, 19, "said"),)
    assert one.content == (Span(20, 28, "it rains"),)
    assert one.parent is None
    assert one.confidence > 0.99


def test_what_a_content_quotes_is_its_child() -> None:
    found = read("Ana said Bo Lund said it rains. Cy told us why.")
    assert told(found) == [
        ("Ana", "said", "Bo Lund said it rains", None),
        ("Bo Lund", "said", "it rains", 0),
        ("Cy", "told", "us why", None),
    ]


def test_quotation_is_followed_so_deep_and_no_deeper() -> None:
    names = ["Ana", "Bo", "Cy", "Di", "Ed"]
    found = read(" ".join(f"{name} said" for name in names) + " it rains.")
    assert [a.parent for a in found] == [None, *range(DEEPEST - 1)]
    assert [a.source[0].text for a in found] == names[:DEEPEST]


def test_marks_around_a_content_are_no_part_of_what_is_read_inside() -> None:
    found = read("Ana said “Bo Lund said it rains”.")
    assert told(found)[1] == ("Bo Lund", "said", "it rains", 0)


def test_contents_too_short_to_hold_an_attribution_are_not_read() -> None:
    assert len(read("Ana said Bo said so.")) == 1


def test_each_content_is_read_once() -> None:
    heads = ByRule()
    by = Reader(heads, tokenizer(), reader().settings)
    read("Ana said it never ever rains. Bo said it always pours.", by=by)
    assert heads.windows == 3  # the text and two contents


def test_unlikely_ones_are_not_told() -> None:
    assert len(read("Ana said it rains. Bo told us why.", by=reader(said=1.0, told=-1.0))) == 1
    assert len(read("Ana said it rains. Bo told us why.", by=reader(0.2, said=1.0, told=-1.0))) == 2


def test_confidence_is_the_probability_of_the_evidence() -> None:
    (one,) = read("Ana said it rains.", by=reader(said=1.0))
    assert one.confidence == pytest.approx(0.7311, abs=1e-4)
    found = Found((0, 1), (), ((1, 2),), (2.0, -1.0))
    assert probability(found, (0.5, 1.0, 0.0)) == 0.5
    assert 0 < probability(found, (-1e9, 0.0, 0.0)) < probability(found, (1e9, 0.0, 0.0)) < 1


def test_stretches() -> None:
    text = "Ana said it rains. Bo said it pours. Cy said it snows."
    first = text.index("Bo")
    second = text.index("Cy")
    assert [a.source[0].text for a in read(text, (first, second, 1))] == ["Bo"]
    assert [a.source[0].text for a in read(text, (0, first, 1), (second, len(text), 2))] == ["Ana", "Cy"]
    assert read(text, (0, 0, 1)) == []
    assert reader().read(text, []).attributions == ()


def test_nothing_reaches_from_one_part_into_another() -> None:
    text = "Rain, Ana said\nit rains and pours"
    parts = [(0, 15, 2), (15, len(text), 1)]
    assert read(text, *parts) == []
    assert told(read(text)) == [("Rain, Ana", "said", "it rains … pours", None)]


def test_settings_from_their_json_form() -> None:
    values = {"leaning": {"cue": 1, "source": 2, "content": 3}, "weights": [1, 2], "least": 0.5, "least_inside": 0.6}
    assert Settings.of(values) == Settings(Leaning(1, 2, 3), (1, 2), 0.5, 0.6)
    with pytest.raises(KeyError):
        Settings.of({**values, "leaning": {"cue": 1}})
    with pytest.raises(KeyError):
        Settings.of({"leaning": values["leaning"]})


def check(text: str, found: list[Attribution], stretches: list[tuple[int, int, int]]) -> None:
    for place, a in enumerate(found):
        assert a.content
        assert 0 <= a.confidence <= 1
        for spans in (a.source, a.cue, a.content):
            assert all(0 <= s.start < s.end <= len(text) and s.text == text[s.start : s.end] for s in spans)
            assert all(one.end <= other.start for one, other in pairwise(spans))
        if a.parent is None:
            parts = {part for s in (*a.source, *a.cue, *a.content) for part in touched(s, stretches)}
            assert len(parts) == 1
            assert 0 not in parts
        else:
            assert a.parent < place
            around = found[a.parent].content
            assert any(all(c.start <= s.start and s.end <= c.end for s in a.content) for c in around)
            assert all(
                any(c.start <= s.start and s.end <= c.end for c in around) for s in (*a.source, *a.cue, *a.content)
            )


def touched(span: Span, stretches: list[tuple[int, int, int]]) -> set[int]:
    """The parts that a span's visible characters are of, 0 for none."""
    return {
        next((part for start, end, part in stretches if start <= i < end), 0)
        for i in range(span.start, span.end)
        if not span.text[i - span.start].isspace()
    }


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    stretches = [(0, len(text), 1)]
    check(text, read(text, by=reader(0.0, cue=3.0)), stretches)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.integers(0, 2)), max_size=5))
def test_attributions_stay_in_their_part(lines: list[tuple[str, int]]) -> None:
    """Parts are lines, as they are in an article; part 0 is none."""
    text, stretches = "", []
    for line, part in lines:
        start = len(text)
        text += line.replace("\n", " ").replace("\r", " ") + "\n"
        if part:
            stretches.append((start, len(text), part))
    check(text, read(text, *(stretches or [(0, 0, 1)]), by=reader(0.0, cue=3.0)), stretches)


@settings(max_examples=20, deadline=None)
@given(TEXTS)
def test_the_same_text_is_read_the_same_way(text: str) -> None:
    assert read(text) == read(text)
