"""What an article's own furniture says of it: when it was published, by whom, in which outlet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.reading.bylines import biography_of, employer, masthead, owner, read_byline
from onrecord.reading.dates import DATE, find_date
from onrecord.types import Passage

_PUBLISHED = re.compile(r"\b(?:published|posted)\b", re.IGNORECASE)
_CHANGED = re.compile(r"\b(?:updated|modified)\b", re.IGNORECASE)
#: `LARNPORT, June 5, 2031 (Coast Agency) -`: the date belongs to the report only where it comes with its year.
_DATELINE = re.compile(
    rf"(?-i:[A-Z])[^\n\d(]{{2,50}}[,(]?\s*(?P<date>{DATE.pattern})\)?\s*(?:\([^)\n]{{2,40}}\)\s*)?[-–—]",
    re.VERBOSE | re.IGNORECASE,
)
_DATELINE_AT_MOST = 150
#: Lines of body that may stand above the article's date: a deck, and no more.
_DECKS = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """What furniture says; None where it says nothing."""

    published: str | None
    outlet: str | None
    byline: str | None


def find_facts(text: str, passages: Sequence[Passage]) -> Facts:
    """What the furniture of `text` says of the article."""
    names, outlet = _author(text, passages)
    return Facts(_published(text, passages), outlet, names)


def _published(text: str, passages: Sequence[Passage]) -> str | None:
    """The date of publication: one called so, else one at the top, else that of a change, else the dateline's."""
    ranked = [
        (rank, date)
        for line, bodies in _dated(text, passages)
        if (date := find_date(line)) and (rank := _rank(line, bodies)) is not None
    ]
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else _dateline(text, passages)


def _dated(text: str, passages: Sequence[Passage]) -> Iterator[tuple[str, int]]:
    """The lines that can hold the date, each with the number of lines of body above it."""
    bodies = 0
    for passage in passages:
        words = text[passage.start : passage.end]
        if passage.kind == "body":
            bodies += sum(map(bool, words.split("\n")))
        elif passage.kind in ("date", "byline"):
            yield words, bodies


def _rank(line: str, bodies: int) -> int | None:
    if _PUBLISHED.search(line):
        return 0
    if _CHANGED.search(line):
        return 2
    return 1 if bodies <= _DECKS else None


def _dateline(text: str, passages: Sequence[Passage]) -> str | None:
    bodies = [text[passage.start : passage.start + _DATELINE_AT_MOST] for passage in passages if passage.kind == "body"]
    matches = (_DATELINE.match(line) for body in bodies[:2] for line in body.splitlines()[:3])
    return next((find_date(match["date"]) for match in matches if match), None)


def _author(text: str, passages: Sequence[Passage]) -> tuple[str | None, str | None]:
    """The names in the first byline, else in the first biography, and the first outlet that furniture names."""
    names: list[str] = []
    outlets: list[str | None] = []
    for passage in passages:
        words = text[passage.start : passage.end].strip()
        if passage.kind == "byline" and (byline := read_byline(words, bare=True)):
            names.append(byline.names)
            outlets.append(byline.outlet)
        elif passage.kind == "biography":
            outlets.append(employer(words))
        elif passage.kind == "furniture":
            outlets += [masthead(line) or owner(line) for line in words.splitlines()]
    told = (biography_of(text[p.start : p.end].strip()) for p in passages if p.kind == "biography")
    return next(iter(names), None) or next(filter(None, told), None), next(filter(None, outlets), None)
