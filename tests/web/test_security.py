"""What hostile requests and hostile articles meet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring
from markupsafe import Markup
from starlette.routing import Route
from starlette.testclient import TestClient

from onrecord.web import Settings, create_app, static
from onrecord.web.addresses import tilde, untilde
from onrecord.web.changing import ChangeRoute
from onrecord.web.security import HEADERS, POLICY
from onrecord.web.settings import host_name
from onrecord.web.tables import Table, as_csv
from onrecord.web.templating import outside, safe_url
from record.made import record, told
from web.conftest import ADA, HOME, PEOPLE, Rooms

ANYWHERE = ("/", "/home.json", "/home.csv", "/review", "/openapi.json", "/nope", "/nope.json", "/static/no", "/healthz")


@pytest.mark.parametrize("path", [*ANYWHERE, "/review.json?statement=zz", "/review?only=x"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "DELETE"])
def test_every_answer_has_the_headers(room: TestClient, path: str, method: str) -> None:
    found = room.request(method, path, headers=PEOPLE)
    assert found.status_code < 500
    assert {name: found.headers[name] for name in HEADERS} == HEADERS
    assert method in ("GET", "HEAD") or found.status_code in (404, 405)


def test_the_policy_allows_nothing_inline_and_nobody_else() -> None:
    assert "unsafe" not in POLICY and "data:" not in POLICY and "http" not in POLICY and "*" not in POLICY
    for directive in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"):
        assert directive in POLICY


def test_static_files_keep_for_ever_under_an_address_of_their_contents(room: TestClient) -> None:
    page = room.get("/", headers=PEOPLE).text
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(addresses) >= 3
    for address in addresses:
        found = room.get(address)
        assert found.status_code == 200 and "immutable" in found.headers["cache-control"]
        assert room.get(address, headers={"accept-encoding": "identity"}).content == found.content


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/app.py",
        "/static//etc/passwd",
        "/static/style.css",
        "/static/..\\app.py",
        "/static/%00",
    ],
)
def test_no_path_leads_out_of_the_static_files(room: TestClient, path: str) -> None:
    assert room.get(path).status_code == 404


def test_the_package_s_pages_have_no_script_or_style_of_their_own() -> None:
    for file in (Path(static.__file__).parent / "templates").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=[\"']|javascript:|\|\s*safe\b", text), (
            file.name
        )
        assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", text), file.name


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "", "127.0.0.1@evil.example", "localhost:x", "a b"],
)
def test_a_name_that_is_not_ours_is_refused(room: TestClient, host: str) -> None:
    assert room.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:9", "LOCALHOST"])
def test_our_own_names_are_not(room: TestClient, host: str) -> None:
    assert room.get("/", headers={"host": host}).status_code == 200


def test_which_hosts_are_ours() -> None:
    public = Settings(public_url="https://talks.example/desk")
    assert public.admits("talks.example") and public.admits("127.0.0.1:8000") and not public.admits("x.example")
    everywhere = Settings(host="0.0.0.0")
    assert everywhere.admits("192.0.2.7:8000") and not everywhere.admits("x.example")
    assert not Settings().admits("192.0.2.7")


@given(st.text(max_size=60))
def test_any_host_has_a_name_or_none(text: str) -> None:
    name = host_name(text)
    assert "@" not in name and "/" not in name


# --- changes ---


def test_a_form_without_its_word_changes_nothing(room: TestClient) -> None:
    for sent in ({}, {"csrf": ""}, {"csrf": "0" * 32}, {"csrf": "é"}):
        done = room.post("/review/decide", data={"id": ADA, "act": "warn", **sent})
        assert done.status_code == 403
    assert room.get("/review/decisions.json").json()["decisions"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_change_from_another_site_is_refused(room: TestClient, headers: dict[str, str]) -> None:
    assert room.post("/review/decide", json={"id": ADA, "act": "warn"}, headers=headers).status_code == 403


def test_a_change_from_our_own_pages_is_taken(room: TestClient) -> None:
    headers = {"origin": HOME, "sec-fetch-site": "same-origin"}
    assert room.post("/review/decide", json={"id": ADA, "act": "warn"}, headers=headers).status_code == 200


def test_every_change_is_made_in_the_one_way(talks: Path) -> None:
    app = create_app(talks)
    ours = {"/login", "/logout", "/name"}
    for route in app.routes:
        assert isinstance(route, Route)
        if not route.methods or route.methods <= {"GET", "HEAD"}:
            continue
        assert "posted.<locals>" in route.endpoint.__qualname__
        assert route.path in ours or route.path.startswith("/review/")
    assert ChangeRoute.__doc__
    app.state.onrecord.records.close()


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/plain", b"id=1", 415),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("application/json", b"[1]", 400),
        ("application/json", b"{", 400),
        ("application/json", b"\xff", 400),
        ("application/json", b"[" * 100_000, 400),
        ("application/json", b'{"id": {"a": 1}}', 400),
        ("application/x-www-form-urlencoded", b"a=1&" * 2_000, 400),
        ("application/json", b" " * 1_100_000, 413),
    ],
)
def test_bodies_that_are_no_form(room: TestClient, kind: str, body: bytes, status: int) -> None:
    done = room.post("/review/decide", content=body, headers={"content-type": kind})
    assert done.status_code == status and done.json()["error"]["status"] == status


def test_a_body_that_does_not_say_its_length_is_counted(room: TestClient) -> None:
    def pieces():
        for _ in range(30):
            yield b"x" * 50_000

    done = room.post("/review/decide", content=pieces(), headers={"content-type": "application/json"})
    assert done.status_code == 413


@pytest.mark.parametrize("path", ["/?" + "q=" + "x" * 9_000, "/review?" + "a=1&" * 300])
def test_long_questions_are_refused(room: TestClient, path: str) -> None:
    assert room.get(path).status_code in (400, 414)


@pytest.mark.parametrize(
    "back", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "x", "/\n"]
)
def test_a_form_sends_nobody_elsewhere(room: TestClient, back: str) -> None:
    word = re.search('name="csrf" content="([0-9a-f]+)"', room.get("/", headers=PEOPLE).text)[1]
    done = room.post("/review/decide", data={"id": ADA, "act": "warn", "csrf": word, "back": back})
    assert (done.status_code, done.headers["location"]) == (303, "/")


# --- hostile articles ---

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7*7 }}{% raw %}",
    "\u202eevil\u2066",
    "a\x00\x1b[31mb\x85",
    "x" * 20_000,
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_every_field_is_only_shown(tmp_path: Path, payload: str) -> None:
    known = {"title": payload, "outlet": payload, "byline": payload, "url": f"javascript:alert('{payload}')"}
    text = f"Ada said {payload.replace('.', ' ')}. Bo said no."
    made = told(text, "a", **known)
    people = tuple(replace(one, name=payload, names=(payload,)) for one in made.people)
    parties = [replace(party, name=payload) for s in made.statements for party in s.speaker]
    statements = tuple(replace(s, speaker=(party,)) for s, party in zip(made.statements, parties, strict=True))
    hostile = replace(made, people=people, statements=statements)
    record(tmp_path, hostile).close()
    app = create_app(tmp_path / "talks.db", Settings(reviewer=payload[:80]))
    with closing(app.state.onrecord.records), TestClient(app, base_url=HOME) as room:
        for path in ("/", "/review", "/review/decisions", "/review/agreement"):
            page = room.get(path, headers=PEOPLE)
            assert page.status_code == 200
            assert not set("\x00\x1b\x85\u202e\u2066") & set(page.text)
            assert list(acting(page.text)) == [] and "<title>49" not in page.text


def acting(page: str) -> Iterator[str]:
    """What in a page would run, or lead out of it."""
    for element in document_fromstring(page).iter():
        ours = element.tag == "script" and element.get("src", "").startswith("/static/") and not element.text
        if element.tag in ("script", "img", "iframe", "object", "embed", "style", "base") and not ours:
            yield str(element.tag)
        for name, value in element.attrib.items():
            if name.startswith("on") or name == "style" or re.match(r"\s*(?:javascript|data|vbscript):", value):
                yield f"{element.tag} {name}={value}"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://vale.example/a?b=c#d", True),
        ("http://vale.example", True),
        ("HTTPS://vale.example/", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//evil.example", False),
        ("https:evil", False),
        ("https://a@evil.example", False),
        ("https://x\u202e.example", False),
        ('https://x.example/"onx', False),
        ("https://[", False),
        ("https://x.example/" + "a" * 3_000, False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, safe: bool) -> None:
    assert (safe_url(url) is not None) == safe
    shown = outside(url, "here <b>")
    assert isinstance(shown, Markup) and ("href" in shown) == safe and "&lt;b&gt;" in shown
    assert not safe or 'rel="noopener noreferrer nofollow"' in shown


def test_a_cell_is_no_formula() -> None:
    made = as_csv(Table(("a", "b"), (("=1+1", -5), ("@x", None), ("he said", 0.5))))
    assert made.splitlines() == ["a,b", "'=1+1,-5", "'@x,", "he said,0.5"]


@given(st.text())
def test_ids_go_through_addresses(id: str) -> None:
    part = tilde(id)
    assert re.fullmatch(r"[A-Za-z0-9_~-]*", part)
    assert untilde(part) == id.encode("utf-8", "replace").decode()


def test_nobody_is_told_where_in_the_program(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("secret /home/ann/talks.db")

    monkeypatch.setattr("onrecord.web.review.queue.waiting", broken)
    room = rooms(raise_server_exceptions=True)
    for headers in (PEOPLE, {}):
        found = room.get("/review", headers=headers)
        assert found.status_code == 500 and "secret" not in found.text and "Traceback" not in found.text
        assert dict(found.headers).items() >= HEADERS.items()
