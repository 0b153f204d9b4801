"""Correcting in a real browser: right and wrong by a key, a correction, a merge, undo, the export; two windows."""

from __future__ import annotations

import json

import pytest

from onrecord.record import open_record
from web.browsing import CHROMIUM, Tabs, chromium, serving, small

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")

WORDS = "/statement/vale-0-0"


@pytest.fixture(scope="module")
def world():
    with chromium() as browser:
        yield browser


@pytest.fixture
def talks(tmp_path):
    return small(tmp_path)


@pytest.fixture
def tabs(world, talks):
    with serving(talks) as home:
        opened = Tabs(world, home)
        yield opened
        assert opened.close() == []


def made(talks) -> list[tuple[str, str, str]]:
    with open_record(talks, create=False, read_only=True) as record:
        return [(one.by, one.field, one.subject) for one in record.decisions()]


def test_one_key_says_that_a_statement_is_right_and_another_that_it_is_wrong(tabs, talks):
    tab = tabs(WORDS)
    tab.keyboard.press("r")
    tab.wait_for_selector("button[value='right'][aria-pressed='true']")
    assert tab.url.endswith(WORDS)
    tab.keyboard.press("w")
    tab.wait_for_selector("button[value='wrong'][aria-pressed='true']")
    assert made(talks) == [("Ann", "verdict", "vale-0-0")] * 2


def test_a_statement_is_judged_beside_its_article(tabs, talks):
    tab = tabs("/article/art-1")
    for _ in range(2):
        tab.keyboard.press("j")
    tab.keyboard.press("r")
    tab.wait_for_selector("#c2 button[aria-pressed='true']")
    assert tab.url.endswith("/article/art-1#c2")
    assert made(talks) == [("Ann", "verdict", "s-caption")]


def test_a_field_is_corrected_and_the_correction_taken_back(tabs, talks):
    tab = tabs(WORDS)
    tab.keyboard.press("e")
    tab.select_option("select[name='act']", "threaten")
    tab.fill("input[name='said']", "last Monday")
    tab.wait_for_selector("#said-means:has-text('1 July 2024')")
    tab.keyboard.press("Escape")
    tab.keyboard.press("s")
    tab.wait_for_selector("dl.known .decided")
    assert tab.url.endswith(WORDS)
    known = tab.inner_text("dl.known")
    assert "threaten" in known
    assert "1 July 2024" in known
    assert known.count("corrected") == 2
    tab.locator("table.decisions button").first.click()
    tab.wait_for_load_state()
    tab.wait_for_function("document.querySelector('dl.known').innerText.split('corrected').length === 2")
    assert [field for _, field, _ in made(talks)] == ["act", "said", "undo"]


def test_words_are_corrected_by_selecting_them(tabs, talks):
    tab = tabs(WORDS)
    tab.keyboard.press("e")
    tab.evaluate("""() => {
      const pieces = [...document.querySelectorAll('#text [data-start]')];
      const piece = pieces.find((one) => one.textContent.includes('only'));
      const at = piece.textContent.indexOf('the strait');
      getSelection().setBaseAndExtent(piece.firstChild, at, piece.firstChild, at + 'the strait will stay open '.length);
    }""")
    tab.keyboard.press("3")
    tab.keyboard.press("s")
    tab.wait_for_selector("table.decisions")
    assert tab.locator("#text .content").all_inner_texts() == ["the strait will stay open"]
    assert made(talks) == [("Ann", "content", "vale-0-0")]


def test_a_remark_is_taken_apart_and_put_together_again(tabs, talks):
    tab = tabs("/remark/R1")
    tab.check("input[name='parts'][value='quay-0-0']")
    tab.click("text=Split")
    tab.wait_for_selector("table.decisions")
    assert tab.locator("h1 ~ .over").inner_text().endswith("2 reports in 2 outlets: 1 quotes, 1 paraphrases")
    tab.keyboard.press("m")
    tab.keyboard.type("R2")
    tab.click("button:text-is('Merge')")
    tab.wait_for_selector("text=3 reports in 3 outlets")
    assert [field for _, field, _ in made(talks)] == ["split", "merge"]


def test_what_one_window_decides_another_is_told(tabs):
    one, other = tabs(WORDS), tabs(WORDS)
    other.wait_for_timeout(500)
    one.keyboard.press("w")
    one.wait_for_selector("button[value='wrong'][aria-pressed='true']")
    other.wait_for_selector("#news:not([hidden])", timeout=15_000)
    other.click("#news a")
    other.wait_for_selector("button[value='wrong'][aria-pressed='true']")


def test_what_was_reviewed_is_exported(tabs):
    tab = tabs(WORDS)
    tab.keyboard.press("r")
    tab.wait_for_selector("button[value='right'][aria-pressed='true']")
    with tab.expect_download() as waited:
        tab.evaluate("location.href = '/review/gold.jsonl'")
    lines = waited.value.path().read_text(encoding="utf-8").splitlines()
    assert lines
    assert "strait will stay open" in json.dumps([json.loads(line) for line in lines])
