"""Rows under heads, as wide as they need to be and no wider than the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from onrecord.export.table import BETWEEN, wrap
from onrecord.export.visible import one_line
from onrecord.terminal.screen import DIM, Screen, screen_width

#: Columns that a word has before it is broken, where room is short.
LONGEST_WORD = 16


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its head. What stands at the `right` are numbers; other cells may be broken into lines. `field` is
    where its values are found, `told` says a value in words."""

    head: str
    right: bool = False
    field: str = ""
    told: Callable[[str], str] = str

    @property
    def name(self) -> str:
        return self.field or self.head


def table(columns: Sequence[Column], rows: Iterable[Sequence[object]], screen: Screen) -> Iterator[str]:
    """The lines of a table. What is None stays empty, a number gets its thousands parted."""
    cells = [[_text(value, column.told) for column, value in zip(columns, row, strict=True)] for row in rows]
    widths = _widths(columns, cells, screen.width)
    yield screen.styled(_line(columns, [column.head for column in columns], widths), DIM)
    for row in cells:
        broken = [wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
        yield from (_line(columns, parts, widths) for parts in zip_longest(*broken, fillvalue=""))


def _text(value: object, told: Callable[[str], str]) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else one_line(told(str(value)))


def _widths(columns: Sequence[Column], cells: Sequence[Sequence[str]], room: int) -> list[int]:
    """As wide as the widest cell. Where that is too much, the widest that may be broken becomes narrower."""
    heads = [screen_width(column.head) for column in columns]
    widths = [max(head, *(screen_width(row[n]) for row in cells), 1) for n, head in enumerate(heads)]
    longest = [
        max((screen_width(word) for row in cells for word in row[n].split()), default=1) for n in range(len(heads))
    ]
    least = [
        width if column.right else max(head, min(word, LONGEST_WORD))
        for head, word, column, width in zip(heads, longest, columns, widths, strict=True)
    ]
    over = sum(widths) + len(BETWEEN) * (len(widths) - 1) - room
    while over > 0:
        spare = [width - low for width, low in zip(widths, least, strict=True)]
        if max(spare) <= 0:
            break
        widest = max((n for n, some in enumerate(spare) if some > 0), key=lambda n: widths[n])
        widths[widest] -= 1
        over -= 1
    return widths


def _line(columns: Sequence[Column], cells: Sequence[str], widths: Sequence[int]) -> str:
    parts = []
    for column, cell, width in zip(columns, cells, widths, strict=True):
        blank = " " * (width - screen_width(cell))
        parts.append(blank + cell if column.right else cell + blank)
    return BETWEEN.join(parts).rstrip()
