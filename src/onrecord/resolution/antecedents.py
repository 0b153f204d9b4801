"""Whom a pronoun or a description stands for: those mentioned so far are weighed against each other."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from onrecord.attribution.reader import Words
from onrecord.resolution.entities import Entity
from onrecord.resolution.heads import antecedents
from onrecord.resolution.lexicon import singular
from onrecord.resolution.lexicon import words as listed
from onrecord.resolution.mentions import Mention, pronoun_class
from onrecord.resolution.scene import Scene

FEATURES = (
    "same_sentence", "previous_sentence", "two_back", "further", "same_paragraph", "subject", "spoke", "last_speaker",
    "opens", "quoted", "owner", "gender", "gender_unknown", "often", "nearest", "named", "first_of_all", "headline",
    "noun_told", "noun_same", "kind", "after", "own_content", "modifier", "learned", "rival",
    "subject_near", "leads_paragraph", "spoke_near", "rival_modifier",
)  # fmt: skip
#: How many of those mentioned last are weighed; the rest are too far back to be meant by a pronoun.
RECENT = 40


def fits(mention: Mention, entity: Entity) -> bool:
    """Whether somebody can be meant at all: a man by "he", several by "they", a person by "the senator"."""
    if mention.form == "pronoun":
        return _fits_pronoun(mention, entity)
    if mention.kind in ("person", "group") and mention.head not in listed("group"):
        if entity.kind not in ("person", "unnamed", "group") or mention.plural != entity.plural:
            return False
        if mention.gender and entity.gender and mention.gender != entity.gender:
            return False
        if mention.owner is not None and not mention.plural:
            return _told(mention, entity)  # "her spokesman" is not whoever was spoken of last
        return not mention.plural or _told(mention, entity) or singular(mention.head) in entity.nouns
    if mention.kind == "group":
        return entity.kind == "group" and mention.head in entity.nouns
    anybody = (
        entity.kind == "organization"
        and mention.head in listed("any_organization")
        and len(mention.span.text.split()) < 4
    )
    return entity.kind == mention.kind and (_told(mention, entity) or anybody)


def _fits_pronoun(mention: Mention, entity: Entity) -> bool:
    if mention.gender:
        return entity.kind in ("person", "unnamed") and not entity.plural and entity.gender in (None, mention.gender)
    if mention.plural:
        return entity.plural or entity.kind in ("organization", "group")
    return entity.kind in ("organization", "place", "document") and not entity.plural


def _told(mention: Mention, entity: Entity) -> bool:
    """Whether what the article has called somebody covers a description's noun."""
    return mention.head in entity.nouns or singular(mention.head) in entity.nouns


def features(at: int, entity: Entity, scene: Scene, last_speaker: int | None) -> tuple[float, ...]:
    """What speaks for an entity as the one that the mention numbered `at` stands for; see FEATURES."""
    mention, mentions = scene.mentions[at], scene.mentions
    place = mention.span.start
    own = scene.own_content.get(at, ())
    seen = [m for m in entity.mentions if m < at] or entity.mentions[:1]
    outside = [m for m in seen if not _within(mentions[m], own)]
    last = (outside or seen)[-1]
    model = mentions[last]
    sentences = scene.text.sentences
    here, there = sentences.sentence(place), sentences.sentence(model.span.start)
    back = here - there
    return (
        float(back == 0), float(back == 1), float(back == 2), math.log1p(max(back - 2, 0)),
        float(sentences.paragraph(place) == sentences.paragraph(model.span.start)),
        float(last in scene.subjects), float(last in scene.sources), float(last_speaker == entity.number),
        float(sentences.bounds(there)[0] >= (model.title or model.span).start - 5),
        float(last in scene.quoted and at not in scene.quoted),
        float(last + 1 in range(len(mentions)) and _owns(model, mentions, last)),
        float(entity.gender is not None and entity.gender == mention.gender), float(entity.gender is None),
        math.log1p(len(seen)), 0.0, float(entity.named), float(entity.number == 0),
        float(any(mentions[m].headline for m in entity.mentions[:3])),
        float(_told(mention, entity)), float(any(mentions[m].head == mention.head for m in seen)),
        float(entity.kind == mention.kind), float(last > at), float(not outside and bool(own)),
        modifiers(mention, entity),
        _linked(scene.links.get(at), seen), 0.0,
        float(last in scene.subjects and back in (0, 1)),
        float(sentences.paragraph(place) == sentences.paragraph(model.span.start) and sentences.opens(there)),
        float(last in scene.sources and back in (0, 1)), 0.0,
    )  # fmt: skip


#: Log-odds beyond which a learned head is as sure as it can be; what it did not weigh is as unlikely.
_SURE = 8.0


