"""What a text teaches the two heads of resolution: labels for its words, and antecedents for its pronouns and
descriptions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.attribution.reader import Words
from onrecord.resolution.heads import DESCRIPTIONS, NAMES, looks, tag_mentions, tokens_of
from onrecord.resolution.pairing import CLASS, pairing, pairs
from training.gum import Document
from training.marks import KINDS, PROPER, Mark, name_of

UNKNOWN = -1  # a word whose label is left out of the loss
#: First words of descriptions that point back. Possessives are told by whom they belong to.
DEFINITE = frozenset(["the", "this", "that", "these", "those"])


@dataclass(frozen=True, eq=False)
class MentionLesson:
    """One text: its vectors, the words' looks, and the labels of both layers."""

    vectors: np.ndarray
    looks: np.ndarray
    names: np.ndarray
    descriptions: np.ndarray


def labels(words: Words, marks: Sequence[Mark], kinds: Sequence[str]) -> np.ndarray:
    """A label for each word: 0, or 2k + 1 where a mark of kind k begins and 2k + 2 where it goes on."""
    out = np.zeros(len(words), dtype=np.int64)
    for start, end, kind in marks:
        first, last = np.searchsorted(words.ends, start, side="right"), np.searchsorted(words.starts, end)
        if kind in kinds and first < last:
            out[first:last] = 2 * kinds.index(kind) + 2
            out[first] -= 1
    return out


def mention_lesson(
    text: str, words: Words, names: Sequence[Sequence[Mark]], descriptions: Sequence[Mark] | None
) -> MentionLesson:
    """A text with its marks. Where several views of the names differ in kind, nothing is learnt; `descriptions` is
    None where they are not known."""
    first, *others = (labels(words, view, NAMES) for view in names)
    for other in others:
        first = np.where((first + 1) // 2 == (other + 1) // 2, first, UNKNOWN)
    unknown = np.full(len(words), UNKNOWN)
    described = unknown if descriptions is None else labels(words, descriptions, DESCRIPTIONS)
    return MentionLesson(words.vectors, looks(text, words, tokens_of(text, words)), first, described)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A mention and whom it is of: names for them, none where that is not known."""

    start: int
    end: int
    form: str
    whom: frozenset[str] | None


@dataclass(frozen=True, eq=False)
class AntecedentLesson:
    """The anaphors of one text: the vectors of all mentions, and for each anaphor its place, the candidates, which may
    be learnt from, which are right, what is known of each pair, and its class."""

    vectors: np.ndarray
    anaphors: np.ndarray
    before: np.ndarray
    there: np.ndarray
    right: np.ndarray
    place: np.ndarray
    classes: np.ndarray


def from_gum(document: Document) -> list[Labelled]:
    """People, organizations and places, and pronouns for anything else, which stand for none of them."""
    tokens = document.tokens
    found: dict[tuple[int, int], Labelled] = {}
    for entity in document.entities:
        head = tokens[entity.head]
        own, whom = (head.start, head.end), frozenset([entity.chain])
        if head.tag.startswith(("PRP", "WP")):
            found[own] = Labelled(*own, "pronoun", whom)
        elif entity.type in KINDS and head.tag in PROPER:
            start, end = (name_of(document, entity) or (tokens[entity.start].start, head.end))[:2]
            found[start, end] = Labelled(start, end, "name", whom)
        elif entity.type in KINDS and head.tag in ("NN", "NNS"):
            start = tokens[entity.start].start
            found[start, head.end] = Labelled(start, head.end, "description", whom)
    return sorted(found.values(), key=lambda m: (m.start, -m.end))


def from_speakers(
    text: str, words: Words, sources: Iterable[tuple[int, int, Sequence[str]]], weights
) -> list[Labelled]:
    """Tagged names, each by its own last word, and the pronouns and descriptions that are sources whose speakers are
    known, by the last words of theirs."""
    mentions = {(m.start, m.end): m.form for m in tag_mentions(text, words, weights)}
    known = {}
    for start, end, names in sources:
        inside = [span for span, form in mentions.items() if start == span[0] and span[1] <= end and form != "name"]
        known |= {span: frozenset(map(_last, names)) for span in inside}
    return [
        Labelled(*span, form, frozenset([_last(text[slice(*span)])]) if form == "name" else known.get(span))
        for span, form in sorted(mentions.items(), key=lambda m: (m[0][0], -m[0][1]))
    ]


def _last(name: str) -> str:
    return name.split()[-1].lower().strip(".,")


def is_anaphor(text: str, mention: Labelled) -> bool:
    written = text[mention.start : mention.end].lower()
    return written in CLASS if mention.form == "pronoun" else mention.form == "description" and _opens(written)


def _opens(written: str) -> bool:
    return written.split()[0] in DEFINITE


def antecedent_lesson(text: str, words: Words, mentions: Sequence[Labelled], complete: bool) -> AntecedentLesson:
    """What a text teaches. `complete` says that whom mentions are of is known throughout, so that an anaphor with no
    antecedent has none; else it teaches nothing."""
    places = [i for i, m in enumerate(mentions) if m.whom is not None and is_anaphor(text, m)]
    scene = pairing(text, words, [(m.start, m.end) for m in mentions])
    anaphors = np.asarray(places, dtype=np.int64)
    before, there, place = pairs(scene, anaphors)
    there &= np.asarray([m.whom is not None for m in mentions] or [False])[before] if len(places) else there
    known = [m.whom or frozenset() for m in mentions]
    alike = [[bool(known[i] & known[j]) for j in row] for i, row in zip(places, before.tolist(), strict=True)]
    right = there & np.asarray(alike, dtype=bool).reshape(there.shape)
    teaches = there.any(1) & (right.any(1) | complete)
    return AntecedentLesson(
        scene.vectors,
        anaphors[teaches],
        before[teaches],
        there[teaches],
        right[teaches],
        place[teaches],
        scene.classes[anaphors[teaches]],
    )
