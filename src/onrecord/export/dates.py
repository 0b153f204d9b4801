"""EDTF in words, for people."""

from __future__ import annotations

import calendar
import re

_DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?(?:T(\d\d:\d\d).*)?", re.ASCII)
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_SEASON = re.compile(r"(\d{4})-(2[1-4])", re.ASCII)
_DECADE = re.compile(r"(\d{3})X", re.ASCII)
_OPEN = {"", ".."}
_YEAR = re.compile("[0-9]{3}[0-9X]")
_QUALIFIED = {"?": "perhaps ", "~": "about ", "%": "perhaps about "}


def readable(edtf: str) -> str:
    """`2024-06-27` as `27 June 2024`, `2024-06` as `June 2024`, `2024-06/2024-08` as `June 2024 to August 2024`,
    `../2024-11-28` as `28 November 2024 or earlier`; what it does not know as it stands.
    """
    start, slash, end = edtf.partition("/")
    if not slash or not all(side in _OPEN or _YEAR.match(side) for side in (start, end)) or {start, end} <= _OPEN:
        return _readable_date(edtf)
    if start in _OPEN:
        return f"{_readable_date(end)} or earlier"
    if end in _OPEN:
        return f"{_readable_date(start)} or later"
    return f"{_readable_date(start)} to {_readable_date(end)}"


def _readable_date(date: str) -> str:
    if date[-1:] in _QUALIFIED and _YEAR.match(date):
        return _QUALIFIED[date[-1]] + _words(date[:-1])
    return _words(date)


def _words(date: str) -> str:
    if season := _SEASON.fullmatch(date):
        return f"{_SEASONS[season[2]]} {season[1]}"
    if decade := _DECADE.fullmatch(date):
        return f"{decade[1]}0s"
    parts = _DATE.fullmatch(date)
    if not parts:
        return date
    year, month, day, clock = parts[1], calendar.month_name[int(parts[2])], parts[3], parts[4]
    return (f"{int(day)} {month} {year}" if day else f"{month} {year}") + (f", {clock}" if clock else "")
