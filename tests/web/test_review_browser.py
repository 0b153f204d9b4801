"""Reviewing with keys and by selecting words, in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.web import Settings
from record.made import record, told
from web.browsing import CHROMIUM, Tabs, chromium, serving

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
#: The first sign takes two units in a browser and one character here.
TEXT = "Ada said \U0001f30a the dam is late if it rains. Bo said the money is gone."
ADA, BO = "a-0-0", "a-1-0"


@pytest.fixture(scope="module")
def tabs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tabs]:
    folder: Path = tmp_path_factory.mktemp("room")
    record(folder, told(TEXT, published="2024-06-21")).close()
    with serving(folder / "talks.db", Settings(reviewer="Ann")) as url, chromium() as browser:
        yield Tabs(browser, url)


@pytest.fixture
def page(tabs: Tabs):
    yield tabs(f"/review?statement={ADA}")
    assert tabs.close() == []


def values(page, tabs: Tabs) -> dict[str, str]:
    item = page.request.get(f"{tabs.home}/review.json?statement={ADA}").json()["item"]
    return {one["name"]: one["value"] for one in item["values"]} | {"verdict": item["verdict"]}


def test_a_span_is_corrected_by_selecting_words_and_a_time_by_its_words(page, tabs: Tabs) -> None:
    assert page.locator("#text .mark.content").inner_text() == "\U0001f30a the dam is late if it rains"
    page.evaluate(
        """() => {
            const node = document.querySelector("#text .mark.content").firstChild;
            const range = document.createRange();
            range.setStart(node, node.data.indexOf("the dam"));
            range.setEnd(node, node.data.indexOf(" if"));
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    page.keyboard.press("3")
    start = TEXT.index("the dam")
    assert page.input_value("#f-content") == f"{start}-{start + len('the dam is late')}"
    page.fill("#f-said", "last Thursday")
    page.get_by_text("2024-06-20 (20 June 2024)").wait_for()
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("s")
    assert page.locator("#text .mark.content").inner_text() == "the dam is late"
    now = values(page, tabs)
    assert now["said"] == "2024-06-20" and now["speaker"] == "Ada"
    assert page.locator("table.decisions tbody tr").count() == 2


def test_keys_judge_undo_and_go_on(page, tabs: Tabs) -> None:
    with page.expect_navigation():
        page.keyboard.press("r")
    assert values(page, tabs)["verdict"] == "right"
    page.goto(f"{tabs.home}/review?statement={ADA}")
    assert page.locator('[aria-pressed="true"][value="right"]').count() == 1
    with page.expect_navigation():
        page.keyboard.press("u")
    assert values(page, tabs)["verdict"] is None
    page.fill("#f-why", "rw")
    assert values(page, tabs)["verdict"] is None, "keys are letters while something is typed"
    page.goto(f"{tabs.home}/review")
    before = page.locator("#words").inner_text()
    with page.expect_navigation():
        page.keyboard.press("n")
    assert page.locator("#words").inner_text() != before


def test_somebody_is_chosen_by_typing(page, tabs: Tabs) -> None:
    options = page.locator("#persons option").evaluate_all("some => some.map(one => one.value)")
    assert options == ["Ada", "Bo"]
    page.fill("#f-about", "Bo")
    with page.expect_navigation():
        page.locator("#f-about").press("Enter")
    assert values(page, tabs)["about"] == "Bo"


def test_without_scripts_the_forms_work(tabs: Tabs) -> None:
    page = tabs(f"/review?statement={BO}", java_script_enabled=False)
    page.select_option("#f-act", "warn")
    page.click("text=Save what is changed")
    assert page.locator("#f-act").input_value() == "warn"
    assert tabs.close() == []
