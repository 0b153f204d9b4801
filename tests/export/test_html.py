import base64
import hashlib
import io
import os
import re
import tracemalloc
from dataclasses import replace
from pathlib import Path

from hypothesis import given

from export.builder import article, bare, harbour, hostile, resolved, statement, understood
from export.pages import Page, page
from export.strategies import analyses
from onrecord.export import write_html
from onrecord.export.html import MAX_LIT
from onrecord.export.visible import visible
from onrecord.types import Analysis, Clause, Condition, Dated, Span


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


def test_an_article_with_very_many_statements_is_not_lit():
    one = harbour().statements[0]
    many = tuple(replace(one, id=str(i)) for i in range(MAX_LIT + 1))
    assert '<article class="article lit"' in page(Analysis(harbour().article, many[:-1]))
    assert '<article class="article"' in page(Analysis(harbour().article, many))


def card(html: str, number: int) -> str:
    part = html[html.index(f'id="a1s{number}"') :]
    return " ".join(re.sub("<[^>]*>", " ", part[: part.index("<dt>confidence")]).split())


def test_a_card_says_who_when_and_where():
    html = page(resolved())
    assert "speaker: Mira Voss Premier source: She cue: called" in card(html, 2)
    assert "said 27 June 2024 where the quay" in card(html, 2)
    assert "speaker: Mira Voss source: Premier Mira Voss cue: told" in card(html, 3), "the role stands in the source"
    assert "said 27 June 2024 occasion press conference in Port Calder about Orland" in card(html, 3)
    assert "speaker: two officials unnamed cue: believe" in card(html, 6)
    assert "said 27 June 2024 or earlier" in card(html, 6)
    assert "source: Voss cue: says" in card(html, 1)
    assert "said" not in card(html, 1)


def test_a_card_says_what_the_statement_does_and_on_what_terms():
    html = page(understood())
    assert "act promise status asserted target Orland" in card(html, 3)
    assert "translated by The Calder Courier then: We … sign ⇐ only if Orland signs in body" in card(html, 3)
    assert "act threaten status reported then: the strait closes in May ⇐ unless the fees were paid" in card(html, 5)
    assert "act demand status asserted target Orland , Tomas Reck the fees the fleet in body" in card(html, 9)
    assert "act predict in body" in card(html, 11)
    assert "act" not in card(html, 1)
    for label in ("Conditions", "Items"):
        assert html.count(f'aria-label="{label}"') == (2 if label == "Conditions" else 1)


def test_what_is_not_resolved_is_listed_as_such():
    html = page(resolved())
    lists = " ".join(re.sub("<[^>]*>", "", html[html.index('class="lists"') :]).split())
    assert "People Mira Voss, Premier two officials, unnamed Orland, place Tomas Reck" in lists
    assert "a speech, speech, host: Orland, date not told" in lists
    assert "Times Thursday, 27 June 2024 Thursday, not resolved the autumn, future" in lists
    assert "published, as the text tells" in html
    assert 'class="lists"' not in page(harbour())


def test_a_page_grows_with_its_text_however_much_is_evidence():
    def size(times: int) -> int:
        text = "Voss said so on Thursday.\n" * times
        of = article(("body", text))
        so = Clause((Span(10, 12, "so"),), "so")
        thursday = Dated("2024", tuple(Span(m.start(), m.end(), m[0]) for m in re.finditer("Thursday", text[:2600])))
        one = statement(of, "s", ["Voss"], ["said"], ["so"])
        known = {"said": thursday, "conditions": (Condition("if", so, so),), "items": (so, so)}
        return len(page(Analysis(of, tuple(replace(one, id=str(i), **known) for i in range(times)))))

    assert size(MAX_LIT * 8) < 5 * size(MAX_LIT * 2)


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
