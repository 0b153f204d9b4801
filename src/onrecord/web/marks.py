"""An article's text with its statements marked, piece by piece, and each piece with what it is evidence of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from onrecord.export.marks import Mark, Paragraph, Piece, evidence_of, marks_of, paragraphs
from onrecord.types import TELLING, Analysis, Evidence, Field, PassageKind, Span, Statement

#: What is folded: what the page had around the article.
FOLDED: tuple[PassageKind, ...] = ("furniture", "biography")
#: The values of a statement that stand on evidence, and what the page calls them.
FIELDS = {
    "speaker": "who",
    "said": "when",
    "occasion": "occasion",
    "place": "where",
    "about": "about",
    "target": "to whom",
    "translator": "translator",
    "condition": "if",
    "then": "then",
    "item": "item",
}


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Characters of the text that the same spans cover. `numbers` are the statements they belong to, `roles` what they
    are in these, `proofs` the values that stand on them (`3.said`: of statement 3, when it was said). `at` is where
    evidence begins, for links; `anchors` are the statements whose links begin here, by number."""

    text: str
    aside: bool
    roles: tuple[str, ...]
    numbers: tuple[int, ...]
    depth: int
    proofs: tuple[str, ...]
    at: int | None
    anchors: tuple[int, ...]
    opened: tuple[tuple[str, int], ...]
    closed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the text. `kind` is what it is, where all of it is one thing."""

    kind: PassageKind | None
    pieces: tuple[TextPiece, ...]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines in a row, `folded` where they are the page's furniture."""

    folded: bool
    lines: tuple[TextLine, ...]


def blocks(analysis: Analysis, statements: Sequence[Statement]) -> tuple[TextBlock, ...]:
    """The article's text. Statements are numbered from 1, in the order in which they are given."""
    text = analysis.article.text
    marks, proofs = marks_of(text, statements), _proofs(text, statements)
    evidence = [Mark(0, "evidence", start, end, False) for start, end in sorted(proofs)]
    lines = (_line(one, proofs) for one in paragraphs(analysis.article, [*marks, *evidence]) if one.pieces)
    runs = groupby(lines, key=lambda line: line.kind in FOLDED)
    return tuple(TextBlock(folded, tuple(some)) for folded, some in runs)


def grounds(statement: Statement) -> Iterator[tuple[str, Evidence]]:
    """All that the values of a statement stand on, each with the field that it is evidence of."""
    s = statement
    for field, values in (
        ("speaker", s.speaker),
        ("said", (s.said, s.said_bounds)),
        ("occasion", (s.occasion,)),
        ("place", (s.where,)),
        ("about", s.about),
        ("target", s.target),
        ("translator", (s.translated_by,)),
    ):
        yield from ((field, one) for value in values if value for one in value.evidence)
    for condition in s.conditions:
        yield from (("condition", span) for span in condition.condition.spans)
        yield from (("then", span) for span in condition.then.spans)
    yield from (("item", span) for item in s.items for span in item.spans)


def metadata(statements: Sequence[Statement]) -> dict[str, tuple[str, ...]]:
    """What stands on each field of the article's metadata, as in `TextPiece.proofs`."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for number, statement in enumerate(statements, 1):
        for field, one in grounds(statement):
            if isinstance(one, Field):
                found[one.name][f"{number}.{field}"] = None
    return {name: tuple(some) for name, some in found.items()}


def _proofs(text: str, statements: Sequence[Statement]) -> dict[tuple[int, int], tuple[str, ...]]:
    """What stands on each span of the text."""
    by_field: dict[str, list[tuple[Span, int]]] = defaultdict(list)
    for number, statement in enumerate(statements, 1):
        for field, one in grounds(statement):
            if isinstance(one, Span):
                by_field[field].append((one, number))
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for field, some in by_field.items():
        for mark in evidence_of(text, some):
            found[mark.start, mark.end] += [f"{number}.{field}" for number in mark.proves]
    return {span: tuple(values) for span, values in found.items()}


def _line(paragraph: Paragraph, proofs: dict[tuple[int, int], tuple[str, ...]]) -> TextLine:
    return TextLine(paragraph.kind, tuple(_piece(piece, proofs) for piece in paragraph.pieces))


def _piece(piece: Piece, proofs: dict[tuple[int, int], tuple[str, ...]]) -> TextPiece:
    return TextPiece(
        text=piece.text,
        aside=piece.kind not in TELLING,
        roles=piece.roles,
        numbers=piece.numbers,
        depth=min(piece.depth, 3),
        proofs=_once(proof for mark in piece.marks if not mark.number for proof in proofs[mark.start, mark.end]),
        at=piece.evidence,
        anchors=tuple(mark.number for mark in piece.anchors),
        opened=tuple((mark.role, mark.number) for mark in piece.opened if mark.number),
        closed=tuple(mark.number for mark in reversed(piece.closed) if mark.role == "content"),
    )


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
