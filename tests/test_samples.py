"""The sample articles: listed, dated as they say, and worth a demo."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import onrecord

SAMPLES = Path(__file__).parents[1] / "examples" / "articles"
NAMES = sorted(path.name for path in SAMPLES.iterdir())
#: What a careful reader knows of each article's publication date.
PUBLISHED = {
    "locks-may-dump.txt": None,
    "locks-may.html": "2023-05-11",
    "locks-october-agency.html": "2023-10-12",
    "locks-october.html": "2023-10-13",
    "rovers-transfer.txt": "2023-08-30",
    "school-bell.html": "2023-02-06",
    "skerrow-quays.txt": "2023-03-03",
    "tram-pay.html": "2023-07-18",
}


def test_readme_lists_every_sample() -> None:
    readme = (SAMPLES.parent / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `([^`]+)`", readme, re.MULTILINE)) == NAMES


def test_both_press_conferences_were_on_a_thursday() -> None:
    assert {date(2023, 5, 11).strftime("%A"), date(2023, 10, 12).strftime("%A")} == {"Thursday"}


@pytest.mark.parametrize("name", PUBLISHED)
def test_publication_date(name: str) -> None:
    assert onrecord.read_article(SAMPLES / name).published == PUBLISHED[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_holds_statements(name: str) -> None:
    analysis = onrecord.analyse(onrecord.read_article(SAMPLES / name))
    assert len(analysis.statements) >= 5
    assert {statement.quote for statement in analysis.statements} >= {"direct", "indirect"}


@pytest.mark.parametrize(
    ("name", "edtf", "bounds"),
    [
        ("locks-may-dump.txt", None, None),
        ("locks-may.html", "2023-05-11", None),
        ("locks-october-agency.html", "2023-10-12", None),
        ("locks-october-dump.txt", "2023-10-12", "2023-10-12/.."),
        ("locks-october.html", "2023-10-12", None),
    ],
)
def test_each_press_conference_is_one_occasion(name: str, edtf: str | None, bounds: str | None) -> None:
    analysis = onrecord.analyse(onrecord.read_article(SAMPLES / name))
    (held,) = [occasion for occasion in analysis.occasions if occasion.kind == "press_conference"]
    assert (held.edtf, (held.place or "").split(",")[0]) == (edtf, "Ostermere")
    assert (analysis.article.published_bounds and analysis.article.published_bounds.edtf) == bounds
    if edtf is None:
        assert {statement.said for statement in analysis.statements} == {None}
        assert "XXXX-WXX-4" in {time.value for time in analysis.times}
