"""The gold pairs of occasions: their shape, their balance, and that their spans lie in the articles they name."""

from __future__ import annotations

from collections import Counter

import pytest

from evals import occasions
from evals.shared import rows
from gold_pairs import ARTICLES, assert_spans_are_contents, sides

PAIRS = rows(occasions.PAIRS)
TEST_DAYS = "2016-04-30", "2016-08-24"


def test_shape() -> None:
    for pair in PAIRS:
        assert pair.keys() == {"a", "b", "label", "part"}
        assert pair["label"] in {"same", "different"} and pair["part"] in {"dev", "test"}
        for side in sides(pair):
            assert side.keys() == {"article", "n", "content"}
            assert side["content"] == sorted(side["content"]) and all(0 <= a < b for a, b in side["content"])


def test_balance() -> None:
    labels = Counter((pair["part"], pair["label"]) for pair in PAIRS)
    inside = [pair for pair in PAIRS if pair["a"]["article"] == pair["b"]["article"]]
    assert 120 <= len(PAIRS) <= 200 and min(labels.values()) >= 30 and len(labels) == 4
    assert len(inside) <= len(PAIRS) / 10 and {pair["label"] for pair in inside} == {"different"}


def test_no_pair_stands_twice_and_the_parts_are_apart_in_time() -> None:
    ends = {frozenset((side["article"], side["n"]) for side in sides(pair)) for pair in PAIRS}
    assert len(ends) == len(PAIRS) and all(len(end) == 2 for end in ends)
    for pair in PAIRS:
        for side in sides(pair):
            day = side["article"].split("_")[1]
            assert (TEST_DAYS[0] <= day <= TEST_DAYS[1]) == (pair["part"] == "test")


@pytest.mark.skipif(not ARTICLES.exists(), reason="the measuring data is not here")
def test_spans_are_the_content_of_the_attributions_they_name() -> None:
    assert_spans_are_contents(PAIRS)


def test_figures() -> None:
    pairs = [
        ({"label": "same"}, 1, 1),
        ({"label": "same"}, 1, 2),
        ({"label": "same"}, None, None),
        ({"label": "different"}, 3, 3),
        ({"label": "different"}, 3, None),
    ]
    figures = occasions.figures_of(pairs)
    assert figures["precision"] == 1 / 2 and figures["recall"] == 1 / 3 and figures["recall_known"] == 1 / 2
    assert figures["f1"] == 2 / 5 and figures["pairs"] == 5 and figures["pairs_known"] == 3
