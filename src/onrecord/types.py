"""The records that pass from one step to the next.

All are frozen; spans are tuples in text order. Offsets count characters of `Article.text`
(Python `str` indices), end exclusive, and every `Span.text` is exactly that slice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PassageKind = Literal["title", "byline", "date", "body", "caption", "biography", "furniture"]
Quote = Literal["direct", "mixed", "indirect"]
PersonKind = Literal["person", "organization", "place", "group", "document", "unnamed"]
OccasionKind = Literal[
    "speech", "interview", "press_conference", "debate", "meeting", "social_media", "written", "report", "proceeding"
]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Act = Literal[
    "state", "believe", "predict", "want", "intend", "promise", "demand", "threaten", "warn", "refuse", "deny",
    "accuse", "support", "agree", "ask", "announce", "find",
]  # fmt: skip
Status = Literal["asserted", "negated", "reported", "hypothetical"]
Relation = Literal["if", "only_if", "unless", "until", "in_exchange"]

#: The passages that statements are taken from; everything else is the page's furniture.
TELLING: tuple[PassageKind, ...] = ("title", "body", "caption")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of one article's text, and those characters."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article's text and what it is; an article's passages leave no gap."""

    kind: PassageKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the article's metadata as evidence: `published`, `outlet`, `byline`."""

    name: str


#: What a value stands on: characters of the text, or what the article's metadata says.
Evidence = Span | Field


@dataclass(frozen=True, slots=True)
class Dated:
    """A time in EDTF (ISO 8601-2 level 1) and what it stands on."""

    edtf: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """A place by name, as full as the article gives it, and what it stands on."""

    place: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One published text. `text` never changes once read; what is not known is None.

    `published` is an ISO 8601 date, partial where only a part is known (`2024-06`).
    `published_bounds` is what the text itself proves of an undated article (`2024-11-28/..`).
    `language` is an ISO 639-1 code. `extractor` names the program and version that made `text`
    out of a page, and is None where `text` is the input untouched. `origin` says where the
    article was read from, for messages: `talks.jsonl:3`, `page.html`, `-`.
    """

    id: str
    text: str
    passages: tuple[Passage, ...]
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    extractor: str | None = None
    origin: str = ""
    published_bounds: Dated | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """What the text itself shows: who (`source`), the word that says so (`cue`), what (`content`).

    `source` or `cue` may be empty; `content` never is. `confidence` is the probability, 0 to 1,
    that people would mark this attribution. `parent` is the place, in the list of the text's attributions,
    of the one in whose content this one stands.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression. `type` and `value` are TIMEX3's (`DATE` `2013-03-22`, `DURATION` `P3D`); `edtf` is there
    where it is a calendar date. A weekday that nothing resolves has the value `XXXX-WXX-4`.
    """

    span: Span
    type: TimeType
    value: str | None
    edtf: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody an article speaks of: a person, an organization, a government, a group, a document.

    `name` is the fullest name that the article gives, or the description of an unnamed one; `names` are all that
    it uses. `roles` are what it calls them ("Russian President"), each where it does. `mentions` are all spans
    that name them, pronouns among them.
    """

    id: str
    name: str
    kind: PersonKind
    names: tuple[str, ...]
    roles: tuple[Span, ...]
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place that an article names. `country` is its ISO 3166-1 alpha-2 code; `latitude` and `longitude` are
    degrees, `geonames` GeoNames' id, all None where the gazetteer does not have it or has several alike."""

    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    geonames: int | None
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Occasion:
    """The event at which something was said."""

    id: str
    kind: OccasionKind
    name: str
    place: str | None
    host: str | None
    edtf: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """A person in their part in one statement: as its speaker, or as whom its content speaks of.

    `person` is the id of the Person in the analysis, `role` what the article calls them there or elsewhere.
    """

    name: str
    kind: PersonKind
    role: str | None
    person: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """Words of an article in one or more spans: a side of a condition, a part of an enumeration. `text` is the
    spans' texts with a space between them."""

    spans: tuple[Span, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What hangs on what: `then` on `condition` (printed as `if`), marker words left out."""

    relation: Relation
    condition: Clause
    then: Clause


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution in its article: where it stands, what it is quoted in, how it is quoted.

    `passage` (printed as `in`) is the kind of passage the statement was taken from. `parent` is the id
    of the statement in whose content this one is quoted. `quote` is direct when every word of
    the content stands inside quotation marks, indirect when none does, else mixed.
    `said` is when it was made; `said_bounds` an interval open at one end ("previously") where the text
    says no more. What the article does not tell is empty or None. `act` is what the speaker does by saying it,
    aimed at `target`; `status` is what the article commits itself to; `items` are the parts of an enumerated content;
    `translated_by` is who is named as the translator of the words.
    """

    id: str
    article: str
    parent: str | None
    passage: PassageKind
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    quote: Quote
    confidence: float
    speaker: tuple[Party, ...] = ()
    said: Dated | None = None
    said_bounds: Dated | None = None
    occasion: Occasion | None = None
    about: tuple[Party, ...] = ()
    where: Located | None = None
    act: Act | None = None
    status: Status | None = None
    target: tuple[Party, ...] = ()
    conditions: tuple[Condition, ...] = ()
    items: tuple[Clause, ...] = ()
    translated_by: Party | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """An article, the statements found in it in text order, and who, when, where and what events it speaks of."""

    article: Article
    statements: tuple[Statement, ...]
    people: tuple[Person, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    occasions: tuple[Occasion, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """One line for the user about an input: `origin` is the file, `line` counts from 1.

    `failed` tells an error (something was not read) from a remark (read, but worth saying).
    """

    origin: str
    message: str
    line: int | None = None
    failed: bool = True

    def __str__(self) -> str:
        where = self.origin if self.line is None else f"{self.origin}:{self.line}"
        return f"{where}: {self.message}"
