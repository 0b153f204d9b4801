"""What the article commits itself to."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from one_sentence import given, people_of, read
from onrecord.interpretation.cues import signs, table, verb_group
from onrecord.interpretation.status import at_distance, find_statuses

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "status.jsonl").read_text(encoding="utf-8").splitlines()
]
#: The share of the sentences of each status that has to come out, a little below what does.
FLOORS = {"reported": 0.95, "negated": 0.9, "hypothetical": 0.7, "asserted": 0.8}


def told(row: dict) -> str:
    """The status found for one sentence of status.jsonl; one `within` is quoted by whoever the sentence begins with."""
    spans = [{role: row[role] for role in ("source", "cue", "content")}]
    if row.get("within"):
        said = row["text"].index(" said ")
        outer = {"source": [(0, said)], "cue": [(said + 1, said + 5)], "content": [(said + 6, len(row["text"]) - 1)]}
        spans.insert(0, outer)
    article, statements, words = given(row["text"], *spans)
    return find_statuses(article, statements, words)[-1]


def test_sentences() -> None:
    right, all_ = Counter(), Counter(row["status"] for row in ROWS)
    for row in ROWS:
        right[row["status"]] += told(row) == row["status"]
    assert all_["reported"] >= 40
    assert {status: right[status] / all_[status] >= floor for status, floor in FLOORS.items()} == dict.fromkeys(
        FLOORS, True
    )


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("asserted", "{The baker} [said] <the oven was cold>."),
        ("negated", "{The baker} [did not say] <why the oven was cold>."),
        ("hypothetical", "{The baker} [will say] <that the oven was cold>."),
        ("reported", "{The baker} [reportedly said] <the oven was cold>."),
    ],
)
def test_each_status(status: str, sentence: str) -> None:
    article, statements, words = read(sentence)
    assert find_statuses(article, statements, words) == (status,)


def quoted(inner_source: tuple[int, int]) -> tuple[str, ...]:
    text = "Ada Lund said that she thinks Bo Kray lied about it."
    outer = {"source": [(0, 8)], "cue": [(9, 13)], "content": [(14, 51)]}
    cue = (23, 29) if inner_source == (19, 22) else (38, 42)
    inner = {"source": [inner_source], "cue": [cue], "content": [(43, 51)]}
    article, statements, words = given(text, outer, inner)
    return find_statuses(article, people_of(article, statements, words)[1], words)


def test_what_others_are_quoted_to_have_said_is_reported() -> None:
    assert quoted((30, 37)) == ("asserted", "reported")


def test_what_speakers_tell_of_themselves_is_as_their_statement() -> None:
    assert quoted((19, 22)) == ("asserted", "asserted")


def test_another_paragraph_is_not_looked_at() -> None:
    article, statements, _ = read("Reportedly\n{Ada Lund} [said] <it rained>\naccording to people familiar with it.")
    assert not at_distance(statements[0], article.text)


def test_the_verb_group_begins_behind_the_source() -> None:
    article, statements, _ = read("Bo left. {Ada Lund} would never have [said] <that>.")
    assert verb_group(statements[0], article.text) == "would never have said"
    shown = [name for (_, name, _), on in zip(table(), signs(statements[0], article.text), strict=True) if on]
    assert {"never", "would", "would have"} <= set(shown)
