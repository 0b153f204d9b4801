"""How well remarks are tied: the labelled pairs of evals/remarks.jsonl, through the whole program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from evals.marked import read_marked
from evals.shared import POLNEAR, ROOT, Figures, rows, tie_figures
from onrecord import Analysis
from onrecord.attribution import attribute
from onrecord.interpretation import interpret
from onrecord.linking import duplicates, occasions, people
from onrecord.linking import remarks as passes
from onrecord.record import Record, open_record
from onrecord.resolution import resolve

PAIRS = ROOT / "evals" / "remarks.jsonl"
REMARK_FIGURES = ("precision", "recall", "f1", "test_precision", "test_recall", "test_f1")
REMARK_GOAL = {"precision": 0.9, "recall": 0.7, "test_precision": 0.9, "test_recall": 0.7}


def remarks(out: Path) -> Figures:
    """Precision, recall and F1 of ties between statements that people marked: of the pairs that the program ties, those
    that report one utterance, and the other way round. `test_` are the same figures on the part held back."""
    pairs = rows(PAIRS)
    with record_of(articles_of(pairs), out / "remarks.db") as record:
        link_before(record)
        passes.link(record)
        return {
            f"{prefix}{name}": value
            for part, prefix in (("dev", ""), ("test", "test_"))
            for name, value in _figures(record, [pair for pair in pairs if pair["part"] == part]).items()
        }


def articles_of(pairs: Iterable[Mapping[str, Any]]) -> set[str]:
    """The ids of the articles that pairs are taken from."""
    return {pair[side]["article"] for pair in pairs for side in ("a", "b")}


@contextmanager
def record_of(articles: set[str], path: Path) -> Iterator[Record]:
    """A new record of these articles of PolNeAR's training part, their statements as people marked them."""
    path.unlink(missing_ok=True)
    with open_record(path) as record:
        record.add(analysed(row) for row in rows(POLNEAR / "train.jsonl") if row["id"] in articles)
        yield record


def analysed(row: Mapping[str, Any]) -> Analysis:
    """An article as the program understands it when its sources, cues and contents are given."""
    marked = [
        {role.lower(): sorted(one.get(role, ())) for role in ("Source", "Cue", "Content")}
        for one in row["annotations"][0]["attributions"]
        if one.get("Content")
    ]
    article, given = read_marked({**row, "statements": marked})
    words = attribute(article.text, []).words
    analysis, known = resolve(replace(article, title=row["title"], outlet=row["outlet"], language="en"), given, words)
    return interpret(analysis, known, words)


def link_before(record: Record) -> None:
    """The passes that remarks stand on."""
    for one in (duplicates, people, occasions):
        one.link(record)


def statements_of(record: Record, pair: Mapping[str, Any]) -> tuple[int, int]:
    """The keys of the two statements of a pair. Marked attributions without content are no statements."""
    return _statement(record, pair["a"]), _statement(record, pair["b"])


def _statement(record: Record, side: Mapping[str, Any]) -> int:
    query = (
        "SELECT s.key FROM statement AS s JOIN analysis AS a ON a.key = s.analysis JOIN article AS r "
        "ON r.key = a.article WHERE r.id = ? AND json(s.content) = json(?)"
    )
    found = record.db.execute(query, (side["article"], str([list(span) for span in side["content"]]))).fetchall()
    return int(found[0][0])


def _figures(record: Record, pairs: Sequence[Mapping[str, Any]]) -> Figures:
    tied = [pair for pair in pairs if _share_a_remark(record, *statements_of(record, pair))]
    same = sum(pair["label"] == "same" for pair in pairs)
    right = sum(pair["label"] == "same" for pair in tied)
    return tie_figures(right, len(tied), same)


def _share_a_remark(record: Record, one: int, other: int) -> bool:
    query = (
        "SELECT 1 FROM remark_span AS a JOIN remark_span AS b USING (remark) WHERE a.statement = ? AND b.statement = ?"
    )
    return record.db.execute(query, (one, other)).fetchone() is not None