def _linked(odds: Mapping[int, float] | None, seen: Sequence[int]) -> float:
    """How likely a learned head finds it that the mention stands for one of these; 0 where it was not asked."""
    if odds is None:
        return 0.0
    return min(_SURE, max(-_SURE, max((odds.get(m, -_SURE) for m in seen), default=-_SURE)))


def links_of(text: str, mentions: Sequence[Mention], words: Words | None) -> dict[int, dict[int, float]]:
    """What a learned head says of pairs of mentions, by their numbers, the later one first; nothing without words."""
    if words is None:
        return {}
    asked = [at for at, m in enumerate(mentions) if m.definite or pronoun_class(m.head) in ("f", "m", "p", "n")]
    asked = [at for at in asked if mentions[at].form != "name"]
    return antecedents(text, words, [(m.span.start, m.span.end) for m in mentions], asked)


def _owns(model: Mention, mentions: Sequence[Mention], number: int) -> bool:
    return any(
        m.owner is not None and m.owner.start <= model.span.start < m.owner.end
        for m in mentions[max(0, number - 2) : number + 2]
    )


def _within(mention: Mention, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= mention.span.start < end for start, end in spans)


def modifiers(mention: Mention, entity: Entity) -> float:
    """Share of a description's other words that the article has used of somebody: "Vell" in "the Vell senator"."""
    if mention.form != "description":
        return 0.0
    said = {w.lower().strip("’'") for w in mention.span.text.replace("’s", "").replace("'s", "").split()}
    said -= listed("article") | listed("possessive") | {mention.head}
    return len(said & entity.nouns) / len(said) if said else 0.0


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights for FEATURES, one set for pronouns of people, one for other pronouns, one for descriptions, and how much
    somebody must score for a description to be theirs rather than somebody new's."""

    weights: Mapping[str, tuple[float, ...]]
    least: Mapping[str, float]

    def choose(self, kind: str, rows: Sequence[tuple[float, ...]]) -> int | None:
        """Which row is likeliest; None where none is likely enough."""
        if not rows:
            return None
        scores = np.asarray(rows) @ np.asarray(self.weights[kind])
        best = int(scores.argmax())
        return best if scores[best] >= self.least[kind] else None


def ranked_as(mention: Mention) -> str:
    """Which set of weights a mention is weighed with."""
    if mention.form == "description":
        return "description"
    return "person" if mention.gender else "other"


def compare(rows: list[list[float]], order: Sequence[int]) -> None:
    """Mark what rows show against each other: the one whose mention stands nearest before, and those who are not
    called by a description's noun while another is."""
    if not rows:
        return
    rows[max(range(len(rows)), key=lambda i: order[i])][FEATURES.index("nearest")] = 1.0
    for mark, rival in (("noun_told", "rival"), ("modifier", "rival_modifier")):
        here, there = FEATURES.index(mark), FEATURES.index(rival)
        if any(row[here] for row in rows):
            for row in rows:
                row[there] = float(not row[here])


def _rules(**weights: float) -> tuple[float, ...]:
    return tuple(weights.get(name, 0.0) for name in FEATURES)


#: Weights set by hand, so that what the rules alone achieve can be measured: whoever spoke last or is the subject,
#: near before far, named before unnamed.
RULES = Ranker(
    {
        "person": _rules(
            previous_sentence=-0.5, two_back=-1.2, further=-1.5, subject=1.0, spoke=1.0, last_speaker=1.5, quoted=-2,
            owner=-1, gender_unknown=-1, often=0.3, nearest=0.5, named=0.5, after=-5, own_content=-2.5, learned=1,
        ),
        "other": _rules(
            previous_sentence=-0.5, two_back=-1.5, further=-2, subject=1.0, spoke=1.0, last_speaker=1.5, quoted=-1,
            owner=-1, often=0.2, nearest=0.5, kind=0.5, after=-5, own_content=-2, learned=1,
        ),
        "description": _rules(
            previous_sentence=-0.2, two_back=-0.4, further=-0.5, subject=0.5, spoke=0.7, last_speaker=1.0, quoted=-0.5,
            often=0.4, named=0.7, noun_told=2, noun_same=1, after=-1, own_content=-1.5, modifier=2, learned=1,
        ),
    },
    {"person": -99.0, "other": -99.0, "description": 1.5},
)  # fmt: skip


#: What the learned head alone would choose; a description of nobody it knows is somebody new.
HEAD = Ranker(
    {kind: _rules(learned=1, after=-99) for kind in ("person", "other", "description")},
    {"person": -99.0, "other": -99.0, "description": 0.0},
)


@cache
def learned() -> Ranker:
    """The weights that `python -m training.speakers` fitted."""
    found = json.loads((files(__package__) / "data" / "ranker.json").read_text(encoding="utf-8"))
    weights = {kind: tuple(named[name] for name in FEATURES) for kind, named in found["weights"].items()}
    return Ranker(weights, found["least"])
