"""The people of an article: everybody it names or describes, and which of them each mention is of."""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.attribution.reader import Words
from onrecord.resolution.antecedents import Ranker, learned, links_of
from onrecord.resolution.coreference import Resolved, resolve
from onrecord.resolution.entities import Entity
from onrecord.resolution.mentions import Mention, read_text
from onrecord.resolution.roles import roles_of
from onrecord.types import Article, Person, Span, Statement


@dataclass(frozen=True, slots=True)
class People:
    """Everybody in an article. `whose[i]` are the places, in `people`, of those whom the mention `i` is of: none
    where nobody can be told, several for "they" of two. `sources` are the mentions that each statement's source
    consists of, by their numbers."""

    people: tuple[Person, ...]
    mentions: tuple[Mention, ...]
    whose: tuple[tuple[int, ...], ...]
    sources: tuple[tuple[int, ...], ...]

    def inside(self, span: Span) -> range:
        """The numbers of the mentions that begin inside a span."""
        first = bisect_left(self.mentions, span.start, key=lambda m: m.span.start)
        return range(first, bisect_left(self.mentions, span.end, key=lambda m: m.span.start))


def find_people(
    article: Article,
    statements: Sequence[Statement],
    mentions: Sequence[Mention],
    words: Words | None = None,
    ranker: Ranker | None = None,
) -> People:
    """Everybody that the mentions of an article are of, in the order in which it first mentions them.

    `words` are the article's as the reader sees them, from which a learned head says whom a pronoun or description
    may stand for; without them rules alone do. `ranker` weighs all that (the learned one where none is given).
    """
    text = read_text(article)
    found = resolve(
        text, statements, mentions, ranker or learned(), links_of(article.text, mentions, words), author_of(article)
    )
    roles = roles_of(text, mentions, {at: numbers[0] for at, numbers in found.whose.items() if len(numbers) == 1})
    met = [e for e in found.entities if e.mentions and not e.members and _matters(e, found)]
    met.sort(key=lambda e: min(e.mentions))
    places = {entity.number: place for place, entity in enumerate(met)}
    return People(
        tuple(_person(article, e, mentions, roles.get(e.number, ())) for e in met),
        tuple(mentions),
        tuple(tuple(places[n] for n in found.whose.get(at, ()) if n in places) for at in range(len(mentions))),
        tuple(found.sources),
    )


_BY = re.compile(r"(?:by\s+)?((?:[^\W\d_][\w.'’-]*\s+){1,3}[^\W\d_][\w'’-]+)", re.I)
_TELLS = re.compile(
    r"((?:[A-Z][\w.'’-]*\s+){1,3}[A-Z][\w'’-]+)(?:,[^,]+,)? "
    r"(?:is|was|has|covers|writes|reports|teaches|lives|works)\b"
)


def author_of(article: Article) -> str | None:
    """Who wrote an article: by its metadata, its byline, or the biography at its end; None where several or none."""
    if article.byline:
        return article.byline if not re.search(r"\band\b|,|&", article.byline) else None
    for passage in article.passages:
        words = article.text[passage.start : passage.end].strip()
        if passage.kind == "byline" and (found := _BY.fullmatch(words)):
            return found.group(1)
        if passage.kind == "biography" and (found := _TELLS.match(words)):
            return found.group(1)
    # A biography that nothing sets off: one of the last paragraphs tells of somebody whom no other does.
    for paragraph in article.text.rstrip().rsplit("\n", 3)[1:]:
        if (found := _TELLS.match(paragraph.strip())) and article.text.count(found.group(1)) == 1:
            return found.group(1)
    return None


def _matters(entity: Entity, found: Resolved) -> bool:
    """Whether somebody is kept: all that are named, and of the others those who speak or organizations by owner."""
    speaking = {n for numbers in found.sources for at in numbers for n in found.whose.get(at, ())}
    return entity.named or entity.number in speaking


def _person(article: Article, entity: Entity, mentions: Sequence[Mention], roles: Sequence[Span]) -> Person:
    spans = sorted({mentions[at].span for at in entity.mentions}, key=lambda s: (s.start, s.end))
    names = {mentions[at].span.text for at in sorted(entity.mentions) if mentions[at].form == "name"}
    first = spans[0]
    text = json.dumps([article.id, first.start, first.end, entity.name])
    return Person(
        id=hashlib.sha256(text.encode()).hexdigest()[:12],
        name=entity.name,
        kind=entity.kind,
        names=tuple(sorted(names | {entity.name})),
        roles=tuple(roles),
        mentions=tuple(spans),
    )
