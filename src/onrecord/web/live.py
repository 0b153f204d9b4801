"""Tells pages that the record has changed, as Server-Sent Events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from onrecord.errors import OnrecordError
from onrecord.web.errors import RefusedError
from onrecord.web.records import Records
from onrecord.web.state import state_of

#: Seconds between two looks at the record, by one for all pages.
EVERY = 1.0
#: Seconds after which something is sent, so that proxies do not take the line for dead.
BREATH = 20.0
#: Pages that listen at once; the next is refused, and asks again later.
MOST_LISTENERS = 500


class Watch:
    """Looks whether the record has changed, while anybody listens."""

    def __init__(self, records: Records, every: float = EVERY) -> None:
        self._records, self._every = records, every
        self._changed = asyncio.Condition()
        self.version = 0
        self._task: asyncio.Task[None] | None = None
        self.listeners = 0
        self.closing = False

    async def events(self) -> AsyncIterator[str]:
        """One text for each change, and a comment now and then."""
        self.listeners += 1
        try:
            if self._task is None or self._task.done():
                self.version = await self._records.version()
                self._task = asyncio.create_task(self._look())
            seen = self.version
            yield f"retry: 3000\nevent: hello\ndata: {json.dumps({'version': seen})}\n\n"
            while not self.closing:
                await self._wait(seen)
                if self.version == seen:
                    yield ": still here\n\n"
                else:
                    seen = self.version
                    yield f"event: change\ndata: {json.dumps({'version': seen})}\n\n"
        finally:
            self.listeners -= 1

    async def _wait(self, seen: int) -> None:
        """Until the record is another than the one that was seen, or for a while."""
        async with self._changed:
            with suppress(TimeoutError):
                async with asyncio.timeout(BREATH):
                    await self._changed.wait_for(lambda: self.closing or self.version != seen)

    async def close(self) -> None:
        self.closing = True
        if self._task:
            self._task.cancel()
        async with self._changed:
            self._changed.notify_all()

    async def _look(self) -> None:
        while self.listeners:
            await asyncio.sleep(self._every)
            with suppress(OnrecordError):
                version = await self._records.version()
                if version != self.version:
                    self.version = version
                    async with self._changed:
                        self._changed.notify_all()


async def _live(request: Request) -> Response:
    watch = state_of(request).watch
    if watch.listeners >= MOST_LISTENERS:
        raise RefusedError(503, "too many pages listen already", {"Retry-After": "60"})
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(watch.events(), media_type="text/event-stream", headers=headers)


ROUTES = [Route("/live", _live, methods=["GET"])]
