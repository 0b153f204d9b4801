"""Where a page of hits ended, as an opaque text with which the next page is asked for."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass

from onrecord.errors import RecordError


@dataclass(frozen=True, slots=True)
class Place:
    """The last hit shown: what it was ordered by, its statement's key; `newest` is the last key there was when the
    first page was made, so that what is added meanwhile does not shift what is ranked."""

    value: str | float
    statement: int
    newest: int


def written(place: Place, question: object) -> str:
    """The cursor after this place of the answer to a question; it serves for that question alone."""
    parts = [_mark(question), place.value, place.statement, place.newest]
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).rstrip(b"=").decode()


def read(cursor: str, question: object) -> Place:
    """The place that a cursor stands for. Raises RecordError for what is none, or was made for another question."""
    try:
        text = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        mark, value, statement, newest = json.loads(text)
    except (ValueError, TypeError, RecursionError, binascii.Error) as error:
        raise RecordError("the cursor is none that a search gave") from error
    whole = all(type(one) is int and 0 <= one < 2**62 for one in (statement, newest))
    if not (whole and isinstance(value, str | float) and isinstance(mark, str) and value == value):
        raise RecordError("the cursor is none that a search gave")
    if mark != _mark(question):
        raise RecordError("the cursor belongs to another search")
    return Place(value, statement, newest)


def _mark(question: object) -> str:
    return hashlib.sha256(repr(question).encode("utf-8", "surrogatepass")).hexdigest()[:12]
