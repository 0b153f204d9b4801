"""A line on standard error that tells how far a command is, how fast, and how much longer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, TextIO

if TYPE_CHECKING:
    from tqdm import tqdm

#: Work that is done within this many seconds needs no bar.
DELAY = 1.0


class Progress:
    """Counts bytes read and words analysed; shows itself only on a terminal, and only after DELAY."""

    def __init__(self, stream: TextIO, total_bytes: int | None, *, wanted: bool = True) -> None:
        self._stream = stream
        self._start = time.monotonic()
        self._words = 0
        self._shown = wanted and stream.isatty()
        if self._shown:
            from tqdm import tqdm

            known = "{percentage:3.0f}% |{bar}| {desc} [{elapsed}, {remaining} left]"
            form = known if total_bytes else "{desc} [{elapsed}]"
            self._bar = tqdm(
                total=total_bytes, file=stream, delay=DELAY, leave=False, bar_format=form, dynamic_ncols=True
            )

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._start

    def advance(self, total_read: int, words: int) -> None:
        """`total_read` bytes of the input are done by now, and `words` more words."""
        self._words += words
        if self._shown:
            self._bar.set_description_str(f"{self._words / self.seconds:,.0f} words/s", refresh=False)
            self._bar.update(total_read - self._bar.n)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Takes the bar away while something else is written to the terminal."""
        visible = self._shown and self.seconds > DELAY
        if visible:
            self._bar.clear()
        try:
            yield
        finally:
            if visible:
                self._bar.refresh()

    def close(self) -> None:
        if self._shown:
            self._bar.close()


class Steps:
    """Names the step that is under way, of a few long ones; shows itself only on a terminal."""

    def __init__(self, stream: TextIO, *, wanted: bool = True) -> None:
        self._stream = stream
        self._shown = wanted and stream.isatty()
        self._bar: tqdm[NoReturn] | None = None

    def __call__(self, name: str, done: int, total: int) -> None:
        """The step `name` begins, when `done` of `total` are done."""
        if not self._shown:
            return
        if self._bar is None:
            from tqdm import tqdm

            form = "{percentage:3.0f}% |{bar}| {desc} [{elapsed}]"
            self._bar = tqdm(total=total, file=self._stream, leave=False, bar_format=form, dynamic_ncols=True)
        self._bar.update(done - self._bar.n)
        self._bar.set_description_str(name)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
