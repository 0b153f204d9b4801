"""Every time expression of a text with its value, and what the value rests on.

An article is read against the days on which it may have been published: one where the date is known, those of a
month or a year where it is known in part, those after a day that the text itself anchors (see `anchoring.py`). What
an expression means can only move forward as that day does, so where the first and the last day give the same value
all between them do; where they differ the expression stays unresolved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.resolution.times.anchoring import Anchor, anchored, published_days
from onrecord.resolution.times.days import Date, first_day, to_edtf
from onrecord.resolution.times.filters import keeps
from onrecord.resolution.times.grammar import find
from onrecord.resolution.times.meaning import EXACT, Meaning, Piece, Reference, Setting
from onrecord.resolution.times.values import READERS
from onrecord.resolution.times.words import Words, read_words
from onrecord.types import Evidence, Passage, Span, Time

#: The pieces of a text and what they mean, by the number of their first word.
Read = dict[int, tuple[Piece, Meaning]]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The times of a text in text order, none inside another.

    `anchor` is what they were counted from, if anything. `basis` says, by where an expression starts, what its
    value rests on besides the expression itself.
    """

    times: tuple[Time, ...]
    anchor: Anchor | None = None
    basis: dict[int, tuple[Evidence, ...]] = field(default_factory=dict)

    def evidence(self, time: Time) -> tuple[Evidence, ...]:
        """All that a time's value rests on: its own span first, then the date it was counted from, if any."""
        return (time.span, *self.basis.get(time.span.start, ()))


def find_times(text: str, published: str | None, passages: Sequence[Passage] | None = None) -> tuple[Time, ...]:
    """The time expressions of `text` in text order, none inside another.

    `published` is an ISO 8601 date, partial where only a part is known; anything else counts as unknown. Then
    a day that a caption or dateline gives, and the text takes up, anchors what it can (see `Timeline`).
    """
    return read_times(text, published, passages).times


def read_times(text: str, published: str | None, passages: Sequence[Passage] | None = None) -> Timeline:
    """As `find_times`, with what each value rests on."""
    words = read_words(text)
    anchor = published_days(published)
    if anchor is not None:
        return _timeline(_agreed(words, anchor), anchor)
    unresolved = _read(words, None)
    times = _timeline(unresolved, None).times
    anchor = anchored(text, times, passages or ())
    return _timeline(_agreed(words, anchor), anchor) if anchor else Timeline(times)


def _agreed(words: Words, anchor: Anchor) -> Read:
    """What the text says on the first of the days, where it says the same on the last."""
    first = _read(words, anchor.first)
    if anchor.first == anchor.last:
        return first
    last, unresolved = _read(words, anchor.last), _read(words, None)
    return {
        place: found if place in last and last[place][1].value == found[1].value else unresolved[place]
        for place, found in first.items()
        if place in unresolved or (place in last and last[place][1].value == found[1].value)
    }


def _read(words: Words, day: Date | None) -> Read:
    """What the text says if it was published that day."""
    setting = Setting(day)
    read: Read = {}
    for found in find(words):
        piece = Piece(words, found.first, found.last)
        meaning = READERS[found.rule](piece, setting) if keeps(found.rule, piece) else None
        if meaning is None or meaning.value is None:
            continue
        read[found.first] = (piece, meaning)
        setting = _after(setting, found.rule, meaning, found.first)
    return read


def _after(setting: Setting, rule: str, meaning: Meaning, place: int) -> Setting:
    """What is known once this expression has been read."""
    value = meaning.value or ""
    if meaning.type not in ("DATE", "TIME") or not first_day(value):
        return setting
    latest = Reference(value, place)
    exact = latest if EXACT.match(value) else setting.exact
    quarter = latest if rule == "quarter" and "-Q" in value else setting.quarter
    return Setting(setting.day, latest, exact, quarter)


def _timeline(read: Read, anchor: Anchor | None) -> Timeline:
    """What was read as times. A value counted from another expression rests on that one, and on the day of publication
    if that one does in the end; what stands between them each tells by itself."""
    times: list[Time] = []
    basis: dict[int, tuple[Evidence, ...]] = {}
    roots: dict[int, tuple[Evidence, ...]] = {}
    for place, (piece, meaning) in read.items():
        time = _time(piece, meaning)
        times.append(time)
        roots[place] = (anchor.evidence,) if meaning.published and anchor else ()
        below = roots[place]
        if meaning.after is not None and meaning.after in read:
            roots[place] = roots[meaning.after]
            below = (_time(*read[meaning.after]).span, *roots[place])
        if below := tuple(evidence for evidence in dict.fromkeys(below) if evidence != time.span):
            basis[time.span.start] = below
    return Timeline(tuple(times), anchor, basis)


def _time(piece: Piece, meaning: Meaning) -> Time:
    words = piece.words
    start, end = words.starts[piece.first], words.ends[piece.last - 1]
    return Time(Span(start, end, words.text[start:end]), meaning.type, meaning.value, to_edtf(meaning.value))
