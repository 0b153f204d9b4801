"""Trains the head that tags names and descriptions (`onrecord.resolution.heads.tag_mentions`)."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from onrecord.resolution.heads import DESCRIPTIONS, LOOKS, NAMES, REACH
from training.lessons import UNKNOWN, MentionLesson

#: Not searched: what a few microseconds a word allow.
LOW, HIDDEN = 96, 160
CHUNK, CHUNKS = 128, 12  # words read together, and how many of them a step learns from
RATE, DECAY, DROPOUT = 3e-3, 0.01, 0.2
#: Directions of the vectors are scaled to like size, those of less variance than this less so: they are noise. With 0.1
#: (and fewer epochs) persons and descriptions on GUM's dev come out .03 lower.
RIDGE = 1.0

log = logging.getLogger(__name__)


class Network(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.project = nn.Linear(width, LOW, bias=False)
        self.hidden = nn.Linear((LOW + LOOKS) * (2 * REACH + 1), HIDDEN)
        self.name = nn.Linear(HIDDEN, 2 * len(NAMES) + 1)
        self.description = nn.Linear(HIDDEN, 2 * len(DESCRIPTIONS) + 1)

    def forward(self, vectors, features):
        """Scores of both layers for all words but the REACH first and last ones."""
        small = torch.cat([self.project(vectors), features], -1)
        count = small.shape[-2] - 2 * REACH
        window = torch.cat([small[..., at : at + count, :] for at in range(2 * REACH + 1)], -1)
        hidden = functional.dropout(self.hidden(window).relu(), DROPOUT, self.training)
        return self.name(hidden), self.description(hidden)

    def arrays(self, mean: np.ndarray, scale: np.ndarray) -> dict[str, np.ndarray]:
        """The weights as `heads` reads them, for vectors that were not whitened."""
        project = scale @ self.project.weight.detach().numpy().T
        out = {"project": project, "project.bias": -mean @ project}
        for name in ("hidden", "name", "description"):
            layer = getattr(self, name)
            out |= {name: layer.weight.detach().numpy().T, f"{name}.bias": layer.bias.detach().numpy()}
        return out


def whitening(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean of vectors, and the matrix that gives them the same variance in all directions."""
    mean = vectors.mean(0, dtype=np.float64)
    values, directions = np.linalg.eigh(np.cov(vectors.astype(np.float64).T))
    return mean.astype(np.float32), (directions / np.sqrt(values + RIDGE)).astype(np.float32)


def _batches(lessons: Sequence[MentionLesson], draw: random.Random) -> Iterator[tuple[torch.Tensor, ...]]:
    chunks = [(lesson, at) for lesson in lessons for at in range(0, len(lesson.names), CHUNK)]
    draw.shuffle(chunks)
    for start in range(0, len(chunks), CHUNKS):
        columns = zip(*(_cut(*c) for c in chunks[start : start + CHUNKS]), strict=True)
        yield tuple(torch.from_numpy(np.stack(column)) for column in columns)


def _cut(lesson: MentionLesson, at: int) -> tuple[np.ndarray, ...]:
    """One chunk with REACH words on either side, filled up beyond the text's ends."""
    first, last = max(at - REACH, 0), min(at + CHUNK + REACH, len(lesson.names))
    pad = (first - (at - REACH), at + CHUNK + REACH - last)
    vectors = np.pad(lesson.vectors[first:last].astype(np.float32), (pad, (0, 0)))
    features = np.pad(lesson.looks[first:last], (pad, (0, 0)))
    own = slice(at, at + CHUNK)
    short = (0, CHUNK - len(lesson.names[own]))
    return (
        vectors,
        features,
        np.pad(lesson.names[own], short, constant_values=UNKNOWN),
        np.pad(lesson.descriptions[own], short, constant_values=UNKNOWN),
    )


def train(lessons: Sequence[MentionLesson], epochs: int, seed: int) -> dict[str, np.ndarray]:
    """The weights learnt from all lessons; one that is there twice counts twice."""
    torch.manual_seed(seed)
    draw = random.Random(seed)
    mean, scale = whitening(np.concatenate([lesson.vectors[::9] for lesson in lessons]))
    white = {id(one): replace(one, vectors=((one.vectors - mean) @ scale).astype(np.float16)) for one in lessons}
    lessons = [white[id(one)] for one in lessons]
    network = Network(len(mean))
    steps = epochs * -(-sum(-(-len(lesson.names) // CHUNK) for lesson in lessons) // CHUNKS)
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1, pct_start=0.1)
    for epoch in range(epochs):
        losses = []
        for vectors, features, *gold in _batches(lessons, draw):
            scores = network(vectors, features)
            parts = [
                functional.cross_entropy(s.flatten(0, 1), g.flatten(), ignore_index=UNKNOWN)
                for s, g in zip(scores, gold, strict=True)
                if (g != UNKNOWN).any()
            ]
            loss = sum(parts)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        log.info("mentions: epoch %d, loss %.4f", epoch + 1, np.mean(losses))
    return network.eval().arrays(mean, scale)
