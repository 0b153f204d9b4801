"""EDTF in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.builder import HOSTILE
from onrecord.export.dates import readable


@pytest.mark.parametrize(
    ("edtf", "shown"),
    [
        ("2024-06-27", "27 June 2024"),
        ("2024-06", "June 2024"),
        ("2024", "2024"),
        ("2024-13-01", "2024-13-01"),
        ("2024-06-27/2024-07", "27 June 2024 to July 2024"),
        ("../2024-11-28", "28 November 2024 or earlier"),
        ("2024-11-28/..", "28 November 2024 or later"),
        ("2024-22", "summer 2024"),
        ("201X", "2010s"),
        ("2024-06~", "about June 2024"),
        ("2024-06-27T14:02", "27 June 2024, 14:02"),
        ("27/06/2024", "27/06/2024"),
        ("../..", "../.."),
        ("/", "/"),
        ("?" * 5000, "?" * 5000),
        ("", ""),
        (HOSTILE, HOSTILE),
    ],
)
def test_dates_are_readable_and_partial_ones_stay_partial(edtf, shown):
    assert readable(edtf) == shown


@given(st.text() | st.text("0123456789-/.X?~"))
def test_any_text_is_shown_somehow(text):
    assert readable(text) or not text
