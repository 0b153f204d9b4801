"""How well statements are understood: who, when and at what occasion, and the time expressions of articles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.marked import read_marked
from evals.shared import SHARED, Figures, read, rows, score
from onrecord.attribution import attribute
from onrecord.export import statement_to_dict
from onrecord.interpretation import interpret
from onrecord.resolution import resolve

STATEMENTS = SHARED / "data" / "statements" / "dev.jsonl"
TIMES = SHARED / "data" / "times" / "tbaq.jsonl"

FIGURES = ("matched", "speaker", "speaker_kind", "said", "said_f1", "occasion", "act", "status")
#: Two passes of annotation by the same guidelines against each other, and the goal set.
PEOPLE = dict(zip(FIGURES, (1.0, 0.97, 0.99, 0.96, 0.94, 0.98, 0.92, 0.99), strict=True))
GOAL = dict(zip(FIGURES, (0.80, 0.92, 0.95, 0.90, 0.85, 0.90, 0.80, 0.97), strict=True))

CONDITIONS = SHARED / "data" / "statements" / "conditions.jsonl"
CONDITION_FIGURES = ("conditions", "without_if", "if", "only_if", "unless", "until", "in_exchange")
CONDITION_PEOPLE = {"conditions": 0.85}
CONDITION_GOAL = {"conditions": 0.75}

TIME_FIGURES = ("found", "strict", "type", "value")
TIME_GOAL = {"found": 0.93, "value": 0.85}


def statements(out: Path) -> Figures:
    """The statement scorer's figures on the reader's own statements of 20 dev articles."""
    told = out / "understood.jsonl"
    read(STATEMENTS, told)
    return score("statement_score", STATEMENTS, told)


def times(out: Path) -> Figures:
    """The time scorer's figures on TimeBank and AQUAINT."""
    articles, told = out / "times.articles.jsonl", out / "times.analyses.json"
    with articles.open("w", encoding="utf-8") as lines:
        for row in rows(TIMES):  # the gold stays behind
            lines.write(json.dumps({name: row[name] for name in ("id", "published", "text")}) + "\n")
    read(articles, told)
    return score("time_score", TIMES, told)


def conditions(out: Path) -> Figures:
    """The statement scorer's F1 of conditions, over all, without `if`, and for each relation by itself.

    Sources, cues and contents are those that people marked, since the reader was trained on these articles.
    """
    gold = rows(CONDITIONS)
    told = [row for article in gold for row in _given(article)]
    relations = {"conditions": CONDITION_FIGURES[2:], "without_if": CONDITION_FIGURES[3:]}
    figures = {}
    for name in CONDITION_FIGURES:
        kept = relations.get(name, (name,))
        paths = out / f"{name}.gold.jsonl", out / f"{name}.told.jsonl"
        of_gold = [a | {"statements": [_only(s, kept) for s in a["statements"]]} for a in gold]
        for path, lines in zip(paths, (of_gold, [_only(s, kept) for s in told]), strict=True):
            path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        figures[name] = score("statement_score", *paths)["conditions"]
    return figures


def _only(statement: dict[str, Any], relations: Sequence[str]) -> dict[str, Any]:
    """The statement with its conditions of these relations."""
    return statement | {"conditions": [c for c in statement["conditions"] if c["relation"] in relations]}


def _given(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The statements of an article, as printed, whose spans are those that people marked."""
    article, given = read_marked(row)
    words = attribute(article.text, []).words  # nothing is looked for: what is there is given
    analysis, people = resolve(article, given, words)
    return (statement_to_dict(s) for s in interpret(analysis, people, words).statements)
