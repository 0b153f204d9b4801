"""PolNeAR articles as training examples, drawn anew each epoch."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from onrecord.attribution.encoding import Encoded, Window, encode, windows
from onrecord.attribution.labels import BEGIN, CONTENT_BEGIN, INSIDE, ROLE_LABELS, SOURCE_BEGIN
from onrecord.attribution.quotation import quotations

#: Marks that a share of the articles is given in place of its own, so that the reader knows other
#: houses' quotation: (share, outer marks, inner marks). Chosen to keep four articles in five as they are.
STYLES = (
    (0.08, '""', "''"),
    (0.06, "‘’", "“”"),
    (0.04, "''", '""'),
    (0.03, "«»", "“”"),
)
SHOUTED = 0.15  # share of articles whose first line is given in capitals


@dataclass(frozen=True)
class Marked:
    """One attribution by word index: the cue [start, end), and the role label of each other word."""

    cue: tuple[int, int]
    roles: dict[int, int]


@dataclass(frozen=True)
class Example:
    """One window with everything marked in it."""

    encoded: Encoded
    window: Window
    marked: tuple[Marked, ...]


def load(path: Path) -> list[dict]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def restyle(text: str, draw: random.Random) -> str:
    """The text with other quotation marks or a shouted headline, character for character."""
    characters = list(text)
    chosen = draw.random()
    for share, *pairs in STYLES:
        if chosen < share:
            for q in quotations(text):
                if q.depth <= 2 and text[q.start] in '“"‘' and q.closed:
                    characters[q.start], characters[q.end - 1] = pairs[q.depth - 1]
            break
        chosen -= share
    if draw.random() < SHOUTED:
        for index, character in enumerate(text):
            if character == "\n" and index:
                break
            if len(character.upper()) == 1:
                characters[index] = character.upper()
    return "".join(characters)


def mark(encoded: Encoded, attributions: Sequence[dict]) -> tuple[Marked, ...]:
    """Attributions by word, spans that begin or end inside a word widened to all of it."""

    def span(start: int, end: int) -> tuple[int, int]:
        return int(np.searchsorted(encoded.ends, start, side="right")), int(np.searchsorted(encoded.starts, end))

    found = []
    for attribution in attributions:
        cues = [span(*s) for s in attribution.get("Cue") or ()]
        cues = [c for c in cues if c[0] < c[1]]
        if not cues:
            continue
        roles: dict[int, int] = {}
        for role, begin in (("Source", SOURCE_BEGIN), ("Content", CONTENT_BEGIN)):
            for start, end in sorted(span(*s) for s in attribution.get(role) or ()):
                roles.update({word: begin if word == start else begin + 1 for word in range(start, end)})
        found.append(Marked(cues[0], roles))
    return tuple(sorted(found, key=lambda m: m.cue))


def examples(articles: Sequence[dict], tokenizer: Tokenizer, draw: random.Random) -> Iterator[Example]:
    """The windows of all articles, one annotator's marks drawn for each article."""
    for article in articles:
        encoded = encode(tokenizer, restyle(article["text"], draw))
        marked = mark(encoded, draw.choice(article["annotations"])["attributions"])
        for window in windows(encoded):
            inside = tuple(m for m in marked if window.start <= m.cue[0] and m.cue[1] <= window.end)
            yield Example(encoded, window, inside)


def batches(all_examples: Sequence[Example], budget: int, draw: random.Random) -> list[list[Example]]:
    """Examples of like length together, `budget` pieces a batch, in random order."""

    def pieces(example: Example) -> int:
        length = int(example.encoded.first[example.window.end] - example.encoded.first[example.window.start]) + 2
        return -(-length // 64) * 64

    ordered = sorted(all_examples, key=lambda e: (pieces(e), draw.random()))
    out: list[list[Example]] = [[]]
    longest = 0
    for example in ordered:
        longest = max(longest, pieces(example))
        if out[-1] and longest * (len(out[-1]) + 1) > budget:
            out.append([])
            longest = pieces(example)
        out[-1].append(example)
    draw.shuffle(out)
    return out


def cue_labels(example: Example) -> np.ndarray:
    labels = np.zeros(example.window.end - example.window.start, dtype=np.int64)
    for m in example.marked:
        start, end = m.cue[0] - example.window.start, m.cue[1] - example.window.start
        labels[start:end] = INSIDE
        labels[start] = BEGIN
    return labels


def role_labels(m: Marked, left: int, right: int) -> np.ndarray:
    """The role labels of words `left` to `right`; a span cut by the edge begins there."""
    labels = np.zeros(right - left, dtype=np.int64)
    for word, label in m.roles.items():
        if left <= word < right:
            labels[word - left] = label
    if len(labels) and labels[0] in range(2, ROLE_LABELS, 2):
        labels[0] -= 1
    return labels
