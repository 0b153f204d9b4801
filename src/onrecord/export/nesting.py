"""The order statements are shown in: each one after the statement it is quoted in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from onrecord.types import Statement


def nested(statements: Sequence[Statement]) -> list[tuple[int, Statement]]:
    """Every statement once, with its depth: 0 at the top, 1 when quoted inside one of those, and so on.

    Statements with the same parent keep their order. A parent that is not among `statements`
    counts as none, and of a circle of parents the first statement counts as the top.
    """
    ids = {statement.id for statement in statements}
    tops: list[int] = []
    children: defaultdict[str, list[int]] = defaultdict(list)
    for index, statement in enumerate(statements):
        (children[statement.parent] if statement.parent in ids else tops).append(index)
    shown: dict[int, int] = {}
    for top in (*tops, *range(len(statements))):
        waiting = [(0, top)]
        while waiting:
            depth, index = waiting.pop()
            if index not in shown:
                shown[index] = depth
                waiting += [(depth + 1, child) for child in reversed(children[statements[index].id])]
    return [(depth, statements[index]) for index, depth in shown.items()]
