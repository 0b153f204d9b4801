"""Which characters of a text name somebody and which describe somebody, from GUM's treebank and entities."""

from __future__ import annotations

import re

from training.gum import Document, Entity

#: A mark by characters: start, end, kind.
Mark = tuple[int, int, str]

KINDS = ("person", "organization", "place")
PROPER = ("NNP", "NNPS")
#: Words inside a name of more than one word: "Bank of Ostermere", "Lund & Co", "Jan van Eyck".
BRIDGES = {
    "person": frozenset(["-", ".", "'", "’", "de", "la", "van", "von", "der", "bin", "al"]),
    "organization": frozenset(["-", ".", "'", "’", "&", "of", "for", "the", "and", "'s", "’s", "on"]),
    "place": frozenset(["-", ".", "'", "’", "of", "the", "'s", "’s"]),
}
TITLES = frozenset((
    "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "dr", "dr.", "sir", "dame", "lord", "lady", "president",
    "prime", "minister", "senator", "sen.", "rep.", "governor", "gov.", "king", "queen", "prince", "princess",
    "pope", "professor", "prof.", "judge", "justice", "captain", "general", "colonel", "lieutenant", "secretary",
    "chairman", "chief", "father", "saint", "st.", "mayor", "vice", "chancellor", "ambassador", "director",
    "attorney", "congressman", "congresswoman",
))  # fmt: skip
#: What stands before a name without saying who it is.
EMPTY = frozenset(["the", "a", "an", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "and"])
LONGEST = 12  # words of a description up to its noun; longer ones in GUM are lists


def names(document: Document) -> list[Mark]:
    """The longest name in each mention that a name heads, without titles. Names inside names are left out."""
    found = [mark for e in document.entities if e.type in KINDS and (mark := name_of(document, e))]
    return _outermost(found)


def name_of(document: Document, entity: Entity) -> Mark | None:
    tokens, text = document.tokens, document.text
    if tokens[entity.head].tag not in PROPER:
        return None

    def word(at: int) -> str:
        return text[tokens[at].start : tokens[at].end]

    def joined(at: int) -> bool:
        return tokens[at].tag in PROPER or word(at) in BRIDGES[entity.type]

    def kept(at: int) -> bool:
        return tokens[at].tag in PROPER and not (entity.type == "person" and word(at).lower() in TITLES)

    start, end = entity.head, entity.head + 1
    while start > entity.start and joined(start - 1):
        start -= 1
    while end < entity.end and joined(end):
        end += 1
    while start < end and not kept(start):
        start += 1
    while start < end and tokens[end - 1].tag not in PROPER:
        end -= 1
    return (tokens[start].start, tokens[end - 1].end, entity.type) if start < end else None


def descriptions(document: Document) -> list[Mark]:
    """People and organizations in common nouns, up to the noun: "the retired general", "officials"; and what stands
    right before the name that it describes: "Deputy Mayor" Ana Lund."""
    tokens = document.tokens
    found = []
    for entity in document.entities:
        if entity.type not in KINDS[:2]:
            continue
        head = tokens[entity.head]
        titled = head.tag in PROPER and document.text[head.start : head.end].lower() in TITLES
        if (
            (head.tag in ("NN", "NNS") or titled)
            and entity.head - entity.start < LONGEST
            and not name_of(document, entity)
        ):
            found.append((tokens[entity.start].start, head.end, entity.type))
        elif (name := name_of(document, entity)) and entity.type == "person":
            before = document.text[tokens[entity.start].start : name[0]].rstrip()
            if re.search(r"\w", before) and not before.endswith((",", "’s", "'s")) and before.lower() not in EMPTY:
                found.append((tokens[entity.start].start, tokens[entity.start].start + len(before), entity.type))
    return _outermost(found)


def _outermost(marks: list[Mark]) -> list[Mark]:
    """Marks that do not overlap, the longest of those that do."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m[0] - m[1], m[0])):
        if all(mark[1] <= other[0] or other[1] <= mark[0] for other in kept):
            kept.append(mark)
    return sorted(kept)
