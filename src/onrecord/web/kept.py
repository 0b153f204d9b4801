"""Counts over a whole record, kept for a while: counting a million statements for every reader would take all the
time there is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from onrecord.record import Record

#: What took a second to count is kept for so many seconds: counting takes a twentieth of the time at most, and what
#: is counted in milliseconds is counted anew.
KEPT = 20

T = TypeVar("T")


@dataclass(slots=True)
class _Kept:
    until: float = 0.0
    found: Any = None
    counted: bool = False
    counting: Lock = field(default_factory=Lock)


_KEPT: dict[tuple[Path, str], _Kept] = {}


def kept(record: Record, name: str, count: Callable[[Record], T], seconds: float | None = None) -> T:
    """What `count` finds in the record, or found when it was asked last, `seconds` ago at most where that is given.
    While one reader counts, the others are given what there was."""
    one = _KEPT.setdefault((record.path.absolute(), name), _Kept())
    if one.counted and (time.monotonic() < one.until or one.counting.locked()):
        return one.found  # type: ignore[no-any-return]
    with one.counting:
        if not one.counted or time.monotonic() >= one.until:
            begun = time.monotonic()
            one.found, one.counted = count(record), True
            ended = time.monotonic()
            one.until = ended + (KEPT * (ended - begun) if seconds is None else seconds)
        return one.found  # type: ignore[no-any-return]
