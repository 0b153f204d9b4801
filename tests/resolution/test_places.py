"""Places in articles. Countries and cities are real where what the gazetteer knows of them is tested."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import QUADRATIC, growth
from onrecord.resolution.places import find_places
from onrecord.types import Article, Passage, Place, Span


def article(text: str, *furniture: str) -> Article:
    end = len(text)
    rest = "".join(furniture)
    passages = (Passage("body", 0, end), *((Passage("furniture", end, end + len(rest)),) if rest else ()))
    return Article("a", text + rest, passages)


def places(text: str) -> dict[str, Place]:
    return {place.name: place for place in find_places(article(text))}


def test_a_place_is_named_as_fully_as_the_article_names_it() -> None:
    (found,) = find_places(article("Ministers met in Astana, Kazakhstan. Astana was cold."))
    assert (found.name, found.country, found.geonames) == ("Astana, Kazakhstan", "KZ", 1526273)
    assert [m.text for m in found.mentions] == ["Astana, Kazakhstan", "Astana"]
    assert found.latitude == pytest.approx(51.2, abs=0.1)


def test_names_of_one_country_are_one_place() -> None:
    (found,) = find_places(article("The U.S. voted no. America, or the United States, stood alone."))
    assert (found.name, found.country) == ("United States", "US")
    assert [m.text for m in found.mentions] == ["U.S.", "America", "United States"]


@pytest.mark.parametrize(
    "text",
    [
        "Paris Holt sang.",
        "The Washington Ledger reported it. The Bank of England too.",
        "Mr. Jordan left early. Sen. Houston stayed.",
        "Mira Cleveland spoke. Cleveland said so, and Cleveland meant it.",
        "Reading was slow. Independence Party members were angry.",
        "March was wet, and May was dry.",
        "TELL US MORE ABOUT IT",
        "He told us all.",
    ],
)
def test_what_is_only_called_like_a_place_is_none(text: str) -> None:
    assert places(text) == {}


def test_a_small_town_has_to_be_told_to_be_one() -> None:
    assert places("Hempstead won the day.") == {}
    (found,) = places("She spoke in Hempstead. Hempstead listened.").values()
    assert len(found.mentions) == 2


@pytest.mark.parametrize(
    ("text", "region_id"),
    [
        ("They met in Springfield, Ill., on Monday.", 4250542),
        ("They met in Springfield, Mo., on Monday.", 4409896),
        ("They met in Springfield, Missouri.", 4409896),
        ("SPRINGFIELD, Mo. (Herald) — They met.", 4409896),
        ("Missouri waits. They met in Springfield.", 4409896),
    ],
)
def test_the_region_tells_towns_of_one_name_apart(text: str, region_id: int) -> None:
    assert region_id in [place.geonames for place in places(text).values()]


def test_nothing_is_guessed_where_nothing_tells() -> None:
    (found,) = places("They met in Springfield.").values()
    assert (found.country, found.geonames, found.latitude) == ("US", None, None)


def test_the_larger_city_goes_without_saying() -> None:
    assert places("They met in Paris.")["Paris"].country == "FR"
    assert places("They met in Paris, Texas. Paris was hot.")["Paris, Texas"].country == "US"


def test_what_is_named_beside_it_tells_a_country_from_a_region() -> None:
    assert places("Armenia, Azerbaijan and Georgia signed.")["Georgia"].country == "GE"
    assert places("Alabama, Florida and Georgia signed.")["Georgia"].country == "US"
    assert places("Georgia signed.")["Georgia"].country is None


def test_where_somebody_is_from_is_a_place() -> None:
    (found,) = find_places(article("Ana Voss of Springfield, Ill., met Bo Reck, Ohio Ledger."))
    assert (found.name, found.geonames) == ("Springfield, Ill.", 4250542)


def test_a_list_of_countries_is_no_place_in_another() -> None:
    assert list(places("It holds for Poland, Hungary and Estonia.")) == ["Poland", "Hungary", "Estonia"]


def test_a_dateline_names_a_place_that_no_gazetteer_has() -> None:
    (found,) = find_places(article("PORT CALDER (Courier) — The ferries stopped."))
    assert (found.name, found.country, found.geonames) == ("Port Calder", None, None)
    assert places("Mira Voss — who was late — spoke.") == places("BREAKING NEWS — They met.") == {}


def test_names_stand_in_compounds() -> None:
    assert list(places("US–Russia ties and the Russia-Ukraine war, with U.S.-made arms.")) == [
        "U.S.",
        "Russia",
        "Ukraine",
    ]
    assert list(places("Ohio Gov. Lena Marsh flew to Eastern Ukraine.")) == ["Ohio", "Ukraine"]


def test_a_seat_is_a_place_where_somebody_is_at_it() -> None:
    assert places("He waited at the White House.")["White House"].country == "US"
    assert places("The White House said no.") == {}


def test_furniture_names_no_places() -> None:
    assert find_places(article("They met. ", "More from Kenya")) == ()


def test_only_given_names_are_looked_at() -> None:
    text = "Kenya met Uganda in Nairobi."
    start = text.index("Uganda")
    (found,) = find_places(article(text), [Span(start, start + 6, "Uganda")])
    assert found.name == "Uganda"


@given(
    st.text()
    | st.lists(st.sampled_from(["Paris", ", ", "Texas", "in", " ", "of", "-", "U.S.", "Georgia", "."])).map("".join)
)
def test_any_text_gives_spans_of_its_own(text: str) -> None:
    ends = 0
    for span in sorted((m for p in find_places(article(text)) for m in p.mentions), key=lambda s: s.start):
        assert text[span.start : span.end] == span.text
        assert span.start >= ends
        ends = span.end


@given(st.text(), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted), max_size=4))
def test_any_names_may_be_given(text: str, offsets: list[list[int]]) -> None:
    names = [Span(min(a, len(text)), min(b, len(text)), text[a:b]) for a, b in offsets]
    for place in find_places(article(text), names):
        assert all(text[m.start : m.end] == m.text for m in place.mentions)


@pytest.mark.parametrize("pattern", ["Paris ", "A", "PARIS, ", "U.S.", "Georgia and ", "Port-au-", "x "])
def test_time_grows_with_the_text(pattern: str) -> None:
    assert growth(lambda text: find_places(article(text)), pattern, 20_000) < QUADRATIC
