"""What the speaker does by a statement."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from one_sentence import given, marked, people_of, read
from onrecord.attribution.reader import Words
from onrecord.errors import ModelError
from onrecord.interpretation import judging
from onrecord.interpretation.acts import find_acts
from onrecord.types import Article, Span, Statement

PLAIN = [
    ("demand", "{The bishop} [demanded] <that the prison be opened to doctors>."),
    ("demand", "{The clerk} [urged] the owners <to mend the roof>."),
    ("accuse", "{The poet} [blasted] <the jury as lazy and corrupt>."),
    ("support", "{The chef} [praised] <the fishermen for their work>."),
    ("refuse", "{The sailors} [rejected] <the captain's offer>."),
    ("believe", "{The trader} [believes] <that prices are fair>."),
    ("want", "{The islanders} [hope] <that the ferry comes back>."),
    ("intend", "{The museum} [plans] <to open a second wing>."),
    ("find", "<Nine in ten homes have a radio>, [according to] {a new survey}."),
    ("ask", "{A child} [asked] <how deep the well was>."),
    ("state", "{The farmer} [said] <the barn stood empty in March>."),
    ("predict", "{The forecaster} [predicted] <a long winter>."),
]


@pytest.mark.parametrize(("act", "sentence"), PLAIN, ids=[f"{a}-{i}" for i, (a, _) in enumerate(PLAIN)])
def test_plain_acts(act: str, sentence: str) -> None:
    article, statements, words = read(sentence)
    [(found, probability)] = find_acts(article, statements, words)
    assert found == act
    assert 1 / len(judging.ACTS) < probability <= 1


def test_content_tells_where_the_cue_does_not() -> None:
    """The same cue, two contents."""
    acts = []
    for content in ("“These people are liars and crooks,”", "“The office opens at nine,”"):
        article, statements, words = read(f"<{content}> {{the mason}} [said].")
        acts.append(find_acts(article, statements, words)[0][0])
    assert acts == ["accuse", "state"]


def test_all_statements_are_judged_as_each_alone() -> None:
    article, statements, words = read("{Ada Lund} [said] <the mill was shut>.")
    once = judging.judge(statements, article.text, words)
    many = judging.judge(statements * (judging.BATCH + 3), article.text, words)
    assert many.acts.shape == (judging.BATCH + 3, len(judging.ACTS))
    np.testing.assert_allclose(many.acts, np.repeat(once.acts, judging.BATCH + 3, axis=0), atol=1e-5)
    np.testing.assert_allclose(many.acts.sum(1), 1, atol=1e-5)
    np.testing.assert_allclose(many.statuses.sum(1), 1, atol=1e-5)


def test_no_statements() -> None:
    article, _, words = read("Nobody <spoke> here.")
    assert find_acts(article, [], words) == ()


def test_missing_weights(tmp_path) -> None:
    with pytest.raises(ModelError, match="acts"):
        judging.read(tmp_path / "acts.npz")


spans = st.tuples(st.integers(0, 40), st.integers(1, 20))


@drawn(st.text(min_size=60, max_size=80), spans, st.one_of(st.none(), spans), st.one_of(st.none(), spans))
def test_any_text_is_judged(text: str, content, cue, source) -> None:
    def of(pair) -> tuple[Span, ...]:
        return () if pair is None else (Span(pair[0], sum(pair), text[pair[0] : sum(pair)]),)

    starts = np.arange(0, len(text), 5)
    words = Words(starts, starts + 4, np.ones((len(starts), 384), dtype=np.float32))
    statement = Statement("s", "a", None, "body", of(source), of(cue), of(content), "indirect", 1.0)
    [(act, probability)] = find_acts(Article("a", text, ()), [statement], words)
    assert act in judging.ACTS
    assert 0 < probability <= 1


def test_marks_are_read() -> None:
    text, spans = marked("{Ada} [said] <yes>.")
    assert text == "Ada said yes."
    assert spans == {"source": [(0, 3)], "cue": [(4, 8)], "content": [(9, 12)]}


def test_an_unchanged_stance_is_taken_again() -> None:
    text = "Ada Lund hopes that the ferry returns. Bo Harn sings. Lund reiterated that her stance had not changed."
    first = {"source": [(0, 8)], "cue": [(9, 14)], "content": [(15, 37)]}
    start = text.index("Lund reiterated")
    again = {
        "source": [(start, start + 4)],
        "cue": [(start + 5, start + 15)],
        "content": [(start + 16, len(text) - 1)],
    }
    article, statements, words = given(text, first, again, nested=False)
    _, statements = people_of(article, statements, words)
    assert [act for act, _ in find_acts(article, statements, words)] == ["want", "want"]
