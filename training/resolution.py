"""Makes `src/onrecord/model/resolution.npz` from nothing: the heads that tag mentions and weigh antecedents.

    python -m training.resolution [--model src/onrecord/model]

Needs GUM and PolNeAR in ../shared (ONRECORD_SHARED names another place), the shipped reader, torch, and spaCy with
its pipelines (see `training/silver.py`). What the reader and spaCy make of the texts is kept in runs/resolution.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import torch

from evals.shared import POLNEAR, ROOT, SHARED, rows
from onrecord.attribution import attribute
from onrecord.attribution.reader import Words
from onrecord.resolution.heads import Weights
from training import antecedents, mentions
from training.annotations import annotated
from training.gum import Document, documents
from training.lessons import antecedent_lesson, from_gum, from_speakers, mention_lesson
from training.marks import Mark, descriptions, names
from training.silver import TEACHERS, settled, teach

SEED = 7
VERSION = "1"
#: GUM counts three times among PolNeAR's seven times as many words. Twice, and 4 epochs, tag fewer descriptions.
GUM_WEIGHT, EPOCHS, ANTECEDENT_EPOCHS = 3, 6, 12

log = logging.getLogger(__name__)


def vectors(name: str, text: str, cache: Path) -> Words:
    """A text as the reader sees it. Kept in `cache`, and read from there the next time."""
    path = cache / "vectors" / f"{name}.npz"
    if not path.exists():
        words = attribute(text, []).words
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, starts=words.starts, ends=words.ends, vectors=words.vectors.astype(np.float16))
    with np.load(path) as kept:
        return Words(kept["starts"], kept["ends"], kept["vectors"].astype(np.float32))


def known_names(document: Document, view: Iterable[Mark]) -> list[Mark]:
    """GUM's names, and of a teacher's the kinds that GUM does not have."""
    own = names(document)
    others = [m for m in view if m[2] in ("group", "document") and all(m[1] <= o[0] or o[1] <= m[0] for o in own)]
    return own + others


def sources(row: Mapping) -> list[tuple[int, int, list[str]]]:
    """The source of each statement whose speaker is known, with the speaker's names."""
    return [
        (min(start for start, _ in s["source"]), max(end for _, end in s["source"]), s["speaker"])
        for s in row["statements"]
        if s["source"] and s.get("speaker")
    ]


def train_mentions(gum: list[Document], articles: list[dict], cache: Path) -> dict[str, np.ndarray]:
    texts = {d.id: d.text for d in gum} | {row["id"]: row["text"] for row in articles}
    taught = teach(texts, cache)
    lessons = [
        mention_lesson(d.text, vectors(d.id, d.text, cache), [known_names(d, taught["md"][d.id])], descriptions(d))
        for d in gum
    ] * GUM_WEIGHT
    for row in articles:
        views = settled(row["text"], [taught[teacher][row["id"]] for teacher in reversed(TEACHERS)])
        lessons.append(mention_lesson(row["text"], vectors(row["id"], row["text"], cache), views, None))
    return mentions.train(lessons, EPOCHS, SEED)


def train_antecedents(
    gum: Iterable[Document], articles: Iterable[Mapping], tagger: Weights, cache: Path
) -> dict[str, np.ndarray]:
    lessons = [antecedent_lesson(d.text, vectors(d.id, d.text, cache), from_gum(d), complete=True) for d in gum]
    for row in articles:
        words = vectors(row["id"], row["text"], cache)
        found = from_speakers(row["text"], words, sources(row), tagger)
        lessons.append(antecedent_lesson(row["text"], words, found, complete=False))
    return antecedents.train(lessons, ANTECEDENT_EPOCHS, SEED)


def rounded(arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The arrays as they are shipped, in 16 bits."""
    return {name: np.asarray(array, dtype=np.float16) for name, array in arrays.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=ROOT / "src" / "onrecord" / "model")
    parser.add_argument("--cache", type=Path, default=ROOT / "runs" / "resolution")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)  # another number adds up in another order and gives other weights
    options.cache.mkdir(parents=True, exist_ok=True)
    gum = list(documents(SHARED / "data" / "gum" / "train.conllu"))
    articles = rows(POLNEAR / "train.jsonl")
    found = train_mentions(gum, articles, options.cache)
    tagger = Weights(VERSION, {name: array.astype(np.float32) for name, array in rounded(found).items()})
    found |= train_antecedents(gum, annotated(), tagger, options.cache)
    np.savez_compressed(options.model / "resolution.npz", version=VERSION, **rounded(found))


if __name__ == "__main__":
    main()
