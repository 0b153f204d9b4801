"""The teacher and the student of words in context (training/contexts.py)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from onrecord.attribution.contexts import MOST
from onrecord.attribution.decoding import CLS, SEP

#: Numbers of a vector: the teacher's 768 in the directions that hold .87 of what tells its vectors apart.
NUMBERS = 256


class Teacher:
    """Gives its vector of each word piece of a text."""

    def __init__(self, folder: str) -> None:
        self._model = AutoModel.from_pretrained(folder).eval().to(torch.bfloat16)
        self._tokenizer = AutoTokenizer.from_pretrained(folder)

    @torch.inference_mode()
    def vectors(self, some: Sequence[str]) -> Iterator[np.ndarray]:
        """Unit vectors of 768 numbers for the pieces of each text, without the marks."""
        for begin in range(0, len(some), 16):
            given = self._tokenizer(
                list(some[begin : begin + 16]), padding=True, truncation=True, max_length=MOST, return_tensors="pt"
            )
            states = nn.functional.normalize(self._model(**given).last_hidden_state.float(), dim=-1)
            for row, size in enumerate(given["attention_mask"].sum(1).tolist()):
                yield states[row, 1 : size - 1].numpy()


class Student(nn.Module):
    """Layers upon pieces that stand by themselves, and a head that gives a vector."""

    def __init__(self, encoder: str) -> None:
        super().__init__()
        # As in training/network.py: no dropout, and attention in plain products.
        given = {"attention_probs_dropout_prob": 0.0, "hidden_dropout_prob": 0.0, "attn_implementation": "eager"}
        begun = AutoModel.from_pretrained(encoder, **given)
        self.layers = begun.encoder.layer
        self.head = nn.Linear(begun.config.hidden_size, NUMBERS)

    def states(self, embedded: Tensor, mask: Tensor | None) -> Tensor:
        barred = None if mask is None else (mask[:, None, None, :] - 1) * 1e4
        for layer in self.layers:
            made = layer(embedded, attention_mask=barred)
            embedded = made[0] if isinstance(made, tuple) else made
        return embedded

    def forward(self, embedded: Tensor, mask: Tensor | None = None) -> Tensor:
        """A vector of unit length for each piece; without a mask all are there."""
        vectors = self.head(self.states(embedded, mask))
        return vectors / vectors.norm(dim=-1, keepdim=True)


class Pieces:
    """What the reader takes each piece of a text for by itself, as layers upon it are given it."""

    def __init__(self, model: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MOST - 2)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # it looks rows up; the threads are torch's
        self._rows = onnxruntime.InferenceSession(model / "pieces.onnx", options, providers=["CPUExecutionProvider"])

    def batch(self, texts: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
        """The texts between their marks, [text, piece, number], and the mask."""
        ids = np.zeros((len(texts), 2 + max(map(len, texts))), np.int64)
        for row, text in enumerate(texts):
            ids[row, : len(text) + 2] = [CLS, *text, SEP]
        (embedded,) = self._rows.run(None, {"pieces": ids, "shapes": np.zeros_like(ids)})
        return torch.tensor(embedded), torch.tensor(ids > 0).float()


def weighted(values: Tensor, weights: Tensor) -> Tensor:
    """The mean of values, each counting as much as its weight."""
    return (values * weights).sum() / weights.sum()
