"""The gold pairs of remarks: their shape, their balance, and that their spans lie in the articles they name."""

from __future__ import annotations

from collections import Counter

import pytest

from evals.shared import ROOT, rows
from gold_pairs import ARTICLES, assert_spans_are_contents, sides

GOLD = ROOT / "evals" / "remarks.jsonl"
LABELS = {"same", "repeated", "different"}
PAIRS = rows(GOLD)


def articles(part: str) -> set[str]:
    return {side["article"] for pair in PAIRS if pair["part"] == part for side in sides(pair)}


def test_shape() -> None:
    for pair in PAIRS:
        assert pair.keys() == {"a", "b", "label", "similarity", "part"}
        assert pair["label"] in LABELS and pair["part"] in {"dev", "test"}
        assert 0 <= pair["similarity"] <= 1
        for side in sides(pair):
            assert side.keys() == {"article", "n", "content"}
            edges = [edge for span in side["content"] for edge in span]
            assert side["n"] >= 0 and edges and edges[0] >= 0 and edges == sorted(edges)
            assert all(start < end for start, end in side["content"])


def test_balance() -> None:
    labels = Counter(pair["label"] for pair in PAIRS)
    fifths = Counter(min(4, int(pair["similarity"] * 5)) for pair in PAIRS)
    inside = sum(pair["a"]["article"] == pair["b"]["article"] for pair in PAIRS)
    assert 220 <= len(PAIRS) <= 260
    assert 60 <= labels["same"] <= 90 and 25 <= labels["repeated"] <= 45
    assert min(fifths[k] for k in range(5)) >= 30
    assert inside <= len(PAIRS) / 4


def test_no_pair_stands_twice_and_the_parts_share_no_article() -> None:
    ends = {frozenset((side["article"], side["n"]) for side in sides(pair)) for pair in PAIRS}
    assert len(ends) == len(PAIRS) and all(len(end) == 2 for end in ends)
    assert not articles("dev") & articles("test")
    assert 0.6 <= sum(pair["part"] == "dev" for pair in PAIRS) / len(PAIRS) <= 0.72


@pytest.mark.skipif(not ARTICLES.exists(), reason="the measuring data is not here")
def test_spans_are_the_content_of_the_attributions_they_name() -> None:
    assert_spans_are_contents(PAIRS)
