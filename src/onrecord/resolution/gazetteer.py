"""Names of places: countries, regions and cities, and what a country's people and government are called.

`data/countries.tsv` and `data/regions.tsv` are the project's own; `data/places.tsv.gz` is made by
`python -m training.places` out of them and GeoNames (CC BY 4.0, see `data/README.md`). Nothing is read before it
is asked for.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import takewhile
from typing import Literal, get_args

Kind = Literal["country", "region", "city"]

#: The code that ISO 3166 keeps for the European Union: it has names and seats here, and is no country.
UNION = "EU"

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "ð": "d", "þ": "th"})
_SHORT = {"st": "saint", "st.": "saint", "ft.": "fort", "mt.": "mount"}
_ACRONYM = re.compile(r"(?:[A-Z]\.? ?){2,4}")
_DASHES, _MARKS = re.compile(r"[\s\u2010-\u2015-]+"), re.compile("[’‘ʻʼ`´]")
_PEOPLE = re.compile(r"(?<=\w)(?:s|m[ae]n|wom[ae]n)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer. `country` is its ISO 3166-1 alpha-2 code, `region` the code of its state or province
    in Australia, Canada, the United Kingdom and the United States. Degrees and GeoNames' id are None where they are
    not known; `population` is 0 for a region."""

    name: str
    kind: Kind
    country: str
    region: str | None
    latitude: float | None
    longitude: float | None
    geonames: int | None
    population: int


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO code: all its names, what its people are called, its government by seat or capital."""

    code: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    seats: tuple[str, ...]


def key(name: str) -> str:
    """The spelling under which names are compared: no accents, no capitals, no article, no full stops.

    An acronym keeps its capitals, so that US is not us.
    """
    name = name.strip()
    if _ACRONYM.fullmatch(name):
        return re.sub("[. ]", "", name)
    plain = unicodedata.normalize("NFKD", _MARKS.sub("'", name)).casefold().translate(_LETTERS)
    words = _DASHES.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).replace(",", " ").split()
    words = words[1:] if words[:1] == ["the"] else words
    return " ".join(_SHORT.get(word, word) for word in words).replace(".", "")


@lru_cache(maxsize=1 << 14)
def lookup(name: str) -> tuple[Entry, ...]:
    """All places of that name: countries and regions first, then cities, the most populous first."""
    keys = dict.fromkeys((key(name), key(name.title()) if name.isupper() else key(name)))
    found = [_entry(line) for one in keys for line in _lines_of(one)]
    return tuple(sorted(found, key=lambda e: (get_args(Kind).index(e.kind), -e.population)))


def country(name: str) -> str | None:
    """The ISO code of a country by one of its names: `Burma` is `MM`."""
    return _codes("names").get(key(name)) or _codes("names").get(key(name.title()))


def is_country(name: str) -> bool:
    """Whether a country is called so."""
    return country(name) is not None


def country_name(code: str) -> str | None:
    """The usual English name of a country by its ISO code."""
    found = countries().get(code)
    return found.names[0] if found else None


def government(name: str) -> str | None:
    """The ISO code of the country whose government is called so by its capital or seat: `Kyiv`, `the Kremlin`.

    Brussels is `EU`, which ISO 3166 keeps for the European Union; the Union is no country.
    """
    return _codes("seats").get(key(name)) or _codes("seats").get(key(name.title()))


def demonym(word: str) -> str | None:
    """The ISO code of a country by its adjective or what its people are called: `Russian`, `Russians`, `Frenchman`."""
    known = _codes("demonyms")
    return known.get(key(word)) or known.get(_PEOPLE.sub("", key(word)))


@cache
def countries() -> dict[str, Country]:
    """All countries by ISO code."""
    found = {}
    for code, *cells in _table("countries"):
        names, demonyms, seats = (tuple(filter(None, cell.split("|"))) for cell in cells)
        found[code] = Country(code, names, demonyms, seats)
    return found


def region(name: str) -> Entry | None:
    """A state, province or other region by its name, or by the abbreviation that follows a city's: `Mich.`, `VA`.

    An abbreviation may be a word of its own (`Miss.`, `IN`): ask only where a region is to be expected.
    """
    codes = _abbreviations().get(name.strip().rstrip(".").casefold())
    full = codes or name
    return next((entry for entry in lookup(full) if entry.kind == "region"), None)


@cache
def _abbreviations() -> dict[str, str]:
    """The name of each region by its code and by its abbreviations, which end in a full stop."""
    short: dict[str, str] = {}
    for _, code, names in _table("regions"):
        first, *others = names.split("|")
        short.update(dict.fromkeys((a.rstrip(".").casefold() for a in (code, *others) if a.endswith(".")), first))
        if code:
            short.setdefault(code.casefold(), first)
    return short


@cache
def _codes(column: Literal["names", "demonyms", "seats"]) -> dict[str, str]:
    known = (one for one in countries().values() if column != "names" or one.code != UNION)
    return {key(name): one.code for one in known for name in getattr(one, column)}


def _table(name: str) -> Iterator[list[str]]:
    text = files(__package__).joinpath("data", f"{name}.tsv").read_text("utf-8")
    return (line.split("\t") for line in text.splitlines() if not line.startswith("#"))


@cache
def _places() -> list[str]:
    return gzip.decompress(files(__package__).joinpath("data", "places.tsv.gz").read_bytes()).decode().splitlines()


def _lines_of(name: str) -> Iterator[str]:
    lines, start = _places(), f"{name}\t"
    first = bisect_left(lines, start)
    return takewhile(lambda line: line.startswith(start), (lines[at] for at in range(first, len(lines))))


def _entry(line: str) -> Entry:
    _, kind, name, code, state, latitude, longitude, identity, population = line.split("\t")
    return Entry(
        name=name,
        kind=next(k for k in get_args(Kind) if k == kind),
        country=code,
        region=state or None,
        latitude=float(latitude) if latitude else None,
        longitude=float(longitude) if longitude else None,
        geonames=int(identity) if identity else None,
        population=int(population),
    )
