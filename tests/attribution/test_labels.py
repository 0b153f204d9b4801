"""Label sequences: the best allowed one, against all of them tried one by one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.attribution.labels import (
    CONTENT_BEGIN,
    CUE_LABELS,
    NEVER,
    OUT,
    ROLE_LABELS,
    SOURCE_BEGIN,
    allowed,
    runs,
    viterbi,
)

#: Begin labels of the roles, and of cues.
BEGINS = {CUE_LABELS: (1,), ROLE_LABELS: (SOURCE_BEGIN, CONTENT_BEGIN)}


def lawful(labels: list[int]) -> bool:
    """Whether every inside label follows its own begin or inside label."""
    return all(
        label == OUT or label % 2 == 1 or (place > 0 and labels[place - 1] in (label - 1, label))
        for place, label in enumerate(labels)
    )


def worth(scores: np.ndarray, labels: list[int]) -> float:
    return float(sum(scores[word, label] for word, label in enumerate(labels)))


def table(labels: int) -> np.ndarray:
    return np.where(allowed(labels), 0, NEVER).astype(np.float32)


def test_allowed() -> None:
    assert allowed(CUE_LABELS).tolist() == [[True, True, False], [True, True, True], [True, True, True]]
    assert np.flatnonzero(allowed(ROLE_LABELS)[:, 2]).tolist() == [1, 2]
    assert np.flatnonzero(allowed(ROLE_LABELS)[:, 4]).tolist() == [3, 4]


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from([CUE_LABELS, ROLE_LABELS]),
    st.lists(st.integers(1, 4), min_size=1, max_size=3),
    st.integers(0, 2**32 - 1),
)
def test_viterbi_finds_the_best_of_all_sequences(labels: int, lengths: list[int], seed: int) -> None:
    scores = np.random.default_rng(seed).normal(0, 3, (len(lengths), max(lengths), labels)).astype(np.float32)
    found = viterbi(scores, table(labels), np.asarray(lengths))
    for row, length in enumerate(lengths):
        best = max(worth(scores[row], list(s)) for s in product(range(labels), repeat=length) if lawful(list(s)))
        chosen = found[row, :length].tolist()
        assert lawful(chosen)
        assert worth(scores[row], chosen) == pytest.approx(best, abs=1e-4)
        assert not found[row, length:].any()


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 60), st.integers(0, 2**32 - 1), st.floats(0, 50))
def test_viterbi_is_lawful_where_inside_labels_score_best(length: int, seed: int, bonus: float) -> None:
    scores = np.random.default_rng(seed).normal(0, 1, (2, length, ROLE_LABELS)).astype(np.float32)
    scores[..., 2::2] += bonus
    scores[0, :, 1:] += NEVER  # words that may be part of nothing
    found = viterbi(scores, table(ROLE_LABELS), np.asarray([length, length]))
    assert not found[0].any()
    assert lawful(found[1].tolist())


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4), st.sampled_from([SOURCE_BEGIN, CONTENT_BEGIN]))))
def test_runs_are_what_was_marked(blocks: list[tuple[int, int, int]]) -> None:
    """Blocks of (words between, words, begin label), two of one kind side by side included."""
    labels: list[int] = []
    wanted: dict[int, list[tuple[int, int]]] = {SOURCE_BEGIN: [], CONTENT_BEGIN: []}
    for between, words, begin in blocks:
        start = len(labels) + between
        wanted[begin].append((start, start + words))
        labels += [OUT] * between + [begin] + [begin + 1] * (words - 1)
    for begin, marked in wanted.items():
        assert runs(np.asarray(labels, dtype=np.int64), begin) == marked


def test_runs_of_an_inside_label_without_its_beginning() -> None:
    assert runs(np.asarray([0, 2, 2, 0, 2, 1]), 1) == [(1, 3), (4, 5), (5, 6)]
