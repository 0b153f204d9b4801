"""Spans and conditions as a reviewer writes them: `120-180,200-220`, `only_if 120-140 > 150-180`."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import get_args

from onrecord.errors import RecordError
from onrecord.types import Relation

Pairs = list[list[int]]
#: A relation, the spans of what it hangs on, the spans of what hangs on it; as the record's JSON has it.
Hanging = list[object]

#: Spans of one value, and conditions of one statement: more than any statement of ours has by far.
MOST = 50
_SPAN = re.compile(r"\s*([0-9]{1,9})-([0-9]{1,9})\s*")


def read_spans(field: str, written: str, text: str) -> Pairs:
    """The spans in text order. Raises RecordError where one is malformed, empty, outside the text, or over another."""
    found = []
    for one in written.split(","):
        match = _SPAN.fullmatch(one)
        if not match:
            raise RecordError(f"{field}={written}: write spans as 120-180,200-220")
        start, end = int(match[1]), int(match[2])
        if not start < end <= len(text) or not text[start:end].strip():
            raise RecordError(f"{field}={one.strip()}: the article has no words there")
        found.append([start, end])
    found.sort()
    if len(found) > MOST or any(end > start for (_, end), (start, _) in pairwise(found)):
        raise RecordError(f"{field}={written}: spans lie over each other, or are too many")
    return found


def read_conditions(written: str, text: str) -> list[Hanging]:
    """Conditions, several with ; between them. Raises RecordError as `read_spans` does."""
    found: list[Hanging] = []
    for one in filter(str.strip, written.split(";")):
        match = re.fullmatch(rf"\s*({'|'.join(get_args(Relation))})\s+([^>]*)>([^>]*)", one)
        if not match:
            raise RecordError(f"conditions={one.strip()}: write a condition as only_if 120-140 > 150-180")
        found.append([match[1], *(read_spans("conditions", side, text) for side in match.groups()[1:])])
    if len(found) > MOST:
        raise RecordError("conditions: they are too many")
    return found
