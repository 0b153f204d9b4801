from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import RecordError
from onrecord.queries.alignment import cells, differences, matched, rows_of, words_of
from onrecord.queries.compare import Comparison, compare
from onrecord.queries.plain import plain
from onrecord.record import Record, RemarkGroup
from onrecord.types import Analysis, Span
from queries.linked import linked, record, told


@pytest.fixture
def talks(tmp_path: Path):
    with linked(tmp_path) as opened:
        yield opened


def texts(found: Comparison) -> list[list[str]]:
    """Row by row, of the fullest wording of each report."""
    return [[" ".join(piece.text for piece in cell) for cell in one.wordings[0].cells] for one in found.reports]


def test_wordings_stand_in_rows_by_the_sentences_of_the_fullest(talks: Record) -> None:
    found = compare(talks, "R1")
    assert (found.remark, found.said, found.speaker[0].id, found.repeated) == ("R1", "2024-06-14", "P1", ("R2",))
    assert texts(found) == [["the dam “will be late”", ""], ["“The dam will be late.", "Nobody is to blame.”"]]
    part, whole = found.reports
    assert [one.outlet for one in whole.articles] == ["The Vale", "Quay News"]  # the same words
    assert [one.article for one in whole.wordings[0].statements] == list(whole.articles)
    assert (part.first, whole.first, part.fullest, whole.fullest) == (True, False, False, True)
    json.dumps(plain(found))


def test_what_is_quoted_cut_and_in_one_wording_alone(talks: Record) -> None:
    part, whole = compare(talks, "R1").reports
    assert (part.quoted, whole.quoted) == (("“will be late”",), ("“The dam will be late. Nobody is to blame.”",))
    assert [(one.kind, one.fullest) for one in part.differences] == [("cut", "Nobody is to blame.”")]
    assert [piece.alone for cell in whole.wordings[0].cells for piece in cell] == [False, True]
    assert not any(piece.alone for cell in part.wordings[0].cells for piece in cell)


def test_by_a_statement_of_it_and_without_a_remark(talks: Record) -> None:
    assert compare(talks, "post-0") == compare(talks, "R1")
    alone = compare(talks, "post-1")
    assert (alone.remark, len(alone.reports), texts(alone)) == (None, 1, [["“No.”"]])
    assert not any(piece.alone for piece in alone.reports[0].wordings[0].cells[0])


def test_what_reviewers_call_wrong_is_left_out(talks: Record) -> None:
    talks.decide("post-0", {"verdict": "wrong"}, by="Ann")
    assert len(compare(talks, "R1").reports) == 1


@pytest.mark.parametrize("id", ["R9", "P1", "vale", "", "R1; DROP TABLE remark"])
def test_what_cannot_be_compared(talks: Record, id: str) -> None:
    with pytest.raises(RecordError, match="there is no remark and no statement"):
        compare(talks, id)


def test_paraphrases_and_additions(tmp_path: Path) -> None:
    articles = [
        told("Ada said {Ada|“We will close the northern gates. We will keep the southern gates open.”}", "a"),
        told("Ada said {Ada|they would shut the northern gates, at last, and keep the southern gates open}", "b"),
    ]
    with record(tmp_path, articles) as talks:
        spans = [(view.key, view.content[0].start, view.content[0].end) for view in talks.views.statements()]
        talks.write_links("remark", [RemarkGroup(members=tuple(spans))])
        found = compare(talks, "R1")
    assert texts(found)[1] == ["they would shut the northern gates, at last, and", "keep the southern gates open"]
    kinds = [(one.kind, one.fullest, one.own) for one in found.reports[1].differences]
    assert kinds == [
        ("paraphrase", "“We will close", "they would shut"),
        ("paraphrase", "We will", "at last, and"),
    ]
    assert found.reports[1].quoted == () and not found.reports[0].first


def one_remark(path: Path, *articles: Analysis) -> Comparison:
    """All that these articles' statements say, compared as one remark."""
    with record(path, articles) as talks:
        spans = [(view.key, view.content[0].start, view.content[0].end) for view in talks.views.statements()]
        talks.write_links("remark", [RemarkGroup(members=tuple(spans))])
        return compare(talks, "R1")


