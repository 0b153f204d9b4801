"""Which runs of words two texts have in common, in one order: the longest first, then what is left and right of it (the
blocks of Ratcliff and Obershelp, as difflib finds them, in a fifth of the time for texts as short as these)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: Where it begins in the one text, where in the other one, and how many words it has.
Run = tuple[int, int, int]


def common_runs(words: Sequence[int], others: Sequence[int], where: Mapping[int, Sequence[int]]) -> list[Run]:
    """The common runs of two texts; `where` tells the places of each word of the other one."""
    if words == others:
        return [(0, 0, len(words))]
    return _parted(_all_runs(words, where), (0, len(words), 0, len(others)))


def _all_runs(words: Sequence[int], where: Mapping[int, Sequence[int]]) -> list[Run]:
    """Every run that cannot be made longer, whatever it crosses."""
    found: list[Run] = []
    under_way: dict[int, int] = {}  # by where the next word of the other text would stand: where the run began
    for at, word in enumerate([*words, -1]):
        going = {}
        for there in where.get(word, ()):
            going[there + 1] = under_way.pop(there, at)
        found += [(begin, there - at + begin, at - begin) for there, begin in under_way.items()]
        under_way = going
    return sorted(found)


def _parted(runs: list[Run], window: tuple[int, int, int, int]) -> list[Run]:
    left, right, low, high = window
    best, inside = (0, 0, 0), []
    for at, there, size in runs:
        skip = max(0, left - at, low - there)
        stay = min(size, right - at, high - there) - skip
        if stay > 0:
            run = at + skip, there + skip, stay
            inside.append(run)
            if stay > best[2] or (stay == best[2] and run < best):
                best = run
    if len(inside) <= 1:
        return inside
    at, there, size = best
    before = _parted(inside, (left, at, low, there))
    return [*before, best, *_parted(inside, (at + size, right, there + size, high))]
