"""What an article calls its people: titles before names, descriptions set beside a name or said of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from onrecord.resolution.lexicon import words
from onrecord.resolution.mentions import Mention, Text
from onrecord.resolution.tokens import Token, between
from onrecord.types import Span

#: Between a name and what is said of it: "Ames is", "Ames, who was", "Ames, now", "Ames (R-Ga.), ".
_SAYS = re.compile(
    r"(?: ?\([^()\n]{1,24}\))?(?:, (?:\d{1,3}, )?(?:who (?:is|was|has been) (?:also |now )?)?"
    r"|,? (?:is|was|became|remains) (?:also |now )?)(?:as )?"
)
#: What follows a description that is set beside a name: "In Vell, the mayor said" is of two.
_CLOSED = re.compile(r"\s*(?:[,.;:)\]—–]|$|-|(?: who| and| whose)\b)")
_AS = re.compile(r"(?:^|[.!?”\"] |, )[Aa]s (?:an? |the )?$")
#: Where a role stops: at the next clause or a verb.
_LONGEST = 14


_CALLED = ("person", "organization")
_AGE = re.compile(r", \d{1,3}(?:,|\.| |$)")


def shown_people(text: Text, mentions: Sequence[Mention]) -> frozenset[str]:
    """The names that what stands beside them shows to be people's: an age, a description."""
    beside = {mentions[name].span.text for _, name in told_of(text, mentions) if mentions[name].kind == "person"}
    ages = (m.span for m in mentions if m.form == "name" and m.kind == "person")
    return frozenset(beside | {s.text for s in ages if _AGE.match(text.text, s.end)})


def told_of(text: Text, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Pairs of mentions, a description and the name that it is said of."""
    names = [at for at, m in enumerate(mentions) if m.form == "name" and m.kind in _CALLED and not m.headline]
    ends = {mentions[at].span.end: at for at in names}
    begins = {(mentions[at].title or mentions[at].span).start: at for at in names}
    for at, mention in enumerate(mentions):
        if mention.form != "description" or mention.kind not in _CALLED or mention.plural:
            continue
        before, after = _name_before(text, mention, ends), _name_after(text, mention, begins)
        name = before if before is not None else after
        if name is not None and mentions[name].kind == mention.kind:
            yield at, name


def _name_before(text: Text, mention: Mention, ends: dict[int, int]) -> int | None:
    """The name that ends just before a description: "Ames, the governor", "Ames is a governor"."""
    start = mention.span.start
    for end in range(start, max(0, start - 48), -1):
        if end in ends:
            between_ = text.text[end:start]
            closed = between_.strip() not in (",", "") or _CLOSED.match(text.text, role_end(text, mention)[0])
            return ends[end] if closed and _SAYS.fullmatch(between_) else None
    return None


def _name_after(text: Text, mention: Mention, begins: dict[int, int]) -> int | None:
    """The name that follows a description: "the governor, Ann Ames,", "As a governor of Vell, Ames wrote"."""
    end = mention.span.end
    if text.text[end : end + 2] == ", " and end + 2 in begins:
        return begins[end + 2]
    if _AS.search(text.text[max(0, mention.span.start - 8) : mention.span.start + len(_article(mention))]):
        stop, _ = role_end(text, mention)
        if text.text[stop : stop + 2] == ", ":
            return begins.get(stop + 2)
    return None


def _article(mention: Mention) -> str:
    first = mention.span.text.split(" ")[0]
    return first + " " if first.lower() in words("article") else ""


def role_end(text: Text, mention: Mention) -> tuple[int, Span]:
    """Where a description said of somebody ends with all that belongs to it ("of the Institute's Center for Peace"),
    and the whole as a span."""
    _, at = between(text.tokens, mention.span.start, mention.span.end)
    first = at
    while at < len(text.tokens) and at - first < _LONGEST and _goes_on(text.tokens, at, first):
        at += 1
    while (
        at > first and not text.tokens[at - 1].capital and text.tokens[at - 1].lower in words("link") | words("article")
    ):
        at -= 1
    end = max(text.tokens[at - 1].end if at else 0, mention.span.end)
    return end, Span(mention.span.start, end, text.text[mention.span.start : end])


def _goes_on(tokens: Sequence[Token], at: int, first: int) -> bool:
    token = tokens[at]
    if token.gap not in (" ", "’s ", "'s ", "’ ", "' "):
        return False
    if at == first:
        return token.lower in words("link") - {"and", "to", "with", "from"}
    if token.capital or token.lower in words("link") | words("article") | words("possessive"):
        return True
    return not token.lower.endswith("ed") and token.lower not in words("common") | words("relative")


def roles_of(text: Text, mentions: Sequence[Mention], whose: Mapping[int, int]) -> dict[int, tuple[Span, ...]]:
    """For each entity what the article calls it, in text order: titles, and descriptions said of its name."""
    found: dict[int, set[Span]] = defaultdict(set)
    for at, mention in enumerate(mentions):
        if mention.title is not None and at in whose and not _courtesy(mention.title.text):
            found[whose[at]].add(mention.title)
    for description, name in told_of(text, mentions):
        if name in whose:
            found[whose[name]].add(role_end(text, mentions[description])[1])
    return {number: tuple(sorted(spans, key=lambda s: s.start)) for number, spans in found.items()}


def _courtesy(title: str) -> bool:
    """Whether a title says nothing of what somebody does: Mr., Ms."""
    return title.lower().strip(". ") in words("honorific_f") | words("honorific_m") | words("honorific_u")
