"""A page becomes title, blank line, body and captions, with its metadata."""

import importlib.metadata

import pytest

from onrecord.errors import InputError
from onrecord.reading import read_article

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Harbour talks resume | Northern Ledger</title><meta property="og:site_name" content="Northern Ledger">
<meta name="author" content="Mara Lindt"><meta property="article:published_time" content="2031-06-05T10:00:00Z">
<link rel="canonical" href="https://ledger.example/a1"></head><body><nav>Home News</nav><article>
<h1>Harbour talks resume</h1>
<figure><img src="a.jpg" alt=""><figcaption>The harbour of <b>Larnport</b> at noon.</figcaption></figure>
<p>LARNPORT &mdash; The harbour master said on Thursday that talks would resume next week.</p>
<p>“We are ready,” Osk Velden told reporters. He did not say who would pay for the new pier.</p>
<p>The council has been waiting for an answer since the spring, and it will wait for another week.</p>
</article><footer>Subscribe</footer></body></html>"""


def test_a_page():
    article = read_article(PAGE)
    assert article.text == (
        "Harbour talks resume\n\n"
        "The harbour of Larnport at noon.\n"
        "LARNPORT — The harbour master said on Thursday that talks would resume next week.\n"
        "“We are ready,” Osk Velden told reporters. He did not say who would pay for the new pier.\n"
        "The council has been waiting for an answer since the spring, and it will wait for another week."
    )
    assert [passage.kind for passage in article.passages] == ["title", "caption", "body"]
    assert (article.title, article.outlet, article.byline) == ("Harbour talks resume", "Northern Ledger", "Mara Lindt")
    assert (article.published, article.url) == ("2031-06-05", "https://ledger.example/a1")
    assert (article.language, article.extractor) == ("en", f"trafilatura {importlib.metadata.version('trafilatura')}")


def test_a_page_without_a_date_has_none():
    page = PAGE.replace('<meta property="article:published_time" content="2031-06-05T10:00:00Z">', "")
    assert read_article(page.replace("the spring", "May 3, 2030")).published is None


@pytest.mark.parametrize(
    "page", ["<html></html>", "<html><body></body></html>", "<html><body><script>f()</script></body></html>"]
)
def test_a_page_without_an_article_is_refused(page):
    with pytest.raises(InputError, match="HTML without an article"):
        read_article(page, input_format="html")


def test_a_declaration_in_text_does_no_harm():
    assert (
        "harbour master"
        in read_article(PAGE.replace("<!DOCTYPE html>", '<?xml version="1.0" encoding="koi8-r"?>')).text
    )


def test_whatever_the_library_raises_is_an_input_error(monkeypatch):
    import trafilatura

    monkeypatch.setattr(trafilatura, "bare_extraction", lambda *_, **__: 1 / 0)
    with pytest.raises(InputError, match=r"cannot be read \(ZeroDivisionError\)"):
        read_article(PAGE)
