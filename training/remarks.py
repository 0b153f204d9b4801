"""Trains what judges whether two statements report one remark (src/onrecord/linking/data/remarks.json), and counts how
common words and word pieces are in news at large (remark_words.npz).

    python -m training.remarks [--record FILE]

Learns from the dev part of evals/remarks.jsonl and from training/remarks.jsonl, which holds more pairs of PolNeAR's
training articles in the same form, none of an article of the test part. Prints how well pairs are told whose articles
were left out. `--record` keeps the record of their articles, which takes some minutes to make, and uses it again.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from evals import remarks as measured
from evals.shared import POLNEAR, ROOT, rows
from onrecord.linking.remark_closer import extract, likenesses
from onrecord.linking.remark_features import FEATURES, MEANT_ALIKE, forbidden
from onrecord.linking.remark_model import DATA, Model
from onrecord.linking.remark_pairs import NEAR, Pairs
from onrecord.linking.remark_reading import read_corpus
from onrecord.linking.remark_sides import CELLS
from onrecord.linking.remark_tying import LEAST, LEAST_CLOSER, LEAST_FAR, LEAST_INSIDE, OPEN, OPEN_INSIDE
from onrecord.linking.wordings import NAME, read_wording
from onrecord.record import Record, open_record

MORE = Path(__file__).with_name("remarks.jsonl")
#: Features that tell whether words are the same, not whether the occasion is.
WORDING = FEATURES[: FEATURES.index("shared_surroundings")]
#: What is known of a pair that was looked at closer.
CLOSER = (*FEATURES, MEANT_ALIKE)
TOKENIZER = ROOT / "src" / "onrecord" / "model" / "tokenizer.json"
#: The penalty on weights (of features of unit spread). Of 1, 3 and 10 the first two are as good with articles left out.
PENALTY = 3.0
#: Blocks of days that are left out in turn. Of 20 and 40 both give the same figures.
BLOCKS = 40
#: Words in fewer articles than this share are taken to be as rare as any.
RARE = 0.005
#: Features that cannot lower the likelihood (1) or cannot raise it (-1), whatever so few pairs make of them.
SIGNS = {
    **dict.fromkeys(
        ("longest_run", "verbatim", "in_order", "share_of_shorter", "share_of_both", "quoted_run", "quoted_found"), 1
    ),
    **dict.fromkeys(("shared_numbers", "shared_surroundings", "shared_sentence", "same_occasion", "quoted_near"), 1),
    MEANT_ALIKE: 1,
    **dict.fromkeys(("quoted_apart", "other_numbers", "other_names", "quotes_differ", "turned", "days_apart"), -1),
    **dict.fromkeys(("other_day", "told_before", "far_apart", "other_occasion", "standing"), -1),
}


@dataclass(frozen=True)
class Lesson:
    """Labelled pairs: features, the last of which is what a closer look adds; labels; the articles of each, the day of
    the earlier one and the days between the two; whether what else is known forbids a tie, and whether a pair is one of
    those that are measured."""

    seen: np.ndarray
    labels: list[str]
    articles: list[set[str]]
    days: list[date]
    apart: np.ndarray
    barred: np.ndarray
    gold: np.ndarray


def common_words() -> dict[str, np.ndarray]:
    """The cells of words that are in many of PolNeAR's training articles, names left out, and the share of each; and of
    each word piece how rare it is, as the logarithm of how many articles there are for one that has it."""
    found, small, names = (np.zeros(CELLS) for _ in range(3))
    texts = [row["text"] for row in rows(POLNEAR / "train.jsonl")]
    for text in texts:
        wording = read_wording(text)
        cells = wording.words % CELLS
        found[np.unique(cells)] += 1
        np.add.at(names, cells[wording.flags & NAME > 0], 1)
        np.add.at(small, cells[wording.flags & NAME == 0], 1)
    kept = np.flatnonzero((found >= RARE * len(texts)) & (small > names))
    tokenizer = Tokenizer.from_file(str(TOKENIZER))
    having = np.zeros(tokenizer.get_vocab_size())
    for text in texts:
        having[np.unique(tokenizer.encode(text, add_special_tokens=False).ids)] += 1
    rarity = np.log((len(texts) + 1) / (having + 1))
    return {
        "cells": kept.astype(np.uint32),
        "shares": (found[kept] / len(texts)).astype(np.float16),
        "rarity": rarity.astype(np.float16),
    }


def lesson(record: Record, pairs: Sequence[dict[str, Any]], common: np.ndarray, rarity: np.ndarray) -> Lesson:
    corpus = read_corpus(record)
    judge = Pairs(corpus, Model({}, {}, {}, common, rarity))
    numbers = {facts.key: number for number, facts in enumerate(corpus.facts)}
    ends = [[numbers[key] for key in measured.statements_of(record, pair)] for pair in pairs]
    values = [judge.values(a, b) for a, b in ends]
    texts = dict(record.db.execute("SELECT article, text FROM text").fetchall())
    both = [(extract(corpus.facts[a], texts.get), extract(corpus.facts[b], texts.get)) for a, b in ends]
    meant = likenesses(both, rarity, 1)
    published = dict(record.db.execute("SELECT id, published FROM article").fetchall())
    dated = [[date.fromisoformat(published[pair[side]["article"]]) for side in ("a", "b")] for pair in pairs]
    return Lesson(
        np.array([[*(one[name] for name in FEATURES), alike] for one, alike in zip(values, meant, strict=True)]),
        [pair["label"] for pair in pairs],
        [{pair["a"]["article"], pair["b"]["article"]} for pair in pairs],
        [min(days) for days in dated],
        np.array([(max(days) - min(days)).days for days in dated]),
        np.array([forbidden(corpus.facts[a], corpus.facts[b]) for a, b in ends]),
        np.array(["part" in pair for pair in pairs]),
    )


def fit(seen: np.ndarray, right: np.ndarray, names: Sequence[str]) -> dict[str, float]:
    """Weights of a logistic model, by Newton's method; a weight of the wrong sign is left out."""
    mean, spread = seen.mean(0), seen.std(0)
    kept = [n for n in range(len(names)) if spread[n] > 1e-6]
    while True:
        columns = np.c_[(seen[:, kept] - mean[kept]) / spread[kept], np.ones(len(seen))]
        weights = _newton(columns, right)
        wrong = [n for n, weight in zip(kept, weights, strict=False) if weight * SIGNS.get(names[n], 0) < 0]
        if not wrong:
            break
        kept = [n for n in kept if n not in wrong]
    scaled = weights[:-1] / spread[kept]
    found = {"": weights[-1] - scaled @ mean[kept], **{names[n]: w for n, w in zip(kept, scaled, strict=True)}}
    return {name: round(float(weight), 4) for name, weight in found.items()}


