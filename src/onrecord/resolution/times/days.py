"""Calendar arithmetic on TIMEX3 values, days named by rule, and EDTF."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

Date = datetime.date
#: A day and month without a year that lies this many days ahead is ahead even beside a verb of the past
#: ("said the Nov. 8 election"), if the last one was most of a year ago; chosen on half of TimeBank.
AHEAD = 60
SEASON_EDTF = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
#: The first month of each season, by which the last summer or the next winter is told.
SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def day_of(year: int, month: int, day: int) -> Date | None:
    """That day, or None where the calendar has no such day (31 November)."""
    try:
        return Date(year, month, day)
    except ValueError:
        return None


def moved(day: Date, days: int) -> Date | None:
    """The day that many days later, or None beyond the years 1 to 9999."""
    try:
        return day + datetime.timedelta(days)
    except OverflowError:
        return None


def month_value(year: int, month: int) -> str | None:
    """`YYYY-MM` of a month that may be counted past either end of the year (13 is the next January)."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04}-{month:02}" if 0 < year < 10000 else None


def quarter_value(year: int, quarter: int) -> str | None:
    """`YYYY-Qn` of a quarter that may be counted past either end of the year."""
    year, quarter = year + (quarter - 1) // 4, (quarter - 1) % 4 + 1
    return f"{year:04}-Q{quarter}" if 0 < year < 10000 else None


def year_value(year: int) -> str | None:
    return f"{year:04}" if 0 < year < 10000 else None


