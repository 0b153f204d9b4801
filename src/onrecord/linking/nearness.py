"""How near articles are to each other: which are worth comparing, and what speaks for and against one story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

import numpy as np
import numpy.typing as npt

from onrecord.linking.arrays import ranges
from onrecord.linking.texts import NAME, NUMBER, TERM, WORD, background, rarity
from onrecord.record.views import SketchView

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

#: So many articles of the world at large stand beside the record's own where it is counted how rare a word is: in a
#: record of three articles, or of one topic, its own counts say nothing.
WORLD = 200.0
#: What a name and a number count beside a word.
NAMED = 2.0
#: Terms of an article by which others are found, the weightiest; and how many articles a term may be in to find any.
KEYS = 16
COMMON = 300
#: The most articles that one is compared with.
NEAREST = 32
#: Words at the head of a text in which the names, and all words, of its event are looked for.
HEAD_NAMES, HEAD = 60, 40
#: What a text without names at its head shares with another: as much as articles on two events do at the middle.
UNKNOWN = 0.3
#: Likeness is measured against that of an article with so many of its nearest.
NEXT = 5
#: and against this where it has no near ones, so that the nearest of strangers do not seem near.
LEAST = 0.25
#: Articles that are compared at once with what is near each: a quarter faster than one by one, and more gain little.
AT_ONCE = 16
#: Days between two articles from which they are not compared: what comes that late is another story.
APART = 60.0

#: What speaks for or against one story: the likeness of numbers; of the names at the head of either text, and of all
#: words there, the share that the other text has somewhere, the smaller share and the greater; whether the latest years
#: that they name are more than one apart, or alike; how long the shorter is; the likeness of all words, those at the
#: head more, and of names, against that of what is nearest to either. Cosines of these words' likenesses as they are,
#: and of words that are no names, told nothing more on topics left out.
FEATURES = (
    "numbers", "names_least", "names_most", "head_least", "head_most", "years_apart", "year_alike", "length", "words",
    "names",
)  # fmt: skip
#: The last so many of them are measured against the nearest.
SCALED = 2


@dataclass(frozen=True, slots=True)
class Shelf:
    """Sketches side by side, in the order of their keys. `start[i]` to `start[i + 1]` are the terms of article i, each
    by its number in `term`, weighed in `raw` and, what stands early more, in `lead`. `df` articles have each term, and
    they stand in `posted` from `posting` on. `first` and `last` are days on which an article may have been published,
    not a number where unknown; so is `year` where its text names none. `norms` and `heads` are sums over an article:
    lengths of its vectors of all words, of names and of numbers, and weights of names and of all words at its head."""

    keys: Ints
    words: Ints
    year: Floats
    first: Floats
    last: Floats
    start: Ints
    term: npt.NDArray[np.int32]
    kind: npt.NDArray[np.uint8]
    place: npt.NDArray[np.uint8]
    raw: Floats
    lead: Floats
    df: Ints
    posting: Ints
    posted: npt.NDArray[np.int32]
    norms: Floats
    heads: Floats

    def __len__(self) -> int:
        return len(self.keys)

    def of(self, one: int) -> slice:
        return slice(int(self.start[one]), int(self.start[one + 1]))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Articles a < b, by their places on the shelf, and a row of features for each pair."""

    a: Ints
    b: Ints
    features: Floats


