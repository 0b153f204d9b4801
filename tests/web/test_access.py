"""Who comes in, and what they may do."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from onrecord.web import Account, AccountError, Settings, access, accounts
from onrecord.web.access import Gate, address_of
from onrecord.web.limits import Limit
from web.conftest import ADA, PEOPLE, Rooms

PUBLIC = "https://talks.example"
SECRET = "correct horse"


@pytest.fixture(scope="module")
def people() -> tuple[Account, ...]:
    return accounts.with_password("ann", "review", SECRET), accounts.with_password("rea", "read", SECRET)


@pytest.fixture
def guarded(rooms: Rooms, people: tuple[Account, ...]) -> TestClient:
    return rooms(Settings(accounts=people))


def word(room: TestClient, path: str = "/login") -> str:
    found = re.search('name="csrf" content="([0-9a-f]+)"', room.get(path, headers=PEOPLE).text)
    assert found
    return found[1]


def log_in(room: TestClient, name: str, password: str = SECRET, **more: str):
    return room.post("/login", data={"name": name, "word": password, "csrf": word(room), "back": "/review", **more})


def test_nothing_is_shown_to_strangers(guarded: TestClient) -> None:
    for path in ("/", "/review", "/search?q=x"):
        found = guarded.get(path, headers=PEOPLE)
        assert found.status_code == 303 and found.headers["location"].startswith("/login?back=%2F")
    for path in ("/home.json", "/openapi.json", "/live", "/edtf", "/nope.json", "/review/gold.jsonl"):
        found = guarded.get(path)
        assert found.status_code == 401 and found.json()["error"]["status"] == 401
    assert guarded.post("/review/decide", json={"id": ADA, "act": "warn"}).status_code == 401
    assert guarded.get("/login").status_code == guarded.get("/healthz").status_code == 200


def test_a_reviewer_reads_and_decides_by_name(guarded: TestClient) -> None:
    done = log_in(guarded, "ann")
    assert (done.status_code, done.headers["location"]) == (303, "/review")
    cookie = done.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Secure" not in cookie
    assert guarded.get("/", headers=PEOPLE).status_code == 200
    refused = guarded.post("/review/decide", json={"id": ADA, "act": "warn"})
    assert refused.status_code == 403, "a session needs the word, in JSON too"
    headers = {"x-csrf": word(guarded, "/review")}
    done = guarded.post("/review/decide", json={"id": ADA, "act": "warn"}, headers=headers)
    assert done.json()["decisions"][0]["by"] == "ann"
    assert guarded.post("/name", data={"name": "bob", "csrf": headers["x-csrf"]}).status_code == 403


def test_a_reader_reads_and_does_not_decide(guarded: TestClient) -> None:
    log_in(guarded, "rea")
    page = guarded.get("/", headers=PEOPLE)
    assert page.status_code == 200 and 'href="/review"' not in page.text
    assert guarded.get("/review", headers=PEOPLE).status_code == 403
    headers = {"x-csrf": word(guarded, "/")}
    assert guarded.post("/review/decide", json={"id": ADA, "act": "warn"}, headers=headers).status_code == 403


def test_one_session_s_word_is_not_another_s(rooms: Rooms, people: tuple[Account, ...]) -> None:
    one = rooms(Settings(accounts=people))
    before = word(one)
    log_in(one, "ann")
    assert before != word(one, "/review")
    done = one.post("/review/decide", json={"id": ADA, "act": "warn"}, headers={"x-csrf": before})
    assert done.status_code == 403


def test_logging_out_ends_the_session_everywhere(guarded: TestClient) -> None:
    log_in(guarded, "ann")
    kept = guarded.cookies["onrecord"]
    done = guarded.post("/logout", data={"csrf": word(guarded, "/")})
    assert done.status_code == 303 and done.headers["clear-site-data"] == '"cache"'
    guarded.cookies.set("onrecord", kept)
    assert guarded.get("/home.json").status_code == 401


def test_a_wrong_password_is_told_in_one_way(guarded: TestClient) -> None:
    pages = [re.sub('value="[^"]*"', "", log_in(guarded, name, "wrong").text) for name in ("ann", "nobody")]
    assert pages[0] == pages[1] and "is not right" in pages[0]
    assert guarded.get("/home.json").status_code == 401


def test_guessing_has_an_end(guarded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "_scrypt", lambda *_: b"")
    codes = [log_in(guarded, "ann", "wrong").status_code for _ in range(12)]
    assert codes == [401] * 10 + [429] * 2
    refused = log_in(guarded, "rea")
    assert refused.status_code == 429 and int(refused.headers["retry-after"]) > 0


def test_failures_are_counted_by_address_and_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    counter = Limit(2, 10.0).counter()
    for _ in range(3):
        counter.count("a")
    assert counter.wait("a") == 10.0 and counter.wait("b") == 0.0
    now[0] = 10.0
    assert counter.wait("a") == 0.0


def test_a_session_ends_and_cannot_be_made_up(people: tuple[Account, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(Settings(accounts=people))
    sealed = gate.log_in("", "ann", SECRET)
    assert sealed

    def session(value: str):
        return gate.session(Headers({"cookie": f"onrecord={value}"}))

    assert session(sealed).name == "ann"
    for wrong in (sealed[:-1] + ("0" if sealed[-1] != "0" else "1"), "x", ".", "é.é", "", "a" + sealed):
        assert session(wrong) is None
    assert Gate(gate.settings).session(Headers({"cookie": f"onrecord={sealed}"})) is None
    later = time.time() + access.SESSION + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert session(sealed) is None


def test_programs_bring_a_token(rooms: Rooms) -> None:
    (may_read, read), (may_review, review) = (
        accounts.with_token(f"bot {right}", right) for right in ("read", "review")
    )
    room = rooms(Settings(accounts=(may_read, may_review)))

    def bearer(token: str) -> dict[str, str]:
        return {"authorization": f"Bearer {token}"}

    assert room.get("/home.json", headers=bearer(read)).status_code == 200
    decision = {"id": ADA, "act": "warn"}
    assert room.post("/review/decide", json=decision, headers=bearer(read)).status_code == 403
    done = room.post("/review/decide", json=decision, headers=bearer(review))
    assert done.json()["decisions"][0]["by"] == "bot review"
    for wrong in ("x", read[:-1], may_read.proof, ""):
        assert room.get("/home.json", headers=bearer(wrong)).status_code == 401
    assert log_in(room, "", review).status_code == 303


def test_behind_a_proxy_cookies_are_for_https_alone(rooms: Rooms, people: tuple[Account, ...]) -> None:
    room = rooms(Settings(public_url=PUBLIC, accounts=people), base=PUBLIC)
    done = log_in(room, "ann")
    assert done.headers["set-cookie"].startswith("__Host-onrecord=") and "; Secure" in done.headers["set-cookie"]
    assert done.headers["strict-transport-security"]
    headers = {"x-csrf": word(room, "/review"), "origin": PUBLIC}
    assert room.post("/review/decide", json={"id": ADA, "act": "warn"}, headers=headers).status_code == 200


def test_a_proxy_may_show_it_under_a_path(rooms: Rooms, people: tuple[Account, ...]) -> None:
    room = rooms(Settings(public_url=f"{PUBLIC}/desk", accounts=people), base=PUBLIC)
    for path in ("/desk/", "/"):
        assert room.get(path, headers=PEOPLE).headers["location"].startswith("/desk/login?back=%2Fdesk%2F")
    page = room.get("/desk/login", headers=PEOPLE)
    assert 'action="/desk/login"' in page.text
    address = re.search('href="(/desk/static/[^"]+css)"', page.text)
    assert address and room.get(address[1]).status_code == 200
    done = room.post("/desk/login", data={"name": "ann", "word": SECRET, "csrf": word(room, "/desk/login")})
    assert done.headers["location"] == "/desk/" and "Path=/desk;" in done.headers["set-cookie"]
    assert room.get("/desk/home.json").status_code == 200


def test_whose_attempts_are_counted() -> None:
    scope = {"client": ("192.0.2.1", 5)}
    forwarded = Headers({"x-forwarded-for": "198.51.100.9, 203.0.113.7"})
    assert address_of(scope, forwarded, Settings()) == "192.0.2.1"
    assert address_of(scope, forwarded, Settings(public_url=PUBLIC)) == "203.0.113.7"
    assert address_of(scope, Headers({}), Settings(public_url=PUBLIC)) == "192.0.2.1"
    network = {"client": ("2001:db8:1:2:3:4:5:6", 5)}
    assert address_of(network, Headers({}), Settings()) == "2001:db8:1:2::/64"


def test_a_room_that_only_reads_takes_no_decision(rooms: Rooms) -> None:
    room = rooms(Settings(read_only=True))
    assert room.get("/", headers=PEOPLE).status_code == 200
    assert room.post("/review/decide", json={"id": ADA, "act": "warn"}).status_code == 403
    assert 'href="/review"' not in room.get("/", headers=PEOPLE).text


def test_on_one_s_own_machine_one_says_who_one_is(room: TestClient) -> None:
    done = room.post("/name", data={"name": " Cy  Dorn ", "csrf": word(room, "/"), "back": "/review"})
    assert done.status_code == 303
    made = room.post("/review/decide", json={"id": ADA, "act": "warn"}).json()["decisions"]
    assert made[0]["by"] == "Cy Dorn"
    room.cookies.clear()
    room.cookies.set("onrecord-name", "!")
    made = room.post("/review/decide", json={"id": ADA, "act": "deny"}).json()["decisions"]
    assert made[0]["by"] == "Ann"


def test_a_file_of_people(tmp_path: Path) -> None:
    path = tmp_path / "people"
    for account in (accounts.with_password("ann", "read", SECRET), accounts.with_password("bo", "review", SECRET)):
        accounts.write(path, account)
    accounts.write(path, replace(accounts.with_password("ann", "review", "another one")))
    found = accounts.read(path)
    assert [(one.name, one.right) for one in found] == [("bo", "review"), ("ann", "review")]
    assert SECRET not in path.read_text() and path.stat().st_mode & 0o077 == 0
    assert accounts.by_password(found, "ann", SECRET) is None
    assert accounts.by_password(found, "ann", "another one") == found[1]


@pytest.mark.parametrize(
    "text", ["", "# nobody\n", "ann\n", "ann:read:password\n", "ann:rule:password:x\n", "a:b:c:d:e\n"]
)
def test_a_file_that_names_nobody(tmp_path: Path, text: str) -> None:
    path = tmp_path / "people"
    path.write_text(text)
    with pytest.raises(AccountError, match=str(path)):
        accounts.read(path)


def test_names_and_passwords_that_will_not_do() -> None:
    for name, password in (("a:b", SECRET), ("", SECRET), ("a", "short"), ("a" * 81, SECRET)):
        with pytest.raises(AccountError):
            accounts.with_password(name, "read", password)
