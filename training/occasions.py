"""Teaches the choice of occasions and times (`src/onrecord/model/occasions.json`) from annotated articles.

    python -m training.occasions [--model src/onrecord/model]

Each choice is taught twice, with and without what the written rules would choose, so that all three can be measured.
What neighbours say is learned from probabilities of articles that the first step was not taught with.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from evals.marked import read_marked
from evals.shared import ROOT
from onrecord.attribution import attribute
from onrecord.attribution.reader import Words
from onrecord.resolution import occasions, said
from onrecord.resolution.choosing import WEIGHTS, Floats, Method, Weights
from onrecord.resolution.circumstances import make_clock, make_scene
from onrecord.resolution.leaning import cues, vectors
from onrecord.resolution.mentions import find_mentions
from onrecord.resolution.people import find_people
from onrecord.resolution.speakers import find_speakers
from onrecord.resolution.spreading import conditions, evidence
from onrecord.resolution.times import Timeline, read_times
from onrecord.types import Article, Party, Span, Statement
from training.annotations import annotated

FOLDS = 4
#: How strongly weights are held to nothing (features, leaning) or to plain trust in the text around (the rest):
#: chosen by
#: cross-validation over the annotated articles.
HOLD_FEATURES, HOLD_LEANING, HOLD_EVIDENCE, HOLD_CONDITIONS = 3.0, 300.0, 10.0, 30.0
STEPS = 150
#: Features that weigh less are left out: they change no choice on the annotated articles.
LEAST = 0.04

KIND_COLUMNS: dict[Any, int] = {None: 0} | {kind: 1 + number for number, kind in enumerate(occasions.KINDS)}

Gold = tuple[frozenset[str | None], frozenset[str | None]]


@dataclass(frozen=True, eq=False)
class Case:
    """An annotated article: for each statement the values that count as right for `said` and for `occasion`, or
    None."""

    article: Article
    statements: tuple[Statement, ...]
    words: Words
    timeline: Timeline
    speakers: tuple[tuple[Party, ...], ...]
    gold: tuple[Gold | None, ...]


@dataclass(eq=False)
class Problem:
    """One article's part in teaching one choice: what each statement's candidates are (features, column), which
    columns are
    right (a row a statement; all False where unknown), and how evidence is made of probabilities."""

    candidates: list[list[tuple[Sequence[str], int]]]
    own: list[list[bool]]
    right: Floats
    told: Floats
    shown: Callable[[Floats], Floats]


def leaning_weights(parts: Sequence[tuple[Floats, Floats]]) -> Floats:
    """Logistic regression on vectors; each part has a row a vector, and for each whether it is one (NaN: not known).
    Ends in a constant."""
    rows, told = (np.concatenate(column) for column in zip(*parts, strict=True))
    rows, told = rows[~np.isnan(told)], told[~np.isnan(told)]
    mean, wide = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    inputs = np.concatenate([(rows - mean) / wide, np.ones((len(rows), 1))], axis=1)
    weighed = np.zeros(inputs.shape[1])
    hold = HOLD_LEANING * np.append(np.ones(len(mean)), 0.0)
    for _ in range(8):  # Newton's method: more steps change nothing
        likely = 1 / (1 + np.exp(-np.clip(inputs @ weighed, -30, 30)))
        slope = inputs.T @ (likely - told) + hold * weighed
        bend = (inputs.T * (likely * (1 - likely))) @ inputs + np.diag(hold + 1e-3)
        weighed -= np.linalg.solve(bend, slope)
    plain = weighed[:-1] / wide
    return np.append(plain, weighed[-1] - mean @ plain)


def told_at_all(case: Case, field: int) -> tuple[Floats, Floats]:
    """The vectors of an article's cues, and whether the statement has a value."""
    told = [float(None not in gold[field]) if gold else np.nan for gold in case.gold]
    return vectors(cues(case.statements), case.words), np.array(told)


def kind_weights(cases: Sequence[Case]) -> Floats:
    """Multinomial logistic regression of the kind of occasion on the vectors of the cues. The last row is of
    constants."""
    rows = np.concatenate([vectors(cues(c.statements), c.words) for c in cases])
    right = np.concatenate([_right_columns(c, 1, KIND_COLUMNS) for c in cases])
    known = right.any(axis=1)
    rows, right = rows[known], right[known] / right[known].sum(axis=1, keepdims=True)
    mean, wide = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    inputs = np.concatenate([(rows - mean) / wide, np.ones((len(rows), 1))], axis=1)
    hold = HOLD_LEANING * np.append(np.ones(len(mean)), 0.0)[:, None]
    shape = (inputs.shape[1], right.shape[1])

    def slope(flat: Floats) -> Floats:
        weighed = flat.reshape(shape)
        scores = inputs @ weighed
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        return np.asarray((inputs.T @ (likely - right) + hold * weighed).ravel())

    weighed = descend(np.zeros(shape).ravel(), slope, 0.05).reshape(shape)
    plain = weighed[:-1] / wide[:, None]
    return np.concatenate([plain, weighed[-1:] - mean[None, :] @ plain])


