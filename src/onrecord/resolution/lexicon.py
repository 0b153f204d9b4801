"""The word lists of this package, read once: nouns by kind, words by what they do in a name, first names, nicknames."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal

Gender = Literal["f", "m"]

_DATA = "onrecord.resolution"


@cache
def words(name: str) -> frozenset[str]:
    """The words of one class of `words.txt` or `nouns.txt`. Raises KeyError when there is no such class."""
    return _classes()[name]


@cache
def _classes() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for file in ("nouns.txt", "words.txt"):
        for line in _lines(file):
            name, _, listed = line.partition(":")
            found[name] = frozenset(listed.split())
    return found


@cache
def first_names() -> dict[str, str]:
    """First names in small letters: `f`, `m`, or `u` where both genders bear it."""
    return {name: line[0] for line in _lines("first_names.txt") for name in line[2:].split()}


@cache
def surnames() -> frozenset[str]:
    """The commonest family names, in small letters."""
    return frozenset(" ".join(_lines("surnames.txt")).split())


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    """Each first name with all the first names that it may stand for or be shortened to."""
    groups = [line.split() for line in _lines("nicknames.txt")]
    found: dict[str, set[str]] = {}
    for full, *short in groups:
        found.setdefault(full, set()).update(short)
        for one in short:
            found.setdefault(one, set()).add(full)
    return {name: frozenset(others) for name, others in found.items()}


def same_first_name(one: str, other: str) -> bool:
    """Whether two first names, in small letters, may be one person's: alike, an initial, or a nickname."""
    if one == other or other in _nicknames().get(one, ()):
        return True
    short, long = sorted((one.rstrip("."), other.rstrip(".")), key=len)
    return len(short) == 1 and long.startswith(short)


def gender_of_name(first: str) -> Gender | None:
    """The gender that a first name tells, if it does."""
    return _gender(first_names().get(first.lower()))


def gender_of_noun(noun: str) -> Gender | None:
    """The gender that a noun or honorific tells, if it does."""
    if noun in words("female") or noun in words("honorific_f"):
        return "f"
    return "m" if noun in words("male") or noun in words("honorific_m") else None


def _gender(letter: str | None) -> Gender | None:
    return "f" if letter == "f" else "m" if letter == "m" else None


@cache
def singular(noun: str) -> str:
    """A noun of the lists without its plural ending; any other word as it is."""
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    noun = _WITHOUT.sub("", noun)
    for ending, instead in (("ies", "y"), ("men", "man"), ("es", ""), ("s", "")):
        if noun.endswith(ending) and noun[: -len(ending)] + instead in _countable():
            return noun[: -len(ending)] + instead
    return noun


#: What news puts before or after an office: "then-President", "President-elect".
_WITHOUT = re.compile(r"^(?:then|ex|now|once|vice|deputy)-|-(?:elect|designate|general|turned)$")
_IRREGULAR = {
    "sen": "senator",
    "sens": "senator",
    "rep": "representative",
    "reps": "representative",
    "gov": "governor",
    "govs": "governor",
    "gen": "general",
    "prof": "professor",
    "capt": "captain",
    "lt": "lieutenant",
    "sgt": "sergeant",
    "adm": "admiral",
    "col": "colonel",
    "congresswoman": "representative",
    "congressman": "representative",
    "people": "people",
    "children": "child",
    "wives": "wife",
    "attorneys general": "attorney",
    "polls": "poll",
}


@cache
def _countable() -> frozenset[str]:
    return words("title") | words("role") | words("organization") | words("document") | words("place")


def is_plural(noun: str) -> bool:
    """Whether a noun of the lists names several."""
    return singular(noun) != _WITHOUT.sub("", noun) or noun in words("group") or noun in words("group_proper")


def _lines(file: str) -> list[str]:
    text = (files(_DATA) / "data" / file).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
