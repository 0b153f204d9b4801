"""When each statement was made: the time that governs it, else that of its occasion or of the statement it goes on
from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.resolution.choosing import Floats, Method, Weights, probabilities, weights
from onrecord.resolution.manner import Manner, Reach, cut, gap_between, nearest, role
from onrecord.resolution.sentences import Sentences
from onrecord.resolution.spreading import conditions, evidence, in_order, spread
from onrecord.types import Time

#: How far around a statement times are weighed.
_REACH = Reach(own=5, near=4, back=2, forward=2)
#: Words of a cue that are features of their own.
_WORDS = 3
_BEFORE = re.compile(r"([\w’']+)\W*$")
_AFTER = re.compile(r"^(['’]s?\b|\W*[\w’']+)")
#: A time so near a sentence's beginning opens it: "On Monday night, ...".
_OPENING = 12
#: A season in EDTF, whose days no prefix tells.
_SEASON = re.compile(r"-2[1-4]$")


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """All that times are chosen from, for one article.

    `times` are those with a calendar date, `values` their dates without repetition. `dates` has for each time the
    events it dates. `event_of` is for each
    statement its event, `group` for each event a number that events of one occasion share. `leaning` is as in
    `occasions.Scene`.
    """

    text: str
    published: str | None
    manners: tuple[Manner, ...]
    sentences: Sentences
    times: tuple[Time, ...]
    values: tuple[str, ...]
    dates: tuple[frozenset[int], ...]
    event_of: tuple[int | None, ...]
    group: tuple[int, ...]
    kinds: tuple[str, ...]
    leaning: tuple[int, ...]
    time_leaning: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A time at which a statement may have been made (None: not told), and what speaks for it."""

    time: int | None
    features: tuple[str, ...]


def timings(clock: Clock) -> list[list[Candidate]]:
    """For each statement: no time, and the times around it, with what the text around it says for each."""
    starts = [time.span.start for time in clock.times]
    out = []
    for manner in clock.manners:
        near = {place: _standing(clock, manner, place) for place in nearest(manner, clock.sentences, starts, _REACH)}
        found = [Candidate(None, tuple(_nothing(clock, manner, list(near.values()))))]
        for place, standing in near.items():
            found.append(Candidate(place, tuple(_features(clock, manner, place, standing))))
        out.append(found)
    return out


def _standing(clock: Clock, manner: Manner, place: int) -> str:
    start = clock.times[place].span.start
    sentence = clock.sentences.sentence(start)
    if sentence == manner.sentence:
        return f"own {role(manner, start)}"
    same = clock.sentences.paragraph(start) == manner.paragraph
    return f"at {sentence - manner.sentence:+d} {'same' if same else 'other'}"


def _features(clock: Clock, manner: Manner, place: int, standing: str) -> list[str]:
    """What speaks for a time by where it stands, by its own words, and by how the statement is told."""
    time = clock.times[place]
    span, head = time.span, standing.split(" ")[0]
    grain = _grain(time)
    tense = manner.tense
    before = _BEFORE.search(clock.text[max(0, span.start - 15) : span.start])
    after = _AFTER.match(clock.text[span.end : span.end + 15])
    prep = before.group(1).lower() if before else "-"
    possessive = "of" if after and after.group(1)[0] in "'’" else "alone"
    dated = _dated(clock, manner, place)
    out = [
        standing,
        grain,
        f"{standing} {grain}",
        f"{standing} {prep}",
        f"{standing} {possessive}",
        f"{standing} {dated}",
    ]
    out += [
        f"{dated}",
        f"{dated} {grain}",
        f"{standing} {tense}",
        f"{standing} {manner.quote}",
        f"{head} {prep} {grain}",
    ]
    out += [f"{standing} {_side(clock, time)}", f"{grain} {_side(clock, time)} {tense}", f"{head} {manner.passage}"]
    lean = clock.time_leaning[place]
    out += [f"lean {lean}", f"{head} lean {lean}", f"{standing} lean {lean}", f"{grain} lean {lean}"]
    out += [f"{standing} party {manner.party}"]
    out += [f"{head} word {word}" for word in re.findall(r"[a-z]+", span.text.lower())[:3]]
    out += [f"{head} {word}" for word in manner.words[:_WORDS]]
    if head == "own":
        between = gap_between(clock.text, manner, span.start, span.end)
        far = f"far {min(len(between.split()) // 2, 5)}"
        apart = "cut" if cut(between) else "joined"
        out += [f"{standing} {far}", f"{standing} {apart}", f"{standing} {apart} {far}", f"{standing} {apart} {prep}"]
        out += [f"{standing} {apart} {grain}", f"{standing} {apart} {tense}"]
    if _opens(clock, place):
        out += [f"{standing} opening", f"{standing} opening {grain}"]
    out += [f"{standing} {flag}" for flag in ("again", "back", "nested") if getattr(manner, flag)]
    return out


