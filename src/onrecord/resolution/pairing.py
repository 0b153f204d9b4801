"""What a learned head looks at when it weighs whether a mention stands for an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.attribution.labels import Floats, Ints
from onrecord.attribution.reader import Words

#: Pronouns by how they stand for somebody; what is none of these is a name or a description, the last class.
PRONOUN_CLASSES = (
    ("he", "him", "himself"),
    ("his",),
    ("she", "her", "hers", "herself"),
    ("they", "them", "themselves"),
    ("their", "theirs"),
    ("it", "itself"),
    ("its",),
    ("who", "whom", "whose"),
)
CLASS = {word: number for number, some in enumerate(PRONOUN_CLASSES) for word in some}
CLASSES = len(PRONOUN_CLASSES) + 1
#: How many of the mentions before one are weighed: 97% of the antecedents in GUM are nearer.
RECENT = 40
#: Columns of what is known of a pair besides the vectors: distance in words and in mentions by powers of two, whether
#: they share a sentence or follow in the next, how often the name occurs, its place, and the classes of both.
FAR, BACK = 8, 6
PAIR = FAR + BACK + 5 + 2 * CLASSES
SENTENCE_END = frozenset(".!?:")


@dataclass(frozen=True, slots=True, eq=False)
class Pairing:
    """What is known of each mention of a text for weighing pairs: its last word's vector and the mean of all its words,
    its characters and words, its sentence, its class, how many mentions end in the same word, and whether it opens a
    sentence. `endings` numbers the last words."""

    vectors: Floats
    spans: Ints
    start: Ints
    end: Ints
    sentence: Ints
    classes: Ints
    endings: Ints
    often: Floats
    opens: Floats


def pairing(text: str, words: Words, spans: Sequence[tuple[int, int]]) -> Pairing:
    """The mentions of a text, made ready. There must be words."""
    places = np.asarray(spans, dtype=np.int64).reshape(-1, 2)
    start = np.minimum(np.searchsorted(words.ends, places[:, 0], side="right"), len(words) - 1)
    end = np.maximum(np.searchsorted(words.starts, places[:, 1]), start + 1)
    means = _sums(words.vectors, start, end) / (end - start)[:, None]
    vectors = np.concatenate([words.vectors[end - 1], means], axis=1, dtype=np.float32)
    written = [text[a:b].lower() for a, b in spans]
    endings = np.unique([(w.split() or [""])[-1] for w in written] or [""], return_inverse=True)[1][: len(written)]
    stops = np.fromiter((text[at] in SENTENCE_END for at in words.starts.tolist()), dtype=np.int64, count=len(words))
    sentence = np.cumsum(np.pad(stops, (1, 0)))
    classes: Ints = np.asarray([CLASS.get(w, CLASSES - 1) for w in written], dtype=np.int64)
    often = np.log1p(np.bincount(endings)[endings]) if len(written) else np.zeros(0)
    opening = np.fromiter((text[at] in '.!?”"“' for at in words.starts.tolist()), dtype=bool, count=len(words))
    opens = (start == 0) | opening[start - 1]
    return Pairing(vectors, places, start, end, sentence[start], classes, endings, _float(often), _float(opens))


def _sums(rows: Floats, start: Ints, end: Ints) -> Floats:
    """The sum of the rows from each start to its end."""
    if not len(start):
        return rows[:0]
    padded = np.pad(rows, ((0, 1), (0, 0)))  # an end may lie behind the last row, where nothing is added
    return np.asarray(np.add.reduceat(padded, np.column_stack([start, end]).ravel(), axis=0)[::2], dtype=np.float32)


def _float(values: npt.NDArray[np.generic]) -> Floats:
    return np.asarray(values, dtype=np.float32)


def pairs(scene: Pairing, anaphors: Ints) -> tuple[Ints, npt.NDArray[np.bool_], Floats]:
    """For each anaphor the places of the mentions before it, nearest first, which of them may be meant, and what is
    known of each pair (PAIR columns)."""
    back = np.arange(RECENT)
    before = anaphors[:, None] - 1 - back
    there = before >= 0
    before = np.maximum(before, 0)
    there &= scene.spans[before, 1] <= scene.spans[anaphors, 0][:, None]
    distance = np.maximum(scene.start[anaphors][:, None] - scene.end[before], 0)
    far = np.minimum(np.log2(distance + 1).astype(int), FAR - 1)
    apart = scene.sentence[anaphors][:, None] - scene.sentence[before]
    rank = np.minimum(np.log2(back + 1).astype(int), BACK - 1)
    columns = [
        np.eye(FAR)[far],
        np.broadcast_to(np.eye(BACK)[rank], (*before.shape, BACK)),
        np.stack(
            [
                apart == 0,
                apart == 1,
                scene.often[before],
                scene.opens[before],
                scene.endings[before] == scene.endings[anaphors][:, None],
            ],
            axis=-1,
        ),
        np.eye(CLASSES)[scene.classes[before]],
        np.broadcast_to(np.eye(CLASSES)[scene.classes[anaphors]][:, None], (*before.shape, CLASSES)),
    ]
    return before, there, np.concatenate(columns, axis=-1, dtype=np.float32)
