"""Texts to attributions: who (source), the word that says so (cue), what (content)."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.types import Attribution

__all__ = ["attribute", "model_version", "set_threads"]


def attribute(texts: Sequence[str], stretches: Sequence[Sequence[tuple[int, int]]]) -> list[list[Attribution]]:
    """The attributions of each text, in text order, parents before what is quoted inside them.

    `stretches` gives for each text the characters [start, end) that attributions are taken from. Texts given
    together are read faster than one by one. Raises ModelError when the weights cannot be loaded.
    """
    from onrecord.attribution.session import reader

    return reader().read(texts, stretches)


def set_threads(number: int) -> None:
    """Computes with so many threads (0: all cores). To be called before the first text is read."""
    from onrecord.attribution import session

    session.set_threads(number)


def model_version() -> str:
    """The version of the shipped weights. Raises ModelError when there are none."""
    from onrecord.attribution.session import model_version as version

    return version()
