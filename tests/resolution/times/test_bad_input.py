"""Dates that do not exist, dates of publication that are partial, absurd or absent, and any text at all."""

from __future__ import annotations

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolution.publication import published_bounds
from onrecord.resolution.times import find_times, read_times
from onrecord.types import Article, Passage

VOCABULARY = """
on in the last next this two Thursday Thurs. May March 31 12 1990s '98 2016 2024 November Nov. 28, 8 p.m. 25:00 noon
year years week ago earlier later quarter third second half of early mid - Christmas Easter weekend day days every a
few will said ended . , 99999999999999999999 11/31/2024 05/06/24 2024-02-30 winter fall century decade hundred
tonight today from to between and GMT EST fiscal following same that previous “ ”
"""
WORDS = [*VOCABULARY.split(), "\n", "\n\n"]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
DATES = st.one_of(
    st.none(),
    st.dates().map(str),
    st.dates().map(lambda day: str(day)[:7]),
    st.dates().map(lambda day: str(day)[:4]),
    st.sampled_from(["2016-11-31", "2016-13", "0000", "0000-00-00", "tomorrow", "", "9999-12-31", "0001-01-01"]),
)


@given(TEXTS, DATES)
def test_any_text_gives_spans_that_slice_and_edtf_that_parses(text: str, published: str | None) -> None:
    end = 0
    for time in find_times(text, published):
        assert end <= time.span.start < time.span.end
        end = time.span.end
        assert time.span.text == text[time.span.start : time.span.end]
        assert time.value
        if time.edtf is not None:
            parse_edtf(time.edtf)


@given(TEXTS, st.sampled_from(["body", "caption", "biography"]))
def test_any_undated_text_gives_bounds_that_parse_or_none(text: str, kind: str) -> None:
    passages = (Passage(kind, 0, len(text)),)  # type: ignore[arg-type]
    times = read_times(text, None, passages)
    bounds = published_bounds(Article("a", text, passages), times.times)
    if bounds is not None:
        assert bounds.edtf.endswith("/..")
        parse_edtf(bounds.edtf)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("She spoke on Nov. 31, 2023.", ["2023-11"]),
        ("She spoke on Nov. 31.", [None]),
        ("She spoke on 2024-02-30.", []),
        ("She spoke on 31/31/2024.", []),
        ("She spoke at 25:00.", []),
        ("She spoke at 10:75 on Monday.", ["2024-11-25"]),
        ("She spoke on 05/06/2024.", ["2024"]),  # May or June
        ("She spoke on 05/05/2024.", ["2024-05-05"]),
        ("She spoke 99999999999999999999 years ago.", [None]),
        ("She spoke 9999 years ago.", []),
        ("She spoke on ١٢ ٥ ٢٠٢٤.", []),
    ],
)
def test_what_the_calendar_has_not_is_left_off(text: str, edtf: list[str | None]) -> None:
    assert [time.edtf for time in find_times(text, "2024-11-28")] == edtf


@pytest.mark.parametrize(
    ("published", "edtf"),
    [
        (None, [None, None, None, "2015"]),
        ("2016-09", [None, "2016-08", "2015", "2015"]),
        ("2016", [None, None, "2015", "2015"]),
        ("2016-11-31", [None, "2016-10", "2015", "2015"]),
        ("2016-09-14", ["2016-09-08", "2016-08", "2015", "2015"]),
        ("soon", [None, None, None, "2015"]),
    ],
)
def test_a_partial_date_of_publication_resolves_what_it_can(published: str | None, edtf: list[str | None]) -> None:
    text = "He spoke on Thursday, met her last month, left last year and returned in 2015."
    assert [time.edtf for time in find_times(text, published)] == edtf


def test_without_a_date_the_expressions_say_what_is_open() -> None:
    text = "He spoke on Thursday in June, last week, on May 5, at Christmas, in the first quarter and yesterday."
    assert [time.value for time in find_times(text, None)] == [
        "XXXX-WXX-4", "XXXX-06", "XXXX-WXX", "XXXX-05-05", "XXXX-12-25", "XXXX-Q1", "XXXX-XX-XX",
    ]  # fmt: skip


def test_time_zones_are_part_of_the_expression_and_do_not_move_the_day() -> None:
    (time,) = find_times("The vote was at 11:30 p.m. EST Wednesday.", "2024-11-28")
    assert (time.span.text, time.value) == ("11:30 p.m. EST Wednesday", "2024-11-27T23:30")


def test_the_calendar_ends_without_an_error() -> None:
    text = "tomorrow, next week, next month, next year, yesterday, last week, last month, last year, last century"
    for published in ("0001-01-01", "9999-12-31"):
        for time in find_times(text, published):
            assert time.edtf is None or parse_edtf(time.edtf)
