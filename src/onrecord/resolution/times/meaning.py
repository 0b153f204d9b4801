"""What a time expression means, and what is known where it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.resolution.times.days import Date
from onrecord.resolution.times.lexicon import CODES, NUMBERS, ORDINALS, SCALES, SMALL
from onrecord.resolution.times.tense import direction
from onrecord.resolution.times.words import Words
from onrecord.types import TimeType

#: A value that is one day of the calendar, or begins with it.
EXACT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A TIMEX3 type and value. `published` is true where the value was counted from the day of publication,
    `after` is the number of the first word of another expression that it was counted from."""

    type: TimeType
    value: str | None
    published: bool = False
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """The words of one expression."""

    words: Words
    first: int
    last: int

    def all(self, *classes: str) -> list[str]:
        """Its words that are of one of these classes."""
        codes = {CODES[name] for name in classes}
        return [self.words.lower[place] for place in range(self.first, self.last) if self.words.classes[place] in codes]

    def one(self, *classes: str) -> str | None:
        """Its first word of one of these classes."""
        found = self.all(*classes)
        return found[0] if found else None

    def following(self) -> str:
        """The word after it, empty at the end of the text."""
        return self.words.lower[self.last] if self.last < len(self.words.lower) else ""

    def direction(self) -> int:
        """1 where the verbs near it point ahead ("as soon as Tuesday" does), -1 where back, 0 where none does."""
        if self.first and self.words.lower[self.first - 1] == "as":
            return 1
        return direction(self.words, self.first, self.last)


@dataclass(frozen=True, slots=True)
class Reference:
    """A date spoken of before: its value, and the number of the first word of the expression that gave it."""

    value: str
    place: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is read against: the day of publication, and the date last spoken of.

    `latest` is that date, `exact` the last one that is a day, `quarter` the last quarter of a year.
    """

    day: Date | None
    latest: Reference | None = None
    exact: Reference | None = None
    quarter: Reference | None = None


def number_of(text: str) -> int | None:
    """The whole number that one word or ordinal is."""
    text = text.replace(",", "")
    if text[:1].isdigit():
        digits = text.rstrip("abcdefghijklmnopqrstuvwxyz")
        return int(digits) if digits.isdigit() and len(digits) < 9 else None
    return NUMBERS.get(text, ORDINALS.get(text))


def counted(piece: Piece) -> float | None:
    """How many the expression counts: `two`, `twenty-four`, `2 1/2`, `a`; None for `several` and none at all."""
    if piece.all("FEW"):
        return 2.0 if "couple" in piece.all("FEW") else None
    total, some = 0.0, False
    for word in piece.all("INT", "BIG", "YEAR", "WORD", "TEEN", "TEN", "SCALE", "FRACTION"):
        if "/" in word:
            total += int(word[0]) / (int(word[2]) or 1)
        elif word in SCALES:
            total = (total or 1) * SCALES[word]
        elif (value := _number(word)) is None:
            return None
        else:
            total += value
        some = True
    if not some and piece.all("A"):
        total, some = 1.0, True
    if piece.all("HALF"):
        total = total + 0.5 if piece.all("AND") else 0.5
        some = True
    return total if some else None


def _number(word: str) -> float | None:
    if word in SMALL or word in NUMBERS:
        return float(NUMBERS[word])
    word = word.replace(",", "")
    return float(word) if len(word) < 12 else None


def full_year(written: str, setting: Setting) -> int:
    """A year of two digits is the last one that is at most ten years after publication (2030 where undated)."""
    if len(written) == 4 and written.isdigit():
        return int(written)
    digits = int(re.sub("[^0-9]", "", written))
    limit = setting.day.year + 10 if setting.day else 2030
    return limit - (limit - digits) % 100
