"""Wordings laid beside each other word by word: which words several have, in the same order, and which only one has."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import Literal

from onrecord.attribution.quotation import quotations
from onrecord.queries.names import fold
from onrecord.types import Span

#: Words of a wording that are compared, which is more than anybody says in one breath: the time that it takes to lay
#: two texts beside each other grows with the product of their lengths.
MOST_WORDS = 1000
#: Letters that words in the same order must have together to be more than chance: "of the" stands everywhere.
FEWEST_LETTERS = 6

_TOKEN = re.compile(r"[^\s—–]+[—–]*|[—–]+")
#: What is no part of a word that is compared: marks around it, and a possessive ending.
_EDGES = re.compile(r"^\W+|(?:['’]s)?\W*$")
_ENDS = re.compile(r"""[.!?;:…]["'”’»)]*$""")
GAP = "…"

Kind = Literal["cut", "paraphrase", "addition"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word as printed; `key` is what it is compared by. `quoted` tells that it stands in quotation marks, `last`
    that a sentence or a span ends with it, `space` that white space follows."""

    text: str
    key: str
    quoted: bool
    last: bool
    space: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row that are alike: in quotation marks or not, in no other wording (`alone`) or in others, too."""

    text: str
    quoted: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a wording departs from the fullest one: `fullest` has these words and it has `own` ones in their place. A
    cut has no words of its own, an addition none of the fullest."""

    kind: Kind
    fullest: str
    own: str


def words_of(text: str, content: Sequence[Span], *, direct: bool) -> list[Word]:
    """The words of contents in an article's text, with a gap between two spans. Of a direct quotation all words count
    as quoted: transcripts have no marks."""
    marks = [(one.start, one.end) for one in quotations(text) if one.depth == 1]
    starts = [start for start, _ in marks]
    words: list[Word] = []
    for number, span in enumerate(content):
        if number:
            words.append(Word(GAP, "", direct, False, True))
        for match in _TOKEN.finditer(text, span.start, span.end):
            at = bisect_right(starts, match.start() + _lead(match.group())) - 1
            quoted = direct or (at >= 0 and match.start() < marks[at][1])
            ends = bool(_ENDS.search(match.group())) or match.end() == span.end
            space = match.end() == span.end or text[match.end()].isspace()
            words.append(Word(match.group(), fold(_EDGES.sub("", match.group())), quoted, ends, space))
            if len(words) == MOST_WORDS:
                return words
    return words


def _lead(token: str) -> int:
    """Where the word itself begins, after what marks stand before it."""
    found = re.search(r"\w", token)
    return found.start() if found else 0


def rows_of(fullest: Sequence[Word]) -> list[int]:
    """The row of each word of the fullest wording: a sentence a row."""
    row, rows = 0, []
    for word, following in pairwise([*fullest, None]):
        rows.append(row)
        row += bool(word and word.last and following)
    return rows


def matched(fullest: Sequence[Word], own: Sequence[Word]) -> list[tuple[int, int, int]]:
    """Stretches of words that both have in the same order, as (place in the one, place in the other, length)."""
    one = [word.key or f"\0{n}" for n, word in enumerate(fullest)]
    other = [word.key or f"\1{n}" for n, word in enumerate(own)]
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    letters = [sum(len(key) for key in one[a : a + size]) for a, _, size in blocks]
    return [(a, b, size) for (a, b, size), many in zip(blocks, letters, strict=True) if many >= FEWEST_LETTERS]


def cells(
    own: Sequence[Word], blocks: Sequence[tuple[int, int, int]], rows: Sequence[int], alone: Iterable[bool]
) -> tuple[tuple[Piece, ...], ...]:
    """The wording's words by the rows of the fullest one. What it alone has stands in the row of what is before it,
    from its next sentence on in the row of what follows."""
    at = {b + n: rows[a + n] for a, b, size in blocks for n in range(size)}
    placed = _placed(own, at)
    table: list[list[tuple[Word, bool]]] = [[] for _ in range(max(rows, default=0) + 1)]
    for word, row, only in zip(own, placed, alone, strict=True):
        table[row].append((word, only))
    return tuple(tuple(_pieces(some)) for some in table)


def _placed(own: Sequence[Word], at: dict[int, int]) -> list[int]:
    placed: list[int] = []
    following = sorted(at)
    row = at[following[0]] if following else 0
    for n, word in enumerate(own):
        row = at.get(n, row)
        placed.append(row)
        if word.last:
            after = bisect_right(following, n)
            row = at[following[after]] if after < len(following) else row
    return placed


def _pieces(some: Iterable[tuple[Word, bool]]) -> Iterator[Piece]:
    for (quoted, alone), words in groupby(some, key=lambda pair: (pair[0].quoted, pair[1])):
        yield Piece(joined([word for word, _ in words]), quoted, alone)


def joined(words: Sequence[Word]) -> str:
    return "".join(word.text + (" " if word.space else "") for word in words).rstrip()


def differences(
    fullest: Sequence[Word],
    own: Sequence[Word],
    blocks: Sequence[tuple[int, int, int]],
    rows: Sequence[int],
    filled: Sequence[object],
    elsewhere: Container[int] = (),
) -> Iterator[Difference]:
    """What stands between the stretches that both have. A row that is not `filled` by the wording is cut, whatever
    words of its own stand before or after. The words of the fullest at the places `elsewhere` are not missed."""
    ends = [(0, 0, 0), *blocks, (len(fullest), len(own), 0)]
    for (a, b, size), (following, other, _) in pairwise(ends):
        between = [n for n in range(a + size, following) if n not in elsewhere]
        left = [fullest[n] for n in between if filled[rows[n]]]
        yield from _departure(left, own[b + size : other])
        yield from _departure([fullest[n] for n in between if not filled[rows[n]]], ())


def _departure(left: Sequence[Word], put: Sequence[Word]) -> Iterator[Difference]:
    has, puts = any(word.key for word in left), any(word.key for word in put)
    if has or puts:
        kind: Kind = "paraphrase" if has and puts else "cut" if has else "addition"
        yield Difference(kind, joined(left) if has else "", joined(put) if puts else "")
