"""The one visible loop over the linking passes, each of which can be run again over a record at any time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from onrecord.linking import duplicates, embedding, occasions, people, remarks, stories
from onrecord.linking.who import Known, read_who
from onrecord.parallel import without_collecting
from onrecord.record import Record

#: Is told what is being linked, how many passes are done, and how many there are.
Tell = Callable[[str, int, int], None]
Link = Callable[[Record], int]


@dataclass(frozen=True, slots=True)
class Pass:
    """What a pass did: how many groups or links it wrote, and the seconds it took."""

    name: str
    found: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking did: the number of articles that no pass had seen before, and the passes in order."""

    articles: int
    passes: tuple[Pass, ...]

    @property
    def seconds(self) -> float:
        return sum(one.seconds for one in self.passes)


def link(
    record: Record,
    *,
    new_only: bool = False,
    who: Path | None = None,
    embed: bool = False,
    progress: Tell | None = None,
) -> Linked:
    """Ties together what belongs together across articles: reprints, stories, persons, occasions, remarks.

    `new_only` ties what no pass has seen yet to what is there, and does nothing where nothing is new; otherwise all is
    linked anew. What reviewers merged or split stays so either way. `who` is a list of persons to know, as CSV or JSON,
    which is kept in the record. `embed` makes vectors of what statements mean, for searches for like meaning; a record
    that has any gets those of new articles anyway. Each pass stores all that it finds at once, and only at the end
    articles are noted as seen: stopped in between, the next run goes on. Thousands of articles are shared among
    processes, so a script calls this under `if __name__ == "__main__":`.
    Raises RecordError where `who` cannot be read or the record cannot be written.
    """
    known = read_who(who) if who else None
    new = record.unlinked()
    passes = _passes(new_only and record.linked(), known) if new or known or not new_only else []
    if embed or (passes and record.embedded()):
        passes.append(("meanings", embedding.link))
    done: list[Pass] = []
    for name, run in passes:
        if progress:
            progress(name, len(done), len(passes))
        start = time.perf_counter()
        with without_collecting():
            found = run(record)
        done.append(Pass(name, found, time.perf_counter() - start))
    if new:
        record.mark_linked(new)
    return Linked(len(new), tuple(done))


def _passes(new_only: bool, known: Sequence[Known] | None) -> list[tuple[str, Link]]:
    """In the order in which one needs another: who somebody is shows in the stories they are in; a remark is one
    person's, on one occasion; and an undated article joins an occasion only by the remarks that were made there."""
    return [
        ("duplicates", partial(duplicates.link, new_only=new_only)),
        ("stories", partial(stories.link, new_only=new_only)),
        ("people", partial(people.link, new_only=new_only, who=known)),
        ("occasions", partial(occasions.link, new_only=new_only)),
        ("remarks", partial(remarks.link, new_only=new_only)),
        ("occasions by remarks", partial(occasions.link, new_only=new_only)),
    ]
