"""A person's timeline is drawn under the policy that lets no code be made of text: one remark or many, of a day or of a
year, and it leads to each."""

from __future__ import annotations

import pytest

from onrecord.record import PersonGroup
from record.made import record, told
from web.browsing import CHROMIUM, Tabs, chromium, serving

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")

MANY = 200
#: Who speaks in which article, in how many sentences, and when. A statement's id may look like a remark's.
ARTICLES = (
    ("R7", "Ada", 1, "2024-05-02"),
    ("month", "Bo", 1, "2024-03"),
    ("year", "Bo", 1, "2024"),
    ("day", "Bo", 3, "2024-07-01"),
    ("undated", "Bo", 2, None),
    ("silent", "Cy", 2, None),
    *((f"day{n}", "Dee", MANY // 25, f"2024-{n % 12 + 1:02}-{n + 1:02}") for n in range(25)),
)
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


def drawing(id: str, name: str, sentences: int, said: str | None):
    words = " ".join(f"{name} said the {id} tide is {n} feet high." for n in range(sentences))
    return told(words, id, said=said, act="state")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("timeline")
    with record(folder, *(drawing(*one) for one in ARTICLES)) as made:
        actors = made.db.execute("SELECT key, name FROM actor ORDER BY key").fetchall()
        people: dict[str, list[int]] = {}
        for key, name in actors:
            people.setdefault(name, []).append(key)
        made.write_links(
            "person", [PersonGroup(members=tuple(keys), name=name, kind="person") for name, keys in people.items()]
        )
    with serving(folder / "talks.db") as home, chromium() as browser:
        yield browser, home


@pytest.fixture
def tabs(world):
    opened = Tabs(*world)
    yield opened
    assert opened.close() == []


def shown(tabs, name: str, **known: object):
    """The page of somebody of that name, its timeline drawn."""
    tab = tabs(f"/people?q={name}", **known)
    tab.click("#found [data-open]")
    tab.wait_for_selector("[data-timeline] canvas")
    return tab


def marks(tab) -> list[str]:
    """What is told of marks that the mouse meets on its way along the row of the one act there is."""
    box = tab.locator("[data-timeline] canvas").bounding_box()
    seen = {}
    for x in range(60, int(box["width"]), 8):
        tab.mouse.move(box["x"] + x, box["y"] + 18)
        seen[tab.get_attribute("[data-timeline] .plot", "title")] = x
    return [one for one in seen if one]


def test_one_remark_is_drawn_and_opened_by_a_click(tabs):
    tab = shown(tabs, "Ada")
    assert tab.evaluate(DRAWN) > 3
    assert "table of remarks below" in tab.get_attribute("[data-timeline] .plot", "aria-label")
    box = tab.locator("[data-timeline] canvas").bounding_box()
    with tab.expect_navigation():
        for x in range(60, int(box["width"]), 6):
            tab.mouse.click(box["x"] + x, box["y"] + 18)
            if "/person/" not in tab.url:
                break
    assert tab.url.endswith("/statement/R7-0-0")


def test_a_remark_is_drawn_at_its_precision_and_those_of_one_day_are_one_mark(tabs):
    tab = shown(tabs, "Bo")
    told_of = [one.split("\n") for one in marks(tab)]
    assert {one[0] for one in told_of} == {"2024-03", "2024", "2024-07-01"}
    assert len(next(one for one in told_of if one[0] == "2024-07-01")) == 2 + 3 + 1
    assert tab.locator("#undated ~ .scroll tbody tr").count() == 2
    assert tab.inner_text("a[href='#dated']") == "5 remarks with a time"


def test_nothing_is_drawn_of_those_whose_remarks_bear_no_time(tabs):
    tab = tabs("/people?q=Cy")
    tab.click("#found [data-open]")
    assert tab.inner_text("#undated") == "Undated"
    assert tab.locator("[data-timeline]").count() == 0


def test_many_are_drawn_and_narrowed_down_on_a_phone(tabs):
    tab = shown(tabs, "Dee", width=390, height=780)
    assert tab.locator("#dated ~ .scroll [data-item]").count() == MANY
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert len(marks(tab)) > 5
    tab.fill("#since", "2024-12")
    tab.click("button:text-is('Show')")
    tab.wait_for_selector("[data-timeline] canvas")
    assert 0 < tab.locator("#dated ~ .scroll [data-item]").count() < MANY
