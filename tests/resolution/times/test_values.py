"""The value that each form of time expression is given."""

from __future__ import annotations

import pytest

from onrecord.resolution.times import find_times

#: A Thursday.
DAY = "2024-11-28"


def values(text: str, published: str | None = DAY) -> list[tuple[str, str, str | None, str | None]]:
    return [(time.span.text, time.type, time.value, time.edtf) for time in find_times(text, published)]


def edtfs(text: str, published: str | None = DAY) -> list[str | None]:
    return [time.edtf for time in find_times(text, published)]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("She resigned on Nov. 5, 2023.", "2023-11-05"),
        ("She resigned on 5 November 2023.", "2023-11-05"),
        ("She resigned on 11/28/2023.", "2023-11-28"),
        ("She resigned on 28.11.2023.", "2023-11-28"),
        ("She resigned on 2023-11-05.", "2023-11-05"),
        ("She resigned on the 12th of May.", "2024-05-12"),
        ("She resigned on Monday, May 13.", "2024-05-13"),
        ("She resigned in May 2016.", "2016-05"),
        ("She resigned in '98.", "1998"),
        ("She resigned in the 1990s.", "199X"),
        ("She resigned in the early '90s.", "199X"),
        ("She resigned in mid-June.", "2024-06"),
        ("She resigned in late 2015.", "2015"),
        ("She resigned early last week.", "2024-11-18/2024-11-24"),
        ("She resigned in the third quarter.", "2024-07/2024-09"),
        ("She resigned in the second half of 2015.", "2015-07/2015-12"),
        ("She resigned last fall.", "2023-23"),
        ("She resigned in the summer of 2016.", "2016-22"),
        ("She was born in the 19th century.", "18XX"),
        ("She served 2008-2012.", "2008/2012"),
        ("She spoke on Nov. 5-7.", "2024-11-05/2024-11-07"),
    ],
)
def test_a_date_as_newspapers_write_it(text: str, edtf: str) -> None:
    assert edtfs(text) == [edtf]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The council met on Tuesday.", "2024-11-26"),
        ("The council met on Thursday.", "2024-11-28"),
        ("The council will meet on Tuesday.", "2024-12-03"),
        ("The council will meet next Tuesday.", "2024-12-03"),
        ("The council met last Thursday.", "2024-11-21"),
        ("At Monday's meeting the council agreed.", "2024-11-25"),
        ("The council could meet as soon as Friday.", "2024-11-29"),
        ("The council met on Thursday of last week.", "2024-11-21"),
        ("The council met on Monday night.", "2024-11-25"),
        ("The council met at 8 p.m. on Wednesday.", "2024-11-27"),
    ],
)
def test_a_weekday_is_the_last_one_unless_the_verb_points_ahead(text: str, day: str) -> None:
    assert edtfs(text) == [day]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("The plan was signed in June.", "2024-06"),
        ("The plan will be signed in June.", "2025-06"),
        ("The plan was signed on May 5.", "2024-05-05"),
        ("The plan is to be signed on Jan. 5.", "2025-01-05"),
        ("The plan was signed last June.", "2024-06"),
        ("The plan was signed in June last year.", "2023-06"),
        ("The plan was signed last month.", "2024-10"),
        ("The plan was signed two weeks ago.", "2024-11-11/2024-11-17"),
        ("The plan was signed ten years ago.", "2014"),
        ("The plan was signed 11 days ago.", "2024-11-17"),
        ("The plan was signed earlier this year.", "2024"),
        ("The plan was signed over the weekend.", "2024-11-23/2024-11-24"),
        ("The plan was signed yesterday.", "2024-11-27"),
        ("The plan was signed last night.", "2024-11-27"),
        ("The plan was signed this morning.", "2024-11-28"),
        ("The plan was signed in the last century.", "19XX"),
    ],
)
def test_relative_dates_count_from_publication(text: str, edtf: str) -> None:
    assert edtfs(text) == [edtf]


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("He spoke on Labor Day.", "2024-11-28", "2024-09-02"),
        ("He spoke on Election Day.", "2024-11-28", "2024-11-05"),
        ("He spoke on Election Day.", "2016-11-10", "2016-11-08"),
        ("He spoke on Thanksgiving.", "2023-12-01", "2023-11-23"),
        ("He spoke at Easter 2024.", "2024-11-28", "2024-03-31"),
        ("He spoke on Good Friday.", "2000-05-01", "2000-04-21"),
        ("He will speak on Christmas Eve.", "2024-11-28", "2024-12-24"),
        ("He spoke on New Year's Eve.", "2024-01-03", "2023-12-31"),
    ],
)
def test_named_days_are_found_by_rule(text: str, published: str, day: str) -> None:
    assert edtfs(text, published) == [day]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It took three years.", ("three years", "DURATION", "P3Y", None)),
        ("It took a decade.", ("a decade", "DURATION", "P10Y", None)),
        ("It took several months.", ("several months", "DURATION", "PXM", None)),
        ("It is an 18-month ban.", ("18-month", "DURATION", "P18M", None)),
        ("It took 2 1/2 years.", ("2 1/2 years", "DURATION", "P2Y6M", None)),
        ("It took half an hour.", ("half an hour", "DURATION", "PT30M", None)),
        ("It took the past two weeks.", ("the past two weeks", "DURATION", "P2W", None)),
        ("They meet every Tuesday.", ("every Tuesday", "SET", "XXXX-WXX-2", None)),
        ("They meet each July.", ("each July", "SET", "XXXX-07", None)),
        ("They meet daily.", ("daily", "SET", "P1D", None)),
        ("They meet annually.", ("annually", "SET", "P1Y", None)),
        ("They meet twice a month.", ("twice a month", "SET", "P1M", None)),
        ("They meet every two weeks.", ("every two weeks", "SET", "P2W", None)),
        ("They met at 8 p.m.", ("8 p.m.", "TIME", "2024-11-28T20:00", "2024-11-28")),
        ("They met at 0900 GMT.", ("0900 GMT", "TIME", "2024-11-28T09:00", "2024-11-28")),
        ("They met at 8:30 pm ET Wednesday.", ("8:30 pm ET Wednesday", "TIME", "2024-11-27T20:30", "2024-11-27")),
        ("They now agree.", ("now", "DATE", "PRESENT_REF", None)),
        ("They recently agreed.", ("recently", "DATE", "PAST_REF", None)),
        ("They may agree in the near future.", ("the near future", "DATE", "FUTURE_REF", None)),
        ("They lost money in fiscal 1989.", ("fiscal 1989", "DATE", "FY1989", None)),
    ],
)
def test_types_and_values_are_timex3(text: str, expected: tuple[str, str, str, str | None]) -> None:
    assert values(text) == [expected]


