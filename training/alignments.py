"""Pairs of statements as the teacher of words in context sees them (training/contexts.py): what its student learns
last, since linking asks it about nothing else."""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from evals import remarks as measured
from evals.shared import POLNEAR, ROOT, rows
from onrecord.attribution.contexts import Extract
from onrecord.linking.meaning import encoder
from onrecord.linking.remark_candidates import candidates
from onrecord.linking.remark_closer import extract
from onrecord.linking.remark_corpus import Corpus
from onrecord.linking.remark_model import load
from onrecord.linking.remark_pairs import Pairs
from onrecord.linking.remark_reading import read_corpus
from onrecord.record import Record, open_record
from training.distilling import Pieces, Student, Teacher, weighted

log = logging.getLogger("training")

#: The least score of a pair that is surely taken, of those that linking compares; others are taken until there are so
#: many, and so many more of statements with one of the NEAREST to it in meaning.
LIKELY, COMPARED, ALIKE = 0.02, 7_000, 4_200
NEAREST = (0, 0, 1, 2, 4, 8)
#: Characters of a statement that is long enough to have anything near it.
LEAST = 25
#: Rounds, in each of which the rate falls from its highest to nothing; pairs of a step, and steps to the highest rate.
ROUNDS, RATE, BATCH, WARM = 2, 5e-5, 12, 50
#: How much counts, beside each piece's own vector: how alike any two pieces of two statements are, twice that how alike
#: each is to the one it is most like, and how alike the statements are as a whole.
ALIGNED, WHOLE = 2.0, 20.0
#: The least that a piece weighs as such.
LIGHTEST = 0.3
#: One pair in so many is left out and shows how well others are told.
LEFT_OUT = 25
LABELLED = (ROOT / "evals" / "remarks.jsonl", ROOT / "training" / "remarks.jsonl")


@dataclass(frozen=True)
class Couples:
    """Pairs of statements by number, and each statement as it stands in its article."""

    pairs: list[tuple[int, int]]
    extracts: dict[int, Extract]


def couples(record: Record, held_back: tuple[str, str]) -> Couples:
    """Pairs of statements of two articles, none of them labelled, no article of the months held back."""
    chance = random.Random(0)
    corpus = read_corpus(record)
    texts = dict(record.db.execute("SELECT article, text FROM text").fetchall())
    published = dict(record.db.execute("SELECT key, published FROM article").fetchall())
    free = [
        n for n in range(len(corpus.facts)) if not held_back[0] <= published[corpus.facts.article(n)] <= held_back[1]
    ]
    found = [*_compared(corpus, set(free), chance), *_alike(corpus, free, texts, chance)]
    labelled = _labelled(record, corpus)
    kept = [pair for pair in found if frozenset(pair) not in labelled]
    chance.shuffle(kept)
    numbers = sorted({n for pair in kept for n in pair})
    return Couples(kept, {n: extract(corpus.facts[n], texts.get) for n in numbers})


def _compared(corpus: Corpus, free: set[int], chance: random.Random) -> list[tuple[int, int]]:
    """What linking compares: all that is likely at all, then by lot."""
    pairs, likely, others = Pairs(corpus, load()), [], []
    for a, b in candidates(corpus, pairs.weights):
        if a in free and b in free and corpus.facts.article(a) != corpus.facts.article(b):
            (likely if pairs.pair(a, b).score > LIKELY else others).append((a, b))
    chance.shuffle(others)
    return [*likely, *others[: max(0, COMPARED - len(likely))]]


def _alike(corpus: Corpus, free: Sequence[int], texts: dict[int, str], chance: random.Random) -> list[tuple[int, int]]:
    """Statements of whomever, each with one that is like it in meaning."""
    facts = [corpus.facts[n] for n in free]
    long = [one for one in facts if one.pieces[-1].end - one.pieces[0].start > LEAST]
    numbers = [n for n, one in zip(free, facts, strict=True) if one.pieces[-1].end - one.pieces[0].start > LEAST]
    told = encoder().encode([texts[one.article][one.pieces[0].start : one.pieces[-1].end] for one in long])
    vectors, articles = told.astype(np.float32) / 127, np.array([one.article for one in long])
    found = []
    for n in chance.sample(range(len(long)), ALIKE):
        likeness = np.where(articles == articles[n], -1, vectors @ vectors[n])
        found.append((numbers[n], numbers[int(np.argsort(-likeness)[chance.choice(NEAREST)])]))
    return found


def _labelled(record: Record, corpus: Corpus) -> set[frozenset[int]]:
    numbers = {facts.key: number for number, facts in enumerate(corpus.facts)}
    ids = {row[0] for row in record.db.execute("SELECT id FROM article")}
    pairs: list[dict[str, Any]] = [pair for path in LABELLED for pair in rows(Path(path))]
    here = [pair for pair in pairs if {pair[side]["article"] for side in ("a", "b")} <= ids]
    return {frozenset(numbers[key] for key in measured.statements_of(record, pair)) for pair in here}


# --- what is learned from them ---


