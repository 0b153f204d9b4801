"""Statements made of plain strings, for the tests of conditions and items."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from onrecord.analysis import statements, telling
from onrecord.attribution import attribute
from onrecord.attribution.reader import Words
from onrecord.types import Article, Attribution, Passage, Span, Statement

GOLD = Path(__file__).parents[1] / "data" / "conditions.jsonl"


def place(text: str, part: str, after: int = 0) -> Span:
    start = text.index(part, after)
    return Span(start, start + len(part), part)


def statement(text: str, cue: str | None, *content: str, source: str | None = None) -> Statement:
    spans: list[Span] = []
    for part in content:
        spans.append(place(text, part, spans[-1].end if spans else 0))
    article = Article("a", text, (Passage("body", 0, len(text)),))
    found = Attribution((place(text, source),) if source else (), (place(text, cue),) if cue else (), tuple(spans), 1.0)
    return statements(article, [found])[0]


@cache
def words(text: str) -> Words:
    """The reader's words of a text."""
    return attribute(text, telling(Article("a", text, (Passage("body", 0, len(text)),)))).words


@cache
def gold() -> list[tuple[dict[str, Any], Statement]]:
    """The marked sentences, each with its statement."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(row, statement(row["text"], row["cue"], *row["content"], source=row["source"])) for row in rows]


def half(one: str, other: str) -> bool:
    """Whether two texts share half of their words, those of the longer one."""
    a, b = ({w.strip(".,\"'“”") for w in text.lower().split()} for text in (one, other))
    return bool(a and b) and 2 * len(a & b) >= max(len(a), len(b))