def test_a_relative_date_counts_from_the_date_spoken_of_before() -> None:
    text = "He was elected on May 3, 2020. The previous day he had slept. Two days later, he spoke; that night he left."
    assert edtfs(text) == ["2020-05-03", "2020-05-02", "2020-05-04", "2020-05-04"]


def test_that_year_is_the_year_of_the_date_before() -> None:
    assert edtfs("He left in June 1998 and came back later that year.") == ["1998-06", "1998"]


def test_a_year_earlier_is_the_same_quarter_of_the_year_before() -> None:
    assert edtfs("Sales rose in the third quarter. They fell a year earlier.")[1] == "2023-07/2023-09"


def test_a_weekday_with_its_date_chooses_the_year_in_which_it_fits() -> None:
    assert edtfs("He was found on Tuesday, March 14.", "2024-11-28") == ["2023-03-14"]


@pytest.mark.parametrize(
    "text",
    [
        "A 6-year-old boy and a woman 44 years old",
        "April Ashgrove and June Oakes spoke",
        "They may march",
        "It costs $2016 or $3 a year",
        "About three-quarters agreed",
        "Of 2016 people, 1,999 came to 12% of B-52 and 1.5.2016.7",
        "He said so on VTV’s “This Week,” and on VTV's This Week once more",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert find_times(text, DAY) == ()
