"""Files of the package that a browser is given, under addresses that change with their contents."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.web.errors import NotThereError

#: A year: the address is another when the file is.
FOREVER = "public, max-age=31536000, immutable"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".txt": "text/plain"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file: its name under static/, its type, its bytes as they are and gzipped, and its address."""

    name: str
    type: str
    body: bytes
    zipped: bytes
    address: str


def address(name: str) -> str:
    """Where a file is, from the reading room's root on (`static/style.0123456789ab.css`). Raises KeyError."""
    return assets()[name].address


@cache
def assets() -> Mapping[str, Asset]:
    """All files, by name. They are read once."""
    return {name: _asset(name, file.read_bytes()) for name, file in _walk(files("onrecord.web") / "static", "")}


@cache
def _by_address() -> Mapping[str, Asset]:
    return {asset.address: asset for asset in assets().values()}


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _walk(one, f"{prefix}{one.name}/")
        else:
            yield prefix + one.name, one


def _asset(name: str, body: bytes) -> Asset:
    stem, dot, ending = name.rpartition(".")
    digest = hashlib.sha256(body).hexdigest()[:12]
    kind = _TYPES.get(dot + ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(name, kind, body, gzip.compress(body, 9, mtime=0), f"static/{stem}.{digest}.{ending}")


async def _serve(request: Request) -> Response:
    """A file is looked up by its whole address, so that no path leads anywhere else."""
    found = _by_address().get("static/" + request.path_params["name"])
    if found is None:
        raise NotThereError("there is no such file")
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    small = len(found.zipped) < len(found.body) * 0.9
    if small and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.zipped, media_type=found.type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(found.body, media_type=found.type, headers=headers)


ROUTES = [Route("/static/{name:path}", _serve, methods=["GET"])]
