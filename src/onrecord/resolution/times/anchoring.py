"""The days on which an article may have been published, and what an undated text itself tells of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.attribution.quotation import Quotation, quotations
from onrecord.resolution.times.days import AHEAD, Date, day_of, first_day, moved
from onrecord.resolution.times.lexicon import CODES, spelled
from onrecord.resolution.times.tense import REACH, leans, sentence_ends
from onrecord.resolution.times.words import Words, read_words
from onrecord.types import Evidence, Field, Passage, PassageKind, Time

#: Where a date may be an event's that the article reports; not a biography's, a copyright notice's or a menu's.
_REPORTING: tuple[PassageKind, ...] = ("title", "body", "caption", "date")
#: Passages that show the article's own occasion, in the present tense ("talks to the media on Nov. 28, 2024").
_OWN: tuple[PassageKind, ...] = ("caption", "date")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: A month or a year alone must stand this near behind a verb of the past to be its time ("died in March 2016"):
#: further off it is more often the year of a plan or a thing.
NEAR = 3
#: A photograph from the archive shows another occasion.
_ARCHIVE = re.compile(r"\b(?:file|archive|undated)\b", re.IGNORECASE)
#: A bare weekday is said of the week around publication.
WEEK = 6
#: A month and day without a year are said of that day for so long at most; later the coming one is meant.
YEAR = 365 - AHEAD - 1


@dataclass(frozen=True, slots=True)
class Anchor:
    """Publication fell on one of the days `first` to `last`, as `evidence` tells."""

    first: Date
    last: Date
    evidence: Evidence


def published_days(published: str | None) -> Anchor | None:
    """The days that an ISO 8601 date may mean, partial or whole; None for no date. What does not exist in the
    calendar is left off: 2016-11-31 is November 2016."""
    found = re.match(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?(?![0-9])", published or "", re.ASCII)
    if not found or not (year := int(found[1])):
        return None
    month, day = int(found[2] or 0), int(found[3] or 0)
    evidence = Field("published")
    if (exact := day_of(year, month, day)) is not None:
        return Anchor(exact, exact, evidence)
    if first := day_of(year, month, 1):
        last = next(date for number in (31, 30, 29, 28) if (date := day_of(year, month, number)))
        return Anchor(first, last, evidence)
    return Anchor(Date(year, 1, 1), Date(year, 12, 31), evidence)


def anchored(text: str, times: Sequence[Time], passages: Sequence[Passage]) -> Anchor | None:
    """The days on which an undated article was published, where a caption or dateline dates its occasion in full
    and the text takes that day up, without the year.

    By its weekday: then it appeared within the week. By month and day: then within the year. Else nothing is known.
    """
    days = [time for time in reported(text, times, passages) if _DAY.fullmatch(time.edtf or "")]
    own = [time for time in days if _kind(time, passages) in _OWN]
    if not own or max(days, key=_order).edtf != max(own, key=_order).edtf:
        return None
    time = max(own, key=_order)
    day = first_day(time.edtf or "")
    if day is None:
        return None
    values = {(other.value or "")[:10] for other in times if _kind(other, passages) in _REPORTING}
    year_end = min(Date(day.year, 12, 31), moved(day, YEAR) or Date.max)
    if f"XXXX-WXX-{day.isoweekday()}" in values:
        last = moved(day, WEEK) or year_end
        return Anchor(day, min(last, year_end) if f"XXXX-{day:%m-%d}" in values else last, time.span)
    return Anchor(day, year_end, time.span) if f"XXXX-{day:%m-%d}" in values else None


def _order(time: Time) -> Date:
    return first_day(time.edtf or "") or Date.min


def reported(text: str, times: Sequence[Time], passages: Sequence[Passage] = ()) -> tuple[Time, ...]:
    """The dates, written with their year, of what the text reports as past or as its own occasion, outside
    quotations: the article appeared on or after each of them."""
    dated = [t for t in times if t.type in ("DATE", "TIME") and t.edtf and re.search("[12][0-9]{3}", t.span.text)]
    dated = [t for t in dated if re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}", t.edtf or "")]
    if not dated:
        return ()
    words = read_words(text)
    quoted = [quotation for quotation in quotations(text) if quotation.depth == 1]
    return tuple(time for time in dated if not _inside(time, quoted) and _reported(words, time, passages))


def _inside(time: Time, quoted: Sequence[Quotation]) -> bool:
    """Whether a time stands in one of these quotations, none of which overlaps another."""
    place = bisect_right(quoted, time.span.start, key=lambda quotation: quotation.start) - 1
    return place >= 0 and time.span.start < quoted[place].end


def _passage(time: Time, passages: Sequence[Passage]) -> Passage | None:
    place = bisect_right(passages, time.span.start, key=lambda passage: passage.start) - 1
    return passages[place] if place >= 0 else None


def _kind(time: Time, passages: Sequence[Passage]) -> PassageKind | None:
    """The kind of passage that a time stands in; body where none are known."""
    passage = _passage(time, passages)
    return passage.kind if passage else "body"


def _reported(words: Words, time: Time, passages: Sequence[Passage]) -> bool:
    passage = _passage(time, passages)
    kind = passage.kind if passage else "body"
    if kind not in _REPORTING:
        return False
    first = bisect_right(words.starts, time.span.start) - 1
    last = bisect_right(words.starts, time.span.end - 1)
    leanings = [leans(words, place) for place in _sentence(words, first, last)]
    if passage and kind in _OWN:
        return 1 not in leanings and not _ARCHIVE.search(words.text[passage.start : passage.end])
    return _past(words, first, last, exact=bool(_DAY.fullmatch(time.edtf or "")))


def _sentence(words: Words, first: int, last: int) -> list[int]:
    """The words around an expression, as far as its sentence and `REACH` go."""
    before: list[int] = []
    for place in range(first - 1, max(first - REACH, 0) - 1, -1):
        if sentence_ends(words, place):
            break
        before.append(place)
    after: list[int] = []
    for place in range(last, min(last + REACH, len(words.lower))):
        if sentence_ends(words, place):
            break
        after.append(place)
    return before[::-1] + after


#: Words after which a date is a limit or an aim, not the time of the verb before.
_AIMS = spelled("for by until till through to before within after than")
#: Things that a year names before it comes.
_PLANS = spelled("goal target deadline plan bid race campaign agenda budget election season games")


def _past(words: Words, first: int, last: int, exact: bool) -> bool:
    """Whether a verb of the past, and no aim or plan, stands before the date, or after one that opens the sentence."""
    if words.lower[first - 1 : first] and words.lower[first - 1] in _AIMS:
        return False
    if words.lower[last : last + 1] and words.lower[last] in _PLANS:
        return False
    reach = REACH if exact else NEAR + 1
    for place in range(first - 1, max(first - reach, 0) - 1, -1):
        if sentence_ends(words, place):
            break
        if words.lower[place] == "to" or words.classes[place] == CODES["HYPHEN"]:
            return False
        if lean := leans(words, place):
            return lean < 0
    else:
        place = max(first - reach, 0) - 1
    opens = place < 0 or first - place <= 2
    after = [leans(words, place) for place in range(last, min(last + NEAR * 2, len(words.lower)))]
    return opens and next((lean for lean in after if lean), 0) < 0
