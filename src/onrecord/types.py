"""The records that pass from one step to the next.

All are frozen; spans are tuples in text order. Offsets count characters of `Article.text`
(Python `str` indices), end exclusive, and every `Span.text` is exactly that slice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PassageKind = Literal["title", "byline", "date", "body", "caption", "biography", "furniture"]
Quote = Literal["direct", "mixed", "indirect"]

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
class Article:
    """One published text. `text` never changes once read; what is not known is None.

    `published` is an ISO 8601 date, partial where only a part is known (`2024-06`).
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
class Statement:
    """An attribution in its article: where it stands, what it is quoted in, how it is quoted.

    `passage` (printed as `in`) is the kind of passage the statement was taken from. `parent` is the id
    of the statement in whose content this one is quoted. `quote` is direct when every word of
    the content stands inside quotation marks, indirect when none does, else mixed.
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


@dataclass(frozen=True, slots=True)
class Analysis:
    """An article and the statements found in it, in text order."""

    article: Article
    statements: tuple[Statement, ...]


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