def _newton(columns: np.ndarray, right: np.ndarray) -> np.ndarray:
    weights, penalty = np.zeros(columns.shape[1]), np.eye(columns.shape[1]) * PENALTY
    penalty[-1, -1] = 1e-6
    for _ in range(50):
        likely = 1 / (1 + np.exp(-np.clip(columns @ weights, -30, 30)))
        slope = columns.T @ (likely - right) + penalty @ weights
        curve = (columns * (likely * (1 - likely))[:, None]).T @ columns + penalty
        step = np.linalg.solve(curve, slope)
        weights -= step
        if abs(step).max() < 1e-8:
            break
    return weights


def likely(weights: dict[str, float], seen: np.ndarray, names: Sequence[str]) -> np.ndarray:
    total = weights[""] + seen @ np.array([weights.get(name, 0.0) for name in names])
    return 1 / (1 + np.exp(-np.clip(total, -30, 30)))


def held_out(known: Lesson) -> tuple[np.ndarray, np.ndarray]:
    """The likelihood of each pair by its words and by a closer look, by models that learned from no pair that shares an
    article with it. The pairs are left out by days, BLOCKS in all: left out by lot, nearly every article would share a
    pair with those left out, and little would be left to learn from."""
    right = np.array([label == "same" for label in known.labels], dtype=float)
    found, block = np.zeros((2, len(right))), _blocks(known.days)
    for n in np.unique(block):
        out = np.flatnonzero(block == n)
        told = set().union(*(known.articles[i] for i in out))
        learned = [i for i in np.flatnonzero(~known.barred) if block[i] != n and not known.articles[i] & told]
        for kind, names in enumerate((FEATURES, CLOSER)):
            columns = known.seen[:, : len(names)]
            found[kind, out] = likely(fit(columns[learned], right[learned], names), columns[out], names)
    by_words, closer = np.where(known.barred, 0.0, found)
    return by_words, closer


