"""Where a text speaks of an occasion: a press conference, a tweet, a poll; and what it tells of it there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.resolution.occasion_words import table
from onrecord.resolution.sentences import Sentences
from onrecord.types import Located, OccasionKind, Span, Time

#: How far from an occasion's word its time may stand: "Thursday's regional security summit", "a press conference in the
#: northern port of Eastness late on Thursday". Longer reaches bring in the times of other things.
_BEFORE, _AFTER = 40, 70
#: What may lie between a time and the occasion that it dates: no clause, no quotation.
_BETWEEN_BEFORE = re.compile(r"(?:['’]s?)?(?:[\s-]+(?:[\w.’'&-]+)){0,5}[\s-]*(?:[\"“][^\"“”\n]*)?$")
_BETWEEN_AFTER = re.compile(
    r"(?!\s*,?\s*(?:who|which|that|where|when|and|but|after|before|said|says)\b)[^.;:!?\"“”—–\n]*$"
)
_CLAUSE = re.compile(
    r"\b(?:who|which|that|where|when|because|if|while|said|says|after|before|since|until|but|ahead of)\b"
)
_PREPOSITIONS = frozenset(
    [
        "in",
        "at",
        "on",
        "during",
        "to",
        "by",
        "of",
        "after",
        "before",
        "from",
        "with",
        "for",
        "since",
        "following",
        "under",
        "via",
        "through",
        "about",
        "over",
        "against",
    ]
)
#: Words of an occasion's own phrase that may stand between its preposition and it.
_PHRASE = 5
_DETERMINER = r"(?:a|an|the|this|that|his|her|its|their|our|my|another|each|every|no|any)"
_LEFT = re.compile(
    rf"(?:\b(?P<det>{_DETERMINER})|['’]s?)\s+(?P<words>(?:(?!{_DETERMINER}\s)[\w.’'&-]+\s+){{0,5}})$", re.IGNORECASE
)
_HOST = re.compile(
    r"\s+(?:(?:hosted|held|organi[sz]ed|sponsored|moderated|conducted|published|released)\s+)?(?:by|with)\s+"
)
_NAME = re.compile(r"(?:the\s+|The\s+)?[A-Z][\w.’&-]*(?:\s+(?:of\s+|and\s+|for\s+)?[A-Z][\w.&-]*)*")
#: "in Ostermere, Pellandry": a place may be one that no gazetteer has.
_PLACE = re.compile(
    r"\s+(?:in|at|outside|near)\s+(?P<place>[A-Z][\w.’-]*(?:\s+[A-Z][\w.’-]*)*(?:,\s+[A-Z][\w.]*(?:\s+[A-Z][\w.]*)*)?)"
)
_DATE_WORDS = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.|[Ll]ast|[Tt]his|\d+"
)


#: Labels whose words may only lead to the occasion's own, and what may lie between.
_LEADING = frozenset(("speaking", "wrote", "remarks", "appearance", "to_hearers"))
#: For how many sentences "wrote" goes on with what was said to be written.
_GOING_ON = 6
_LED = re.compile(r"(?:\s+[\w.’'&-]+){0,7}\s*[\"“]?\s*")


@dataclass(frozen=True, slots=True)
class Event:
    """One place where the text speaks of an occasion.

    `span` is the word that tells it, `name` the phrase it heads, `label` its entry in the table of words.
    `preposition` is the one before it in
    lower case ("at", "in"), or "". `definite` tells "the debate", `indefinite` "a debate"; neither
    is true of a bare word or a verb. `goes_on` is where the event begins that "wrote" is of, if another word tells it.
    """

    span: Span
    name: Span
    label: str
    kind: OccasionKind
    preposition: str
    definite: bool
    indefinite: bool
    time: Time | None
    place: Located | None
    host: Span | None
    goes_on: int | None = None


def find_events(text: str, sentences: Sentences, times: Sequence[Time]) -> tuple[Event, ...]:
    """Every place of a text where one of the words for an occasion stands, in text order."""
    dated = sorted((t for t in times if t.type in ("DATE", "TIME")), key=lambda t: t.span.start)
    starts = [t.span.start for t in dated]
    words, kinds = table()
    out: list[Event] = []
    for match in words.finditer(text):
        label = match.lastgroup or ""
        first, last = sentences.bounds(sentences.sentence(match.start()))
        near = dated[bisect_left(starts, match.start() - _BEFORE) : bisect_left(starts, match.end() + _AFTER)]
        before, after = text[first : match.start()], text[match.end() : last]
        name, article = _name(text, before, match.start(), match.end())
        out.append(
            Event(
                span=Span(match.start(), match.end(), match.group()),
                name=name,
                label=label,
                kind=kinds[label],
                preposition=_preposition(before, match.group()),
                definite=article is True,
                indefinite=article is False,
                time=_time(text, match.start(), match.end(), [t for t in near if first <= t.span.start < last]),
                place=_place(match.end(), after),
                host=_host(label, match.start(), match.group(), match.end(), after),
            )
        )
    return _written(out, text, sentences)


def _written(events: Sequence[Event], text: str, sentences: Sentences) -> tuple[Event, ...]:
    """The events without those that only lead to another; "wrote" is of the report or letter that it leads to, and for
    some sentences after that goes on with it."""
    out: list[Event] = []
    document, since = None, -1
    for place, event in enumerate(events):
        led = _led(event, events[place + 1 : place + 4], text)
        number = sentences.sentence(event.span.start)
        if event.label == "wrote":
            if led is not None and led.kind in ("report", "written"):
                document, since = led, number
            if document is not None and number - since <= _GOING_ON:
                event, since = replace(event, kind=document.kind, goes_on=document.span.start), number
        if led is None or event.goes_on is not None:
            out.append(event)
    return tuple(out)


def _led(event: Event, following: Sequence[Event], text: str) -> Event | None:
    """The event that an event's word only leads to: "speaking at a rally", "wrote a letter", "a research report"."""
    if event.label == "study" and following and not text[event.span.end : following[0].span.start].strip():
        return following[0] if following[0].kind in ("report", "written") else None
    if event.label not in _LEADING:
        return None
    led = (o for o in following if o.label not in _LEADING and _LED.fullmatch(text[event.span.end : o.span.start]))
    return max(led, key=lambda o: o.span.start, default=None)


