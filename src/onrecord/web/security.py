"""What every request passes on its way in, and every answer on its way out."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.web.errors import RefusedError, refused
from onrecord.web.settings import Settings

#: Nothing but what the package ships: no inline script or style, no other host, no frame, no plugin.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
#: Sent where readers come by https: a browser that was here once never tries http again.
STRICT_TRANSPORT = "max-age=31536000"
#: Bytes of a request's headers, all together.
MOST_HEADERS = 16_384
#: Seconds that a body may take to arrive. The longest is a megabyte.
BODY_SECONDS = 20.0
#: Answers shorter than this are compared whole, by ETag; longer ones are exports.
MOST_TAGGED = 4_000_000

Answer = Callable[[Request, RefusedError], Response]


class Guarded:
    """The outermost: headers on every answer, and an answer to every error."""

    def __init__(self, app: ASGIApp, settings: Settings, answer: Answer) -> None:
        self.app, self.settings, self.answer = app, settings, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope, begun = _placed(scope, self.settings.prefix), False

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "private, no-cache")
                if self.settings.secure:
                    headers["strict-transport-security"] = STRICT_TRANSPORT
            await send(message)

        try:
            if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADERS:
                raise RefusedError(431, f"a request's headers have {MOST_HEADERS} bytes at most")
            await self.app(scope, _bounded(scope, receive, self.settings.body), sending)
        except Exception as error:
            answer = refused(error)
            if not begun:
                await self.answer(Request(scope), answer)(scope, receive, sending)


class Admitted:
    """Lets in only what was meant for here: see `Settings.admits`."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            hosts = Headers(scope=scope).getlist("host")
            if len(hosts) != 1 or not self.settings.admits(hosts[0]):
                raise RefusedError(421, "this is not the address of this reading room; see --public-url")
        await self.app(scope, receive, send)


class Tagged:
    """Gives answers an ETag made of what they say, and says 304 where the reader has just that."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        known = Headers(scope=scope).get("if-none-match", "")
        start: Message | None = None

        async def sending(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                if message["status"] == 200 and "cache-control" not in Headers(raw=message["headers"]):
                    start = message
                    return
            elif start is not None:
                held, start = start, None
                if not message.get("more_body") and len(message.get("body", b"")) < MOST_TAGGED:
                    tag = f'W/"{hashlib.blake2b(message.get("body", b""), digest_size=12).hexdigest()}"'
                    MutableHeaders(scope=held)["etag"] = tag
                    if tag in known:
                        held, message = _unchanged(held), {**message, "body": b""}
                await send(held)
            await send(message)

        await self.app(scope, receive, sending)


def _unchanged(start: Message) -> Message:
    kept = [(name, value) for name, value in start["headers"] if name not in (b"content-length", b"content-type")]
    return {**start, "status": 304, "headers": kept}


def _placed(scope: Scope, prefix: str) -> Scope:
    """The path as readers see it, whether the proxy takes its own part away or leaves it."""
    if not prefix:
        return scope
    path = scope["path"]
    placed = path if path == prefix or path.startswith(f"{prefix}/") else prefix + path
    return {**scope, "root_path": prefix, "path": placed}


def _bounded(scope: Scope, receive: Receive, most: int) -> Receive:
    """A body of so many bytes and so many seconds at most."""
    said = Headers(scope=scope).get("content-length", "0")
    size, until = 0, asyncio.get_running_loop().time() + BODY_SECONDS
    ended = False

    async def receiving() -> Message:
        nonlocal size, ended
        if ended:
            return await receive()
        if not (said.isascii() and said.isdigit()) or int(said) > most:
            raise RefusedError(413, f"a request has {most} bytes at most", {"Connection": "close"})
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError as error:
            raise RefusedError(408, "the request took too long to arrive", {"Connection": "close"}) from error
        size += len(message.get("body", b""))
        if size > most:
            raise RefusedError(413, f"a request has {most} bytes at most", {"Connection": "close"})
        ended = not message.get("more_body", False)
        return message

    return receiving
