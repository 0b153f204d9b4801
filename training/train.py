"""Trains the reader.

    python -m training.train --encoder FOLDER --data ../shared/data/polnear/train.jsonl --out FOLDER

A checkpoint is written after each epoch and a run started again goes on from the last one.
"""

from __future__ import annotations

import argparse
import logging
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from onrecord.attribution.encoding import around, places
from onrecord.attribution.labels import BEGIN, CONTENT_BEGIN, runs
from training.data import Example, Marked, batches, cue_labels, examples, load, role_labels
from training.network import Reader

log = logging.getLogger("training")
Rate = torch.optim.lr_scheduler.LambdaLR
MASK_PIECE, CLS, SEP = 103, 101, 102


@dataclass(frozen=True)
class Settings:
    """How a run is made. The values are those that did best on dev; see the model card for what else was tried."""

    cycles: tuple[int, ...] = (4, 2)  # epochs of each; the rates fall to nothing in each and start lower in the next
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    restart: float = 0.5  # what the rates of a cycle are multiplied with for the next
    budget: int = 4096  # pieces a batch
    warm_up: float = 0.06  # share of all steps
    masked: tuple[float, ...] = (0.06, 0.12)  # share of pieces hidden in each cycle, in place of dropout
    decay: float = 0.01
    shares: tuple[float, ...] = (0.3, 0.7)  # of each cycle's last weights in those that ship
    seed: int = 7


@dataclass(frozen=True)
class Batch:
    """Tensors of some windows: inputs as `Reader.words` takes them, which words there are, and their labels."""

    pieces: Tensor
    mask: Tensor
    shapes: Tensor
    first: Tensor
    words: Tensor
    cue_labels: Tensor
    anywhere: Tensor