def is_value(case: Case, field: int) -> tuple[Floats, Floats]:
    """The vectors of an article's events (or times), and whether a statement in the same sentence was made there
    (then)."""
    scene, _ = make_scene(case.article, case.statements, case.timeline, case.speakers, case.words, None)
    spans: list[tuple[Span, str]] = [(e.span, e.kind) for e in scene.events]
    if field == 0:
        spans = [(t.span, t.edtf) for t in case.timeline.times if t.edtf and t.type in ("DATE", "TIME")]
    right: dict[int, set[str | None]] = {}
    for manner, gold in zip(scene.manners, case.gold, strict=True):
        if gold:
            right.setdefault(manner.sentence, set()).update(gold[field])
    told = [
        float(value in right[at]) if (at := scene.sentences.sentence(span.start)) in right else np.nan
        for span, value in spans
    ]
    return vectors([(span,) for span, _ in spans], case.words), np.array(told)


def feature_weights(problems: Sequence[Problem]) -> dict[str, float]:
    """A log-linear model over each statement's candidates; any right one will do."""
    ids: dict[str, int] = {}
    feature: list[int] = []
    candidate: list[int] = []
    instance: list[int] = []
    right: list[bool] = []
    instances = 0
    for problem in problems:
        for row, candidates in enumerate(problem.candidates):
            good = _right(problem, row)
            if not any(good) or all(good):
                continue
            for (features, _), fits in zip(candidates, good, strict=True):
                feature += [ids.setdefault(f, len(ids)) for f in features]
                candidate += [len(right)] * len(features)
                instance.append(instances)
                right.append(fits)
            instances += 1
    at, of, numbers, good_ones = (np.array(x) for x in (instance, candidate, feature, right))
    starts = np.flatnonzero(np.r_[True, at[1:] != at[:-1]])

    def slope(weighed: Floats) -> Floats:
        score = np.bincount(of, weights=weighed[numbers], minlength=len(at))
        likely = np.exp(score - np.maximum.reduceat(score, starts)[at])
        good = likely * good_ones
        likely /= np.bincount(at, weights=likely)[at]
        good /= np.maximum(np.bincount(at, weights=good)[at], 1e-30)
        return np.bincount(numbers, weights=(likely - good)[of], minlength=len(ids)) + HOLD_FEATURES * weighed

    weighed = descend(np.zeros(len(ids)), slope, 0.15)
    return {name: float(weighed[number]) for name, number in ids.items()}


def _right(problem: Problem, row: int) -> list[bool]:
    """Which candidates are right by the text around a statement: those of its sentence before others, none if none
    is."""
    right = problem.right[row]
    if not right.any():
        return []
    columns = [column for _, column in problem.candidates[row]]
    good = [column > 0 and bool(right[column]) for column in columns]
    near = [fits and own for fits, own in zip(good, problem.own[row], strict=True)]
    good = near if any(near) else good
    none = bool(right[0]) or not any(good)
    return [fits or (none and column == 0) for fits, column in zip(good, columns, strict=True)]


def descend(start: Floats, slope: Callable[[Floats], Floats], pace: float) -> Floats:
    """Adam over all examples at once, slowing to a halt."""
    at, mean, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for number in range(1, STEPS + 1):
        down = slope(at)
        mean, square = 0.9 * mean + 0.1 * down, 0.99 * square + 0.01 * down * down
        now = pace * 0.5 * (1 + np.cos(np.pi * number / STEPS))
        at -= now * (mean / (1 - 0.9**number)) / (np.sqrt(square / (1 - 0.99**number)) + 1e-8)
    return at


def likely_rows(problem: Problem, weighed: dict[str, float]) -> Floats:
    """The first step's probabilities: a row a statement."""
    out = np.zeros_like(problem.right)
    for row, candidates in enumerate(problem.candidates):
        scores = np.array([sum(weighed.get(f, 0.0) for f in features) for features, _ in candidates])
        chances = np.exp(scores - scores.max())
        for (_, column), chance in zip(candidates, chances / chances.sum(), strict=True):
            out[row, column] += chance
    return out


