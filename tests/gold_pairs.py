"""What the gold pairs of remarks and of occasions have in common: two sides, each an attribution by its content."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from evals.shared import POLNEAR, rows

ARTICLES = POLNEAR / "train.jsonl"


def sides(pair: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return pair["a"], pair["b"]


def assert_spans_are_contents(pairs: Iterable[dict[str, Any]]) -> None:
    """Every span is of the attribution that its side names, and lies in the article."""
    found = {row["id"]: row for row in rows(ARTICLES)}
    for pair in pairs:
        for side in sides(pair):
            row = found[side["article"]]
            content = row["annotations"][0]["attributions"][side["n"]]["Content"]
            assert side["content"] == sorted(content)
            assert all(row["text"][start:end].strip() for start, end in side["content"])
            assert side["content"][-1][1] <= len(row["text"])
