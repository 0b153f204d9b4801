"""A closer look at what words leave open."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linking.reports import Line, linked, pair, report, told_together
from onrecord.attribution.contexts import Extract, Meant
from onrecord.linking import remark_tying
from onrecord.linking.remark_closer import AFTER, BEFORE, USUAL, alike, extract, likenesses
from onrecord.linking.remark_model import load
from onrecord.linking.remarks import read_corpus
from onrecord.record import Record

AROUND = "The island council of Hallow met on Monday evening, and the hall was full long before it began."
FERRY = Extract("We are going to take the old ferry out of service, Mara Velk said.", ((0, 49),))
RETIRED = Extract("Mara Velk said the town would retire the ageing boat.", ((15, 52),))
FEES = Extract("Mara Velk said the mooring fees had never been so low.", ((15, 53),))


def test_one_thing_in_other_words_is_more_alike_than_another_thing() -> None:
    same, other, itself = likenesses([(FERRY, RETIRED), (FERRY, FEES), (FERRY, FERRY)], load().rarity, 1)
    assert other + 0.1 < same < itself
    assert itself == pytest.approx(1 - USUAL, abs=1e-3)


def test_other_processes_find_the_same() -> None:
    some = [(FERRY, RETIRED), (RETIRED, FEES), (FERRY, Extract("", ()))] * 30
    alone = list(likenesses(some, load().rarity, 1))
    assert list(likenesses(some, load().rarity, 2)) == alone
    assert alone[2] == -USUAL


VECTORS = st.lists(st.lists(st.integers(-9, 9), min_size=4, max_size=4).filter(any), max_size=6)


@given(VECTORS, VECTORS)
def test_likeness_is_the_same_both_ways_and_at_most_one(some: list[list[int]], others: list[list[int]]) -> None:
    def made(rows: list[list[int]]) -> Meant:
        vectors = np.array(rows, np.float32).reshape(-1, 4)
        return Meant(np.arange(len(rows)) % 5, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))

    one, other, rarity = made(some), made(others), np.array([0, 1, 2, 3, 4], np.float32)
    found = alike(one, other, rarity)
    assert found == pytest.approx(alike(other, one, rarity), abs=1e-5)
    assert -1.001 <= found <= 1.001


def two(folder: Path) -> Record:
    return linked(
        folder,
        report("a", "Hallow Post", "2031-05-03", Line("Mara Velk", "“The ferry sails again”"), around=AROUND * 2),
        report("b", "Brinsk Courier", "2031-05-03", Line("Mara Velk", "that the ferry will sail again")),
    )


def test_a_statement_is_understood_by_what_stands_around_it(tmp_path: Path) -> None:
    with two(tmp_path) as record:
        texts = dict(record.db.execute("SELECT article, text FROM text").fetchall())
        for facts in read_corpus(record).facts:
            found, text = extract(facts, texts.get), texts[facts.article]
            ((start, end),) = found.spans
            piece = facts.pieces[0]
            assert found.text in text and found.text[start:end] == text[piece.start : piece.end]
            assert start <= BEFORE and len(found.text) - end <= AFTER
            assert not text[max(0, piece.start - start - 1)].isalnum() or piece.start == start
            assert extract(facts, lambda _: None).text == ""  # taken out since


def test_what_is_too_much_to_look_at_is_judged_by_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remark_tying, "OPEN", (0.0, 1.0))
    with two(tmp_path) as record:
        assert told_together(record) == pair(("a", 0), ("b", 0))
        ((why,),) = record.db.execute("SELECT why FROM link WHERE kind = 'remark'").fetchall()
        assert "meant_alike" in why
    monkeypatch.setattr(remark_tying, "MOST_CLOSER", 0)
    (tmp_path / "again").mkdir()
    with two(tmp_path / "again") as record:
        assert told_together(record) == pair(("a", 0), ("b", 0))
        ((why,),) = record.db.execute("SELECT why FROM link WHERE kind = 'remark'").fetchall()
        assert "meant_alike" not in why


def test_two_statements_of_one_article_are_looked_at_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remark_tying, "OPEN_INSIDE", (0.0, 1.0))
    told = "the night ferry between Port Hallow and Brinsk will sail again before the harvest fair"
    lines = Line("Mara Velk", f"that {told}"), Line("Mara Velk", f"“{told}”")
    with linked(tmp_path, report("a", "Hallow Post", "2031-05-03", *lines)) as record:
        ((why,),) = record.db.execute("SELECT why FROM link WHERE kind = 'remark'").fetchall()
        assert "meant_alike" in why
