"""The word lists of this package: what class of word each word of a text belongs to, whatever its form."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from onrecord.attribution.labels import Floats

_DATA = "onrecord.interpretation"
#: Lists and what their classes are prefixed with.
_LISTS = (("cues.txt", "cue"), ("content.txt", "content"))


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """A word in small letters without its ending, so that the forms of a verb or noun fall together. It need not be
    a word itself: "denies", "denied" and "deny" all give "deni"."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 2 and word[-1] == "y" else word


@cache
def classes() -> tuple[str, ...]:
    """The names of all classes of words, in a fixed order."""
    return tuple(name for name, _ in _entries())


@cache
def _entries() -> tuple[tuple[str, tuple[str, ...]], ...]:
    out = []
    for file, prefix in _LISTS:
        for line in files(_DATA).joinpath("data", file).read_text(encoding="utf-8").splitlines():
            name, colon, listed = line.partition(":")
            if colon and not line.startswith("#"):
                out.append((f"{prefix}:{name}", tuple(listed.split())))
    return tuple(out)


@cache
def _table() -> dict[str, dict[tuple[str, ...], tuple[int, ...]]]:
    """The classes of each entry, by its first word: all its words' stems and the classes."""
    found: dict[tuple[str, ...], set[int]] = {}
    for number, (_, entries) in enumerate(_entries()):
        for entry in entries:
            key = tuple(stem(w) for w in entry.split("_") if w) or (entry,)
            found.setdefault(key, set()).add(number)
    out: dict[str, dict[tuple[str, ...], tuple[int, ...]]] = {}
    for words, numbers in found.items():
        out.setdefault(words[0], {})[words] = tuple(sorted(numbers))
    return out


def tag(words: Sequence[str]) -> Floats:
    """[word, class]: 1 where a word, or a phrase that it is in, is of a class. Words in small letters, in order."""
    table, stems = _table(), [stem(w) for w in words]
    out = np.zeros((len(words), len(classes())), dtype=np.float32)
    for at, first in enumerate(stems):
        for phrase, numbers in table.get(first, {}).items():
            if len(phrase) == 1 or tuple(stems[at : at + len(phrase)]) == phrase:
                out[at : at + len(phrase), numbers] = 1.0
    return out


def any_form(verbs: str) -> str:
    """A pattern for all regular forms of some verbs, a space between them; "_" joins a verb to its preposition."""
    return "|".join(_forms(*verb.partition("_")) for verb in verbs.split())


def _forms(verb: str, joined: str, preposition: str) -> str:
    after = " " + preposition.replace("_", " ") if joined else ""
    if verb.endswith("e"):
        return f"{verb[:-1]}(?:e|es|ed|ing){after}"
    if verb.endswith("y") and verb[-2] not in "aeo":
        return f"{verb[:-1]}(?:y|ies|ied|ying){after}"
    return f"{verb}(?:s|es|{verb[-1]}?ed|{verb[-1]}?ing)?{after}"
