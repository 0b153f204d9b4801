"""The parts of an enumerated content: what exactly is demanded, offered or listed."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.attribution.labels import Floats
from onrecord.attribution.reader import Words
from onrecord.interpretation.clauses import EDGE, Sentence, sentences
from onrecord.interpretation.extents import Stretch
from onrecord.interpretation.grammar import (
    ADVERB,
    BASE,
    GERUND,
    MODAL,
    PARTICIPLE,
    PAST,
    PREPOSITION,
    PRESENT,
    PRONOUN,
    TO,
    Weights,
    grammar,
    load,
)  # fmt: skip
from onrecord.types import Clause, Statement

#: Words that open an enumeration inside a content; what stands before them is no part of it.
_OPENING = tuple(
    tuple(phrase.split())
    for phrase in ("including", "such as", "among them", "namely", "both", ":", "in exchange for", "in return for")
)
_FIRST = {phrase[0]: [p for p in _OPENING if p[0] == phrase[0]] for phrase in _OPENING}
_OPENING_QUOTES, _CLOSING_QUOTES = frozenset('“"«'), frozenset('”"»')
_BRACKETS = {"(": 1, "[": 1, ")": -1, "]": -1}
_LAST = frozenset(("and", "or"))
_FINITE = [PAST, PRESENT, MODAL]
#: Marks that part an aside from what it is said of; an enumeration with one is more likely an account.
_DASHES = frozenset(["—", "–", "--", "-"])
#: Two parts are an enumeration only behind a word that says so; else three are needed.
LEAST, LEAST_OPENED = 3, 2
#: Parts longer than this are clauses of an account rather than parts of a list; enumerated demands have twelve at most.
LONGEST = 25


def find_items(
    statement: Statement, text: str, words: Words | None, weights: Weights | None = None
) -> tuple[Clause, ...]:
    """The parts of the longest enumeration in a statement's content, in text order; none if nothing is enumerated.
    A quoted coordination is one part. Raises ModelError when there are no weights."""
    best: tuple[Clause, ...] = ()
    for sentence in sentences(statement, text, words):
        openings = _openings(sentence)
        if not openings and not {",", ";"} & {*sentence.lower}:
            continue
        kinds = None
        if words is not None and sentence.rows is not None:
            kinds = grammar(sentence, words.vectors[sentence.rows], weights or load())
        found = [_items(sentence, opening, kinds) for opening in (*openings, None)]
        best = max([best, *found], key=len)
    return best


def _items(sentence: Sentence, opened: int | None, kinds: Floats | None) -> tuple[Clause, ...]:
    """The parts of the enumeration that begins at a word or, where nothing opens it, fills most of its sentence."""
    outside = _outside(sentence)
    segments = _last_parted(sentence, _segments(sentence, opened or 0, outside), outside, kinds)
    few = opened is not None and sentence.lower[opened - 1] != "for"
    if segments is None or len(segments) < (LEAST_OPENED if few else LEAST):
        return ()
    first = _first(sentence, segments, kinds) if opened is None else segments[0][0]
    if first is None or (opened is None and first > LEAD):
        return ()
    segments = [(first, segments[0][1]), *segments[1:]]
    if not _parallel(segments, kinds):
        return ()
    if any(_dash(sentence, at) for start, end in segments for at in range(start, end)):
        return ()
    if len(segments) < LEAST and kinds is not None and kinds[segments[0][0] : segments[-1][1], _FINITE].sum() > LIKELY:
        return ()
    parts = [sentence.clause(stretch) for stretch in segments]
    if max(end - start for start, end in segments) > LONGEST:
        return ()
    return tuple(part for part in parts if part is not None)


#: So many words may stand before an enumeration that nothing opens: "that he wants ..."; an account is longer before it
#: comes to a list in passing.
LEAD = 3
#: An enumeration is opened at most so many times in a sentence; further ones are left.
MOST = 3


def _openings(sentence: Sentence) -> list[int]:
    """Where enumerations may begin: behind a word such as "including", an exchange or a colon."""
    lower, out = sentence.lower, []
    for at, word in enumerate(lower):
        if word in _FIRST and any(lower[at : at + len(phrase)] == phrase for phrase in _FIRST[word]):
            out.append(at + next(len(p) for p in _FIRST[word] if lower[at : at + len(p)] == p))
    return out[:MOST]


def _outside(sentence: Sentence) -> list[bool]:
    """Which words stand outside quotations and brackets that begin and end inside the sentence."""
    opening = [i for i, w in enumerate(sentence.lower) if w in _OPENING_QUOTES | _CLOSING_QUOTES]
    if len(opening) % 2 or (opening and opening[0] == 0 and opening[-1] >= len(sentence) - 2 and len(opening) == 2):
        opening = []
    marks, out, quoted, depth = {*opening}, list[bool](), False, 0
    for at, word in enumerate(sentence.lower):
        if at in marks:
            quoted = not quoted
        depth = max(0, depth + _BRACKETS.get(word, 0))
        out.append(not quoted and not depth)
    return out


def _segments(sentence: Sentence, begin: int, outside: Sequence[bool]) -> list[Stretch]:
    """The stretches between commas, or between semicolons where there are two of them."""
    lower = sentence.lower
    semicolons = sum(w == ";" and free for w, free in zip(lower[begin:], outside[begin:], strict=True))
    mark = ";" if semicolons >= LEAST_OPENED else ","
    cuts = [i for i in range(begin, len(lower)) if lower[i] == mark and outside[i] and not _number(sentence, i)]
    edges = list(zip([begin, *(c + 1 for c in cuts)], [*cuts, len(lower)], strict=True))
    return [(a, b) for a, b in edges if any(w not in EDGE for w in lower[a:b])]


def _dash(sentence: Sentence, at: int) -> bool:
    """Whether a mark is a dash, not a hyphen inside a word."""
    return sentence.lower[at] in _DASHES and not sentence.glued(at)


def _number(sentence: Sentence, at: int) -> bool:
    """Whether a comma stands inside a number."""
    return (
        at + 1 < len(sentence) and sentence.starts[at + 1] == sentence.ends[at] and sentence.lower[at + 1][0].isdigit()
    )


def _last_parted(
    sentence: Sentence, segments: list[Stretch], outside: Sequence[bool], kinds: Floats | None
) -> list[Stretch] | None:
    """The segments with the last one's "and" taken off, or parted at it; None where nothing joins the last."""
    if not segments:
        return None
    lower, (start, end) = sentence.lower, segments[-1]
    if lower[start] in _LAST:
        return [*segments[:-1], (start + 1, end)]
    places = [i for i in range(start + 1, end - 1) if lower[i] in _LAST and outside[i]]
    if kinds is not None and len(segments) > 1:
        places = [i for i in places if _class(kinds, i + 1) == _class(kinds, start)]
    if not places:
        return None
    return [*segments[:-1], (start, places[-1]), (places[-1] + 1, end)]


