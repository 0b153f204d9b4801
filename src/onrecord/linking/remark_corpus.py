"""The words and facts of a record's statements, or of some of them: all lie in a few flat arrays, so that a million
statements fit, and what belongs to some of them can be handed to another process."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise

import numpy as np

from onrecord.linking.arrays import Numbers, ranges
from onrecord.linking.remark_sides import CELLS, Facts, Piece, Side, Speaker, Weights
from onrecord.linking.remark_table import FROM, REACH, SENTENCE, TO, Table
from onrecord.linking.wordings import EMPTY, NAME, NEGATION, NUMBER, QUOTED, read_wording
from onrecord.record.views import StatementView
from onrecord.resolution.sentences import find_sentences
from onrecord.types import Span

#: How many words before and after a statement are its surroundings; about the paragraph before and the one after.
AROUND = 45
#: What a function word weighs in a run of words, where a rare word weighs 5 and more.
LIGHT = 0.25
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


@dataclass(slots=True)
class Corpus:
    """Statements by number, in the order of the articles. `counts` are the articles that have words of each cell."""

    facts: Table = field(default_factory=Table)
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
        self.counts[wording.words % CELLS] += 1  # numpy adds once to a cell, however often it is named
        self.articles += 1
        starts = wording.starts.tolist()
        telling = np.concatenate([[0], np.cumsum(wording.flags & EMPTY == 0)]).tolist()

        def places(start: int, end: int) -> Range:
            return bisect_left(starts, start), bisect_left(starts, end)

        for view in statements:
            if not view.content:
                continue
            begins = sentences.bounds(sentences.sentence(view.content[0].start))[0]
            ends = sentences.bounds(sentences.sentence(view.content[-1].end - 1))[1]
            outside = f"{text[begins : view.content[0].start]} {text[view.content[-1].end : ends]}"
            pieces = tuple(_pieces(view.content, sentences.starts, text, places, telling, base))
            low, high = pieces[0].low - base, pieces[-1].high - base
            first, last = places(begins, ends)
            who = (speakers or {}).get(view.key) or Speaker(frozenset(view.persons), frozenset())
            around = min(AROUND, low), min(AROUND, size - high)
            self.facts.append(_facts(view, who, pieces, around, (low - first, last - high), outside))

    def join(self, other: Corpus, cells: Numbers, counts: Weights) -> None:
        """Takes in the statements of other articles, and how many of them have words of these cells."""
        self.facts.extend(other.facts, len(self.words))
        self.words.extend(other.words)
        self.flags += other.flags
        self.counts[cells] += counts
        self.articles += other.articles

    def some(self, numbers: Numbers) -> Corpus:
        """The corpus of these statements and what stands around them alone, without counts."""
        small, cuts = self.facts.small()[numbers], self.facts.cuts()
        sizes = small[:, TO] - small[:, FROM]
        pieces, begins = cuts[ranges(small[:, FROM], sizes)], np.cumsum(sizes) - sizes
        before, after = (np.maximum(small[:, REACH + n], small[:, SENTENCE + n]) for n in (0, 1))
        low = np.minimum(np.minimum.reduceat(pieces[:, 3], begins), cuts[small[:, FROM], 3] - before)
        high = np.maximum(np.maximum.reduceat(pieces[:, 4], begins), cuts[small[:, TO] - 1, 4] + after)
        sizes = high - low
        places = ranges(low, sizes)
        words, flags = np.asarray(self.words)[places], np.asarray(self.flags)[places]
        back = low - (np.cumsum(sizes) - sizes)
        part = Corpus(self.facts.some(numbers, back), counts=np.zeros(0, np.float32))
        part.words.frombytes(words.tobytes())
        part.flags += flags.tobytes()
        return part

    def weigh(self, common: Weights) -> Weights:
        """What the words of each cell weigh: the logarithm of how few articles have them. `common` is the share of
        articles that have them elsewhere."""
        shares = (common * PRIOR + self.counts) / (PRIOR + self.articles)
        weights: Weights = np.log(1.0 / np.maximum(shares, 0.5 / (PRIOR + self.articles))).astype(np.float32)
        return weights

    def content(self, number: int) -> bytes:
        """The words of a statement, as something to compare by."""
        return b"".join(self.words[piece.low : piece.high].tobytes() for piece in self.facts.pieces(number))

    def sentences(self, number: int, weights: Weights) -> list[dict[int, float]]:
        """The words that carry meaning of each piece of a statement, with their weights."""
        return [
            {
                word: float(weights[word % CELLS])
                for word, flag in zip(self.words[p.low : p.high], self.flags[p.low : p.high], strict=True)
                if not flag & EMPTY
            }
            for p in self.facts.pieces(number)
        ]

    def side(self, facts: Facts, cells: Weights) -> Side:
        """A statement of which these are the facts, made ready for comparison, words weighed by cell."""
        spans = [(piece.low, piece.high) for piece in facts.pieces]
        base, words = self._weighed(facts, cells)
        own = [word for low, high in spans for word in words[low - base : high - base]]

        def others(reach: tuple[int, ...]) -> dict[int, float]:
            span = spans[0][0] - reach[0], spans[-1][1] + reach[1]
            rest = [words[low - base : high - base] for low, high in _outside(span, spans)]
            found = {word: weight for some in rest for word, weight, flag in some if not flag & EMPTY}
            for name in facts.speaker.names:
                found.pop(name, None)
            return found

        bag, around = {word: weight for word, weight, flag in own if not flag & EMPTY}, others(facts.around)
        spoken = {word: weight for word, weight, flag in own if flag & (QUOTED | EMPTY) == QUOTED}
        return Side(
            facts=facts,
            words=[word for word, _, _ in own],
            weights=[weight for _, weight, _ in own],
            quoted=[flag & QUOTED > 0 for _, _, flag in own],
            bag=bag,
            spoken=spoken,
            names=frozenset(word for word, _, flag in own if flag & NAME),
            numbers=frozenset(word for word, _, flag in own if flag & NUMBER),
            negated=sum(flag & NEGATION > 0 for _, _, flag in own) % 2 == 1,
            around=around,
            lead=others(facts.sentence),
            total=sum(bag.values()),
            total_spoken=sum(spoken.values()),
            total_around=sum(around.values()),
        )

    def _weighed(self, facts: Facts, cells: Weights) -> tuple[int, list[tuple[int, float, int]]]:
        """The words of a statement and around it with weights and flags, and the place of the first."""
        before, after = (max(facts.around[n], facts.sentence[n]) for n in (0, 1))
        low = min(facts.pieces[0].low - before, *(piece.low for piece in facts.pieces))
        high = max(facts.pieces[-1].high + after, *(piece.high for piece in facts.pieces))
        words, flags = np.asarray(self.words)[low:high], np.asarray(self.flags)[low:high]
        weights = np.where(flags & EMPTY, np.float32(LIGHT), cells[words % CELLS])
        return low, list(zip(words.tolist(), weights.tolist(), flags.tolist(), strict=True))


def _pieces(
    content: Sequence[Span],
    starts: Sequence[int],
    text: str,
    places: Callable[[int, int], Range],
    telling: Sequence[int],
    base: int,
) -> Iterator[Piece]:
    """The contents sentence by sentence; `telling` are the words that carry meaning before each place."""

    def tells(start: int, end: int) -> bool:
        low, high = places(start, end)
        return telling[high] - telling[low] >= FEW

    for n, span in enumerate(content):
        within = starts[bisect_right(starts, span.start) : bisect_left(starts, span.end)]
        cuts = [span.start]
        for cut in within:
            if tells(cuts[-1], cut) and tells(cut, span.end):
                cuts.append(cut)
        for start, end in pairwise([*cuts, span.end]):
            end = start + len(text[start:end].rstrip()) if end < span.end else end
            low, high = places(start, end)
            yield Piece(n, start, end, base + low, base + high)


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
        persons=view.persons,
        speaker=speaker,
        pieces=pieces,
        around=around,
        sentence=sentence,
        first=ordinal(view.said_first),
        last=ordinal(view.said_last),
        published=ordinal(view.published),
        published_last=ordinal(view.published_last),
        occasion=view.occasion,
        outlet=view.outlet,
        act=view.act,
        title=view.passage == "title",
        standing=_STANDING.search(outside) is not None,
        parent=view.parent,
    )


@lru_cache(maxsize=1 << 14)
def ordinal(day: str | None) -> int | None:
    return date.fromisoformat(day).toordinal() if day else None
