"""A record in which every field is an attack: markup, scripts, `javascript:` links, turned reading order, control
characters, a megabyte in one word. All of its pages are looked at in Chromium, and nothing may run."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from urllib.parse import urlsplit

import pytest
from lxml.html import HTMLParser, document_fromstring
from starlette.testclient import TestClient

from export.builder import HOSTILE, hostile, understood
from onrecord.record import OccasionGroup, PersonGroup, RemarkGroup, StoryGroup, Tie
from onrecord.types import Analysis
from onrecord.web import Settings, create_app
from record.made import article, record, told
from web.browsing import CHROMIUM, Tabs, chromium, serving

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

#: Pages that are opened in the browser at most, pages that are read in all, and pages of one kind of these.
MOST_OPENED, MOST_READ, MOST_ALIKE = 30, 120, 16
#: What somebody may write behind an address.
WORDS = "%3Cscript%3Ewindow.fired=1%3C/script%3E%22%27%E2%80%AE%00{{7*7}}"
LONG = "%F0%9F%8C%8A" * 400
LISTS = ("people", "occasions", "stories", "outlets", "terms", "search")
STRANGE = (
    *(f"/{one}?q={words}&page={page}" for one in LISTS for words, page in ((WORDS, "1"), (LONG, "2"), ("%FF%FE", "x"))),
    *(f"/{one}/{WORDS}" for one in ("person", "occasion", "story", "outlet", "article", "statement", "remark")),
    f"/terms?speaker={WORDS}&target={WORDS}&story={WORDS}",
    f"/terms?act={WORDS}",
    f"/person/P1?since={WORDS}",
    "/person/P1?since=2024-13&until=9999999999",
    "/person/P1?remarks=-1&remarks=1e9",
    "/person/P99999999999999999999999999",
    "/story/S0",
    "/outlet/~",
    "/outlet/~00~2F..~2F",
    "/people?page=100000",
    "/people.csv?table=" + WORDS,
    "/person/P1.csv?table=roles&q=" + LONG,
)
URLS = (
    "javascript:window.fired=7",
    'https://x.example/"onmouseover=window.fired=8',
    "data:text/html,<script>fired=9</script>",
)
#: What the reading order is turned by, and what acts on a terminal.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def attack(path) -> None:
    """An article of each kind of attack; persons, an occasion, a remark and a story with such names; decisions that
    give such reasons."""
    clean = HOSTILE.replace("\ud800", "")
    long = "w" * 1_000_000
    known = dict.fromkeys(("title", "outlet", "byline"), clean)
    many = [hostile()]
    for n, url in enumerate(URLS):
        many.append(
            told(
                f"Ada said {n} <b>bold</b> {{{{ 7*7 }}}} “thing”.",
                f"u{n}/../?#&.json",
                url=url,
                said="2024-06-20",
                speech=True,
                **known,
            )
        )
    many.append(told(f"Bo said {long}.", "long", title=long, outlet=long[:5_000], byline=long))
    nested = understood()
    many.append(replace(nested, article=replace(nested.article, id="<svg onload=window.fired=4>", title=clean)))
    many.append(Analysis(article(clean, "none", published="<script>"), ()))
    with record(path, *many) as made:
        actors = [key for (key,) in made.db.execute("SELECT key FROM actor ORDER BY key")]
        roles = ({"role": clean, "first": "2024-01-01", "last": None},)
        ids = {"wikidata": clean}
        made.write_links(
            "person",
            [
                PersonGroup(members=tuple(actors[:2]), name=clean, kind="person", names=(clean,), roles=roles, ids=ids),
                PersonGroup(members=tuple(actors[2:]), name=long[:5_000], kind="person"),
            ],
            [Tie(actors[0], actors[1], 1.0, {clean: clean})],
        )
        events = tuple(key for (key,) in made.db.execute("SELECT key FROM event ORDER BY key"))
        made.write_links(
            "occasion", [OccasionGroup(members=events, name=clean, kind="speech", place=clean, host=clean)]
        )
        spans = made.db.execute(
            "SELECT key, json_extract(content, '$[0][0]'), json_extract(content, '$[0][1]') FROM statement ORDER BY key"
        ).fetchall()
        made.write_links("remark", [RemarkGroup(members=tuple(spans[:4])), RemarkGroup(members=tuple(spans[4:6]))])
        articles = tuple(key for (key,) in made.db.execute("SELECT key FROM article"))
        made.write_links("story", [StoryGroup(members=articles, name=clean)])
        for (id,) in made.db.execute("SELECT s.id FROM statement AS s ORDER BY s.key LIMIT 2").fetchall():
            made.decide(
                id,
                {"place": clean, "speaker": "<img src=x onerror=window.fired=5>", "verdict": "right"},
                by=clean,
                why=clean,
            )


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    path = tmp_path_factory.mktemp("attack")
    attack(path)
    return path / "talks.db"


@pytest.fixture(scope="module")
def crawled(attacked) -> dict[str, str]:
    """Every page of the record by its address, as far as links lead."""
    found: dict[str, str] = {}
    with TestClient(create_app(attacked, Settings(reviewer="<b>Ann</b>")), base_url="http://127.0.0.1") as room:
        waiting = [
            "/",
            "/search?q=thing",
            "/search?q=%3Cscript%3E%22",
            f"/search?speaker={'%3Cb%3E' * 9}",
            "/nope<script>",
            "/article/long",
            "/search?q=w*",
        ]
        while waiting and len(found) < MOST_READ:
            address = waiting.pop(0)
            if address in found:
                continue
            answer = room.get(address, headers={"accept": "text/html"})
            found[address] = answer.text
            assert answer.status_code < 500, (address, answer.text[-500:])
            for link in map(unescape, re.findall(r'<a [^>]*href="([^"]*)"', answer.text)):
                # Of pages with a query one of each kind is enough: facets multiply.
                kind = re.sub(r"=[^&]*", "", link)
                if (
                    link.startswith("/")
                    and not urlsplit(link).path.endswith((".json", ".csv", ".jsonl"))
                    and sum(_kind(one) == _kind(link) for one in found) < MOST_ALIKE
                    and ("?" not in link or not any(re.sub(r"=[^&]*", "", one) == kind for one in (*found, *waiting)))
                ):
                    waiting.append(link.partition("#")[0])
    return found


def _kind(address: str) -> str:
    return urlsplit(address).path.split("/")[1]


def test_what_is_written_behind_an_address_breaks_no_page(attacked):
    with TestClient(create_app(attacked, Settings(reviewer="Ann")), base_url="http://127.0.0.1") as room:
        for address in STRANGE:
            answer = room.get(address, headers={"accept": "text/html"})
            assert answer.status_code in (200, 400, 404), (address[:200], answer.status_code)
            assert len(answer.text) < 400_000, address[:200]
            if answer.headers["content-type"].startswith("text/html"):
                assert "<script>window" not in answer.text, address[:200]
                assert not TURNING.search(answer.text), address[:200]


def test_the_crawl_reaches_every_kind_of_page(crawled):
    one = {"article", "statement", "remark", "person", "occasion", "story", "outlet"}
    assert one | {"", "search", "people", "occasions", "stories", "outlets", "terms", "review"} <= set(
        map(_kind, crawled)
    )
    assert len(crawled) > 40


def test_no_page_has_what_was_put_into_the_record_as_markup(crawled):
    for address, html in crawled.items():
        assert not TURNING.search(html), address
        for one in document_fromstring(html.encode(), parser=HTMLParser(encoding="utf-8")).iter():
            assert one.tag not in ("img", "svg", "iframe", "object", "style", "b", "base"), address
            assert one.tag != "script" or one.get("src", "").startswith("/static/"), address
            for name, value in one.attrib.items():
                assert not name.startswith("on"), (address, name)
                assert name != "style", address
                if name in ("href", "src", "action", "formaction", "hx-get"):
                    assert value.startswith(("/", "#", "http://", "https://")) or not value, (address, value)


def test_no_page_grows_with_what_was_put_into_it(crawled):
    """The word of a megabyte stands whole in its article, and shortened elsewhere."""
    for address, html in crawled.items():
        most = 5_000_000 if address.startswith(("/article/long", "/article/~", "/article/none")) else 400_000
        assert len(html) < most, (address, len(html))


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_nothing_runs_asks_or_looks_elsewhere_in_chromium(attacked, crawled):
    kinds: dict[str, list[str]] = {}
    for address in crawled:
        kinds.setdefault(_kind(address), []).append(address)
    chosen = [
        address
        for some in zip(*(each + [None] * MOST_OPENED for each in kinds.values()), strict=False)
        for address in some
        if address
    ]
    with serving(attacked, Settings(reviewer="<b>Ann</b>")) as home, chromium() as browser:
        tabs = Tabs(browser, home)
        tab = tabs("/")
        tab.context.add_init_script(
            "window.violations = [];"
            "addEventListener('securitypolicyviolation', one => violations.push(one.violatedDirective))"
        )
        for address in chosen[:MOST_OPENED]:
            missing = crawled[address].find("<h1>Not Found") >= 0
            tab.goto(home + address, wait_until="domcontentloaded")
            if "data-timeline" in crawled[address]:
                tab.wait_for_selector("[data-timeline] canvas")
            assert tab.evaluate("window.fired") is None, address
            assert tab.evaluate("window.violations") == [], address
            if missing or "Bad Request" in crawled[address]:
                tabs.wrong = [one for one in tabs.wrong if "status of 40" not in one]
        for place in ("#c1 .words", "h1"):
            tab.goto(f"{home}/article/u0~2F~2E~2E~2F~3F~23~26~2Ejson", wait_until="domcontentloaded")
            tab.hover(place)
        tab.keyboard.press("?")
        assert tab.evaluate("window.fired") is None
        assert tabs.close() == []
