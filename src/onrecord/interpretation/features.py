"""What the act and the status of a statement are told from: its words and some around them, as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.attribution.labels import Floats, Ints
from onrecord.attribution.reader import Words
from onrecord.interpretation.cues import signs, table
from onrecord.types import Span, Statement

#: What a word is in a statement.
CUE, CONTENT, SOURCE, AROUND = range(4)
PARTS = 4
#: So many words are looked at: a cue's first, a content's first and last, a source's last, and those before and
#: after the cue that are none of these. Three quarters of contents are shorter; the first words tell most.
CUE_WORDS, CONTENT_FIRST, CONTENT_LAST, SOURCE_LAST, BESIDE = 8, 24, 6, 2, 3

#: What is told of a statement as a whole.
FACTS = (
    "direct", "mixed", "title", "caption", "no source", "no cue", "content first", "quoted inside",
    "short content", "long content", "source apart",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """The words by which statements are judged, one row each, in text order, and after each statement's an empty row.

    `places` are row numbers in `Words`, -1 for empty rows; `parts` says what each word is; `firsts` is each statement's
    first row; `facts` are [statement, fact]: FACTS, then the signs of cues.py.
    """

    places: Ints
    parts: Ints
    firsts: Ints
    facts: Floats


def windows(statements: Sequence[Statement], text: str, words: Words) -> Windows:
    """The windows of an article's statements."""
    places: list[int] = []
    parts: list[int] = []
    firsts: list[int] = []
    for statement in statements:
        firsts.append(len(places))
        chosen = sorted(_choose(statement, words).items())
        places += [place for place, _ in chosen] + [-1]
        parts += [part for _, part in chosen] + [AROUND]
    facts = np.asarray([_facts(s) + signs(s, text) for s in statements], dtype=np.float32)
    facts = facts.reshape(len(statements), len(FACTS) + len(table()))
    return Windows(_row(places), _row(parts), _row(firsts), facts)


def _row(numbers: Sequence[int]) -> Ints:
    return np.asarray(numbers, dtype=np.int64)


def _choose(statement: Statement, words: Words) -> dict[int, int]:
    """The numbers of the words that are looked at, with what each is; a word in two parts is the smaller part's."""
    content, source, cue = (_inside(spans, words) for spans in (statement.content, statement.source, statement.cue))
    first, last = content[:CONTENT_FIRST], content[CONTENT_FIRST:][-CONTENT_LAST:]
    chosen = dict.fromkeys([*first, *last], CONTENT)
    chosen.update(dict.fromkeys(source[-SOURCE_LAST:], SOURCE))
    chosen.update(dict.fromkeys(cue[:CUE_WORDS], CUE))
    edge = cue or content[:1]
    if edge:
        taken = {*content, *source, *cue}
        beside = [*range(edge[0] - BESIDE, edge[0]), *range(edge[-1] + 1, edge[-1] + 1 + BESIDE)]
        chosen.update((at, AROUND) for at in beside if 0 <= at < len(words) and at not in taken)
    return chosen


def _inside(spans: Iterable[Span], words: Words) -> list[int]:
    """The numbers of the words that lie inside spans."""
    found: list[int] = []
    for span in spans:
        found += range(*np.searchsorted(words.starts, [span.start, span.end]).tolist())
    return found


def _facts(statement: Statement) -> list[bool]:
    size = sum(s.end - s.start for s in statement.content)
    first = statement.content[0].start
    return [
        statement.quote == "direct",
        statement.quote == "mixed",
        statement.passage == "title",
        statement.passage == "caption",
        not statement.source,
        not statement.cue,
        bool(statement.cue) and first < statement.cue[0].start,
        statement.parent is not None,
        size < 40,
        size > 200,
        len(statement.source) > 1,
    ]