def _dated(clock: Clock, manner: Manner, place: int) -> str:
    """Whether a time dates an event: the statement's own, another, or none."""
    events = clock.dates[place]
    if not events:
        return "dates nothing"
    own = clock.event_of[manner.number]
    if own is not None and any(clock.group[e] == clock.group[own] for e in events):
        return f"dates its {clock.kinds[own]}"
    return "dates another" if own is not None else "dates some"


def _grain(time: Time) -> str:
    """How exact a time's date is."""
    edtf = time.edtf or ""
    if "/" in edtf:
        return "interval"
    return {4: "year", 7: "month", 10: "day"}.get(len(edtf), "other")


def _side(clock: Clock, time: Time) -> str:
    """Whether a time lies before publication, on its day, or after it."""
    if not clock.published or not time.edtf:
        return "unknown"
    day = clock.published[:10]
    if time.edtf.startswith(day):
        return "same"
    return "after" if time.edtf[: len(day)] > day[: len(time.edtf)] else "before"


def _nothing(clock: Clock, manner: Manner, standings: Sequence[str]) -> list[str]:
    """What speaks for a statement whose time is not told."""
    out = ["none", f"none {manner.tense}", f"none {manner.quote}", f"none {manner.passage}"]
    out += [f"none word {word}" for word in manner.words[:_WORDS]]
    out += [f"none by {word}" for word in manner.who]
    out += [f"none lean {clock.leaning[manner.number]}", f"none party {manner.party}"]
    out += [f"none {flag}" for flag in ("nested", "back", "again") if getattr(manner, flag)]
    event = clock.event_of[manner.number]
    out.append(f"none at {clock.kinds[event] if event is not None else 'none'}")
    if not any(how.startswith("own") for how in standings):
        out.append("none without own")
    return out


def times_likely(clock: Clock, weighed: Weights) -> tuple[Floats, list[dict[int, float]]]:
    """How likely each value is for each statement by the text around it alone (none first), and each time there."""
    columns: dict[str | None, int] = {None: 0} | {v: 1 + place for place, v in enumerate(clock.values)}
    likely = np.zeros((len(clock.manners), len(clock.values) + 1))
    times: list[dict[int, float]] = []
    for row, candidates in enumerate(timings(clock)):
        chances = probabilities([c.features for c in candidates], weighed.features)
        times.append({c.time: p for c, p in zip(candidates, chances, strict=True) if c.time is not None})
        for candidate, chance in zip(candidates, chances, strict=True):
            likely[row, columns[date_of(clock, candidate.time)]] += chance
    return likely, times


def date_of(clock: Clock, time: int | None) -> str | None:
    """The date of the time at a place; None for none."""
    return None if time is None else clock.times[time].edtf


def occasion_channels(clock: Clock, likely: Floats) -> tuple[Floats, Floats]:
    """What a statement's occasion says of its time: the mean of the other statements made at it, and the date that
    the text
    gives the occasion itself."""
    shared, given = np.zeros_like(likely), np.zeros_like(likely)
    rows: dict[int, list[int]] = {}
    for row, event in enumerate(clock.event_of):
        if event is not None:
            rows.setdefault(clock.group[event], []).append(row)
    columns = {value: 1 + place for place, value in enumerate(clock.values)}
    dates: dict[int, set[int]] = {}
    for time, events in zip(clock.times, clock.dates, strict=True):
        for event in events:
            dates.setdefault(clock.group[event], set()).add(columns[time.edtf or ""])
    for group, members in rows.items():
        if len(members) > 1:
            shared[members] = (likely[members].sum(0) - likely[members]) / (len(members) - 1)
        for column in dates.get(group, ()):
            given[members, column] = 1.0
    return shared, given


