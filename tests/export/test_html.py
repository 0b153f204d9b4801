import base64
import hashlib
import io
import os
import re
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from export.builder import HOSTILE, article, bare, harbour, hostile
from export.pages import Page, page
from export.strategies import analyses
from onrecord.export import write_html
from onrecord.export.html import MAX_LIT, readable_date
from onrecord.export.visible import visible
from onrecord.types import Analysis


@given(analyses())
def test_visible_text_is_the_articles_text(analysis):
    assert Page(page(analysis)).texts == [visible(analysis.article.text)]


@given(analyses())
def test_ids_are_unique_and_every_link_on_the_page_leads_somewhere(analysis):
    read = Page(page(analysis, analysis))
    assert len(set(read.ids)) == len(read.ids)
    assert {link[1:] for link in read.links if link.startswith("#")} <= set(read.ids)


def test_links_go_both_ways():
    html = page(harbour())
    for number in range(1, 12):
        assert re.search(f'id="a1t{number}" href="#a1s{number}"', html)
        assert re.search(f'id="a1s{number}">\n<h4 dir="auto"><a href="#a1t{number}">', html)


def test_text_of_every_article_on_one_page():
    items = [harbour(), bare(), hostile()]
    assert Page(page(*items)).texts == [visible(item.article.text) for item in items]


@given(analyses())
def test_no_text_becomes_markup(analysis):
    """Whatever the article says, the page has the elements and attributes that the templates give it."""
    read = Page(page(analysis, hostile()))
    assert not {"script", "img", "svg", "iframe", "object", "form", "base", "link"} & set(read.tags)
    assert read.tags.count("style") == read.tags.count("title") == 1
    assert not [name for _, name, _ in read.attributes if name.startswith("on") or name in ("src", "style")]
    assert {"javascript:alert(1)"}.isdisjoint(read.links)


def test_policy_allows_the_one_style_sheet_and_nothing_else():
    html = page(harbour())
    policy = re.search(r'http-equiv="Content-Security-Policy" content="(.*?)"', html)[1]
    style = re.search(r"<style>(.*?)</style>", html, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"url\(|@import|//", style)


def test_only_web_addresses_become_links():
    def link(url: str) -> bool:
        return url in Page(page(Analysis(article(("body", "x"), url=url), ()))).links

    assert link("https://courier.example/a?b=1&c=2")
    assert not any(map(link, ("javascript:alert(1)", "data:text/html,x", "//courier.example", "http://[", "x y")))


def test_what_is_known_stands_in_the_header_and_the_rest_is_left_out():
    html = page(harbour())
    for known in ("The Calder Courier", "27 June 2024", "Ilse Marrow", "2 direct, 4 indirect, 5 mixed"):
        assert known in html
    assert "made/up.txt" not in html
    assert "None" not in page(bare())


def test_several_articles_have_an_index_and_one_has_none():
    assert "<nav" not in page(harbour())
    html = page(harbour(), bare())
    index = re.search(r"<nav.*?</nav>", html, re.S)[0]
    assert 'href="#a1"' in index
    assert 'href="#a2"' in index
    assert "2 articles, 11 statements" in html


def test_no_articles_are_a_page_too():
    assert "0 articles, 0 statements" in page()


def test_furniture_is_greyed_and_named():
    html = page(harbour())
    assert '<p dir="auto" class="furniture aside" data-kind="furniture">0:00</p>' in html
    mixed = Analysis(article(("body", "It rained. "), ("furniture", "Photo: A. B.")), ())
    assert '<p dir="auto" class="body">It rained. <span class="aside">Photo: A. B.</span></p>' in page(mixed)


def test_roles_are_told_to_who_cannot_see_them():
    html = page(harbour())
    for label in ("source 3: ", "cue 3: ", "content 3: ", " (end of content 3) ", " (statement 3)"):
        assert f'<span class="vh">{label}</span>' in html


def test_headline_stands_in_for_a_missing_title():
    untitled = replace(harbour().article, title=None)
    assert "Ferry talks “nearly done”, says Voss</h2>" in page(Analysis(untitled, ()))


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2024-06-27", "27 June 2024"),
        ("2024-06", "June 2024"),
        ("2024", "2024"),
        ("2024-13-01", "2024-13-01"),
        ("2024-06-27/2024-07", "2024-06-27/2024-07"),
        (HOSTILE, HOSTILE),
    ],
)
def test_dates_are_readable_and_partial_ones_stay_partial(date, shown):
    assert readable_date(date) == shown


def test_an_article_with_very_many_statements_is_not_lit():
    one = harbour().statements[0]
    many = tuple(replace(one, id=str(i)) for i in range(MAX_LIT + 1))
    assert '<article class="article lit"' in page(Analysis(harbour().article, many[:-1]))
    assert '<article class="article"' in page(Analysis(harbour().article, many))


def test_articles_do_not_pile_up_in_memory():
    def peak(articles: int) -> int:
        tracemalloc.start()
        with Path(os.devnull).open("w", encoding="utf-8") as out:
            write_html((harbour() for _ in range(articles)), out)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    page(harbour())  # the templates are compiled once
    assert peak(40) < peak(2) + 2_000_000


def test_line_ends_are_kept():
    text = "One.\r\nTwo.\r\n\r\nThree.\rFour.\n"
    (shown,) = Page(page(Analysis(article(("body", text)), ()))).texts
    assert shown == text
    assert page(Analysis(article(("body", text)), ())).count('<p dir="auto" class="body">') == 4


def test_output_goes_to_any_text_stream():
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    write_html([harbour(), hostile()], out)
    assert out.buffer.getvalue().startswith(b"<!DOCTYPE html>")
