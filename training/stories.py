"""Trains what judges whether two articles are of one story (src/onrecord/linking/data/stories.json) on ECB+, and counts
how common words are in news at large (story_words.npz).

    python -m training.stories

Chosen by leaving topics out: see evals/stories.py. It takes half a minute.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from evals.shared import POLNEAR, ROOT, SHARED, rows
from onrecord.linking.agglomeration import Merge, agglomerate
from onrecord.linking.nearness import FEATURES, NEAREST, Pairs, pairs, shelve
from onrecord.linking.stories import FAINT, Judge
from onrecord.linking.texts import hashed, sketched
from onrecord.reading import read_article
from onrecord.record.days import days
from onrecord.record.views import ArticleView, SketchView

Floats = npt.NDArray[np.float64]
#: The story of each article.
Stories = npt.NDArray[np.int64]

STORIES = SHARED / "data" / "stories" / "ecbplus.jsonl"
DATA = ROOT / "src" / "onrecord" / "linking" / "data"
#: A word in fewer articles than this says nothing of how common it is.
LEAST = 2
CALENDAR = [
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
    *("november", "december"),
]
#: How strongly weights are held near 0; 1 and 10 do alike, and 10 gives weights whose signs make sense.
HELD = 10.0
#: Averages that are tried for the least at which clusters are one, and how much below the best F1 one may lie to
#: count among the best, of which the middle is taken.
AVERAGES = np.arange(0.15, 0.80, 0.025)
AMONG_BEST = 0.003
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Lessons:
    """Pairs of articles with the weight of each, and whether it is one story."""

    features: Floats
    same: npt.NDArray[np.bool_]
    weight: Floats


def texts() -> Iterator[str]:
    """PolNeAR's and GUM's training articles, on none of which stories are measured."""
    for row in rows(POLNEAR / "train.jsonl"):
        yield row["text"]
    document: list[str] = []
    for line in (SHARED / "data" / "gum" / "train.conllu").read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc"):
            yield "\n".join(document)
            document = []
        elif line.startswith("# text = "):
            document.append(line.removeprefix("# text = "))
    yield "\n".join(document)


def frequencies() -> dict[str, npt.NDArray[Any]]:
    """The share of articles that have each word; of words that are mostly written small, so that no names are among
    them, and of the calendar's."""
    small: Counter[str] = Counter()
    either: Counter[str] = Counter()
    some = list(filter(None, texts()))
    for text in some:
        found = set(_WORD.findall(text))
        small.update({word for word in found if word.islower()})
        either.update({word.lower() for word in found})
    kept = [w for w, df in small.items() if len(w) > 1 and df >= LEAST and 2 * df > either[w]] + CALENDAR
    hashes, places = np.unique(hashed(kept), return_index=True)
    return {"words": hashes, "shares": np.array([either[kept[i]] / len(some) for i in places], np.float16)}


@cache
def corpus() -> tuple[list[SketchView], Stories, npt.NDArray[np.int64]]:
    """The articles as sketches, the story of each and the topic of each."""
    gold = rows(STORIES)
    views = []
    for key, row in enumerate(gold):
        read = read_article(row["text"], input_format="text")
        known = (read.title, None, None, None, *days(read.published), True, None, read.passages)
        views.append(sketched(ArticleView(key, row["id"], read.text, *known)))
    return views, np.array([row["story"] for row in gold]), np.array([row["topic"] for row in gold])


def lessons(found: Pairs, story: Stories) -> Lessons:
    """Every article counts alike, however many are near it."""
    count = np.bincount(found.a, minlength=len(story)) + np.bincount(found.b, minlength=len(story))
    weight = 1 / count[found.a] + 1 / count[found.b]
    return Lessons(found.features.astype(float), story[found.a] == story[found.b], weight / weight.mean())


