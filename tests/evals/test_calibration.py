"""The reliability diagram and the expected calibration error."""

from __future__ import annotations

import pytest

from evals.calibration import expected_error, reliability


def test_bins_and_error() -> None:
    bins = reliability([(0.95, True), (0.95, True), (0.95, False), (0.15, False)])
    assert [(b.count, b.marked) for b in bins] == [(1, 0.0), (3, pytest.approx(2 / 3))]
    assert expected_error(bins) == pytest.approx((0.15 + 3 * (0.95 - 2 / 3)) / 4)


def test_certainty_and_nothing() -> None:
    assert expected_error(reliability([(1.0, True), (0.0, False)])) == 0.0
    assert expected_error([]) == 0.0
