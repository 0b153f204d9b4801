from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import parallel
from onrecord.errors import ModelError
from onrecord.parallel import AHEAD, CHUNK, available_cores, cut, in_order, map_articles
from onrecord.types import Analysis, Article, Notice
from stand_in import analyse, article

FILLER = "The square was quiet that day. " * 30


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small inputs go to workers too, in small chunks."""
    monkeypatch.setattr(parallel, "SMALL", 1)
    monkeypatch.setattr(parallel, "FIRST_CHUNK", 2_000)
    monkeypatch.setattr(parallel, "CHUNK", 2_000)


def articles(count: int, **special: str) -> list[Article]:
    return [article(n, f"Ada said {n} was late. {special.get(f'a{n}', '')} {FILLER}") for n in range(count)]


def names(outcomes: list[Analysis | Notice]) -> list[str]:
    return [outcome.origin if isinstance(outcome, Notice) else outcome.article.id for outcome in outcomes]


@given(st.lists(st.integers(0, 3 * CHUNK), max_size=40))
def test_chunks_keep_every_article_in_order_and_their_length_in_bounds(lengths: list[int]) -> None:
    given_articles = [article(n, "x" * length) for n, length in enumerate(lengths)]
    chunks = list(cut(given_articles))
    assert [a for chunk in chunks for a in chunk] == given_articles
    assert all(chunks)
    assert all(len(chunk) == 1 or sum(len(a.text) for a in chunk) <= CHUNK for chunk in chunks)


def test_the_first_chunk_is_short_so_that_the_first_statement_comes_soon() -> None:
    chunks = list(cut(article(n, "x" * 1_000) for n in range(500)))
    assert len(chunks[0]) < 5 < 50 < max(map(len, chunks))


def test_workers_give_what_one_process_gives_in_the_same_order(workers: None) -> None:
    several = articles(30)
    several[0] = article(0, "Sleep. " + several[0].text)  # the slowest comes first all the same
    assert list(map_articles(analyse, several, 2)) == list(map_articles(analyse, several, 1)) == analyse(several)


def test_a_small_input_starts_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_Crew", None)
    assert names(list(map_articles(analyse, articles(3), 8))) == ["a0", "a1", "a2"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failure_inside_one_article_is_a_notice_in_its_place(workers: None, jobs: int) -> None:
    outcomes = list(map_articles(analyse, articles(9, a4="Break."), jobs))
    assert names(outcomes) == ["a0", "a1", "a2", "a3", "a.jsonl:4", "a5", "a6", "a7", "a8"]
    assert str(outcomes[4]) == "a.jsonl:4: could not be analysed (RuntimeError)"


def test_a_worker_that_dies_costs_only_the_article_it_died_of(workers: None) -> None:
    outcomes = list(map_articles(analyse, articles(12, a3="Die.", a8="Die."), 2))
    assert [o.origin for o in outcomes if isinstance(o, Notice)] == ["a.jsonl:3", "a.jsonl:8"]
    assert len(outcomes) == 12
    assert "died" in str(outcomes[3])


@pytest.mark.parametrize("jobs", [1, 2])
def test_missing_weights_stop_everything(workers: None, jobs: int) -> None:
    with pytest.raises(ModelError, match="weights are missing"):
        list(map_articles(analyse, articles(9, a0="No model."), jobs))


def test_articles_are_taken_only_a_few_chunks_ahead(workers: None) -> None:
    taken = 0

    def stream() -> Iterator[Article]:
        nonlocal taken
        for each in articles(200):
            taken += 1
            yield each

    outcomes = map_articles(analyse, stream(), 2)
    next(outcomes)
    # Two articles a chunk, and one more that did not fit into the last.
    assert taken <= 2 * (2 + AHEAD) + 1
    outcomes.close()


def test_workers_end_when_the_results_are_no_longer_wanted(workers: None) -> None:
    outcomes = map_articles(analyse, articles(50), 2)
    next(outcomes)
    outcomes.close()
    deadline = time.monotonic() + 5
    while multiprocessing.active_children() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not multiprocessing.active_children()


def test_cores_are_those_this_process_may_use() -> None:
    assert available_cores() >= 1


def double(number: int) -> int:
    return 2 * number


def double_or_die(number: int) -> int:
    """Dies of 3 wherever it is not the process that the tests run in."""
    if number == 3 and multiprocessing.parent_process() is not None:
        os._exit(1)
    return double(number)


@pytest.mark.parametrize("work", [double, double_or_die])
def test_work_is_done_in_order_even_where_processes_die_of_it(work: Callable[[int], int]) -> None:
    assert list(in_order(work, iter(range(20)), 2)) == list(in_order(work, range(20), 1)) == [*range(0, 40, 2)]