def spread_weights(problems: Sequence[Problem], likely: Sequence[Floats], constants: int) -> tuple[Floats, Floats]:
    """How neighbours' evidence and the way of telling are weighed. `constants` is how many rows of constants there
    are."""
    told, shown, right, there = _padded(problems, likely)
    channels, wide = shown.shape[2], told.shape[1]
    begin = np.zeros((2, channels, wide))
    begin[:, 0, 0] = 2.0  # trust the text around to begin with
    nothing = shown[:, 0]
    rows = np.minimum(np.arange(right.shape[1]), constants - 1)

    def slope(flat: Floats) -> Floats:
        weighed, rest = flat[: begin.size].reshape(begin.shape), flat[begin.size :].reshape(constants, wide)
        by_channel = told @ weighed[0].T
        scores = (told @ rest.T)[:, rows]
        scores[:, 1:] += np.einsum("nkr,nr->nk", shown[:, 1:], by_channel)
        scores[:, 0] += (nothing * (told @ weighed[1].T)).sum(axis=1)
        scores[~there] = -1e9
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        good = chances * right
        off = chances - good / np.maximum(good.sum(axis=1, keepdims=True), 1e-30)
        down, down_rest = HOLD_EVIDENCE * (weighed - begin), HOLD_CONDITIONS * rest
        down[0] += np.einsum("nk,nkr->nr", off[:, 1:], shown[:, 1:]).T @ told
        down[1] += (off[:, :1] * nothing).T @ told
        np.add.at(down_rest, rows, off.T @ told)
        return np.concatenate([down.ravel(), down_rest.ravel()])

    flat = descend(np.concatenate([begin.ravel(), np.zeros(constants * wide)]), slope, 0.05)
    return flat[: begin.size].reshape(begin.shape), flat[begin.size :].reshape(constants, wide)


def _padded(
    problems: Sequence[Problem], likely: Sequence[Floats]
) -> tuple[Floats, Floats, Floats, npt.NDArray[np.bool_]]:
    """The annotated statements of all articles as one: conditions, evidence, right columns, and which columns
    there are."""
    most = max(p.right.shape[1] for p in problems)
    parts = []
    for problem, chances in zip(problems, likely, strict=True):
        known = problem.right.any(axis=1)
        shown, right = problem.shown(chances)[known], problem.right[known]
        wider = most - right.shape[1]
        there = np.arange(most)[None, :] < np.full((len(right), 1), right.shape[1])
        shown, right = np.pad(shown, ((0, 0), (0, wider), (0, 0))), np.pad(right, ((0, 0), (0, wider)))
        parts.append((problem.told[known], shown, right, there))
    told, shown, right, there = (np.concatenate(column) for column in zip(*parts, strict=True))
    return told, shown, right, there


def teach(problems: Sequence[Problem], leaning: Weights, constants: int) -> Weights:
    """All weights of one choice. The second step learns from probabilities of articles that the first was not
    taught with."""
    likely: list[Floats] = [np.zeros(0)] * len(problems)
    for fold in range(FOLDS):
        weighed = feature_weights([p for n, p in enumerate(problems) if n % FOLDS != fold])
        for number in range(fold, len(problems), FOLDS):
            likely[number] = likely_rows(problems[number], weighed)
    last = spread_weights(problems, likely, constants)
    return Weights(feature_weights(problems), leaning.leaning, leaning.candidates, leaning.kinds, *last)


def occasion_problem(case: Case, leaning: Weights, method: Method) -> Problem:
    """The choice of an occasion's kind in one article."""
    scene, lean = make_scene(case.article, case.statements, case.timeline, case.speakers, case.words, leaning)
    found = occasions.anchorings(scene)
    channels = occasions.channels(scene, method)
    return Problem(
        [[(c.features, occasions.column(scene, c.event)) for c in candidates] for candidates in found],
        [[c.features[0].startswith("own") for c in candidates] for candidates in found],
        _right_columns(case, 1, KIND_COLUMNS),
        conditions(scene.manners, lean),
        lambda likely: evidence(scene.manners, likely, *channels),
    )


