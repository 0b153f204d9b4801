"""Who each mention of an article is of: names by their likeness, the rest by weighing those mentioned before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.resolution.antecedents import RECENT, Ranker, compare, features, fits, modifiers, ranked_as
from onrecord.resolution.descriptions import kind_of_unnamed
from onrecord.resolution.entities import Entity, cluster_names
from onrecord.resolution.lexicon import singular, words
from onrecord.resolution.mentions import Mention, Text, pronoun_class
from onrecord.resolution.roles import shown_people, told_of
from onrecord.resolution.scene import Scene, joined_names, set_scene, source_mentions
from onrecord.resolution.sources import described
from onrecord.resolution.tokens import between
from onrecord.types import Statement

#: "of registered voters" after a share, which the next shares leave out.
_PERCENT_OF = re.compile(
    r"(?:percent|%) of (?:the |all )?((?:[A-Za-z-]+ ){0,2}?(?:[A-Za-z-]+s|people|men|women|public))\b"
)
#: People who speak as unnamed sources, not as a crowd.
_KNOWING = re.compile(r"(?:[\w-]+ ){0,3}?people (?:familiar|close|briefed|involved|in attendance|with|who)\b", re.I)
_ALIKE: dict[str, tuple[str, ...]] = {
    "unnamed": ("unnamed", "person"), "group": ("group",), "document": ("document",), "organization": ("organization",),
    "place": ("place",), "person": ("person",),
}  # fmt: skip


@dataclass(slots=True)
class Resolved:
    """The entities of an article, those that each mention is of, and the mentions that each source consists of."""

    entities: list[Entity]
    whose: dict[int, tuple[int, ...]]
    sources: list[tuple[int, ...]]
    choices: list[Choice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Choice:
    """One weighing, for training: the mention, the entities that fitted, what speaks for each."""

    mention: int
    entities: tuple[int, ...]
    rows: tuple[tuple[float, ...], ...]


def resolve(
    text: Text,
    statements: Sequence[Statement],
    mentions: Sequence[Mention],
    ranker: Ranker,
    links: Mapping[int, Mapping[int, float]] | None = None,
    author: str | None = None,
) -> Resolved:
    """Go through the mentions in text order and say whose each is. `author` is who writes "I"."""
    sources = source_mentions(text, statements, mentions)
    entities, names = cluster_names(mentions, shown_people(text, mentions))
    scene = set_scene(text, statements, mentions, sources, links or {})
    going = _Going(scene, ranker, entities, names, sources, author)
    return going.run()


class _Going:
    """An article while its mentions are gone through."""

    def __init__(
        self,
        scene: Scene,
        ranker: Ranker,
        entities: list[Entity],
        names: dict[int, int],
        sources: list[tuple[int, ...]],
        author: str | None,
    ) -> None:
        self.author = author
        self.scene, self.ranker, self.entities, self.sources = scene, ranker, entities, sources
        self.whose: dict[int, tuple[int, ...]] = {at: (number,) for at, number in names.items()}
        self.choices: list[Choice] = []
        self.last_speaker: int | None = None
        self._by_name = {(e.kind, e.name.lower()): e.number for e in entities}
        self._recent: dict[int, int] = {}
        self._initials = {
            m.span.text: entities[n].name
            for at, n in names.items()
            if (m := scene.mentions[at]).span.text.isupper()
            and " " in entities[n].name
            and entities[n].kind == "organization"
        }
        self._told = dict(told_of(scene.text, scene.mentions))
        self._pairs = joined_names(scene.text, scene.mentions)
        self._ends = {max(n): n for n, top in zip(sources, scene.top, strict=True) if n and top}
        for description, name in self._told.items():
            self._call(entities[names[name]], scene.mentions[description])
        for entity in entities:
            if not entity.nouns or entity.kind != "person":
                entity.nouns |= {singular(w) for w in entity.name.lower().split()}

    def run(self) -> Resolved:
        for at in range(len(self.scene.mentions)):
            if at not in self.whose:
                self.whose[at] = self._who(at)
                for number in self.whose[at]:
                    self.entities[number].mentions.append(at)
            for number in self.whose[at]:
                self._recent.pop(number, None)
                self._recent[number] = at
            if at in self._pairs and self.whose[at] and self.whose.get(self._pairs[at]):
                self._together([*self.whose[self._pairs[at]], *self.whose[at]])
            if at in self._ends:
                self._speaks([n for m in self._ends[at] for n in self.whose.get(m, ())])
        self._name_headlines()
        return Resolved(self.entities, self.whose, self.sources, self.choices)

    def _name_headlines(self) -> None:
        """A headline's description is of whom the text first describes with the same noun: "Poll", "official"."""
        for numbers in self.sources:
            for at in numbers:
                whose = [self.entities[n] for n in self.whose[at]]
                if len(whose) != 1 or whose[0].named or whose[0].members or not self.scene.heads(at):
                    continue
                told = {singular(w) for w in whose[0].name.lower().split()}
                later = (
                    e
                    for e in self.entities
                    if not e.members and e.mentions and min(e.mentions) > at and e is not whose[0]
                )
                full = next(
                    (
                        e
                        for e in later
                        if told <= e.nouns and e.plural == whose[0].plural and e.kind in _ALIKE[whose[0].kind]
                    ),
                    None,
                )
                if full is not None:
                    self.whose[at] = (full.number,)
                    full.mentions.insert(0, at)
                    whose[0].mentions.remove(at)

    def _speaks(self, speakers: Sequence[int]) -> None:
        speakers = list(dict.fromkeys(speakers))
        if len(speakers) == 1:
            self.last_speaker = speakers[0]
        elif speakers:
            self.last_speaker = self._together(speakers)

    def _together(self, members: Sequence[int]) -> int:
        """The joint entity of several who speak together: what "they" may mean next."""
        name = " ; ".join(self.entities[n].name for n in members)
        joint = self._entity(name, "group", False, plural=True)
        joint.members = tuple(members)
        joint.nouns |= set.intersection(*(self.entities[n].nouns for n in members))
        joint.mentions.extend(sorted({self._recent[n] for n in members if n in self._recent} or {0}))
        self._recent.pop(joint.number, None)
        self._recent[joint.number] = joint.mentions[-1]
        return joint.number

    def _entity(self, name: str, kind: str, named: bool, plural: bool = False) -> Entity:
        key = (kind, name.lower())
        if key not in self._by_name:
            self._by_name[key] = len(self.entities)  # type: ignore[index]
            self.entities.append(Entity(len(self.entities), kind, name, named, plural=plural))  # type: ignore[arg-type]
        return self.entities[self._by_name[key]]  # type: ignore[index]

    def _call(self, entity: Entity, mention: Mention) -> None:
        said = {w.lower().strip("’',") for w in mention.span.text.replace("’s", "").replace("'s", "").split()}
        entity.nouns |= said - words("article") | {singular(mention.head)}
        if entity.kind in ("person", "unnamed") and entity.gender is None:
            entity.gender = mention.gender

    def _who(self, at: int) -> tuple[int, ...]:
        mention = self.scene.mentions[at]
        if at in self._told:
            return self.whose.get(self._told[at], ())
        if mention.form == "pronoun":
            return self._pronoun(at, mention)
        if mention.head in ("nobody", "one") and mention.span.text.lower() in ("nobody", "no one"):
            return ()
        return self._description(at, mention)

    def _pronoun(self, at: int, mention: Mention) -> tuple[int, ...]:
        kind = pronoun_class(mention.head)
        if kind == "who":
            return self._relative(at, mention)
        if kind in ("1", "we", "you"):
            return self._first_or_second(at, kind)
        found = self._choose(at, ranked_as(mention))
        if found is None:
            return ()
        if mention.gender and self.entities[found].gender is None:
            self.entities[found].gender = mention.gender
        return self.entities[found].members or (found,)

    def _first_or_second(self, at: int, kind: str) -> tuple[int, ...]:
        """Outside quotation marks "I" is the author and "you" the readers, where they are the source of something."""
        if at in self.scene.quoted or at not in self.scene.sources or kind == "we":
            return ()
        if kind == "you":
            return (self._entity("readers", "group", False, plural=True).number,)
        name = self.author
        known = next((e.number for e in self.entities if name and e.kind == "person" and e.name == name), None)
        if known is not None:
            return (known,)
        return (self._entity(name or "author", "person" if name else "unnamed", name is not None).number,)

    def _relative(self, at: int, mention: Mention) -> tuple[int, ...]:
        """Whoever was mentioned just before "who", in the same sentence."""
        start, _ = self.scene.text.sentences.bounds(self.scene.text.sentences.sentence(mention.span.start))
        people = mention.head in ("who", "whom")
        for before in range(at - 1, max(-1, at - 9), -1):
            other = self.scene.mentions[before]
            if other.span.start < start:
                break
            if (other.form == "pronoun" and other.head != "those") or other.span.end > mention.span.start:
                continue
            kinds = {self.entities[n].kind for n in self.whose[before]}
            if not people or kinds & {"person", "group", "unnamed"}:
                return self.whose[before]
        return ()

    def _choose(self, at: int, kind: str) -> int | None:
        """The likeliest of those mentioned last that fit."""
        mention = self.scene.mentions[at]
        recent = list(reversed(self._recent))[:RECENT]
        quoting = {n for m in self.scene.quoting.get(at, ()) if at in self.scene.quoted for n in self.whose.get(m, ())}
        numbers = [n for n in recent if fits(mention, self.entities[n]) and n not in quoting]
        if kind == "description":
            numbers += [
                e.number
                for e in self.entities
                if e.named and e.number not in self._recent and fits(mention, e) and _covers(mention, e)
            ][:5]
        numbers = self._called(mention, numbers)
        rows = [list(features(at, self.entities[n], self.scene, self.last_speaker)) for n in numbers]
        compare(rows, [self._recent.get(n, -1) for n in numbers])
        frozen = tuple(tuple(row) for row in rows)
        if numbers:
            self.choices.append(Choice(at, tuple(numbers), frozen))
        best = self.ranker.choose(kind, frozen)
        return None if best is None else numbers[best]

    def _called(self, mention: Mention, numbers: list[int]) -> list[int]:
        """Of those whom an office may mean, those who are called by it, where some are; of them those who are called
        by its other words too: "the newly elected president" is no other president."""
        if singular(mention.head) not in words("title") or mention.form != "description":
            return numbers
        told = [n for n in numbers if _covers(mention, self.entities[n])]
        closer = [n for n in told if modifiers(mention, self.entities[n])]
        return closer or told or numbers

    def _description(self, at: int, mention: Mention) -> tuple[int, ...]:
        if mention.owner is not None and mention.head in words("utterance") and (owner := self._owner(at, mention)):
            return (owner.number,)  # what somebody's advice says, they say
        name = self._name(at, mention)
        kind = mention.kind if mention.kind not in ("person", "group") else kind_of_unnamed(mention.head)
        known = self._by_name.get((kind, name.lower()))
        if (mention.definite and mention.owner is None) or (mention.owner and mention.kind == "person"):
            if mention.plural and mention.kind == "group" and (both := self._all_called(mention)):
                return both
            if known is None or mention.kind == "person":
                found = self._choose(at, "description")
                if found is not None:
                    return self.entities[found].members or (found,)
        if mention.head == "people" and _KNOWING.match(self.scene.text.text, mention.span.start):
            kind = "unnamed"
        entity = self._entity(name, kind, False, plural=mention.plural)
        if mention.kind == "organization" and mention.owner is None and name.endswith(("campaign", "administration")):
            full = self._shown(mention)
            if any(full == f"{e.name} {mention.head}" for e in self.entities if e.kind == "person"):
                entity.name = full
        self._call(entity, mention)
        return (entity.number,)

    def _all_called(self, mention: Mention) -> tuple[int, ...]:
        """The two or three people whom a plural noun covers: "the senators"."""
        noun = singular(mention.head)
        called = tuple(n for n in self._recent if noun in self.entities[n].nouns and self.entities[n].kind == "person")
        return called if 2 <= len(called) <= 3 and len(mention.span.text.split()) <= 3 else ()

    def _name(self, at: int, mention: Mention) -> str:
        """What somebody unnamed is called: the description, with whom it belongs to by name."""
        text = self.scene.text
        if mention.owner is not None:
            owner = self._owner(at, mention)
            after = text.text[mention.owner.end : mention.span.end].removeprefix("’s").removeprefix("'s").strip(" ’'")
            if owner is not None and owner.named:
                of_person = mention.kind == "document" and owner.kind == "person"
                return f"{owner.name}'s {after}" if of_person else f"{_short(owner)} {after}"
            return after if owner is None else self._shown(mention)
        if mention.head in words("team") | {"administration"}:  # "the Ann Ames campaign" is the Ames campaign
            for other in range(at + 1, min(at + 3, len(self.scene.mentions))):
                inner = self.scene.mentions[other]
                if inner.form == "name" and inner.span.end <= mention.span.end and other in self.whose:
                    owner = self.entities[self.whose[other][0]]
                    if owner.kind == "person":
                        return f"{_short(owner)} {mention.head}"
        shown = self._shown(mention)
        if mention.head in ("percent", "%") and " of " not in shown:
            before = _PERCENT_OF.findall(text.text, 0, mention.span.start)
            return f"{shown} of {before[-1]}" if before else shown
        return shown

    def _shown(self, mention: Mention) -> str:
        first, end = between(self.scene.text.tokens, mention.span.start, mention.span.end)
        shown = described(self.scene.text.tokens, self.scene.text.text, first, end)
        for token in self.scene.text.tokens[first:end]:  # initials that the article writes out elsewhere
            full = self._initials.get(token.text)
            shown = shown.replace(token.text, full) if full else shown
        return shown

    def _owner(self, at: int, mention: Mention) -> Entity | None:
        assert mention.owner is not None
        for other in range(at + 1, min(at + 4, len(self.scene.mentions))):
            inner = self.scene.mentions[other]
            if inner.span.start < mention.owner.end and inner.span.end <= mention.owner.end + 2:
                if other not in self.whose:
                    self.whose[other] = self._who(other)
                    for number in self.whose[other]:
                        self.entities[number].mentions.append(other)
                if self.whose[other]:
                    return self.entities[self.whose[other][0]]
        return None


def _covers(mention: Mention, entity: Entity) -> bool:
    return mention.head in entity.nouns or singular(mention.head) in entity.nouns


def _short(owner: Entity) -> str:
    """How news calls somebody before a noun: people by their family name."""
    if owner.kind != "person":
        return owner.name
    words_ = owner.name.split()
    while len(words_) > 1 and words_[-1].lower().strip(".,") in words("suffix"):
        words_.pop()
    return words_[-1]
