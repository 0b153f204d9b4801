"""At what occasion each statement was made: which event of the text, if any, and which events are one occasion."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np

from onrecord.resolution.choosing import Floats, Method, Weights, probabilities, weights
from onrecord.resolution.events import Event
from onrecord.resolution.manner import Manner, Reach, cut, gap_between, inside, nearest, role
from onrecord.resolution.sentences import Sentences
from onrecord.resolution.spreading import VECTOR_CHANNELS, conditions, evidence, in_order, spread
from onrecord.types import OccasionKind

#: How far around a statement events are weighed.
_REACH = Reach(own=6, near=4, back=3, forward=2)
#: Words of a cue that are features of their own.
_WORDS = 4
#: From this probability on an event around a statement is the one it was made at, once its kind is chosen.
_SURE = 0.1
#: Occasions at which remarks are made.
_SPOKEN = frozenset(("speech", "interview", "press_conference", "debate", "meeting", "proceeding"))
#: Tenses in which a statement does not go on with what was just told.
_APART = frozenset(("perfect", "past_perfect", "modal", "present", "none"))
#: The kinds in the order of the weights, after none.
KINDS: Final[tuple[OccasionKind, ...]] = get_args(OccasionKind)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event at which a statement may have been made (None: at none), and what speaks for it."""

    event: int | None
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """All that occasions are chosen from, for one article.

    What the reader's vectors say: `leaning` how much each statement's cue speaks for an occasion and
    `event_leaning` how
    much each event's word does, in steps from -3 to 3; `kinds` how likely each kind is by the cue (none first).
    """

    text: str
    manners: tuple[Manner, ...]
    events: tuple[Event, ...]
    sentences: Sentences
    leaning: tuple[int, ...]
    event_leaning: tuple[int, ...]
    kinds: Floats


def anchorings(scene: Scene) -> list[list[Candidate]]:
    """For each statement: no event, and the events around it, with what the text around it says for each."""
    starts = [event.span.start for event in scene.events]
    out = []
    for manner in scene.manners:
        near = {place: _standing(scene, manner, place) for place in nearest(manner, scene.sentences, starts, _REACH)}
        found = [Candidate(None, tuple(_nothing(scene, manner, list(near.values()))))]
        for place, standing in near.items():
            found.append(Candidate(place, tuple(_features(scene, manner, place, standing))))
        out.append(found)
    return out


def _standing(scene: Scene, manner: Manner, place: int) -> str:
    """Where an event stands, seen from a statement: `own` and its role in the same sentence, else how many
    sentences off."""
    event = scene.events[place]
    sentence = scene.sentences.sentence(event.span.start)
    if sentence == manner.sentence:
        return f"own {role(manner, event.span.start)}"
    same = scene.sentences.paragraph(event.span.start) == manner.paragraph
    inner = " inner" if inside(manner.inner, event.span.start) else ""
    return f"at {sentence - manner.sentence:+d} {'same' if same else 'other'}{inner}"


def _features(scene: Scene, manner: Manner, place: int, standing: str) -> list[str]:
    """What speaks for an event by where it stands, by its own words, and by how the statement is told."""
    event, lean = scene.events[place], scene.event_leaning[place]
    kind, label, prep = event.kind, event.label, event.preposition or "-"
    definite = "definite" if event.definite else "indefinite"
    dated = "dated" if event.time else "undated"
    head = standing.split(" ")[0]
    out = [
        standing,
        label,
        f"{standing} {label}",
        f"{standing} {kind}",
        f"{standing} {label} {prep}",
        f"{standing} {kind} {prep}",
    ]
    out += [
        f"{standing} {prep}",
        f"{standing} {prep} {definite}",
        f"{standing} {dated} {prep}",
        f"{head} {kind} {manner.tense}",
    ]
    out += [
        f"{standing} {manner.tense}",
        f"{standing} {manner.quote}",
        f"{head} {kind} {definite}",
        f"{head} {kind} {manner.passage}",
    ]
    out += [f"lean {lean}", f"{head} lean {lean}", f"{standing} lean {lean}", f"{kind} lean {lean}"]
    out += [f"{head} {kind} party {manner.party}", f"{standing} party {manner.party}"]
    out += [f"{head} {kind} by {word}" for word in manner.who]
    out += [f"{head} {kind} {word}" for word in manner.words[:_WORDS]]
    if head == "own":
        gap = gap_between(scene.text, manner, event.span.start, event.span.end)
        far = f"far {min(len(gap.split()) // 3, 5)}"
        parted = "cut" if cut(gap) else "joined"
        out += [
            f"{standing} {far}",
            f"{standing} {parted}",
            f"{standing} {parted} {prep}",
            f"{standing} {parted} {kind}",
            f"{standing} {kind} {far}",
        ]
    else:
        quoted = "quoted" if _QUOTED.search(scene.text[max(0, event.span.start - 200) : event.span.start]) else "plain"
        out += [f"{standing} {quoted}", f"{head} {label} {quoted}"]
    out += [f"{standing} {flag}" for flag in ("again", "back", "nested") if getattr(manner, flag)]
    return out


