"""The shapes that time expressions have, written with the classes of `lexicon.py`.

`find` runs one pattern over the classes of a text. Rules are tried in the order given, so the longer reading of
a word comes first. A rule's name says which function of `values.py` reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.resolution.times.lexicon import pattern
from onrecord.resolution.times.words import Words

_PARTS = {
    "{month}": "(?:MONTH|MONTHISH|ABBREVIATION DOT?)",
    "{weekday}": "(?:WEEKDAY|DAYABBREVIATION DOT?)",
    "{day}": "(?:INT|ORDINAL)",
    "{year}": "(?:YEAR|SHORTYEAR)",
    "{zone}": "(?:ZONE|LOCAL TIME)",
    "{clock}": "(?:(?:CLOCK|INT)AMPM{zone}?|CLOCK{zone}?|(?:BIG|YEAR)ZONE|NOON|(?:INT|{word})CLOCKWORD)",
    "{number}": (
        "(?:(?:INT|BIG|YEAR|{word})(?:HYPHEN?(?:{word}|SCALE)){0,3}(?:FRACTION|AND A HALF)?|A?FEW OF?|A SCALE|A)"
    ),
    "{word}": "(?:WORD|TEEN|TEN)",
    "{about}": "(?:ABOUT|MORE THAN|OVER|AT LEAST|LEAST)?",
    "{unit}": "(?:{one}|{many})",
    "{one}": "(?:{u}|HOUR|SECOND)",
    "{u}": "(?:UNIT|WEEK|DAY|YEARWORD|QUARTER|CENTURY)",
    "{many}": "(?:UNITS|HOURS)",
    "{mod}": "(?:(?:EARLY|LATE|MID)HYPHEN?|EARLIER|LATER|THE?PART OF)",
    "{season}": "(?:SEASON|FALL)",
    "{which}": "(?:THIS|LAST|NEXT|THE?PAST|COMING|THE CURRENT|CURRENT|THE COMING|THE LATEST)",
    "{deictic}": "(?:THIS|LAST|NEXT)",
    "{daypart}": "(?:DAYPART|NOON)",
}

#: Each rule and its shapes, tried in this order. `(?!...)` shuts out what only looks like a time ("6-year-old").
_RULES = (
    ("calendar", "ISO|SLASHED"),
    (
        "range",
        "(?:{weekday}COMMA?)?{month}INT(?:HYPHEN|TO)INT(?!HYPHEN?{unit})(?:COMMA?YEAR)?|INT HYPHEN INT{month}YEAR?",
    ),
    # 10 p.m. Wednesday; Thursday, May 12, 2016, at 8 p.m.; the 12th of May
    (
        "calendar",
        "(?:{clock}COMMA?ON?)?(?:{weekday}COMMA?THE?)?(?:{deictic}?{month}{day}(?!COMMA?CENT)(?:COMMA?{year})?"
        "|THE?{day}OF?{month}(?:COMMA?{year})?)(?:COMMA?AT?{clock}|DAYPART)?",
    ),
    ("calendar", "(?:{mod}THIS?)?{month}(?:COMMA|OF)?{year}"),
    (
        "calendar",
        "(?:{clock}COMMA?ON?)?(?:(?:{deictic}|THIS PAST|THIS COMING|EARLIER|LATER|EARLY|LATE){1,2}ON?)?"
        "(?:WEEKDAY|DAYABBREVIATION DOT)"
        "(?:COMMA?(?:EARLY|LATE)?{daypart}|COMMA?AT{clock})?(?:OF?{deictic}WEEK)?",
    ),
    ("calendar", "(?:{mod}{deictic}?|{deictic}|THIS PAST|THIS COMING){month}"),
    ("month", "(?:MONTH|MONTHISH|ABBREVIATION DOT)(?:LAST YEARWORD|OF{deictic}YEARWORD)?"),
    ("holiday", "{deictic}?HOLIDAY(?:COMMA?YEAR|WEEK|UNIT|{deictic}YEARWORD)?"),
    ("today", "(?:EARLIER|LATER|EARLY|LATE)?TODAY DAYPART?|{clock}COMMA?(?:TODAY|TONIGHT)|TONIGHT"),
    ("clock", "{clock}(?:THAT DAY)?"),
    ("today", "(?:EARLIER|LATER|EARLY|LATE)?(?:{deictic}|THAT|THE SAME)(?:EARLY|LATE)?{daypart}"),
    ("decade", "THE?(?:(?:EARLY|LATE|MID)HYPHEN?|PART OF THE?|LAST HALF OF THE)?(?:DECADE|DECADEWORD)"),
    ("century", "THE?(?:(?:EARLY|LATE|MID)HYPHEN?)?ORDINAL HYPHEN?CENTURY"),
    ("years", "YEAR HYPHEN(?:YEAR|INT)"),
    (
        "season",
        "(?:{mod}THE?)?(?:{which}|THE)?SEASON(?:OF?YEAR)?|(?:{mod}THE?)?{which}FALL"
        "|(?:{mod}|THE)?FALL OF?YEAR|THE FALL",
    ),
    (
        "quarter",
        "(?:{deictic}YEARWORD POSSESSIVE|THE?FISCAL|YEAR|THE)?(?:ORDINAL|SECOND)(?:HYPHEN|FISCAL)?QUARTER"
        "(?:OF?FISCAL?YEAR|OF{deictic}YEARWORD)?|THE?(?:ORDINAL|SECOND|LAST|LATER)HALF OF"
        "(?:YEAR|THE YEARWORD|{deictic}YEARWORD)|THE?YEAR QUARTER|LAST YEARWORD POSSESSIVE QUARTER",
    ),
    (
        "yearago",
        "(?:THE|A)?YEARWORD HYPHEN(?:AGO|EARLIER)(?:PERIOD|QUARTER)?|THE(?:QUARTER|PERIOD)A YEARWORD(?:AGO|EARLIER)"
        "|THE SAME(?:PERIOD|QUARTER)(?:LAST YEARWORD|A YEARWORD(?:AGO|EARLIER))",
    ),
    ("ago", "{about}{number}TRADING?{unit}AGO|(?:UNITS|HOURS)AGO"),
    (
        "shifted",
        "{about}{number}TRADING?{unit}(?:EARLIER|LATER|FROM NOWISH|HENCE)|THE(?:BACK|ONWARD|NEXT){u}"
        "|THE{u}(?:BEFORE|AFTER)(?=COMMA|DOT)",
    ),
    (
        "each",
        "EACH(?:{number}{many}|{u}|HOUR|{month}|{weekday}|DAYPART|{season}|HOLIDAY)|(?:ONCE|TWICE|{number}TIME)(?:A|PER|EACH){one}",
    ),
    ("often", "OFTEN"),
    (
        "span",
        "{about}(?:THE|EACH OF THE)?(?:PAST|LAST|NEXT|COMING|BACK|ONWARD|ORDINAL){number}"
        "(?:TRADING|STRAIGHT|ONWARD|FISCAL)?{unit}",
    ),
    ("recent", "THE?(?:RECENT|COMING|PAST|NEXT|BACK){many}(?:AND{many})?|THE LAST{many}|THE UNITS AHEAD"),
    ("which", "(?:{mod}|{mod}IN)?(?:{which}|THE?SAME|THAT)(?:FISCAL|CURRENT)?{u}(?!HYPHEN?OLD)"),
    ("which", "{mod}THE{u}|THE?{u}POSSESSIVE PART|UNIT HYPHEN PART|YEARWORD HYPHEN?PART"),
    (
        "length",
        "{about}(?:{number}(?:FEW|MORE|STRAIGHT|TRADING)?HYPHEN?{unit}(?:AND A HALF)?|(?:{u}|UNITS)HYPHEN?LONG"
        "|HALF A{one}|HALF HYPHEN{one}|{many})(?!HYPHEN?OLD)",
    ),
    ("unit", "THE(?:FISCAL|STRAIGHT)?{u}|THE LATEST PERIOD"),
    ("fiscal", "FISCAL{year}"),
    ("year", "(?:(?:EARLY|LATE|MID)HYPHEN?|THE?PART OF|THE?YEARWORD OF)?YEAR|SHORTYEAR"),
    ("spoken", "TEEN TEN(?:HYPHEN?WORD)?|THE YEARWORD WORD SCALE"),
    (
        "now",
        "THESE UNITS|NOWISH|(?:MORE)?PASTISH|SOON|ONCE|THE?NEAR?FUTURE|THE NEAR TERM|THE PAST|THE MOMENT|THAT TIME"
        "|THE TIME|CURRENT|RECENT|AS SOON AS POSSIBLE",
    ),
)


@dataclass(frozen=True, slots=True)
class Found:
    """Words `first` to `last` (exclusive) have the shape of `rule`."""

    rule: str
    first: int
    last: int


#: Classes that no expression begins with; most words are one of them.
_NEVER_FIRST = "[OTHER CAPITAL COMMA DOT OPEN CLOSE BREAK OF IN AND TO FOR]"


def _compiled() -> re.Pattern[str]:
    branches = []
    for place, (_, shape) in enumerate(_RULES):
        for _ in range(3):  # parts hold parts
            for name, part in _PARTS.items():
                shape = shape.replace(name, part)
        branches.append(f"(?P<r{place}>{pattern(shape)})")
    return re.compile(f"(?!{pattern(_NEVER_FIRST)})(?:{'|'.join(branches)})")


_PATTERN = _compiled()


def find(words: Words) -> Iterator[Found]:
    """Every stretch of words that has the shape of a time expression, in text order, none inside another."""
    for match in _PATTERN.finditer(words.classes):
        if match.end() > match.start() and match.lastgroup:
            yield Found(_RULES[int(match.lastgroup[1:])][0], *match.span())
