"""Statements of like meaning: what the encoder makes of words, and what is found by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import RecordError
from onrecord.linking import embedding
from onrecord.linking.meaning import encoder
from onrecord.queries import Page, Search, like, search
from onrecord.record import Record, open_record
from record.made import FIRST, told

TEXT = (
    "Ada said the army will stop fighting on Sunday. Bo said taxes on grain must fall. "
    "Cy said the truce begins this weekend. Ada said the new bridge is painted blue. Bo said rates of tax are too high."
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    path = tmp_path_factory.mktemp("like") / "talks.db"
    with open_record(path) as record:
        record.add([told(TEXT, outlet="Harbour Post"), told("Cy said farmers pay too much tax.", "b")], maker=FIRST)
        assert embedding.link(record) == 2
        yield record


def ids(page: Page) -> list[str]:
    return [hit.line.statement for hit in page.hits]


def likeness(one: str, other: str) -> float:
    a, b = encoder().encode([one, other]).astype(float)
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_meaning_is_nearer_than_chance() -> None:
    assert likeness("the truce begins", "a cease-fire has started") > likeness("the truce begins", "the bridge is blue")
    assert likeness("Taxes must fall", "taxes MUST fall") > 0.999


@given(st.lists(st.text(), max_size=4))
def test_any_text_has_a_vector(texts: list[str]) -> None:
    vectors = encoder().encode(texts)
    assert vectors.shape == (len(texts), encoder().dimensions) and vectors.dtype == np.int8
    assert [vector.tolist() for vector in vectors] == [encoder().encode([text])[0].tolist() for text in texts]


def test_like_a_text(made: Record) -> None:
    page = search(made, Search(like="lower the tax burden", limit=3))
    assert set(ids(page)) == {"a-1-0", "a-4-0", "b-0-0"} and page.total == 6 and not page.notes


def test_like_a_statement_leaves_it_out(made: Record) -> None:
    page = search(made, Search(like="a-0-0"))
    assert "a-0-0" not in ids(page) and page.total == 5
    assert ids(page)[0] == "a-2-0"


def test_filters_and_words_hold_besides(made: Record) -> None:
    assert ids(search(made, Search(like="lower the tax burden", article="a", limit=2))) == ["a-4-0", "a-1-0"]
    assert ids(search(made, Search("farmers", like="lower the tax burden"))) == ["b-0-0"]


def test_the_nearest_of_very_many_are_asked_whether_conditions_hold(
    made: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = Search(like="lower the tax burden", article="a")
    expected = ids(search(made, wanted))
    monkeypatch.setattr(like, "ALLOWED", 1)
    monkeypatch.setattr(like, "CHUNK", 1)
    assert ids(search(made, wanted)) == expected and len(expected) == 5


def test_pages(made: Record) -> None:
    wanted = Search(like="lower the tax burden", limit=2)
    every = ids(search(made, replace(wanted, limit=20)))
    found, cursor = [], None
    while True:
        page = search(made, replace(wanted, cursor=cursor))
        found += ids(page)
        cursor = page.next
        if cursor is None:
            break
    assert found == every and len(every) == 6


def test_hybrid_finds_words_and_meaning(made: Record) -> None:
    by_words = ids(search(made, Search("tax")))
    hybrid = search(made, Search("tax", rank="hybrid"))
    assert set(by_words) == {"a-4-0", "b-0-0"} == set(ids(hybrid)[:2])
    assert ids(hybrid)[2] == "a-1-0"
    assert [h.words[a:b] for h in hybrid.hits[:2] for a, b in h.highlights] == ["tax", "tax"]


def test_plain_words() -> None:
    assert like.plain_words('("stop the" OR truce*) AND NOT war NEAR(one two, 5)') == "stop the truce one two 5"
    assert like.plain_words("can't NOT (a b)") == "can't"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Search(like="?!"), "there is no word"),
        (Search(like="tax", order="newest"), "cannot be newest first"),
        (Search(rank="hybrid"), "there are no words"),
        (Search(rank="loud"), "rank 'loud'"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_is_told(made: Record, wanted: Search, message: str) -> None:
    with pytest.raises(RecordError, match=message):
        search(made, wanted)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(st.characters()))
def test_no_text_crashes_it(made: Record, text: str) -> None:
    for wanted in (Search(like=text), Search(text, rank="hybrid")):
        try:
            search(made, wanted)
        except RecordError as error:
            assert "\n" not in str(error)


def test_without_vectors_the_command_that_makes_them_is_told(tmp_path: Path) -> None:
    with open_record(tmp_path / "talks.db") as record:
        record.add([told(TEXT)], maker=FIRST)
        with pytest.raises(RecordError, match="onrecord link RECORD --embed"):
            search(record, Search(like="tax"))
        embedding.link(record)
        record.add([told("Cy said farmers pay too much tax.", "b")], maker=FIRST)
        page = search(record, Search(like="tax"))
        assert page.total == 5
        assert page.notes == ("1 article has no vectors of meaning yet; `onrecord link RECORD --embed` makes them",)
        with pytest.raises(RecordError, match="b-0-0: its article has no vectors yet"):
            search(record, Search(like="b-0-0"))
        assert (embedding.link(record), embedding.link(record), embedding.link(record, new_only=False)) == (1, 0, 2)
        assert search(record, Search(like="b-0-0")).total == 5


def test_analysed_anew_and_removed(tmp_path: Path) -> None:
    with open_record(tmp_path / "talks.db") as record:
        record.add([told(TEXT), told("Cy said farmers pay too much tax.", "b")], maker=FIRST)
        embedding.link(record)
        record.replace(1, told(TEXT, leave_out=[1]), FIRST)
        assert search(record, Search(like="tax")).total == 1
        assert embedding.link(record) == 1
        assert search(record, Search(like="tax")).total == 5
        record.remove("b", by="Eve", why="asked to")
        assert search(record, Search(like="tax")).total == 4
        assert record.db.execute("SELECT count(*) FROM embedding").fetchone() == (1,)