def rule_channel(clock: Clock, method: Method) -> Floats:
    """The rules' choice as evidence: 1 for the value that they choose; all 0 where they are not asked."""
    out = np.zeros((len(clock.manners), len(clock.values) + 1))
    if method == "both":
        for row, time in enumerate(ruled(clock)):
            out[row, 0 if time is None else 1 + clock.values.index(clock.times[time].edtf or "")] = 1.0
    return out


#: Tenses in which a statement does not go on with what was just told.
_APART = frozenset(("perfect", "past_perfect", "modal", "present", "none"))


def ruled(clock: Clock) -> list[int | None]:
    """What written rules choose for each statement: a time of its sentence that no clause parts from its cue, else its
    occasion's, else that of the same speaker's statement before, unless tense or an adverb tells another time."""
    starts = [time.span.start for time in clock.times]
    by_group = {clock.group[e]: place for place, events in enumerate(clock.dates) for e in events}
    of: dict[str, tuple[Manner, int | None]] = {}
    out: list[int | None] = [None] * len(clock.manners)
    for number in in_order(clock.manners):
        manner = clock.manners[number]
        time = next(
            (place for place in nearest(manner, clock.sentences, starts, _REACH) if _governs(clock, manner, place)),
            None,
        )
        event = clock.event_of[number]
        if time is None and event is not None:
            time = by_group.get(clock.group[event])
        before, last = of.get(manner.speaker, (manner, None))
        if time is None and last is not None and manner.tense not in _APART and not manner.back:
            same_event = clock.event_of[before.number] == event
            time = last if same_event and manner.paragraph - before.paragraph <= 2 else None
        of[manner.speaker] = (manner, time)
        out[number] = time
    return out


def _governs(clock: Clock, manner: Manner, place: int) -> bool:
    span = clock.times[place].span
    if clock.sentences.sentence(span.start) != manner.sentence or _side(clock, clock.times[place]) == "after":
        return False
    between = gap_between(clock.text, manner, span.start, span.end)
    return not cut(between) and role(manner, span.start) in ("cue", "before", "after") and len(between) < 80


def choose_times(
    clock: Clock, leaning: Floats, method: Method = "both", weighed: Weights | None = None
) -> list[int | None]:
    """For each statement the place in `clock.times` of the time at which it was made, or None. `weighed` are other
    weights
    than the package's."""
    if method == "rules" or not clock.manners or not clock.times:
        return ruled(clock)
    weighed = weighed or weights(f"said {method}")
    likely, times = times_likely(clock, weighed)
    shown = evidence(clock.manners, likely, *occasion_channels(clock, likely), rule_channel(clock, method))
    spread_out = spread(conditions(clock.manners, leaning), shown, weighed.evidence, widened(weighed.conditions, clock))
    chosen = (spread_out * _allowed(clock)).argmax(axis=1)
    return [_time_of(clock, int(column), times[row]) for row, column in enumerate(chosen)]


def _allowed(clock: Clock) -> Floats:
    """Which values each statement may have, as 1 and 0. Where a year, a season or a month opens its own sentence ("In
    the spring, after the letters were found, she said ..."), what lies outside of that is of other sentences."""
    out = np.ones((len(clock.manners), len(clock.values) + 1))
    opening = {clock.sentences.sentence(t.span.start): t for n, t in enumerate(clock.times) if _opens(clock, n)}
    for row, manner in enumerate(clock.manners):
        time = opening.get(manner.sentence)
        if time is not None and _grain(time) in ("year", "month") and role(manner, time.span.start) == "before":
            within = (time.edtf or "")[: 4 if _SEASON.search(time.edtf or "") else None]
            out[row, 1:] = [value.startswith(within) for value in clock.values]
    return out


def _opens(clock: Clock, place: int) -> bool:
    """Whether a time opens its sentence."""
    start = clock.times[place].span.start
    return start - clock.sentences.starts[clock.sentences.sentence(start)] < _OPENING


def widened(constants: Floats, clock: Clock) -> Floats:
    """The two rows of constants, for no time and for any, as one row for none and one for each value."""
    return np.concatenate([constants[:1], np.repeat(constants[1:], len(clock.values), axis=0)])


def _time_of(clock: Clock, column: int, near: dict[int, float]) -> int | None:
    """The expression that tells a value: one around the statement, else the first in the text."""
    if not column:
        return None
    value = clock.values[column - 1]
    fitting = [time for time in near if clock.times[time].edtf == value]
    if fitting:
        return max(fitting, key=near.__getitem__)
    return next(place for place, time in enumerate(clock.times) if time.edtf == value)
