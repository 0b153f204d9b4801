"""Coming in and going out, and the name under which somebody decides where nobody logs in."""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.web.access import NAME_COOKIE, SESSION, address_of
from onrecord.web.changing import back, posted
from onrecord.web.errors import RefusedError
from onrecord.web.page import Page
from onrecord.web.state import state_of, user_of
from onrecord.web.templating import render


@dataclass(frozen=True, slots=True)
class LoginPage(Page):
    """`back` is where to go then; `wrong` tells that the last attempt failed."""

    title: str
    back: str
    name: str
    wrong: bool


async def _form(request: Request) -> Response:
    return _page(request, LoginPage("Log in", back(request, request.query_params.get("back")), "", wrong=False), 200)


def _page(request: Request, page: LoginPage, status: int) -> Response:
    words = render(request, "login.html", page, user_of(request))
    return Response(words, status, media_type="text/html", headers={"Cache-Control": "no-store"})


async def _enter(request: Request, given: list[tuple[str, str]]) -> Response:
    gate, sent = state_of(request).gate, dict(given)
    name, where = sent.get("name", "").strip()[:80], back(request, sent.get("back"))
    address = address_of(request.scope, request.headers, gate.settings)
    async with gate.guessing:
        cookie = await asyncio.to_thread(gate.log_in, address, name, sent.get("word", "")[:1000])
    if cookie is None:
        return _page(request, LoginPage("Log in", where, name, wrong=True), 401)
    return RedirectResponse(where, 303, headers={"Set-Cookie": gate.set_cookie(cookie)})


async def _leave(request: Request, _: list[tuple[str, str]]) -> Response:
    gate, session = state_of(request).gate, request.scope["onrecord.session"]
    if session:
        gate.log_out(session)
    headers = {"Set-Cookie": gate.set_cookie("", 0), "Clear-Site-Data": '"cache"'}
    return RedirectResponse(f"{gate.settings.prefix}/login", 303, headers=headers)


async def _name(request: Request, given: list[tuple[str, str]]) -> Response:
    """Whoever reaches a room without accounts may do everything there, and says who they are."""
    settings, name = state_of(request).settings, " ".join(dict(given).get("name", "").split())
    if settings.guarded:
        raise RefusedError(403, "your name is the one that you logged in with")
    if not 0 < len(name) <= 80 or not name.isprintable():
        raise RefusedError(400, "name: it has 1 to 80 characters")
    value = urlsafe_b64encode(name.encode()).decode()
    cookie = f"{NAME_COOKIE}={value}; Path={settings.prefix or '/'}; HttpOnly; SameSite=Strict; Max-Age={SESSION * 700}"
    return RedirectResponse(back(request, dict(given).get("back")), 303, headers={"Set-Cookie": cookie})


ROUTES = [
    Route("/login", _form, methods=["GET"]),
    Route("/login", posted(_enter), methods=["POST"]),
    Route("/logout", posted(_leave), methods=["POST"]),
    Route("/name", posted(_name), methods=["POST"]),
]
