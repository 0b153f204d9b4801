"""Words in context, by the weights that ship."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.attribution import read_in_context
from onrecord.attribution.contexts import MOST, Extract, Meant

BANK = "The ferry ran onto the bank of the river, and the captain went to the bank to borrow money."


def meant(text: str, *words: str) -> Meant:
    """The first of each of these words where it stands in a text."""
    return read_in_context(Extract(text, tuple((text.index(word), text.index(word) + len(word)) for word in words)))


def test_each_piece_of_the_spans_has_a_vector_of_length_one() -> None:
    found = meant(BANK, "The ferry ran", "borrow money")
    assert len(found.pieces) == len(found.vectors) == 5
    assert np.linalg.norm(found.vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-3)


def test_a_word_means_what_it_means_where_it_stands() -> None:
    river = meant("The boat ran onto the bank and stuck in the mud of the river.", "bank")
    loan = meant("She asked the bank for a loan.", "bank")
    money = meant("The money had been kept at a bank in the old town.", "bank")
    assert river.pieces.tolist() == money.pieces.tolist() == loan.pieces.tolist()
    assert float(money.vectors[0] @ loan.vectors[0]) > float(river.vectors[0] @ loan.vectors[0]) + 0.05


def test_nothing_is_meant_where_no_word_is_read() -> None:
    for extract in (Extract("", ()), Extract("", ((0, 4),)), Extract("  \n ", ((0, 4),)), Extract(BANK, ((3, 4),))):
        assert len(read_in_context(extract).pieces) == 0
    long = "ferry " * MOST
    late = read_in_context(Extract(long, ((0, 5), (len(long) - 6, len(long) - 1))))
    assert len(late.pieces) == 1


@given(st.text(st.characters(exclude_categories=()), max_size=80), st.integers(0, 90), st.integers(0, 90))
@settings(max_examples=40, deadline=None)
def test_any_text(text: str, start: int, end: int) -> None:
    extract = Extract(text, ((start, end),))
    found, again = read_in_context(extract), read_in_context(extract)
    assert found.vectors.shape == (len(found.pieces), again.vectors.shape[1])
    assert np.isfinite(found.vectors).all() and np.array_equal(found.vectors, again.vectors)
