from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linking.news import FERRY, MINE, VOTE, article, record, view
from onrecord.linking import duplicates
from onrecord.linking.duplicates import Overlap, overlap
from onrecord.linking.texts import LAYOUT, hashed, read, sketched
from onrecord.types import Analysis, Passage

SENTENCES = FERRY.split(". ")
PARAGRAPH = (
    " In other news from the coast, fishermen in Saltby blocked the harbour on Wednesday to protest against new "
    "quotas, and a lighthouse keeper retired after forty years of service."
)
MENU = "Home News Sport Weather Sign in Subscribe now for one coin a week Most read Cookies Contact About us Careers "


@pytest.mark.parametrize(
    "copy",
    [
        FERRY + PARAGRAPH,
        "Ferry aground, all safe\n\n" + FERRY,
        ". ".join(SENTENCES[: len(SENTENCES) // 2 + 1]),
        MENU + FERRY + MENU[::-1],
        FERRY.replace("said", "told us").replace("Tuesday night", "Tuesday"),
        ". ".join([SENTENCES[0], *SENTENCES[3:]]),
        FERRY.upper(),
    ],
    ids=["a paragraph more", "another headline", "cut off", "furniture", "edited", "a hole", "capitals"],
)
def test_a_copy_is_found(copy: str) -> None:
    (found,) = duplicates.find([view(1, FERRY), view(2, VOTE), view(3, copy), view(4, MINE)])
    assert (found.article, found.original) == (3, 1)
    assert 0.5 <= found.score <= 1
    assert found.why["same_words"] == overlap(read(FERRY).text, read(copy).text).shared


def test_what_shares_a_quotation_or_furniture_is_no_duplicate() -> None:
    quotation = (
        ' "The steering failed two miles from the harbour, and I am proud of every sailor on this ship," she said.'
    )
    shared = [FERRY + quotation + MENU, MINE + quotation + MENU, VOTE + quotation + MENU]
    assert duplicates.find([view(n, text) for n, text in enumerate(shared)]) == []


def test_a_brief_inside_a_long_digest_is_no_duplicate() -> None:
    digest = " ".join([MINE, VOTE, FERRY, *(f"Item {n}: {PARAGRAPH[n:]}" for n in range(8))])
    assert duplicates.find([view(1, VOTE), view(2, digest)]) == []


def test_furniture_that_reading_found_does_not_count() -> None:
    text = MENU * 4 + "\n" + VOTE
    passages = (Passage("furniture", 0, len(MENU) * 4), Passage("body", len(MENU) * 4, len(text)))
    other = MENU * 4 + "\n" + MINE[: len(VOTE)]
    assert duplicates.find([view(1, text, passages=passages), view(2, other)]) == []
    assert duplicates.find([view(1, text, passages=passages), view(2, VOTE)]) != []


def test_the_earlier_one_is_the_original_and_why_says_how_that_is_known() -> None:
    by_date = duplicates.find([view(1, FERRY, day="2031-05-07"), view(2, FERRY + PARAGRAPH, day="2031-05-06")])
    assert [(one.article, one.original, one.why["first"]) for one in by_date] == [(1, 2, "by date")]
    same_day = duplicates.find([view(1, FERRY, day="2031-05-07"), view(2, FERRY + PARAGRAPH, day="2031-05-07")])
    assert [(one.article, one.original) for one in same_day] == [(2, 1)]
    assert str(same_day[0].why["first"]).startswith("not known")
    undated = duplicates.find([view(1, FERRY), view(2, FERRY + PARAGRAPH, day="2031-05-07")])
    assert [(one.article, one.original, one.why["first"]) for one in undated] == [
        (1, 2, "not known: a date is missing")
    ]


def test_all_copies_have_one_original() -> None:
    copies = [view(n, FERRY + f" Copy number {n} of the wire.", day=f"2031-05-{n:02}") for n in range(1, 31)]
    found = duplicates.find(copies[::-1])
    assert {one.article for one in found} == set(range(2, 31))
    assert {one.original for one in found} == {1}


def test_a_headline_is_a_duplicate_only_of_itself() -> None:
    found = duplicates.find([view(1, "Council votes for buses"), view(2, "Council votes for bus lanes"), view(3, "")])
    assert found == []
    assert overlap(read("Council votes for buses").text, read("council votes for buses").text).same
    assert not overlap(read("").text, read("").text).same


ROWS = (
    "SELECT a.id, o.id FROM duplicate AS d JOIN article AS a ON a.key = d.article "
    "JOIN article AS o ON o.key = d.original ORDER BY a.id"
)


def test_new_ones_are_compared_with_all_there_are(tmp_path: Path) -> None:
    first = [article("a", FERRY, published="2031-05-06"), article("b", MINE)]
    earlier = article("d", FERRY.replace("Nobody", "No one"), published="2031-05-05")
    with record(tmp_path, first) as opened:
        assert duplicates.link(opened) == 0
        opened.mark_linked()
        opened.add([Analysis(article("c", FERRY + PARAGRAPH, published="2031-05-07"), ())])
        assert duplicates.link(opened, new_only=True) == 1
        opened.mark_linked()
        opened.add([Analysis(earlier, ())])
        assert duplicates.link(opened, new_only=True) == 2
        step_by_step = opened.db.execute(ROWS).fetchall()
        assert step_by_step == [("a", "d"), ("c", "d")]
        assert duplicates.link(opened) == 2
        assert opened.db.execute(ROWS).fetchall() == step_by_step
        assert opened.check() == []


def test_a_sketch_is_made_once_and_goes_with_its_article(tmp_path: Path) -> None:
    count = "SELECT count(*) FROM sketch"
    with record(tmp_path, [article("a", FERRY), article("b", FERRY + PARAGRAPH)]) as opened:
        duplicates.link(opened)
        assert opened.db.execute(count).fetchone() == (2,)
        assert list(opened.views.articles(unsketched=LAYOUT)) == []
        assert len(list(opened.views.articles(unsketched=LAYOUT + 1))) == 2
        opened.remove("a", by="Ada", why="a test")
        assert opened.db.execute(count).fetchone() == (1,)
        assert duplicates.link(opened) == 0


def test_sketches_of_today_fit_those_of_tomorrow() -> None:
    """Hashes that a process salts would not."""
    made = sketched(view(1, FERRY, title="Ferry aground"))
    assert hashlib.sha256(made.terms).hexdigest()[:16] == "dc2dbd5d3ba6f92b"
    assert hashlib.sha256(made.runs).hexdigest()[:16] == "95d38605e0fdb884"
    assert (made.words, made.year) == (122, None)


@given(st.lists(st.sampled_from("abcdefgh"), max_size=40), st.lists(st.sampled_from("abcdefgh"), max_size=40))
def test_what_is_shared_is_never_more_than_there_is(one: list[str], other: list[str]) -> None:
    found = overlap(hashed(one), hashed(other))
    assert found == Overlap(found.shared, len(one), len(other))
    assert 0 <= found.shared <= min(len(one), len(other))
    assert 0 <= found.of_both <= 1 and 0 <= found.of_shorter <= 1


@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_text_will_do(texts: list[str]) -> None:
    found = duplicates.find([view(n, text) for n, text in enumerate(texts)])
    assert all(one.original != one.article for one in found)
