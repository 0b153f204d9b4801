"""Which articles are about the same event."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np

from onrecord.errors import ModelError
from onrecord.linking.agglomeration import Days, Merge, agglomerate
from onrecord.linking.nearness import APART, FEATURES, NEAREST, Floats, Pairs, Shelf, gap, near, pairs, shelve
from onrecord.linking.texts import sketch_all, sketched
from onrecord.record.links import StoryGroup, Tie
from onrecord.record.store import Record
from onrecord.record.views import ArticleView, SketchView

DATA = Path(__file__).with_name("data")
#: Pairs that are less probable than this count as 0, which keeps the graph small.
FAINT = 0.02
#: Days between two articles for which nothing is taken off, and what each further day takes off the log-odds that
#: they are of one story: after two weeks it takes much likeness, after a month almost the same words. ECB+ has no
#: dates to learn this from; on PolNeAR, which is one campaign, 3 and 0.12 tied reports of one state a month apart.
DAYS, A_DAY = 2.0, 0.25
#: What speaks most for a tie is told: so many features.
TOLD = 4


@dataclass(frozen=True, slots=True)
class Judge:
    """A logistic model of whether two articles are of one story: a weight for each feature, whose mean over the pairs
    it was trained on is taken off first; `least` is the average from which clusters of articles are one. How it was
    trained is in training/stories.py."""

    means: Floats
    weights: Floats
    bias: float
    least: float

    def log_odds(self, features: Floats) -> Floats:
        return ((features - self.means) @ self.weights + self.bias).astype(np.float32)


@cache
def judge() -> Judge:
    """The shipped one. Raises ModelError when its file is missing or broken."""
    try:
        stored = json.loads((DATA / "stories.json").read_text(encoding="utf-8"))
        means, weights = (
            np.array([stored[part][name] for name in FEATURES], dtype=np.float32) for part in ("means", "weights")
        )
        return Judge(means, weights, float(stored["bias"]), float(stored["least"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the weights of stories cannot be read: {error}") from error


@dataclass(frozen=True, slots=True)
class Story:
    """Articles of one event, by key, the one first that was there first; `key` is the story that they join."""

    articles: tuple[int, ...]
    key: int | None = None


def link(record: Record, *, new_only: bool = False) -> int:
    """Groups the articles of the record into stories. With `new_only` new articles join stories, or make new ones with
    others that are near them. Returns how many stories there are, or were made or joined."""
    sketch_all(record)
    with record.explained():
        stories, ties = group(list(record.views.sketches()), new_only=new_only)
        groups = [StoryGroup(members=one.articles, name=_headline(record, one), key=one.key) for one in stories]
    record.write_links("story", groups, ties, whole=not new_only)
    return len(groups)


def find(articles: Iterable[ArticleView]) -> list[Story]:
    """The same, over articles by themselves: the stories of two articles or more."""
    return group([sketched(one) for one in articles])[0]


def group(views: Sequence[SketchView], *, new_only: bool = False) -> tuple[list[Story], list[Tie]]:
    """The stories of two articles or more, and why articles were tied."""
    some = sorted(_in_reach(views) if new_only else views, key=lambda one: one.key)
    shelf = shelve(some)
    rows: Iterable[int] = range(len(some))
    given: dict[int, int] = {}
    if new_only:
        new = [n for n, one in enumerate(some) if one.new]
        rows = sorted({*new, *(int(other) for one in new for other in near(shelf, one))})
        given = _given(some)
    found = pairs(shelf, rows)
    scores = probable(shelf, found)
    kept = np.flatnonzero(scores >= FAINT)
    edges = zip(found.a[kept].tolist(), found.b[kept].tolist(), scores[kept].tolist(), strict=True)
    into, merges = agglomerate(edges, judge().least, NEAREST, given, _days(shelf), APART)
    stories = _stories(some, into, given, new_only)
    return list(stories.values()), list(
        _ties(shelf, found, scores, [merge for merge in merges if into[merge.a] in stories])
    )


def _in_reach(views: Sequence[SketchView]) -> list[SketchView]:
    """The articles that may be compared with new ones: the rest is left aside for speed."""
    dates = [(one.first, one.last) for one in views if one.new]
    if not dates or not all(first and last for first, last in dates):
        return list(views)
    reach = timedelta(days=2 * APART)  # what is near to new ones is compared with what is near to it
    since = (date.fromisoformat(min(first for first, _ in dates if first)) - reach).isoformat()
    until = (date.fromisoformat(max(last for _, last in dates if last)) + reach).isoformat()
    return [one for one in views if (one.last or "9999") >= since and (one.first or "") <= until]


def _stories(
    some: Sequence[SketchView], into: Mapping[int, int], given: Mapping[int, int], new_only: bool
) -> dict[int, Story]:
    """The stories of two articles or more by their first article; with `new_only` those that a new article is in, and
    of one that was there before what joined it."""
    together: defaultdict[int, list[int]] = defaultdict(list)
    for place, root in sorted(into.items()):
        if place not in given:
            together[root].append(place)
    return {
        root: Story(tuple(some[n].key for n in places), some[root].story if root in given else None)
        for root, places in together.items()
        if (len(places) > 1 or root in given) and (not new_only or any(some[n].new for n in places))
    }


def probable(shelf: Shelf, found: Pairs) -> Floats:
    """How probable it is, 0 to 1, that each pair is of one story."""
    apart = np.nan_to_num(gap(shelf, found.a, found.b), nan=0.0)
    odds = judge().log_odds(found.features) - A_DAY * (apart - DAYS).clip(0)
    score: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
    return score


def _days(shelf: Shelf) -> dict[int, Days]:
    """The days of each article, by its place on the shelf."""
    begin, end = np.nan_to_num(shelf.first, nan=-np.inf), np.nan_to_num(shelf.last, nan=np.inf)
    return dict(enumerate(zip(begin.tolist(), end.tolist(), strict=True)))


def _given(some: Sequence[SketchView]) -> dict[int, int]:
    """The stories as they are: for each article in one, the first article in it."""
    first: dict[int, int] = {}
    return {n: first.setdefault(one.story, n) for n, one in enumerate(some) if one.story is not None and not one.new}


def _ties(shelf: Shelf, found: Pairs, scores: Floats, merges: Sequence[Merge]) -> Iterator[Tie]:
    """Why two articles' stories are one: what of the strongest pair between them spoke most, in log-odds."""
    order = found.a * len(shelf) + found.b
    for merge in merges:
        a, b = sorted((merge.a, merge.b))
        at = int(np.searchsorted(order, a * len(shelf) + b))
        adds = (found.features[at] - judge().means) * judge().weights
        why = {FEATURES[n]: round(float(adds[n]), 2) for n in np.argsort(-np.abs(adds), kind="stable")[:TOLD]}
        apart = float(gap(shelf, found.a[[at]], found.b[[at]])[0])
        known = {} if np.isnan(apart) else {"days_apart": int(apart)}
        keys = int(shelf.keys[a]), int(shelf.keys[b])
        yield Tie(*keys, round(float(scores[at]), 4), {"average": round(merge.average, 3), **why, **known})


def _headline(record: Record, story: Story) -> str | None:
    """The headline of the story's first article that has one; of a story that is there already, what it is called."""
    if story.key is not None:
        queries = [("SELECT name FROM story WHERE key = ?", story.key)]
    else:
        queries = [("SELECT title FROM article WHERE key = ?", key) for key in story.articles]
    found = (record.db.execute(query, (key,)).fetchone()[0] for query, key in queries)
    return next(filter(None, found), None)
