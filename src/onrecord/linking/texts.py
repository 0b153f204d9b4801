"""What linking passes see of a text: its words, hashed, and a sketch of them small enough to be kept in the record.

Nothing here depends on a process's hash seed: words are hashed by CRC-32, runs of words by multiplying and mixing, so
that a sketch made today fits one made last year.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from onrecord.parallel import helpers, in_order
from onrecord.record.links import Sketch
from onrecord.record.store import Record
from onrecord.record.views import ArticleView, SketchView
from onrecord.weights import stored

Hashes = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int64]

#: The kinds of passage that say nothing of an article's event.
ASIDE = ("furniture", "biography", "byline")
#: Words of a run whose hash goes into the signature. Two texts on one event share runs of three by chance ("said on
#: Monday that"); runs of four they share where one has the other's words.
RUN = 4
#: Signature: so many pairs of minima. A pair agrees with the probability J * J where J is the share of runs that two
#: texts have in common: for a copy that lost half of its text (J = .5) eight pairs of 32 agree, for texts that share
#: one run in twenty 0.08.
PAIRS = 32
#: The most terms that a sketch keeps, those first that are rare or stand early.
TERMS = 128
#: Words after which a word's place counts 1/e as much as at the head of the text: the event is in the lead.
LEAD = 50.0
#: Share of a line's longer words from which, capitalised, they make it a headline.
HEADLINE = 0.7
#: Sketches that are stored at once.
BATCH = 500
#: So many batches and more are shared among processes: this one makes them in the time that it takes to start others.
ALONE = 10
#: A sketch made by another layout than this is made again.
LAYOUT = 1

WORD, NAME, NUMBER, CAPITAL = range(4)
#: A term of a sketch: `count` is how often it occurs, `lead` 25 times the sum of exp(-place / LEAD) over its
#: occurrences, `first` the place where it occurs first, in words; each at most 255. `kind` is WORD, NAME, NUMBER or
#: CAPITAL, which is a word that is capitalised where every word might be.
TERM = np.dtype([("term", "<u4"), ("count", "u1"), ("lead", "u1"), ("first", "u1"), ("kind", "u1")])
Terms = npt.NDArray[np.void]

_TOKEN = re.compile(r"[.!?:][\"'”’)]*\s+|[\"“‘`]|\d+(?:(?:[.,]| \. )\d+)*|[^\W\d_]+")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_SPELLED = {
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
    "twenty": "20",
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
}


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words and numbers in order: `order` are places in `hashes`, which has each once; `kinds` is the kind of
    each as it stands; `short` are those in `hashes` that are too short to tell anything."""

    hashes: Hashes
    short: npt.NDArray[np.bool_]
    order: Ints
    kinds: npt.NDArray[np.uint8]
    year: int | None

    def __len__(self) -> int:
        return len(self.order)

    @property
    def text(self) -> Hashes:
        """The text as a row of hashes."""
        return self.hashes[self.order]


def sketch(article: ArticleView) -> Sketch:
    """What is kept of an article's words."""
    words = read(telling(article))
    runs = signature(words.text)
    return Sketch(article.key, LAYOUT, len(words), words.year, _terms(words).tobytes(), runs.tobytes())


def sketched(article: ArticleView) -> SketchView:
    """The same as a pass sees it, for articles that are in no record."""
    made, a = sketch(article), article
    return SketchView(a.key, made.words, made.year, made.terms, made.runs, a.first, a.last, a.new, a.story)


def sketch_all(record: Record) -> None:
    """Makes the sketches that the record lacks; what was made stays where it is stopped."""
    some = record.views.articles(unsketched=LAYOUT)
    batches = iter(lambda: list(islice(some, BATCH)), [])
    head = list(islice(batches, ALONE))
    jobs = helpers() if len(head) == ALONE else 1
    for made in in_order(_sketches, chain(head, batches), jobs):
        record.write_sketches(made)


def _sketches(articles: Iterable[ArticleView]) -> list[Sketch]:
    return [sketch(article) for article in articles]


def telling(article: ArticleView) -> str:
    """The title and what of the text is not the page's furniture."""
    text = article.text
    told = [text[p.start : p.end] for p in article.passages if p.kind not in ASIDE] or [text]
    title = article.title
    return "\n".join([title, *told] if title and title not in text[: 2 * len(title) + 200] else told)


