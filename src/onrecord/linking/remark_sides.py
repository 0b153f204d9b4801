"""Statements as remarks are compared by: the words of each with their weights, what is told around it, and when and
where it may have been said. All articles' words lie in a few flat arrays, so that a million statements fit."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise
from sys import intern

import numpy as np
import numpy.typing as npt

from onrecord.linking.wordings import EMPTY, NAME, NEGATION, NUMBER, QUOTED, Flags, Words, read_wording
from onrecord.record.views import StatementView
from onrecord.resolution.sentences import find_sentences
from onrecord.types import Span

#: How many words before and after a statement are its surroundings; about the paragraph before and the one after.
AROUND = 45
#: What a function word weighs in a run of words, where a rare word weighs 5 and more.
LIGHT = 0.25
#: Words are counted in so many cells; with a vocabulary of 100,000 every tenth word shares its cell with another one.
CELLS = 1 << 20
#: In place of a count of articles where a record is small, words are taken to be as frequent as in so many articles of
#: the training set.
PRIOR = 200.0
#: Words that tell of a standing position, which no single occasion is named for.
_STANDING = re.compile(
    r"\b(?:has|have|had|['’]s|['’]ve)\s+(?:also\s+|since\s+)?(?:long|repeatedly|always|often|consistently|previously|"
    r"frequently|continued|maintained|called|said|promised|vowed|pledged|argued|insisted|asserted)\b|\brepeatedly\b|"
    r"\bcontinues?\s+to\b|\bcalls\s+for\b|\bsupports?\b|\b(?:his|her|their|whose)\s+(?:repeated\s+)?"
    r"(?:calls?|promises?|proposals?|plans?|vows?|pledges?)\b",
    re.IGNORECASE,
)
#: Fewer words that carry meaning are no sentence of their own, but go with the one before.
FEW = 3
Range = tuple[int, int]
#: Persons, or None for anybody.
Possible = frozenset[int] | None
Weights = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a content span, or the part of one in it: the number of the span, the characters of the article,
    and the places of its words in the flat arrays."""

    span: int
    start: int
    end: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who may have made a statement, and the words of the names of whom it was taken for, as numbers."""

    possible: Possible
    names: frozenset[int]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a statement beside its words. Days are ordinals; `first` and `last` are those on which it may
    have been said by its own time, `published` and `published_last` those of its article. `pieces` are its contents,
    sentence by sentence; `around` is how many words before and after them are its surroundings, `sentence` how many
    are in the same sentences."""

    key: int
    article: int
    persons: tuple[int, ...]
    speaker: Speaker
    pieces: tuple[Piece, ...]
    around: tuple[int, ...]
    sentence: tuple[int, ...]
    first: int | None
    last: int | None
    published: int | None
    published_last: int | None
    occasion: int | None
    outlet: str | None
    act: str | None
    title: bool
    standing: bool
    parent: int | None
    new: bool

    @property
    def sure(self) -> bool:
        """Whether it is known who made it."""
        return bool(self.persons) and self.speaker.possible == frozenset(self.persons)


@dataclass(frozen=True, slots=True)
class Side:
    """One statement of a pair: its words in order with weights and flags; words that carry meaning with their weights
    (`bag`), those of them in quotation marks, the names, the numbers; what stands around it, and in its sentences."""

    facts: Facts
    words: list[int]
    weights: list[float]
    quoted: list[bool]
    bag: dict[int, float]
    spoken: dict[int, float]
    names: frozenset[int]
    numbers: frozenset[int]
    negated: bool
    around: dict[int, float]
    lead: dict[int, float]
    total: float
    total_spoken: float
    total_around: float


