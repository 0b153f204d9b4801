"""When, where and at what occasion, for articles that are told in a few words."""

from __future__ import annotations

import re

import numpy as np

from onrecord.analysis import statements
from onrecord.attribution.reader import Words
from onrecord.resolution.choosing import Method
from onrecord.resolution.circumstances import Circumstances, find_circumstances
from onrecord.resolution.places import find_places
from onrecord.resolution.times import read_times
from onrecord.types import Article, Party, Passage
from told import attributed

#: As wide as the reader's vectors; all zero, so that only the words themselves speak.
WIDE = 384
WORD = re.compile(r"\w+|[^\w\s]")


def words_of(text: str) -> Words:
    found = list(WORD.finditer(text))
    starts, ends = (np.array([getattr(m, side)() for m in found], dtype=np.int64) for side in ("start", "end"))
    return Words(starts, ends, np.zeros((len(found), WIDE), dtype=np.float32))


def circumstances(
    text: str, *said: tuple[str, str, str], published: str | None = None, method: Method = "rules"
) -> Circumstances:
    """What is found of statements given by source, cue and content. Whoever has the same source is one speaker."""
    article = Article("a1", text, (Passage("body", 0, len(text)),) if text else (), published=published)
    given = statements(article, attributed(text, *said))
    parties = [tuple(Party(s.text, "person", None, s.text, (s,)) for s in statement.source) for statement in given]
    timeline = read_times(text, published, article.passages)
    return find_circumstances(article, given, timeline, find_places(article), parties, words_of(text), method)