def tied(known: Lesson, by_words: np.ndarray, closer: np.ndarray, least: float = LEAST_CLOSER) -> np.ndarray:
    """The pairs that these likelihoods tie, as the linker does it."""
    inside = np.array([len(some) == 1 for some in known.articles])
    low, high = (np.where(inside, one, two) for one, two in zip(OPEN_INSIDE, OPEN, strict=True))
    looked_at = (by_words >= low) & (by_words <= high)
    asked = np.where(looked_at, least, LEAST)
    asked = np.where(known.apart > NEAR, np.maximum(asked, LEAST_FAR), asked)
    return np.where(looked_at, closer, by_words) >= np.where(inside, LEAST_INSIDE, asked)


def _blocks(days: Sequence[date]) -> np.ndarray:
    """The block of each pair, all pairs of one first day in one."""
    order = np.argsort(np.array(days), kind="stable")
    first: dict[date, int] = {}
    for place, n in enumerate(order):
        first.setdefault(days[n], place * BLOCKS // len(days))
    return np.array([first[day] for day in days])


def report(known: Lesson, by_words: np.ndarray, closer: np.ndarray) -> None:
    """Prints precision and recall of `same` where a closer look asks for so much: over pairs that are measured, over
    those of two articles at most NEAR days apart, and over all, labels weighted as among those that are measured."""
    labels = np.array(known.labels)
    two = np.array([len(some) == 2 for some in known.articles])
    for least in np.arange(0.3, 0.8, 0.05):
        ties, found = tied(known, by_words, closer, least), []
        for some in (known.gold, (known.apart <= NEAR) & two, np.full(len(labels), True)):
            weights = sum(
                np.where(
                    (labels == label) & some,
                    (labels[known.gold] == label).mean() / max((labels[some] == label).sum(), 1),
                    0,
                )
                for label in set(known.labels)
            )
            right = weights * (labels == "same")
            found.append(f"{right[ties].sum() / weights[ties].sum():.3f} {right[ties].sum() / right.sum():.3f}")
        print(f"{least:.2f}  precision, recall: measured {found[0]}  near, of two articles {found[1]}  all {found[2]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", type=Path, default=ROOT / "runs" / "remarks.db", help="the record of the articles")
    options = parser.parse_args()
    words = common_words()
    common = np.zeros(CELLS, np.float32)
    common[words["cells"]] = words["shares"]
    rarity = words["rarity"].astype(np.float32)
    pairs = [pair for pair in rows(measured.PAIRS) if pair["part"] == "dev"] + rows(MORE)
    if not options.record.exists():
        options.record.parent.mkdir(parents=True, exist_ok=True)
        with measured.record_of(measured.articles_of(pairs), options.record) as record:
            measured.link_before(record)
    with open_record(options.record) as record:
        known = lesson(record, pairs, common, rarity)
    report(known, *held_out(known))
    weights = {}
    for kind, names, labels in (
        ("same", FEATURES, {"same"}),
        ("closer", CLOSER, {"same"}),
        ("alike", WORDING, {"same", "repeated"}),
    ):
        used = np.arange(len(pairs)) if kind == "alike" else np.flatnonzero(~known.barred)
        right = np.array([label in labels for label in known.labels], dtype=float)
        columns = [CLOSER.index(name) for name in names]
        weights[kind] = fit(known.seen[used][:, columns], right[used], names)
    (DATA / "remarks.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    np.savez_compressed(DATA / "remark_words.npz", **words)


if __name__ == "__main__":
    main()