def shelve(views: Iterable[SketchView]) -> Shelf:
    """The sketches with the weights of their terms."""
    some = sorted(views, key=lambda one: one.key)
    entries = np.frombuffer(b"".join(one.terms for one in some), dtype=TERM)
    start = _sums([len(one.terms) // TERM.itemsize for one in some])
    known, term = np.unique(entries["term"], return_inverse=True)
    df = np.bincount(term, minlength=len(known))
    kinds, idf = _kinds(known, term, entries["kind"]), _rarity(known, df, len(some))
    idf *= np.where(kinds == WORD, 1, NAMED)
    kind, weight, count = kinds[term], idf[term].astype(np.float32), entries["count"].astype(np.float32)
    raw = (1 + np.log(count)) * weight
    lead = (1 + np.log(count + 0.16 * entries["lead"].astype(np.float32))) * weight
    owner = np.repeat(np.arange(len(some), dtype=np.int32), np.diff(start))

    def total(weights: Floats) -> Floats:
        return np.bincount(owner, weights=weights, minlength=len(some)).astype(np.float32)

    parts = ((lead, None), (raw, NAME), (raw, NUMBER))
    squares = (w * w if of is None else w * w * (kind == of) for w, of in parts)  # one at a time, for they are large
    return Shelf(
        keys=np.array([one.key for one in some], dtype=np.int64),
        words=np.array([one.words for one in some], dtype=np.int64),
        year=np.array([one.year or np.nan for one in some], dtype=np.float32),
        first=np.array([_day(one.first) for one in some], dtype=np.float32),
        last=np.array([_day(one.last) for one in some], dtype=np.float32),
        start=start,
        term=term.astype(np.int32),
        kind=kind,
        place=entries["first"].copy(),
        raw=raw,
        lead=lead,
        df=df,
        posting=_sums(df),
        posted=owner[np.argsort(term, kind="stable")],
        norms=np.stack([np.sqrt(total(square)).clip(1e-6) for square in squares]),
        heads=np.stack([total(w) for w in _heads(raw, kind, entries["first"])]),
    )


def _sums(counts: Sequence[int] | Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _day(iso: str | None) -> float:
    return float(date.fromisoformat(iso).toordinal()) if iso else np.nan


def _heads(raw: Floats, kind: npt.NDArray[np.uint8], place: npt.NDArray[np.uint8]) -> tuple[Floats, Floats]:
    """The weights of terms that are names at the head of the text, and that are at its head."""
    return raw * ((kind == NAME) & (place < HEAD_NAMES)), raw * (place < HEAD)


def _rarity(known: npt.NDArray[np.uint32], df: Ints, size: int) -> npt.NDArray[np.float64]:
    """How rare each term is here and in the world."""
    world = np.where(np.isin(known, background()[0]), np.exp(-rarity(known)), 0)
    rare: npt.NDArray[np.float64] = 1 + np.log((size + WORLD + 1) / (df + WORLD * world + 1))
    return rare


def _kinds(known: npt.NDArray[np.uint32], term: Ints, kind: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The kind that most articles show of each term. One that they show capitalised only where any word might be is a
    name, unless the world writes it small."""
    votes = [np.bincount(term[kind == k], minlength=len(known)) for k in (WORD, NAME, NUMBER)]
    small = votes[0] + np.isin(known, background()[0])
    either = np.where(small >= np.maximum(votes[1], 1), WORD, NAME)
    return np.where(votes[2] > 0, NUMBER, either).astype(np.uint8)


def near(shelf: Shelf, one: int) -> Ints:
    """The articles that share most with article `one` of what is rare."""
    here = shelf.of(one)
    terms, weights = shelf.term[here], shelf.lead[here]
    usable = np.flatnonzero((shelf.df[terms] > 1) & (shelf.df[terms] <= COMMON))
    usable = usable[np.argsort(-weights[usable], kind="stable")[:KEYS]]
    found = [shelf.posted[shelf.posting[t] : shelf.posting[t + 1]] for t in terms[usable]]
    if not found:
        return np.zeros(0, dtype=np.int64)
    others, place = np.unique(np.concatenate(found).astype(np.int64), return_inverse=True)
    score = np.bincount(place, weights=np.repeat(weights[usable] ** 2, [len(f) for f in found]))
    score[(others == one) | (gap(shelf, np.array(one), others) > APART)] = 0
    best = np.argsort(-score, kind="stable")[:NEAREST]
    return others[best[score[best] > 0]]


def gap(shelf: Shelf, a: Ints, b: Ints) -> Floats:
    """Days that lie between articles at the least; not a number where a date is unknown."""
    apart: Floats = np.maximum(np.maximum(shelf.first[a] - shelf.last[b], shelf.first[b] - shelf.last[a]), 0)
    return apart


def pairs(shelf: Shelf, rows: Iterable[int]) -> Pairs:
    """What each of these articles has with those that are near it."""
    lookup = np.full((AT_ONCE, len(shelf.df)), -1, dtype=np.int32)
    top = np.full((len(shelf), SCALED), np.nan, dtype=np.float32)
    found: dict[int, tuple[Ints, Floats]] = {}
    stream = iter(rows)
    while some := list(islice(stream, AT_ONCE)):
        others = [near(shelf, one) for one in some]
        ends = _sums([len(one) for one in others])
        compared = compare(shelf, np.repeat(some, np.diff(ends)), np.concatenate(others), lookup)
        for one, near_it, begin, end in zip(some, others, ends[:-1], ends[1:], strict=True):
            if len(near_it):
                row = compared[begin:end]
                found[one] = near_it, row
                top[one] = -np.sort(-row[:, -SCALED:], axis=0)[:NEXT].sum(axis=0) / NEXT
    a = np.repeat(np.array(list(found), dtype=np.int64), [len(others) for others, _ in found.values()])
    b = np.concatenate([others for others, _ in found.values()] or [np.zeros(0, dtype=np.int64)])
    rows_of = np.concatenate([row for _, row in found.values()] or [np.zeros((0, len(FEATURES)), dtype=np.float32)])
    _, once = np.unique(np.minimum(a, b) * len(shelf) + np.maximum(a, b), return_index=True)
    a, b, rows_of = a[once], b[once], rows_of[once]
    other = np.where(np.isnan(top[b]), top[a], top[b])
    rows_of[:, -SCALED:] /= (top[a].clip(LEAST) * other.clip(LEAST)) ** 0.25
    return Pairs(np.minimum(a, b), np.maximum(a, b), rows_of)


def compare(shelf: Shelf, a: Ints, b: Ints, lookup: npt.NDArray[np.int32]) -> Floats:
    """A row of features for each pair of articles a and b, of which a are few different ones. `lookup` has a row for
    each of these, which is -1 for every term, before and after."""
    ones, slot = np.unique(a, return_inverse=True)
    sizes = shelf.start[ones + 1] - shelf.start[ones]
    places = ranges(shelf.start[ones], sizes)
    here = np.repeat(np.arange(len(ones)), sizes), shelf.term[places]
    lookup[here] = places
    lengths = shelf.start[b + 1] - shelf.start[b]
    theirs = ranges(shelf.start[b], lengths)
    mine = lookup[np.repeat(slot, lengths), shelf.term[theirs]]
    lookup[here] = -1
    shared = mine >= 0
    row, m, t = np.repeat(np.arange(len(b)), lengths)[shared], mine[shared], theirs[shared]

    def total(weights: Floats) -> Floats:
        return np.bincount(row, weights=weights, minlength=len(b)).astype(np.float32)

    raw, kind = shelf.raw[m] * shelf.raw[t], shelf.kind[t]
    products = (shelf.lead[m] * shelf.lead[t], *(raw * (kind == k) for k in (NAME, NUMBER)))
    norms = shelf.norms[:, a] * shelf.norms[:, b]
    words, names, numbers = (total(product) / norm for product, norm in zip(products, norms, strict=True))
    held = []
    heads = (_heads(shelf.raw[at], kind, shelf.place[at]) for at in (m, t))
    for sums, head, other in zip(shelf.heads, *heads, strict=True):
        sides = [_share(total(head), sums[a]), _share(total(other), sums[b])]
        held += [np.minimum(*sides), np.maximum(*sides)]
    return np.stack([numbers, *held, *_facts(shelf, a, b), words, names], axis=1).astype(np.float32)


def _share(part: Floats, whole: Floats) -> Floats:
    share: Floats = np.where(whole > 0, part / np.maximum(whole, 1e-6), UNKNOWN)
    return share


def _facts(shelf: Shelf, a: Ints, b: Ints) -> tuple[Floats, Floats, Floats]:
    """Whether the years that two texts name are apart or alike, which says nothing where both are dated; and how long
    the shorter is."""
    years = np.abs(shelf.year[a] - shelf.year[b])
    years[~np.isnan(gap(shelf, a, b))] = np.nan
    length = np.log(np.minimum(shelf.words[a], shelf.words[b]) + 5)
    return (years > 1).astype(np.float32), (years == 0).astype(np.float32), length.astype(np.float32)
