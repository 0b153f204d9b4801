"""The TIMEX3 value of each shape of time expression."""

from __future__ import annotations

import re
from collections.abc import Callable

from onrecord.resolution.times import days
from onrecord.resolution.times.calendar_dates import calendar, clock, holiday, month, numbered_range, today
from onrecord.resolution.times.days import Date
from onrecord.resolution.times.lexicon import (
    DAY_NUMBER,
    DAYPARTS,
    DECADE_WORDS,
    MONTH_NUMBER,
    NOW,
    OFTEN,
    SEASONS,
    UNITS,
)
from onrecord.resolution.times.meaning import Meaning, Piece, Setting, counted, full_year, number_of

Reader = Callable[[Piece, Setting], Meaning | None]
_UNIT = ("WEEK", "UNIT", "UNITS", "DAY", "YEARWORD", "QUARTER", "CENTURY", "HOUR", "HOURS", "SECOND")
_SINGULAR = {"centuries": "century", "millennia": "millennium"}


def unit_of(piece: Piece) -> tuple[str, int]:
    """The TIMEX3 letter of the expression's last unit, and how many of those it is."""
    word = piece.all(*_UNIT)[-1]
    return UNITS[_SINGULAR.get(word, word.removesuffix("s"))]


def duration(piece: Piece) -> str:
    """`P3Y`, `PT30M`, `P2Y6M`, `PXW` where the number is not told."""
    letter, each = unit_of(piece)
    count = counted(piece)
    prefix, letter = ("PT", letter[1:]) if letter[0] == "T" else ("P", letter)
    if count is None:
        return f"{prefix}X{letter}"
    count *= each
    whole, rest = int(count), count - int(count)
    if not rest:
        return f"{prefix}{whole}{letter}"
    smaller = {"PY": ("M", 12), "PTH": ("M", 60), "PTM": ("S", 60)}.get(prefix + letter)
    if smaller is None:
        return f"{prefix}{count:.2f}".rstrip("0") + letter
    return f"{prefix}{f'{whole}{letter}' if whole else ''}{round(rest * smaller[1])}{smaller[0]}"


def length(piece: Piece, setting: Setting) -> Meaning:
    return Meaning("DURATION", duration(piece))


def ago(piece: Piece, setting: Setting) -> Meaning:
    """So many units before publication, as precise as the unit."""
    letter, each = unit_of(piece)
    count = counted(piece)
    if count is None:
        return Meaning("DATE", "PAST_REF")
    if letter == "Y" and count == 1 and setting.quarter and not piece.all("ABOUT"):
        return Meaning("DATE", days.later(setting.quarter.value, -4, "Q"), after=setting.quarter.place)
    return _moved(piece, setting.day, -int(count * each), letter) or Meaning("DURATION", duration(piece))


def _moved(piece: Piece, day: Date | None, count: int, letter: str) -> Meaning | None:
    if letter[0] == "T" or letter == "WE" or abs(count) > 4_000_000:
        return None
    if day is None:
        return Meaning("DATE", {"Y": "XXXX", "Q": "XXXX-QX", "M": "XXXX-XX", "W": "XXXX-WXX"}.get(letter, "XXXX-XX-XX"))
    return Meaning("DATE", days.later(day.isoformat(), count, letter), published=True)


def shifted(piece: Piece, setting: Setting) -> Meaning | None:
    """So many units before or after the date last spoken of, or after publication ("two weeks from now")."""
    letter, each = unit_of(piece)
    count = 1.0 if piece.all("BACK", "ONWARD", "NEXT", "BEFORE", "AFTER") else counted(piece)
    if count is None:
        return Meaning("DURATION", duration(piece))
    back = bool(piece.all("EARLIER", "BACK", "BEFORE"))
    steps = int(count * each) * (-1 if back else 1)
    if piece.all("NOWISH", "HENCE"):
        return _moved(piece, setting.day, steps, letter)
    if letter == "Y" and steps == -1 and setting.quarter:
        return Meaning("DATE", days.later(setting.quarter.value, -4, "Q"), after=setting.quarter.place)
    base = setting.exact if letter in "DW" else setting.latest
    value = days.later(base.value, steps, letter) if base and letter[0] != "T" and letter != "WE" else None
    if base and value:
        return Meaning("DATE", value, after=base.place)
    if piece.all("BACK", "ONWARD", "NEXT", "BEFORE", "AFTER"):
        return Meaning("DATE", {"Y": "XXXX", "M": "XXXX-XX", "W": "XXXX-WXX", "D": "XXXX-XX-XX"}.get(letter))
    return Meaning("DURATION", duration(piece))


