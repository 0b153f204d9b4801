"""The record: many articles in one file, with what was found in them, how they are tied, and what reviewers decided."""

from __future__ import annotations

from pathlib import Path

from onrecord.record.adding import Added, Skipped
from onrecord.record.decided import Decision, Disagreement
from onrecord.record.grouping import Constraints, Kind
from onrecord.record.known import Known, KnownRole
from onrecord.record.links import Duplicate, OccasionGroup, PersonGroup, RemarkGroup, StoryGroup, Tie
from onrecord.record.store import Record
from onrecord.record.views import ActorView, ArticleView, EventView, StatementView
from onrecord.record.writing import Maker

__all__ = [
    "ActorView",
    "Added",
    "ArticleView",
    "Constraints",
    "Decision",
    "Disagreement",
    "Duplicate",
    "EventView",
    "Kind",
    "Known",
    "KnownRole",
    "Maker",
    "OccasionGroup",
    "PersonGroup",
    "Record",
    "RemarkGroup",
    "Skipped",
    "StatementView",
    "StoryGroup",
    "Tie",
    "open_record",
]


def open_record(path: str | Path, *, create: bool = True, read_only: bool = False) -> Record:
    """The record in the file at `path`. Where there is none it is made, unless `create` is False.

    Raises RecordError where the file is no record, was made by a newer version, or cannot be read or written.
    """
    return Record(Path(path), create=create, read_only=read_only)
