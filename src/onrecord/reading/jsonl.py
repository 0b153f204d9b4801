"""JSON Lines into drafts: one article a line, each line read by itself, so that a broken one costs only itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from onrecord.errors import InputError
from onrecord.reading.draft import Draft, Metadata
from onrecord.reading.html import read_html
from onrecord.types import Notice

#: The fields of a line that are metadata, with the draft's name for each; of two that fill one the first counts.
_FIELDS = (
    ("id", "id"),
    ("title", "title"),
    ("published", "published"),
    ("outlet", "outlet"),
    ("publisher", "outlet"),
    ("byline", "byline"),
    ("url", "url"),
)


def read_record(line: str, origin: str, number: int) -> Iterator[Draft | Notice]:
    """The article in one line of JSON, after a failed notice for each field that is not what it should be.

    Where `html` holds the article, the line's own metadata wins over the page's.
    """
    try:
        record = _parse(line)
        draft = _content(record, origin, number)
    except InputError as error:
        yield Notice(origin, str(error), number)
        return
    given: dict[str, str] = {}
    for field, name in _FIELDS:
        value = record.get(field)
        if isinstance(value, str) or (field == "id" and type(value) is int):  # a whole number will do as an id
            given[name] = given.get(name) or str(value)
        elif value is not None:
            message = f'"{field}" is {_kind(value)}, not a string; the article is read without it'
            yield Notice(origin, message, number)
    yield replace(draft, given=Metadata(**given).or_else(draft.given))


def _parse(line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"broken JSON: {error.msg} at character {error.pos + 1}") from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, ten thousand brackets
        raise InputError("broken JSON: numbers or brackets beyond all measure") from error
    if not isinstance(record, dict):
        raise InputError(f"{_kind(record)}, not a JSON object")
    return record


def _content(record: dict[str, Any], origin: str, number: int) -> Draft:
    """The draft of the line's `text`, or of the article in its `html`. Raises InputError where there is neither."""
    for field in ("text", "html"):
        if (value := record.get(field)) is None:
            continue
        if not isinstance(value, str):
            raise InputError(f'"{field}" is {_kind(value)}, not a string')
        return Draft(value, origin, number) if field == "text" else read_html(value, origin, number)
    raise InputError('neither "text" nor "html"')


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