def week_value(day: Date | None) -> str | None:
    """The ISO week that a day is in, `2024-W48`."""
    if day is None:
        return None
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def first_day(value: str) -> Date | None:
    """The first day of a day, week, month, quarter, season or year in TIMEX3; None for anything else."""
    if found := re.match(r"([0-9]{4})-W([0-9]{2})", value):
        try:
            return Date.fromisocalendar(int(found[1]), int(found[2]), 6 if value.endswith("WE") else 1)
        except ValueError:
            return None
    if found := re.match(r"([0-9]{4})-(?:Q([1-4])|(SP|SU|FA|WI)|H([12]))", value):
        month = 3 * int(found[2]) - 2 if found[2] else SEASON_START[found[3]] if found[3] else 6 * int(found[4]) - 5
        return day_of(int(found[1]), month, 1)
    if found := re.match(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?![0-9X])", value):
        return day_of(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    return None


def later(value: str, count: int, unit: str) -> str | None:
    """The TIMEX3 value `count` units after `value` (before, where negative), as precise as the coarser of the two."""
    start = first_day(value)
    if start is None:
        return None
    if unit == "Y":
        return _years_later(value, count)
    if unit == "Q":
        return quarter_value(start.year, (start.month + 2) // 3 + count)
    if unit == "M":
        return month_value(start.year, start.month + count)
    if not re.match(r"[0-9]{4}-(?:[0-9]{2}-|W)", value):
        return None
    if unit == "W":
        return week_value(moved(start, 7 * count))
    day = moved(start, count)
    return day.isoformat() if day and not re.match(r"[0-9]{4}-W", value) else None


def _years_later(value: str, count: int) -> str | None:
    year = year_value(int(value[:4]) + count)
    if year is None or re.match(r"[0-9]{4}-[0-9]{2}-", value):
        return year
    return year + value[4:] if re.match(r"[0-9]{4}(?:$|-Q|-[0-9]{2}$)", value) else year


def _nth(weekday: int, nth: int, month: int) -> Callable[[int], Date | None]:
    """The `nth` such weekday of a month, from its end where negative."""

    def rule(year: int) -> Date | None:
        first = Date(year, month, 1)
        day = first + datetime.timedelta((weekday - first.weekday()) % 7)
        days = [day + datetime.timedelta(7 * weeks) for weeks in range(5)]
        days = [day for day in days if day.month == month]
        return days[nth - 1 if nth > 0 else nth]

    return rule


def _fixed(month: int, day: int, shift: int = 0) -> Callable[[int], Date | None]:
    return lambda year: moved(Date(year, month, day), shift)


def _easter(shift: int) -> Callable[[int], Date | None]:
    """Days from Western Easter (the anonymous Gregorian computus)."""

    def rule(year: int) -> Date | None:
        golden, century = year % 19, year // 100
        epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
        letter = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - epact - year % 100 % 4) % 7
        late = (golden + 11 * epact + 22 * letter) // 451
        month, day = divmod(epact + letter - 7 * late + 114, 31)
        return moved(Date(year, month, day + 1), shift)

    return rule


def _after(rule: Callable[[int], Date | None], shift: int) -> Callable[[int], Date | None]:
    return lambda year: moved(day, shift) if (day := rule(year)) else None


_THANKSGIVING = _nth(3, 4, 11)
_HOLIDAYS: dict[str, Callable[[int], Date | None]] = {
    "labor day": _nth(0, 1, 9), "labour day": _nth(0, 1, 9), "memorial day": _nth(0, -1, 5),
    # The Tuesday after the first Monday in November, in the United States.
    "election day": _after(_nth(0, 1, 11), 1),
    "independence day": _fixed(7, 4), "thanksgiving": _THANKSGIVING, "thanksgiving day": _THANKSGIVING,
    "black friday": _after(_THANKSGIVING, 1), "cyber monday": _after(_THANKSGIVING, 4),
    "christmas": _fixed(12, 25), "christmas day": _fixed(12, 25), "christmas eve": _fixed(12, 24),
    "boxing day": _fixed(12, 26), "new years eve": _fixed(12, 31), "new years day": _fixed(1, 1),
    "new years": _fixed(1, 1), "easter": _easter(0), "easter sunday": _easter(0), "easter monday": _easter(1),
    "good friday": _easter(-2), "palm sunday": _easter(-7), "ash wednesday": _easter(-46),
    "veterans day": _fixed(11, 11), "armistice day": _fixed(11, 11), "remembrance day": _fixed(11, 11),
    "presidents day": _nth(0, 3, 2), "columbus day": _nth(0, 2, 10), "halloween": _fixed(10, 31),
    "valentines day": _fixed(2, 14), "st. patricks day": _fixed(3, 17), "martin luther king day": _nth(0, 3, 1),
    "martin luther king jr. day": _nth(0, 3, 1), "mothers day": _nth(6, 2, 5), "fathers day": _nth(6, 3, 6),
    "may day": _fixed(5, 1), "inauguration day": _fixed(1, 20), "juneteenth": _fixed(6, 19),
    "bastille day": _fixed(7, 14), "groundhog day": _fixed(2, 2), "april fools day": _fixed(4, 1),
    "victory day": _fixed(5, 9),
}  # fmt: skip


def holiday(name: str, year: int) -> Date | None:
    """The day that a named day falls on in a year, where it is known."""
    rule = _HOLIDAYS.get(re.sub("['’]", "", name.lower()))
    return rule(year) if rule and 1582 < year < 9999 else None


def to_edtf(value: str | None) -> str | None:
    """The EDTF (ISO 8601-2 level 1) of a TIMEX3 value, a time of day as its day; None where it is no calendar date."""
    if value is None or "_REF" in value or value[:1] in "PX":
        return None
    value = value.split("T")[0]
    if "/" in value:
        ends = [to_edtf(end) for end in value.split("/")]
        return "/".join(end for end in ends if end) if all(ends) else None
    if re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}", value):
        return value if first_day(value) else None
    if found := re.fullmatch(r"([0-9]{4})-X{2}(?:-X{2})?", value):
        return found[1]
    if re.fullmatch(r"[0-9]{3}X?", value):
        return value[:3] + "X"
    if re.fullmatch(r"[0-9]{2}(?:XX)?", value):
        return value[:2] + "XX"
    if found := re.fullmatch(r"([0-9]{4})-(SP|SU|FA|WI)", value):
        return f"{found[1]}-{SEASON_EDTF[found[2]]}"
    return _interval(value)


def _interval(value: str) -> str | None:
    """Quarters and halves as months, weeks and weekends as days."""
    start = first_day(value)
    if start is None:
        return None
    if re.fullmatch(r"[0-9]{4}-[QH][1-4]", value):
        length = 2 if value[5] == "Q" else 5
        return f"{start.isoformat()[:7]}/{month_value(start.year, start.month + length)}"
    if re.fullmatch(r"[0-9]{4}-W[0-9]{2}(?:-WE)?", value):
        end = moved(start, 1 if value.endswith("WE") else 6)
        return f"{start}/{end}" if end else None
    return None
