"""Commands that take long over a record: adding articles to it, analysing again what is in it, linking."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.run import INTERRUPTED, Run, counted, tell
from onrecord.types import Article, Notice

if TYPE_CHECKING:
    from onrecord.record import Added, Record, Skipped


@dataclass
class Filling(Run):
    """Takes articles into a record, links what is new, tells what goes wrong, and counts."""

    again: bool = False
    link: bool = True
    there: int = 0
    versions: int = 0
    #: For each article under way, the number of its words.
    words: list[int] = field(default_factory=list)

    def into(self, record: Record) -> int:
        """Adds all that the inputs hold and the record does not; returns the exit status."""
        from onrecord.progress import Progress
        from onrecord.reading import total_bytes

        self.progress = Progress(sys.stderr, total_bytes(self.inputs), wanted=not self.quiet)
        try:
            for outcome in record.adding(
                self._articles(), any_language=self.any_language, jobs=self.jobs, again=self.again
            ):
                self._took(record, outcome)
            self.progress.close()
            if self.link:
                link(record, new_only=True, quiet=self.quiet or not sys.stderr.isatty())
        except KeyboardInterrupt:
            return INTERRUPTED
        finally:
            self.progress.close()
        self._tell_counts(record)
        return 1 if self.failures else 0

    def _articles(self) -> Iterator[Article]:
        for article in self.read():
            self.words.append(len(article.text.split()))
            yield article

    def _took(self, record: Record, outcome: Added | Skipped | Notice) -> None:
        from onrecord.record import Added

        mark, words = self.marks.popleft(), self.words.pop(0)
        if isinstance(outcome, Notice):
            self.notice(outcome)
        elif isinstance(outcome, Added):
            self.articles += 1
            self.versions += outcome.version > 1
            self.statements += outcome.statements
            self.progress.advance(mark, words)
            self._remark(record, outcome)
        else:
            self.there += 1
            self.progress.advance(mark, 0)
            if outcome.removed:
                message = f"article {outcome.id} was removed from this record; --again adds it all the same"
                self.notice(Notice(str(record.path), message, failed=False))

    def _remark(self, record: Record, added: Added) -> None:
        from onrecord.analysis import LANGUAGE

        if self.any_language or added.language in (None, LANGUAGE):
            return
        message = f"is not in English ({added.language}), so no statements; --any-language looks for them"
        self.notice(Notice(f"{record.path}: article {added.id}", message, failed=False))

    def _tell_counts(self, record: Record) -> None:
        if sys.stderr.isatty() and not self.quiet:
            parts = [f"{counted(self.articles, 'article')} added", counted(self.statements, "statement")]
            parts += [f"{self.versions:,} of them new versions"] if self.versions else []
            parts += [f"{self.there:,} there already"] if self.there else []
            parts += [f"{self.failures:,} failed"] if self.failures else []
            tell(f"{record.path}: {', '.join(parts)}, {self.progress.seconds:.1f} s")


def update(record: Record, *, any_language: bool, jobs: int | None, quiet: bool, link_new: bool = True) -> int:
    """Analyses again what another version analysed, and links it; returns the exit status."""
    done = failed = 0
    for outcome in record.updating(any_language=any_language, jobs=jobs):
        if isinstance(outcome, Notice):
            failed += 1
            tell(str(outcome))
        else:
            done += 1
    if not quiet:
        tell(f"{record.path}: {counted(done, 'article')} analysed again")
        tell_unattached(record)
    if link_new:
        link(record, new_only=True, quiet=quiet or not sys.stderr.isatty())
    return 1 if failed else 0


def link(record: Record, *, new_only: bool, quiet: bool, who: Path | None = None, embed: bool = False) -> None:
    """Runs the linking passes, and tells how much is in the record by then."""
    if new_only and not who and not embed and not record.unlinked():
        return
    from onrecord.linking import link as run
    from onrecord.progress import Steps

    steps = Steps(sys.stderr, wanted=not quiet)
    try:
        linked = run(record, new_only=new_only, who=who, embed=embed, progress=steps)
    finally:
        steps.close()
    if not quiet:
        new = f"{counted(linked.articles, 'new article')}; " if linked.articles else ""
        tell(f"{record.path}: linked: {new}by now {_groups(record)}, {linked.seconds:.1f} s")


def _groups(record: Record) -> str:
    """What linking made of the articles, as numbers."""
    tables = {"duplicate": "reprint", "story": "story", "person": "person", "occasion": "occasion", "remark": "remark"}
    with record.explained():
        numbers = [record.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
    return ", ".join(counted(number, word) for number, word in zip(numbers, tables.values(), strict=True))


def tell_unattached(record: Record) -> None:
    """Names each decision whose words the analysis that counts does not have."""
    for one in record.unattached():
        tell(
            f"{record.path}: decision {one.id} on {one.kind} {one.subject} ({one.field}) has lost its place; it is kept"
        )


def told(lines: Iterable[str]) -> int:
    """Tells each line; the exit status is 1 if there was any."""
    some = list(lines)
    for line in some:
        tell(line)
    return 1 if some else 0
