"""How pages are asked and answered, whatever they show."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from starlette.responses import Response
from starlette.testclient import TestClient

from onrecord.errors import RecordError
from onrecord.record import Maker, open_record
from onrecord.web import Settings
from onrecord.web.asking import Ask, Param, User, read_values
from onrecord.web.errors import RefusedError, refused
from onrecord.web.openapi import schema_of
from onrecord.web.records import Records, TooLongError
from onrecord.web.shelf import Shelf
from onrecord.web.tables import Table, plain, table_of
from record.made import told
from web.conftest import PEOPLE, Rooms

PARAMS = (
    Param("q"),
    Param("act", choices=("state", "warn"), many=True),
    Param("limit", "number", default=50, least=1, most=200),
    Param("open", "flag", default=0),
)


def asked(*given: tuple[str, str]) -> Ask:
    values = read_values(PARAMS, given)
    return Ask(None, {}, values, given, User("Ann", True, False), "/x")  # type: ignore[arg-type]


def test_a_question_has_checked_values() -> None:
    ask = asked(("q", " dam "), ("act", "warn"), ("act", "state"), ("limit", "7"), ("open", "1"), ("else", "x"))
    assert (ask.text("q"), ask.all("act"), ask.number("limit"), ask.flag("open")) == ("dam", ("warn", "state"), 7, True)
    empty = asked(("q", ""), ("limit", ""))
    assert (empty.text("q"), empty.all("act"), empty.number("limit"), empty.flag("open")) == (None, (), 50, False)


def test_a_page_s_address_with_other_values() -> None:
    ask = asked(("q", "a b"), ("act", "warn"), ("cursor", ""))
    assert ask.with_(limit=5) == "/x?q=a+b&act=warn&limit=5"
    assert ask.with_(act=None, q=None) == "/x"
    assert ask.with_(act=["state", "warn"]) == "/x?q=a+b&act=state&act=warn"


@pytest.mark.parametrize(
    "given",
    [
        [("limit", "0")],
        [("limit", "x")],
        [("limit", "٣")],
        [("limit", "9" * 40)],
        [("open", "yes")],
        [("act", "fly")],
        [("q", "a"), ("q", "b")],
        [("act", "warn")] * 51,
        [("q", "x" * 2_001)],
        [("q", "a\0")],
    ],
)
def test_values_that_will_not_do(given: list[tuple[str, str]]) -> None:
    with pytest.raises(RefusedError) as caught:
        asked(*given)
    assert caught.value.status == 400 and given[0][0] in caught.value.detail


@given(st.lists(st.tuples(st.sampled_from(["q", "act", "limit", "open", "x"]), st.text(max_size=30))))
def test_any_question_is_read_or_refused(given: list[tuple[str, str]]) -> None:
    try:
        asked(*given).with_(q="x")
    except RefusedError as error:
        assert error.status == 400


@dataclass(frozen=True, slots=True)
class Inner:
    name: str


@dataclass(frozen=True, slots=True)
class Outer:
    word: Literal["a", "b"]
    number: int | None
    inner: tuple[Inner, ...]
    pair: tuple[int, str]
    by: Mapping[str, float]


def test_the_schema_of_a_context_is_what_it_looks_like_in_json() -> None:
    parts: dict = {}
    schema = schema_of(Outer, parts) | {"components": {"schemas": parts}}
    validator = Draft202012Validator(schema)
    made = Outer("a", None, (Inner("x"),), (1, "y"), {"z": 0.5})
    assert list(validator.iter_errors(plain(made))) == []
    assert list(validator.iter_errors(plain(made) | {"word": "c"}))
    assert table_of((made,), ("word", "inner", "by")) == Table(("word", "inner", "by"), (("a", "x", '{"z": 0.5}'),))


def test_the_same_page_is_not_sent_twice(room: TestClient) -> None:
    for path in ("/", "/home.json", "/home.csv"):
        first = room.get(path)
        again = room.get(path, headers={"if-none-match": first.headers["etag"]})
        assert again.status_code == 304 and again.content == b"" and "content-length" not in again.headers
        assert first.headers["cache-control"] == "private, no-cache"
        assert room.head(path).headers["etag"] == first.headers["etag"]


def test_errors_are_pages_for_people_and_one_shape_for_programs(room: TestClient) -> None:
    assert "<h1" in room.get("/nope", headers=PEOPLE).text
    for path, headers in (("/nope", {}), ("/nope.json", PEOPLE), ("/nope.csv", PEOPLE)):
        found = room.get(path, headers=headers)
        assert (found.status_code, found.headers["content-type"]) == (404, "application/json")
        assert found.json() == {"error": {"status": 404, "title": "Not Found", "detail": "there is no such page"}}
    assert room.post("/").json()["error"]["status"] == 405


def test_what_a_record_says_reaches_the_reader_without_its_path() -> None:
    error = RecordError("/home/ann/talks.db: another program is writing to it; try again when that is done")
    error.__cause__ = sqlite3.OperationalError("locked")
    told_of = refused(error)
    assert told_of.status == 503 and "/home" not in told_of.detail and told_of.headers["Retry-After"]
    assert refused(RecordError("P9: there is no person with this id")).status == 404
    assert refused(RecordError("said=x: it is no date")).status == 400
    assert refused(ZeroDivisionError()).detail == "something went wrong here; it has been noted"


async def _slow(records: Records) -> None:
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    began = time.monotonic()
    with pytest.raises(TooLongError, match="took too long"):
        await records.read(lambda record: record.db.execute(endless).fetchone(), 0.2)
    assert time.monotonic() - began < 5
    assert await records.read(lambda record: record.db.execute("SELECT 1").fetchone()) == (1,)


def test_a_question_that_takes_too_long_is_given_up(talks: Path) -> None:
    records = Records(talks, readers=1, seconds=5, read_only=True)
    asyncio.run(_slow(records))
    records.close()


def test_many_read_while_one_writes(rooms: Rooms, talks: Path) -> None:
    room = rooms(Settings(readers=4))
    stop = threading.Event()

    def write() -> None:
        with open_record(talks) as record:
            for n in range(200):
                if stop.is_set():
                    return
                record.add([told(f"Cy said number {n} is up.", f"n{n}")], maker=Maker("m", "1"))

    def read(n: int) -> tuple[int, int]:
        found = room.get(("/review.json", "/home.json", "/review", "/openapi.json")[n % 4], headers=PEOPLE)
        return found.status_code, len(found.content)

    writer = threading.Thread(target=write)
    writer.start()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(read, range(80)))
    stop.set()
    writer.join()
    assert {status for status, _ in found} == {200}


def test_two_who_decide_at_once_both_do(rooms: Rooms) -> None:
    one, other = rooms(Settings(reviewer="Ann")), rooms(Settings(reviewer="Bob"))

    def decide(pair: tuple[TestClient, str]) -> int:
        return pair[0].post("/review/decide", json={"id": "dam-0-0", "act": pair[1]}).status_code

    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(decide, [(one, "warn"), (other, "deny")] * 5))
    made = one.get("/review/decisions.json").json()["decisions"]
    assert codes == [200] * 10 and len(made) == 10
    assert json.loads(one.get("/review.json?statement=dam-0-0").text)["item"]["disputed"] == ["act"]


async def _shelved() -> None:
    shelf, made = Shelf(), []

    async def make() -> Response:
        await asyncio.sleep(0.01)
        made.append(1)
        if len(made) == 3:
            raise RefusedError(503, "busy")
        return Response(f"answer {len(made)}")

    async def asked(seconds: float = 60.0) -> bytes:
        return bytes((await shelf.answer("home", seconds, make)).body)

    assert set(await asyncio.gather(*(asked() for _ in range(10)))) == {b"answer 1"}
    assert await asked() == b"answer 1"
    shelf._kept["home"] = (0.0, shelf._kept["home"][1])
    assert await asked(0.0) == b"answer 2"
    with pytest.raises(RefusedError):
        await asked()
    assert await asked() == b"answer 4"
    for n in range(300):
        await shelf.answer(n, 1, make)
    assert len(shelf._kept) == 200


def test_what_many_ask_at_once_is_answered_once() -> None:
    asyncio.run(_shelved())
