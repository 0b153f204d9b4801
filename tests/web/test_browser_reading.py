"""Reading in a real browser: searching, an article and its evidence, keys, a phone, no scripts, light and dark."""

from __future__ import annotations

import re

import pytest

from onrecord.record import open_record
from record.made import FIRST, told
from web.browsing import CHROMIUM, Tabs, chromium, serving, small

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


@pytest.fixture(scope="module")
def record_path(tmp_path_factory):
    return small(tmp_path_factory.mktemp("reading"))


@pytest.fixture(scope="module")
def world(record_path):
    with serving(record_path) as home, chromium() as browser:
        yield browser, home


@pytest.fixture
def tabs(world):
    opened = Tabs(*world)
    yield opened
    assert opened.close() == []


def test_results_come_while_typing_and_have_an_address(tabs):
    tab = tabs("/")
    tab.press("body", "/")
    assert tab.evaluate("document.activeElement.id") == "q"
    tab.keyboard.type("strait")
    tab.wait_for_url("**/search?*q=strait*")
    tab.wait_for_selector("#total")
    assert tab.inner_text("#total") == "5 statements"
    assert tab.evaluate("document.activeElement.id") == "q"
    assert "strait" in tab.title()
    tab.keyboard.type(" “open")
    tab.wait_for_selector("#wrong-words")
    assert "not closed" in tab.inner_text("#wrong-words")
    tab.fill("#q", "strait")
    tab.wait_for_selector(".facets a:has-text('The Vale')")
    tab.click(".facets a:has-text('The Vale')")
    tab.wait_for_selector(".chips")
    assert tab.inner_text("#total") == "1 statement"
    tab.go_back()
    tab.wait_for_selector("#total:has-text('5')")


def test_an_article_lights_up_what_a_statement_stands_on(tabs):
    tab = tabs("/article/art-1")
    tab.hover("#c3 .words")
    assert set(tab.eval_on_selector_all("#text .lit", "all => all.map(one => one.dataset.s)")) >= {"3"}
    proofs = tab.eval_on_selector_all(
        "[data-proof]", "all => all.map(one => [one.textContent.trim(), one.dataset.proof])"
    )
    named = {(words, label) for words, labels in proofs for label in labels.split(", ")}
    assert {("Mira Voss", "who"), ("Thursday", "when"), ("Port Calder", "occasion")} <= named
    assert ("27 June 2024", "when") in named  # the article's own date
    label = tab.eval_on_selector("#text [data-proof].proof-first", "one => getComputedStyle(one, '::before').content")
    assert "who" in label or "when" in label or "occasion" in label
    tab.hover("h1")
    assert tab.locator("[data-proof]").count() == 0


def test_keys_go_from_statement_to_statement_and_open_one(tabs):
    tab = tabs("/article/art-1")
    for _ in range(3):
        tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.closest('li').id") == "c3"
    assert tab.locator("#c3.on").count() == 1
    tab.keyboard.press("k")
    assert tab.evaluate("document.activeElement.closest('li').id") == "c2"
    tab.keyboard.press("?")
    assert tab.locator("#key-list").is_visible()
    assert {"j", "k", "o", "r", "w", "e", "/"} <= set(tab.locator("#key-list kbd").all_inner_texts())
    tab.keyboard.press("Escape")
    tab.keyboard.press("o")
    tab.wait_for_url("**/statement/*")
    tab.go_back()
    tab.focus("#c3 [data-open]")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/statement/s-terms")


def test_single_keys_can_be_switched_off(tabs):
    tab = tabs("/article/art-1")
    tab.keyboard.press("?")
    tab.uncheck("#single-keys")
    tab.click("#key-list button")
    tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.closest('li')") is None


def test_a_statement_of_a_search_is_found_in_its_article(tabs):
    tab = tabs("/search?q=ferries")
    tab.click(".statement .from a:has-text('Ferry talks')")
    tab.wait_for_selector(".statement.on")
    assert "ferries would stop" in tab.inner_text(".statement.on")
    assert tab.eval_on_selector("#text .lit", "one => one.getBoundingClientRect().top < innerHeight")