def _class(kinds: Floats, at: int) -> str:
    """What a part begins with: a noun phrase, a verb in one of its forms, or something else."""
    row = kinds[at]
    for name, members in _CLASSES:
        if row[list(members)].sum() > LIKELY:
            return name
    return "noun"


_CLASSES = (
    ("gerund", (GERUND,)),
    ("verb", (BASE, PRESENT)),
    ("to", (TO,)),
    ("past", (PAST, MODAL, PARTICIPLE)),
    ("other", (PREPOSITION, ADVERB)),
)
LIKELY = 0.5


def _parallel(segments: Sequence[Stretch], kinds: Floats | None) -> bool:
    """Whether parts begin alike, and none is a clause. Without the reader's vectors nothing speaks against it."""
    if kinds is None:
        return True
    classes = {_class(kinds, start) for start, _ in segments}
    clauses = classes == {"noun"} and any(_finite(kinds, a, b) for a, b in segments)
    return len(classes) == 1 and not classes & {"past", "other"} and not clauses


def _finite(kinds: Floats, start: int, end: int) -> bool:
    """Whether a part has a verb of its own, and not one of a relative clause."""
    verbs = [i for i in range(start, end) if kinds[i, _FINITE].sum() > LIKELY]
    return bool(verbs) and not any(kinds[i, PRONOUN] > LIKELY for i in range(start + 1, verbs[0]))


def _first(sentence: Sentence, segments: Sequence[Stretch], kinds: Floats | None) -> int | None:
    """Where the first part begins: at the sentence's first word of the other parts' class, or for nouns behind the
    last verb before it and what joins them."""
    start, end = segments[0]
    while start < end - 1 and sentence.lower[start] in ("to", "that", "for", "on", *EDGE):
        start += 1
    if kinds is None:
        return start
    wanted = _class(kinds, segments[1][0])
    if wanted != "noun":
        return next(
            (i for i in range(start, end) if _class(kinds, i) == wanted and sentence.lower[i] not in EDGE), None
        )
    verbs = [i for i in range(start, end - 1) if kinds[i, [*_FINITE, BASE, GERUND]].sum() > LIKELY]
    begin = verbs[-1] + 1 if verbs else start
    while begin < end - 1 and (sentence.lower[begin] in EDGE or kinds[begin, [PREPOSITION, TO, ADVERB]].sum() > LIKELY):
        begin += 1
    return begin
