"""Measures the reading room: how heavy its first page is, and how long twenty readers wait while one writer adds.

    python evals/bench_room.py [--size full|small] [--record FILE]

It is served as a user serves it, over a port of this machine, to readers who ask again as soon as they are answered;
a program beside it adds an article twenty times a second. The record is made up (synthetic.py), or a copy of FILE.
"""

from __future__ import annotations

import argparse
import gzip
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import synthetic
from bench import ONRECORD, line
from bench_record import MAKER, batches, times

from onrecord.record import open_record

SIZES = {"full": 100_000, "small": 2_000}
#: Seconds that each page is asked for.
SECONDS = {"full": 20.0, "small": 3.0}
READERS = 20
HEADERS = {"Accept": "text/html", "Accept-Encoding": "gzip", "Connection": "keep-alive"}
#: Pages, and the goal for the 95th percentile in milliseconds, where there is one.
PAGES = (("/", 200.0), ("/search?q=a*&order=newest", None), ("/people", None), ("/review", None))
#: Bytes of the first page with all that it loads.
BUDGET = 100_000

WRITER = """
import sys, time
sys.path.insert(0, sys.argv[3])
import synthetic
from onrecord.record import Maker, open_record
until = time.time() + float(sys.argv[2])
with open_record(sys.argv[1]) as record:
    for analysis in synthetic.analyses(10_000, seed=1):
        if time.time() > until:
            break
        record.add([analysis], maker=Maker("synthetic", "1"))
        time.sleep(0.05)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=SIZES, default="full")
    parser.add_argument("--record", type=Path, help="a record to serve a copy of")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "room.db"
        if given.record:
            shutil.copy(given.record, path)
        else:
            fill(path, SIZES[given.size])
        print(f"\nThe reading room, {READERS} readers and a writer\n")
        with serving(path) as port:
            weight = first_page(port)
            line("first page, bytes over the wire", f"{weight:,}", f"<= {BUDGET:,}", weight <= BUDGET)
            for page, goal in PAGES:
                times(f"{page}, ms (p50, p95)", waits(port, path, page, SECONDS[given.size]), goal)


def fill(path: Path, articles: int) -> None:
    with open_record(path) as record:
        for batch in batches(synthetic.analyses(articles), articles):
            record.add(batch, maker=MAKER)


@contextmanager
def serving(path: Path) -> Iterator[int]:
    """The port of a reading room of the record, as long as the block lasts."""
    command = [*ONRECORD, "serve", str(path), "--port", "0", "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        found = re.search(r":(\d+)/", server.stdout.readline())
        try:
            assert found, "the reading room did not say where it is"
            yield int(found[1])
        finally:
            server.terminate()


def first_page(port: int) -> int:
    """The bytes of the first page with its sheets, scripts and icon, as a browser gets them."""
    page = fetched(HTTPConnection("127.0.0.1", port), "/")
    html = gzip.decompress(page).decode()
    parts = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', html))
    return len(page) + sum(len(fetched(HTTPConnection("127.0.0.1", port), part)) for part in parts)


def fetched(connection: HTTPConnection, address: str) -> bytes:
    connection.request("GET", address, headers=HEADERS)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, f"{address}: {answer.status}"
    return body


def waits(port: int, path: Path, address: str, seconds: float) -> list[float]:
    """How many milliseconds each answer took."""
    fetched(HTTPConnection("127.0.0.1", port), address)
    taken: list[float] = []
    until = time.perf_counter() + seconds

    def read() -> None:
        connection = HTTPConnection("127.0.0.1", port)
        while time.perf_counter() < until:
            begun = time.perf_counter()
            fetched(connection, address)
            taken.append(1000 * (time.perf_counter() - begun))

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    command = [sys.executable, "-c", WRITER, str(path), str(seconds), str(Path(__file__).parent)]
    with subprocess.Popen(command):
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    return taken


if __name__ == "__main__":
    main()
