"""Writes a made-up article out, and tells what an analysis would find in it: who speaks, when, at what occasion."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from onrecord.types import (
    Act,
    Analysis,
    Article,
    Dated,
    Field,
    Occasion,
    OccasionKind,
    Party,
    Passage,
    Person,
    PersonKind,
    Place,
    Span,
    Statement,
    Status,
    Time,
)

STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody of the made-up world, or something that is spoken of as if it were; `family` is the short name."""

    name: str
    family: str
    role: str | None
    kind: PersonKind = "person"


@dataclass(frozen=True, slots=True)
class Event:
    """Where and when several things of a story were said, and how."""

    kind: OccasionKind
    place: str
    host: Figure
    day: date


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody said once; `about` is somebody whom it names."""

    speaker: Figure
    words: tuple[str, ...]
    act: Act
    day: date
    event: Event | None
    about: Figure | None


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of an article: words that tell something, of somebody or not, or an utterance as it is worded here."""

    words: tuple[str, ...]
    utterance: Utterance | None = None
    quoted: bool = False
    of: Figure | None = None


class _Sheet:
    """A text as it is written, and the spans of what is put on it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def put(self, text: str) -> Span:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return Span(start, self.length, text)


def written(article: Article, lines: Sequence[Line], title: Sequence[str], place: str) -> Analysis:
    """The article that these lines make, and all that is to be found in it."""
    sheet = _Sheet()
    headline = " ".join(title).capitalize()
    sheet.put(headline)
    sheet.put("\n\n")
    body, where = sheet.length, sheet.put(place)
    sheet.put(" — ")
    page = _Page(article.id, sheet, dated=article.published is not None)
    for line in lines:
        if line.utterance:
            page.say(line, line.utterance)
        else:
            page.tell(line)
    text = "".join(sheet.parts)
    passages = Passage("title", 0, body), Passage("body", body, len(text))
    known = replace(article, text=text, passages=passages, title=headline, language="en")
    known = replace(known, url=f"https://news.example/{article.id}", origin=f"{article.id}.txt")
    places = (Place(place, None, None, None, None, (where,)),)
    return Analysis(
        known, tuple(page.statements), page.people(), tuple(page.times), places, tuple(page.occasions.values())
    )


class _Page:
    """Writes statements on a sheet and keeps who speaks, when and at what occasion."""

    def __init__(self, id: str, sheet: _Sheet, *, dated: bool) -> None:
        self.id = id
        self.sheet = sheet
        self.dated = dated
        self.mentions: dict[Figure, list[Span]] = {}
        self.roles: dict[Figure, Span] = {}
        self.occasions: dict[Event, Occasion] = {}
        self.statements: list[Statement] = []
        self.times: list[Time] = []

    def tell(self, line: Line) -> None:
        words = " ".join(line.words)
        if line.of:
            self._name(line.of)
            self.sheet.put(f" {words}.\n\n")
        else:
            self.sheet.put(f"{words.capitalize()}.\n\n")

    def say(self, line: Line, of: Utterance) -> None:
        source = self._name(of.speaker)
        self.sheet.put(" ")
        cue = self.sheet.put("said")
        said, occasion = self._circumstances(of)
        self.sheet.put(": “" if line.quoted else " that ")
        content = self.sheet.put(" ".join(line.words))
        self.sheet.put("”.\n\n" if line.quoted else ".\n\n")
        about = self._named(of.about, content) if of.about else ()
        id = hashlib.sha256(f"{self.id} {cue.start}".encode()).hexdigest()[:16]
        speaker = (self._party(of.speaker, source),)
        spans = (source,), (cue,), (content,)
        made = Statement(id, self.id, None, "body", *spans, "direct" if line.quoted else "indirect", 0.9, speaker, said)
        status = STATUSES[0] if cue.start % 9 else STATUSES[cue.start % len(STATUSES)]
        self.statements.append(replace(made, occasion=occasion, about=about, act=of.act, status=status))

    def people(self) -> tuple[Person, ...]:
        return tuple(
            Person(one.name, one.name, one.kind, names, (self.roles[one],) if one in self.roles else (), tuple(at))
            for one, at in self.mentions.items()
            for names in [tuple(dict.fromkeys((one.name, one.family)))]
        )

    def _name(self, figure: Figure) -> Span:
        """In full with the role at first, later by the family name."""
        if figure not in self.roles and figure.role:
            self.roles[figure] = self.sheet.put(figure.role.title())
            self.sheet.put(" ")
            span = self.sheet.put(figure.name)
        else:
            span = self.sheet.put(figure.family)
        self.mentions.setdefault(figure, []).append(span)
        return span

    def _named(self, figure: Figure, content: Span) -> tuple[Party, ...]:
        place = content.text.find(figure.family)
        if place < 0:
            return ()
        start = content.start + place
        span = Span(start, start + len(figure.family), figure.family)
        self.mentions.setdefault(figure, []).append(span)
        return (self._party(figure, span),)

    def _party(self, figure: Figure, span: Span) -> Party:
        role = self.roles[figure].text if figure in self.roles else None
        return Party(figure.name, "person", role, figure.name, (span,))

    def _circumstances(self, of: Utterance) -> tuple[Dated | None, Occasion | None]:
        """When and where, told for what was said at an event, and of every other utterance the weekday, which says no
        date in an article without one."""
        if of.event is None and len(of.words) % 2:
            return None, None
        day = of.day.isoformat() if self.dated else None
        occasion = self._occasion(of.event, day) if of.event else None
        self.sheet.put(" on ")
        weekday = self.sheet.put(of.day.strftime("%A"))
        self.times.append(Time(weekday, "DATE", day or f"XXXX-WXX-{of.day.isoweekday()}", day))
        return Dated(day, (weekday, Field("published"))) if day else None, occasion

    def _occasion(self, event: Event, day: str | None) -> Occasion:
        self.sheet.put(" at ")
        here = self.sheet.put(f"a {event.kind.replace('_', ' ')}")
        self.sheet.put(f" in {event.place}")
        id, host = f"o{len(self.occasions)}", event.host.name
        made = Occasion(id, event.kind, here.text, event.place, host, day, (here,))
        return self.occasions.setdefault(event, made)