def fit(of: Sequence[Lessons]) -> Judge:
    """Logistic regression by Newton's method, on features brought to one scale."""
    x = np.concatenate([one.features for one in of])
    y = np.concatenate([one.same for one in of]).astype(float)
    w = np.concatenate([one.weight for one in of]) / len(of)
    means, spread = x.mean(axis=0), x.std(axis=0).clip(1e-6)
    z = np.column_stack([(x - means) / spread, np.ones(len(x))])
    held = np.full(z.shape[1], HELD)
    held[-1] = 0
    beta = np.zeros(z.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-z @ beta))
        slope = z.T @ (w * (y - p)) - held * beta
        beta += np.linalg.solve((z * (w * p * (1 - p)).clip(1e-9)[:, None]).T @ z + np.diag(held), slope)
    return Judge(means.astype(np.float32), (beta[:-1] / spread).astype(np.float32), float(beta[-1]), 0.5)


def merges(found: Pairs, judge: Judge) -> list[Merge]:
    """How clusters come to be, the surest first."""
    scores = 1 / (1 + np.exp(-judge.log_odds(found.features)))
    kept = np.flatnonzero(scores >= FAINT)
    edges = zip(found.a[kept].tolist(), found.b[kept].tolist(), scores[kept].tolist(), strict=True)
    return agglomerate(edges, float(AVERAGES[0]), NEAREST)[1]


def clustered(made: Sequence[Merge], size: int, least: float) -> npt.NDArray[np.int64]:
    """The cluster of each article when those with an average of `least` are joined."""
    into = np.arange(size)
    for merge in made:
        if merge.average < least:
            break
        into[into == into[merge.b]] = into[merge.a]
    return into


def bcubed(told: npt.NDArray[np.int64], gold: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Precision and recall of each article."""
    ours, theirs = (np.unique(one, return_inverse=True)[1] for one in (told, gold))
    both = np.zeros((ours.max() + 1, theirs.max() + 1))
    np.add.at(both, (ours, theirs), 1)
    right = both[ours, theirs]
    return right / both.sum(axis=1)[ours], right / both.sum(axis=0)[theirs]


def f1(precision: Floats, recall: Floats) -> float:
    p, r = precision.mean(), recall.mean()
    return float(2 * p * r / (p + r))


def least_of(of: Sequence[tuple[Pairs, Stories]], judge: Judge) -> float:
    """The average from which clusters are one: the middle of those that do best."""
    made = [(merges(found, judge), story) for found, story in of]
    scores = [np.mean([f1(*bcubed(clustered(one, len(story), t), story)) for one, story in made]) for t in AVERAGES]
    return float(AVERAGES[np.array(scores) >= max(scores) - AMONG_BEST].mean())


def among(kept: npt.NDArray[np.bool_]) -> tuple[Pairs, Stories]:
    """The pairs of these articles as if there were no others, and their stories."""
    views, story, _ = corpus()
    some = [view for view, keep in zip(views, kept, strict=True) if keep]
    return pairs(shelve(some), range(len(some))), story[kept]


def thinned(kept: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """One to three articles of each story: most stories of a record are no larger."""
    chance = np.random.default_rng(0)
    story = corpus()[1]
    some = np.zeros(len(kept), dtype=bool)
    for one in np.unique(story[kept]):
        articles = np.flatnonzero(kept & (story == one))
        some[chance.permutation(articles)[: chance.integers(1, 4)]] = True
    return some


def train(kept: npt.NDArray[np.bool_]) -> Judge:
    """What judges, trained on these articles alone, all and thinned."""
    of = [among(some) for some in (kept, thinned(kept))]
    judge = fit([lessons(*one) for one in of])
    return replace(judge, least=least_of(of, judge))


def main() -> None:
    DATA.mkdir(exist_ok=True)
    np.savez_compressed(DATA / "story_words.npz", **frequencies())
    judge = train(np.ones(len(corpus()[0]), dtype=bool))
    weights, means = (
        {name: round(float(value), 4) for name, value in zip(FEATURES, values, strict=True)}
        for values in (judge.weights, judge.means)
    )
    shipped = {"least": round(judge.least, 3), "bias": round(judge.bias, 4), "weights": weights, "means": means}
    (DATA / "stories.json").write_text(json.dumps(shipped, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
