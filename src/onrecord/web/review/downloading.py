"""Reviewed statements as a file to train and measure by."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import TextIO

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from onrecord.record import Record
from onrecord.record.gold import write_gold
from onrecord.web.state import state_of

#: Seconds that writing it may take, and the bytes of it that are held in memory; more goes to the disk.
SECONDS, SPOOL = 120.0, 8_000_000
CHUNK = 1 << 16


async def _gold(request: Request) -> Response:
    file = await state_of(request).records.read(_written, SECONDS)
    headers = {"Content-Disposition": 'attachment; filename="reviewed.jsonl"', "Cache-Control": "no-store"}
    return StreamingResponse(_chunks(file), media_type="application/jsonl", headers=headers)


def _written(record: Record) -> TextIO:
    file = tempfile.SpooledTemporaryFile(SPOOL, mode="w+", encoding="utf-8", errors="replace", newline="")  # noqa: SIM115
    write_gold(record, file)  # type: ignore[arg-type]
    file.seek(0)
    return file  # type: ignore[return-value]


def _chunks(file: TextIO) -> Iterator[str]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


ROUTES = [Route("/review/gold.jsonl", _gold, methods=["GET"])]
