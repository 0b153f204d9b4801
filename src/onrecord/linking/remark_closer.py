"""A closer look at pairs of statements of which their words leave open whether they are one remark: what the words mean
where they stand, by the network of attribution/contexts.py. It reads some hundred statements a second, where words are
compared ten thousand times a second, so only what is open is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from onrecord.attribution import read_in_context, set_threads
from onrecord.attribution.contexts import Extract, Meant
from onrecord.linking.remark_sides import Facts, Weights
from onrecord.parallel import in_order

#: Characters before and after a statement that it is understood by: about a sentence, and the cue after a quotation.
BEFORE, AFTER = 160, 60
#: Pairs that a process looks at in one go: about a second of work.
AT_ONCE = 64

#: How alike the two of a pair that is looked at are on an average, of the labelled pairs (training/remarks.py): more
#: speaks for one remark, less against it.
USUAL = 0.65

#: Two statements of a pair, as they stand in their articles.
Both = tuple[Extract, Extract]
#: Gives the text of an article by its key; None where it was taken out.
Texts = Callable[[int], str | None]


def extract(facts: Facts, texts: Texts) -> Extract:
    """A statement as it stands in its article."""
    text = texts(facts.article) or ""
    first, last = facts.pieces[0].start, facts.pieces[-1].end
    low, high = max(0, first - BEFORE), last + AFTER
    while low and not text[low - 1 : low].isspace() and low < first:
        low += 1
    return Extract(text[low:high], tuple((piece.start - low, piece.end - low) for piece in facts.pieces))


def likenesses(pairs: Sequence[Both], rarity: Weights, jobs: int) -> Iterator[float]:
    """How much more alike in meaning the two of each pair are than is usual, by so many processes; `rarity` is what
    each word piece weighs."""
    parts = (pairs[begin : begin + AT_ONCE] for begin in range(0, len(pairs), AT_ONCE))
    for some in in_order(partial(_likenesses, rarity, jobs), parts, jobs):
        yield from some


def _likenesses(rarity: Weights, jobs: int, pairs: Sequence[Both]) -> list[float]:
    if jobs > 1:
        set_threads(1)
    meant = {one: read_in_context(one) for one in dict.fromkeys(one for pair in pairs for one in pair)}
    return [alike(meant[one], meant[other], rarity) - USUAL for one, other in pairs]


def alike(one: Meant, other: Meant, rarity: Weights) -> float:
    """How much of what either of two statements says the other says too, about -1 to 1: each word counts as much as the
    word of the other that means the most like it is like it, the rarer the more. 0 where one of them has no words.

    This is the measure of Zhang et al., "BERTScore: evaluating text generation with BERT" (2020), both ways.
    """
    if not len(one.pieces) or not len(other.pieces):
        return 0.0
    likeness = one.vectors @ other.vectors.T
    return (_found(likeness, rarity[one.pieces]) + _found(likeness.T, rarity[other.pieces])) / 2


def _found(likeness: Weights, weights: Weights) -> float:
    return float(np.average(likeness.max(axis=1), weights=np.maximum(weights, 1e-6)))