def said_problem(case: Case, taught: Weights, leaning: Weights, method: Method) -> Problem:
    """The choice of a time in one article, its statements' events chosen by some weights."""
    clock, lean = clock_of(case, taught, leaning, method)
    columns: dict[str | None, int] = {None: 0} | {value: 1 + number for number, value in enumerate(clock.values)}
    found = said.timings(clock)
    channel = said.rule_channel(clock, method)
    return Problem(
        [[(c.features, columns[said.date_of(clock, c.time)]) for c in candidates] for candidates in found],
        [[c.features[0].startswith("own") for c in candidates] for candidates in found],
        _right_columns(case, 0, columns),
        conditions(clock.manners, lean),
        lambda likely: evidence(clock.manners, likely, *said.occasion_channels(clock, likely), channel),
    )


def clock_of(case: Case, taught: Weights | None, leaning: Weights | None, method: Method) -> tuple[said.Clock, Floats]:
    """What times are chosen from in one article, after its events have been."""
    scene, lean = make_scene(case.article, case.statements, case.timeline, case.speakers, case.words, taught)
    event_of = occasions.choose_events(scene, lean, method, taught)
    return make_clock(case.article, case.statements, scene, event_of, case.timeline, case.words, leaning)


def _right_columns(case: Case, field: int, columns: dict[Any, int]) -> Floats:
    out = np.zeros((len(case.statements), len(columns)))
    for row, gold in enumerate(case.gold):
        for value in gold[field] if gold else ():
            if value in columns:
                out[row, columns[value]] = 1.0
    return out


def teach_occasions(cases: Sequence[Case], method: Method) -> Weights:
    """The weights of the choice of occasions."""
    leaning, held_out = _leanings(cases, 1)
    return teach([occasion_problem(c, h, method) for c, h in zip(cases, held_out, strict=True)], leaning, 10)


def teach_said(cases: Sequence[Case], method: Method) -> Weights:
    """The weights of the choice of times. Events are those of weights that were not taught with the article."""
    leaning, held_out = _leanings(cases, 0)
    problems: list[Problem | None] = [None] * len(cases)
    for fold in range(FOLDS):
        taught = teach_occasions([c for n, c in enumerate(cases) if n % FOLDS != fold], method)
        for number in range(fold, len(cases), FOLDS):
            problems[number] = said_problem(cases[number], taught, held_out[number], method)
    return teach([p for p in problems if p], leaning, 2)


def _leanings(cases: Sequence[Case], field: int) -> tuple[Weights, list[Weights]]:
    """The weights of the vectors, taught with all articles; and for each article those that were taught without it."""
    parts = [(told_at_all(c, field), is_value(c, field)) for c in cases]
    nothing = np.zeros(0)

    def taught(fold: int | None) -> Weights:
        kept = [part for n, part in enumerate(parts) if n % FOLDS != fold]
        told, values = ([part[at] for part in kept] for at in (0, 1))
        kinds = kind_weights([c for n, c in enumerate(cases) if n % FOLDS != fold]) if field == 1 else nothing
        return Weights({}, leaning_weights(told), leaning_weights(values), kinds, nothing, nothing)

    folds = [taught(fold) for fold in range(FOLDS)]
    return taught(None), [folds[number % FOLDS] for number in range(len(cases))]


def to_json(weighed: Weights) -> dict[str, Any]:
    """Weights as the package keeps them: short numbers, and no feature that weighs next to nothing."""
    features = {name: round(w, 3) for name, w in sorted(weighed.features.items()) if abs(w) >= LEAST}
    arrays = ("leaning", "candidates", "kinds", "evidence", "conditions")
    return {"features": features} | {name: np.round(getattr(weighed, name), 4).tolist() for name in arrays}


def write(cases: Sequence[Case], model: Path) -> None:
    """Teaches everything and writes it to the model's folder."""
    out = {}
    methods: tuple[Method, ...] = ("learned", "both")
    for method in methods:
        out[f"occasion {method}"] = to_json(teach_occasions(cases, method))
        out[f"said {method}"] = to_json(teach_said(cases, method))
        logging.info("taught %s", method)
    (model / WEIGHTS).write_text(json.dumps(out, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")


def read_case(row: dict[str, Any]) -> Case:
    """An annotated article with everything that resolution has when it comes to occasions."""
    article, made = read_marked(row)
    words = attribute(article.text, []).words
    people = find_people(article, made, find_mentions(article, made))
    gold = tuple(
        (frozenset([s["said"]]), frozenset([s["occasion"]])) if "said" in s and "occasion" in s else None
        for s in row["statements"]
    )
    timeline = read_times(article.text, article.published, article.passages)
    return Case(article, made, words, timeline, find_speakers(article, made, people), gold)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=ROOT / "src" / "onrecord" / "model")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    write([read_case(row) for row in annotated()], parser.parse_args().model)


if __name__ == "__main__":
    main()
