"""A reading room over a small record of made-up articles, without a network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from onrecord.record import PersonGroup, Record, RemarkGroup, open_record
from onrecord.web import Settings, accounts, create_app
from record.made import record, told

DAM = "Ada said the dam is late. Bo said the money is gone. Ada said it rains."
ADA, BO, RAIN = "dam-0-0", "dam-1-0", "dam-2-0"
HOME = "http://127.0.0.1:8000"
PEOPLE = {"accept": "text/html"}


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """What keeps guessers busy would keep the tests busy, too; tests/test_cli_serve.py pays the full price."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "N", 1 << 4)
        yield


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """Two articles; persons are linked, and two statements report one remark."""
    dam = told(DAM, "dam", act="state", said="2024-06-20", published="2024-06-21", outlet="The Vale")
    doubtful = replace(dam, statements=(*dam.statements[:2], replace(dam.statements[2], confidence=0.2)))
    quay = told("Bo said the money is gone for good.", "quay/2.json", published="2024-06-22", outlet="Quay Mail")
    with record(tmp_path, doubtful, quay) as made:
        actors = dict(made.db.execute("SELECT key, name FROM actor ORDER BY key").fetchall())
        groups = [
            PersonGroup(members=tuple(key for key, one in actors.items() if one == name), name=name, kind="person")
            for name in ("Ada", "Bo")
        ]
        made.write_links("person", groups)
        spans = made.db.execute("SELECT key, content FROM statement WHERE content <> '' ORDER BY key").fetchall()
        told_of = [(key, *_hull(content)) for key, content in spans if key in (2, 4)]
        made.write_links("remark", [RemarkGroup(members=tuple(told_of))])
        assert made.check() == []
    return tmp_path / "talks.db"


def _hull(content: str) -> tuple[int, int]:
    import json

    pairs = json.loads(content)
    return pairs[0][0], pairs[-1][1]


class Rooms:
    """Opens reading rooms, and closes them when the test is over."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self.path, self._stack = path, stack

    def __call__(self, settings: Settings | None = None, *, base: str = HOME, **known: Any) -> TestClient:
        app = create_app(self.path, settings or Settings(reviewer="Ann"))
        client = TestClient(app, base_url=base, follow_redirects=False, **known)
        return self._stack.enter_context(client)

    def reading(self) -> Record:
        return self._stack.enter_context(open_record(self.path, create=False, read_only=True))


@pytest.fixture
def rooms(talks: Path) -> Iterator[Rooms]:
    with ExitStack() as stack:
        yield Rooms(talks, stack)


@pytest.fixture
def room(rooms: Rooms) -> TestClient:
    """The reading room of a user on their own machine."""
    return rooms()
