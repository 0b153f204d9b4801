"""One run of a command over many articles: from inputs to what is printed, with all that is said meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, TextIO

import click

from onrecord.types import Analysis, Article, Notice

if TYPE_CHECKING:
    from onrecord.output import Output
    from onrecord.reading import ReadOptions

FORMATS = ("table", "jsonl", "json", "html", "plover")
INTERRUPTED = 128 + signal.SIGINT

#: Columns of a table that is written to a file; a terminal tells its own width.
FILE_WIDTH = 100


def tell(line: str) -> None:
    """One line for the user on standard error, whatever characters a file's name or a message holds."""
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
    click.echo(f"onrecord: {shown}", err=True)


def write(analyses: Iterable[Analysis], form: str, out: TextIO) -> None:
    """Writes the analyses in one of the FORMATS."""
    from onrecord import export

    if form == "table":
        terminal = out.isatty()
        width = shutil.get_terminal_size().columns if terminal else FILE_WIDTH
        colour = terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        export.write_table(analyses, out, width=width, colour=colour)
    else:
        writers = {
            "jsonl": export.write_jsonl,
            "json": export.write_json,
            "html": export.write_html,
            "plover": export.write_plover,
        }
        writers[form](analyses, out)


class _Brake:
    """Ctrl-C waits while a line is being written, so that the last line is whole; pressed again it does not."""

    def __init__(self) -> None:
        self.writing = False
        self.pressed = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.pressed or not self.writing:
            raise KeyboardInterrupt
        self.pressed = True

    def release(self) -> None:
        self.writing = False
        if self.pressed:
            raise KeyboardInterrupt


@dataclass
class Run:
    """Takes articles in, tells what goes wrong, counts, and hands analyses out to be written."""

    inputs: tuple[str, ...]
    options: ReadOptions
    any_language: bool
    jobs: int | None
    quiet: bool
    articles: int = 0
    statements: int = 0
    failures: int = 0
    taken: int = 0
    #: For each article under way, the bytes read when it was there.
    marks: deque[int] = field(default_factory=deque)
    brake: _Brake = field(default_factory=_Brake)

    def to(self, path: Path | None, form: str) -> int:
        """Reads everything and writes it to `path` (None: standard output); returns the exit status."""
        from onrecord.output import opened
        from onrecord.progress import Progress
        from onrecord.reading import total_bytes

        self.progress = Progress(sys.stderr, total_bytes(self.inputs), wanted=not self.quiet)
        before = signal.signal(signal.SIGINT, self.brake)
        try:
            with opened(path) as output:
                self._write(output, form)
        except KeyboardInterrupt:
            return INTERRUPTED
        except BrokenPipeError:
            forget_standard_output()
        finally:
            self.progress.close()
            signal.signal(signal.SIGINT, before)
        self._sum_up()
        return 1 if self.failures else 0

    def _write(self, output: Output, form: str) -> None:
        self.brake.writing = True
        aside = self.progress.aside if output.stream.isatty() else nullcontext
        write(self._analyses(aside), form, output.stream)
        output.stream.flush()
        output.wanted = self.articles > 0 or not self.failures
        self.brake.release()

    def read(self) -> Iterator[Article]:
        """The articles, each noted as under way; what cannot be read is told."""
        from onrecord.reading import read_inputs

        for item in read_inputs(self.inputs, self.options, on_bytes=self._count_bytes):
            if isinstance(item, Notice):
                self.notice(item)
            else:
                self.marks.append(self.taken)
                yield item

    def _analyses(self, aside: Callable[[], AbstractContextManager[None]]) -> Iterator[Analysis]:
        from onrecord.parallel import analyse_all

        self.brake.release()
        for outcome in analyse_all(self.read(), any_language=self.any_language, jobs=self.jobs):
            if isinstance(outcome, Notice):
                self.notice(outcome)
                self.marks.popleft()
                continue
            self._count(outcome)
            with aside():
                self.brake.writing = True
                yield outcome
                self.brake.release()
        self.brake.writing = True

    def _count_bytes(self, number: int) -> None:
        self.taken += number

    def _count(self, analysis: Analysis) -> None:
        from onrecord.analysis import foreign

        article = analysis.article
        self.articles += 1
        self.statements += len(analysis.statements)
        self.progress.advance(self.marks.popleft(), len(article.text.split()))
        if not self.any_language and foreign(article):
            message = f"is not in English ({article.language}), so no statements; --any-language looks for them"
            self.notice(Notice(article.origin, message, failed=False))

    def notice(self, notice: Notice) -> None:
        """Tells the user, and counts what failed."""
        self.failures += notice.failed
        if notice.failed or not self.quiet:
            with self.progress.aside():
                tell(str(notice))

    def _sum_up(self) -> None:
        if sys.stderr.isatty() and not self.quiet:
            failed = f", {self.failures:,} failed" if self.failures else ""
            counts = f"{counted(self.articles, 'article')}, {counted(self.statements, 'statement')}{failed}"
            tell(f"{counts}, {self.progress.seconds:.1f} s")


def counted(number: int, word: str) -> str:
    """`1 article`, `2 articles`, `3 stories`."""
    if number != 1:
        word = f"{word[:-1]}ies" if word.endswith("ry") else f"{word}s"
    return f"{number:,} {word}"


def forget_standard_output() -> None:
    """The reader of a pipe has gone, which is no error; what is still to be written goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
