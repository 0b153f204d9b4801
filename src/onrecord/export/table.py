"""Statements as a table for reading on a terminal: who, cue, what."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TextIO

from onrecord.export.nesting import nested
from onrecord.export.visible import one_line, percent
from onrecord.types import Analysis, Span, Statement

MIN_WIDTH = 40  # below this a column holds no word; such a terminal wraps the lines itself
MAX_DEPTH = 4  # deeper nesting is shown at this depth, so that `who` keeps room for a name
BETWEEN = "  "

BOLD, CYAN, DIM, PLAIN = "\x1b[1m", "\x1b[36m", "\x1b[2m", "\x1b[0m"


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
    known = (article.outlet, article.published, article.byline, f"id {article.id}")
    for line in wrap(one_line(title), width):
        yield _styled(line, BOLD, colour)
    for line in wrap(one_line(" · ".join(part for part in known if part)), width):
        yield _styled(line, DIM, colour)
    yield _styled("─" * width, DIM, colour)
    if not analysis.statements:
        yield "no statements"
        return
    columns = _columns(width)
    yield _row(("who", "cue", "what"), columns, (DIM, DIM, DIM), colour)
    for depth, statement in nested(analysis.statements):
        yield from _statement(statement, min(depth, MAX_DEPTH), columns, colour)


def _columns(width: int) -> tuple[int, int, int]:
    # A source is a name and an office, a cue a word or two: a quarter and an eighth hold most of them on a
    # line at 100 columns, and no screen is so wide that more would help.
    who, cue = min(width // 4, 32), min(max(width // 8, 9), 18)
    return who, cue, width - who - cue - 2 * len(BETWEEN)


def _statement(statement: Statement, depth: int, columns: tuple[int, int, int], colour: bool) -> Iterator[str]:
    who, cue, what = columns
    indent = "  " * (depth - 1) + "└ " if depth else ""
    names = wrap(_joined(statement.source) or "(no source)", who - len(indent))
    facts = f"{statement.passage} · {statement.quote} · {percent(statement.confidence)}"
    rows = zip_longest(
        [(" " * len(indent) if row else indent) + line for row, line in enumerate(names)],
        wrap(_joined(statement.cue) or "(no cue)", cue),
        [*wrap(_joined(statement.content), what), *(_styled(line, DIM, colour) for line in wrap(facts, what))],
        fillvalue="",
    )
    for row in rows:
        yield _row(row, columns, (BOLD, CYAN, ""), colour)


def _joined(spans: tuple[Span, ...]) -> str:
    return one_line(" … ".join(span.text for span in spans))


def _row(cells: Sequence[str], columns: Sequence[int], styles: Sequence[str], colour: bool) -> str:
    line = ""
    for cell, column, style in zip(cells, columns, styles, strict=True):
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
