"""Texts to attributions: who (source), the word that says so (cue), what (content)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # these take half a second to import, which `--help` does not wait for
    from onrecord.attribution.contexts import Extract, Meant
    from onrecord.attribution.reader import Reading

__all__ = ["attribute", "model_version", "read_in_context", "set_threads"]


def attribute(text: str, stretches: Sequence[tuple[int, int, int]]) -> Reading:
    """The attributions of a text, in text order, parents before what is quoted inside them, and its words with
    a vector each.

    `stretches` says where they are taken from: characters [start, end) and the number, from 1, of the part of
    the text they are of, since none reaches from one part into another. Raises ModelError when the weights
    cannot be loaded.
    """
    from onrecord.attribution.session import reader

    return reader().read(text, stretches)


def read_in_context(extract: Extract) -> Meant:
    """What the words of an extract's spans mean where they stand. Raises ModelError when the weights cannot be
    loaded."""
    from onrecord.attribution.session import contexts

    return contexts().read(extract)


def set_threads(number: int) -> None:
    """Computes with so many threads (0: all cores). To be called before the first text is read."""
    from onrecord.attribution import session

    session.set_threads(number)


def model_version() -> str:
    """The version of the shipped weights. Raises ModelError when there are none."""
    from onrecord.attribution.session import model_version as version

    return version()
