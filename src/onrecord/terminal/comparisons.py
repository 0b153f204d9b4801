"""The wordings of a remark side by side, outlet by outlet, a sentence of the fullest one in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from math import ceil

from onrecord.export.dates import readable
from onrecord.export.table import BETWEEN
from onrecord.queries.alignment import Piece
from onrecord.queries.compare import Comparison, Report, also
from onrecord.run import counted
from onrecord.terminal.screen import BOLD, DIM, UNDERLINED, Marking, Screen, screen_width
from onrecord.terminal.times import outlet

#: Columns that a report needs at least: five words a line.
NARROWEST = 30
#: Articles named at the head of a column; of more the number is told.
MOST_NAMED = 4

QUOTED = Marking(BOLD, ("", ""))
#: Words that no other report has, outside and inside quotation marks.
ALONE = Marking(UNDERLINED, ("[", "]")), Marking(BOLD + UNDERLINED, ("[", "]"))
LEGEND = "[words] that no other report has"
COLOURED = "bold: in quotation marks; underlined: words that no other report has"


def comparison_lines(comparison: Comparison, screen: Screen) -> Iterator[str]:
    """The lines of a comparison; as many reports stand side by side as the screen has room for."""
    yield from screen.lines(_title(comparison), BOLD)
    for line in _facts(comparison):
        yield from screen.lines(line, DIM)
    yield screen.rule()
    reports = comparison.reports
    room = max(1, (screen.width + len(BETWEEN)) // (NARROWEST + len(BETWEEN)))
    beside = ceil(len(reports) / ceil(len(reports) / room))
    for start in range(0, len(reports), beside):
        if start:
            yield screen.rule()
        yield from _side_by_side(reports[start : start + beside], screen)
    if len(reports) > 1:
        yield ""
        yield from screen.lines(COLOURED if screen.colour else LEGEND, DIM)


def _title(comparison: Comparison) -> str:
    who = ", ".join(one.name for one in comparison.speaker) or "somebody"
    when = comparison.said and readable(comparison.said)
    occasion = comparison.occasion and comparison.occasion.name
    return " · ".join(part for part in (comparison.remark or "no remark", who, when, occasion) if part)


def _facts(comparison: Comparison) -> Iterator[str]:
    reports = sum(len(one.articles) for one in comparison.reports)
    wordings = sum(len(one.wordings) for one in comparison.reports)
    yield f"{counted(reports, 'report')}, {counted(wordings, 'wording')}"
    if comparison.repeats:
        yield f"said before in {', '.join(comparison.repeats)}"
    if comparison.repeated:
        yield f"said again in {', '.join(comparison.repeated)}"


def _side_by_side(reports: Sequence[Report], screen: Screen) -> Iterator[str]:
    between = len(BETWEEN) * (len(reports) - 1)
    width = (screen.width - between) // len(reports)
    column = Screen(width, screen.colour)
    yield from _joined([list(_head(one, column)) for one in reports], width)
    for row in range(max(len(one.wordings[0].cells) for one in reports)):
        cells = [list(_cell(one, row, column)) for one in reports]
        if any(cells):
            yield ""
            yield from _joined(cells, width)
    notes = [list(_notes(one, column)) for one in reports]
    if any(notes):
        yield ""
        yield from _joined(notes, width)


def _head(one: Report, column: Screen) -> Iterator[str]:
    for article in one.articles[:MOST_NAMED]:
        yield from column.lines(outlet(article), BOLD)
    if len(one.articles) > MOST_NAMED:
        yield from column.lines(f"and {len(one.articles) - MOST_NAMED} more", BOLD)
    line = one.wordings[0].statements[0]
    facts = (line.statement, line.quote, "published first" if one.first else None)
    yield from column.lines(" · ".join(fact for fact in facts if fact), DIM)


def _cell(one: Report, row: int, column: Screen) -> Iterator[str]:
    """What the report has of a sentence: in its fullest wording, and below that in its others."""
    for n, wording in enumerate(one.wordings):
        if pieces := wording.cells[row]:
            spaced = [[(piece.text, _marking(piece)), (" ", None)] for piece in pieces]
            head = [(f"{also(wording)}: ", None)] if n else []
            yield from column.marked([*head, *chain.from_iterable(spaced)])


def _marking(piece: Piece) -> Marking | None:
    return ALONE[piece.quoted] if piece.alone else QUOTED if piece.quoted else None


def _notes(one: Report, column: Screen) -> Iterator[str]:
    """How much of the report's fullest wording is in the speaker's words, and what the report leaves out."""
    words = [(len(piece.text.split()), piece.quoted) for cell in one.wordings[0].cells for piece in cell]
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
