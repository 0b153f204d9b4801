"""Puts the reading room together: pages, changes, and what every request passes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from onrecord.errors import RecordError
from onrecord.web import live, login, openapi, pages, review, static
from onrecord.web.access import Entered, Gate
from onrecord.web.asking import User
from onrecord.web.changing import ChangeRoute
from onrecord.web.errors import RefusedError, body_of, refused, title_of
from onrecord.web.figures import held
from onrecord.web.live import Watch
from onrecord.web.page import Page, PageRoute
from onrecord.web.records import Records
from onrecord.web.security import Admitted, Guarded, Tagged
from onrecord.web.settings import Settings
from onrecord.web.shelf import Shelf
from onrecord.web.state import State
from onrecord.web.tables import as_json
from onrecord.web.templating import render

#: Bytes from which an answer is compressed, and how hard: the step from 4 to 9 costs twice the time for 3%.
ZIPPED, HARD = 1_000, 4


@dataclass(frozen=True, slots=True)
class ErrorPage(Page):
    """What is wrong, for people."""

    title: str
    status: int
    detail: str


def create_app(record: Path, settings: Settings | None = None) -> Starlette:
    """The reading room of a record, as an ASGI application. The record is opened at once, and closed when the
    application shuts down. Raises RecordError where it is none, or of another version."""
    settings = settings or Settings()
    static.assets()  # read before anybody waits for them
    records = Records(record, readers=settings.readers, seconds=settings.seconds, read_only=settings.read_only)
    gate, watch = Gate(settings), Watch(records)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        counting = asyncio.create_task(_count(records))
        yield
        counting.cancel()
        await watch.close()
        records.close()

    registered = list(_registered())
    app = Starlette(
        routes=list(_routes(registered)),
        lifespan=lifespan,
        exception_handlers={HTTPException: _of_starlette},
        middleware=[
            Middleware(Guarded, settings=settings, answer=answer),
            Middleware(Admitted, settings=settings),
            Middleware(GZipMiddleware, minimum_size=ZIPPED, compresslevel=HARD),
            Middleware(Tagged),
            Middleware(Entered, gate=gate),
        ],
    )
    app.state.onrecord = State(settings, records, gate, watch, Shelf())
    app.state.openapi = openapi.described(registered)
    app.router.redirect_slashes = False
    return app


async def _count(records: Records) -> None:
    """Counts what the first page tells before anybody asks: a million statements take a second."""
    with suppress(RecordError):
        await records.read(held)


def answer(request: Request, error: RefusedError) -> Response:
    """An error as JSON where a program asked, as a page where a person did."""
    if not _for_people(request):
        return Response(as_json(body_of(error.status, error.detail)), error.status, error.headers, "application/json")
    if error.status == 401 and request.method == "GET":
        prefix = request.scope.get("root_path", "")
        return RedirectResponse(f"{prefix}/login?{_back(request)}", 303)
    request.scope.setdefault("onrecord.csrf", "")
    page = ErrorPage(title_of(error.status), error.status, error.detail)
    nobody = User("", may_review=False, logged_in=False)
    words = render(request, "error.html", page, request.scope.get("onrecord.user", nobody))
    return Response(words, error.status, error.headers, "text/html")


def _for_people(request: Request) -> bool:
    path = request.url.path
    if path.endswith((".json", ".csv")) or request.headers.get("content-type", "").startswith("application/json"):
        return False
    return "text/html" in request.headers.get("accept", "") and "app" in request.scope


def _back(request: Request) -> str:
    from urllib.parse import urlencode

    return urlencode({"back": request.url.path + (f"?{request.url.query}" if request.url.query else "")})


def _of_starlette(_: Request, error: Exception) -> Response:
    """What Starlette itself refuses (no such page, another method) is answered as everything else is."""
    if isinstance(error, HTTPException):
        details = {404: "there is no such page", 405: "this address does not take that method"}
        detail = details.get(error.status_code, error.detail)
        raise RefusedError(error.status_code, detail, dict(error.headers or {})) from error
    raise refused(error)


def _registered() -> Iterator[PageRoute | ChangeRoute]:
    """Every page and every change, of every module."""
    for info in iter_modules(pages.__path__):
        yield from import_module(f"{pages.__name__}.{info.name}").ROUTES
    yield from review.ROUTES


def _routes(registered: list[PageRoute | ChangeRoute]) -> Iterator[BaseRoute]:
    yield Route("/healthz", _health, methods=["GET"])
    for some in (static.ROUTES, live.ROUTES, login.ROUTES, openapi.ROUTES, review.OTHERS):
        yield from some
    plain = [one for one in registered if "{" not in one.path]  # before those whose parts take anything
    for one in (*plain, *(one for one in registered if "{" in one.path)):
        yield from one.routes()


async def _health(_: Request) -> Response:
    return PlainTextResponse("ok\n")
