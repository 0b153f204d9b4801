"""Fits the weights with which resolution chooses whom a pronoun or a description stands for.

    python -m training.speakers > src/onrecord/resolution/data/ranker.json

Of each annotated source (`training/annotations.jsonl`) that is a pronoun or a description the one whom the annotators
named is set against all others that fitted: a conditional logistic regression, one for each set of
weights, fitted by gradient descent. Where the annotators named nobody known, or described somebody new, choosing
nobody is right. What was chosen before bears on what is weighed later, so articles are gone through
again with the weights of the round before.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from evals.marked import read_marked
from onrecord.attribution import attribute
from onrecord.attribution.reader import Words
from onrecord.resolution.antecedents import FEATURES, RULES, Ranker, links_of, ranked_as
from onrecord.resolution.coreference import resolve
from onrecord.resolution.mentions import find_mentions, read_text
from onrecord.types import Article, Statement
from training.annotations import annotated

#: How much weights are held down; of .01, .03 and .1 the best in leave-articles-out trials.
PENALTY = 0.03
ROUNDS, STEPS, RATE = 3, 1500, 0.3
#: Names agree when these words apart they are the same.
TITLES = frozenset(["mr", "mrs", "ms", "dr", "the", "a", "an"])

Row = tuple[np.ndarray, int | None]


Told = tuple[Article, tuple[Statement, ...], list[list[str]], Words]


def read_articles(rows: Iterable[dict[str, Any]]) -> list[Told]:
    """Annotated articles with those of their statements whose speakers are known, the names of each one's speakers, and
    the words as the reader sees them."""
    out = []
    for row in rows:
        told = row | {"statements": [s for s in row["statements"] if "speaker" in s]}
        article, statements = read_marked(told)
        names = [s["speaker"] for s in told["statements"]]
        out.append((article, statements, names, attribute(article.text, []).words))
    return out


def rows_of(articles: Sequence[Told], ranker: Ranker) -> dict[str, list[Row]]:
    """Each choice that the annotators decide: what speaks for each who fitted, and which is right (None: nobody)."""
    out: dict[str, list[Row]] = defaultdict(list)
    for article, statements, speakers, words in articles:
        mentions = find_mentions(article, statements, words)
        found = resolve(read_text(article), statements, mentions, ranker, links_of(article.text, mentions, words))
        right = {n[0]: names for n, names in zip(found.sources, speakers, strict=True) if len(n) == 1}
        for choice in found.choices:
            if choice.mention not in right:
                continue
            names = right[choice.mention]
            fitting = [i for i, n in enumerate(choice.entities) if _same(found.entities, n, names)]
            kind = ranked_as(mentions[choice.mention])
            new = names and names[0][:1].islower()  # described, not named: somebody new
            if not fitting and (kind != "description" or not new):
                continue  # the right one was not found: nothing to learn
            out[kind].append((np.asarray(choice.rows), fitting[0] if fitting else None))
    return out


def _same(entities, number: int, names: Sequence[str]) -> bool:
    entity = entities[number]
    ours = [entities[m].name for m in entity.members] or [entity.name]
    return len(ours) == len(names) and all(any(_alike(a, b) for b in ours) for a in names)


def _alike(one: str, other: str) -> bool:
    a, b = ([w for w in name.lower().replace("’", "'").split() if w.strip(".") not in TITLES] for name in (one, other))
    return a == b or (len(a) > 1 and len(b) > 1 and (a[0], a[-1]) == (b[0], b[-1])) or (len(b) == 1 and a[-1:] == b)


def fit(rows: Sequence[Row]) -> tuple[tuple[float, ...], float]:
    """Weights, and the score from which somebody is chosen at all."""
    weights, least = np.zeros(len(FEATURES)), 0.0
    for _ in range(STEPS):
        slope, slope_least = PENALTY * weights, 0.0
        for features, right in rows:
            scores = np.append(features @ weights, least)
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            chances[-1 if right is None else right] -= 1
            slope = slope + features.T @ chances[:-1] / len(rows)
            slope_least += chances[-1] / len(rows)
        weights, least = weights - RATE * slope, least - RATE * slope_least
    return tuple(round(float(w), 3) for w in weights), round(float(least), 3)


def train(articles: Sequence[Told]) -> Ranker:
    ranker = RULES  # its least for pronouns stays: somebody is always meant by them
    for _ in range(ROUNDS):
        rows = rows_of(articles, ranker)
        fitted = {kind: fit(its) for kind, its in rows.items()}
        least = {**RULES.least, "description": fitted["description"][1]}
        ranker = Ranker({k: w for k, (w, _) in fitted.items()}, least)
    return ranker


def main() -> None:
    write(train(read_articles(annotated())))


def write(ranker: Ranker) -> None:
    named = {kind: dict(zip(FEATURES, weights, strict=True)) for kind, weights in ranker.weights.items()}
    print(json.dumps({"weights": named, "least": ranker.least}, indent=1))


if __name__ == "__main__":
    main()