def which(piece: Piece, setting: Setting) -> Meaning | None:
    """`last week`, `this year`, `next month`, `the same day`, `the past decade`, `the end of the year`."""
    letter, each = unit_of(piece)
    if piece.all("SAME", "THAT"):
        return _same(setting, letter)
    if piece.all("PAST", "COMING") and not piece.all("THIS"):
        return Meaning("DURATION", duration(piece) if counted(piece) else duration_of_one(letter, each))
    steps = -1 if piece.all("LAST") else 1 if piece.all("NEXT") else 0
    if piece.all("LATEST") and letter in "QWM":
        steps = -1
    if setting.day is None:
        return Meaning("DATE", _unresolved(letter, steps))
    if each >= 10:
        return _ages(setting.day.year, each, steps)
    if letter == "WE":
        return Meaning("DATE", _weekend(setting.day, steps), published=True)
    return Meaning("DATE", days.later(setting.day.isoformat(), steps, letter), published=True)


def duration_of_one(letter: str, each: int) -> str:
    return f"P{each}{letter}"


def _unresolved(letter: str, steps: int) -> str:
    return {"Y": "XXXX", "Q": "XXXX-QX", "M": "XXXX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE"}.get(letter, "XXXX-XX-XX")


def _ages(year: int, each: int, steps: int) -> Meaning | None:
    """The decade or century so many steps from a year."""
    first = (year // each + steps) * each
    if not 0 < first < 10000 or each > 100:
        return None
    return Meaning("DATE", f"{first:04}"[:3] + "X" if each == 10 else f"{first:04}"[:2], published=True)


def _weekend(day: Date, steps: int) -> str | None:
    value = days.week_value(days.moved(day, 7 * steps))
    return f"{value}-WE" if value else None


def _same(setting: Setting, letter: str) -> Meaning:
    """That day, that year: the date last spoken of, as precise as the unit."""
    base = setting.exact if letter == "D" else setting.latest
    if base is None:
        return Meaning("DATE", _unresolved(letter, 0))
    value = base.value[: 4 if letter == "Y" else 10] if letter in "DY" else days.later(base.value, 0, letter)
    return Meaning("DATE", value, after=base.place) if value else Meaning("DATE", _unresolved(letter, 0))


def unit(piece: Piece, setting: Setting) -> Meaning | None:
    """`the quarter`, `the year`, `the weekend`: the one last spoken of, else the one of publication."""
    letter, each = ("Q", 1) if piece.all("PERIOD") else unit_of(piece)
    if letter == "Q":
        return quarter(piece, setting)
    if letter == "D":
        return _same(setting, "D")
    if setting.day is None or each >= 10 or letter[0] == "T" or piece.following() in ("ended", "ending"):
        return Meaning("DURATION", duration_of_one(letter, each) if letter[0] != "T" else f"PT1{letter[1]}")
    if letter == "WE":
        back = setting.day.weekday() < 5 and piece.direction() <= 0
        return Meaning("DATE", _weekend(setting.day, -1 if back else 0), published=True)
    return Meaning("DATE", days.later(setting.day.isoformat(), 0, letter), published=True)


def _year(piece: Piece, setting: Setting) -> tuple[int | None, bool]:
    """The year that the expression itself names, and whether it was counted from publication."""
    if written := piece.one("YEAR", "SHORTYEAR"):
        return full_year(written, setting), False
    if piece.all("THIS", "LAST", "NEXT", "CURRENT") and setting.day:
        return setting.day.year + (1 if piece.all("NEXT") else -1 if piece.all("LAST") else 0), True
    return None, False


def quarter(piece: Piece, setting: Setting) -> Meaning | None:
    """`the third quarter`, `the second half of 1989`, `the latest quarter`, `the quarter`."""
    year, published = _year(piece, setting)
    ordinal = piece.one("ORDINAL", "SECOND")
    if piece.all("HALF"):
        half = 1 if ordinal == "first" else 2
        year = year or (setting.day.year if setting.day else None)
        return Meaning("DATE", f"{year:04}-H{half}" if year else f"XXXX-H{half}", published=not piece.all("YEAR"))
    number = number_of(ordinal) if ordinal else None
    if number is None:
        return _some_quarter(piece, setting, year)
    if not 1 <= number <= 4:
        return None
    if year is None and setting.day:
        year, published = _quarter_year(piece, setting.day, number), True
    return Meaning("DATE", f"{year:04}-Q{number}" if year else f"XXXX-Q{number}", published=published)


def _quarter_year(piece: Piece, day: Date, number: int) -> int:
    ahead = 3 * number - 2 > day.month
    if piece.direction() <= 0:
        return day.year - 1 if ahead else day.year
    # The quarter just over is still to be reported.
    return day.year if number >= (day.month + 2) // 3 - 1 else day.year + 1


def _some_quarter(piece: Piece, setting: Setting, year: int | None) -> Meaning:
    """A quarter without its number is the one last spoken of, in the year named; else the last full one."""
    if year and setting.quarter:
        return Meaning("DATE", f"{year:04}{setting.quarter.value[4:]}", after=setting.quarter.place)
    if setting.quarter:
        return Meaning("DATE", setting.quarter.value, after=setting.quarter.place)
    if setting.day:
        return Meaning("DATE", days.later(setting.day.isoformat(), -1, "Q"), published=True)
    return Meaning("DATE", "XXXX-QX")


def yearago(piece: Piece, setting: Setting) -> Meaning:
    """`year-earlier`, `the same period last year`: the last quarter spoken of, a year before; else the year before."""
    if setting.quarter:
        return Meaning("DATE", days.later(setting.quarter.value, -4, "Q"), after=setting.quarter.place)
    if setting.day:
        return Meaning("DATE", days.year_value(setting.day.year - 1), published=True)
    return Meaning("DATE", "XXXX")


def season(piece: Piece, setting: Setting) -> Meaning:
    name = SEASONS[piece.all("SEASON", "FALL")[0]]
    written = piece.one("YEAR")
    if written:
        return Meaning("DATE", f"{written}-{name}")
    if setting.day is None:
        return Meaning("DATE", f"XXXX-{name}")
    start, day = days.SEASON_START[name], setting.day
    # The winter of a year begins in its December.
    now = day.year - 1 if name == "WI" and day.month < 3 else day.year
    if piece.all("LAST"):
        year = now - 1
    elif piece.all("NEXT"):
        year = now if start > day.month else now + 1
    elif piece.all("THIS"):
        year = now
    else:
        year = now - 1 if start > day.month and piece.direction() <= 0 and now == day.year else now
    return Meaning("DATE", f"{year:04}-{name}", published=True)


def decade(piece: Piece, setting: Setting) -> Meaning | None:
    if word := piece.one("DECADEWORD"):
        digits = str(DECADE_WORDS[word])
    else:
        written = piece.all("DECADE")[0]
        digits = re.sub("[^0-9]", "", written)
        if len(digits) == 2 and not re.match("['’`]", written) and (piece.all("MID") or not piece.all("THE")):
            return None
    if len(digits) == 2:
        limit = setting.day.year if setting.day else 2030
        digits = str(limit - (limit - int(digits)) % 100).zfill(4)
    return Meaning("DATE", f"{digits[:3]}X")


def century(piece: Piece, setting: Setting) -> Meaning | None:
    number = number_of(piece.all("ORDINAL")[0])
    return Meaning("DATE", f"{number - 1:02}") if number and 1 < number <= 30 else None


def years(piece: Piece, setting: Setting) -> Meaning | None:
    """`2008-2012`, `1914-18`."""
    first, *rest = piece.all("YEAR", "INT")
    if not rest or piece.words.ends[piece.last - 1] - piece.words.starts[piece.first] > 9:
        return None
    last = rest[0] if len(rest[0]) == 4 else first[: 4 - len(rest[0])] + rest[0]
    return Meaning("DATE", f"{first}/{last}") if first < last else None


def each(piece: Piece, setting: Setting) -> Meaning | None:
    if day := piece.one("WEEKDAY", "DAYABBREVIATION"):
        return Meaning("SET", f"XXXX-WXX-{DAY_NUMBER[day.rstrip('.')] + 1}")
    if month_ := piece.one("MONTH", "MONTHISH", "ABBREVIATION"):
        return Meaning("SET", f"XXXX-{MONTH_NUMBER[month_.rstrip('.')]:02}")
    if part := piece.one("DAYPART"):
        return Meaning("SET", f"XXXX-XX-XXT{DAYPARTS[part]}")
    if name := piece.one("SEASON", "FALL"):
        return Meaning("SET", f"XXXX-{SEASONS[name]}")
    if piece.all("HOLIDAY"):
        return Meaning("SET", "P1Y")
    letter, each_ = unit_of(piece)
    count = 1 if piece.all("TIME", "ONCE", "TWICE") else counted(piece) or 1
    if letter[0] == "T":
        return Meaning("SET", f"PT{int(count)}{letter[1]}")
    return Meaning("SET", f"P{int(count) * each_}{letter}")


def often(piece: Piece, setting: Setting) -> Meaning:
    return Meaning("SET", OFTEN[piece.all("OFTEN")[0]])


def recent(piece: Piece, setting: Setting) -> Meaning:
    if piece.all("RECENT", "PAST", "LAST", "BACK"):
        return Meaning("DATE", "PAST_REF")
    return Meaning("DURATION", duration(piece))


def fiscal(piece: Piece, setting: Setting) -> Meaning:
    """A fiscal year is none of the calendar, so its value has no EDTF (`FY1989`)."""
    return Meaning("DATE", f"FY{full_year(piece.all('YEAR', 'SHORTYEAR')[0], setting):04}")


def year(piece: Piece, setting: Setting) -> Meaning | None:
    return Meaning("DATE", f"{full_year(piece.all('YEAR', 'SHORTYEAR')[0], setting):04}")


def spoken(piece: Piece, setting: Setting) -> Meaning | None:
    """`nineteen ninety-six`, `the year two thousand`."""
    if piece.all("SCALE"):
        number = counted(piece)
        return Meaning("DATE", f"{int(number):04}") if number and 1500 < number < 2100 else None
    century_, *rest = [number_of(word) or 0 for word in piece.all("TEEN", "TEN", "WORD")]
    return Meaning("DATE", f"{century_ * 100 + sum(rest):04}")


def now(piece: Piece, setting: Setting) -> Meaning:
    if word := piece.one("NOWISH", "PASTISH", "SOON", "ONCE"):
        return Meaning("DATE", NOW[word])
    if piece.all("FUTURE", "TERM"):
        return Meaning("DATE", "FUTURE_REF")
    if piece.all("PAST", "RECENT", "TIME"):
        return Meaning("DATE", "PAST_REF")
    return Meaning("DATE", "PRESENT_REF")


READERS: dict[str, Reader] = {
    "calendar": calendar, "range": numbered_range, "month": month, "holiday": holiday, "today": today, "clock": clock,
    "decade": decade, "century": century, "years": years, "season": season, "quarter": quarter, "yearago": yearago,
    "ago": ago, "shifted": shifted, "each": each, "often": often, "span": length, "recent": recent, "which": which,
    "length": length, "unit": unit, "fiscal": fiscal, "year": year, "spoken": spoken, "now": now,
}  # fmt: skip
