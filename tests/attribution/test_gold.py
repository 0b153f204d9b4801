"""Statements that people marked in small invented texts, and how many of them the reader finds.

A case is a text and the statements in it, side by side: `tests/data/<name>.txt` and `<name>.json`.
`solved.json` lists the cases that the shipped model gets right as a whole, `floor.json` the linked
F1 over all cases and the SHA-256 of the cases it was measured on; both may only grow.
`python tests/attribution/test_gold.py` shows what the model reaches on every case.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import onrecord

DATA = Path(__file__).parents[1] / "data"
NAMES = sorted(path.stem for path in DATA.glob("*.json") if path.with_suffix(".txt").exists())
ROLES = ("source", "cue", "content")
WORD = re.compile(r"[^\W_]+")

#: One statement as its words: {role: the indices of its words in the text}.
Words = dict[str, frozenset[int]]


def load(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def text_of(name: str) -> str:
    with (DATA / f"{name}.txt").open(encoding="utf-8", newline="") as file:
        return file.read()


@cache
def analysed(name: str) -> onrecord.Analysis:
    return onrecord.analyse(onrecord.read_article(DATA / f"{name}.txt"))


def words(text: str, spans: dict[str, list[tuple[int, int]]]) -> Words:
    """The words that each role touches; a mark inside or outside a span makes no difference."""
    tokens = [match.span() for match in WORD.finditer(text)]

    def touched(role: str) -> frozenset[int]:
        return frozenset(
            i for i, (a, b) in enumerate(tokens) if any(a < end and start < b for start, end in spans[role])
        )

    return {role: touched(role) for role in ROLES}


def gold(name: str) -> list[Words]:
    return [
        words(text_of(name), {role: [(s["start"], s["end"]) for s in statement[role]] for role in ROLES})
        for statement in load(name)["statements"]
    ]


def found(name: str) -> list[Words]:
    return [
        words(text_of(name), {role: [(s.start, s.end) for s in getattr(statement, role)] for role in ROLES})
        for statement in analysed(name).statements
    ]


def overlap(one: Words, other: Words) -> float:
    """Intersection over union of the contents, or 0 where sources or cues do not meet."""
    meet = all((not one[role] and not other[role]) or one[role] & other[role] for role in ("source", "cue"))
    union = one["content"] | other["content"]
    return len(one["content"] & other["content"]) / len(union) if meet and union else 0.0


def linked(wanted: list[Words], given: list[Words]) -> dict[int, int]:
    """Pairs of statements, one to one, best overlap first: half the content's words or more."""
    scored = sorted((-overlap(w, g), i, j) for i, w in enumerate(wanted) for j, g in enumerate(given))
    pairs: dict[int, int] = {}
    for negative, i, j in scored:
        if negative <= -0.5 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def whole(name: str) -> bool:
    """Every statement found, none made up, and each with the parent that people gave it."""
    pairs = linked(gold(name), found(name))
    marked, statements = load(name)["statements"], analysed(name).statements
    if not len(pairs) == len(marked) == len(statements):
        return False
    parents = [None if s["parent"] is None else statements[pairs[s["parent"]]].id for s in marked]
    return all(statements[pairs[i]].parent == parent for i, parent in enumerate(parents))


def linked_f1() -> float:
    hits = sum(len(linked(gold(name), found(name))) for name in NAMES)
    return 2 * hits / sum(len(gold(name)) + len(found(name)) for name in NAMES)


def cases_hash() -> str:
    """SHA-256 over the names and bytes of all cases, so that a floor belongs to the cases it was measured on."""
    digest = hashlib.sha256()
    for path in (DATA / f"{name}{suffix}" for name in NAMES for suffix in (".txt", ".json")):
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def test_there_are_cases() -> None:
    assert len(NAMES) >= 40
    assert set(load("solved")) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_case_is_well_formed(name: str) -> None:
    case, text = load(name), text_of(name)
    assert case.keys() == {"article", "statements"}
    assert case["article"] == name
    for statement in case["statements"]:
        assert statement.keys() == {*ROLES, "quote", "parent"}
        assert statement["quote"] in ("direct", "mixed", "indirect")
        assert statement["content"]
        for role in ROLES:
            check_spans(text, statement[role])


def check_spans(text: str, spans: list[dict[str, Any]]) -> None:
    for span in spans:
        assert span.keys() == {"start", "end", "text"}
        assert span["text"] == text[span["start"] : span["end"]] == span["text"].strip() != ""
    assert all(one["end"] <= other["start"] for one, other in pairwise(spans))


@pytest.mark.parametrize("name", NAMES)
def test_children_stand_inside_their_parents(name: str) -> None:
    statements = gold(name)
    for child, statement in zip(statements, load(name)["statements"], strict=True):
        if statement["parent"] is not None:
            assert child["content"] < statements[statement["parent"]]["content"]


@pytest.mark.parametrize("name", NAMES)
def test_text_is_left_alone(name: str) -> None:
    assert onrecord.read_article(DATA / f"{name}.txt").text == text_of(name)


def test_matching() -> None:
    one: Words = {"source": frozenset({0}), "cue": frozenset({1}), "content": frozenset({2, 3, 4, 5})}
    half = {**one, "content": frozenset({2, 3})}
    less = {**one, "content": frozenset({2})}
    colon = {**one, "cue": frozenset[int]()}
    assert linked([one], [half, one]) == {0: 1}
    assert linked([one, one], [half]) == {0: 0}
    assert linked([one], [less]) == linked([one], [colon]) == {}
    assert linked([colon], [colon]) == {0: 0}


def test_solved_cases_stay_solved() -> None:
    assert [name for name in load("solved") if not whole(name)] == []


def test_linked_f1_stays_above_the_floor() -> None:
    floor = load("floor")
    assert floor["sha256"] == cases_hash(), "the cases changed: measure the floor again"
    assert linked_f1() >= floor["linked"]


if __name__ == "__main__":
    for case_name in NAMES:
        share = f"{len(linked(gold(case_name), found(case_name)))}/{len(gold(case_name))}"
        print(f"{case_name:28} linked {share:5} given {len(found(case_name)):2} {'whole' if whole(case_name) else ''}")
    print(json.dumps({"sha256": cases_hash(), "linked": round(linked_f1(), 4)}))
    print(json.dumps([case_name for case_name in NAMES if whole(case_name)]))
