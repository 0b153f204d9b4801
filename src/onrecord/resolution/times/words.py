"""A text as words, each with the class that the grammar of times knows it by.

Finding times is then a search in a string of one character a word, most of them the same "no word of time",
which is fast and, as no pattern repeats without bound, linear in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.resolution.times.lexicon import ABBREVIATIONS, CLASS_OF, CODES, DAY_ABBREVIATIONS, HOLIDAYS

_TOKEN = re.compile(
    r"""
      (?P<WORD>[oO]['’]clock\b|[^\W\d_]+)
    | (?P<number>(?<![\w$£€#])(?<![\w][.,/:])(?:
          (?P<ISO>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}(?::[0-9]{2}){1,2})?)
        | (?P<SLASHED>[0-9]{1,2}(?P<between>[/.-])[0-9]{1,2}(?P=between)(?:[0-9]{4}|[0-9]{2}))
        | (?P<CLOCK>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)
        | (?P<DECADE>(?:[12][0-9])?[0-9]0['’]?s\b)
        | (?P<ORDINAL>[0-9]{1,2}(?:st|nd|rd|th)\b)
        | (?P<FRACTION>[0-9]/[0-9])
        | (?P<YEAR>1[5-9][0-9]{2}|20[0-9]{2})
        | (?P<INT>[0-9]{1,2})
      )(?![0-9_]|[.,:/][0-9]|\ ?[%°]))
    | (?P<BIG>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)
    | (?P<POSSESSIVE>['’`]s\b)
    | (?P<SHORT>(?<![\w])['’`](?:(?P<SHORTDECADE>[0-9]0['’]?s)|[0-9]{2})\b)
    | (?P<BREAK>\n[ \t\r]*\n)
    | (?P<DOT>\.)
    | (?P<COMMA>,)
    | (?P<HYPHEN>[-–])
    | (?P<OPEN>[(\[{"“])
    | (?P<CLOSE>[)\]}”])
    | (?P<OTHER>\S)
    """,
    re.VERBOSE,
)
_DOTTED_AMPM = re.compile(r"[ap]\.[ ]?m\b\.?", re.IGNORECASE)
_HOLIDAY = re.compile(
    "(?:"
    + "|".join(re.escape(name).replace("'", "['’]?") for name in sorted(HOLIDAYS, key=len, reverse=True))
    + r")(?!\w)",
    re.IGNORECASE,
)
_HOLIDAY_STARTS = {re.match("[a-z]+", name)[0] for name in HOLIDAYS}  # type: ignore[index]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: lower-cased, with their offsets; `classes` has one character for each."""

    text: str
    lower: list[str]
    starts: list[int]
    ends: list[int]
    classes: str


def read_words(text: str) -> Words:
    """`text` as words with their classes."""
    lower: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    classes: list[str] = []
    done = 0
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        if start < done:
            continue
        shape = found.lastgroup or "OTHER"
        if shape == "WORD":
            code, end = _word(text, start, end)
        else:
            code = CODES[_shape(found)]
        done = end
        lower.append(text[start:end].lower())
        starts.append(start)
        ends.append(end)
        classes.append(code)
    return Words(text, lower, starts, ends, "".join(classes))


_OTHER, _CAPITAL, _MONTHISH, _AMPM = CODES["OTHER"], CODES["CAPITAL"], CODES["MONTHISH"], CODES["AMPM"]
_ABBREVIATION, _DAYABBREVIATION, _MONTH = CODES["ABBREVIATION"], CODES["DAYABBREVIATION"], CODES["MONTH"]


def _word(text: str, start: int, end: int) -> tuple[str, int]:
    """The class of a word and where it ends, which for a holiday or `p.m.` is after words to come."""
    lower = text[start:end].lower()
    capital = text[start].isupper()
    if capital and lower in _HOLIDAY_STARTS and (day := _HOLIDAY.match(text, start)):
        return CODES["HOLIDAY"], day.end()
    if end - start == 1 and lower in "ap" and (half := _DOTTED_AMPM.match(text, start)):
        return _AMPM, half.end()
    if not capital:
        return (CLASS_OF.get(lower, _OTHER) if CLASS_OF.get(lower) != _MONTH else _OTHER), end
    if lower in ("may", "march"):
        return _MONTHISH, end
    if lower in ABBREVIATIONS and lower not in ("june", "july"):
        return _ABBREVIATION, end
    if lower in DAY_ABBREVIATIONS:
        return _DAYABBREVIATION, end
    return CLASS_OF.get(lower, _CAPITAL), end


def _shape(found: re.Match[str]) -> str:
    """The class of a number or a mark."""
    shape = found.lastgroup or "OTHER"
    if shape == "number":
        shape = next(
            name
            for name in ("INT", "YEAR", "ISO", "SLASHED", "CLOCK", "DECADE", "ORDINAL", "FRACTION")
            if found[name] is not None
        )
    elif shape == "SHORT":
        shape = "DECADE" if found["SHORTDECADE"] else "SHORTYEAR"
    return shape
