"""Fits the weights that tell what hangs on what in a statement.

    python -m training.conditions > src/onrecord/model/conditions.npz

GUM's training part teaches what clauses are, by its tags and trees, and by its adverbial clauses how far the two
sides of a marker reach. `training/annotations.jsonl` has statements with their conditions; articles that conditions
are measured on are left out.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from evals.marked import read_marked
from evals.shared import SHARED, rows
from evals.understanding import CONDITIONS
from onrecord.analysis import statements as as_statements
from onrecord.attribution import attribute
from onrecord.attribution.reader import Words
from onrecord.interpretation import deciding, extents
from onrecord.interpretation.clauses import Sentence, sentences, surroundings
from onrecord.interpretation.conditions import clipped
from onrecord.interpretation.grammar import BEGINS, FORMS, OUTPUTS, Weights, grammar
from onrecord.interpretation.markers import LEADING, Marker, find_markers
from onrecord.types import Article, Attribution, Passage, Span, Statement
from training import gum
from training.annotations import annotated
from training.clauses import Example, gum_examples, gum_words

SEED = 7
GRAMMAR_PROJECT, GRAMMAR_HIDDEN = 48, 96
PROJECT, HIDDEN = 32, 96
WORD = re.compile(r"[^\W_]+")

Row = tuple[str, Statement, str, Words, Sequence[dict[str, str]]]


def words_of(text: str) -> Words:
    """The reader's words of a text."""
    return attribute(text, []).words


# What the annotated statements teach.


def annotated_examples(row: Row) -> Iterator[Example]:
    """Every leading marker of a statement, with the sides that the annotators gave it or none."""
    article, statement, text, words, conditions = row
    cue = tuple(w.lower() for span in statement.cue for w in WORD.findall(span.text))
    around = surroundings(statement, text, words, LEADING)
    for sentence in [*sentences(statement, text, words), *([around] if around else [])]:
        own = all(sentence.content)
        for marker in find_markers(sentence):
            if marker.shape != "leading" or marker.start == marker.end or (not own and sentence.content[marker.start]):
                continue
            cut, moved = clipped(sentence, marker)
            sides, holds = _sides(cut, moved, conditions)
            vectors = words.vectors[cut.rows].astype(np.float32)
            holds = holds if own else None  # what stands around a content is left to the sides to decide
            yield Example(article, cut, moved, vectors, sides, holds, cue, NEWS if sides is not None else 1.0)


#: How much more an annotated condition counts than one of GUM's clauses.
NEWS = 3.0


def _sides(
    sentence: Sentence, marker: Marker, conditions: Sequence[dict[str, str]]
) -> tuple[np.ndarray | None, bool | None]:
    """The sides that the annotators gave a marker, and whether it marks one of their conditions."""
    places = [(c, find_words(c["if"], sentence)) for c in conditions]
    mine = [(c, p) for c, p in places if p and 0 <= p[0] - marker.end <= 3]
    if not mine:
        return None, False
    same = [p for c, p in places if p and c["then"] == mine[0][0]["then"] and p[0] >= marker.end]
    then = find_words(mine[0][0]["then"], sentence)
    sides = np.zeros(len(sentence), dtype=np.int64)
    if then:
        sides[then[0] : then[1]] = 2
    sides[min(p[0] for p in same) : max(p[1] for p in same)] = 1
    sides[marker.start : marker.end] = 0
    return (sides if then else None), True


def find_words(text: str, sentence: Sentence) -> tuple[int, int] | None:
    """The words [first, last) of a sentence that a copied text stands for, small slips of copying apart."""
    wanted = [w.lower() for w in WORD.findall(text)]
    places = [i for i, w in enumerate(sentence.lower) if WORD.match(w)]
    have = [w for i in places for w in [WORD.findall(sentence.lower[i])[0]]]
    if not wanted:
        return None
    for at in range(len(have) - len(wanted) + 1):
        if have[at : at + len(wanted)] == wanted:
            return places[at], places[at + len(wanted) - 1] + 1
    blocks = [b for b in SequenceMatcher(None, have, wanted, autojunk=False).get_matching_blocks() if b.size]
    if sum(b.size for b in blocks) < 0.8 * len(wanted) or not blocks:
        return None
    return places[blocks[0].a], places[blocks[-1].a + blocks[-1].size - 1] + 1


# Fitting.