def test_on_a_phone_a_statement_comes_up_from_below(tabs):
    tab = tabs("/article/art-1", width=390, height=780, has_touch=True)
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.locator("#text .mark.content", has_text="The terms are on the table").tap()
    sheet = tab.locator("#sheet")
    assert sheet.is_visible()
    assert "The terms are on the table" in sheet.inner_text()
    tab.click("#sheet [data-step='1']")
    assert "“The terms" not in sheet.inner_text()
    tab.click("#sheet [data-close]")
    assert not sheet.is_visible()


@pytest.mark.parametrize("address", ["/", "/search?q=strait", "/article/art-1", "/remark/R1", "/statement/calder-0-0"])
def test_no_page_is_wider_than_a_phone(tabs, address):
    tab = tabs(address, width=390, height=780)
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_look_follows_the_system_and_the_switch(tabs):
    paper = "getComputedStyle(document.body).backgroundColor"
    light, dark = tabs("/"), tabs("/", color_scheme="dark")
    assert light.evaluate(paper) != dark.evaluate(paper)
    night = dark.evaluate(paper)
    light.click("[data-theme-switch]")
    assert light.evaluate(paper) == night
    light.goto(light.url + "search")
    assert light.evaluate(paper) == night


def test_a_citation_is_copied(tabs):
    tab = tabs("/statement/calder-0-0", permissions=["clipboard-read", "clipboard-write"])
    tab.click("[data-copy='cite-link']")
    assert tab.evaluate("navigator.clipboard.readText()") == (
        "https://calder.example/strait#:~:text=the%20strait%20will%20stay%20open%20until%20the%20fees%20are%20paid%20in%20full"
    )


def test_the_wordings_stand_side_by_side_and_below_each_other_on_a_phone(tabs):
    wide, narrow = tabs("/remark/R1"), tabs("/remark/R1", width=390, height=780)
    tops = "all => all.slice(0, 2).map(one => Math.round(one.getBoundingClientRect().top))"
    cells = ".wordings tbody tr:first-child td"
    a, b = wide.eval_on_selector_all(cells, tops)
    assert a == b
    a, b = narrow.eval_on_selector_all(cells, tops)
    assert b > a
    assert "The Vale" in narrow.eval_on_selector(
        f"{cells}:nth-child(2)", "one => getComputedStyle(one, '::before').content"
    )


def test_everything_is_there_without_scripts(tabs):
    tab = tabs("/", java_script_enabled=False)
    tab.fill("#q", "strait")
    tab.click("#box button")
    assert tab.inner_text("#total") == "5 statements"
    tab.click(".facets a:has-text('Quay Mail')")
    assert tab.inner_text("#total") == "1 statement"
    tab.click(".statement .from a:has-text('Strait: quay')")
    assert re.search("#s-quay-0-0$", tab.url)
    tab.click("#c1 a.proof-link")
    assert tab.locator(":target").count() == 1
    tab.click("#c1 a:has-text('Open')")
    assert "the strait will stay open" in tab.inner_text("blockquote.quotation")
    assert not tab.locator(".js-only").first.is_visible()


def test_what_is_added_appears_without_a_reload(tabs, record_path):
    tab = tabs("/")
    tab.wait_for_timeout(300)
    with open_record(record_path) as made:
        made.add([told("Reck said the lighthouse is dark.", "late", published="2024-08-01")], maker=FIRST)
    tab.wait_for_selector("text=the lighthouse is dark", timeout=15_000)
    assert tab.evaluate("performance.getEntriesByType('navigation').length") == 1


def test_a_page_can_be_printed(tabs):
    tab = tabs("/article/art-1")
    tab.emulate_media(media="print")
    assert not tab.locator("header.room").is_visible()
    assert tab.locator("#c11").is_visible()
    assert tab.pdf()[:4] == b"%PDF"
