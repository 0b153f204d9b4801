"""What words mean where they stand, as vectors: two ways to say one thing have like vectors, in whatever words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from tokenizers import Tokenizer

from onrecord.attribution.decoding import CLS, SEP
from onrecord.attribution.encoding import SURROGATE
from onrecord.attribution.labels import Floats, Ints

#: Pieces of a text that are read, with the two marks around them; the network has places for 512.
MOST = 384


class Network(Protocol):
    def vectors(self, pieces: Ints) -> Floats:
        """A vector of unit length for each piece of a text, which are [1, piece]: [1, piece, number]."""


@dataclass(frozen=True, slots=True)
class Extract:
    """A text, and the characters [start, end) of it that are asked about; the rest is there to be understood by."""

    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Meant:
    """The word pieces of an extract's spans, and the vector of each, one row a piece, of unit length."""

    pieces: Ints
    vectors: Floats


class Contexts:
    """One network with its tokenizer."""

    def __init__(self, network: Network, tokenizer: Tokenizer) -> None:
        self._network, self._tokenizer = network, tokenizer
        tokenizer.no_padding()
        tokenizer.enable_truncation(MOST - 2)

    def read(self, extract: Extract) -> Meant:
        """What the words of an extract's spans mean: nothing where these hold no word, or begin too late to be read.

        One at a time: the network rounds by what it is given together, so that others would change the outcome.
        """
        # Half a surrogate pair is no character: the tokenizer takes none, and one for one keeps the offsets.
        encoded = self._tokenizer.encode(SURROGATE.sub("\ufffd", extract.text), add_special_tokens=False)
        asked = [
            n
            for n, (begin, stop) in enumerate(encoded.offsets)
            if any(start <= begin < stop <= end for start, end in extract.spans)
        ]
        pieces = np.asarray([CLS, *encoded.ids, SEP], np.int64)
        vectors = self._network.vectors(pieces[None])[0]
        return Meant(pieces[1:-1][asked], vectors[1:-1][asked])
