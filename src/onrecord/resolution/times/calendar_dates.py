"""Dates that name a day, a weekday, a month or a time of day."""

from __future__ import annotations

import re

from onrecord.resolution.times import days
from onrecord.resolution.times.days import AHEAD, Date
from onrecord.resolution.times.lexicon import DAY_NUMBER, DAYPARTS, MONTH_NUMBER
from onrecord.resolution.times.meaning import Meaning, Piece, Setting, full_year, number_of

_MONTHS = ("MONTH", "MONTHISH", "ABBREVIATION")
#: A time of day belongs to a day spoken of at most this many words before; about a paragraph of news.
PARAGRAPH = 40
#: How many months ahead a bare month may lie to be the coming one, by the verbs near it; chosen likewise.
_LIMITS = {-1: 1, 0: 2, 1: 8}


def calendar(piece: Piece, setting: Setting) -> Meaning | None:
    """Anything that names a day, a month or a weekday, with or without a time of day."""
    if written := piece.one("ISO", "SLASHED"):
        return iso(written) if piece.all("ISO") else slashed(written, setting)
    day = _date(piece, setting)
    if day is None or day.value is None:
        return None
    time = time_of_day(piece)
    if time and re.fullmatch(r"[0-9X]{4}-(?:[0-9X]{2}-[0-9X]{2}|WXX-[1-7])", day.value):
        return Meaning("TIME", f"{day.value}T{time}", day.published, day.after)
    return day


def _date(piece: Piece, setting: Setting) -> Meaning | None:
    if not piece.all(*_MONTHS):
        return weekday(piece, setting)
    number = MONTH_NUMBER[piece.all(*_MONTHS)[0].rstrip(".")]
    written = piece.one("YEAR", "SHORTYEAR")
    day = day_number(piece)
    if written is None:
        return month_day(piece, setting, number, day) if day else bare_month(piece, setting, number)
    year = full_year(written, setting)
    if day is None:
        return Meaning("DATE", f"{year:04}-{number:02}")
    if days.day_of(year, number, day) is None:
        # 31 November: as much as the calendar has.
        return Meaning("DATE", f"{year:04}-{number:02}")
    return Meaning("DATE", f"{year:04}-{number:02}-{day:02}")


def day_number(piece: Piece) -> int | None:
    """The number next to the month's name."""
    words, classes = piece.words, piece.all(*_MONTHS)
    place = next(place for place in range(piece.first, piece.last) if words.lower[place] == classes[0])
    for near in (place + 1, place + 2, place - 1, place - 2):
        if piece.first <= near < piece.last:
            number = (
                number_of(words.lower[near]) if re.fullmatch(r"[0-9]{1,2}(?:[a-z]{2})?", words.lower[near]) else None
            )
            number = number or (number_of(words.lower[near]) if words.lower[near].isalpha() else None)
            if number and number <= 31:
                return number
    return None


def iso(written: str) -> Meaning | None:
    year, month_, day = (int(part) for part in written[:10].split("-"))
    if days.day_of(year, month_, day) is None:
        return None
    return Meaning("TIME", written) if "T" in written else Meaning("DATE", written)


def slashed(written: str, setting: Setting) -> Meaning | None:
    """11/28/2024. Numbers that can be read in two ways (05/06/2024) tell the year, and the day only where one of
    the two readings is the day of publication."""
    first, second, year_text = re.split("[/.-]", written)
    year = full_year(year_text, setting)
    readings = {days.day_of(year, int(a), int(b)) for a, b in ((first, second), (second, first))} - {None}
    if not readings:
        return None
    if len(readings) == 1:
        return Meaning("DATE", str(readings.pop()))
    if setting.day in readings:
        return Meaning("DATE", str(setting.day), published=True)
    return Meaning("DATE", f"{year:04}-XX-XX")


