"""Takes the pictures of docs/reading-room.md anew: every page at 1280 and at 390 pixels, of a record of the samples.

    python docs/build_screens.py [NAME ...] [--record talks.db]

Needs Chromium and the package `playwright`. Without --record it makes the record of examples/articles first, which
takes a minute. The pictures go to docs/screens/NAME-WIDTH.png.
"""

from __future__ import annotations

import argparse
import base64
import shutil
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "screens"
WIDTHS = {1280: 860, 390: 780}

_REMARK = (
    "SELECT 'R' || s.remark FROM remark_span AS s JOIN current AS c ON c.statement = s.statement GROUP BY s.remark "
    "ORDER BY count(DISTINCT c.outlet) DESC, s.remark LIMIT 1"
)
_ARTICLE = (
    "SELECT r.id FROM article AS r JOIN current AS c ON c.article = r.key JOIN story_article AS s ON s.article = r.key "
    "WHERE r.outlet IS NOT NULL GROUP BY r.key ORDER BY count(*) DESC LIMIT 1"
)
_STATEMENT = (
    "SELECT s.id FROM current AS c JOIN statement AS s ON s.key = c.statement WHERE s.conditions IS NOT NULL "
    "AND c.said_first IS NOT NULL AND c.occasion IS NOT NULL ORDER BY s.confidence DESC LIMIT 1"
)
_PERSON = (
    "SELECT 'P' || person FROM current_person WHERE part = 'speaker' GROUP BY person ORDER BY count(*) DESC LIMIT 1"
)
_OCCASION = "SELECT 'O' || occasion FROM current WHERE occasion > 0 GROUP BY occasion ORDER BY count(*) DESC LIMIT 1"
_STORY = "SELECT 'S' || story FROM story_article GROUP BY story ORDER BY count(*) DESC LIMIT 1"
_OUTLET = (
    "SELECT o.name FROM article AS a JOIN outlet AS o ON o.key = a.outlet GROUP BY o.key ORDER BY count(*) DESC LIMIT 1"
)

#: Each page by name: its address, what it is filled with by a query, and what is done before the picture is taken.
PAGES: dict[str, tuple[str, str | None, str | None]] = {
    "home": ("/", None, None),
    "search": ("/search?q=locks+OR+river", None, None),
    "article": ("/article/{}", _ARTICLE, "document.querySelector('#text [data-s]:not([data-s=\"\"]).cue')?.click()"),
    "statement": ("/statement/{}", _STATEMENT, None),
    "remark": ("/remark/{}", _REMARK, None),
    "person": ("/person/{}", _PERSON, None),
    "people": ("/people", None, None),
    "occasion": ("/occasion/{}", _OCCASION, None),
    "occasions": ("/occasions", None, None),
    "story": ("/story/{}", _STORY, None),
    "stories": ("/stories", None, None),
    "outlets": ("/outlets", None, None),
    "outlet": ("/outlet/{}", _OUTLET, None),
    "terms": ("/terms", None, None),
    "review": ("/review", None, None),
}

#: The browser reads the picture: its own canvas tells the pixels.
_QUANTISE = """async (png) => {
  const bytes = Uint8Array.from(atob(png), (one) => one.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const data = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const one of data) counts.set(one, (counts.get(one) || 0) + 1);
  const kept = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([one]) => one);
  const parts = (one) => [one & 255, (one >> 8) & 255, (one >> 16) & 255];
  const palette = kept.map(parts);
  const apart = (a, b) => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
  const place = new Map(kept.map((one, n) => [one, n]));
  for (const one of counts.keys()) {
    if (place.has(one)) continue;
    const own = parts(one);
    let best = 0;
    palette.forEach((other, n) => { if (apart(own, other) < apart(own, palette[best])) best = n; });
    place.set(one, best);
  }
  let pixels = "";
  for (const one of data) pixels += String.fromCharCode(place.get(one));
  return [image.width, image.height, palette.flat(), btoa(pixels)];
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PAGES))
    parser.add_argument("--record", type=Path)
    given = parser.parse_args()
    if unknown := set(given.names) - PAGES.keys():
        parser.error(f"there is no picture of {', '.join(sorted(unknown))}")
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        record = given.record or make(Path(folder) / "talks.db")
        with serving(record) as home, chromium() as browser:
            for name in given.names or PAGES:
                take(browser, home, record, name)


def make(path: Path) -> Path:
    """The record of the samples."""
    command = [sys.executable, "-m", "onrecord", "add", str(path), str(ROOT / "examples" / "articles"), "--quiet"]
    subprocess.run(command, check=True)
    return path


def take(browser: Any, home: str, record: Path, name: str) -> None:  # noqa: ANN401
    address, query, script = PAGES[name]
    if query:
        with sqlite3.connect(record) as db:
            address = address.format(*db.execute(query).fetchone())
    for width, height in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        tab = context.new_page()
        answer = tab.goto(home + address)
        if answer.status != 200:
            sys.exit(f"{address}: {answer.status}")
        if script:
            tab.evaluate(script)
        if tab.query_selector("[data-timeline]"):
            tab.wait_for_selector("[data-timeline] canvas")
        tab.wait_for_timeout(500)  # what is folded, lit up or drawn comes to rest
        path = OUT / f"{name}-{width}.png"
        path.write_bytes(fewer_colours(tab, tab.screenshot()))
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} KB")
        context.close()


def fewer_colours(tab: Any, png: bytes) -> bytes:  # noqa: ANN401
    """The picture with the 256 colours that it has most of: text on paper loses nothing, and a half of its bytes."""
    width, height, palette, pixels = tab.evaluate(_QUANTISE, base64.b64encode(png).decode())
    raw = base64.b64decode(pixels)
    lines = b"".join(b"\0" + raw[n * width : (n + 1) * width] for n in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", bytes(palette)), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


@contextmanager
def serving(record: Path) -> Iterator[str]:
    import uvicorn

    from onrecord.web import Settings, create_app

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(create_app(record, Settings(reviewer="Ann")), log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                thread.join(0.05)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-lcd-text"]
        )
        yield browser
        browser.close()


if __name__ == "__main__":
    main()
