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
from onrecord.attribution.labels import BEGIN, CONTENT_BEGIN, SOURCE_BEGIN, runs
from training.data import Example, Marked, batches, cue_labels, examples, load, role_labels
from training.network import Reader

log = logging.getLogger("training")
MASK_PIECE, CLS, SEP = 103, 101, 102


@dataclass(frozen=True)
class Settings:
    """How a run is made. The values are those that did best on dev; see the model card for what else was tried."""

    epochs: int = 6
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    budget: int = 4096  # pieces a batch
    warm_up: float = 0.06  # share of all steps
    masked: float = 0.06  # share of pieces hidden in training, in place of dropout
    decay: float = 0.01
    seed: int = 7


@dataclass(frozen=True)
class Batch:
    """Tensors of some windows, and of every cue in them with what to make of it.

    Cues are those marked and some proposals that the reader makes by itself: `valid` says which are
    right, `learn` for which of them the role labels are known.
    """

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


def losses(model: Reader, batch: Sequence[Example], settings: Settings, draw: np.random.Generator) -> dict[str, Tensor]:
    b = collate(batch, settings.masked if model.training else 0.0, settings.budget, draw)
    states, cue_scores = model.words(b.pieces, b.mask, b.shapes, b.first)
    marked = sum(len(e.marked) for e in batch) or 1
    cue = word_loss(cue_scores, b.cue_labels, b.words).sum() / marked
    seen = functional.binary_cross_entropy_with_logits(
        model.roles_anywhere(states).float()[b.words], b.anywhere[b.words]
    )
    candidates: list[tuple[int, tuple[int, int], Marked | None, float]] = []
    found = cue_scores.detach().float().numpy()
    for row, example in enumerate(batch):
        # A cue in the margin is another window's to answer for.
        own = range(example.window.own_start, example.window.own_end)
        candidates += [(row, m.cue, m, 1.0) for m in example.marked if m.cue[0] in own]
        more = [p for p in proposals(found[row], example) if p[0][0] in own][: 1 + len(example.marked) // 3]
        candidates += [(row, cue_span, touched, 1.0 if touched else 0.0) for cue_span, touched in more]
    spans = [around(c[1], batch[c[0]].window) for c in candidates]
    longest = even(max((end - start for start, end in spans), default=1), 32)
    index = np.zeros((even(len(candidates), 32), longest), dtype=np.int64)
    place, roles, there = np.zeros_like(index), np.zeros_like(index), np.zeros(index.shape, dtype=bool)
    for number, ((row, cue_span, m, _), (start, end)) in enumerate(zip(candidates, spans, strict=True)):
        offset = row * b.first.shape[1] - batch[row].window.start
        index[number, : end - start] = np.arange(start, end) + offset
        place[number, : end - start] = places(cue_span, start, end)
        there[number, : end - start] = True
        if m is not None:
            roles[number, : end - start] = role_labels(m, start, end)
    flat = states.reshape(-1, states.shape[-1])
    role_scores, valid = model.roles(flat, *(torch.from_numpy(a) for a in (index, place, there)))
    known = torch.tensor([m is not None for _, _, m, _ in candidates])
    role_scores, valid = role_scores[: len(candidates)], valid[: len(candidates)]
    roles, there = roles[: len(candidates)], there[: len(candidates)]
    role = word_loss(role_scores, torch.from_numpy(roles), torch.from_numpy(there)).sum(1)
    target = torch.tensor([t for *_, t in candidates])
    return {
        "cue": cue,
        "role": role[known].mean() if known.any() else role.sum() * 0,
        "valid": functional.binary_cross_entropy_with_logits(valid.float(), target),
        "seen": seen,
    }


def word_loss(scores: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
    """Cross-entropy of each word's label, 0 where the mask has no word."""
    return functional.cross_entropy(scores.float().transpose(1, 2), labels, reduction="none") * mask


WEIGHTS = {"cue": 2.0, "role": 1.0, "valid": 0.5, "seen": 2.0}


def optimiser(model: Reader, settings: Settings) -> torch.optim.Optimizer:
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, weight in model.named_parameters():
        rate = settings.encoder_rate if name.startswith("encoder") else settings.head_rate
        groups.setdefault((rate, 0.0 if weight.ndim < 2 else settings.decay), []).append(weight)
    return torch.optim.AdamW(
        [{"params": p, "lr": rate, "weight_decay": decay} for (rate, decay), p in groups.items()], fused=True
    )


def schedule(step: int, steps: int, warm_up: float) -> float:
    return min(step / max(1, warm_up * steps), max(0.0, (steps - step) / (steps * (1 - warm_up))))


def train(encoder: str, tokenizer: Tokenizer, articles: list[dict], held: list[dict], out: Path, settings: Settings) -> None:
    torch.manual_seed(settings.seed)
    torch.set_flush_denormal(True)
    model = Reader(encoder)
    optimise = optimiser(model, settings)
    epoch_steps = len(batches(list(examples(articles, tokenizer, random.Random(0))), settings.budget, random.Random(0)))
    steps = epoch_steps * settings.epochs
    rate = torch.optim.lr_scheduler.LambdaLR(optimise, lambda s: schedule(s, steps, settings.warm_up))
    held_batches = batches(list(examples(held, tokenizer, random.Random(0))), settings.budget, random.Random(0))
    began = 0
    if (out / "last.pt").exists():
        kept = torch.load(out / "last.pt", weights_only=True)
        model.load_state_dict(kept["model"])
        optimise.load_state_dict(kept["optimise"])
        rate.load_state_dict(kept["rate"])
        began = kept["epoch"]
        log.info("going on after epoch %d", began)
    for epoch in range(began, settings.epochs):
        draw, noise = random.Random(settings.seed + epoch), np.random.default_rng(settings.seed + epoch)
        model.train()
        tick, sums, done = time.time(), dict.fromkeys(WEIGHTS, 0.0), 0
        for batch in batches(list(examples(articles, tokenizer, draw)), settings.budget, draw):
            with torch.autocast("cpu", torch.bfloat16):
                parts = losses(model, batch, settings, noise)
            total = sum(WEIGHTS[k] * v for k, v in parts.items())
            optimise.zero_grad()
            total.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimise.step()
            rate.step()
            done += 1
            for k, v in parts.items():
                sums[k] += float(v.detach())
            if done % 20 == 0:
                means = {k: round(v / done, 3) for k, v in sums.items()}
                log.info("epoch %d step %d/%d %.2fs a step %s", epoch, done, epoch_steps, (time.time() - tick) / done, means)
        model.eval()
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            rows = [losses(model, b, settings, noise) for b in held_batches]
        log.info("epoch %d dev %s", epoch, {k: round(float(np.mean([float(r[k]) for r in rows])), 4) for k in WEIGHTS})
        torch.save({"model": model.state_dict(), "size": model.size}, out / f"epoch{epoch}.pt")
        torch.save({"model": model.state_dict(), "optimise": optimise.state_dict(), "rate": rate.state_dict(),
                    "epoch": epoch + 1}, out / "last.pt")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder with train.jsonl and dev.jsonl")
    parser.add_argument("--out", type=Path, required=True)
    for name, kind in (("epochs", int), ("encoder_rate", float), ("head_rate", float), ("seed", int), ("budget", int)):
        parser.add_argument("--" + name.replace("_", "-"), type=kind, default=getattr(Settings, name))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    tokenizer = Tokenizer.from_file(f"{options.encoder}/tokenizer.json")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    settings = Settings(options.epochs, options.encoder_rate, options.head_rate, options.budget, seed=options.seed)
    train(options.encoder, tokenizer, load(options.data / "train.jsonl"), load(options.data / "dev.jsonl"), options.out, settings)


if __name__ == "__main__":
    main()
