"""Where a text speaks of occasions, and what it tells of them there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import QUADRATIC, growth
from onrecord.resolution.events import Event, find_events
from onrecord.resolution.sentences import find_sentences
from onrecord.resolution.times import find_times

PUBLISHED = "2023-10-13"


def events(text: str) -> tuple[Event, ...]:
    return find_events(text, find_sentences(text), find_times(text, PUBLISHED))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("She said so at a press conference.", "press_conference"),
        ("She told reporters that it was late.", "press_conference"),
        ("She told the Harbour Times that it was late.", "interview"),
        ("She said so in an interview.", "interview"),
        ("She told a crowd of supporters to wait.", "speech"),
        ("She said so at a rally in Eastness.", "speech"),
        ("She said so during the second debate.", "debate"),
        ("She tweeted that it was late.", "social_media"),
        ("She said so in a statement.", "written"),
        ("In a letter to the board she asked for time.", "written"),
        ("A poll showed that six in ten agreed.", "report"),
        ("She testified that it was late.", "proceeding"),
        ("She said so at the regional summit.", "meeting"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert kind in [event.kind for event in events(text)]


def test_an_event_tells_its_phrase_date_place_and_preposition() -> None:
    (event,) = events("She spoke of it at an Oct. 12 press conference in Ostermere, Pellandry, she said.")[-1:]
    assert event.name.text == "press conference"
    assert event.time is not None
    assert event.time.edtf == "2023-10-12"
    assert event.place is not None
    assert event.place.place == "Ostermere, Pellandry"
    assert (event.preposition, event.definite, event.indefinite) == ("at", False, True)


def test_a_date_in_another_clause_is_not_the_events() -> None:
    (event,) = events("He left the meeting after the vote was lost on Tuesday.")
    assert event.time is None


def test_a_weekday_with_its_apostrophe_dates_what_follows() -> None:
    (event,) = events("He left at Thursday’s regional summit.")
    assert event.time is not None
    assert event.time.edtf == "2023-10-12"
    assert event.name.text == "regional summit"
    assert event.definite


def test_a_word_that_only_leads_to_the_occasion_is_none_itself() -> None:
    assert [e.label for e in events("Speaking at a rally, she wrote a letter.")] == ["rally", "wrote", "letter"]


def test_whoever_wrote_a_report_goes_on_writing_it() -> None:
    wrote, report, again = events("Brey wrote a research report in April. In it, Brey wrote that credit had failed.")
    assert [wrote.kind, report.kind, again.kind] == ["report"] * 3
    assert wrote.goes_on == again.goes_on == report.span.start


def test_who_was_told_is_the_host() -> None:
    (event,) = events("She told the Harbour Times so.")
    assert event.host is not None
    assert event.host.text == "the Harbour Times"


def test_a_headline_and_the_line_below_are_no_phrase() -> None:
    assert [e.span.text for e in events("Boats wait for\nHarbour Times of old")] == []


@given(st.text() | st.from_regex(r"(?:told the |at a |debate |Times |In April |’s |press conference ){0,12}"))
def test_any_text_is_read(text: str) -> None:
    for event in events(text):
        assert text[event.span.start : event.span.end] == event.span.text
        assert text[event.name.start : event.name.end] == event.name.text


@pytest.mark.parametrize("pattern", ["told the Harbour Times ", "the debate in April ", "Of And A ", "a letter, "])
def test_time_grows_with_the_text(pattern: str) -> None:
    assert growth(lambda text: find_events(text, find_sentences(text), ()), pattern, 8_000) < QUADRATIC
