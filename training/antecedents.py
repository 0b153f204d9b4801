"""Trains the head that weighs earlier mentions for a pronoun or a description (`heads.antecedents`)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from onrecord.resolution.pairing import CLASSES, PAIR
from training.lessons import AntecedentLesson

LOW, HIDDEN = 64, 96  # not searched
RATE, DECAY, DROPOUT = 2e-3, 0.03, 0.2
BATCH = 32
NEVER = -1e4
FLOOR = 1e-2  # added to a column's variance, so that one that hardly varies is not blown up

log = logging.getLogger(__name__)


class Network(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.earlier, self.later = nn.Linear(width, LOW), nn.Linear(width, LOW)
        self.from_earlier, self.both = nn.Linear(LOW, HIDDEN, bias=False), nn.Linear(LOW, HIDDEN, bias=False)
        self.from_later, self.place = nn.Linear(LOW, HIDDEN), nn.Linear(PAIR, HIDDEN, bias=False)
        self.score, self.none = nn.Linear(HIDDEN, 1), nn.Linear(LOW + CLASSES, 1)

    def forward(self, earlier, later, place, classes):
        """[anaphor, candidate] scores, with that of no antecedent in the last column."""
        a = functional.dropout(self.earlier(earlier), DROPOUT, self.training)
        b = functional.dropout(self.later(later), DROPOUT, self.training)
        hidden = self.from_earlier(a) + self.both(a * b[:, None]) + self.from_later(b)[:, None] + self.place(place)
        hidden = functional.dropout(hidden.relu(), DROPOUT, self.training)
        none = self.none(torch.cat([b, functional.one_hot(classes, CLASSES)], -1))
        return torch.cat([self.score(hidden)[..., 0], none], 1)

    def arrays(self, mean: np.ndarray, scale: np.ndarray) -> dict[str, np.ndarray]:
        """The weights as `heads` reads them, for vectors that were not scaled."""
        w = {name: value.detach().numpy().T for name, value in self.named_parameters()}
        out = {
            "pair.earlier": w["from_earlier.weight"],
            "pair.later": w["from_later.weight"],
            "pair.both": w["both.weight"],
            "pair.place": w["place.weight"],
            "pair.bias": w["from_later.bias"],
            "pair.score": w["score.weight"][:, 0],
            "pair.score.bias": w["score.bias"],
            "none": w["none.weight"][:, 0],
            "none.bias": w["none.bias"],
        }
        for side in ("earlier", "later"):
            weight = w[f"{side}.weight"] / scale[:, None]
            out |= {side: weight, f"{side}.bias": w[f"{side}.bias"] - mean @ weight}
        return out


def train(lessons: Sequence[AntecedentLesson], epochs: int, seed: int) -> dict[str, np.ndarray]:
    """The weights learnt from all lessons."""
    torch.manual_seed(seed)
    vectors = np.concatenate([one.vectors for one in lessons])
    mean, scale = vectors.mean(0), np.sqrt(vectors.var(0) + FLOOR)
    states = torch.from_numpy((vectors - mean) / scale)
    first = np.cumsum([0, *(len(one.vectors) for one in lessons[:-1])]).tolist()

    def joined(column: Callable[[AntecedentLesson, int], np.ndarray]) -> torch.Tensor:
        return torch.from_numpy(np.concatenate([column(one, at) for one, at in zip(lessons, first, strict=True)]))

    before, later = joined(lambda o, at: o.before + at), joined(lambda o, at: o.anaphors + at)
    place, classes = joined(lambda o, _: o.place), joined(lambda o, _: o.classes)
    there = functional.pad(joined(lambda o, _: o.there), (0, 1), value=True)
    right = joined(lambda o, _: np.column_stack([o.right, ~o.right.any(1)]))
    network = Network(vectors.shape[1])
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    steps = epochs * -(-len(later) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1, pct_start=0.1)
    for epoch in range(epochs):
        losses = []
        for some in torch.randperm(len(later)).split(BATCH):
            scores = network(states[before[some]], states[later[some]], place[some], classes[some])
            scores = scores.masked_fill(~there[some], NEVER)
            loss = (scores.logsumexp(1) - scores.masked_fill(~right[some], NEVER).logsumexp(1)).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        log.info("antecedents: epoch %d, loss %.4f", epoch + 1, np.mean(losses))
    return network.eval().arrays(mean, scale)