def weekday(piece: Piece, setting: Setting) -> Meaning:
    """The last such day on or before publication, or the next one where a verb near it says so."""
    number = DAY_NUMBER[piece.all("WEEKDAY", "DAYABBREVIATION")[0].rstrip(".")]
    if setting.day is None:
        return Meaning("DATE", f"XXXX-WXX-{number + 1}")
    back = (setting.day.weekday() - number) % 7
    if piece.all("WEEK"):
        weeks = -1 if piece.all("LAST") else 1 if piece.all("NEXT") else 0
        shift = 7 * weeks + number - setting.day.weekday()
    elif piece.all("LAST"):
        shift = -(back or 7)
    elif piece.all("NEXT"):
        shift = 7 - back
    elif piece.all("THIS") and not piece.all("PAST"):
        shift = (number - setting.day.weekday()) if piece.direction() <= 0 and back else -back % 7
    elif piece.direction() > 0:
        shift = -back % 7
    else:
        shift = -back
    day = days.moved(setting.day, shift)
    return Meaning("DATE", day.isoformat() if day else None, published=True)


def month_day(piece: Piece, setting: Setting, number: int, day: int) -> Meaning | None:
    """A day and month without a year: the nearest one that the verbs allow."""
    if days.day_of(2000, number, day) is None:
        return Meaning("DATE", f"XXXX-{number:02}")
    if setting.day is None:
        return Meaning("DATE", f"XXXX-{number:02}-{day:02}")
    near = [days.day_of(setting.day.year + step, number, day) for step in (-1, 0, 1)]
    named = piece.one("WEEKDAY", "DAYABBREVIATION")
    weekday_ = DAY_NUMBER[named.rstrip(".")] if named else None
    exist = [date for date in near if date]
    # "Monday, Oct. 26" is in a year in which that was a Monday, if one of them is.
    chosen = choose(piece, setting.day, [date for date in exist if date.weekday() == weekday_] or exist)
    return Meaning("DATE", chosen.isoformat(), published=True) if chosen else None


def choose(piece: Piece, day: Date, near: list[Date]) -> Date | None:
    """Of the same day in several years, the one meant."""
    past = max((date for date in near if date <= day), default=None)
    ahead = min((date for date in near if date >= day), default=None)
    if past is None or ahead is None:
        return past or ahead
    towards = piece.direction()
    if towards > 0 or piece.all("NEXT"):
        return ahead if (ahead - day).days < 270 else past
    return ahead if (ahead - day).days <= AHEAD and not piece.all("LAST") else past


def bare_month(piece: Piece, setting: Setting, number: int) -> Meaning:
    """The last such month up to publication, or the next one where a verb near it says so."""
    if setting.day is None:
        return Meaning("DATE", f"XXXX-{number:02}")
    year, now = setting.day.year, setting.day.month
    if piece.all("YEARWORD"):
        year += -1 if piece.all("LAST") else 1 if piece.all("NEXT") else 0
    elif piece.all("LAST"):
        year -= number >= now
    elif piece.all("NEXT"):
        year += number <= now
    elif piece.all("THIS"):
        pass
    else:
        ahead = (number - now) % 12
        limit = _LIMITS[piece.direction()]
        year += (now + ahead > 12) - (ahead > limit)
    return Meaning("DATE", f"{year:04}-{number:02}", published=True)


def month(piece: Piece, setting: Setting) -> Meaning | None:
    return bare_month(piece, setting, MONTH_NUMBER[piece.all(*_MONTHS)[0].rstrip(".")])


def holiday(piece: Piece, setting: Setting) -> Meaning | None:
    """A named day, or its week, in the year that is written, or the nearest one that the verbs allow."""
    name, written = piece.all("HOLIDAY")[0], piece.one("YEAR")
    if written is None and setting.day is None:
        return Meaning("DATE", _undated(name))
    if written or setting.day is None:
        day = days.holiday(name, int(written or 0))
    elif piece.all("YEARWORD"):
        day = days.holiday(name, setting.day.year - len(piece.all("LAST")) + len(piece.all("NEXT")))
    else:
        near = [days.holiday(name, setting.day.year + step) for step in (-1, 0, 1)]
        day = choose(piece, setting.day, [date for date in near if date])
    if day is None:
        return None
    value = days.week_value(day) if piece.all("WEEK") else day.isoformat()
    return Meaning("DATE", value, published=written is None)


