"""Dates that the text joins into an interval."""

from __future__ import annotations

import pytest

from onrecord.resolution.times import find_times, intervals


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("She travelled between Monday and Wednesday.", ["2024-11-25/2024-11-27"]),
        ("She travelled from June to August.", ["2024-06/2024-08"]),
        ("She governed from 2008 until 2012.", ["2008/2012"]),
        ("She travelled on Monday and Wednesday.", []),
        ("She travelled from Thursday to Monday.", []),  # the last Thursday is after the last Monday
        ("She travelled from 2008 to June.", []),
    ],
)
def test_joined_dates_make_an_interval(text: str, edtf: list[str]) -> None:
    times = find_times(text, "2024-11-28")
    found = list(intervals(text, times))
    assert [interval.edtf for interval in found] == edtf
    for interval in found:
        assert interval.evidence == (times[0].span, times[1].span)
