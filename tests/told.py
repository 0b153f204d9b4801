"""Articles told in a few words, for tests of who speaks: `statement` marks source, cue and content by their text."""

from __future__ import annotations

from onrecord.analysis import statements
from onrecord.reading.passages import label_passages
from onrecord.resolution.mentions import find_mentions
from onrecord.resolution.people import People, find_people
from onrecord.resolution.speakers import find_speakers
from onrecord.types import Article, Attribution, Party, Span, Statement


def article(text: str, byline: str | None = None) -> Article:
    return Article("a", text, label_passages(text), byline=byline)


def attributed(text: str, *said: tuple[str, str, str]) -> list[Attribution]:
    """Attributions of source, cue and content, each looked for after the one before; "" is none."""
    out, at = [], 0
    for parts in said:
        begin = min(text.index(part, at) for part in parts if part)
        spans = [_span(text, part, begin) for part in parts]
        out.append(Attribution(*spans, 1.0))
        at = begin + 1
    return out


def _span(text: str, part: str, at: int) -> tuple[Span, ...]:
    if not part:
        return ()
    start = text.index(part, at)
    return (Span(start, start + len(part), part),)


def resolved(
    text: str, *said: tuple[str, str, str], byline: str | None = None
) -> tuple[tuple[Statement, ...], People, tuple[tuple[Party, ...], ...]]:
    """A text's statements, its people, and each statement's speakers."""
    whole = article(text, byline)
    found = statements(whole, attributed(text, *said))
    people = find_people(whole, found, find_mentions(whole, found))
    return found, people, find_speakers(whole, found, people)


def speakers(text: str, *said: tuple[str, str, str], byline: str | None = None) -> list[list[str]]:
    """The names of each statement's speakers."""
    return [[party.name for party in parties] for parties in resolved(text, *said, byline=byline)[2]]
