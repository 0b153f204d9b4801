"""What the gazetteer knows. Real countries and cities stand here, since it is the gazetteer that is tested."""

from __future__ import annotations

import gzip
import subprocess
import sys
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolution.gazetteer import (
    countries,
    country,
    country_name,
    demonym,
    government,
    is_country,
    key,
    lookup,
    region,
)

DATA = files("onrecord.resolution") / "data"
#: Bytes; an install has to stay small.
LARGEST = 1_500_000


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kazakhstan", "KZ"),
        ("the United States", "US"),
        ("U.S.", "US"),
        ("US", "US"),
        ("U.K.", "GB"),
        ("Burma", "MM"),
        ("North Korea", "KP"),
        ("the Netherlands", "NL"),
        ("Côte d’Ivoire", "CI"),
        ("BRAZIL", "BR"),
        ("us", None),
        ("Atlantis", None),
        ("European Union", None),
    ],
)
def test_countries_go_by_many_names(name: str, code: str | None) -> None:
    assert country(name) == code
    assert is_country(name) == (code is not None)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kyiv", "UA"),
        ("the Kremlin", "RU"),
        ("White House", "US"),
        ("10 Downing Street", "GB"),
        ("Beijing", "CN"),
        ("Brussels", "EU"),
        ("Nairobi", "KE"),
        ("Marseille", None),
    ],
)
def test_a_government_goes_by_its_seat(name: str, code: str | None) -> None:
    assert government(name) == code


@pytest.mark.parametrize(
    ("word", "code"),
    [("Kenyan", "KE"), ("Kenyans", "KE"), ("Dutchmen", "NL"), ("Swiss", "CH"), ("Briton", "GB"), ("women", None)],
)
def test_people_go_by_their_country(word: str, code: str | None) -> None:
    assert demonym(word) == code


@pytest.mark.parametrize(
    ("short", "name"),
    [("Ala.", "Alabama"), ("N.C.", "North Carolina"), ("VA", "Virginia"), ("Ont.", "Ontario"), ("Ohio", "Ohio")],
)
def test_regions_are_abbreviated(short: str, name: str) -> None:
    found = region(short)
    assert found is not None
    assert (found.name, found.kind) == (name, "region")


def test_a_region_is_no_country_and_no_city() -> None:
    assert region("Kenya") is None
    assert region("Nairobi") is None


@pytest.mark.parametrize("name", ["Köln", "Cologne", "KOLN", "COLOGNE"])
def test_a_city_has_one_identity_under_all_its_spellings(name: str) -> None:
    city = lookup(name)[0]
    assert (city.kind, city.country, city.geonames) == ("city", "DE", 2886242)
    assert (round(city.latitude or 0), round(city.longitude or 0)) == (51, 7)


def test_places_of_one_name_come_largest_first_countries_before_cities() -> None:
    assert [(e.kind, e.country) for e in lookup("Georgia")] == [("country", "GE"), ("region", "US")]
    populations = [e.population for e in lookup("Springfield")]
    assert len(populations) > 3
    assert populations == sorted(populations, reverse=True)
    assert lookup("Pompton Zzyzx") == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("St. Louis", "Saint Louis"), ("the Hague", "The Hague"), ("Xi’an", "xi'an"), ("Guinea–Bissau", "guinea-bissau")],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_the_country_table_is_whole() -> None:
    for code, one in countries().items():
        assert len(code) == 2
        assert code == code.upper()
        assert country_name(code) == one.names[0]
    assert {"KZ", "US", "CN", "TL", "XK"} <= countries().keys()
    assert len(countries()) > 230


def test_the_table_is_sorted_and_small() -> None:
    packed = (DATA / "places.tsv.gz").read_bytes()
    lines = gzip.decompress(packed).decode().splitlines()
    assert lines == sorted(lines)
    assert {line.count("\t") for line in lines} == {8}
    assert len(packed) < LARGEST


def test_nothing_is_read_before_it_is_asked_for() -> None:
    code = (
        "import gzip, onrecord.resolution.places\n"
        "gzip.decompress = None\n"
        "from onrecord.resolution.gazetteer import demonym\n"
        "print(demonym('Kenyan'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "KE"


@given(st.text())
def test_any_text_may_be_looked_up(text: str) -> None:
    for entry in lookup(text):
        assert entry.country in countries() or len(entry.country) == 2
    assert country(text) is None or is_country(text)
    assert region(text) is None or demonym(text) is None or government(text) is None
