"""The word lists by which conditions and enumerations are told, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_DATA = "onrecord.interpretation"


def listed(name: str) -> frozenset[str]:
    """The words of one list. Raises KeyError when there is no such list."""
    return frozenset(_lists()[name])


def ordered(name: str) -> tuple[str, ...]:
    """The same in their order, which learned weights go by."""
    return _lists()[name]


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    lines = files(_DATA).joinpath("data", "conditions.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(":", 1) for line in lines if line and not line.startswith("#"))
    return {name: tuple(words.split()) for name, words in pairs}
