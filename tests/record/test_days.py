from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record.days import days


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2024-06-27", "2024-06-27", "2024-06-27"),
        ("2024-06-27T14:02", "2024-06-27", "2024-06-27"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("2024-22", "2024-06-01", "2024-08-31"),
        ("2024-24", "2024-12-01", "2025-02-28"),
        ("2024-06-27~", "2024-06-27", "2024-06-27"),
        ("2024-06/2024-08", "2024-06-01", "2024-08-31"),
        ("../2024-11-28", None, "2024-11-28"),
        ("2024-11/..", "2024-11-01", None),
        ("2024-11/", "2024-11-01", None),
        ("2024-02-30", None, None),
        ("2024-13", None, None),
        ("soon", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_the_days_that_a_date_allows(edtf: str | None, first: str | None, last: str | None) -> None:
    assert days(edtf) == (first, last)


@given(st.text(alphabet="0123456789-/X.~?T", max_size=24))
def test_any_text_gives_days_in_order_or_none(edtf: str) -> None:
    for day in days(edtf):
        assert day is None or len(day) == 10


@given(st.dates())
def test_a_day_is_itself(day) -> None:
    assert days(day.isoformat()) == (day.isoformat(), day.isoformat())
