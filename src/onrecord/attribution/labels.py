"""The labels that the reader's two heads give to words, and the best sequences of them.

Both are in the IOB2 form (Tjong Kim Sang and Veenstra 1999): one head marks cues in a window, the other marks,
for one cue, the words of its source and of its content.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

#: Cue labels, and labels of the words around one cue. An `I` follows its own `B` or `I` alone.
OUT, BEGIN, INSIDE = 0, 1, 2
CUE_LABELS = 3
SOURCE_BEGIN, SOURCE_INSIDE, CONTENT_BEGIN, CONTENT_INSIDE = 1, 2, 3, 4
ROLE_LABELS = 5

#: Stands for "never": large against any score, small enough to be added up without overflow.
NEVER = -1e4


def allowed(labels: int) -> npt.NDArray[np.bool_]:
    """[from, to]: whether the label `to` may follow the label `from`; odd labels begin, even ones go on."""
    table = np.ones((labels, labels), dtype=bool)
    for inside in range(2, labels, 2):
        table[:, inside] = False
        table[[inside - 1, inside], inside] = True
    return table


def viterbi(scores: Floats, transitions: Floats, lengths: Ints) -> Ints:
    """The best label sequences. `scores` is [sequence, word, label], `transitions` [from, to];
    words from a sequence's length on come out as OUT."""
    count, longest, labels = scores.shape
    best = scores[:, 0].copy()
    best[:, 2::2] += NEVER
    back = np.zeros((count, longest, labels), dtype=np.int64)
    last = np.where((lengths == 1)[:, None], best, NEVER)
    for word in range(1, longest):
        paths = best[:, :, None] + transitions[None]
        back[:, word] = paths.argmax(1)
        best = paths.max(1) + scores[:, word]
        last = np.where((lengths == word + 1)[:, None], best, last)
    out = np.zeros((count, longest), dtype=np.int64)
    label = last.argmax(1)
    rows = np.arange(count)
    for word in range(longest - 1, -1, -1):
        here = word < lengths
        out[here, word] = label[here]
        if word:
            label = np.where(here, back[rows, word, label], label)
    return out


def runs(labels: Ints, begin: int) -> list[tuple[int, int]]:
    """The stretches [start, end) of a sequence marked by `begin` and the `I` label that goes with it."""
    found: list[tuple[int, int]] = []
    for word in np.flatnonzero((labels == begin) | (labels == begin + 1)).tolist():
        if labels[word] == begin or not found or found[-1][1] != word:
            found.append((word, word + 1))
        else:
            found[-1] = (found[-1][0], word + 1)
    return found
