"""The one way in which something is changed: a POST of a form or of JSON, checked, answered in the same kind."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.record import Record
from onrecord.web.asking import Param, User, read_values
from onrecord.web.errors import RefusedError
from onrecord.web.state import csrf_of, state_of, user_of
from onrecord.web.tables import as_json

#: Fields of one form: a split may name so many statements.
MOST_FIELDS = 1_000
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True, slots=True)
class Form:
    """A form's checked values. `given` are the names that were sent, empty ones among them: an empty value stands
    for "not known", an absent one for "let it be"."""

    values: Mapping[str, Any]
    given: frozenset[str]

    def text(self, name: str) -> str:
        return self.values[name] or ""

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(self.values[name])


Change = Callable[[Record, Form, User], object]


@dataclass(frozen=True, slots=True)
class ChangeRoute:
    """A change as it is registered. `change` runs on the one connection that writes, and returns a dataclass, which
    JSON is answered with; a form is sent back to the page it came from (`back`)."""

    path: str
    change: Change
    answer: type
    summary: str
    fields: tuple[Param, ...]
    needed: tuple[str, ...] = ()

    def routes(self) -> list[Route]:
        return [Route(self.path, posted(self._answer), methods=["POST"])]

    async def _answer(self, request: Request, given: list[tuple[str, str]]) -> Response:
        names = frozenset(name for name, _ in given)
        if missing := [name for name in self.needed if not any(one == name and value for one, value in given)]:
            raise RefusedError(400, f"{missing[0]}: it is not given")
        values = read_values(self.fields, given)
        form, user = Form(values, names), user_of(request)
        done = await state_of(request).records.write(lambda record: self.change(record, form, user))
        if _is_json(request):
            return Response(as_json(done), media_type=JSON)
        return RedirectResponse(back(request, dict(given).get("back")), 303)


def posted(handle: Callable[[Request, list[tuple[str, str]]], Awaitable[Response]]) -> Any:  # noqa: ANN401
    """An endpoint that is given what was posted, once it is sure that it comes from here."""

    async def endpoint(request: Request) -> Response:
        given = await _given(request)
        _check_word(request, dict(given).get("csrf", ""))
        return await handle(request, given)

    return endpoint


def back(request: Request, wanted: str | None) -> str:
    """Where to go after a change: a page of ours, or home."""
    prefix: str = request.scope.get("root_path", "")
    parts = urlsplit(wanted or "")
    own = wanted and wanted.startswith(f"{prefix}/") and not wanted.startswith(("//", "/\\", f"{prefix}//"))
    if not own or parts.scheme or parts.netloc or "\\" in (wanted or "") or not (wanted or "").isprintable():
        return f"{prefix}/"
    return wanted or f"{prefix}/"


def _check_word(request: Request, word: str) -> None:
    """Raises RefusedError (403) unless the form brings back its word. A program that sends its own token needs none;
    nor does JSON where nobody logs in, since no browser sends that to another site without asking it first."""
    guarded = state_of(request).settings.guarded
    if request.scope["onrecord.by_token"] or (not guarded and _is_json(request)):
        return
    brought = request.headers.get("x-csrf", "") or word
    if not compare_digest(brought.encode("utf-8", "replace"), csrf_of(request).encode()):
        raise RefusedError(403, "this form is out of date; load the page again")


def _is_json(request: Request) -> bool:
    return _kind(request) == JSON


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().casefold()


async def _given(request: Request) -> list[tuple[str, str]]:
    body, kind = await request.body(), _kind(request)
    try:
        if kind == JSON:
            return _of_json(json.loads(body))
        if kind == FORM:
            return parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "it cannot be read as what it says it is") from error
    raise RefusedError(415, f"send {FORM} or {JSON}")


def _of_json(value: object) -> list[tuple[str, str]]:
    """An object of texts, and of arrays of texts, as a form has them; null is empty."""
    if not isinstance(value, dict):
        raise RefusedError(400, "send an object")
    given: list[tuple[str, str]] = []
    for name, one in value.items():
        some = one if isinstance(one, list) else [one]
        if not all(part is None or isinstance(part, str) for part in some) or len(some) > MOST_FIELDS:
            raise RefusedError(400, f"{name}: send a text, or an array of texts")
        given.extend((name, part or "") for part in some)
    return given
