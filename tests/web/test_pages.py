"""The home page, searches, articles, statements and remarks as a program and a browser without scripts get them."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterator
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from onrecord.web import Settings, create_app, static
from record.made import record, told
from web.browsing import small

PEOPLE = {"accept": "text/html"}


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Iterator[TestClient]:
    path = small(tmp_path_factory.mktemp("room"))
    with TestClient(create_app(path, Settings(reviewer="Ann")), base_url="http://127.0.0.1") as client:
        yield client


def page(room: TestClient, address: str) -> str:
    answer = room.get(address, headers=PEOPLE)
    assert answer.status_code == 200, answer.text[-500:]
    return answer.text


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_home_tells_what_the_record_holds_and_the_newest_remark_once(room):
    html, data = page(room, "/"), room.get("/home.json").json()
    counts = {one["what"]: one["count"] for one in data["counts"]}
    assert (counts["articles"], counts["remarks"], counts["outlets"]) == (4, 1, 3)
    for one in data["counts"]:
        name = one["one"] if one["count"] == 1 else one["what"]
        assert not one["count"] or f">{name}</a></dt><dd>{one['count']}</dd>" in html
    shared = [one for one in data["newest"] if one["remark"] == "R1"]
    assert [one["reports"] for one in shared] == [3]
    assert html.count('href="/remark/R1"') == 2  # its words, and the number of its reports
    assert room.get("/home.csv").text.startswith("what,count")


def test_facets_of_home_lead_to_searches_that_find_as_many(room):
    html = page(room, "/")
    facets = re.findall(r'<li><a href="(/search\?[^"]+)"[^>]*>.*?<span class="count">.*?([\d,]+)</span>', html)
    assert len(facets) > 8
    for address, count in facets:
        assert room.get(unescape(address).replace("/search", "/search.json")).json()["total"] == int(count), address


def test_a_search_marks_its_words_and_stays_in_the_paragraph(room):
    html = page(room, "/search?q=strait+fee*")
    assert html.count("<mark>strait</mark>") == 5
    assert "<mark>fees</mark>" in html
    data = room.get("/search.json?q=strait+fee*").json()
    for one in data["results"]:
        assert {one["words"][a:b] for a, b in one["highlights"]} == {"strait", "fees"}
        assert "\n" not in one["before"] + one["after"]
    rows = list(csv.DictReader(io.StringIO(room.get("/search.csv?q=strait").text)))
    assert [row["statement"] for row in rows] == [
        one["line"]["statement"] for one in room.get("/search.json?q=strait").json()["results"]
    ]


def test_a_filter_is_a_link_that_takes_itself_away(room):
    html = page(room, "/search?q=strait&outlet=The+Vale")
    assert "<strong>1</strong> statement<" in html
    chip = re.search(r'<ul class="chips".*?href="([^"]+)".*?outlet: <bdi>The Vale', html, re.S)
    assert unescape(chip[1]) == "/search?q=strait"
    facet = re.search(r'href="([^"]+)"[^>]*aria-current="true"><span><bdi>The Vale', html)
    assert unescape(facet[1]) == "/search?q=strait"


def test_pages_follow_each_other_without_gap(room):
    found, address = [], "/search?limit=3"
    while address:
        html = page(room, address)
        found += re.findall(r'data-open href="/statement/([^"]+)"', html)
        following = re.search(r'href="([^"]+)" rel="next"', html)
        address = unescape(following[1]) if following else None
    everything = room.get("/search.json?limit=200").json()
    assert len(found) == everything["total"] == len(set(found))


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("q=%22strait", "the quotation mark is not closed"),
        ("speaker=Nobody+Atall", "there is no such person"),
        ("act=shout", "there is no such act"),
        ("cursor=xyz", "the cursor is none"),
        ("since=2025&until=2024", "since 2025 is after until 2024"),
    ],
)
def test_a_broken_search_is_told_beside_the_box_and_to_programs_by_the_status(room, query, told):
    html = page(room, f"/search?{query}")
    assert re.search(r'<p class="wrong" role="alert" id="wrong-words">([^<]*)', html)[1].find(told.split("“")[0]) >= 0
    answer = room.get(f"/search.json?{query}")
    assert answer.status_code in (400, 404)
    assert told in answer.json()["error"]["detail"]


def test_an_article_is_shown_whole_with_furniture_folded(room):
    html, data = page(room, "/article/art-1"), room.get("/article/art-1.json").json()
    text = re.search(r'<div class="whole" id="text".*?</div>(?=\n<aside)', html, re.S)[0]
    shown = re.sub(
        r'<(span|p) class="(vh|legend)[^>]*>.*?</\1>|<summary>.*?</summary>|<h2.*?</h2>', "", text, flags=re.S
    )
    shown = unescape(re.sub(r"<[^>]+>", "", shown))
    assert "".join(shown.split()) == "".join(data["text"].split())
    assert re.search(r'<details class="furniture">.*?Scroll to Top', html, re.S)
    assert html.count('<li class="statement card') == len(data["statements"]) == 11


def test_each_value_leads_to_its_evidence_in_the_text(room):
    html = page(room, "/article/art-1")
    led = re.findall(r'<a class="(?:proof-link|clause)" href="#(e\d+)"', html)
    assert len(led) > 10
    assert set(led) <= set(re.findall(r' id="(e\d+)"', html))
    assert re.search(r'data-e="[^"]*3\.speaker[^"]*"[^>]*>Mira Voss', html)
    assert re.search(r'data-e="[^"]*3\.condition[^"]*"[^>]*>Orland<', html)
    assert re.search(
        r'<span data-e="[^"]*3\.said[^"]*"><time', html
    )  # the date of the article proves when statement 3 was said


def test_beside_an_article_stand_its_story_and_its_near_duplicates(room):
    text = words(page(room, "/article/quay"))
    assert "Near-duplicates The Vale , 2 July 2024 : Strait: vale (98% of the words, published before)" in text
    assert "The strait and its fees" in text


def test_a_statement_tells_what_its_values_stand_on_and_how_it_is_cited(room):
    id = room.get("/search.json?q=terms").json()["results"][0]["line"]["statement"]
    html, data = page(room, f"/statement/{id}"), room.get(f"/statement/{id}.json").json()
    assert {one["field"] for one in data["grounds"]} >= {"speaker", "said", "occasion"}
    assert "We … sign" in words(html) or "We sign" in words(html)
    assert "only if" in words(html)
    assert data["citation"]["link"].startswith("https://courier.example/ferry?a=1&b=2#:~:text=The%20terms")
    assert unescape(html).count(data["citation"]["plain"]) == 1


def test_a_remark_sets_its_wordings_side_by_side(room):
    html, data = page(room, "/remark/R1"), room.get("/remark/R1.json").json()
    assert [line["article"]["id"] for line in data["statements"]] == ["calder", "vale", "quay"]
    assert (data["quoting"], data["outlets"]) == (1, ["The Calder Courier", "The Vale", "Quay Mail"])
    table = re.search(r'<table class="wordings".*?</table>', html, re.S)[0]
    assert table.count('scope="col"') == 2  # two of them have the same words
    assert "quotes in part" in table
    assert "paraphrases" in table
    assert re.search(r'class="own-words alone">only', table)
    assert "shared words" in words(html)


@pytest.mark.parametrize("address", ["/article/nope", "/statement/nope", "/remark/R99", "/remark/P1", "/remark/art-1"])
def test_what_is_not_there_is_a_404(room, address):
    assert room.get(address, headers=PEOPLE).status_code == 404
    assert room.get(f"{address}.json").json()["error"]["status"] == 404


def test_the_first_page_is_light(room):
    """The budget: the home page with its style and scripts, compressed, below 100 KB without the chart library."""
    html = page(room, "/")
    used = re.findall(r'(?:href|src)="/(static/[^"]+)"', html)
    by_address = {one.address: one for one in static.assets().values()}
    sizes = {address: len(by_address[address].zipped) for address in used}
    assert len(sizes) >= 6
    total = len(gzip.compress(html.encode(), 4, mtime=0)) + sum(sizes.values())
    assert total < 100_000, (total, sizes)


def test_a_reader_without_the_right_to_review_is_offered_nothing_to_decide(tmp_path):
    path = small(tmp_path)
    app = create_app(path, Settings(read_only=True))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        for address in (
            "/article/art-1",
            "/remark/R1",
            f"/statement/{client.get('/article/vale.json').json()['statements'][0]['statement']}",
        ):
            html = client.get(address, headers=PEOPLE).text
            assert '<form method="post"' not in html, address


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_no_search_breaks_a_page(room, q, speaker, outlet):
    answer = room.get("/search", params={"q": q, "speaker": speaker, "outlet": outlet}, headers=PEOPLE)
    assert answer.status_code in (200, 400)


def test_an_older_version_says_so_and_offers_nothing_to_decide(tmp_path):
    known = {"url": "https://x.example/a", "outlet": "The Vale"}
    old, new = told("Ada said it rains.", "old", **known), told("Ada said it rains a lot.", "new", **known)
    with record(tmp_path, old, new):
        pass
    with TestClient(create_app(tmp_path / "talks.db"), base_url="http://127.0.0.1") as client:
        html = client.get("/article/old", headers=PEOPLE).text
        assert "This is an older version" in html
        assert 'href="/article/new"' in html
        assert '<form method="post"' not in html
        statement = client.get("/statement/old-0-0", headers=PEOPLE).text
        assert "This does not count" in statement
        assert '<form method="post"' not in statement
