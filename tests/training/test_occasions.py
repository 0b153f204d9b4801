"""The fits that teach occasions and times find what is plainly there."""

from __future__ import annotations

import numpy as np

from onrecord.resolution.choosing import Weights
from onrecord.resolution.spreading import CHANNELS
from training.occasions import LEAST, Problem, feature_weights, leaning_weights, spread_weights, to_json


def problem(right: list[int]) -> Problem:
    """Statements with two candidates, none and one value; the second feature says which is right."""
    rows = np.eye(2)[right]
    candidates = [[(["none"], 0), (["own", "at" if row else "about"], 1)] for row in right]
    shown = np.zeros((len(right), 2, CHANNELS))
    return Problem(candidates, [[False, True]] * len(right), rows, np.ones((len(right), 1)), lambda likely: shown)


def test_a_feature_that_tells_weighs_more() -> None:
    weighed = feature_weights([problem([0, 1, 1, 0, 1, 0] * 5)])
    assert weighed["at"] > 0 > weighed["about"]


def test_constants_follow_the_commoner_answer() -> None:
    part = problem([1, 1, 1, 0] * 20)
    _, constants = spread_weights([part], [np.zeros((80, 2))], 2)
    assert constants[1, 0] > constants[0, 0]


def test_vectors_that_tell_lean() -> None:
    rows = np.random.default_rng(1).normal(size=(400, 3))
    told = (rows[:, 0] > 0).astype(float)
    told[:5] = np.nan
    weighed = leaning_weights([(rows, told)])
    assert weighed[0] > 3 * abs(weighed[1:3]).max()


def test_what_weighs_next_to_nothing_is_not_kept() -> None:
    nothing = np.zeros(0)
    kept = to_json(Weights({"much": 1.0, "little": LEAST / 2}, nothing, nothing, nothing, nothing, nothing))
    assert kept["features"] == {"much": 1.0}
