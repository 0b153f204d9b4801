"""Words, pieces, shapes and windows of any text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.by_rule import MOST_PIECES, tokenizer
from growth import QUADRATIC, growth
from onrecord.attribution.encoding import (
    AFTER,
    BEFORE,
    CONTEXT,
    GAPS,
    OWN,
    QUOTES,
    SHAPES,
    Encoded,
    Window,
    around,
    encode,
    places,
    windows,
)

#: Any character, half surrogate pairs and control characters included.
ANY = st.text(alphabet=st.one_of(st.characters(exclude_categories=()), st.sampled_from(" .\n\r\t\x00\u00ad\u200b“”é")))
#: A word of as many pieces as any may have, or nearly.
LONGEST = "zq" * 50


def words(text: str) -> list[str]:
    e = encode(tokenizer(), text)
    return [text[s:t] for s, t in zip(e.starts.tolist(), e.ends.tolist(), strict=True)]


def shapes(text: str) -> list[tuple[int, int, int]]:
    """The case, quotation and gap of each word."""
    e = encode(tokenizer(), text)
    return [(s // (QUOTES * GAPS), s // GAPS % QUOTES, s % GAPS) for s in e.shapes.tolist()]


def check(text: str, e: Encoded) -> None:
    count = len(e)
    assert len(e.ends) == len(e.shapes) == len(e.breaks) == len(e.first) - 1 == count
    assert e.first[0] == 0
    assert e.first[-1] == len(e.pieces)
    assert (np.diff(e.first) > 0).all()
    assert (e.starts >= 0).all()
    assert (e.starts < e.ends).all()
    assert (e.ends[:-1] <= e.starts[1:]).all()
    assert not count or e.ends[-1] <= len(text)
    assert ((e.shapes >= 0) & (e.shapes < SHAPES)).all()
    assert np.isin(e.breaks, (0, 1, 2)).all()


def test_words() -> None:
    assert words("“It’s 3.5%,” O'Neill-Cask said.\r\nThen…") == (
        ["“", "It", "’", "s", "3", ".", "5", "%", ",", "”", "O", "'", "Neill", "-", "Cask", "said", ".", "Then", "…"]
    )


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t", "\x00\x01", "\ufeff", "\u200b\u00ad"])
def test_texts_without_words(text: str) -> None:
    assert words(text) == []
    assert list(windows(encode(tokenizer(), text))) == []


def test_half_a_surrogate_pair_keeps_the_offsets() -> None:
    assert words("a \ud83d b \udc00c d")[-1] == "d"
    assert words("Åse \ud800 naïve")[-1] == "naïve"


def test_shapes() -> None:
    assert [case for case, *_ in shapes("mayor Mayor MAYOR McKay 42 , A")] == [0, 1, 2, 3, 4, 5, 1]
    assert [gap for *_, gap in shapes("One two,\nthree\r\nfour")] == [0, 1, 0, 2, 2]


def test_quotation_is_counted_up_to_two() -> None:
    text = "He “said ‘no “x” y’ z” then"
    assert list(zip(words(text), [q for _, q, _ in shapes(text)], strict=True)) == [
        ("He", 0),
        ("“", 1),
        ("said", 1),
        ("‘", 2),
        ("no", 2),
        ("“", 2),
        ("x", 2),
        ("”", 2),
        ("y", 2),
        ("’", 2),
        ("z", 1),
        ("”", 1),
        ("then", 0),
    ]


def test_breaks() -> None:
    text = "One. Two.” Three\nfour, five"
    e = encode(tokenizer(), text)
    assert [w for w, b in zip(words(text), e.breaks.tolist(), strict=True) if b] == ["Two", "Three", "four"]
    assert e.breaks.max() == 2


@settings(max_examples=100, deadline=None)
@given(ANY)
def test_any_text_is_encoded(text: str) -> None:
    check(text, encode(tokenizer(), text))


@settings(max_examples=50, deadline=None)
@given(ANY)
def test_every_letter_and_digit_is_in_a_word(text: str) -> None:
    """Of Latin script at least; the tokenizer drops marks that nobody sees."""
    e = encode(tokenizer(), text)
    inside = np.zeros(len(text), dtype=bool)
    for start, end in zip(e.starts.tolist(), e.ends.tolist(), strict=True):
        inside[start:end] = True
    assert all(inside[i] for i, c in enumerate(text) if c.isascii() and c.isalnum())


def check_windows(e: Encoded) -> list[Window]:
    found = list(windows(e))
    assert [w.own_start for w in found] == [0, *(w.own_end for w in found[:-1])][: len(found)]
    assert (found[-1].own_end if found else 0) == len(e)
    for w in found:
        assert 0 <= w.start <= w.own_start < w.own_end <= w.end <= len(e)
        assert e.first[w.own_end] - e.first[w.own_start] <= OWN
        assert e.first[w.own_start] - e.first[w.start] <= CONTEXT
        assert e.first[w.end] - e.first[w.own_end] <= CONTEXT
        assert e.first[w.end] - e.first[w.start] + 2 < MOST_PIECES
    return found


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["word", "extraordinarily", LONGEST, ".", "\n", "“", "x" * 101]), st.integers(1, 400)
        ),
        max_size=5,
    )
)
def test_windows_answer_for_each_word_once_and_fit(blocks: list[tuple[str, int]]) -> None:
    check_windows(encode(tokenizer(), " ".join(" ".join([word] * count) for word, count in blocks)))


@pytest.mark.parametrize("before", range(252, 353, 4))
def test_windows_fit_with_a_long_word_behind_them(before: int) -> None:
    e = encode(tokenizer(), " ".join(["word"] * (64 + before) + [LONGEST] * 8))
    assert np.diff(e.first).max() > CONTEXT
    check_windows(e)


def test_windows_end_where_paragraphs_do_or_else_sentences() -> None:
    paragraphs = "\n".join(["word " * 100] * 9)
    e = encode(tokenizer(), paragraphs)
    assert all(e.breaks[w.own_end] == 2 for w in check_windows(e)[:-1])
    e = encode(tokenizer(), "One two three four five. " * 200)
    assert all(e.breaks[w.own_end] == 1 for w in check_windows(e)[:-1])
    e = encode(tokenizer(), "word " * 1000)
    assert [w.own_end for w in check_windows(e)] == [OWN, 2 * OWN, 1000]


def test_around_a_cue() -> None:
    window = Window(10, 300, 20, 280)
    assert around((100, 102), window) == (100 - BEFORE, 102 + AFTER)
    assert around((12, 13), window) == (10, 13 + AFTER)
    assert around((290, 291), window) == (290 - BEFORE, 300)


def test_places() -> None:
    assert places((3, 5), 0, 8).tolist() == [
        BEFORE - 3,
        BEFORE - 2,
        BEFORE - 1,
        BEFORE,
        BEFORE,
        *range(BEFORE + 1, BEFORE + 4),
    ]
    everywhere = places((BEFORE, BEFORE + 1), 0, BEFORE + 1 + AFTER)
    assert everywhere.min() == 0
    assert everywhere.max() == BEFORE + AFTER


@pytest.mark.parametrize("pattern", ["“a ", "a", "'a' ", "é ", "\ud800", "一"])
def test_time_is_linear(pattern: str) -> None:
    assert growth(lambda text: list(windows(encode(tokenizer(), text))), pattern, 25_000) < QUADRATIC
