"""What people understood of statements in PolNeAR's training articles: speaker, act, status, time, occasion,
conditions.

`training/annotations.jsonl` was made for this project by the guidelines of data/statements/GUIDELINES.md, article
by article. It holds offsets and labels alone; the texts and the attributions lie in PolNeAR. `n` counts the
attributions of an article's first annotator. A speaker whose name the article does not have in full is left out
with its field, and some statements were looked at for conditions alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.shared import POLNEAR, rows

ANNOTATIONS = Path(__file__).with_name("annotations.jsonl")


def annotated(path: Path = ANNOTATIONS) -> Iterator[dict[str, Any]]:
    """The annotated articles in the shape of data/statements/dev.jsonl; a statement has the fields that it was
    annotated with. Raises FileNotFoundError where the data is absent."""
    articles = {row["id"]: row for row in rows(POLNEAR / "train.jsonl")}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            marked = json.loads(line)
            article = articles[marked["id"]]
            given = article["annotations"][0]["attributions"]
            statements = [_statement(article["text"], mark, given[mark["n"]]) for mark in marked["statements"]]
            yield {name: article[name] for name in ("id", "outlet", "published", "title", "text")} | {
                "statements": statements
            }


def _statement(text: str, mark: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """A statement with its spans, its offsets turned into text."""
    statement = {role: given.get(role.title(), []) for role in ("source", "cue", "content")} | mark
    if "speaker" in mark:
        statement["speaker"] = [_name(text[start:end], mark["speaker_kind"]) for start, end in mark["speaker"]]
    statement["conditions"] = [
        condition | {side: text[slice(*condition[side])] for side in ("if", "then")} for condition in mark["conditions"]
    ]
    return statement


def _name(text: str, kind: str | None) -> str:
    """A name as it stands; a description in lower case, as the guidelines have it."""
    return text.lower() if kind == "unnamed" else text
