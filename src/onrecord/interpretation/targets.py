"""Whom an act is aimed at: who is told, asked, urged, accused or praised."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Literal

from onrecord.interpretation.cues import words_of
from onrecord.interpretation.lexicon import any_form
from onrecord.resolution.descriptions import kind_of_noun
from onrecord.resolution.people import People
from onrecord.resolution.speakers import as_party
from onrecord.types import Act, Article, Party, PersonKind, Span, Statement

#: Who may stand at a place: anybody who is named or described, an owner alone ("the airline's offer"), or those alone
#: who are known to be somebody.
Wanted = Literal["anybody", "owner", "known"]
_ACTING: tuple[PersonKind | None, ...] = ("person", "organization", "group", "unnamed")
#: Acts that are aimed at somebody.
AIMED: frozenset[Act] = frozenset(
    (
        "demand",
        "threaten",
        "accuse",
        "support",
        "ask",
        "warn",
        "refuse",
        "promise",
        "deny",
        "agree",
        "state",
        "announce",
    )
)
#: Verbs whose object is the one spoken to or of, with the preposition that stands before it.
_ADDRESSING = any_form(
    "tell urge ask order warn remind assure inform thank accuse blame beg implore press invite challenge advise"
    " instruct command direct encourage exhort caution forbid call_on call_upon appeal_to lobby plead_with promise"
    " threaten say_to speak_to brand label criticize criticise praise fault want require compel question grill dare"
    " sue told forbade said_to wrote_to spoke_to"
)
_ADDRESSED = re.compile(rf"\b(?:{_ADDRESSING})\s+(?:(?:a|the)\s+(?:group|crowd|room)\s+of\s+)?", re.I)
#: Cues that do no more than say: what stands behind them is no object.
_SAYING = re.compile(
    rf"\b(?:{any_form('say add note think believe argue insist write said wrote thought according')})\b", re.I
)
_MUST = re.compile(
    r"\s+(?:\w+ly\s+|also\s+)?(?:must|should|needs?\s+to|ought\s+to|ha(?:s|ve)\s+to|to|stop|withdraw|release|be)\b",
    re.I,
)
_HARMING = any_form(
    "sue bomb punish attack strike take hit destroy invade fire arrest jail expel sanction boycott block crush"
)
_HARM = re.compile(rf"\b(?:against|{_HARMING})\s+", re.I)
#: A cue in the passive: who stands before it is spoken to ("the coach was asked").
_PASSIVE = re.compile(r"(?:was|were|is|are|has been|have been|had been)\s+(?:\w+ly\s+|also\s+)?\w+ed\b", re.I)
#: Endings of nouns for people, and nouns that have them and are none.
_PEOPLE = re.compile(
    r"(?!(?:numb|pap|matt|off|pow|ord|lett|quart|wat)ers|(?:err|do|flo)ors)\w+(?:ers|ors|ists|ians|ants|ees|men|people)$"
)
#: A noun phrase that nobody has marked as a mention: an article, and words up to one that begins something else.
_BEGINS = "to|that|of|for|in|on|at|by|with|from|about"
_ELSE = f"{_BEGINS}|who|which|whom|will|would|was|were|is|are|had|has|and|or|but|as|over|after|before|during|not|if"
_PHRASE = re.compile(
    r"(?:(?:the|a|an|all|both|some|its|his|her|their|our|my|these|those)\s+)?"
    rf"(?!(?:{_BEGINS}|not|he|she|it|we|they|there|this)\b)[^\W\d_][\w’'-]*"
    rf"(?:\s+(?!(?:{_ELSE})\b)[^\W\d_][\w’'-]*){{0,4}}",
    re.I,
)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.I)
#: An ending that makes what stands before it an owner; and the owner in a phrase.
_OWNS = re.compile(r"[’']s\b|(?<=s)[’'](?!\w)")
_OWNER = re.compile(r"(.+?)(?:[’']s\b|(?<=s)[’'](?=\s|$))")
#: What may stand where an object would and is none.
_NO_OBJECT = re.compile(
    r"(?:on|in|at|this|that|last|next|earlier|later|(?:mon|tues|wednes|thurs|fri|satur|sun)day|recently|again|also|why|what"
    r"|how|whether|if|when|him|her|it|them)\b",
    re.I,
)
#: Characters after a cue in which its object begins and ends.
REACH = 60
#: Characters of a content before a name that still opens it: a quotation mark, "that the ".
NEAR = 9


def find_targets(
    article: Article, statements: Sequence[Statement], people: People, acts: Sequence[Act]
) -> tuple[tuple[Party, ...], ...]:
    """For each statement whom its act is aimed at; nobody where the words do not tell. A target that is described and
    not one of the article's people has an empty `person`."""
    return tuple(
        _targets(article.text, s, people, act) if act in AIMED else () for s, act in zip(statements, acts, strict=True)
    )


