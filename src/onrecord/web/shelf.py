"""Answers that many ask for at once are made once, and given for a moment after: the first page is everybody's."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable

from starlette.responses import Response

#: Answers that are kept: a page is some 20 kilobytes.
MOST = 200


class Shelf:
    """Keeps answers by what was asked. What failed is not kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[float, asyncio.Future[Response]]] = OrderedDict()

    async def answer(self, asked: Hashable, seconds: float, make: Callable[[], Awaitable[Response]]) -> Response:
        """The answer to this question that was made in the last so many seconds, or is being made, or a new one."""
        until, making = self._kept.get(asked, (0.0, None))
        if making is None or (making.done() and (time.monotonic() >= until or making.exception())):
            making = asyncio.ensure_future(make())
            self._kept[asked] = (time.monotonic() + seconds, making)
            self._kept.move_to_end(asked)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        made = await asyncio.shield(making)
        return Response(made.body, made.status_code, dict(made.headers))
