"""axe-core finds no serious fault on any page, in light and dark, wide and narrow."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from onrecord.web import Settings, create_app
from web.browsing import CHROMIUM, Tabs, chromium, serving, small

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")

SERIOUS = ("serious", "critical")
#: What is other in the dark and on a phone; the rest of a page is the same.
LOOKS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "target-size", "scrollable-region-focusable"]},
}
#: Rules beyond those of WCAG 2.2 AA are advice.
RULES = {
    "resultTypes": ["violations"],  # what is as it should be is not told: telling it takes most of the time
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
}
FIRST = (
    "/",
    "/search?q=strait",
    "/search?q=%22strait",
    "/article/art-1",
    "/statement/calder-0-0",
    "/remark/R1",
    "/person/P1",
    "/nope",
)


@pytest.fixture(scope="module")
def record_path(tmp_path_factory):
    return small(tmp_path_factory.mktemp("axe"))


@pytest.fixture(scope="module")
def addresses(record_path) -> list[str]:
    """A page of each kind, those above first."""
    kinds = {urlsplit(one).path.split("/")[1]: one for one in FIRST}
    with TestClient(create_app(record_path, Settings()), base_url="http://127.0.0.1") as room:
        for page in (*FIRST, "/people", "/occasions", "/stories", "/outlets", "/terms"):
            html = room.get(page, headers={"accept": "text/html"}).text
            for link in map(unescape, re.findall(r'<a [^>]*href="(/[^"#?]*)"', html)):
                if not link.endswith((".json", ".csv", ".jsonl")):
                    kinds.setdefault(link.split("/")[1], link)
    return [*FIRST, *(one for one in kinds.values() if one not in FIRST)]


@pytest.fixture(scope="module")
def world(record_path):
    with serving(record_path) as home, chromium() as browser:
        yield browser, home


@pytest.mark.parametrize(("scheme", "width", "rules"), [("light", 1280, RULES), ("dark", 390, LOOKS)])
def test_no_page_has_a_serious_fault(world, addresses, scheme, width, rules):
    tabs = Tabs(*world)
    tab = tabs("/", width=width, color_scheme=scheme)
    assert len(addresses) > 10
    found = []
    for address in addresses:
        tab.goto(tabs.home + address)
        if address == "/article/art-1":
            tab.focus("#c3 [data-open]")
        faults = axe.Axe().run(tab, options=rules).response["violations"]
        found += [
            (address, one["id"], node["html"][:160], node["failureSummary"][:200])
            for one in faults
            if one["impact"] in SERIOUS
            for node in one["nodes"][:3]
        ]
    tabs.close()
    assert found == []
