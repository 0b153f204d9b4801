"""Statements whose spans people marked, as the program makes them of what its reader finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord import Article, Attribution, Span, Statement
from onrecord.analysis import statements
from onrecord.reading.passages import label_passages


def read_marked(row: dict[str, Any]) -> tuple[Article, tuple[Statement, ...]]:
    """The article and, in their order, the statements of a row in the shape of data/statements/dev.jsonl; a row needs
    no more than `id`, `text` and the statements' `source`, `cue` and `content`."""
    text = row["text"]

    def spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
        return tuple(Span(start, end, text[start:end]) for start, end in pairs)

    article = Article(row["id"], text, label_passages(text, row.get("title")), published=row.get("published"))
    given = [Attribution(spans(s["source"]), spans(s["cue"]), spans(s["content"]), 1.0) for s in row["statements"]]
    return article, statements(article, given)