@dataclass(slots=True)
class Corpus:
    """The statements of a record, by number, in the order of the articles."""

    facts: list[Facts] = field(default_factory=list)
    words: array[int] = field(default_factory=lambda: array("I"))
    flags: bytearray = field(default_factory=bytearray)
    counts: Weights = field(default_factory=lambda: np.zeros(CELLS, np.float32))
    articles: int = 0

    def add(
        self, text: str, statements: Iterable[StatementView], speakers: Mapping[int, Speaker] | None = None
    ) -> None:
        """Takes in one article's statements; `speakers` tell who may have made each, by its key."""
        wording, sentences = read_wording(text), find_sentences(text)
        base, size = len(self.words), len(wording.words)
        self.words.frombytes(wording.words.tobytes())
        self.flags += wording.flags.tobytes()
        self.counts[np.unique(wording.words % CELLS)] += 1
        self.articles += 1

        def places(start: int, end: int) -> Range:
            low, high = wording.starts.searchsorted((start, end))
            return base + int(low), base + int(high)

        for view in statements:
            if not view.content:
                continue
            begins = sentences.bounds(sentences.sentence(view.content[0].start))[0]
            ends = sentences.bounds(sentences.sentence(view.content[-1].end - 1))[1]
            outside = f"{text[begins : view.content[0].start]} {text[view.content[-1].end : ends]}"
            pieces = tuple(self._pieces(view.content, sentences.starts, text, places))
            low, high = pieces[0].low, pieces[-1].high
            around = _one((min(AROUND, low - base), min(AROUND, base + size - high)))
            first, last = places(begins, ends)
            who = (speakers or {}).get(view.key) or Speaker(frozenset(view.persons), frozenset())
            self.facts.append(_facts(view, who, pieces, around, _one((low - first, last - high)), outside))

    def _pieces(
        self, content: Sequence[Span], starts: Sequence[int], text: str, places: Callable[[int, int], Range]
    ) -> Iterator[Piece]:
        for n, span in enumerate(content):
            within = starts[bisect_right(starts, span.start) : bisect_left(starts, span.end)]
            cuts = [span.start]
            for cut in within:
                if self._telling(places(cuts[-1], cut)) >= FEW and self._telling(places(cut, span.end)) >= FEW:
                    cuts.append(cut)
            for start, end in pairwise([*cuts, span.end]):
                end = start + len(text[start:end].rstrip()) if end < span.end else end
                yield Piece(n, start, end, *places(start, end))

    def _telling(self, words: Range) -> int:
        return sum(not flag & EMPTY for flag in self.flags[slice(*words)])

    def weigh(self, common: Weights) -> Weights:
        """What the words of each cell weigh: the logarithm of how few articles have them. `common` is the share of
        articles that have them elsewhere."""
        shares = (common * PRIOR + self.counts) / (PRIOR + self.articles)
        weights: Weights = np.log(1.0 / np.maximum(shares, 0.5 / (PRIOR + self.articles))).astype(np.float32)
        return weights

    def content(self, number: int) -> bytes:
        """The words of a statement, as something to compare by."""
        return b"".join(self.words[piece.low : piece.high].tobytes() for piece in self.facts[number].pieces)

    def sentences(self, number: int, weights: Weights) -> list[dict[int, float]]:
        """The words that carry meaning of each piece of a statement, with their weights."""
        return [
            {
                word: float(weights[word % CELLS])
                for word, flag in zip(self.words[p.low : p.high], self.flags[p.low : p.high], strict=True)
                if not flag & EMPTY
            }
            for p in self.facts[number].pieces
        ]

    def _at(self, spans: Sequence[Range]) -> tuple[Words, Flags]:
        """The words in these places, and what is said of them."""
        words, flags = np.frombuffer(self.words, np.uint32), np.frombuffer(self.flags, np.uint8)
        return (
            np.concatenate([words[low:high] for low, high in spans]),
            np.concatenate([flags[low:high] for low, high in spans]),
        )

    def side(self, number: int, cells: Weights) -> Side:
        """A statement, made ready for comparison, words weighed by cell."""
        facts = self.facts[number]

        spans = [(piece.low, piece.high) for piece in facts.pieces]
        words, flags = self._at(spans)
        telling, quoted = flags & EMPTY == 0, flags & QUOTED > 0
        weights = np.where(telling, cells[words % CELLS], np.float32(LIGHT))

        def weighed(some: npt.NDArray[np.bool_]) -> dict[int, float]:
            return dict(zip(words[some].tolist(), weights[some].tolist(), strict=True))

        def others(reach: tuple[int, ...]) -> dict[int, float]:
            span = spans[0][0] - reach[0], spans[-1][1] + reach[1]
            around, marks = self._at(_outside(span, spans))
            told = around[marks & EMPTY == 0]
            found = dict(zip(told.tolist(), cells[told % CELLS].tolist(), strict=True))
            for name in facts.speaker.names:
                found.pop(name, None)
            return found

        bag, spoken, around = weighed(telling), weighed(telling & quoted), others(facts.around)
        return Side(
            facts=facts,
            words=words.tolist(),
            weights=weights.tolist(),
            quoted=quoted.tolist(),
            bag=bag,
            spoken=spoken,
            names=frozenset(words[flags & NAME > 0].tolist()),
            numbers=frozenset(words[flags & NUMBER > 0].tolist()),
            negated=np.count_nonzero(flags & NEGATION) % 2 == 1,
            around=around,
            lead=others(facts.sentence),
            total=sum(bag.values()),
            total_spoken=sum(spoken.values()),
            total_around=sum(around.values()),
        )


@lru_cache(maxsize=1 << 16)
def _one(numbers: tuple[int, ...]) -> tuple[int, ...]:
    """The same numbers as one tuple, however often they come."""
    return numbers


def _outside(span: Range, holes: Sequence[Range]) -> list[Range]:
    """What is left of a span of places without some others, which are in order."""
    edges = [span[0], *(min(max(edge, span[0]), span[1]) for hole in sorted(holes) for edge in hole), span[1]]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _facts(
    view: StatementView,
    speaker: Speaker,
    pieces: tuple[Piece, ...],
    around: tuple[int, ...],
    sentence: tuple[int, ...],
    outside: str,
) -> Facts:
    return Facts(
        key=view.key,
        article=view.article,
        persons=_one(view.persons),
        speaker=speaker,
        pieces=pieces,
        around=around,
        sentence=sentence,
        first=ordinal(view.said_first),
        last=ordinal(view.said_last),
        published=ordinal(view.published),
        published_last=ordinal(view.published_last),
        occasion=view.occasion,
        outlet=view.outlet and intern(view.outlet),
        act=view.act and intern(view.act),
        title=view.passage == "title",
        standing=_STANDING.search(outside) is not None,
        parent=view.parent,
        new=view.new,
    )


@lru_cache(maxsize=1 << 14)
def ordinal(day: str | None) -> int | None:
    return date.fromisoformat(day).toordinal() if day else None