def test_an_article_with_several_wordings_is_one_report(tmp_path: Path) -> None:
    several = (
        "Ada told all {Ada|the northern gates shall close}. "
        "She said {Ada|“We will close the northern gates. We will keep the southern gates open.”} "
        "{Ada|the bridge, too, is going to shut}"
    )
    found = one_remark(
        tmp_path,
        told(several, "a", outlet="The Vale", published="2024-06-14"),
        told("Ada said {Ada|“We will keep the southern gates open.”}", "b", outlet="Quay News", published="2024-06-14"),
        told("Ada: {Ada|“We will close the northern gates.”}", "c", outlet="The Vale", published="2024-06-15"),
    )
    assert [[one.id for one in report.articles] for report in found.reports] == [["a"], ["c"], ["b"]]
    whole, later, other = found.reports
    assert [one.fullest for one in found.reports] == [True, False, False]
    assert [one.wordings[0].statements[0].quote for one in found.reports] == ["direct"] * 3
    assert [" ".join(piece.text for cell in one.cells for piece in cell) for one in whole.wordings[1:]] == [
        "the northern gates shall close",
        "the bridge, too, is going to shut",
    ]
    assert [len(one.wordings) for one in (later, other)] == [1, 1]
    assert [one.kind for one in later.differences] == ["cut"]
    assert [one.fullest for one in other.differences] == ["“We will close the northern gates."]


def test_what_one_wording_of_an_article_leaves_out_another_may_tell(tmp_path: Path) -> None:
    split = "{Ada|“We will close the northern gates at dawn.”} Ada said. {Ada|“We will keep the southern gates open.”}"
    found = one_remark(
        tmp_path,
        told("Ada: {Ada|“We will close the northern gates at dawn. We will keep the southern gates open. Go.”}", "a"),
        told(split, "b"),
    )
    whole, parts = found.reports
    assert (len(parts.wordings), parts.fullest, whole.fullest) == (2, False, True)
    assert [(one.kind, one.fullest) for one in parts.differences] == [("cut", "Go.”")]
    assert parts.quoted == ("“We will close the northern gates at dawn.”", "“We will keep the southern gates open.”")


def test_articles_with_the_same_wordings_are_one_report(tmp_path: Path) -> None:
    text = "{Ada|“We will close the northern gates.”} Ada said. {Ada|“We will keep the southern gates open.”}"
    found = one_remark(tmp_path, told(text, "a"), told(f"Reprinted. {text}", "b"), told("Ada: {Ada|“Go.”}", "c"))
    assert [[one.id for one in report.articles] for report in found.reports] == [["a", "b"], ["c"]]
    assert [[len(one.statements) for one in report.wordings] for report in found.reports] == [[2, 2], [1]]


def test_a_remark_that_was_merged_away_is_the_one_it_is_by_now(talks: Record) -> None:
    talks.merge("R1", "R2", by="Ann")
    assert compare(talks, "R2") == compare(talks, "R1")


SOME = ("the", "dam", "is", "late.", "“nobody”", "shall", "pay", "—", "for", "Łódź's", "…", "gates!")
WORDS = st.lists(st.sampled_from(SOME), max_size=30)


@given(WORDS, WORDS)
def test_every_word_stands_in_one_cell_in_its_order(one: list[str], other: list[str]) -> None:
    text = " ".join(one) + "\n" + " ".join(other)
    cut = len(" ".join(one))
    whole, own = (words_of(text, [Span(a, b, text[a:b])], direct=False) for a, b in ((0, cut), (cut + 1, len(text))))
    blocks = matched(whole, own)
    assert all(a1 + n1 <= a2 and b1 + n1 <= b2 for (a1, b1, n1), (a2, b2, _) in pairwise(blocks))
    rows = rows_of(whole)
    table = cells(own, blocks, rows, [False] * len(own))
    assert len(table) == max(rows, default=0) + 1
    shown = " ".join(piece.text for cell in table for piece in cell)
    assert "".join(shown.split()) == "".join("".join(other).split())
    for one_of in differences(whole, own, blocks, rows, table):
        assert bool(one_of.fullest) == (one_of.kind != "addition") and bool(one_of.own) == (one_of.kind != "cut")
