"""The words of time: which class each word belongs to, and what it is worth.

A class is one letter in the string that `words.py` makes of a text; patterns are written with the names of
classes (`THE LAST? NUMBER UNIT`), so the grammar in `grammar.py` reads as English does.
"""

from __future__ import annotations

import re


def listed(text: str) -> list[str]:
    """The words of `text`, in order; long lists of words are easier to read as text."""
    return text.split()


def spelled(text: str) -> frozenset[str]:
    """The words of `text` as a set."""
    return frozenset(text.split())


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = listed("january february march april may june july august september october november december")
SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
DAYPARTS = {
    "morning": "MO", "mornings": "MO", "afternoon": "AF", "afternoons": "AF", "evening": "EV", "evenings": "EV",
    "night": "NI", "nights": "NI", "midday": "MI", "noon": "12:00", "midnight": "24:00", "dawn": "MO", "dusk": "EV",
    "overnight": "NI", "daytime": "DT",
}  # fmt: skip
#: The letter of each unit in a TIMEX3 duration, `T` before it for parts of a day, and how many of them it is.
UNITS = {
    "second": ("TS", 1), "minute": ("TM", 1), "hour": ("TH", 1), "day": ("D", 1), "weekend": ("WE", 1),
    "week": ("W", 1), "fortnight": ("W", 2), "month": ("M", 1), "quarter": ("Q", 1), "year": ("Y", 1),
    "decade": ("Y", 10), "century": ("Y", 100), "millennium": ("Y", 1000),
}  # fmt: skip
SMALL = listed(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
    """
)
TENS = {word: 10 * ten for ten, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), 2)}
SCALES = {"hundred": 100, "thousand": 1000, "dozen": 12}
NUMBERS = {word: value for value, word in enumerate(SMALL)} | TENS
_ORDINALS = listed(
    """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth twentieth
    """
)
ORDINALS = {word: number for number, word in enumerate(_ORDINALS, 1)}
DECADE_WORDS = {f"{tens[:-1]}ies": value for tens, value in TENS.items()}
OFTEN = {
    "daily": "P1D", "nightly": "P1D", "hourly": "PT1H", "weekly": "P1W", "biweekly": "P2W", "monthly": "P1M",
    "quarterly": "P1Q", "annually": "P1Y", "yearly": "P1Y", "annual": "P1Y",
}  # fmt: skip
#: The year is fixed by rule; see `days.holiday`.
HOLIDAYS = (
    "labor day", "labour day", "election day", "memorial day", "independence day", "thanksgiving day", "thanksgiving",
    "christmas day", "christmas eve", "christmas", "boxing day", "new year's eve", "new year's day", "new year's",
    "new years eve", "new years day", "good friday", "easter sunday", "easter monday", "easter", "palm sunday",
    "ash wednesday", "veterans day", "presidents day", "presidents' day", "columbus day", "halloween",
    "valentine's day", "st. patrick's day", "martin luther king day", "martin luther king jr. day", "mother's day",
    "father's day", "may day", "inauguration day", "juneteenth", "bastille day", "armistice day", "remembrance day",
    "groundhog day", "april fools' day", "black friday", "cyber monday", "victory day",
)  # fmt: skip
NOW = {
    "now": "PRESENT_REF", "currently": "PRESENT_REF", "nowadays": "PRESENT_REF", "presently": "PRESENT_REF",
    "recently": "PAST_REF", "formerly": "PAST_REF", "previously": "PAST_REF", "lately": "PAST_REF",
    "soon": "FUTURE_REF", "once": "PAST_REF",
}  # fmt: skip

_CLASSES: dict[str, str] = {
    "WEEKDAY": " ".join(WEEKDAYS),
    "MONTH": " ".join(month for month in MONTHS if month not in ("may", "march")),
    "SEASON": "summer winter autumn",
    "FALL": "fall spring",
    "DAY": "day",
    "YEARWORD": "year",
    "QUARTER": "quarter",
    "CENTURY": "century",
    "WEEK": "week",
    "UNIT": "fortnight month decade millennium weekend",
    "UNITS": "days weeks fortnights months quarters years decades centuries millennia weekends",
    "HOUR": "hour minute",
    "HOURS": "hours minutes seconds",
    "SECOND": "second",
    "TEEN": "eighteen nineteen",
    "TEN": " ".join(TENS),
    "WORD": " ".join(word for word in NUMBERS if word not in TENS and word not in ("eighteen", "nineteen")),
    "SCALE": "hundred thousand dozen",
    "A": "a an",
    "THE": "the",
    "THIS": "this",
    "THESE": "these",
    "THAT": "that",
    "LAST": "last",
    "PAST": "past",
    "NEXT": "next",
    "BACK": "previous preceding prior",
    "ONWARD": "following subsequent ensuing",
    "COMING": "coming upcoming",
    "CURRENT": "current",
    "RECENT": "recent",
    "LATEST": "latest",
    "SAME": "same",
    "EACH": "each every",
    "AGO": "ago",
    "EARLIER": "earlier",
    "LATER": "later",
    "EARLY": "early",
    "LATE": "late",
    "MID": "mid",
    "PART": "end beginning start middle close rest turn",
    "OF": "of",
    "IN": "in",
    "ON": "on",
    "AT": "at",
    "BY": "by",
    "TO": "to through until till",
    "FROM": "from",
    "SINCE": "since",
    "DURING": "during throughout within",
    "FOR": "for",
    "OVER": "over",
    "AND": "and",
    "OR": "or",
    "MORE": "more less fewer longer",
    "THAN": "than",
    "LEAST": "least most",
    "ABOUT": "about nearly almost around roughly approximately some just only another",
    "FEW": "few several many couple numerous",
    "ORDINAL": " ".join(word for word in ORDINALS if word != "second"),
    "HALF": "half",
    "FISCAL": "fiscal",
    "DAYPART": "morning afternoon evening night dawn dusk overnight midday daytime",
    "NOON": "noon midnight",
    "AMPM": "am pm",
    "ZONE": "gmt utc est edt et cst cdt ct mst mdt pst pdt pt bst cet cest eet eest ist jst msk",
    "LOCAL": "local",
    "TIME": "time times",
    "CLOCKWORD": "o'clock",
    "TODAY": "today yesterday tomorrow",
    "TONIGHT": "tonight",
    "NOWISH": "now currently nowadays presently",
    "PASTISH": "recently formerly lately previously",
    "SOON": "soon",
    "ONCE": "once",
    "FUTURE": "future",
    "DECADEWORD": " ".join(DECADE_WORDS),
    "OFTEN": "daily nightly hourly weekly biweekly monthly quarterly annually yearly annual",
    "TWICE": "twice thrice",
    "PERIOD": "period",
    "TERM": "term",
    "AHEAD": "ahead",
    "AFTER": "after",
    "BEFORE": "before",
    "HENCE": "hence",
    "OLD": "old olds",
    "LONG": "long",
    "STRAIGHT": "straight consecutive full whole entire additional extra",
    "TRADING": "trading business working calendar school",
    "BETWEEN": "between",
    "BEYOND": "beyond",
    "PER": "per",
    "MOMENT": "moment",
    "NEAR": "near foreseeable immediate short long distant",
    "AS": "as",
    "POSSIBLE": "possible",
    "THEN": "then",
    "CENT": "cents percent million billion trillion people shares votes dollars points miles",
}
#: Classes that words get by their shape or their case; see `words.py`.
_SHAPES = listed(
    """
    OTHER CAPITAL MONTHISH ABBREVIATION DAYABBREVIATION INT YEAR BIG FRACTION CLOCK ISO SLASHED DECADE SHORTYEAR HOLIDAY
    HYPHEN COMMA DOT POSSESSIVE OPEN CLOSE BREAK
    """
)
#: One character for each class: letters from U+0100 on, which no pattern needs to escape.
CODES = {name: chr(0x100 + place) for place, name in enumerate([*_CLASSES, *_SHAPES])}
CLASS_OF = {word: CODES[name] for name, words in _CLASSES.items() for word in words.split()}
ABBREVIATIONS = {month[:3]: number for number, month in enumerate(MONTHS, 1)} | {"sept": 9, "june": 6, "july": 7}
DAY_ABBREVIATIONS = {day[:3]: number for number, day in enumerate(WEEKDAYS)} | {
    "tues": 1, "weds": 2, "thur": 3, "thurs": 3,
}  # fmt: skip
#: Month and weekday numbers by every name they have; months count from 1, weekdays from 0 as `datetime` does.
MONTH_NUMBER = {month: number for number, month in enumerate(MONTHS, 1)} | ABBREVIATIONS
DAY_NUMBER = {day: number for number, day in enumerate(WEEKDAYS)} | DAY_ABBREVIATIONS


def pattern(text: str) -> str:
    """A regular expression over class characters from one written with the names of classes."""
    return re.sub(r"[A-Z]{2,}|A", lambda found: CODES[found[0]], text).replace(" ", "").replace("\n", "")
