"""What GUM teaches of clauses: its tags and trees say what words are, where clauses begin and end, and how far the two
sides of an adverbial clause's marker reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.attribution.reader import Words
from onrecord.interpretation.clauses import Sentence
from onrecord.interpretation.conditions import clipped
from onrecord.interpretation.grammar import BEGINS, ENDS, NAMES, TAGS, forms
from onrecord.interpretation.markers import Marker
from training import gum

TAG = {tag: number for number, (_, tags) in enumerate(TAGS) for tag in tags.split()}
#: Relations whose governor heads a clause that may have a subject, and the words that make a subject.
CLAUSAL = frozenset(["root", "ccomp", "advcl", "acl:relcl", "parataxis", "csubj", "conj", "advcl:relcl", "xcomp"])
SUBJECTS = frozenset(["nsubj", "nsubj:pass", "csubj", "csubj:pass", "expl", "nsubj:outer"])
LEFT_OUT = frozenset(["mark", "cc", "punct", "discourse", "vocative", "parataxis"])
#: Words that open the adverbial clauses from whose extents is learnt; the first six mark conditions too.
OPENING = frozenset(
    [
        "if",
        "unless",
        "until",
        "when",
        "once",
        "while",
        "as",
        "because",
        "although",
        "since",
        "before",
        "after",
        "though",
    ]
)


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One marker in its sentence: each word's side (0 neither, 1 the condition, 2 what hangs on it), or None where the
    sides are not known, and whether it marks a condition, or None."""

    article: str
    sentence: Sentence
    marker: Marker
    vectors: np.ndarray
    sides: np.ndarray | None
    holds: bool | None
    cue: tuple[str, ...] = ()
    weight: float = 1.0


def subtrees(tokens: Sequence[gum.Token]) -> list[list[int]]:
    """The tokens that each token governs, itself among them, in order."""
    children: list[list[int]] = [[] for _ in tokens]
    for index, token in enumerate(tokens):
        if token.head != index:
            children[token.head].append(index)
    return children


def under(children: Sequence[Sequence[int]], top: int, without: frozenset[int] = frozenset()) -> set[int]:
    """A token and all below it, not going down into those left out."""
    found, waiting = set(), [top]
    while waiting:
        at = waiting.pop()
        found.add(at)
        waiting += [c for c in children[at] if c not in without]
    return found


def grammar_labels(document: gum.Document) -> np.ndarray:
    """For each token its kind, whether a clause with a subject begins with it, and whether one ends with it."""
    children = subtrees(document.tokens)
    labels = np.zeros((len(document.tokens), 3), dtype=np.int64)
    for index, token in enumerate(document.tokens):
        labels[index, 0] = TAG.get(token.tag, len(NAMES) - 1)
        relations = {document.tokens[c].relation for c in children[index]}
        if token.relation in CLAUSAL and relations & SUBJECTS:
            out = frozenset(c for c in children[index] if document.tokens[c].relation in LEFT_OUT - {"parataxis"})
            whole = under(children, index, out)
            labels[min(whole), 1] = labels[max(whole), 2] = 1
    return labels


def gum_examples(document: gum.Document, words: Words) -> Iterator[Example]:
    """The adverbial clauses of a document that a marker opens, with their extents."""
    tokens, children = document.tokens, subtrees(document.tokens)
    owner = np.searchsorted([t.start for t in tokens], words.starts, side="right") - 1
    roots = [_root(tokens, i) for i in range(len(tokens))]
    for index, token in enumerate(tokens):
        word = document.text[token.start : token.end].lower()
        head, top = token.head, tokens[token.head].head
        if word not in OPENING or not token.relation.startswith(("mark", "advmod")):
            continue
        if not tokens[head].relation.startswith("advcl") or top == head or index > head:
            continue
        condition = under(children, head) - set(under(children, index))
        left = frozenset(c for c in children[top] if _apart(tokens, children, c))
        then = under(children, top, left | {head}) - condition
        rows = np.flatnonzero(np.asarray([roots[o] == roots[index] for o in owner]))
        if not len(rows):
            continue
        sentence = _sentence(document.text, words, rows)
        at = int(np.searchsorted(words.starts[rows], token.start))
        sides = np.asarray([1 if o in condition else 2 if o in then else 0 for o in owner[rows]])
        kind = "when" if word == "whenever" else word
        marker = Marker(kind, "if", "leading", at, at + 1)
        cut, moved = clipped(sentence, marker)
        keep = slice(marker.start - moved.start, marker.start - moved.start + len(cut))
        yield Example(document.id, cut, moved, words.vectors[cut.rows].astype(np.float32), sides[keep], None)


def _apart(tokens: Sequence[gum.Token], children: Sequence[Sequence[int]], index: int) -> bool:
    """Whether a dependent is no part of its governor's clause: a coordinate clause with a subject, an aside."""
    if tokens[index].relation == "conj":
        return any(tokens[c].relation in SUBJECTS for c in children[index])
    return tokens[index].relation in LEFT_OUT


def _root(tokens: Sequence[gum.Token], index: int) -> int:
    for _ in range(200):
        if tokens[index].head == index:
            break
        index = tokens[index].head
    return index


def _sentence(text: str, words: Words, rows: np.ndarray) -> Sentence:
    starts, ends = words.starts[rows].tolist(), words.ends[rows].tolist()
    lower = tuple(text[a:b].lower() for a, b in zip(starts, ends, strict=True))
    return Sentence(text, tuple(starts), tuple(ends), (0,) * len(rows), lower, rows, (True,) * len(rows))


def gum_words(document: gum.Document, words: Words) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The vectors and forms of a document's words and the labels of the tokens they are in."""
    labels = grammar_labels(document)
    starts = np.asarray([t.start for t in document.tokens])
    owner = np.maximum(np.searchsorted(starts, words.starts, side="right") - 1, 0)
    known = labels[owner]
    first = np.concatenate([[True], owner[1:] != owner[:-1]])
    last = np.concatenate([owner[1:] != owner[:-1], [True]])
    known[~first, BEGINS - len(NAMES) + 1] = 0
    known[~last, ENDS - len(NAMES) + 1] = 0
    return words.vectors, forms(_sentence(document.text, words, np.arange(len(words)))), known
