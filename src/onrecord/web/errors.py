"""What is answered when something is wrong: one shape in JSON, one page for people; never where in the program."""

from __future__ import annotations

import logging
import sqlite3
from http import HTTPStatus
from urllib.parse import quote

from onrecord.errors import OnrecordError, RecordError

#: Characters that stand in an address as they are.
SAFE = "/~%?=&+"

log = logging.getLogger("onrecord.web")


class RefusedError(OnrecordError):
    """A request that is not answered as it was meant, with the HTTP status and what to tell."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}


class NotThereError(RefusedError):
    """Something that the record does not have."""

    def __init__(self, detail: str) -> None:
        super().__init__(404, detail)


class MovedError(RefusedError):
    """Something that goes by another address; not for good, since what was merged can be taken apart again."""

    def __init__(self, address: str) -> None:
        super().__init__(307, f"it is at {address} now", {"Location": quote(address, safe=SAFE)})


def title_of(status: int) -> str:
    """What a status is called."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def body_of(status: int, detail: str) -> dict[str, object]:
    """The one shape of an error in JSON."""
    return {"error": {"status": status, "title": title_of(status), "detail": detail}}


def refused(error: Exception) -> RefusedError:
    """What to tell of any error. What was not foreseen is logged, and told to nobody."""
    if isinstance(error, RefusedError):
        return error
    if isinstance(error, RecordError):
        return _of_record(error)
    if isinstance(error, OnrecordError):
        return RefusedError(400, str(error))
    log.error("an unexpected error (%s); --debug shows where", type(error).__name__)
    log.debug("unexpected", exc_info=error)
    return RefusedError(500, "something went wrong here; it has been noted")


def _of_record(error: RecordError) -> RefusedError:
    """A RecordError as the queries and the record raise it. What the file is to blame for is told without its path,
    which is for the server's own log."""
    text = str(error)
    if not isinstance(error.__cause__, (sqlite3.Error, OSError, RecordError)):
        return RefusedError(404 if "there is no" in text else 400, text)
    detail = text.rsplit(": ", 1)[-1]
    log.warning("%s", text)
    busy = "try again" in text or "too long" in text
    return RefusedError(503, detail, {"Retry-After": "2"} if busy else None)
