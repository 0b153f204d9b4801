"""What words mean, as a vector: the mean of its pieces' vectors, the rarer a piece the more it counts.

The vectors of pieces are what a sentence encoder (all-MiniLM-L6-v2) makes of each piece alone, in their DIMENSIONS
main directions; how much each counts is a/(a + its frequency), after Arora, Liang and Ma, "A simple but tough-to-beat
baseline for sentence embeddings" (2017). training/meaning.py makes them, and model/MEANING.md says how well they find
the same remark again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from onrecord.errors import ModelError
from onrecord.record.rows import storable
from onrecord.weights import stored

Vectors = npt.NDArray[np.int8]

#: Pieces that are looked at; a content of more is told well enough by these.
MOST_PIECES = 256


class Encoder:
    """Makes a vector of small whole numbers of each text; two texts are as like as their vectors' cosine."""

    def __init__(self, tokenizer: Tokenizer, pieces: npt.NDArray[np.float32], version: str) -> None:
        self._tokenizer, self._pieces, self.version = tokenizer, pieces, version
        tokenizer.no_padding()
        tokenizer.enable_truncation(MOST_PIECES)

    @property
    def dimensions(self) -> int:
        return int(self._pieces.shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row a text, scaled to a length of 127; all zeros where a text holds no word."""
        encoded = self._tokenizer.encode_batch([storable(text) for text in texts], add_special_tokens=False)
        lengths = np.asarray([len(one.ids) for one in encoded], dtype=np.int64)
        sums = np.zeros((len(texts), self.dimensions), np.float32)
        full = np.flatnonzero(lengths)
        if len(full):
            rows = self._pieces[np.concatenate([encoded[n].ids for n in full])]
            sums[full] = np.add.reduceat(rows, np.concatenate([[0], np.cumsum(lengths[full])[:-1]]))
        norms = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        return np.asarray(np.round(sums / norms * 127), dtype=np.int8)


@cache
def encoder() -> Encoder:
    """The shipped encoder, loaded once a process. Raises ModelError when its files are missing or broken."""
    folder = files("onrecord") / "model"
    try:
        with as_file(folder) as path, stored(path / "meaning.npz", "of the meaning of words") as arrays:
            pieces = arrays["rows"].astype(np.float32) * arrays["scale"].astype(np.float32)
            return Encoder(Tokenizer.from_file(str(path / "tokenizer.json")), pieces, str(arrays["version"]))
    except ModelError:
        raise
    except Exception as error:  # tokenizers raises bare Exceptions of its own
        raise ModelError(f"the encoder of meanings cannot be loaded from {folder}: {error}") from error
