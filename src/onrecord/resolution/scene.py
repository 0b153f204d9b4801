"""What is known of an article's mentions besides themselves, before anybody asks whose they are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.attribution.quotation import quotations
from onrecord.resolution.lexicon import words
from onrecord.resolution.mentions import Mention, Text, names_among, pronoun_class, source_parts
from onrecord.resolution.tokens import between
from onrecord.types import Statement


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known of an article's mentions besides themselves: which are sources of statements, which stand inside
    quotation marks, which are likely subjects, what contents a source has (`own_content`), what a learned head makes
    of pairs (`links[later][earlier]`, a log-odds), which statements are in no other one (`top`), who says what a
    mention stands in (`quoting`)."""

    text: Text
    mentions: Sequence[Mention]
    sources: frozenset[int]
    quoted: frozenset[int]
    subjects: frozenset[int]
    own_content: Mapping[int, tuple[tuple[int, int], ...]]
    links: Mapping[int, Mapping[int, float]]
    top: tuple[bool, ...]
    quoting: Mapping[int, tuple[int, ...]]

    def heads(self, at: int) -> bool:
        """Whether a mention stands in the title."""
        return self.text.passage(self.mentions[at].span.start) == "title"


def source_mentions(text: Text, statements: Sequence[Statement], mentions: Sequence[Mention]) -> list[tuple[int, ...]]:
    """The mentions that each statement's source consists of, by their numbers."""
    names = names_among(text, mentions)
    numbers = {(m.span.start, m.span.end): at for at, m in enumerate(mentions)}
    out = []
    for statement in statements:
        spans = []
        for part in source_parts(text, statement, names):
            lone = part.name or pronoun_class(text.tokens[part.head].lower) is not None
            span = text.span(
                part.first if part.name else part.head if lone else part.first, part.head + 1 if lone else part.end
            )
            spans.append((span.start, span.end))
        out.append(tuple(numbers[s] for s in dict.fromkeys(spans) if s in numbers))
    return out


def set_scene(
    text: Text,
    statements: Sequence[Statement],
    mentions: Sequence[Mention],
    sources: Sequence[Sequence[int]],
    links: Mapping[int, Mapping[int, float]],
) -> Scene:
    quotes = [q for q in quotations(text.text) if q.depth == 1]
    starts = [q.start for q in quotes]

    def inside(mention: Mention) -> bool:
        at = bisect_right(starts, mention.span.start) - 1
        return at >= 0 and mention.span.start < quotes[at].end

    own: dict[int, tuple[tuple[int, int], ...]] = {}
    for statement, numbers in zip(statements, sources, strict=True):
        for at in numbers:
            own[at] = (*own.get(at, ()), *((s.start, s.end) for s in statement.content))
    return Scene(
        text,
        mentions,
        frozenset(own),
        frozenset(at for at, m in enumerate(mentions) if inside(m)),
        frozenset(at for at, m in enumerate(mentions) if at in own or _is_subject(text, m)),
        own,
        links,
        tuple(s.parent is None for s in statements),
        _quoting(statements, sources, mentions),
    )


def _quoting(
    statements: Sequence[Statement], sources: Sequence[Sequence[int]], mentions: Sequence[Mention]
) -> Mapping[int, tuple[int, ...]]:
    """For each mention inside what somebody says in their own words, the mentions of who says it."""
    found: dict[int, tuple[int, ...]] = {}
    starts = [m.span.start for m in mentions]
    for statement, numbers in zip(statements, sources, strict=True):
        if statement.quote != "indirect" and numbers:
            for span in statement.content:
                inside = range(bisect_left(starts, span.start), bisect_left(starts, span.end))
                found.update({at: (*found.get(at, ()), *numbers) for at in inside})
    return found


def _is_subject(text: Text, mention: Mention) -> bool:
    """Whether a verb is likely to follow a mention at once."""
    _, after = between(text.tokens, mention.span.start, mention.span.end)
    if after >= len(text.tokens) or text.tokens[after].gap != " " or mention.head in ("his", "her", "their", "its"):
        return False
    word = text.tokens[after].lower
    return word in words("auxiliary") or (word.endswith("ed") and not text.tokens[after].capital)


def joined_names(text: Text, mentions: Sequence[Mention]) -> dict[int, int]:
    """For each name that follows another with nothing but "and" between, the number of that other."""
    names = [at for at, m in enumerate(mentions) if m.form == "name" and m.kind == "person"]
    found = {}
    for one, other in pairwise(names):
        first, second = mentions[one].span, mentions[other].title or mentions[other].span
        if text.text[first.end : second.start].strip() in ("and", "&"):
            found[other] = one
    return found
