"""Where a statement was made, also without an occasion; and before when, where the text says only "previously"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.resolution.manner import Manner, cut, gap_between, role
from onrecord.resolution.sentences import Sentences
from onrecord.types import Article, Dated, Evidence, Field, Located, Occasion, Place, Span

#: Adverbs that put a statement before the time of the article, or before the one just told.
_BEFORE = re.compile(
    r"\b(?:previously|earlier|formerly|once|in the past|(?<!not )before)\b(?!\s+(?:this|that|the|in|on|today|[A-Z]))"
)
#: How far from its cue an adverb or a place may stand, in characters.
_NEAR = 40
_IN = re.compile(r"\b(?:in|at|outside|near|from)\s+(?:the\s+)?$")
_NAME = re.compile(r"[A-Z][\w’-]*(?:\s+[A-Z][\w’-]*)*(?:,\s+[A-Z][\w.]*(?:\s+[A-Z][\w.]*)*)?")


def find_bounds(article: Article, manners: Sequence[Manner], said: Sequence[Dated | None]) -> tuple[Dated | None, ...]:
    """For each statement whose time is not told but put before another ("had previously said") the interval before
    that:
    the date of the article's latest statement that is dated, else of its publication. None where no date is known."""
    limit = _limit(article, said)
    out: list[Dated | None] = []
    for manner, dated in zip(manners, said, strict=True):
        adverb = None if dated or limit is None else _adverb(article.text, manner)
        out.append(None if adverb is None or limit is None else Dated(f"../{limit.edtf}", (adverb, *limit.evidence)))
    return tuple(out)


def _limit(article: Article, said: Sequence[Dated | None]) -> Dated | None:
    """The day by which everything that the article tells had been said."""
    if article.published and re.fullmatch(r"\d{4}-\d{2}-\d{2}", article.published):
        return Dated(article.published, (Field("published"),))
    days = [dated for dated in said if dated and re.fullmatch(r"\d{4}-\d{2}-\d{2}", dated.edtf)]
    return max(days, key=lambda dated: dated.edtf, default=None)


def _adverb(text: str, manner: Manner) -> Span | None:
    """The adverb at a statement's cue that puts it before something else."""
    if not manner.cue:
        return None
    start, end = manner.cue[0][0], manner.cue[-1][1]
    for match in _BEFORE.finditer(text, max(0, start - _NEAR // 2), end + _NEAR // 2):
        if not cut(gap_between(text, manner, match.start(), match.end())):
            return Span(match.start(), match.end(), match.group())
    return None


def find_where(
    text: str,
    manners: Sequence[Manner],
    occasions: Sequence[Occasion | None],
    sentences: Sentences,
    places: Sequence[Place],
) -> tuple[Located | None, ...]:
    """For each statement the place it was made in: its occasion's, else one that its sentence tells beside its cue
    ("said in
    Ostermere"), else that of the same speaker's statement just before at the same occasion."""
    at = _mentions(places)
    out: list[Located | None] = []
    for manner, occasion in zip(manners, occasions, strict=True):
        if occasion and occasion.place:
            out.append(Located(occasion.place, occasion.evidence))
        else:
            out.append(_beside(text, manner, at))
    return tuple(out)


def _mentions(places: Sequence[Place]) -> dict[int, tuple[Place, Span]]:
    """Places by where they are named."""
    return {span.start: (place, span) for place in places for span in place.mentions}


def _beside(text: str, manner: Manner, at: dict[int, tuple[Place, Span]]) -> Located | None:
    """The place that stands beside a statement's cue, with "in" or "at" before it."""
    if not manner.cue:
        return None
    start, end = manner.cue[0][0], manner.cue[-1][1]
    for match in _NAME.finditer(text, max(0, start - _NEAR), end + _NEAR):
        if match.start() not in at or not _IN.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        if role(manner, match.start()) not in ("source", "inner") and not cut(
            gap_between(text, manner, match.start(), match.end())
        ):
            name = match.group().rstrip(".,")
            evidence: tuple[Evidence, ...] = (Span(match.start(), match.start() + len(name), name),)
            return Located(name, evidence)
    return None