_QUOTED = re.compile(r"[“\"][^”\"\n]*$")


def _nothing(scene: Scene, manner: Manner, standings: Sequence[str]) -> list[str]:
    """What speaks for a statement made at no occasion."""
    out = ["none", f"none {manner.tense}", f"none {manner.quote}", f"none {manner.passage}"]
    out += [f"none word {word}" for word in manner.words[:_WORDS]]
    out += [f"none by {word}" for word in manner.who]
    out += [f"none lean {scene.leaning[manner.number]}", f"none party {manner.party}"]
    out += [f"none {flag}" for flag in ("nested", "back") if getattr(manner, flag)]
    if not manner.cue:
        out.append("none cueless")
    if not any(how.startswith("own") for how in standings):
        out.append("none without own")
    return out


#: Events that a statement in the same sentence is made at, by how they stand there.
_VERBS = frozenset(["tweet", "post", "wrote", "told_reporters", "told_outlet", "told_hearers"])
_SOURCES = frozenset(
    ["poll", "study", "report", "data", "memo", "op_ed", "letter", "book", "statement", "site", "ruling", "court"]
)


def tells(manner: Manner, event: Event) -> bool:
    """Whether an event in a statement's sentence is plainly where it was made, by written rules."""
    part = role(manner, event.span.start)
    if part in ("cue", "inner"):
        return part == "cue"
    if part == "source":
        return event.label in _SOURCES
    if event.label in _VERBS:
        return abs(event.span.start - manner.place) < 40
    return event.preposition in ("in", "at", "on", "during", "to", "with") and event.label not in (
        "court",
        "site",
        "data",
    )


def _gap(before: Manner, after: Manner) -> str:
    """How far two statements are apart."""
    if before.sentence == after.sentence:
        return "sentence"
    paragraphs = after.paragraph - before.paragraph
    return (
        "paragraph" if paragraphs == 0 else "next" if 0 < paragraphs <= 2 else "near" if 0 < paragraphs <= 5 else "far"
    )


def ruled(scene: Scene) -> list[int | None]:
    """What written rules choose for each statement: an event that its sentence says it was made at, else that of
    the same
    speaker's statement before, unless tense, an adverb or distance tells another time."""
    starts = [event.span.start for event in scene.events]
    of: dict[str, tuple[Manner, int | None]] = {}
    first_of: dict[str, tuple[Manner, int | None]] = {}
    out: list[int | None] = [None] * len(scene.manners)
    for number in in_order(scene.manners):
        manner = scene.manners[number]
        own = [
            p
            for p in nearest(manner, scene.sentences, starts, _REACH)
            if scene.sentences.sentence(starts[p]) == manner.sentence
        ]
        event = next((place for place in own if tells(manner, scene.events[place])), None)
        before, last = (first_of if manner.passage == "title" else of).get(manner.speaker, (manner, None))
        if event is None and manner.tense not in _APART and not manner.back and _gap(before, manner) != "far":
            event = last
        of[manner.speaker] = (manner, event)
        first_of.setdefault(manner.speaker, (manner, event))
        out[number] = event
    return out


def kinds_likely(scene: Scene, weighed: Weights) -> tuple[Floats, list[dict[int, float]]]:
    """How likely each kind is for each statement by the text around it alone (none first), and each event there."""
    likely = np.zeros((len(scene.manners), len(KINDS) + 1))
    events: list[dict[int, float]] = []
    for row, candidates in enumerate(anchorings(scene)):
        chances = probabilities([c.features for c in candidates], weighed.features)
        events.append({c.event: p for c, p in zip(candidates, chances, strict=True) if c.event is not None})
        for candidate, chance in zip(candidates, chances, strict=True):
            likely[row, column(scene, candidate.event)] += chance
    return likely, events


