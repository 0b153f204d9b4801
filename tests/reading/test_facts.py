"""Published, outlet and byline are taken from furniture, and from nothing that only looks like it."""

import pytest

from onrecord.reading import read_article

BODY = "The mayor of Larnport said on Thursday that talks would resume.\n\nShe named no date for them."
TITLE = "Larnport harbour talks to resume, mayor says"


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Updated: Nov. 28, 2031", "2031-11-28"),
        ("Published June 2031", "2031-06"),
        ("5 June 2031 10:05 GMT", "2031-06-05"),
        ("Updated:", None),
        ("Velden in Larnport on June 4, 2031. Ivo Brandt/Coast Pictures", None),
        ("By Jane Roe | June 5, 2031", "2031-06-05"),
    ],
)
def test_published(line, published):
    assert read_article(f"{TITLE}\n{line}\n\n{BODY}").published == published


def test_the_date_of_publication_wins_over_that_of_a_change():
    text = f"{TITLE}\nUpdated June 7, 2031\nPublished June 5, 2031\n\n{BODY}"
    assert read_article(text).published == "2031-06-05"


def test_a_date_among_the_body_is_none_of_publication():
    assert (
        read_article(f"{TITLE}\n\n{BODY}\n\nJune 5, 2031\n\nThe pier fell.\n\nMarch 3, 2032\n\nIt rose.").published
        is None
    )
    assert read_article(f"{TITLE}\n\nThe pier fell on June 5, 2031, Velden said.\n\n{BODY}").published is None


def test_a_dateline_counts_with_its_year_only():
    assert read_article(f"{TITLE}\n\nLARNPORT, June 5, 2031 (Coast Agency) - {BODY}").published == "2031-06-05"
    assert read_article(f"{TITLE}\n\nLARNPORT, June 5 (Coast Agency) - {BODY}").published is None


@pytest.mark.parametrize(
    ("line", "byline", "outlet"),
    [
        ("By Jane Roe", "Jane Roe", None),
        ("BY JANE ROE AND IVO VAN DER BRANDT", "JANE ROE AND IVO VAN DER BRANDT", None),
        ("By Jane Roe, Northern Ledger", "Jane Roe", "Northern Ledger"),
        ("By Jane Roe, Senior Political Correspondent", "Jane Roe", None),
        ("By Jane Roe, Ana Moreau and Ivo Brandt", "Jane Roe, Ana Moreau and Ivo Brandt", None),
        ("Jane Roe | The Larnport Herald", "Jane Roe", "The Larnport Herald"),
        ("Jane Roe", "Jane Roe", None),
        ("World News", None, None),
        ("The Northern Ledger", None, "The Northern Ledger"),
    ],
)
def test_byline_and_outlet(line, byline, outlet):
    article = read_article(f"{TITLE}\n{line}\n\n{BODY}")
    assert (article.byline, article.outlet) == (byline, outlet)


def test_a_biography_names_author_and_outlet():
    article = read_article(
        f"{TITLE}\n\n{BODY}\n\nJane Roe is a senior reporter for the Northern Ledger. She lives in Larnport."
    )
    assert (article.byline, article.outlet) == ("Jane Roe", "Northern Ledger")
    article = read_article(f"{TITLE}\n\n{BODY}\n\nJane Roe covers ports and trade for The Larnport Herald.")
    assert (article.byline, article.outlet) == ("Jane Roe", "The Larnport Herald")
    article = read_article(f"{TITLE}\n\n{BODY}\n\nJane Roe is a professor at the University of Larnport.")
    assert (article.byline, article.outlet) == ("Jane Roe", None)


def test_what_is_given_wins():
    text = f"{TITLE}\nBy Jane Roe, Northern Ledger\nJune 5, 2031\n\n{BODY}"
    given = {"title": "T", "byline": "B", "outlet": "O", "published": "2030", "url": "u", "id": "i"}
    article = read_article(text, **given)
    assert {name: getattr(article, name) for name in given} == given
    assert read_article(text).title == TITLE
