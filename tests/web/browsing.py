"""A reading room that is served on a port, a browser that looks at it, and a small record of made-up articles with all
that pages show: persons, occasions, a remark in three outlets, a story, a near-duplicate."""

from __future__ import annotations

import json
import shutil
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import uvicorn

from export.builder import understood
from onrecord.record import (
    Duplicate,
    OccasionGroup,
    PersonGroup,
    Record,
    RemarkGroup,
    StoryGroup,
    Tie,
)
from onrecord.types import Analysis
from onrecord.web import Settings, create_app
from record.made import record, told

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

#: Three outlets, one remark, on two days; the third repeats the second almost word for word.
REPORTS = (
    (
        "calder",
        "The Calder Courier",
        "2024-07-01",
        "Voss said “the strait will stay open until the fees are paid in full”.",
    ),
    (
        "vale",
        "The Vale",
        "2024-07-02",
        "Voss said the strait will stay open only until fees are paid. Reck said nothing.",
    ),
    (
        "quay",
        "Quay Mail",
        "2024-07-03",
        "Voss said the strait will stay open only until fees are paid. Reck said nothing at all.",
    ),
)


def reports() -> list[Analysis]:
    found = []
    for id, outlet, day, words in REPORTS:
        known = {"outlet": outlet, "published": day, "url": f"https://{id}.example/strait", "title": f"Strait: {id}"}
        one = told(words, id, act="promise", said="2024-06-30", speech=True, **known)
        quote = "mixed" if "“" in words else "indirect"
        first = replace(one.statements[0], quote=quote)
        found.append(replace(one, statements=(first, *one.statements[1:])))
    return found


def small(path: Path) -> Path:
    """The record in that folder."""
    with record(path, *reports(), understood()) as made:
        link(made)
        assert made.check() == []
    return path / "talks.db"


def link(made: Record) -> None:
    """Ties what the passes of `onrecord link` would."""
    actors = made.db.execute("SELECT key, name FROM actor ORDER BY key").fetchall()
    called = {"Voss": "Mira Voss", "Reck": "Tomas Reck"}
    names = {key: called.get(name, name) for key, name in actors}
    people = [
        PersonGroup(members=tuple(k for k in names if names[k] == name), name=name, kind="person", names=(name,))
        for name in dict.fromkeys(names.values())
    ]
    voss = people[0].members
    made.write_links("person", people, [Tie(voss[0], voss[1], 0.91, {"same name": 0.8})])
    events = [key for (key,) in made.db.execute("SELECT key FROM event ORDER BY key")]
    made.write_links(
        "occasion",
        [OccasionGroup(members=tuple(events[:3]), name="a speech at the quay", kind="speech", edtf="2024-06-30")],
    )
    spans = [
        (key, pairs[0][0], pairs[-1][1])
        for key, pairs in (
            (key, json.loads(content))
            for key, content in made.db.execute(
                "SELECT s.key, s.content FROM statement AS s JOIN analysis AS a ON a.key = s.analysis "
                "WHERE a.article <= 3 AND s.n = 0 ORDER BY s.key"
            )
        )
    ]
    groups = [RemarkGroup(members=tuple(spans), first="2024-06-30", last="2024-06-30")]
    made.write_links("remark", groups, [Tie(spans[0], spans[1], 0.84, {"shared words": 0.7})])
    made.write_links("story", [StoryGroup(members=(1, 2, 3), name="The strait and its fees")])
    made.write_duplicates([Duplicate(3, 2, 0.98, {"words": 0.98})])


@contextmanager
def serving(path: Path, settings: Settings | None = None) -> Iterator[str]:
    """The address of a reading room of the record, as long as the block lasts."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        app = create_app(path, settings or Settings(reviewer="Ann"))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                thread.join(0.02)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


@contextmanager
def chromium() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, "--disable-sync"])
        yield browser
        browser.close()


class Tabs:
    """Opens pages of a reading room, and remembers what none of them may do: complain, fail, ask, or look elsewhere."""

    def __init__(self, browser: object, home: str) -> None:
        self.browser, self.home = browser, home
        self.wrong: list[str] = []
        self._contexts: list[object] = []

    def __call__(self, address: str = "/", *, width: int = 1280, height: int = 900, **known: object):
        context = self.browser.new_context(viewport={"width": width, "height": height}, **known)
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        tab = context.new_page()
        self.watch(tab)
        tab.goto(self.home + address)
        return tab

    def watch(self, tab: object) -> None:
        tab.on("request", lambda one: None if one.url.startswith(self.home) else self.wrong.append(one.url))
        tab.on("console", lambda one: self.wrong.append(one.text) if one.type in ("error", "warning") else None)
        tab.on("pageerror", lambda one: self.wrong.append(str(one)))
        tab.on("dialog", lambda one: (self.wrong.append(one.message), one.dismiss()))

    def close(self) -> Sequence[str]:
        for context in self._contexts:
            context.close()
        self._contexts.clear()
        found, self.wrong = self.wrong, []
        return found
