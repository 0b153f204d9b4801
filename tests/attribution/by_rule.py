"""Heads that score by rule, so that what is found can be said beforehand, and the tokenizer of the real ones.

"said" and "told" are cues, "hinted" nearly one. What stands before a cue in its sentence is the source, what stands
after it the content; "and" belongs to neither and parts what it stands in.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from onrecord.attribution.decoding import Bools, Leaning
from onrecord.attribution.encoding import AFTER, BEFORE
from onrecord.attribution.labels import (
    BEGIN,
    CONTENT_BEGIN,
    CONTENT_INSIDE,
    CUE_LABELS,
    INSIDE,
    OUT,
    ROLE_LABELS,
    SOURCE_BEGIN,
    SOURCE_INSIDE,
    Floats,
    Ints,
)
from onrecord.attribution.reader import Reader, Settings

SURE = 8.0  # what the right label scores; the others score 0
NEARLY = -2.0  # what "hinted" scores as a cue
MOST_PIECES = 512  # that the encoder has positions for


@cache
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(Path(__file__).parents[2] / "src" / "onrecord" / "model" / "tokenizer.json"))


def piece(word: str) -> int:
    return int(tokenizer().token_to_id(word))


class ByRule:
    """`read` counts the windows and cues that were asked for, `valid` is the score of each cue by its word."""

    def __init__(self, **valid: float) -> None:
        self.valid = {piece(word): score for word, score in valid.items()}
        self.windows = self.cues = 0

    def words(self, pieces: Ints, mask: Ints, shapes: Ints, first: Ints) -> tuple[Floats, Floats]:
        assert pieces.shape == mask.shape == shapes.shape
        assert pieces.shape[1] <= MOST_PIECES
        self.windows += len(pieces)
        word = np.take_along_axis(pieces, first, axis=1)
        scores = np.zeros((*word.shape, CUE_LABELS), dtype=np.float32)
        scores[..., BEGIN] = np.where(np.isin(word, [piece("said"), piece("told")]), SURE, -SURE)
        scores[..., BEGIN][word == piece("hinted")] = NEARLY
        scores[..., INSIDE] = np.where(word == piece("told"), SURE + 1, -SURE)
        return word[..., None].astype(np.float32), scores

    def roles(self, states: Floats, around: Ints, place: Ints, mask: Bools) -> tuple[Floats, Floats]:
        assert around.shape == place.shape == mask.shape
        assert around.shape[1] <= BEFORE + AFTER + MOST_PIECES
        self.cues += len(around)
        words = states[around][..., 0].astype(np.int64)
        scores = np.zeros((*words.shape, ROLE_LABELS), dtype=np.float32)
        valid = np.zeros(len(words), dtype=np.float32)
        for row, (some, at) in enumerate(zip(words, np.where(mask, place, -1), strict=True)):
            labels = roles_of(some.tolist(), at.tolist())
            scores[row, np.arange(len(labels)), labels] = SURE
            cue = int(some[at == BEFORE][0])
            valid[row] = self.valid.get(cue, SURE)
        return scores, valid


def roles_of(words: list[int], place: list[int]) -> list[int]:
    """The role labels of the words around one cue, by the rule."""
    ends = {piece(w) for w in (".", "said", "told", "hinted")}
    labels = [OUT] * len(words)
    cue = [i for i, at in enumerate(place) if at == BEFORE]
    before = cue[0]
    while before > 0 and words[before - 1] not in ends:
        before -= 1
    after = cue[-1] + 1
    while after < len(words) and place[after] >= 0 and words[after] != piece("."):
        after += 1
    for start, end, begin, inside in (
        (before, cue[0], SOURCE_BEGIN, SOURCE_INSIDE),
        (cue[-1] + 1, after, CONTENT_BEGIN, CONTENT_INSIDE),
    ):
        for i in range(start, end):
            if words[i] != piece("and"):
                labels[i] = inside if i > start and labels[i - 1] != OUT else begin
    return labels


def reader(least: float = 0.5, *, cue: float = 0.0, **valid: float) -> Reader:
    """A reader whose confidence depends on the score of the cue's word alone."""
    weights = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    return Reader(ByRule(**valid), tokenizer(), Settings(Leaning(cue=cue), weights, least, least))
