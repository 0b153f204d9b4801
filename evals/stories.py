"""How well articles about one event are grouped, near-identical events kept apart: ECB+, through a record."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from evals.shared import SHARED, Figures, rows, score
from onrecord.linking import stories as linking
from onrecord.reading import read_inputs
from onrecord.record import open_record
from onrecord.types import Analysis, Article

STORIES = SHARED / "data" / "stories" / "ecbplus.jsonl"
FIGURES = ("precision", "recall", "f1", "left_out_f1")
#: TF-IDF of words, average linkage, at its best threshold on these articles; and the goal set.
WORDS = {"f1": 0.887}
GOAL = {"f1": 0.96}


def stories(out: Path) -> Figures:
    """The story scorer's figures on ECB+, and the F1 of topics that had no part in the training, each in its turn.

    The articles go into a record without the reader, which the pass does not need, are linked there, and come out as
    `onrecord stories` prints them."""
    articles, told = out / "stories.articles.jsonl", out / "stories.told.jsonl"
    with articles.open("w", encoding="utf-8") as lines:
        for row in rows(STORIES):  # the gold stays behind
            lines.write(json.dumps({"id": row["id"], "text": row["text"]}) + "\n")
    (out / "stories.db").unlink(missing_ok=True)
    with open_record(out / "stories.db") as record:
        record.add(Analysis(one, ()) for one in read_inputs([str(articles)]) if isinstance(one, Article))
        linking.link(record)
        query = "SELECT r.id, s.story FROM story_article AS s JOIN article AS r ON r.key = s.article"
        found = [{"article": id, "story": story} for id, story in record.db.execute(query)]
    told.write_text("".join(json.dumps(line) + "\n" for line in found), encoding="utf-8")
    figures = score("story_score", STORIES, told)
    return {name: figures[name] for name in FIGURES[:3]} | {"left_out_f1": left_out()}


def left_out() -> float:
    """The F1 over all articles where those of each topic are grouped, among all, by weights and a threshold that were
    trained and chosen on the other topics."""
    from training.stories import among, bcubed, clustered, corpus, f1, merges, train

    _, story, topic = corpus()
    found, _ = among(np.ones(len(story), dtype=bool))
    precision, recall = np.zeros(len(story)), np.zeros(len(story))
    for one in np.unique(topic):
        judge = train(topic != one)
        ours = topic == one
        told = clustered(merges(found, judge), len(story), judge.least)
        precision[ours], recall[ours] = (values[ours] for values in bcubed(told, story))
    return round(f1(precision, recall), 4)
