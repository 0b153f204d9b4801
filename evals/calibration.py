"""Whether confidence is what it says: the share of statements that people marked too, by confidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from evals.shared import scorer

#: Bins of equal width, the usual number (Guo et al. 2017).
BINS = 10


class Judged(Protocol):
    """An attribution or a statement: anything with roles and a confidence."""

    source: Any
    cue: Any
    content: Any
    confidence: float


@dataclass(frozen=True)
class Bin:
    """Statements of about one confidence: how many, their mean confidence, the share that people marked."""

    count: int
    confidence: float
    marked: float


def hits(row: dict[str, Any], found: Sequence[Judged]) -> list[bool]:
    """For each of an article's attributions, whether it is a `linked` match, as the scorer pairs them."""
    score = scorer("attribution_score")
    _, gold = score.word_sets(row["text"], row["annotations"][0]["attributions"])
    _, ours = score.word_sets(
        row["text"], [{r: [(s.start, s.end) for s in getattr(a, r.lower())] for r in score.ROLES} for a in found]
    )
    pairs = []
    for g, one in enumerate(gold):
        for s, other in enumerate(ours):
            if score.soft_pairs([one], [other]):
                union = one["Content"] | other["Content"]
                pairs.append((-len(one["Content"] & other["Content"]) / (len(union) or 1), g, s))
    taken, hit = set[int](), [False] * len(found)
    for _, g, s in sorted(pairs):
        if g not in taken and not hit[s]:
            taken.add(g)
            hit[s] = True
    return hit


def reliability(judged: Iterable[tuple[float, bool]]) -> list[Bin]:
    """Bins of (confidence, whether people marked it), lowest first, empty ones left out."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, hit in judged:
        bins[min(int(confidence * BINS), BINS - 1)].append((confidence, hit))
    return [
        Bin(len(some), sum(c for c, _ in some) / len(some), sum(h for _, h in some) / len(some))
        for some in bins
        if some
    ]


def expected_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error: the mean distance of confidence from truth, by number of statements."""
    total = sum(b.count for b in bins)
    return sum(b.count * abs(b.confidence - b.marked) for b in bins) / total if total else 0.0
