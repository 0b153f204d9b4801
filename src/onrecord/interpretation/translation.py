"""Who is named as the translator of a statement's words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from onrecord.resolution.people import People
from onrecord.resolution.sentences import Sentences, find_sentences
from onrecord.types import Article, Party, Span, Statement

_WORD = r"[A-Z](?:[\w’'&-]|\.(?=\w))*"
_NAME = rf"(?:the\s+|The\s+)?{_WORD}(?:\s+(?:of\s+the\s+|of\s+|and\s+|the\s+)?{_WORD}){{0,5}}"
#: "a translation of his remarks by the Lund Courier", "translated from Danish by ...", "the Courier's translation",
#: "through an interpreter, Ada Lund".
_TRANSLATED = re.compile(
    rf"(?:(?:(?:an?|the|its|his|her|their)\s+)?(?:\w+\s+)?translat(?:ion|ions|ed)\b[^.,;:!?“”\"\n]{{0,80}}?\bby\s+(?P<by>{_NAME})"
    rf"|(?P<of>{_NAME}?)[’']s?\s+(?:own\s+)?(?:\w+\s+)?translation\b"
    rf"|(?:through|via|with)\s+(?:an?|his|her|their)\s+(?:\w+\s+)?(?:interpreter|translator),\s+(?P<through>{_NAME}))"
)


def find_translators(article: Article, statements: Sequence[Statement], people: People) -> tuple[Party | None, ...]:
    """For each statement who is named as its translator in the sentences that it stands in, else None. What is quoted
    inside a statement was translated with it."""
    told = list(_TRANSLATED.finditer(article.text))
    if not told:
        return (None,) * len(statements)
    sentences = find_sentences(article.text)
    found: dict[str, Party | None] = {}
    for statement in statements:
        above = found.get(statement.parent or "")
        found[statement.id] = above or _translator(statement, sentences, told, people)
    return tuple(found[s.id] for s in statements)


def _translator(
    statement: Statement, sentences: Sentences, told: Sequence[re.Match[str]], people: People
) -> Party | None:
    spans = (*statement.source, *statement.cue, *statement.content)
    first = sentences.bounds(sentences.sentence(min(s.start for s in spans)))[0]
    last = sentences.bounds(sentences.sentence(max(s.end for s in spans) - 1))[1]
    for found in told[bisect_left(told, first, key=lambda m: m.start()) :]:
        if found.start() >= last:
            break
        name = found.lastgroup or "by"
        return _party(found, name, people)
    return None


def _party(found: re.Match[str], name: str, people: People) -> Party:
    """The translator, with the words that say so. One who is not of the article's people has an empty `person`."""
    start, end = found.span(name)
    whole = Span(found.start(), found.end(), found.group())
    for at in people.inside(Span(start, end, found.group(name))):
        if len(people.whose[at]) == 1:
            person = people.people[people.whose[at][0]]
            return Party(person.name, person.kind, None, person.id, (whole,))
    named = re.sub(r"^[Tt]he\s+", "", found.group(name))
    return Party(named, "organization" if named != found.group(name) else "person", None, "", (whole,))
