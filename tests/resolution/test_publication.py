"""What an undated text proves of when it was published."""

from __future__ import annotations

import pytest

from onrecord.resolution.publication import published_bounds
from onrecord.resolution.times import find_times
from onrecord.types import Article, Dated, Passage, PassageKind


def bounds(text: str, kind: PassageKind = "body", published: str | None = None) -> Dated | None:
    article = Article("a", text, (Passage(kind, 0, len(text)),), published=published)
    return published_bounds(article, find_times(text, published, article.passages))


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Ada Quill resigned on Oct. 12, 2023.", "2023-10-12/.."),
        ("On Oct. 12, 2023, Ada Quill resigned.", "2023-10-12/.."),
        ("Ada Quill died in March 2016.", "2016-03/.."),
        ("Ada Quill was born in 1961 and died on May 3, 2020. She wed on May 1, 1999.", "2020-05-03/.."),
    ],
)
def test_the_latest_event_reported_as_past_is_the_earliest_that_it_can_be(text: str, edtf: str) -> None:
    found = bounds(text)
    assert found is not None
    assert found.edtf == edtf
    (span,) = found.evidence
    assert edtf[:4] in getattr(span, "text", "")


def test_a_caption_shows_the_articles_own_occasion() -> None:
    text = "Ada Quill talks to reporters in Wellmouth on Oct. 12, 2023."
    found = bounds(text, "caption")
    assert found is not None
    assert found.edtf == "2023-10-12/.."
    assert bounds(text, "biography") is None
    assert bounds("Ada Quill will speak in Wellmouth on Oct. 12, 2030.", "caption") is None


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill spoke on Thursday.",
        "Ada Quill will resign on Oct. 12, 2030.",
        "Ada Quill announced a plan to ban it in 2030.",
        "Ada Quill agreed to pay by Oct. 12, 2030.",
        "“We signed it on Oct. 12, 2030,” Ada Quill said.",
        "Ada Quill set the 2030 target.",
        "",
    ],
)
def test_nothing_is_guessed(text: str) -> None:
    assert bounds(text) is None


def test_a_dated_article_needs_no_bounds() -> None:
    assert bounds("Ada Quill resigned on Oct. 12, 2023.", published="2023-10-13") is None
