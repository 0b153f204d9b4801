"""A record together with the questions that can be asked of it: what `onrecord.open` gives a program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.queries import Page, Search, search
from onrecord.queries.compare import Comparison, compare
from onrecord.queries.lists import OccasionRow, OutletRow, PersonRow, StoryRow, occasions, outlets, people, stories
from onrecord.queries.remarks import RemarkLine, remarks
from onrecord.queries.show import Shown, show
from onrecord.queries.stats import Stats, stats
from onrecord.queries.terms import Term, terms
from onrecord.queries.timeline import Timeline, timeline
from onrecord.record import Record


class AskedRecord(Record):
    """A Record that answers. Each question reads only, and may be asked while another program writes. Every method
    raises RecordError, in one line, for a name or an id that is not in the record."""

    def search(self, words: str = "", **filters: Any) -> Page:  # noqa: ANN401  (the fields of Search)
        """A page of statements that have these words; `filters` are the fields of `onrecord.queries.Search`:
        `talks.search("dam", speaker="Ada Marr", since="2024-06", limit=50)`."""
        return search(self, Search(words=words, **filters))

    def timeline(
        self,
        speaker: str,
        *,
        about: str | None = None,
        since: str | None = None,
        until: str | None = None,
        or_published: bool = False,
        limit: int | None = None,
    ) -> Timeline:
        """What somebody said, in the order in which it was said: see `onrecord.queries.timeline`."""
        return timeline(self, speaker, about=about, since=since, until=until, or_published=or_published, limit=limit)

    def show(self, id: str) -> Shown:
        """Everything about one statement, article, remark, person, occasion, story or decision."""
        return show(self, id)

    def compare(self, id: str) -> Comparison:
        """The wordings of a remark beside each other, by its id or that of one of its statements."""
        return compare(self, id)

    def remarks(self) -> Iterator[RemarkLine]:
        """Every remark with the statements that report it."""
        return remarks(self)

    def people(self, words: str = "", limit: int | None = None) -> tuple[PersonRow, ...]:
        """The persons with these words in their names or roles, those with most statements first."""
        return people(self, words, limit)

    def occasions(self, words: str = "", limit: int | None = None) -> tuple[OccasionRow, ...]:
        """The occasions with these words, those with most statements first."""
        return occasions(self, words, limit)

    def stories(self, words: str = "", limit: int | None = None) -> tuple[StoryRow, ...]:
        """The stories with these words, those with most statements first."""
        return stories(self, words, limit)

    def outlets(self, words: str = "", limit: int | None = None) -> tuple[OutletRow, ...]:
        """The outlets with these words, those with most statements first."""
        return outlets(self, words, limit)

    def terms(self, **filters: Any) -> tuple[Term, ...]:  # noqa: ANN401  (the fields of Search)
        """Who wants, offers, refuses or threatens what, and on what condition; in all, or in what a search finds."""
        return terms(self, Search(**filters) if filters else None)

    def stats(self) -> Stats:
        """The record in figures."""
        return stats(self)


def open_record(path: str | Path, *, create: bool = True, read_only: bool = False) -> AskedRecord:
    """The record in the file at `path`. Where there is none it is made, unless `create` is False.

    Raises RecordError where the file is no record, was made by a newer version, or cannot be read or written.
    """
    return AskedRecord(Path(path), create=create, read_only=read_only)
