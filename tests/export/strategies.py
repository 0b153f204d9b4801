"""Any article with any statements, for hypothesis: spans anywhere, of any number, overlapping as they like."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import get_args

from hypothesis import strategies as st

from onrecord.types import Analysis, Article, Passage, PassageKind, Quote, Span, Statement

# Any character, lone surrogates too; the ones that matter to HTML, terminals and lines more often than chance.
# A surrogate pair as two characters is left out: JSON has no way to tell it from the one character it stands for.
_ODD = " \t\r\n\x00\x0b\x0c\x1b\x85\xa0\u2028\u202e\ud800\udfff<>&\"'{}%“”"
_CHARACTERS = st.sampled_from(_ODD) | st.characters(categories=["L", "N", "P", "S", "Z", "C"])
TEXTS = st.text(_CHARACTERS, max_size=60).filter(lambda text: not re.search("[\ud800-\udbff][\udc00-\udfff]", text))
_KINDS = st.sampled_from(get_args(PassageKind))
_IDS = st.sampled_from(["s1", "s2", "s3", "s4", 'x" onclick="', "<b>"])


@st.composite
def _passages(draw: st.DrawFn, length: int) -> tuple[Passage, ...]:
    cuts = sorted({0, length, *draw(st.lists(st.integers(0, length), max_size=3))})
    return tuple(Passage(draw(_KINDS), start, end) for start, end in pairwise(cuts))


@st.composite
def _spans(draw: st.DrawFn, text: str, least: int = 0) -> tuple[Span, ...]:
    offsets = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    found = sorted(draw(st.lists(offsets, min_size=least, max_size=3)))
    return tuple(Span(start, end, text[start:end]) for start, end in found)


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    text = draw(TEXTS)
    known = st.none() | TEXTS
    article = Article(
        draw(TEXTS), text, draw(_passages(len(text))), *(draw(known) for _ in range(5)), draw(known), draw(known)
    )
    statement = st.builds(
        Statement,
        _IDS,
        st.just(article.id),
        st.none() | _IDS,
        _KINDS,
        _spans(text),
        _spans(text),
        _spans(text, least=1),
        st.sampled_from(get_args(Quote)),
        st.floats(0, 1).map(lambda confidence: round(confidence, 4)),
    )
    return Analysis(article, tuple(draw(st.lists(statement, max_size=4))))
