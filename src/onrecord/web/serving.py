"""Listens, and stops when it is told to: uvicorn, with bounds of our own."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from onrecord.errors import OnrecordError
from onrecord.web.security import MOST_HEADERS
from onrecord.web.settings import LOOPBACK, Settings
from onrecord.web.state import State

#: Seconds in which a request's line and headers have to be there, each time that the other side may begin one.
HEADER_SECONDS = 10.0
#: Connections at once; a page that listens keeps one.
MOST_CONNECTIONS = 1_000
#: Seconds that answers may take to be finished when the server stops.
ENDING = 3


class CannotListenError(OnrecordError):
    """An address that cannot be listened on."""


@dataclass(frozen=True, slots=True)
class Place:
    """An open socket and the address that it has for people."""

    socket: socket.socket
    url: str


def place(host: str, port: int) -> Place:
    """Listens there; port 0 is any that is free. Raises CannotListenError, in one line."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise CannotListenError(f"{host}: there is no such address here") from error
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(1024)
        made.set_inheritable(True)
    except (OSError, OverflowError) as error:
        made.close()
        raise CannotListenError(_reason(host, port, error)) from error
    shown = f"[{host}]" if ":" in host else host
    return Place(made, f"http://{shown}:{made.getsockname()[1]}")


def _reason(host: str, port: int, error: Exception) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return f"port {port} is in use; give another with --port, or --port 0 for any that is free"
    if number == errno.EACCES:
        return f"port {port} may not be used by this user; give one above 1023 with --port"
    return f"{host}:{port}: it cannot be listened on"


class _Protocol(H11Protocol):
    """Hangs up on whoever takes too long to say what they want."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._waiting: asyncio.TimerHandle | None = None
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._wait()
        else:
            self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(HEADER_SECONDS, self._hang_up)

    def _stop(self) -> None:
        if self._waiting:
            self._waiting.cancel()
            self._waiting = None

    def _hang_up(self) -> None:
        self._waiting = None
        if (self.cycle is None or self.cycle.response_complete) and not self.transport.is_closing():
            self.transport.close()


class _Server(uvicorn.Server):
    """Sends the pages that listen away before it waits for connections to end."""

    def __init__(self, config: uvicorn.Config, app: Starlette, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._state: State = app.state.onrecord
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Ctrl-C is how it is meant to be stopped: it ends well, and is not raised again. Twice, it does not wait."""
        self.force_exit = self.should_exit
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._state.watch.close()
        await super().shutdown(sockets)


def serve(app: Starlette, at: Place, ready: Callable[[], None]) -> None:
    """Answers until it is told to stop (Ctrl-C, SIGTERM); `ready` is called when it begins to."""
    config = uvicorn.Config(
        app,
        http=_Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=MOST_HEADERS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=ENDING,
    )
    _Server(config, app, ready).run(sockets=[at.socket])


def check(settings: Settings) -> None:
    """Raises CannotListenError for a reading room that anybody could walk into."""
    public = settings.public_url is not None
    if (public or settings.host not in LOOPBACK) and not settings.guarded:
        what = "with --public-url" if public else f"on {settings.host}"
        raise CannotListenError(f"{what} others can reach it: give --password-file FILE, or --token")
