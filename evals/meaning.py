"""How well vectors of meaning find the other report of a remark among all statements of PolNeAR's train articles.

python -m evals.meaning [--part dev|test]

Each side of each pair labelled `same` in evals/remarks.jsonl asks for the other one: the share found among the first
ten, and the mean of 1 / rank. Beside it stands the same for the few pairs with hardly a word in common.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

import numpy as np

from evals.shared import POLNEAR, ROOT
from onrecord.linking.meaning import encoder

#: Pairs below this similarity of their words are told apart.
UNLIKE = 0.4


def statements() -> dict[tuple[str, int], str]:
    """What is said, by article and number of the attribution in its first annotation."""
    found = {}
    for line in (POLNEAR / "train.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        for n, one in enumerate(article["annotations"][0]["attributions"]):
            spans = sorted(one.get("Content", ()))
            found[article["id"], n] = " ".join(article["text"][start:end] for start, end in spans)
    return {key: content for key, content in found.items() if content}


def ranks(vectors: np.ndarray, pairs: Sequence[tuple[int, int]]) -> np.ndarray:
    """Where the other side of each pair stands, from 1, for either side."""
    found = []
    for one, other in [*pairs, *((b, a) for a, b in pairs)]:
        likeness = vectors @ vectors[one]
        likeness[one] = -1
        found.append(1 + int((likeness > likeness[other]).sum()))
    return np.asarray(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    part = parser.parse_args().part
    said = statements()
    places = {key: n for n, key in enumerate(said)}
    vectors = encoder().encode(list(said.values())).astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    gold = [json.loads(line) for line in (ROOT / "evals" / "remarks.jsonl").read_text(encoding="utf-8").splitlines()]
    same = [pair for pair in gold if pair["label"] == "same" and pair["part"] == part]
    for name, some in (("all", same), ("few words in common", [p for p in same if p["similarity"] < UNLIKE])):
        sides = [tuple(places[pair[side]["article"], pair[side]["n"]] for side in "ab") for pair in some]
        rank = ranks(vectors, sides)
        print(f"{part} {name}: {len(rank)} questions among {len(said):,} statements: ", end="")
        print(f"recall at 10 {np.mean(rank <= 10):.3f}, mean reciprocal rank {np.mean(1 / rank):.3f}")


if __name__ == "__main__":
    main()
