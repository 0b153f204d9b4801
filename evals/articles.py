"""The two articles that the project comes from: everything in them must come out right.

evals/articles.json holds offsets and labels alone: metadata, passages, and each statement, inner ones too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.calibration import hits
from evals.shared import ROOT, SHARED, Figures, read, rows, score, sha256
from onrecord import Analysis, Article
from onrecord.export import analysis_from_dict

GOLD = ROOT / "evals" / "articles.json"
ROLES = ("source", "cue", "content")


def measure(out: Path) -> tuple[Figures, list[str]]:
    """Linked F1 and the statement scorer's figures over both articles, and what of their furniture and metadata is
    not as it should be."""
    told, wanted, hit, wrong = 0, 0, 0, []
    understood: list[dict[str, Any]] = []
    gold_rows: list[dict[str, Any]] = []
    for name, gold in json.loads(GOLD.read_text(encoding="utf-8")).items():
        path = SHARED / "articles" / name
        if sha256(path) != gold["sha256"]:
            wrong.append(f"{name} is not the text that was marked")
            continue
        read(path, out / "article.json")
        (row,) = rows(out / "article.json")
        analysis = analysis_from_dict(row)
        wrong += [f"{name}: {fact}" for fact in wrong_facts(analysis.article, gold["article"])]
        hit += _hits(analysis, gold["statements"])
        told += len(analysis.statements)
        wanted += len(gold["statements"])
        # The scorer looks at statements without a parent alone; here the inner ones count as much.
        understood += [statement | {"parent": None} for statement in row["statements"]]
        gold_rows.append(_gold_row(analysis.article, gold["statements"]))
    paths = out / "articles.gold.jsonl", out / "articles.statements.jsonl"
    for path, lines in zip(paths, (gold_rows, understood), strict=True):
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return {"linked": round(2 * hit / ((told + wanted) or 1), 4)} | score("statement_score", *paths), wrong


def wrong_facts(article: Article, gold: dict[str, Any]) -> Iterator[str]:
    """What of an article is not as marked; metadata is marked by where the text has it."""
    for field in ("outlet", "byline", "published"):
        wanted = gold[field] and article.text[slice(*gold[field])]
        if getattr(article, field) != wanted:
            yield f"{field} is {getattr(article, field)!r}"
    bounds = article.published_bounds and article.published_bounds.edtf
    if bounds != gold["published_bounds"]:
        yield f"published_bounds is {bounds!r}"
    for passage in ([p.kind, p.start, p.end] for p in article.passages):
        if passage not in gold["passages"]:
            yield f"passage {passage} is marked otherwise"


def _hits(analysis: Analysis, gold: list[dict[str, Any]]) -> int:
    marked = [{role.title(): s[role] for role in ROLES} for s in gold]
    row = {"text": analysis.article.text, "annotations": [{"attributions": marked}]}
    return sum(hits(row, analysis.statements))


def _gold_row(article: Article, gold: list[dict[str, Any]]) -> dict[str, Any]:
    """The marks as the statement scorer's gold, offsets turned into text."""

    def text(span: list[int]) -> str:
        return article.text[slice(*span)]

    statements = [
        s
        | {
            "n": n,
            "speaker": [text(span) for span in s["speaker"]],
            "conditions": [c | {"if": text(c["if"]), "then": text(c["then"])} for c in s["conditions"]],
        }
        for n, s in enumerate(gold)
    ]
    return {"id": article.id, "text": article.text, "statements": statements}
