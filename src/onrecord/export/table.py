"""Statements as a table for reading on a terminal: who, cue, what; when and where, what it does, on what terms."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TextIO

from onrecord.export.dates import readable
from onrecord.export.nesting import nested
from onrecord.export.roles import roles_apart
from onrecord.export.visible import RELATIONS, one_line, percent
from onrecord.types import Analysis, Clause, Span, Statement

MIN_WIDTH = 40  # below this a column holds no word; such a terminal wraps the lines itself
MAX_DEPTH = 4  # deeper nesting is shown at this depth, so that `who` keeps room for a name
MAX_SOURCE = 2  # lines of what the text calls the speaker: a description of six lines would say no more than who it is
BETWEEN = "  "
TERM = "  "  # sets conditions and items off from the content above them

BOLD, CYAN, DIM, PLAIN = "\x1b[1m", "\x1b[36m", "\x1b[2m", "\x1b[0m"

Cell = tuple[str, str]  # a text and its style
EMPTY: Cell = ("", "")


def write_table(analyses: Iterable[Analysis], out: TextIO, *, width: int = 100, colour: bool = False) -> None:
    """Write each article's statements as a table of at most `width` columns (at least 40).

    A statement quoted inside another stands indented under it. With `colour` the table has ANSI
    escape sequences of its own; what the article holds of them is shown as signs, never passed on.
    """
    for number, analysis in enumerate(analyses):
        lines = _table(analysis, max(width, MIN_WIDTH), colour)
        out.write("\n" * (number > 0) + "".join(line + "\n" for line in lines))
        out.flush()


def _table(analysis: Analysis, width: int, colour: bool) -> Iterator[str]:
    article = analysis.article
    title = article.title or "Untitled article"
    bounds = article.published_bounds
    published = article.published or (f"published {readable(bounds.edtf)}" if bounds else None)
    known = (article.outlet, published, article.byline, f"id {article.id}")
    for line in wrap(one_line(title), width):
        yield _styled(line, BOLD, colour)
    for line in wrap(one_line(" · ".join(part for part in known if part)), width):
        yield _styled(line, DIM, colour)
    yield _styled("─" * width, DIM, colour)
    if not analysis.statements:
        yield "no statements"
        return
    columns = _columns(width)
    yield _row([(head, DIM) for head in ("who", "cue", "what")], columns, colour)
    told: set[tuple[str, str]] = set()
    for depth, statement in nested(analysis.statements):
        yield from _statement(statement, min(depth, MAX_DEPTH), columns, colour, told)


def _columns(width: int) -> tuple[int, int, int]:
    # A source is a name and an office, a cue a word or two: a quarter and an eighth hold most of them on a
    # line at 100 columns, and no screen is so wide that more would help.
    who, cue = min(width // 4, 32), min(max(width // 8, 9), 18)
    return who, cue, width - who - cue - 2 * len(BETWEEN)


def _statement(
    statement: Statement, depth: int, columns: tuple[int, int, int], colour: bool, told: set[tuple[str, str]]
) -> Iterator[str]:
    """The statement's lines. `told` are the persons and roles of those before it; its own are added."""
    who, cue, what = columns
    indent = "  " * (depth - 1) + "└ " if depth else ""
    roles = [role for role in roles_apart(statement) if (_names(statement), role) not in told]
    told.update((_names(statement), party.role) for party in statement.speaker if party.role)
    names = list(_who(statement, roles, who - len(indent)))
    rows = zip_longest(
        [((" " * len(indent) if row else indent) + line, style) for row, (line, style) in enumerate(names)],
        [(line, CYAN) for line in wrap(_joined(statement.cue) or "(no cue)", cue)],
        [
            *((line, "") for line in wrap(_joined(statement.content), what)),
            *((line, "") for when in _when(statement) for line in wrap(when, what)),
            *((TERM + line, "") for term in _terms(statement) for line in wrap(term, what - len(TERM))),
            *((line, DIM) for line in wrap(_facts(statement), what)),
        ],
        fillvalue=EMPTY,
    )
    for row in rows:
        yield _row(row, columns, colour)


