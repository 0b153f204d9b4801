"""Sentences with their {source}, [cue] and <content> marked, for tests of what is understood of a statement."""

from __future__ import annotations

from dataclasses import replace

from onrecord.analysis import statements as as_statements
from onrecord.attribution import attribute
from onrecord.attribution.reader import Words
from onrecord.reading.passages import label_passages
from onrecord.resolution.mentions import find_mentions
from onrecord.resolution.people import People, find_people
from onrecord.resolution.speakers import find_speakers
from onrecord.types import Article, Attribution, Span, Statement

_ROLES = {"{": "source", "[": "cue", "<": "content"}
_CLOSING = "}]>"


def marked(sentence: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """The sentence without its marks, and where they stood."""
    spans: dict[str, list[tuple[int, int]]] = {role: [] for role in _ROLES.values()}
    text, begun = "", ("", 0)
    for character in sentence:
        if character in _ROLES:
            begun = (_ROLES[character], len(text))
        elif character in _CLOSING:
            spans[begun[0]].append((begun[1], len(text)))
        else:
            text += character
    return text, spans


def read(sentence: str) -> tuple[Article, tuple[Statement, ...], Words]:
    """The article that the sentence is, its one statement, and its words."""
    return given(*marked(sentence))


def given(
    text: str, *found: dict[str, list[tuple[int, int]]], nested: bool = True
) -> tuple[Article, tuple[Statement, ...], Words]:
    """A text with its statements, each inside the one before it where they are nested."""

    def of(pairs: list[tuple[int, int]]) -> tuple[Span, ...]:
        return tuple(Span(start, end, text[start:end]) for start, end in pairs)

    article = Article("one", text, label_passages(text, None))
    attributions = [
        Attribution(of(f["source"]), of(f["cue"]), of(f["content"]), 1.0, number - 1 if number and nested else None)
        for number, f in enumerate(found)
    ]
    return article, as_statements(article, attributions), attribute(text, []).words


def people_of(
    article: Article, statements: tuple[Statement, ...], words: Words
) -> tuple[People, tuple[Statement, ...]]:
    """The people of an article, and its statements with their speakers."""
    people = find_people(article, statements, find_mentions(article, statements, words), words)
    speakers = find_speakers(article, statements, people)
    return people, tuple(replace(s, speaker=who) for s, who in zip(statements, speakers, strict=True))
