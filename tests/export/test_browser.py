"""The page in a real browser: links, keyboard, print, narrow screens, and that nothing runs or is fetched."""

from __future__ import annotations

import shutil

import pytest

from export.builder import article, bare, harbour, hostile, resolved, understood
from export.pages import page
from onrecord.export.visible import visible
from onrecord.types import Analysis

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
LONG = article(
    ("body", "Voss said.\r\n\r\n" + "a" * 100_000 + "\r\n" + "Then nothing.\n" * 60), id="x" * 500, title="y" * 500
)
EVERYTHING = (understood(), bare(), hostile(), Analysis(LONG, ()))


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, "--disable-sync"])
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Opens a page of `analyses`; afterwards nothing may have been fetched, run or complained about."""
    contexts, wrong = [], []

    def open_page(*analyses, width=1280, height=900, scheme="light"):
        path = tmp_path / "page.html"
        path.write_text(page(*analyses), encoding="utf-8", newline="")
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        tab = context.new_page()
        tab.on("request", lambda request: wrong.append(request.url) if request.url != path.as_uri() else None)
        tab.on("console", lambda message: wrong.append(message.text))
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.on("dialog", lambda dialog: wrong.append(dialog.message))
        tab.goto(path.as_uri())
        return tab

    yield open_page
    for context in contexts:
        assert context.pages[0].evaluate("window.fired") is None
        context.close()
    assert wrong == []


def lit(tab, selector: str) -> set[str]:
    return set(tab.eval_on_selector_all(selector, "all => all.map(one => getComputedStyle(one).boxShadow)"))


def click(tab, selector: str) -> None:
    """Click the number at the end of a link (Playwright's own click aims at the hidden text in it)."""
    number = "one => [one.getClientRects()[0]].map(r => [r.right - 10, r.y + r.height * 0.4])[0]"
    tab.locator(selector).scroll_into_view_if_needed()
    tab.mouse.click(*tab.eval_on_selector(selector, number))


def test_from_the_text_to_the_statement_and_back(opened):
    tab = opened(harbour())
    for number in (3, 5, 11):
        assert lit(tab, f".k{number}") == {"none"}
        click(tab, f"#a1t{number}")
        tab.wait_for_url(f"**#a1s{number}")
        assert "none" not in lit(tab, f".k{number}")
        assert tab.evaluate(f"document.querySelector('#a1s{number}').getBoundingClientRect().top") < 900
        tab.click(f"#a1s{number} h4 a")
        tab.wait_for_url(f"**#a1t{number}")
        assert "none" not in lit(tab, f".k{number}")
        box = tab.locator(f"#a1t{number}").bounding_box()
        assert 0 <= box["y"] < 900
    assert "none" in lit(tab, ".k3")


def test_a_link_finds_its_article_on_a_long_page(opened):
    tab = opened(*[harbour()] * 30)
    for number in (30, 2, 17):
        tab.click(f".index li:nth-child({number}) a")
        tab.wait_for_function(f"Math.abs(document.querySelector('#a{number}').getBoundingClientRect().top) < 400")
        tab.evaluate("scrollTo(0, 0)")


def test_hovering_over_a_statement_shows_its_spans(opened):
    tab = opened(harbour())
    tab.hover("#a1s3 .content")
    assert "none" not in lit(tab, ".mark.k3")
    assert lit(tab, ".mark.k9") == {"none"}


def outlined(tab, selector: str) -> list[str]:
    """The texts of what is outlined as evidence."""
    return styled(tab, selector, "outlineStyle")


def styled(tab, selector: str, style: str) -> list[str]:
    shown = f"all => all.filter(one => getComputedStyle(one).{style} == 'solid').map(one => one.textContent)"
    return tab.eval_on_selector_all(selector, shown)


def test_hovering_over_a_statement_shows_what_its_values_stand_on(opened):
    tab = opened(resolved())
    assert outlined(tab, ".article *") == []
    tab.hover("#a1s3 .content")
    # the publication date in the header, the date's line of the page's furniture, the caption, the body
    assert outlined(tab, ".article *") == [
        "27 June 2024",
        "27 June 2024",
        "Port Calder",
        "Thursday",
        "Premier",
        "Mira Voss",
        "Orland",
    ]
    tab.hover("#a1s2 .content")
    assert "Ilse Marrow" in outlined(tab, ".whole .byline *")
    tab.hover("#a1s4 .content")
    assert outlined(tab, ".article *") == []


def test_a_statement_reached_by_keyboard_shows_what_its_values_stand_on(opened):
    tab = opened(resolved())
    tab.focus("#a1s6 h4 a")
    assert outlined(tab, ".head time, .whole .mark") == ["27 June 2024", "Two officials"]
    tab.keyboard.press("Tab")  # on to the value in the same card
    assert tab.evaluate("document.activeElement.textContent") == "27 June 2024 or earlier"
    assert outlined(tab, ".head time, .whole .mark") == ["27 June 2024", "Two officials"]


def test_hovering_over_a_statement_shows_its_terms_and_its_target(opened):
    tab = opened(understood())
    tab.hover("#a1s5 .content")
    assert styled(tab, ".whole .mark", "borderTopStyle") == ["the strait closes in May", "the fees were paid"]
    assert outlined(tab, ".article *") == []
    tab.hover("#a1s9 .content")
    assert outlined(tab, ".whole *") == ["Orland", "envoy", "Reck"]
    assert styled(tab, ".whole .mark", "borderTopStyle") == ["the fees", "the fleet"]
    tab.mouse.move(0, 0)
    tab.focus("#a1s3 .terms a")
    assert "The Calder Courier" in outlined(tab, ".head *")
    assert styled(tab, ".whole .mark", "borderTopStyle") == ["We", "sign", " signs"]
    assert "Orland" in outlined(tab, ".whole *"), "the target stands inside the condition"


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ("#a1s3 .told a >> nth=1", "Thursday"),
        ("#a1s2 .role a", "Premier"),
        ("#a1s5 .terms a >> nth=1", "the fees were paid"),
        ("#a1s9 .items a >> nth=1", "the fleet"),
        (".lists li a", "Mira Voss"),
        (".head .about dd a >> nth=1", "Thursday"),
    ],
)
def test_a_value_leads_to_its_evidence(opened, link, text):
    tab = opened(understood(), height=300)
    tab.locator(link).first.click()
    target = tab.locator(":target")
    assert target.text_content() == text
    assert outlined(tab, ":target") == [text]
    assert 0 <= target.bounding_box()["y"] < 300


