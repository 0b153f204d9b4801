"""Articles to statements, with attributions given by hand in place of the reader's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord import analysis
from onrecord.attribution import attribute
from onrecord.attribution.reader import Reading
from onrecord.types import Article, Attribution, Passage, Span

TEXT = "Rain ends\nAna said “it ends,” Bo noted.\nShare\nRain ends\n"
ARTICLE = Article(
    "a1",
    TEXT,
    (
        Passage("title", 0, 10),
        Passage("body", 10, 40),
        Passage("furniture", 40, 46),
        Passage("title", 46, len(TEXT)),
    ),
    language="en",
)


def span(part: str) -> Span:
    start = TEXT.index(part)
    return Span(start, start + len(part), part)


OUTER = Attribution((span("Bo"),), (span("noted"),), (span("Ana said “it ends,”"),), 0.9)
INNER = Attribution((span("Ana"),), (span("said"),), (span("“it ends,”"),), 0.8, parent=0)


def reading(*attributions: Attribution) -> Callable[..., Reading]:
    """A reader that finds these, and sees the text's words as it always does."""
    words = attribute(TEXT, []).words
    return lambda text, stretches: Reading(attributions, words)


def test_a_repeated_headline_counts_once_and_furniture_never() -> None:
    assert analysis.telling(ARTICLE) == [(0, 10, 2), (10, 40, 1)]


def test_body_on_both_sides_of_a_caption_is_one_part() -> None:
    passages = (Passage("body", 0, 10), Passage("body", 10, 40), Passage("caption", 40, 46), Passage("body", 46, 56))
    article = Article("a2", TEXT, passages)
    assert analysis.telling(article) == [(0, 40, 1), (40, 46, 4), (46, 56, 1)]


def test_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "attribute", reading(OUTER, INNER))
    outer, inner = onrecord.analyse(ARTICLE).statements
    assert (outer.article, outer.passage, outer.quote, outer.parent) == ("a1", "body", "mixed", None)
    assert (inner.quote, inner.parent) == ("direct", outer.id)
    assert outer.id != inner.id
    assert [s.id for s in onrecord.analyse(ARTICLE).statements] == [outer.id, inner.id]


def test_ids_tell_articles_and_roles_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    swapped = Attribution(OUTER.cue, OUTER.source, OUTER.content, 0.9)
    monkeypatch.setattr(analysis, "attribute", reading(OUTER, swapped))
    ids = {s.id for a in ("a1", "a2") for s in onrecord.analyse(Article(a, TEXT, ARTICLE.passages)).statements}
    assert len(ids) == 4


def test_another_language_yields_nothing_unless_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "attribute", reading(OUTER))
    german = Article("a3", TEXT, ARTICLE.passages, language="de")
    assert analysis.foreign(german)
    assert onrecord.analyse(german).statements == ()
    assert len(onrecord.analyse(german, any_language=True).statements) == 1
    assert not analysis.foreign(Article("a4", TEXT, ARTICLE.passages))


def test_the_same_article_alone_and_among_others_is_the_same() -> None:
    texts = [
        "“It rains,” said Ana Lund. She denied that it pours.",
        "Bo Orr told reporters that the quay was shut. " * 40,
    ]
    articles = [onrecord.read_article(text) for text in texts]
    assert [onrecord.analyse(a) for a in articles] == analysis.analyse_batch(articles)


WORDS = ["Ana Lund", "said", "that", "it rains", "“It rains,”", "told", "\n", ".", ",", "'", "\u202e", "\ud800", "é"]


@settings(max_examples=25, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)))
def test_any_text_gives_statements_inside_it(text: str) -> None:
    article = Article("x", text, (Passage("body", 0, len(text)),))
    known = {s.id: s for s in onrecord.analyse(article).statements}
    for statement in known.values():
        assert statement.content
        assert 0 <= statement.confidence <= 1
        assert statement.parent is None or statement.parent in known
        for span in (*statement.source, *statement.cue, *statement.content):
            assert 0 <= span.start < span.end <= len(text)
            assert span.text == text[span.start : span.end]


def test_no_statement_is_quoted_in_itself() -> None:
    text = (
        "The study found the firm ''reports having 31 mills in the north, 12 of which are in Vell despite not owning a "
        "single river there, according to its own website."
    )
    found = onrecord.analyse(Article("mills", text, (Passage("body", 0, len(text)),), language="en")).statements
    ids = [one.id for one in found]
    assert len(ids) == len(set(ids)) > 1 and all(one.parent != one.id for one in found)
