"""What kind of word each word of a sentence is and where clauses begin and end, read off the reader's vectors by a
small learned head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from zlib import crc32

import numpy as np

from onrecord.attribution.labels import Floats, Ints
from onrecord.interpretation.clauses import EDGE, Sentence
from onrecord.weights import stored

#: The kinds of words: Penn Treebank tags in groups.
TAGS: tuple[tuple[str, str], ...] = (
    ("noun", "NN NNS NNP NNPS CD"),
    ("pronoun", "PRP EX WP WDT"),
    ("past", "VBD"),
    ("present", "VBZ VBP"),
    ("modal", "MD"),
    ("base", "VB"),
    ("gerund", "VBG"),
    ("participle", "VBN"),
    ("adjective", "JJ JJR JJS"),
    ("adverb", "RB RBR RBS WRB RP"),
    ("preposition", "IN"),
    ("conjunction", "CC"),
    ("determiner", "DT PDT PRP$ WP$ POS"),
    ("to", "TO"),
    ("mark", ". , : `` '' -LRB- -RRB- HYPH SYM NFP"),
    ("other", ""),
)
NAMES = tuple(name for name, _ in TAGS)
NOUN, PRONOUN, PAST, PRESENT, MODAL, BASE, GERUND, PARTICIPLE = range(8)
ADVERB, PREPOSITION, CONJUNCTION, DETERMINER, TO = (
    NAMES.index(n) for n in ("adverb", "preposition", "conjunction", "determiner", "to")
)
#: Behind the kinds: whether a clause with a subject of its own begins or ends with the word.
BEGINS, ENDS = len(NAMES), len(NAMES) + 1
OUTPUTS = len(NAMES) + 2


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Weights by name."""

    arrays: Mapping[str, Floats]

    def __getitem__(self, name: str) -> Floats:
        return self.arrays[name]


@cache
def load() -> Weights:
    """The shipped weights, read once a process. Raises ModelError when they are missing or broken."""
    with as_file(files("onrecord") / "model" / "conditions.npz") as path:
        return read(path)


def read(path: Path) -> Weights:
    """The weights in a file. Raises ModelError when it is missing or broken."""
    with stored(path, "for conditions") as found:
        return Weights({name: array.astype(np.float32) for name, array in found.items()})


def grammar(sentence: Sentence, vectors: Floats, weights: Weights) -> Floats:
    """For each word of a sentence (rows) the probability of each kind, then those that a clause begins and ends."""
    form = weights["grammar.forms"][forms(sentence)].sum(1)
    own = np.concatenate([vectors @ weights["grammar.project"], form], axis=1)
    hidden = np.maximum(beside(own) @ weights["grammar.hidden"] + weights["grammar.hidden.bias"], 0)
    scores = hidden @ weights["grammar.out"] + weights["grammar.out.bias"]
    powers = np.exp(scores[:, :BEGINS] - scores[:, :BEGINS].max(1, keepdims=True))
    edges = 1 / (1 + np.exp(-scores[:, BEGINS:]))
    return np.concatenate([powers / powers.sum(1, keepdims=True), edges], axis=1).astype(np.float32)


#: Words, their last three letters and their looks have a row each in a table; chance puts several in one.
_WORDS, _ENDINGS, _LOOKS = 4096, 1024, 6
FORMS = _WORDS + _ENDINGS + _LOOKS


def forms(sentence: Sentence) -> Ints:
    """The rows of each word in the table of forms."""
    out = np.empty((len(sentence), 3), dtype=np.int64)
    for at, word in enumerate(sentence.lower):
        first = sentence.text[sentence.starts[at]]
        look = 0 if first.islower() else 2 * first.isupper() + first.isdigit() + (not first.isalnum()) * 3
        look += first.isupper() and at > 0 and sentence.lower[at - 1] not in EDGE
        ending = _WORDS + crc32(word[-3:].encode("utf-8", "replace")) % _ENDINGS
        out[at] = crc32(word.encode("utf-8", "replace")) % _WORDS, ending, _WORDS + _ENDINGS + look
    return out


def beside(rows: Floats) -> Floats:
    """Each row with the ones before and after it; zeros past the ends."""
    padded = np.pad(rows, ((1, 1), (0, 0)))
    return np.concatenate([padded[:-2], rows, padded[2:]], axis=1)
