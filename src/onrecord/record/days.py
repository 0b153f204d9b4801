"""The first and the last day that a date in EDTF allows, by which the record orders and searches."""

from __future__ import annotations

import calendar
import re
from functools import lru_cache

Days = tuple[str | None, str | None]

UNKNOWN: Days = (None, None)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
_YEAR = re.compile(r"(\d{1,4})(X{0,3})", re.ASCII)
#: Seasons of EDTF by the month they begin in; a winter ends in the year after.
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}


@lru_cache(maxsize=4096)  # a day's news has few dates, each many times
def days(edtf: str | None) -> Days:
    """`2024-06` is (`2024-06-01`, `2024-06-30`), `../2024-11-28` is (None, `2024-11-28`). What is no date, and what
    nothing is known of, is (None, None); "perhaps" and "about" (?, ~, %) are passed over."""
    if not edtf:
        return UNKNOWN
    start, slash, end = edtf.partition("/")
    if not slash:
        return _days(start)
    return _days(start)[0], _days(end)[1]


def is_date(text: str) -> bool:
    """Whether a text is a date, or an interval of two, open at one end at most."""
    start, slash, end = text.partition("/")
    sides = [side for side in (start, end)[: 1 + len(slash)] if not slash or side not in ("", "..")]
    return bool(sides) and all(_days(side) != UNKNOWN for side in sides)


def _days(date: str) -> Days:
    date = date.rstrip("?~%")
    if found := _DAY.fullmatch(date):
        year, month, day = (int(part) for part in found.groups())
        known = year and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
        return (date[:10], date[:10]) if known else UNKNOWN
    if found := _MONTH.fullmatch(date):
        return _months(int(found[1]), int(found[2]))
    if (found := _YEAR.fullmatch(date)) and len(date) == 4:
        low, high = found[1] + "0" * len(found[2]), found[1] + "9" * len(found[2])
        return f"{low}-01-01", f"{high}-12-31"
    return UNKNOWN


def _months(year: int, month: int) -> Days:
    """A month, or a season by its number."""
    if not 0 < year < 9999:
        return UNKNOWN
    if 1 <= month <= 12:
        return f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]}"
    if month not in _SEASONS:
        return UNKNOWN
    begins = _SEASONS[month]
    ends_in, last = (year + 1, 2) if begins == 12 else (year, begins + 2)
    return f"{year:04}-{begins:02}-01", f"{ends_in:04}-{last:02}-{calendar.monthrange(ends_in, last)[1]}"