def even(number: int, step: int) -> int:
    """The next multiple of `step`: each new shape of a matrix product costs its compilation."""
    return -(-number // step) * step


def collate(batch: Sequence[Example], masked: float, budget: int, draw: np.random.Generator) -> Batch:
    widths = [e.window.end - e.window.start for e in batch]
    lengths = [int(e.encoded.first[e.window.end] - e.encoded.first[e.window.start]) for e in batch]
    longest = even(max(lengths) + 2, 64)
    count = max(len(batch), budget // longest)
    pieces = np.zeros((count, longest), dtype=np.int64)
    mask, shapes = np.zeros_like(pieces), np.zeros_like(pieces)
    mask[:, 0] = 1
    first = np.zeros((count, longest), dtype=np.int64)
    words = np.zeros(first.shape, dtype=bool)
    cues = np.zeros_like(first)
    anywhere = np.zeros((*first.shape, 2), dtype=np.float32)
    for row, example in enumerate(batch):
        e, w, width = example.encoded, example.window, widths[row]
        a, b = e.first[w.start], e.first[w.end]
        pieces[row, : b - a + 2] = [CLS, *e.pieces[a:b], SEP]
        mask[row, : b - a + 2] = 1
        shapes[row, 1 : b - a + 1] = np.repeat(e.shapes[w.start : w.end], np.diff(e.first[w.start : w.end + 1]))
        first[row, :width] = e.first[w.start : w.end] - a + 1
        words[row, :width] = True
        cues[row, :width] = cue_labels(example)
        for m in example.marked:
            for word, label in m.roles.items():
                if w.start <= word < w.end:
                    anywhere[row, word - w.start, 0 if label < CONTENT_BEGIN else 1] = 1
    hidden = (draw.random(pieces.shape) < masked) & (pieces != CLS) & (pieces != SEP) & (mask > 0)
    pieces[hidden] = MASK_PIECE
    return Batch(*(torch.from_numpy(a) for a in (pieces, mask, shapes, first, words, cues, anywhere)))


def proposals(scores: np.ndarray, example: Example) -> list[tuple[tuple[int, int], Marked | None]]:
    """Cues that the reader would propose which nobody marked, with the marked one that they touch."""
    width = example.window.end - example.window.start
    labels = (scores[:width] + np.array([-1.5, 0, 0])).argmax(-1)  # leaning towards finding too many
    known = {m.cue for m in example.marked}
    out = []
    for start, end in runs(labels, BEGIN):
        cue = start + example.window.start, end + example.window.start
        if cue not in known:
            touched = next((m for m in example.marked if m.cue[0] < cue[1] and cue[0] < m.cue[1]), None)
            out.append((cue, touched))
    return out


@dataclass(frozen=True)
class Candidate:
    """A cue in a batch, marked or proposed: the row of its window, its words, what is known of its roles."""

    row: int
    cue: tuple[int, int]
    marked: Marked | None


def candidates(scores: np.ndarray, batch: Sequence[Example]) -> list[Candidate]:
    """The marked cues that each window answers for, and a third as many that the reader proposes wrongly."""
    found: list[Candidate] = []
    for row, example in enumerate(batch):
        own = range(example.window.own_start, example.window.own_end)
        found += [Candidate(row, m.cue, m) for m in example.marked if m.cue[0] in own]
        more = [p for p in proposals(scores[row], example) if p[0][0] in own][: 1 + len(example.marked) // 3]
        found += [Candidate(row, cue, touched) for cue, touched in more]
    return found


def role_inputs(found: Sequence[Candidate], batch: Sequence[Example], width: int) -> tuple[Tensor, ...]:
    """What the role head is given for each cue (around, place, mask), padded to even shapes, and its labels."""
    spans = [around(c.cue, batch[c.row].window) for c in found]
    longest = even(max((end - start for start, end in spans), default=1), 32)
    index = np.zeros((even(len(found), 32), longest), dtype=np.int64)
    place, labels, there = np.zeros_like(index), np.zeros_like(index), np.zeros(index.shape, dtype=bool)
    for number, (c, (start, end)) in enumerate(zip(found, spans, strict=True)):
        index[number, : end - start] = np.arange(start, end) + c.row * width - batch[c.row].window.start
        place[number, : end - start] = places(c.cue, start, end)
        there[number, : end - start] = True
        if c.marked is not None:
            labels[number, : end - start] = role_labels(c.marked, start, end)
    return tuple(torch.from_numpy(a) for a in (index, place, there, labels))


def losses(
    model: Reader, batch: Sequence[Example], budget: int, masked: float, draw: np.random.Generator
) -> dict[str, Tensor]:
    """What the reader gets wrong in a batch, by head; of cues and roles, per attribution."""
    b = collate(batch, masked, budget, draw)
    states, cue_scores = model.words(b.pieces, b.mask, b.shapes, b.first)
    found = candidates(cue_scores.detach().float().numpy(), batch)
    around_cue, place, there, labels = role_inputs(found, batch, b.first.shape[1])
    role_scores, valid = model.roles(states.reshape(-1, states.shape[-1]), around_cue, place, there)
    known = torch.tensor([c.marked is not None for c in found])
    count = len(found)
    role = word_loss(role_scores[:count], labels[:count], there[:count]).sum(1)
    return {
        "cue": word_loss(cue_scores, b.cue_labels, b.words).sum() / (sum(len(e.marked) for e in batch) or 1),
        "role": role[known].mean() if known.any() else role.sum() * 0,
        "valid": functional.binary_cross_entropy_with_logits(valid[:count].float(), known.float()),
        "seen": functional.binary_cross_entropy_with_logits(
            model.roles_anywhere(states).float()[b.words], b.anywhere[b.words]
        ),
    }


def word_loss(scores: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
    """Cross-entropy of each word's label, 0 where the mask has no word."""
    return functional.cross_entropy(scores.float().transpose(1, 2), labels, reduction="none") * mask


WEIGHTS = {"cue": 2.0, "role": 1.0, "valid": 0.5, "seen": 2.0}


def optimiser(model: Reader, settings: Settings, cycle: int) -> torch.optim.Optimizer:
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, weight in model.named_parameters():
        rate = settings.encoder_rate if name.startswith("encoder") else settings.head_rate
        rate *= settings.restart**cycle
        groups.setdefault((rate, 0.0 if weight.ndim < 2 else settings.decay), []).append(weight)
    return torch.optim.AdamW(
        [{"params": p, "lr": rate, "weight_decay": decay} for (rate, decay), p in groups.items()], fused=True
    )


def schedule(step: int, steps: int, warm_up: float) -> float:
    return min(step / max(1, warm_up * steps), max(0.0, (steps - step) / (steps * (1 - warm_up))))


def one_epoch(
    model: Reader, optimise: torch.optim.Optimizer, rate: Rate, plan: Sequence[Sequence[Example]], budget: int,
    masked: float, noise: np.random.Generator,
) -> None:  # fmt: skip
    """Trains on every batch of the plan once."""
    model.train()
    tick, sums = time.time(), dict.fromkeys(WEIGHTS, 0.0)
    for done, batch in enumerate(plan, 1):
        with torch.autocast("cpu", torch.bfloat16):
            parts = losses(model, batch, budget, masked, noise)
        optimise.zero_grad()
        sum(WEIGHTS[k] * v for k, v in parts.items()).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimise.step()
        rate.step()
        sums = {k: sums[k] + float(v.detach()) for k, v in parts.items()}
        if done % 20 == 0:
            means = {k: round(v / done, 3) for k, v in sums.items()}
            log.info("step %d/%d, %.2f s each: %s", done, len(plan), (time.time() - tick) / done, means)


@dataclass(frozen=True)
class Material:
    """What a run reads: articles to learn from and others to watch the losses on."""

    tokenizer: Tokenizer
    articles: list[dict]
    held: list[dict]

    def plan(self, some: list[dict], budget: int, seed: int) -> list[list[Example]]:
        draw = random.Random(seed)
        return batches(list(examples(some, self.tokenizer, draw)), budget, draw)


def one_cycle(model: Reader, material: Material, out: Path, settings: Settings, cycle: int) -> None:
    """The epochs of one cycle, a checkpoint after each; one that was stopped goes on from the last."""
    out.mkdir(parents=True, exist_ok=True)
    epochs, budget = settings.cycles[cycle], settings.budget
    optimise = optimiser(model, settings, cycle)
    steps = len(material.plan(material.articles, budget, 0)) * epochs
    rate = Rate(optimise, lambda step: schedule(step, steps, settings.warm_up))
    for epoch in range(resume(model, optimise, rate, out / "last.pt"), epochs):
        seed = settings.seed + 100 * cycle + epoch
        log.info("cycle %d, epoch %d", cycle, epoch)
        plan, noise = material.plan(material.articles, budget, seed), np.random.default_rng(seed)
        one_epoch(model, optimise, rate, plan, budget, settings.masked[cycle], noise)
        model.eval()
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            rows = [losses(model, b, budget, 0.0, noise) for b in material.plan(material.held, budget, 0)]
        log.info("dev: %s", {k: round(float(np.mean([float(r[k]) for r in rows])), 4) for k in WEIGHTS})
        states = {"model": model.state_dict(), "optimise": optimise.state_dict(), "rate": rate.state_dict()}
        torch.save(states | {"epoch": epoch + 1}, out / "last.pt")


def resume(model: Reader, optimise: torch.optim.Optimizer, rate: Rate, last: Path) -> int:
    """Takes up a checkpoint, if there is one; returns the number of epochs done."""
    if not last.exists():
        return 0
    kept = torch.load(last, weights_only=True)
    model.load_state_dict(kept["model"])
    optimise.load_state_dict(kept["optimise"])
    rate.load_state_dict(kept["rate"])
    return int(kept["epoch"])


def average(files: Sequence[Path], shares: Sequence[float]) -> dict[str, Tensor]:
    """The mean of several checkpoints' weights (Izmailov et al. 2018), each with its share."""
    kept = [torch.load(file, weights_only=True)["model"] for file in files]
    return {name: sum(share * k[name] for share, k in zip(shares, kept, strict=True)) for name in kept[0]}


def run(encoder: str, data: Path, out: Path, settings: Settings) -> Path:
    """Trains on a folder with train.jsonl and dev.jsonl; returns the file of the averaged weights."""
    tokenizer = Tokenizer.from_file(f"{encoder}/tokenizer.json")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    torch.manual_seed(settings.seed)
    torch.set_flush_denormal(True)
    model = Reader(encoder)
    material = Material(tokenizer, load(data / "train.jsonl"), load(data / "dev.jsonl"))
    for cycle in range(len(settings.cycles)):
        one_cycle(model, material, out / f"cycle{cycle}", settings, cycle)
    ends = [out / f"cycle{cycle}" / "last.pt" for cycle in range(len(settings.cycles))]
    torch.save({"model": average(ends, settings.shares), "size": model.size}, out / "average.pt")
    return out / "average.pt"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder with train.jsonl and dev.jsonl")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    run(options.encoder, options.data, options.out, Settings())


if __name__ == "__main__":
    main()