def _time(text: str, start: int, end: int, near: Sequence[Time]) -> Time | None:
    """The time that dates an occasion: inside its phrase ("a Nov. 28 press conference"), else right after it."""
    for time in reversed(near):
        before = text[time.span.end : start]
        if (
            time.span.end <= start
            and "," not in before
            and _BETWEEN_BEFORE.match(before)
            and not _CLAUSE.search(before)
        ):
            return time
    for time in near:
        if start <= time.span.start and time.span.end <= end:
            return time
        after = text[end : time.span.start]
        follows = time.span.start >= end and _BETWEEN_AFTER.match(after) and not _CLAUSE.search(after)
        if follows and not table()[0].search(after):
            return time
    return None


def _name(text: str, before: str, start: int, end: int) -> tuple[Span, bool | None]:
    """The phrase that an occasion's word heads, without article and date, and whether that is definite (None: it
    has none)."""
    left = _LEFT.search(before[-_BEFORE:])
    if not left:
        return Span(start, end, text[start:end]), None
    kept: str = left.group("words")
    for date in _DATE_WORDS.finditer(kept):
        kept = kept[date.end() :] if date.end() <= len(kept) else kept
    kept = re.sub(r"^[\s\d.’'s,-]*\s", "", kept)
    definite = (left.group("det") or "the").lower() not in ("a", "an", "another", "each", "every", "no", "any")
    if _CLAUSE.search(kept) or re.search(
        r"\b(?:of|in|at|to|and|or|by|for|on|was|is|were|are|had|has|the|a|an|me|us|him)\b", kept
    ):
        return Span(start, end, text[start:end]), definite
    return Span(start - len(kept), end, text[start - len(kept) : end]), definite


def _preposition(before: str, words: str) -> str:
    """The preposition that governs an occasion's word, lower case, or ""."""
    own = words.split()[0].lower()
    if own in _PREPOSITIONS:
        return own
    around: list[str] = re.findall(r"[\w.’'&-]+|[,;:.!?\"“”()]", before[-_BEFORE * 2 :])
    for word in reversed(around[-_PHRASE:]):
        if word.lower() in _PREPOSITIONS:
            return word.lower()
        if not word[0].isalnum() and word not in '"“”':
            return ""
    return ""


def _place(end: int, after: str) -> Located | None:
    """Where an occasion was held, when it is said right after its word: "press conference in Astana, Kazakhstan"."""
    match = _PLACE.match(after)
    if not match or _DATE_WORDS.match(match["place"]):
        return None
    found = str(match["place"]).rstrip(".,’'")
    parts = found.split(", ")
    if len(parts) > 1 and _DATE_WORDS.match(parts[1]):
        found = parts[0]
    start = end + match.start("place")
    return Located(found, (Span(start, start + len(found), found),))


def _host(label: str, start: int, words: str, end: int, after: str) -> Span | None:
    """Who held it: the outlet that was told, or whom "hosted by" or "with" names."""
    if label in ("told_outlet", "on_outlet"):
        name = re.search(r"\s((?:the\s+|The\s+)?[A-Z].*)$", words)
        return Span(start + name.start(1), end, name.group(1)) if name else None
    marked = None if label == "remarks" else _HOST.match(after)
    name = _NAME.match(after, marked.end()) if marked else None
    if not name:
        return None
    found = name.group().rstrip(".")
    return Span(end + name.start(), end + name.start() + len(found), found)