def read(text: str) -> Words:
    """The words and numbers of a text in small letters. In a headline all longer words are capitalised, so that
    nothing there tells which are names."""
    number: dict[str, int] = {}
    order: list[int] = []
    kinds: list[int] = []
    for line in text.split("\n"):
        tokens = _TOKEN.findall(line)
        longer = [token[0].isupper() for token in tokens if len(token) > 3 and token[0].isalpha()]
        inside = CAPITAL if sum(longer) > HEADLINE * len(longer) else NAME
        capital = CAPITAL
        for token in tokens:
            head, small = token[0], token.lower()
            if head.isalpha():
                kind = NUMBER if small in _SPELLED else capital if head.isupper() else WORD
                small = _SPELLED.get(small, small)
            elif head.isalnum():
                kind, small = NUMBER, small.replace(",", "").replace(" ", "")
            else:
                capital = CAPITAL
                continue
            order.append(number.setdefault(small, len(number)))
            kinds.append(kind)
            capital = inside
    short = np.array([len(word) < 2 and word < "\x7f" and not word.isdigit() for word in number], dtype=bool)
    years = [int(word) for word in number if _YEAR.fullmatch(word)]
    return Words(hashed(number), short, np.array(order, np.int64), np.array(kinds, np.uint8), max(years, default=None))


def hashed(some: Collection[str]) -> Hashes:
    """A hash for each word."""
    return np.fromiter((crc32(w.encode("utf-8", "replace")) for w in some), dtype=np.uint32, count=len(some))


def runs(text: Hashes, length: int = RUN) -> npt.NDArray[np.uint64]:
    """A hash for each run of `length` words, one for all where there are fewer."""
    hashes = text.astype(np.uint64)
    size = max(1, len(hashes) - length + 1)
    mixed = np.zeros(size if len(hashes) else 0, dtype=np.uint64)
    for place in range(min(length, len(hashes))):
        mixed = (mixed + hashes[place : place + size]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed


def signature(text: Hashes) -> Hashes:
    """MinHash (Broder 1997) of a text's runs: minima under 2 * PAIRS multiply-shift hashes (Dietzfelbinger et al.
    1997), two by two. Two texts agree in each place with the square of the share of runs that both have."""
    found = np.unique(runs(text))
    if not len(found):
        return np.zeros(0, dtype=np.uint32)
    factors, shifts = _family()
    least = ((found[:, None] * factors + shifts) >> np.uint64(32)).min(axis=0)
    paired = least[::2] * np.uint64(0x9E3779B97F4A7C15) + least[1::2] * np.uint64(0xC2B2AE3D27D4EB4F)
    signed: Hashes = (paired >> np.uint64(32)).astype(np.uint32)
    return signed


@cache
def _family() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """The multiply-shift hashes, drawn by SplitMix64 from a fixed seed."""
    drawn = (np.arange(4 * PAIRS, dtype=np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    drawn = (drawn ^ (drawn >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    drawn = (drawn ^ (drawn >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    drawn ^= drawn >> np.uint64(31)
    return drawn[: 2 * PAIRS] | np.uint64(1), drawn[2 * PAIRS :]


def rarity(hashes: Hashes) -> npt.NDArray[np.float32]:
    """How rare words are in news at large: minus the logarithm of the share of articles that have them."""
    known, shares = background()
    place = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    share = np.where(known[place] == hashes, shares[place], shares.min() / 2)
    return -np.log(share, dtype=np.float32)


@cache
def background() -> tuple[Hashes, npt.NDArray[np.float32]]:
    """Hashes of words that are written small, in order, and the share of articles that have each; see
    training/stories.py. Raises ModelError when the file is missing or broken."""
    with stored(Path(__file__).with_name("data") / "story_words.npz", "of words") as arrays:
        return np.asarray(arrays["words"], np.uint32), np.asarray(arrays["shares"], np.float32)


def _terms(words: Words) -> Terms:
    """The terms of a sketch, in the order in which they come first."""
    order, size = words.order, len(words.hashes)
    places = np.arange(len(order))
    kind = [np.bincount(order[words.kinds == k], minlength=size) > 0 for k in (WORD, NAME, NUMBER)]
    found = np.zeros(size, dtype=TERM)
    found["term"] = words.hashes
    # a word that is written small anywhere is no name
    found["kind"] = np.select([kind[2], kind[0], kind[1]], [NUMBER, WORD, NAME], CAPITAL)
    first = np.zeros(size, dtype=np.int64)
    first[order[::-1]] = places[::-1]
    found["first"] = first.clip(max=255)
    count = np.bincount(order, minlength=size)
    found["count"] = count.clip(max=255)
    lead = np.bincount(order, weights=np.exp(-places / LEAD), minlength=size)
    found["lead"] = np.rint(25 * lead).clip(max=255)
    weight = np.where(words.short, -1, rarity(words.hashes) * (np.log(count) + lead + 1))
    best = np.argsort(-weight, kind="stable")[:TERMS]
    return found[np.sort(best[weight[best] > 0])]
