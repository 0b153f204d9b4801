"""What training makes of an article, without torch."""

from __future__ import annotations

import random
from pathlib import Path

from tokenizers import Tokenizer

from onrecord.attribution.encoding import encode
from onrecord.attribution.labels import CONTENT_BEGIN, CONTENT_INSIDE, SOURCE_BEGIN
from training.data import batches, cue_labels, examples, mark, restyle, role_labels

TOKENIZER = Tokenizer.from_file(str(Path(__file__).parents[2] / "src" / "onrecord" / "model" / "tokenizer.json"))
TEXT = "Ana Lund said it “never rains” here."
ATTRIBUTION = {"Source": [[0, 7]], "Cue": [[9, 13]], "Content": [[14, 35]]}  # the cue begins inside its word


def test_spans_that_begin_inside_a_word_take_all_of_it() -> None:
    (marked,) = mark(encode(TOKENIZER, TEXT), [ATTRIBUTION])
    assert marked.cue == (2, 3)
    assert marked.roles[0] == SOURCE_BEGIN
    assert [marked.roles[word] for word in (3, 4, 5)] == [CONTENT_BEGIN, CONTENT_INSIDE, CONTENT_INSIDE]


def test_labels() -> None:
    (example,) = examples(
        [{"text": TEXT, "annotations": [{"attributions": [ATTRIBUTION]}]}], TOKENIZER, random.Random(3)
    )
    assert cue_labels(example).tolist()[:4] == [0, 0, 1, 0]
    assert role_labels(example.marked[0], 4, 6).tolist() == [CONTENT_BEGIN, CONTENT_INSIDE]


def test_other_marks_keep_every_offset() -> None:
    for seed in range(60):
        other = restyle(TEXT, random.Random(seed))
        assert len(other) == len(TEXT)
        assert other.lower().replace("“", "").replace("”", "")[:17] == TEXT.lower()[:17]


def test_batches_hold_every_example_once() -> None:
    article = {"text": TEXT + "\n" + "word " * 900, "annotations": [{"attributions": [ATTRIBUTION]}]}
    some = list(examples([article] * 3, TOKENIZER, random.Random(1)))
    plan = batches(some, 1024, random.Random(2))
    assert sorted(id(e) for batch in plan for e in batch) == sorted(map(id, some))
