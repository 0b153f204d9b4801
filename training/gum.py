"""GUM's documents with their mentions, from CoNLL-U with entities in the last column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: One bracket of an `Entity` value: an opening with its fields, and whether it closes at once; or a closing.
BRACKET = re.compile(
    r"\((?P<open>\d+)(?:\[\d+/\d+\])?-(?P<fields>[^()]*)(?P<single>\))?|(?P<close>\d+)(?:\[\d+/\d+\])?\)"
)
ENTITY = re.compile(r"(?:^|\|)Entity=([^|\s]+)")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the treebank by characters; `head` is the document's index of its governor, itself for a root."""

    start: int
    end: int
    tag: str
    relation: str
    head: int


@dataclass(frozen=True, slots=True)
class Entity:
    """One mention: its tokens [start, end), the token that heads it, whom it names, and GUM's type of that."""

    start: int
    end: int
    head: int
    chain: str
    type: str


@dataclass(frozen=True, slots=True)
class Document:
    """One text of GUM. Entities stand in the order of their first tokens, longer ones first."""

    id: str
    genre: str
    text: str
    tokens: tuple[Token, ...]
    entities: tuple[Entity, ...]


def documents(path: Path) -> Iterator[Document]:
    """The documents of one file."""
    blocks: list[list[str]] = []
    for block in map(str.strip, path.read_text(encoding="utf-8").split("\n\n")):
        if block.startswith("# newdoc") and blocks:
            yield _document(blocks)
            blocks = []
        if block:
            blocks.append(block.split("\n"))
    if blocks:
        yield _document(blocks)


def _document(sentences: list[list[str]]) -> Document:
    text, tokens, marks = "", [], []
    for lines in sentences:
        said = next(line[len("# text = ") :] for line in lines if line.startswith("# text = "))
        gap = "\n\n" if any(line.startswith("# newpar") for line in lines) else " "
        text += gap if text else ""
        cells = [c for line in lines if (c := line.split("\t"))[0].isdigit()]
        first, at = len(tokens), len(text)
        text += said
        for cell in cells:
            start = text.index(cell[1], at)
            at = start + len(cell[1])
            head = first + int(cell[6]) - 1 if cell[6] != "0" else len(tokens)
            tokens.append(Token(start, at, cell[4], cell[7], head))
            marks.append(m[1] if (m := ENTITY.search(cell[9])) else "")
    meta = dict(line[2:].split(" = ", 1) for line in sentences[0] if line.startswith("# ") and " = " in line)
    return Document(meta["newdoc id"], meta["meta::genre"], text, tuple(tokens), tuple(_entities(marks, tokens)))


def _entities(marks: list[str], tokens: list[Token]) -> list[Entity]:
    """Mentions that are of one piece. `(4-person-new-nnnnn-cf4-2-coref` opens chain 4; the sixth field is its head."""
    found: list[Entity] = []
    waiting: dict[str, list[tuple[int, list[str]]]] = {}
    for index, mark in enumerate(marks):
        for bracket in BRACKET.finditer(mark):
            if bracket["open"]:
                fields = bracket["fields"].split("-")
                if bracket["single"]:
                    found.append(Entity(index, index + 1, index, bracket["open"], fields[0]))
                else:
                    waiting.setdefault(bracket["open"], []).append((index, fields))
            elif opened := waiting.get(bracket["close"]):
                start, fields = opened.pop()
                found.append(Entity(start, index + 1, _head(start, index + 1, tokens), bracket["close"], fields[0]))
    return sorted(found, key=lambda e: (e.start, -e.end))


def _head(start: int, end: int, tokens: list[Token]) -> int:
    """The first token of a mention that a token outside it governs."""
    return next((i for i in range(start, end) if not start <= tokens[i].head < end or tokens[i].head == i), start)
