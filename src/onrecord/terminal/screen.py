"""Where text is printed: so many columns, with colour or without. What articles hold never acts on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.export.table import BOLD, CYAN, DIM, PLAIN, screen_width, wrap
from onrecord.export.visible import one_line, visible

__all__ = ["BOLD", "CYAN", "DIM", "Screen", "screen_width"]

UNDERLINED = "\x1b[4m"

#: Signs that stand for the ends of marked words while lines are broken; an article's own ones become U+FFFD.
_OPEN, _CLOSE = "\ue000", "\ue001"
_SIGNS = str.maketrans({_OPEN: "\ufffd", _CLOSE: "\ufffd"})
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Marking:
    """How marked words are shown: in a style, or between two signs where there is no colour."""

    style: str
    signs: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Screen:
    """`width` columns; `colour` tells whether it knows ANSI's escape sequences."""

    width: int
    colour: bool = False

    def narrower(self, by: int) -> Screen:
        return Screen(max(self.width - by, 1), self.colour)

    def styled(self, text: str, style: str) -> str:
        return f"{style}{text}{PLAIN}" if self.colour and style and text else text

    def lines(self, text: str, style: str = "") -> Iterator[str]:
        """`text` made safe and broken into lines."""
        yield from (self.styled(line, style) for line in wrap(one_line(text), self.width))

    def rule(self) -> str:
        return self.styled("─" * self.width, DIM)

    def marked(self, pieces: Iterable[tuple[str, Marking | None]]) -> Iterator[str]:
        """Pieces of text one after the other, some of them marked, made safe and broken into lines."""
        text, markings = "", []
        for piece, marking in pieces:
            safe = visible(_SPACE.sub(" ", piece.translate(_SIGNS)))
            text += f"{_OPEN}{safe}{_CLOSE}" if marking and safe.strip() else safe
            markings += [marking] if marking and safe.strip() else []
        following = iter(markings)
        now: Marking | None = None
        for line in wrap(_SPACE.sub(" ", text).strip(), self.width):
            shown = now.style if now and self.colour else ""
            for part in re.split(f"([{_OPEN}{_CLOSE}])", line):
                if part == _OPEN:
                    now = next(following)
                    shown += now.style if self.colour else now.signs[0]
                elif part == _CLOSE:
                    shown += PLAIN if self.colour else now.signs[1] if now else ""
                    now = None
                else:
                    shown += part
            yield shown + (PLAIN if now and self.colour else "")