def _targets(text: str, statement: Statement, people: People, act: Act) -> tuple[Party, ...]:
    speakers = {p.person for p in statement.speaker}
    for place, wanted in _slots(text, statement, people, act):
        found = tuple(
            p for p in _parties(text, place, people, wanted, statement) if not p.person or p.person not in speakers
        )
        if found:
            return found
    return ()


def _slots(text: str, statement: Statement, people: People, act: Act) -> Iterator[tuple[int, Wanted]]:
    """Places where a target's name or description would begin, likeliest first, and who would do."""
    if statement.cue:
        yield from _before_passive(statement, people)
        yield from _objects(text, statement)
        cue, content = words_of(statement.cue), statement.content[0]
        beside = 0 <= content.start - statement.cue[-1].end <= 2
        if beside and not _SAYING.search(cue) and act in ("accuse", "support", "threaten", "refuse"):
            opened = re.match(r"[“\"'‘]?(?:of|for|on|at|against|with|about)?\s*", content.text, re.I)
            yield content.start + (opened.end() if opened else 0), "owner" if act == "refuse" else "known"
    for span in statement.content:
        yield from _named(text, span, people, act)


def _before_passive(statement: Statement, people: People) -> Iterator[tuple[int, Wanted]]:
    """Who stands right before a passive cue that no source is given for."""
    start = statement.cue[0].start
    if not statement.source and _PASSIVE.match(statement.cue[0].text):
        number = bisect_left(people.mentions, start, key=lambda m: m.span.start) - 1
        if number >= 0 and 0 < start - people.mentions[number].span.end <= 1:
            yield people.mentions[number].span.start, "known"


def _objects(text: str, statement: Statement) -> Iterator[tuple[int, Wanted]]:
    """Where the object of a cue begins: after its verb, inside the cue or right behind it."""
    first, last = statement.cue[0].start, statement.cue[-1].end
    for found in _ADDRESSED.finditer(text, first, last + REACH):
        if found.start() < last and not any(s.start < found.end() - 1 < s.end for s in statement.content):
            yield found.end(), "known" if found.end() >= statement.content[0].start > first else "anybody"


def _named(text: str, content: Span, people: People, act: Act) -> Iterator[tuple[int, Wanted]]:
    """Where the content names whom it is aimed at: who should act, who is harmed, who is blamed or praised."""
    inside = [people.mentions[at] for at in people.inside(content)]
    if act == "demand":
        yield from ((m.span.start, "known") for m in inside if m.form != "pronoun" and _MUST.match(text, m.span.end))
    if act == "threaten":
        harms = [found.end() for found in _HARM.finditer(text, content.start, content.end)]
        yield from ((m.span.start, "known") for m in inside if harms and m.span.start >= harms[0] and m.form == "name")
        yield from ((end, "known") for end in harms)
    if (
        act in ("accuse", "support")
        and inside
        and inside[0].span.start - content.start <= 7
        and inside[0].form == "name"
    ):
        yield inside[0].span.start, "known"


def _parties(text: str, place: int, people: People, wanted: Wanted, statement: Statement) -> Iterator[Party]:
    """Who is named or described at a place."""
    mention_at = _mention(text, place, people)
    if mention_at is not None:
        mention = people.mentions[mention_at]
        if wanted == "owner" and not _OWNS.match(text, mention.span.end):
            return
        if people.whose[mention_at]:
            yield from (as_party(people.people[n], mention.span, mention.title) for n in people.whose[mention_at])
        elif mention.form == "description" and (wanted != "known" or mention.kind in _ACTING):
            yield _described(Span(place, mention.span.end, text[place : mention.span.end]), mention.kind)
        return
    found = _PHRASE.match(text, place)
    if found and not _NO_OBJECT.match(found.group()):
        ends = [found.end(), *(s.start for s in statement.content if found.start() < s.start < found.end())]
        words = text[place : min(ends)].strip()
        owner = _OWNER.match(words)
        words = words if wanted != "owner" else owner.group(1) if owner else ""
        noun = words.split()[-1].lower() if words else ""
        kind = kind_of_noun(noun) or ("group" if _PEOPLE.match(noun) else None)
        if kind in _ACTING or (wanted != "known" and (_ARTICLE.match(words) or words.endswith("s"))):
            yield _described(Span(place, place + len(words), words), kind or "group")


def _mention(text: str, place: int, people: People) -> int | None:
    """The number of the mention that begins at a place, an article or a title before it left out."""
    at = bisect_left(people.mentions, place, key=lambda m: m.span.start)
    for number in range(at, min(at + 2, len(people.mentions))):
        mention = people.mentions[number]
        start = mention.title.start if mention.title and mention.title.start >= place else mention.span.start
        if re.fullmatch(r"(?:the|a|an|former|then-?|both)?\s*", text[place:start], re.I):
            return number
    return None


def _described(span: Span, kind: PersonKind) -> Party:
    """Somebody who is described only; the name is the description without its article."""
    return Party(_ARTICLE.sub("", span.text), kind, None, "", (span,))
