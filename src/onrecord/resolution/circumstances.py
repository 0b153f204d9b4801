"""When, where and at what occasion each statement of an article was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from onrecord.attribution.reader import Words
from onrecord.resolution.choosing import Floats, Method, Weights, weights
from onrecord.resolution.events import Event, find_events
from onrecord.resolution.grouping import group_events, occasion_of
from onrecord.resolution.leaning import chances, cues, leanings, step
from onrecord.resolution.manner import manners
from onrecord.resolution.occasions import KINDS, Scene, choose_events
from onrecord.resolution.said import Clock, choose_times
from onrecord.resolution.sentences import find_sentences
from onrecord.resolution.times import Timeline
from onrecord.resolution.where import find_bounds, find_where
from onrecord.types import Article, Dated, Located, Occasion, Party, Place, Span, Statement, Time

#: The length of a whole date, 2016-09-27.
_DAY = 10


@dataclass(frozen=True, slots=True)
class Circumstances:
    """An article's occasions in text order, and for each statement, in the statements' order, its occasion, when
    it was made
    (`said`, or an interval open at one end in `said_bounds`), and where. None is what the article does not tell."""

    occasions: tuple[Occasion, ...]
    occasion: tuple[Occasion | None, ...]
    said: tuple[Dated | None, ...]
    said_bounds: tuple[Dated | None, ...]
    where: tuple[Located | None, ...]


def find_circumstances(
    article: Article,
    statements: Sequence[Statement],
    timeline: Timeline,
    places: Sequence[Place],
    speakers: Sequence[Sequence[Party]],
    words: Words,
    method: Method = "both",
) -> Circumstances:
    """When, where and at what occasion each statement was made, from its article alone.

    `speakers` has the parties of each statement, `words` the reader's vectors. Raises ModelError when the weights
    are missing.
    """
    if not statements:
        return Circumstances((), (), (), (), ())
    at, when = (None if method == "rules" else weights(f"{choice} {method}") for choice in ("occasion", "said"))
    scene, leaning = make_scene(article, statements, timeline, speakers, words, at)
    event_of = choose_events(scene, leaning, method, at)
    clock, leaning = make_clock(article, statements, scene, event_of, timeline, words, when)
    said = tuple(_dated(clock, time, timeline) for time in choose_times(clock, leaning, method, when))
    occasions = _occasions(article, scene, clock, timeline, said)
    of = tuple(None if event is None else occasions[clock.group[event]] for event in event_of)
    return Circumstances(
        tuple(occasions[group] for group in sorted(occasions)),
        of,
        said,
        find_bounds(article, scene.manners, said),
        find_where(article.text, scene.manners, of, scene.sentences, places),
    )


def make_scene(
    article: Article,
    statements: Sequence[Statement],
    timeline: Timeline,
    speakers: Sequence[Sequence[Party]],
    words: Words,
    weighed: Weights | None,
) -> tuple[Scene, Floats]:
    """All that the occasions of an article are chosen from, and what the cues' vectors say (nothing without
    weights)."""
    sentences = find_sentences(article.text)
    events = find_events(article.text, sentences, timeline.times)
    leaning = _leanings(cues(statements), words, weighed.leaning if weighed else None)
    scene = Scene(
        text=article.text,
        manners=manners(article, statements, sentences, speakers),
        events=events,
        sentences=sentences,
        leaning=_steps(leaning),
        kinds=_kinds(statements, words, weighed),
        event_leaning=_steps(
            _leanings([(event.span,) for event in events], words, weighed.candidates if weighed else None)
        ),
    )
    return scene, leaning


def make_clock(
    article: Article,
    statements: Sequence[Statement],
    scene: Scene,
    event_of: Sequence[int | None],
    timeline: Timeline,
    words: Words,
    weighed: Weights | None,
) -> tuple[Clock, Floats]:
    """All that the times of an article's statements are chosen from, once their events are, and what the cues' vectors
    say (nothing without weights)."""
    times = tuple(_by_publication(t, article) for t in timeline.times if t.edtf and t.type in ("DATE", "TIME"))
    at = {time.span.start: place for place, time in enumerate(times)}
    dates: list[set[int]] = [set() for _ in times]
    for number, event in enumerate(scene.events):
        if event.time and event.time.span.start in at:
            dates[at[event.time.span.start]].add(number)
    speakers: list[set[str]] = [set() for _ in scene.events]
    for manner, chosen in zip(scene.manners, event_of, strict=True):
        if chosen is not None and manner.speaker:
            speakers[chosen].add(manner.speaker)
    leaning = _leanings(cues(statements), words, weighed.leaning if weighed else None)
    clock = Clock(
        text=article.text,
        published=article.published,
        manners=scene.manners,
        sentences=scene.sentences,
        times=times,
        values=tuple(dict.fromkeys(t.edtf for t in times if t.edtf)),
        dates=tuple(frozenset(numbers) for numbers in dates),
        event_of=tuple(event_of),
        group=group_events(scene.events, [frozenset(who) for who in speakers]),
        kinds=tuple(event.kind for event in scene.events),
        leaning=_steps(leaning),
        time_leaning=_steps(
            _leanings([(time.span,) for time in times], words, weighed.candidates if weighed else None)
        ),
    )
    return clock, leaning


def _by_publication(time: Time, article: Article) -> Time:
    """A time as the time of a statement that was printed: "this week" ends, at the latest, on the day of
    publication."""
    first, _, last = (time.edtf or "").partition("/")
    day = article.published or ""
    if len(day) != _DAY or len(first) != _DAY or len(last) != _DAY or not first <= day < last:
        return time
    return replace(time, edtf=day if first == day else f"{first}/{day}")


def _leanings(places: Sequence[Sequence[Span]], words: Words, weighed: Floats | None) -> Floats:
    return np.zeros(len(places)) if weighed is None else leanings(places, words, weighed)


def _kinds(statements: Sequence[Statement], words: Words, weighed: Weights | None) -> Floats:
    if weighed is None or not weighed.kinds.size:
        return np.zeros((len(statements), len(KINDS) + 1))
    return chances(cues(statements), words, weighed.kinds)


def _steps(leaning: Floats) -> tuple[int, ...]:
    return tuple(step(lean) for lean in leaning)


def _dated(clock: Clock, time: int | None, timeline: Timeline) -> Dated | None:
    if time is None:
        return None
    return Dated(clock.times[time].edtf or "", timeline.evidence(clock.times[time]))


def _occasions(
    article: Article, scene: Scene, clock: Clock, timeline: Timeline, said: Sequence[Dated | None]
) -> dict[int, Occasion]:
    """The occasions at which statements were made, by their number. One that the text does not date itself was
    held when the
    first statement made at it was, if all of them have one date."""
    events: dict[int, list[Event]] = {}
    for number, event in enumerate(scene.events):
        events.setdefault(clock.group[number], []).append(event)
    told: dict[int, list[Dated]] = {}
    for chosen, dated in zip(clock.event_of, said, strict=True):
        if chosen is not None:
            told.setdefault(clock.group[chosen], []).extend([dated] if dated else [])
    out = {}
    for group, dates in told.items():
        occasion = occasion_of(article.id, events[group], timeline)
        if occasion.edtf is None and len({d.edtf for d in dates}) == 1:
            evidence = dict.fromkeys((*occasion.evidence, *dates[0].evidence))
            occasion = replace(occasion, edtf=dates[0].edtf, evidence=tuple(evidence))
        out[group] = occasion
    return out
