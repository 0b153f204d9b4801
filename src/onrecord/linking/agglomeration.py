"""Average-linkage clustering (Sokal and Michener 1958) of a sparse graph, which need not have an edge for each pair."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf

#: Two nodes, and how much speaks for their being one, 0 to 1.
Edge = tuple[int, int, float]
#: The day on which something begins and that on which it ends, at the latest and at the earliest that are known.
Days = tuple[float, float]
ANY_DAY: Days = (-inf, inf)


@dataclass(frozen=True, slots=True)
class Merge:
    """Two clusters became one: the strongest edge between them, and the average of all."""

    a: int
    b: int
    average: float


@dataclass(frozen=True, slots=True)
class Between:
    """The edges between two clusters: their sum, and the strongest of them."""

    total: float
    best: Edge

    def __add__(self, other: Between) -> Between:
        return Between(self.total + other.total, max(self.best, other.best, key=lambda edge: edge[2]))


@dataclass(slots=True)
class Clusters:
    """Clusters that are being joined. A pair of nodes without an edge counts as 0; but since a node has about `most`
    edges at most, an average is over no more than that for each node of the smaller cluster. `given` clusters are
    never joined with each other, nor are two of which a node of one lies more than `apart` days from one of the other:
    what bears no date would else tie together what its dates keep apart."""

    least: float
    most: int
    size: Counter[int] = field(default_factory=Counter)
    given: set[int] = field(default_factory=set)
    days: dict[int, Days] = field(default_factory=dict)
    apart: float = inf
    near: defaultdict[int, dict[int, Between]] = field(default_factory=lambda: defaultdict(dict))
    heap: list[tuple[float, int, int]] = field(default_factory=list)

    def average(self, a: int, b: int) -> float:
        small, large = sorted((self.size[a], self.size[b]))
        return self.near[a][b].total / (small * min(large, self.most))

    def offer(self, a: int, b: int) -> None:
        """Puts a pair in line to be joined, if it may be."""
        average = self.average(a, b)
        if average >= self.least and self.may_join(a, b):
            heappush(self.heap, (-average, min(a, b), max(a, b)))

    def may_join(self, a: int, b: int) -> bool:
        (begins, ends), (other_begins, other_ends) = self.days.get(a, ANY_DAY), self.days.get(b, ANY_DAY)
        far = max(begins - other_ends, other_begins - ends) > self.apart
        return not far and not (a in self.given and b in self.given)

    def meet(self, a: int, b: int, between: Between) -> None:
        """Adds an edge between two clusters; they are put in line when all edges are there."""
        for one in (a, b):
            self.size[one] = self.size[one] or 1
        if a != b:
            known = self.near[a].get(b)
            self.near[a][b] = self.near[b][a] = known + between if known else between

    def next(self) -> tuple[int, int] | None:
        """The two clusters that are to be joined next; a given one comes first."""
        while self.heap:
            average, a, b = heappop(self.heap)
            if b in self.near.get(a, ()) and -average == self.average(a, b) and self.may_join(a, b):
                return (b, a) if b in self.given else (a, b)
        return None

    def join(self, a: int, b: int) -> None:
        """Makes `b` part of `a`."""
        del self.near[a][b]
        self.size[a] += self.size[b]
        self.days[a] = _both(self.days.get(a, ANY_DAY), self.days.get(b, ANY_DAY))
        for other, between in self.near.pop(b).items():
            if other != a:
                del self.near[other][b]
                known = self.near[a].get(other)
                self.near[a][other] = self.near[other][a] = known + between if known else between
        for other in self.near[a]:
            self.offer(a, other)


def agglomerate(
    edges: Iterable[Edge],
    least: float,
    most: int,
    given: Mapping[int, int] | None = None,
    days: Mapping[int, Days] | None = None,
    apart: float = inf,
) -> tuple[dict[int, int], list[Merge]]:
    """Joins the two clusters with the highest average edge, again and again, until it is below `least`. Returns the
    cluster of each node that an edge names, by one of its nodes, and the merges in order. `given` says which nodes are
    together from the start: for each its cluster's first node, which is in it for itself. `days` are those of
    nodes: no two that lie more than `apart` from each other come together."""
    start = given or {}
    clusters = Clusters(least, most, Counter(start.values()), set(start.values()), _days(days or {}, start), apart)
    into = dict(start)
    for a, b, score in edges:
        ends = into.setdefault(a, a), into.setdefault(b, b)
        clusters.meet(*ends, Between(score, (a, b, score)))
    for a in list(clusters.near):
        for b in clusters.near[a]:
            if a < b:
                clusters.offer(a, b)
    merges = []
    while pair := clusters.next():
        a, b = pair
        average = clusters.average(a, b)
        one, other, _ = clusters.near[a][b].best
        merges.append(Merge(one, other, average))
        clusters.join(a, b)
        into[b] = a
    return {node: _root(into, node) for node in into}, merges


def _days(days: Mapping[int, Days], start: Mapping[int, int]) -> dict[int, Days]:
    """The days of the clusters that there are before any are joined."""
    found: dict[int, Days] = {}
    for node, own in days.items():
        cluster = start.get(node, node)
        found[cluster] = _both(found.get(cluster, ANY_DAY), own)
    return found


def _both(one: Days, other: Days) -> Days:
    return max(one[0], other[0]), min(one[1], other[1])


def _root(into: dict[int, int], node: int) -> int:
    while into[node] != node:
        into[node] = node = into[into[node]]
    return node
