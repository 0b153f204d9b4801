"""Dates as newspapers write them, turned into ISO 8601; a partial date stays partial.

No date library is used: telling a date from other numbers in a line is most of the work, and once that
is done there is nothing left to parse. Numbers that can be read in two ways (05/06/2024) are no date.
"""

from __future__ import annotations

import datetime
import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?"
_YEAR = r"[12][0-9]{3}"

#: One date with its year: 2024-11-28, Nov. 28, 2024, 28 November 2024, November 2024, 11/28/2024.
DATE = re.compile(
    rf"""(?<![\w/.-])(?:
      (?P<iso_year>{_YEAR})[-/](?P<iso_month>[01][0-9])[-/](?P<iso_day>[0-3][0-9])(?:T[0-9:.+Zz-]+)?
    | (?P<month1>{_MONTH})\ (?P<day1>{_DAY})(?:,\ ?|\ )(?P<year1>{_YEAR})
    | (?P<day2>{_DAY})(?:\ of)?[\ -](?P<month2>{_MONTH})[,]?[\ -](?P<year2>{_YEAR})
    | (?P<month3>{_MONTH}),?\ (?P<year3>{_YEAR})
    | (?P<first>[0-9]{{1,2}})[/.](?P<second>[0-9]{{1,2}})[/.](?P<year4>{_YEAR})
    )(?![\w/])""",
    re.VERBOSE | re.IGNORECASE,
)
#: A day without its year, and the words and numbers that stand beside a date: they say no date themselves.
DAY = re.compile(
    rf"\b(?:{_MONTH} {_DAY}|{_DAY} {_MONTH})(?!\w)|\b[0-9]+ (?:minute|hour|day|week)s? ago\b", re.IGNORECASE
)
CLOCK = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
    r"|\b[0-2]?[0-9](?:[:.][0-5][0-9]){1,2}(?!\w)|\b[01]?[0-9]\ ?(?:a\.?m\b|p\.?m\b)\.?|\b[ap]\.?m\b\.?"
    r"|\b(?:gmt|utc|bst|cet|cest|eet|msk|[ecmp]\.?[sd]?\.?t)\b\.?|[+-][0-9]{2}:?[0-9]{2}\b",
    re.IGNORECASE,
)
_PARTIAL = re.compile(r"[0-9]{4}(?:-[0-9]{2})?")


def parse_date(value: str) -> str | None:
    """`value` as an ISO 8601 date of as much as it says (`2024`, `2024-06`, `2024-06-05`), or None.

    A time of day is cut off; the date is the one written, not moved to another time zone.
    """
    value = value.strip()
    if _PARTIAL.fullmatch(value):
        return _iso(*value.split("-"))
    try:
        return datetime.datetime.fromisoformat(value).date().isoformat()
    except ValueError:
        rest = CLOCK.sub("", DATE.sub("", value))
        return find_date(value) if not re.search(r"\w", rest) else None


def find_date(line: str) -> str | None:
    """The first date in `line` that has a year and exists in the calendar, in ISO 8601; else None."""
    return next(filter(None, map(_read, DATE.finditer(line))), None)


def _read(match: re.Match[str]) -> str | None:
    found = match.groupdict()
    if found["iso_year"]:
        return _iso(found["iso_year"], found["iso_month"], found["iso_day"])
    if found["year4"]:
        return _numeric(int(found["first"]), int(found["second"]), found["year4"])
    for form in "12":
        if found["year" + form]:
            return _iso(found["year" + form], _month(found["month" + form]), re.sub(r"\D", "", found["day" + form]))
    return _iso(found["year3"], _month(found["month3"]))


def _numeric(first: int, second: int, year: str) -> str | None:
    """A date in numbers alone, where only one order of day and month is possible."""
    if min(first, second) > 12 or (max(first, second) <= 12 and first != second):
        return None
    return _iso(year, str(min(first, second)), str(max(first, second)))


def _month(name: str) -> str:
    return str(_MONTHS.index(name[:3].lower()) + 1)


def _iso(year: str, month: str | None = None, day: str | None = None) -> str | None:
    try:
        date = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return date.isoformat()[: 10 if day else 7 if month else 4]