def _undated(name: str) -> str | None:
    """`XXXX-12-25` where the day is the same every year."""
    first, second = days.holiday(name, 2001), days.holiday(name, 2002)
    return f"XXXX-{first:%m-%d}" if first and second and f"{first:%m%d}" == f"{second:%m%d}" else "XXXX-XX-XX"


def numbered_range(piece: Piece, setting: Setting) -> Meaning | None:
    """Nov. 5-7, 5-7 November 2024."""
    number = MONTH_NUMBER[piece.all(*_MONTHS)[0].rstrip(".")]
    first, last = (int(word) for word in piece.all("INT")[:2])
    if not 0 < first < last <= 31:
        return None
    if written := piece.one("YEAR"):
        start: Meaning | None = Meaning("DATE", f"{written}-{number:02}-{first:02}")
    else:
        start = month_day(piece, setting, number, first)
    if start is None or start.value is None or len(start.value) < 10:
        return start
    end = f"{start.value[:8]}{last:02}"
    if start.value[:4] == "XXXX":
        return Meaning("DATE", f"{start.value}/{end}")
    if not days.first_day(end) or not days.first_day(start.value):
        return Meaning("DATE", start.value[:7], start.published)
    return Meaning("DATE", f"{start.value}/{end}", start.published)


def today(piece: Piece, setting: Setting) -> Meaning | None:
    """today, tonight, this morning, last night, that evening, 8 p.m. tomorrow."""
    time = "NI" if piece.all("TONIGHT") and not piece.all("CLOCK", "AMPM") else time_of_day(piece)
    word = piece.one("TODAY")
    shift = {"yesterday": -1, "tomorrow": 1}.get(word or "", 0)
    if not word and not piece.all("TONIGHT"):
        if piece.all("THAT", "SAME"):
            exact = setting.exact
            date, place = (exact.value[:10], exact.place) if exact else ("XXXX-XX-XX", None)
            return Meaning("TIME", f"{date}T{time}", after=place)
        shift = -1 if piece.all("LAST") else 1 if piece.all("NEXT") else 0
    day = days.moved(setting.day, shift) if setting.day else None
    date = day.isoformat() if day else "XXXX-XX-XX"
    published = day is not None
    return Meaning("TIME", f"{date}T{time}", published) if time else Meaning("DATE", date, published)


def clock(piece: Piece, setting: Setting) -> Meaning | None:
    """A time of day alone is that of the day last spoken of, else of publication."""
    time = time_of_day(piece)
    if time is None:
        return None
    if setting.exact and piece.first - setting.exact.place <= PARAGRAPH:
        return Meaning("TIME", f"{setting.exact.value[:10]}T{time}", after=setting.exact.place)
    if setting.day is None:
        return Meaning("TIME", f"XXXX-XX-XXT{time}")
    return Meaning("TIME", f"{setting.day.isoformat()}T{time}", published=True)


def time_of_day(piece: Piece) -> str | None:
    """`22:00`, or a part of the day (`MO`, `NI`); None where there is none or the clock has no such time."""
    if part := piece.one("DAYPART", "NOON"):
        return DAYPARTS[part]
    if written := piece.one("CLOCK"):
        hour, minute = (int(part) for part in written.split(":")[:2])
    elif piece.all("AMPM"):
        words = piece.words
        place = next(p for p in range(piece.first, piece.last) if words.lower[p] == piece.all("AMPM")[0])
        hour, minute = int(words.lower[place - 1]), 0
    elif piece.all("CLOCKWORD"):
        hour, minute = number_of(piece.all("INT", "WORD")[0]) or 0, 0
    elif (written := piece.one("BIG", "YEAR")) and piece.all("ZONE") and len(written) == 4 and written.isdigit():
        hour, minute = int(written[:2]), int(written[2:])
    else:
        return None
    half = piece.one("AMPM")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
