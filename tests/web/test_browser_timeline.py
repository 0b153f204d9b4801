"""A person's timeline is drawn under the policy that lets no code be made of text, and leads to remarks."""

from __future__ import annotations

import pytest

from web.browsing import CHROMIUM, Tabs, chromium, serving, small

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")

#: How many colours the plot has, by which we know that something is drawn.
DRAWN = """() => {
  const canvas = document.querySelector("[data-timeline] canvas");
  if (!canvas) return 0;
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const seen = new Set();
  for (let n = 0; n < data.length; n += 4)
    if (data[n + 3] > 200) seen.add(data[n] << 16 | data[n + 1] << 8 | data[n + 2]);
  return seen.size;
}"""


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with serving(small(tmp_path_factory.mktemp("timeline"))) as home, chromium() as browser:
        yield browser, home


def test_it_is_drawn_and_says_what_it_shows(world):
    tabs = Tabs(*world)
    said = []
    tab = tabs("/", width=1280)
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.goto(tabs.home + "/person/P1")
    tab.wait_for_selector("[data-timeline] canvas")
    assert tab.evaluate(DRAWN) > 3
    assert said == []
    assert "table below" in tab.get_attribute("[data-timeline] .plot", "aria-label")
    box = tab.locator("[data-timeline] canvas").bounding_box()
    with tab.expect_navigation():
        _click_on_a_mark(tab, box)
    assert any(f"/{kind}/" in tab.url for kind in ("remark", "statement"))
    assert tab.text_content("h1")


def _click_on_a_mark(tab, box):
    """The first row has one, somewhere along it."""
    for x in range(60, int(box["width"]), 6):
        tab.mouse.click(box["x"] + x, box["y"] + 18)
        if "/person/" not in tab.url:
            return