def test_hostile_text_fires_nothing_and_shows_as_text(opened):
    tab = opened(*EVERYTHING)
    for number, analysis in enumerate(EVERYTHING, start=1):
        shown = tab.evaluate(
            """number => {
                const body = document.querySelector(`#a${number} .whole`).cloneNode(true)
                body.querySelectorAll('.vh').forEach(one => one.remove())
                return body.textContent
            }""",
            number,
        )
        assert shown == visible(analysis.article.text)
    assert tab.evaluate("document.querySelectorAll('script, img, svg, iframe').length") == 0


def test_policy_stops_a_script_that_got_in_all_the_same(browser, tmp_path):
    path = tmp_path / "bad.html"
    bad = "<script>window.fired = 1</script><img src='https://courier.example/x.png' onerror='window.fired = 2'>"
    path.write_text(page(harbour()).replace("</main>", f"{bad}</main>"), encoding="utf-8")
    context = browser.new_context()
    tab = context.new_page()
    failed = []
    tab.on("requestfailed", lambda request: failed.append((request.url, request.failure)))
    tab.goto(path.as_uri())
    assert tab.evaluate("window.fired") is None
    assert failed == [("https://courier.example/x.png", "csp")]
    context.close()


def test_keyboard(opened):
    tab = opened(harbour(), bare())
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    assert tab.locator(".skip").bounding_box()["y"] >= 0
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('main') !== null")
    reached = []
    for _ in range(24):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.id || document.activeElement.getAttribute('href')"))
        assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert reached[1:12] == [f"a1t{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)]
    assert {"#a1t1", "#a1t5"} <= set(reached)


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
def test_nothing_is_wider_than_the_screen(opened, width):
    tab = opened(*EVERYTHING, width=width)
    tab.evaluate("document.querySelectorAll('.article').forEach(one => one.style.contentVisibility = 'visible')")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    cut = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
    assert tab.eval_on_selector_all(".card, .list, .whole, .head", cut) == 0


def test_list_stands_beside_the_text_or_below_it(opened):
    wide = opened(harbour())
    assert wide.locator(".list").bounding_box()["x"] > wide.locator(".whole").bounding_box()["x"] + 400
    narrow = opened(harbour(), width=390)
    text, below = narrow.locator(".whole").bounding_box(), narrow.locator(".list").bounding_box()
    assert below["y"] >= text["y"] + text["height"]


def test_windows_line_ends_take_no_more_room(opened):
    heights = []
    for end in ("\n", "\r\n"):
        text = f"One.{end}{end}Two.{end}Three.{end}"
        tab = opened(Analysis(article(("body", text)), ()))
        heights.append(tab.locator(".whole").bounding_box()["height"])
    assert heights[0] == heights[1]


def test_print_shows_the_whole_list(opened):
    tab = opened(harbour(), bare())
    tab.emulate_media(media="print")
    assert tab.evaluate("getComputedStyle(document.querySelector('.list')).overflow") == "visible"
    assert tab.evaluate("getComputedStyle(document.querySelector('.mark.cue')).textDecorationStyle") == "double"
    assert tab.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_no_fault(opened, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    tab = opened(understood(), bare(), width=width, scheme=scheme)
    tab.goto(f"{tab.url}#a1s6")
    tab.hover("#a1s3 .content")
    faults = axe.Axe().run(tab).response["violations"]
    assert [(fault["id"], [node["html"][:120] for node in fault["nodes"]]) for fault in faults] == []
