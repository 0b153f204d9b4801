"""How a statement is told: where its cue stands, in what tense, by whom. Read by the choice of its occasion and
time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.resolution.sentences import Sentences
from onrecord.types import Article, Party, Span, Statement

#: What `tense` tells.
TENSES: Final = ("past", "present", "perfect", "past_perfect", "modal", "gerund", "noun", "none", "according")

_WORD = re.compile(r"[^\W\d_]+")
_HAD = {"had", "’d", "'d"}
_HAVE = {"has", "have", "’s been", "’ve", "'ve", "having"}
_MODAL = {"will", "would", "could", "can", "may", "might", "must", "should", "’ll", "'ll"}
_BE = {"is", "are", "am", "be", "’s", "’re", "'s", "'re"}
_WAS = {"was", "were", "did"}
#: Past forms that do not end in "ed", as cues have them.
_PAST = frozenset(
    [
        "said",
        "told",
        "wrote",
        "thought",
        "knew",
        "felt",
        "saw",
        "heard",
        "found",
        "made",
        "gave",
        "took",
        "put",
        "went",
        "came",
        "began",
        "spoke",
        "read",
        "led",
        "left",
        "held",
        "sent",
        "got",
        "met",
        "shot",
        "swore",
        "drew",
        "broke",
        "ran",
        "fought",
        "threw",
        "rose",
        "chose",
        "laid",
        "paid",
        "sought",
        "taught",
        "set",
        "hit",
        "cut",
        "let",
        "vowed",
        "stood",
        "kept",
        "struck",
        "grew",
        "meant",
        "won",
        "lost",
        "brought",
        "caught",
        "understood",
        "withdrew",
        "forgot",
    ]
)
_PRESENT = frozenset(
    [
        "say",
        "says",
        "think",
        "thinks",
        "believe",
        "believe",
        "want",
        "know",
        "feel",
        "hope",
        "see",
        "tell",
        "argue",
        "call",
        "ask",
        "agree",
    ]
)
_AGAIN = frozenset(
    [
        "also",
        "added",
        "adding",
        "continued",
        "again",
        "later",
        "then",
        "went",
        "further",
        "concluded",
        "reiterated",
        "repeated",
    ]
)
_BACK = frozenset(["previously", "earlier", "once", "before", "originally", "initially", "formerly", "already"])
#: How far around the cue its auxiliaries and adverbs are looked for, in characters.
_AROUND = 24
#: How many words of the source are kept: its head is among the last.
_WHO = 4


@dataclass(frozen=True, slots=True)
class Manner:
    """How one statement is told.

    `place` is where its cue begins (else its source, else its content), `tense` one of past, present, perfect,
    past_perfect,
    modal, gerund, noun, none. `words` are the cue's in lower case, `who` those of
    the source that are no names. `speaker` is what tells speakers apart, "" when
    nobody is known, `party` of what kind that is. `inner` are the stretches of its content, `spans` all of it.
    """

    number: int
    place: int
    sentence: int
    paragraph: int
    tense: str
    words: tuple[str, ...]
    who: tuple[str, ...]
    party: str
    again: bool
    back: bool
    speaker: str
    passage: str
    quote: str
    nested: bool
    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    inner: tuple[tuple[int, int], ...]


def manners(
    article: Article,
    statements: Sequence[Statement],
    sentences: Sentences,
    speakers: Sequence[Sequence[Party]] = (),
) -> tuple[Manner, ...]:
    """How each statement is told, in the statements' order. `speakers` has the parties of each; without it the source's
    own words tell speakers apart."""
    named = [" + ".join(p.person for p in parties) for parties in speakers] if speakers else _by_words(statements)
    kinds = [parties[0].kind if parties else "nobody" for parties in speakers] or ["nobody"] * len(statements)
    return tuple(
        _manner(number, article.text, statement, sentences, who, kind)
        for number, (statement, who, kind) in enumerate(zip(statements, named, kinds, strict=True))
    )


def _manner(number: int, text: str, statement: Statement, sentences: Sentences, who: str, party: str) -> Manner:
    place = (statement.cue or statement.source or statement.content)[0].start
    words = tuple(w.lower() for span in statement.cue for w in _WORD.findall(span.text))
    end = statement.cue[0].end if statement.cue else place
    left = [w.lower() for w in _WORD.findall(text[max(0, place - _AROUND) : place])][-3:]
    right = [w.lower() for w in _WORD.findall(text[end : end + _AROUND])][:2]
    about = {*words, *left[-2:], *right}
    return Manner(
        number=number,
        place=place,
        sentence=sentences.sentence(place),
        paragraph=sentences.paragraph(place),
        tense=tense(words, left),
        words=words,
        who=tuple(w for span in statement.source for w in _WORD.findall(span.text) if w.islower())[-_WHO:],
        again=bool(about & _AGAIN),
        back=bool(about & _BACK),
        party=party,
        speaker=who,
        passage=statement.passage,
        quote=statement.quote,
        nested=statement.parent is not None,
        source=_stretches(statement.source),
        cue=_stretches(statement.cue),
        inner=_stretches(statement.content),
    )


def tense(words: Sequence[str], left: Sequence[str] = ()) -> str:
    """The tense of a cue by its words and the few before them."""
    if not words:
        return "none"
    if words[0] in ("according", "per"):
        return "according"
    first = set(words[:3]) | set(left[-1:])
    if first & _HAD:
        return "past_perfect"
    if first & _HAVE:
        return "perfect"
    if first & _MODAL:
        return "modal"
    if first & _BE:
        return "present"
    if first & _WAS:
        return "past"
    for word in words:
        if word in _PAST or (len(word) > 3 and word.endswith("ed")):
            return "past"
        if word in _PRESENT:
            return "present"
    if any(word.endswith("ing") for word in words[:2]):
        return "gerund"
    if any(len(word) > 3 and word.endswith("s") and not word.endswith("ss") for word in words[:2]):
        return "present"
    return "noun"


def _stretches(spans: Sequence[Span]) -> tuple[tuple[int, int], ...]:
    return tuple((s.start, s.end) for s in spans)


def _by_words(statements: Sequence[Statement]) -> list[str]:
    """Speakers by the last capitalised word of their source; a source without one is the speaker before."""
    out: list[str] = []
    for statement in statements:
        names = [w for span in statement.source for w in _WORD.findall(span.text) if w[0].isupper() and len(w) > 2]
        text = " ".join(span.text for span in statement.source).lower()
        out.append(names[-1] if names and text not in ("she", "they") else out[-1] if out and len(text) < 5 else text)
    return out


def role(manner: Manner, place: int) -> str:
    """In which part of a statement a character stands: cue, source, inner (its content), else before or after the
    cue."""
    for name, stretches in (("cue", manner.cue), ("source", manner.source), ("inner", manner.inner)):
        if inside(stretches, place):
            return name
    return "before" if place < manner.place else "after"


def inside(stretches: Sequence[tuple[int, int]], place: int) -> bool:
    """Whether a character stands in one of some stretches of text."""
    return any(start <= place < end for start, end in stretches)


#: What parts something from a statement's cue: another clause, or a quotation mark.
_CUT = re.compile(r"[\"“”]|\b(?:that|who|which|whom|whether|because|if|while|when|where|after|before|than)\b|''")


def gap_between(text: str, manner: Manner, start: int, end: int) -> str:
    """The text between a statement's cue and something else at `start` to `end`."""
    last = manner.cue[-1][1] if manner.cue else manner.place
    return text[last:start] if start >= last else text[end : max(end, manner.place)]


def cut(between: str) -> bool:
    """Whether a clause or a quotation begins or ends in a stretch of text."""
    return _CUT.search(between) is not None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far around a statement is looked: so many things of its `own` sentence and of the `near` ones, sentences
    `back` and `forward`."""

    own: int
    near: int
    back: int
    forward: int


def nearest(manner: Manner, sentences: Sentences, starts: Sequence[int], reach: Reach) -> list[int]:
    """Of things that begin at these characters, ascending, the places of those within reach: of the statement's own
    sentence first, then of those around, each nearest first."""
    first, last = sentences.bounds(manner.sentence)
    low = sentences.starts[max(0, manner.sentence - reach.back)]
    high = sentences.bounds(min(len(sentences.starts) - 1, manner.sentence + reach.forward))[1]
    around = range(bisect_left(starts, low), bisect_left(starts, high))
    apart = sorted(around, key=lambda place: abs(starts[place] - manner.place))
    own = [place for place in apart if first <= starts[place] < last][: reach.own]
    return own + [place for place in apart if not first <= starts[place] < last][: reach.near]
