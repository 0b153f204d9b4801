"""The wordings of a remark side by side, a column each, a sentence of the fullest one in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from math import ceil

from onrecord.export.dates import readable
from onrecord.export.table import BETWEEN
from onrecord.queries.alignment import Piece
from onrecord.queries.compare import Comparison, Wording
from onrecord.run import counted
from onrecord.terminal.screen import BOLD, DIM, UNDERLINED, Marking, Screen, screen_width
from onrecord.terminal.times import outlet

#: Columns that a wording needs at least: five words a line.
NARROWEST = 30
#: Statements named at the head of a column; of more the number is told.
MOST_NAMED = 4

QUOTED = Marking(BOLD, ("", ""))
#: Words that no other wording has, outside and inside quotation marks.
ALONE = Marking(UNDERLINED, ("[", "]")), Marking(BOLD + UNDERLINED, ("[", "]"))
LEGEND = "[words] that no other wording has"
COLOURED = "bold: in quotation marks; underlined: words that no other wording has"


def comparison_lines(comparison: Comparison, screen: Screen) -> Iterator[str]:
    """The lines of a comparison; as many wordings stand side by side as the screen has room for."""
    yield from screen.lines(_title(comparison), BOLD)
    for line in _facts(comparison):
        yield from screen.lines(line, DIM)
    yield screen.rule()
    wordings = comparison.wordings
    room = max(1, (screen.width + len(BETWEEN)) // (NARROWEST + len(BETWEEN)))
    beside = ceil(len(wordings) / ceil(len(wordings) / room))
    for start in range(0, len(wordings), beside):
        if start:
            yield screen.rule()
        yield from _side_by_side(wordings[start : start + beside], screen)
    if len(wordings) > 1:
        yield ""
        yield from screen.lines(COLOURED if screen.colour else LEGEND, DIM)


def _title(comparison: Comparison) -> str:
    who = ", ".join(one.name for one in comparison.speaker) or "somebody"
    when = comparison.said and readable(comparison.said)
    occasion = comparison.occasion and comparison.occasion.name
    return " · ".join(part for part in (comparison.remark or "no remark", who, when, occasion) if part)


def _facts(comparison: Comparison) -> Iterator[str]:
    reports = sum(len(one.statements) for one in comparison.wordings)
    yield f"{counted(reports, 'report')}, {counted(len(comparison.wordings), 'wording')}"
    if comparison.repeats:
        yield f"said before in {', '.join(comparison.repeats)}"
    if comparison.repeated:
        yield f"said again in {', '.join(comparison.repeated)}"


def _side_by_side(wordings: Sequence[Wording], screen: Screen) -> Iterator[str]:
    between = len(BETWEEN) * (len(wordings) - 1)
    width = (screen.width - between) // len(wordings)
    column = Screen(width, screen.colour)
    yield from _joined([list(_head(one, column)) for one in wordings], width)
    for row in range(max(len(one.cells) for one in wordings)):
        cells = [list(_cell(one.cells[row], column)) for one in wordings]
        if any(cells):
            yield ""
            yield from _joined(cells, width)
    notes = [list(_notes(one, column)) for one in wordings]
    if any(notes):
        yield ""
        yield from _joined(notes, width)


def _head(one: Wording, column: Screen) -> Iterator[str]:
    for line in one.statements[:MOST_NAMED]:
        yield from column.lines(outlet(line.article), BOLD)
    if len(one.statements) > MOST_NAMED:
        yield from column.lines(f"and {len(one.statements) - MOST_NAMED} more", BOLD)
    facts = (one.statements[0].statement, one.statements[0].quote, "published first" if one.first else None)
    yield from column.lines(" · ".join(fact for fact in facts if fact), DIM)


def _cell(pieces: Sequence[Piece], column: Screen) -> Iterator[str]:
    if pieces:
        spaced = [[(piece.text, _marking(piece)), (" ", None)] for piece in pieces]
        yield from column.marked(chain.from_iterable(spaced))


def _marking(piece: Piece) -> Marking | None:
    return ALONE[piece.quoted] if piece.alone else QUOTED if piece.quoted else None


def _notes(one: Wording, column: Screen) -> Iterator[str]:
    """What the wording leaves out of the fullest one, and how much of it is in the speaker's words."""
    words = [(len(piece.text.split()), piece.quoted) for cell in one.cells for piece in cell]
    every, quoted = sum(count for count, _ in words), sum(count for count, inside in words if inside)
    told = (
        "quotes nothing" if not quoted else f"quotes {quoted:,} of {every:,} words" if quoted < every else "quotes all"
    )
    yield from column.lines(f"the fullest wording; {told}" if one.fullest else told, DIM)
    for difference in one.differences:
        if difference.kind == "cut":
            yield from column.lines(f"leaves out: {difference.fullest}", DIM)


def _joined(columns: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Lines beside each other; escape sequences take no room."""
    for parts in zip_longest(*columns, fillvalue=""):
        yield BETWEEN.join(part + " " * (width - _shown_width(part)) for part in parts).rstrip()


def _shown_width(text: str) -> int:
    for style in (BOLD, DIM, UNDERLINED, "\x1b[0m"):
        text = text.replace(style, "")
    return screen_width(text)
