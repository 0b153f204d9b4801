"""Search words are taken as people mean them, and nothing in them is a command to SQLite."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import RecordError
from onrecord.queries.words import DEEPEST, MOST_TERMS, parse

CONTENTS = (
    "the cease-fire holds along the river",
    "we cease and they fire",
    "fire, then cease",
    "the minister's plan can't be negotiated",
    "negotiations about the río are over",
    "negotiating AND waiting",
    "the dam at the border",
    "the dam is far away from any hill and any valley and any town and the border",
)


def found(text: str) -> list[int]:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5 (content, tokenize = 'unicode61 remove_diacritics 2')")
    db.executemany("INSERT INTO t (rowid, content) VALUES (?, ?)", enumerate(CONTENTS))
    query = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid"
    return [row for (row,) in db.execute(query, (parse(text),)).fetchall()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cease-fire", [0]),
        ("CEASE-FIRE", [0]),
        ("cease fire", [0, 1, 2]),
        ('"cease fire"', [0]),
        ("“cease fire”", [0]),
        ("cease AND fire", [0, 1, 2]),
        ("minister's", [3]),
        ("can't", [3]),
        ("negotiat*", [3, 4, 5]),
        ('"about the rio"', [4]),
        ('"negotiating and wait"*', [5]),
        ("rio", [4]),
        ("río OR river", [0, 4]),
        ("fire NOT holds", [1, 2]),
        ("fire AND NOT holds", [1, 2]),
        ("NOT holds fire", [1, 2]),
        ("fire NOT holds NOT then", [1]),
        ("fire NOT (holds OR then)", [1]),
        ("(river OR border) dam", [6, 7]),
        ("river OR border dam", [0, 6, 7]),
        ("dam NEAR(dam border, 3)", [6]),
        ('NEAR("the dam" bord*)', [6]),
        ("NEAR(dam border, 20)", [6, 7]),
        ("and", [1, 5, 7]),
        ('"AND" waiting', [5]),
        ("dam & border", [6, 7]),
        ("dam -- border;", [6, 7]),
        ("() dam", [6, 7]),
        ("dam' OR '1'='1", [6, 7]),
        ("content:dam", []),
    ],
)
def test_words(text: str, expected: list[int]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "problem", "character"),
    [
        ("dam AND", "AND has nothing after it", 5),
        ("OR dam", "OR has nothing before it", 1),
        ("AND dam", "AND has nothing before it", 1),
        ("dam OR OR hill", "OR has nothing after it", 5),
        ("(dam", "“(” is not closed", 1),
        ("dam)", "“)” has no “(” before it", 4),
        ('say "dam', "the quotation mark is not closed", 5),
        ("NOT dam", "NOT takes away from other words", 1),
        ("d*m", "“*” stands only at the end of a word", 2),
        ("NEAR(dam)", "NEAR needs two words", 1),
        ("NEAR(dam hill", "“NEAR(” is not closed", 1),
        ("NEAR(dam hill, near)", "NEAR is written", 1),
        ("hill speaker:ada", "“speaker:” is a filter of its own", 6),
        ("(" * (DEEPEST + 2) + "dam", f"more than {DEEPEST} parentheses", DEEPEST + 1),
        ("dam " * (MOST_TERMS + 1), f"more than {MOST_TERMS} words", 4 * MOST_TERMS + 1),
    ],
)
def test_what_is_broken_is_told_with_its_place(text: str, problem: str, character: int) -> None:
    with pytest.raises(RecordError) as caught:
        parse(text)
    assert problem in str(caught.value) and f"(character {character}:" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_words_and_no_letters() -> None:
    assert parse("") is None and parse(" \n") is None
    with pytest.raises(RecordError, match="there is no word in"):
        parse("-- !?")


SIGNS = st.sampled_from(
    ["(", ")", '"', "“", "”", "*", " AND ", " OR ", " NOT ", "NEAR(", ",", "5)", "a", "dam ", ":", "-", "'"]
)


@given(st.one_of(st.text(st.characters()), st.lists(SIGNS).map("".join)))
def test_any_text_is_a_query_or_told_to_be_broken(text: str) -> None:
    try:
        expression = parse(text)
    except RecordError as error:
        assert "\n" not in str(error)
        return
    if expression is not None:
        found(text)