def fit_grammar(data: Sequence[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> dict[str, np.ndarray]:
    """Weights of `grammar`. `data` are the vectors, forms and labels of each document's words."""
    torch.manual_seed(SEED)
    project = nn.Linear(data[0][0].shape[1], GRAMMAR_PROJECT, bias=False)
    table = nn.Embedding(FORMS, FORM)
    nn.init.normal_(table.weight, std=0.1)
    hidden, out = nn.Linear(3 * (GRAMMAR_PROJECT + FORM), GRAMMAR_HIDDEN), nn.Linear(GRAMMAR_HIDDEN, OUTPUTS)
    layers = nn.ModuleList([project, table, hidden, out])
    optimizer = torch.optim.AdamW(layers.parameters(), lr=2e-3, weight_decay=1e-2)
    tensors = [tuple(map(torch.from_numpy, (v.astype(np.float32), f, y))) for v, f, y in data]
    order = np.random.default_rng(SEED)
    for epoch in range(GRAMMAR_EPOCHS):
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * (1 - epoch / GRAMMAR_EPOCHS)
        for number in order.permutation(len(tensors)):
            vectors, form, labels = tensors[number]
            own = torch.cat([project(vectors), nn.functional.dropout(table(form).sum(1), 0.2)], 1)
            scores = out(nn.functional.dropout(torch.relu(hidden(_beside(own))), 0.1))
            loss = nn.functional.cross_entropy(scores[:, :BEGINS], labels[:, 0])
            loss = loss + nn.functional.binary_cross_entropy_with_logits(scores[:, BEGINS:], labels[:, 1:].float())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return _named("grammar", project, hidden, out) | {"grammar.forms": table.weight.detach().numpy()}


FORM = 24
GRAMMAR_EPOCHS = 8


def _beside(rows: torch.Tensor) -> torch.Tensor:
    padded = nn.functional.pad(rows, (0, 0, 1, 1))
    return torch.cat([padded[:-2], rows, padded[2:]], 1)


def _named(name: str, project: nn.Linear, hidden: nn.Linear, out: nn.Linear) -> dict[str, np.ndarray]:
    plain = {
        f"{name}.project": project.weight.T, f"{name}.hidden": hidden.weight.T, f"{name}.hidden.bias": hidden.bias,
        f"{name}.out": out.weight.T, f"{name}.out.bias": out.bias,
    }  # fmt: skip
    return {key: value.detach().numpy().astype(np.float32) for key, value in plain.items()}


def fit_extents(
    examples: Sequence[Example], weights: Weights, epochs: int = 15, seed: int = SEED
) -> dict[str, np.ndarray]:
    """Weights of `score`, from examples whose sides are known."""
    torch.manual_seed(seed)
    width = examples[0].vectors.shape[1]
    project = nn.Linear(width, PROJECT, bias=False)
    hidden, out = nn.Linear(extents.inputs_size(PROJECT), HIDDEN), nn.Linear(HIDDEN, 6)
    layers = nn.ModuleList([project, hidden, out])
    optimizer = torch.optim.AdamW(layers.parameters(), lr=3e-3, weight_decay=3e-2)
    ready = [_tensors(e, weights) for e in examples if e.sides is not None]
    order = np.random.default_rng(seed)
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = 3e-3 * (1 - epoch / epochs)
        shuffled = order.permutation(len(ready))
        for first in range(0, len(ready), BATCH):
            vectors, kinds, known, own, sides, edges, weight = _together(
                [ready[n] for n in shuffled[first : first + BATCH]]
            )
            small = project(nn.functional.dropout(vectors, 0.2)) * known[:, :1]
            mark = small[own]
            inputs = torch.cat([_beside(small), mark, small * mark, _beside(kinds), known[:, 1:]], 1)
            scores = out(nn.functional.dropout(torch.relu(hidden(nn.functional.dropout(inputs, 0.1))), 0.3))
            loss = nn.functional.cross_entropy(scores[:, :3], sides, reduction="none") * weight
            sharp = (
                nn.functional.binary_cross_entropy_with_logits(scores[:, 3:], edges, reduction="none").sum(1) * weight
            )
            optimizer.zero_grad()
            ((loss.sum() + 2 * sharp.sum()) / BATCH).backward()
            optimizer.step()
    return _named("extents", project, hidden, out)


BATCH = 8


def _together(ready):
    """Examples as one long one, an empty row between them so that no word sees another sentence's."""
    columns, offset = [], 0
    for vectors, kinds, known, at, sides, edges, weight in ready:
        size = len(vectors)
        there = torch.ones(size, 1)
        own = torch.full((size,), offset + at)
        columns.append((vectors, kinds, torch.cat([there, known], 1), own, sides, edges, there[:, 0] * weight))
        width = [c.shape[1:] for c in columns[-1]]
        columns.append(tuple(torch.zeros((1, *w), dtype=c.dtype) for c, w in zip(columns[-1], width, strict=True)))
        offset += size + 1
    return [torch.cat(column) for column in zip(*columns, strict=True)]


def _tensors(example: Example, weights: Weights):
    kinds = grammar(example.sentence, example.vectors, weights)
    known = extents.features(example.sentence, example.marker, kinds)
    sides = example.sides.astype(np.int64)
    edges = np.zeros((len(sides), 3), dtype=np.float32)
    condition, then = np.flatnonzero(sides == 1), np.flatnonzero(sides == 2)
    if len(condition):
        edges[condition[-1], 0] = 1
    if len(then):
        edges[then[0], 1] = edges[then[-1], 2] = 1
    near = extents.local(example.sentence, kinds)
    arrays = [torch.from_numpy(np.ascontiguousarray(a)) for a in (example.vectors, near, known, sides, edges)]
    return *arrays[:3], example.marker.start, *arrays[3:], example.weight


#: How much the decision's weights are held down.
PENALTY = 0.005
#: What a vector's number weighs in it against a fact.
VECTORS = 0.4


def fit_decision(examples: Sequence[Example], weights: Weights, penalty: float = PENALTY) -> dict[str, np.ndarray]:
    """Weights of `chance`: a logistic regression on standardised inputs."""
    examples = [e for e in examples if e.holds is not None]
    rows = np.stack([decision_row(e, weights) for e in examples])
    labels = torch.tensor([float(bool(e.holds)) for e in examples])
    mean, scale = rows.mean(0), rows.std(0) + SCALE
    scale[-2 * examples[0].vectors.shape[1] :] /= VECTORS
    inputs = torch.from_numpy(((rows - mean) / scale).astype(np.float32))
    slope, bias = torch.zeros(rows.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([slope, bias], max_iter=300, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(inputs @ slope + bias, labels)
        loss = loss + penalty * slope.square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return {
        "decide": slope.detach().numpy(), "decide.bias": bias.detach().numpy(),
        "decide.mean": mean.astype(np.float32), "decide.scale": scale.astype(np.float32),
    }  # fmt: skip


#: Keeps rare inputs from being blown up by standardising.
SCALE = 0.1


def decision_row(example: Example, weights: Weights) -> np.ndarray:
    kinds = grammar(example.sentence, example.vectors, weights)
    sides = extents.decode(
        extents.score(example.sentence, example.marker, example.vectors, kinds, weights), example.marker
    )
    return deciding.inputs(example.sentence, example.marker, sides, example.cue, example.vectors, kinds)


def fit(documents: Sequence[tuple[gum.Document, Words]], rows: Sequence[Row]) -> dict[str, np.ndarray]:
    """All weights, each part on those before it."""
    arrays = fit_grammar([gum_words(d, w) for d, w in documents])
    known = [e for row in rows for e in annotated_examples(row)]
    clauses = [e for d, w in documents for e in gum_examples(d, w)]
    arrays |= fit_extents([e for e in clauses + known if e.sides is not None], Weights(arrays))
    return arrays | fit_decision(known, Weights(arrays))


def read_rows(rows: Iterable[dict[str, Any]]) -> Iterator[Row]:
    """The statements of annotated articles."""
    for row in rows:
        article, statements = read_marked(row)
        words = words_of(article.text)
        for statement, told in zip(statements, row["statements"], strict=True):
            yield article.id, statement, article.text, words, told["conditions"]


def invented_rows(lines: Iterable[str]) -> Iterator[Row]:
    """The statements of `conditions.tsv`: a sentence with its [cue] and {contents}, then its conditions."""
    for number, line in enumerate(lines):
        if line.startswith("#") or not line.strip():
            continue
        marked, told = line.rstrip("\n").split("\t")
        text, places = "", {}
        for piece in re.split(r"([\[\]{}])", marked):
            if piece in ("[", "]", "{", "}"):
                places.setdefault(piece, []).append(len(text))
            else:
                text += piece

        def spans(opening: str, closing: str, text: str = text, places=places) -> tuple[Span, ...]:
            pairs = zip(places.get(opening, ()), places.get(closing, ()), strict=True)
            return tuple(Span(a, b, text[a:b]) for a, b in pairs)

        article = Article(f"invented {number}", text, (Passage("body", 0, len(text)),))
        (statement,) = as_statements(article, [Attribution((), spans("[", "]"), spans("{", "}"), 1.0)])
        conditions = [
            {"relation": m[1], "if": m[2], "then": m[3]}
            for entry in told.split(" ;; ")
            if (m := re.match(r"(\w+): (.*) => (.*)", entry))
        ]
        yield article.id, statement, text, words_of(text), conditions


INVENTED = Path(__file__).with_name("conditions.tsv")


def main() -> None:
    documents = [(d, words_of(d.text)) for d in gum.documents(SHARED / "data" / "gum" / "train.conllu")]
    measured = {row["id"] for row in rows(CONDITIONS)}  # what is measured on teaches nothing
    taught = list(read_rows(row for row in annotated() if row["id"] not in measured))
    taught += invented_rows(INVENTED.read_text(encoding="utf-8").splitlines())
    sys.stdout.buffer.write(packed(fit(documents, taught)))


def packed(arrays: dict[str, np.ndarray]) -> bytes:
    """The weights as a file."""
    file = io.BytesIO()
    np.savez_compressed(file, **{name: array.astype(np.float16) for name, array in arrays.items()})
    return file.getvalue()


if __name__ == "__main__":
    main()