def _names(statement: Statement) -> str:
    return one_line(", ".join(party.name for party in statement.speaker))


def _who(statement: Statement, roles: Sequence[str], width: int) -> Iterator[Cell]:
    """Lines of at most `width` columns: the speakers by name and these roles, and what the text calls them there, if
    that is something else."""
    source = _joined(statement.source).strip(",; ")
    names = _names(statement)
    if not names:
        yield from ((line, BOLD) for line in wrap(source or "(no source)", width))
        return
    yield from ((line, BOLD) for line in wrap(names, width))
    if roles:
        yield from ((line, "") for line in wrap(one_line(f"({', '.join(roles)})"), width))
    if source and source.casefold() != names.casefold():
        yield from ((line, DIM) for line in _cut_off(wrap(f"“{source}”", width), width))


def _cut_off(lines: Sequence[str], width: int) -> Iterator[str]:
    """The first lines, with a sign where some are left out."""
    yield from lines[: MAX_SOURCE - 1]
    if rest := lines[MAX_SOURCE - 1 :]:
        yield rest[0] if len(rest) == 1 else wrap(rest[0], width - 2)[0] + "…”"


def _facts(statement: Statement) -> str:
    """What its speaker does by it and whom that is aimed at, then where it stands and how sure it is."""
    status = f"({statement.status})" if statement.status not in (None, "asserted") else ""
    act = f"{statement.act or ''} {status}".strip()
    target = statement.target and f"target {', '.join(party.name for party in statement.target)}"
    translated = statement.translated_by and f"translated by {statement.translated_by.name}"
    facts = (act, target, translated, statement.passage, statement.quote, percent(statement.confidence))
    return one_line(" · ".join(fact for fact in facts if fact))


def _terms(statement: Statement) -> Iterator[str]:
    """Each condition in a line of its own, and the items, numbered, in one."""
    for one in statement.conditions:
        yield f"{_clause(one.then)} ⇐ {RELATIONS[one.relation]} {_clause(one.condition)}"
    if statement.items:
        yield " ".join(f"({number}) {_clause(item)}" for number, item in enumerate(statement.items, start=1))


def _clause(clause: Clause) -> str:
    return _joined(clause.spans)


def _when(statement: Statement) -> Iterator[str]:
    """When and where it was said, in one line, as far as the article tells."""
    occasion, where = statement.occasion, statement.where
    told = [readable(one.edtf) for one in (statement.said, statement.said_bounds) if one]
    if occasion:
        told.append(occasion.name)
    if where and not (occasion and where.place in occasion.name):
        told.append(where.place)
    if told:
        yield one_line("→ " + " · ".join(told))


def _joined(spans: tuple[Span, ...]) -> str:
    return one_line(" … ".join(span.text for span in spans))


def _row(cells: Sequence[Cell], columns: Sequence[int], colour: bool) -> str:
    line = ""
    for (cell, style), column in zip(cells, columns, strict=True):
        line += _styled(cell, style, colour) + " " * (column - screen_width(cell)) + BETWEEN
    return line.rstrip()


def _styled(text: str, style: str, colour: bool) -> str:
    return f"{style}{text}{PLAIN}" if colour and style and text else text


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns, broken at spaces; a longer word is cut.

    (The standard library's `textwrap` counts characters, which are two columns wide in some scripts.)
    """
    lines = [""]
    for word in text.split(" "):
        for piece in _cut(word, width):
            joined = f"{lines[-1]} {piece}" if lines[-1] else piece
            if screen_width(joined) <= width:
                lines[-1] = joined
            else:
                lines.append(piece)
    return lines


def _cut(word: str, width: int) -> Iterator[str]:
    piece, taken = "", 0
    for character in word:
        columns = screen_width(character)
        if taken + columns > width:
            yield piece
            piece, taken = "", 0
        piece, taken = piece + character, taken + columns
    yield piece


def screen_width(text: str) -> int:
    """How many columns of a terminal `text` takes: none for marks on a letter, two for wide characters."""
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
