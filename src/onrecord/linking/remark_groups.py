"""Groups statements, or parts of long ones, that report one remark, by the scores of pairs: never what the evidence
forbids, and never by a chain of which the ends do not fit each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.linking.remark_pairs import Pair

#: Some of a statement's sentences, as bits: there are many statements, most of one sentence.
Sentences = int
#: Of two groups so many pairs are looked at to see whether they are one.
LOOKED_AT = 4

#: The least score of any two statements of one group. What reports two halves of a speech scores near 0, another
#: wording of one sentence seldom below this.
WORST = 0.05


@dataclass(slots=True)
class Group:
    """Statements that are one remark: of each, which sentences are. `key` is the remark's, where it has one."""

    pieces: dict[int, Sentences] = field(default_factory=dict)
    key: int | None = None


class Groups:
    """Groups as they grow. Each statement begins as one; those that are linked already begin as they are."""

    def __init__(self, sizes: Callable[[int], int], score: Callable[[int, int], float], least: float) -> None:
        self._sizes, self._score, self._least = sizes, score, least
        self._of: dict[int, list[Group]] = {}

    def known(self, key: int, pieces: Mapping[int, Sentences]) -> None:
        """A remark that is there already."""
        group = Group(dict(pieces), key)
        for number in pieces:
            self._of.setdefault(number, []).append(group)

    def of(self, number: int) -> list[Group]:
        """The groups that a statement is in."""
        if number not in self._of:
            self._of[number] = [self._alone(number)]
        return self._of[number]

    def _alone(self, number: int) -> Group:
        return Group({number: (1 << self._sizes(number)) - 1})

    def together(self, a: int, b: int) -> bool:
        """Whether two statements are in one group."""
        return any(b in group.pieces for group in self._of.get(a, ()))

    def tie(self, pair: Pair, aligned: tuple[Sentences, Sentences]) -> bool:
        """Makes one of the groups of two statements where they fit; `aligned` are the sentences of each that the
        other has. A statement of several sentences may be parted for it."""
        one, other = self._best(pair.a, aligned[0]), self._best(pair.b, aligned[1])
        if one is other:
            return True
        if self._fit(one, other):
            self._merge(one, other)
            return True
        for number, some, group, rest in ((pair.a, aligned[0], one, other), (pair.b, aligned[1], other, one)):
            if self._parts(number, some, group):
                part = Group({number: some})
                if self._fit(part, rest):
                    group.pieces[number] &= ~some
                    self._of[number].append(part)
                    self._merge(rest, part)
                    return True
        return False

    def _parts(self, number: int, some: Sentences, group: Group) -> bool:
        """Whether these sentences may leave the statement's group: others stay, and the statement is not alone."""
        return group.key is None and len(group.pieces) > 1 and bool(group.pieces[number] & ~some)

    def _best(self, number: int, some: Sentences) -> Group:
        return max(self.of(number), key=lambda group: (group.pieces[number] & some).bit_count())

    def _fit(self, one: Group, other: Group) -> bool:
        """Whether the pairs between two groups fit on an average, and none is forbidden or of other words."""
        if one.key is not None and other.key is not None:
            return False
        crossing = [(a, b) for a in one.pieces for b in other.pieces if a != b]
        if len(crossing) < len(one.pieces) * len(other.pieces):
            return False
        scores = [self._score(*pair) for pair in crossing[:: 1 + (len(crossing) - 1) // LOOKED_AT]]
        return min(scores) >= WORST and sum(scores) / len(scores) >= self._least

    def _merge(self, one: Group, other: Group) -> None:
        keep, go = (
            (one, other)
            if (one.key is not None, len(one.pieces)) >= (other.key is not None, len(other.pieces))
            else (other, one)
        )
        for number, some in go.pieces.items():
            keep.pieces[number] = keep.pieces.get(number, 0) | some
            self._of[number] = [group for group in self._of[number] if group is not go] + [keep]

    def found(self, numbers: Iterable[int]) -> Iterator[Group]:
        """Every group that these statements are in, in their order."""
        seen: set[int] = set()
        for number in numbers:
            for group in self._of.get(number) or [self._alone(number)]:
                if len(group.pieces) == 1 or id(group) not in seen:
                    yield group
                if len(group.pieces) > 1:
                    seen.add(id(group))


def aligned(
    a: Sequence[Mapping[int, float]], b: Sequence[Mapping[int, float]], least: float
) -> tuple[Sentences, Sentences]:
    """The sentences of two statements that fit each other: those of which the other has at least this share, or all
    where none does. Each sentence is its words with their weights."""
    return _fitting(a, b, least), _fitting(b, a, least)


def _fitting(some: Sequence[Mapping[int, float]], others: Sequence[Mapping[int, float]], least: float) -> Sentences:
    words = {word: 0.0 for other in others for word in other}
    found = sum(
        1 << n
        for n, sentence in enumerate(some)
        if _holds(words, sentence, least) or any(_holds(sentence, other, least) for other in others)
    )
    return found or (1 << len(some)) - 1


def _holds(one: Mapping[int, float], other: Mapping[int, float], least: float) -> bool:
    """Whether so great a share of the other's words is in this one."""
    total = sum(other.values())
    return total > 0 and sum(weight for word, weight in other.items() if word in one) >= least * total
