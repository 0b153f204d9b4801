"""Makes the vectors of word pieces by which statements of like meaning are found (src/onrecord/linking/meaning.py).

python -m training.meaning --encoder FOLDER --articles polnear/train.jsonl --out src/onrecord/model/meaning.npz

Each piece of the vocabulary goes through the sentence encoder alone. Frequencies, and the main directions of what
sentences come out as, are from the articles' text; labels are not looked at.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import AutoModel

#: A piece counts a/(a + its frequency); of 0.001 and 0.003, which the paper's authors and others take, the former does
#: better in evals/meaning.py on dev.
A = 1e-3
#: Dimensions kept, each scaled down by its spread to the power of WHITEN: see evals/meaning.py for what others give.
DIMENSIONS, WHITEN = 128, 0.5
#: Sentences that the main directions are taken from.
SENTENCES = 12_000
BATCH = 512
VERSION = "1"


def alone(encoder: str) -> np.ndarray:
    """What the encoder makes of each piece between its two marks: the mean of the three."""
    model = AutoModel.from_pretrained(encoder).eval()
    begin, end = 101, 102
    rows = []
    with torch.no_grad():
        for pieces in torch.arange(model.config.vocab_size).split(BATCH):
            marks = torch.ones_like(pieces)
            ids = torch.stack([begin * marks, pieces, end * marks], 1)
            rows.append(model(input_ids=ids).last_hidden_state.mean(1).numpy())
    return np.concatenate(rows)


def sentences(path: Path) -> list[str]:
    texts = (json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines())
    found = (sentence for text in texts for sentence in re.split(r'(?<=[.!?”"])\s+|\n+', text))
    return [sentence for sentence in found if len(sentence) > 25]


def pieces(vectors: np.ndarray, tokens: list[list[int]]) -> np.ndarray:
    """A row a piece, the weight of the piece in it."""
    counts = np.bincount(np.concatenate([np.asarray(one, dtype=np.int64) for one in tokens]), minlength=len(vectors))
    weights = A / (A + counts / counts.sum())
    weighed = (vectors - vectors.mean(0)) * weights[:, None]
    sums = np.stack([weighed[one].sum(0) for one in tokens[:SENTENCES]])
    sums /= np.linalg.norm(sums, axis=1, keepdims=True)
    _, spread, directions = np.linalg.svd(sums - sums.mean(0), full_matrices=False)
    scaled = (spread[:DIMENSIONS] / np.sqrt(len(sums))) ** -WHITEN
    return weighed @ directions[:DIMENSIONS].T * scaled


def save(rows: np.ndarray, out: Path) -> None:
    """8-bit rows, each with a scale of its own."""
    scale = np.maximum(np.abs(rows).max(1, keepdims=True), 1e-9) / 127
    small = np.round(rows / scale).astype(np.int8)
    np.savez_compressed(out, rows=small, scale=scale.astype(np.float32), version=np.asarray(VERSION))


def write(encoder: str, articles: Path, out: Path) -> None:
    """Makes the vectors and puts them there. `encoder` is the folder of the sentence encoder's weights."""
    tokenizer = Tokenizer.from_file(f"{encoder}/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.enable_truncation(128)
    encoded = tokenizer.encode_batch(sentences(articles), add_special_tokens=False)
    save(pieces(alone(encoder), [one.ids for one in encoded if one.ids]), out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    write(options.encoder, options.articles, options.out)


if __name__ == "__main__":
    main()