def column(scene: Scene, event: int | None) -> int:
    """The place of an event's kind in a row of probabilities."""
    return 0 if event is None else 1 + KINDS.index(scene.events[event].kind)


def rule_channel(scene: Scene, method: Method) -> Floats:
    """The rules' choice as evidence: 1 for the kind that they choose; all 0 where they are not asked."""
    out = np.zeros((len(scene.manners), len(KINDS) + 1))
    if method == "both":
        for row, event in enumerate(ruled(scene)):
            out[row, column(scene, event)] = 1.0
    return out


def channels(scene: Scene, method: Method) -> list[Floats]:
    """Evidence beside the text around each statement: what the rules choose, and what the vectors of the cues say
    of the
    kind, of this statement and on the mean of the speaker's others and of all others."""
    shown = evidence(scene.manners, scene.kinds)
    return [rule_channel(scene, method), *(shown[:, :, number] for number in VECTOR_CHANNELS)]


def choose_events(
    scene: Scene, leaning: Floats, method: Method = "both", weighed: Weights | None = None
) -> list[int | None]:
    """For each statement the place in `scene.events` of the event it was made at, or None. `weighed` are other weights
    than the package's."""
    if method == "rules" or not scene.manners:
        return ruled(scene)
    weighed = weighed or weights(f"occasion {method}")
    likely, events = kinds_likely(scene, weighed)
    told, shown = conditions(scene.manners, leaning), evidence(scene.manners, likely, *channels(scene, method))
    kinds = spread(told, shown, weighed.evidence, weighed.conditions).argmax(axis=1)
    chosen = _events_of(scene, [int(kind) for kind in kinds], events)
    return _resumed(
        scene, [_opening(scene, manner, event) for manner, event in zip(scene.manners, chosen, strict=True)]
    )


#: The beginning of a sentence that says at what occasion the rest of it was said: "At Thursday's summit, ...".
_OPENS = re.compile(r"\W*(?:speaking\W+(?:\w+\W+){0,3}?)?(?:at|in|during|on)\b[^,;:—“\"]*", re.I)


def _opening(scene: Scene, manner: Manner, chosen: int | None) -> int | None:
    """The event with which the statement's sentence opens, if it does, else the chosen one.

    On 119 annotated articles 40 of 45 such events are where the statement was made; the learned choice alone took 36.
    """
    start = scene.sentences.bounds(manner.sentence)[0]
    if manner.tense == "modal":
        return chosen
    first = bisect_left([event.span.start for event in scene.events], start)
    for place in range(first, len(scene.events)):
        event = scene.events[place]
        if event.span.start >= manner.place:
            break
        before = scene.text[start : event.span.start]
        if role(manner, event.span.start) == "before" and event.preposition and _OPENS.fullmatch(before):
            return place
    return chosen


def _resumed(scene: Scene, chosen: Sequence[int | None]) -> list[int | None]:
    """The same, "his remarks" being those just told, the speaker's own first, at whatever occasion they were made."""
    of: dict[str, int] = {}
    latest: int | None = None
    out = list(chosen)
    for row in in_order(scene.manners):
        event, speaker = chosen[row], scene.manners[row].speaker
        if event is None:
            continue
        if scene.events[event].label == "remarks" and scene.events[event].definite:
            out[row] = of.get(speaker, event if latest is None else latest)
        elif scene.events[event].kind in _SPOKEN:
            of[speaker] = latest = event
    return out


def _events_of(scene: Scene, kinds: Sequence[int], events: Sequence[dict[int, float]]) -> list[int | None]:
    """The event of each statement whose kind is known: one around it, else that of the nearest statement, the same
    speaker's first."""
    out: list[int | None] = [None] * len(kinds)
    for row, kind in enumerate(kinds):
        fitting = {event: p for event, p in events[row].items() if column(scene, event) == kind and p > _SURE}
        if kind and fitting:
            out[row] = max(fitting, key=fitting.__getitem__)
    order = in_order(scene.manners)
    for run in (order, order[::-1]):
        last: dict[tuple[int, str], int] = {}
        for speaker_known in (True, False):
            last.clear()
            for row in run:
                key = (kinds[row], scene.manners[row].speaker if speaker_known else "")
                if kinds[row] and out[row] is None and key in last:
                    out[row] = last[key]
                if (event := out[row]) is not None:
                    last[key] = event
    return out