@dataclass(frozen=True)
class Side:
    """A statement as it stands in its article: its pieces, the teacher's vectors of them, what each weighs, and which
    of them are the statement's."""

    pieces: list[int]
    vectors: Tensor
    weights: Tensor
    own: list[int]


def sides(some: Couples, teacher: Teacher, directions: np.ndarray, given: Pieces) -> dict[int, Side]:
    """The statements that student and teacher cut into the same pieces."""
    found, rarity = {}, load().rarity
    order = sorted(some.extracts, key=lambda n: len(some.extracts[n].text))
    for n, vectors in zip(order, teacher.vectors([some.extracts[n].text for n in order]), strict=True):
        encoded = given.tokenizer.encode(some.extracts[n].text, add_special_tokens=False)
        spans = some.extracts[n].spans
        own = [k for k, (b, e) in enumerate(encoded.offsets) if any(start <= b < e <= end for start, end in spans)]
        if own and len(encoded.ids) == len(vectors):
            wanted = nn.functional.normalize(torch.tensor(vectors @ directions), dim=-1)
            weights = torch.tensor(np.maximum(rarity[encoded.ids], 1e-3))
            found[n] = Side(encoded.ids, wanted, weights, own)
        if len(found) % 1000 == 0:
            log.info("the teacher has read %d of %d statements", len(found), len(order))
    return found


def loss(
    student: Student, given: Pieces, known: dict[int, Side], pairs: Sequence[tuple[int, int]]
) -> tuple[Tensor, Tensor]:
    """How far the student is from the teacher, and by how much it takes each pair for more alike than the teacher does.
    If it does so with all pairs alike, that is no fault: whoever asks compares pairs."""
    numbers = sorted({n for pair in pairs for n in pair}, key=lambda n: len(known[n].pieces))
    embedded, mask = given.batch([known[n].pieces for n in numbers])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = student(embedded, mask)
    made = {n: states[row, 1 : len(known[n].pieces) + 1].float() for row, n in enumerate(numbers)}
    apart = sum(
        1 - weighted((made[n] * known[n].vectors).sum(-1), known[n].weights.clamp(min=LIGHTEST)) for n in numbers
    ) / len(numbers)
    squares, best, whole = [], [], []
    for a, b in pairs:
        one, other = known[a], known[b]
        weights, others = one.weights[one.own], other.weights[other.own]
        own = made[a][one.own] @ made[b][other.own].T
        wanted = one.vectors[one.own] @ other.vectors[other.own].T
        squares.append(weighted((own - wanted) ** 2, weights[:, None] * others[None]))
        for axis, counts in ((1, weights), (0, others)):
            more = own.max(axis).values - wanted.max(axis).values
            best.append((more, counts))
            whole.append(weighted(more, counts))
    more = torch.stack(whole)
    usual = more.mean().detach()
    nearest = sum(weighted((one - usual) ** 2, counts) for one, counts in best) / len(best)
    aligned = sum(squares) / len(squares) + 2 * nearest
    return apart + ALIGNED * aligned + WHOLE * ((more - usual) ** 2).mean(), more


def learn(student: Student, teacher: str, model: Path, out: Path, held_back: tuple[str, str]) -> None:
    """Teaches the student, in place. `out` holds the teacher's main directions; a record of all of PolNeAR's training
    articles is kept there, which takes some minutes to make."""
    path, given = out / "articles.db", Pieces(model)
    if not path.exists():
        with measured.record_of({row["id"] for row in rows(POLNEAR / "train.jsonl")}, path) as record:
            measured.link_before(record)
    with open_record(path, read_only=True) as record:
        some = couples(record, held_back)
    known = sides(some, Teacher(teacher), np.load(out / "directions.npy"), given)
    pairs = [pair for pair in some.pairs if pair[0] in known and pair[1] in known]
    left_out, told = pairs[::LEFT_OUT], [pair for n, pair in enumerate(pairs) if n % LEFT_OUT]
    chance = random.Random(0)
    for turn in range(ROUNDS):
        _round(student, given, known, told, chance)
        student.eval()
        with torch.no_grad():
            parts = (left_out[begin : begin + BATCH] for begin in range(0, len(left_out), BATCH))
            more = torch.cat([loss(student, given, known, part)[1] for part in parts])
        log.info("round %d: how alike pairs left out are differs by %.3f", turn + 1, float(more.std()))


def _round(
    student: Student, given: Pieces, known: dict[int, Side], pairs: list[tuple[int, int]], chance: random.Random
) -> None:
    order = sorted(pairs, key=lambda pair: sum(len(known[n].pieces) for n in pair) + chance.random() * 30)
    batches = [order[begin : begin + BATCH] for begin in range(0, len(order), BATCH)]
    chance.shuffle(batches)
    optimizer = torch.optim.AdamW(student.parameters(), betas=(0.9, 0.98), weight_decay=0.01)
    student.train()
    for step, some in enumerate(batches):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / WARM) * max(0.02, 1 - step / len(batches))
        optimizer.zero_grad()
        loss(student, given, known, some)[0].backward()
        nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimizer.step()
