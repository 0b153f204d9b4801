"""Dates: partial ones stay partial, and none is guessed."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.dates import find_date, parse_date


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2031", "2031"),
        ("2031-06", "2031-06"),
        ("2031-06-05", "2031-06-05"),
        (" 2031-06-05T23:59:00+02:00 ", "2031-06-05"),
        ("2031-06-05 10:00", "2031-06-05"),
        ("2031-06-05T10:00:00.123Z", "2031-06-05"),
        ("June 5, 2031", "2031-06-05"),
        ("Sept. 5, 2031", "2031-09-05"),
        ("5 June 2031", "2031-06-05"),
        ("Thu, 05 Jun 2031 10:00:00 GMT", "2031-06-05"),
        ("June 2031", "2031-06"),
        ("28/11/2031", "2031-11-28"),
        ("11/28/2031", "2031-11-28"),
        ("05/06/2031", None),
        ("2031-13", None),
        ("2031-02-30", None),
        ("0000", None),
        ("yesterday", None),
        ("June", None),
        ("June 5", None),
        ("", None),
        ("report of June 5, 2031", None),
    ],
)
def test_parse(value, date):
    assert parse_date(value) == date


def test_find_takes_the_first_date_with_a_year():
    assert find_date("Feb. 30, 2031; updated Mar. 1st, 2031, and Mar. 2, 2031") == "2031-03-01"
    assert find_date("It may be 2031 before that happens") is None
    assert find_date("version 1.2.2031.4") is None


@given(st.text())
def test_anything_is_a_date_or_none(value):
    date = parse_date(value)
    assert date is None or parse_date(date) == date


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)))
def test_every_day_is_read_back(day):
    assert parse_date(day.isoformat()) == day.isoformat()
    assert parse_date(f"{day:%B} {day.day}, {day.year}") == day.isoformat()
    assert parse_date(f"{day.day} {day:%b} {day.year}") == day.isoformat()
