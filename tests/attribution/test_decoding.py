"""From scores to attributions by word, with heads that score by rule."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.by_rule import NEARLY, SURE, ByRule, tokenizer
from onrecord.attribution.decoding import BATCH_CUES, Found, Leaning, find, log_softmax
from onrecord.attribution.encoding import OWN, encode

PLAIN = Leaning()

Told = tuple[str, list[str], list[str]]  # cue, sources, contents


def found(texts: Sequence[str], leaning: Leaning = PLAIN, *, heads: ByRule | None = None) -> list[list[Found]]:
    encoded = [encode(tokenizer(), text) for text in texts]
    by_rule = heads or ByRule()
    return [find(by_rule, e, np.ones(len(e), dtype=np.int64), leaning)[0] for e in encoded]


def told(text: str, parts: Sequence[int] | None = None, leaning: Leaning = PLAIN) -> list[Told]:
    """What is found in a text, as text; `parts` numbers the part of each word."""
    e = encode(tokenizer(), text)
    given_parts = np.ones(len(e), dtype=np.int64) if parts is None else np.asarray(parts)
    assert len(given_parts) == len(e)

    def words(run: tuple[int, int]) -> str:
        return text[e.starts[run[0]] : e.ends[run[1] - 1]]

    return [
        (words(f.cue), [words(r) for r in f.source], [words(r) for r in f.content])
        for f in find(ByRule(), e, given_parts, leaning)[0]
    ]


def test_a_sentence() -> None:
    assert told("Ana Lund said it rains.") == [("said", ["Ana Lund"], ["it rains"])]


def test_several_sentences_in_the_order_of_their_cues() -> None:
    assert told("Ana said it rains. Bo told us why.") == [
        ("said", ["Ana"], ["it rains"]),
        ("told", ["Bo"], ["us why"]),
    ]


def test_a_cue_of_several_words_and_cues_side_by_side() -> None:
    assert told("Ana told told us.") == [("told told", ["Ana"], ["us"])]
    assert told("Ana said said it.") == [("said", ["Ana"], ["said it"]), ("said", [], ["it"])]


def test_a_content_may_be_in_pieces_and_a_source_may_not() -> None:
    assert told("Ana said it rains and it pours.") == [("said", ["Ana"], ["it rains", "it pours"])]
    assert told("Ana and Bo Lund said it rains.") == [("said", ["Bo Lund"], ["it rains"])]
    assert told("Ana Lund and Bo said it rains.") == [("said", ["Ana Lund"], ["it rains"])]


def test_no_content_no_attribution_but_no_source_is_one() -> None:
    assert told("Nothing more was said.") == []
    assert told("Said it rains.") == [("Said", [], ["it rains"])]


def test_parts() -> None:
    text = "Ana said it rains today."
    assert told(text, [0, 0, 0, 0, 0, 0]) == []
    assert told(text, [1, 0, 1, 1, 1, 1]) == []
    assert told(text, [0, 1, 1, 1, 0, 0]) == [("said", [], ["it rains"])]
    assert told(text, [2, 1, 1, 1, 3, 3]) == [("said", [], ["it rains"])]
    around = "Ana said it rains and pours."
    assert told(around, [1, 1, 1, 1, 2, 1, 1]) == [("said", ["Ana"], ["it rains", "pours"])]


def test_a_cue_lies_in_one_part() -> None:
    assert told("Ana told told us.", [1, 1, 2, 2, 2]) == [("told", [], ["us"])]


def test_leaning_towards_cues() -> None:
    assert told("Ana hinted at rain.") == []
    assert told("Ana hinted at rain.", leaning=Leaning(cue=-NEARLY + 0.1)) == [("hinted", ["Ana"], ["at rain"])]


def test_leaning_away_from_roles() -> None:
    text = "Ana and Bo said it rains."
    assert told(text, leaning=Leaning(source=-SURE - 1)) == [("said", [], ["it rains"])]
    assert told(text, leaning=Leaning(content=-SURE - 1)) == []


def test_evidence() -> None:
    ((one,),) = found(["Ana said it rains."], heads=ByRule(said=3.5))
    valid, cue, everything, least, source, words = one.evidence
    assert (valid, source, words) == (3.5, 1.0, math.log1p(2))
    assert cue == pytest.approx(SURE)
    assert least == pytest.approx(-math.log1p(4 * math.exp(-SURE)), rel=1e-3)
    assert everything == pytest.approx(5 * least, rel=1e-3)
    ((one,),) = found(["Said it."])
    assert one.evidence[4:] == (0.0, math.log1p(1))


def test_a_long_text_is_read_in_windows_and_each_cue_told_once() -> None:
    sentences = 3 * OWN // 5
    heads = ByRule()
    ((*some,),) = found(["Ana said it rains. " * sentences], heads=heads)
    assert heads.windows > 3
    assert heads.cues == sentences
    assert [(f.cue, f.source, f.content) for f in some] == [
        ((5 * i + 1, 5 * i + 2), ((5 * i, 5 * i + 1),), ((5 * i + 2, 5 * i + 4),)) for i in range(sentences)
    ]


def test_a_cue_at_a_windows_edge_sees_what_is_behind_it() -> None:
    """Cues moved along, so that some stand at the edge, however the windows fall."""
    for before in range(OWN - 6, OWN + 3):
        ((one,),) = found(["word " * (before - 2) + ". Ana said it rains" + " and pours" * 200])
        assert one.source == ((before - 1, before),)
        assert one.content[0] == (before + 1, before + 3)


def test_more_cues_than_are_read_at_once() -> None:
    heads = ByRule()
    (some,) = found(["Ana said it. " * 2 * BATCH_CUES], heads=heads)
    assert len(some) == 2 * BATCH_CUES
    assert heads.cues >= 2 * BATCH_CUES


def test_no_texts() -> None:
    assert found([]) == []
    assert found(["", " \n"]) == [[], []]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.sampled_from(["Ana", "said", "told", "hinted", "and", "it", ".", "“", "”", "\n"]), max_size=80),
    st.integers(0, 2**32 - 1),
)
def test_roles_lie_in_the_text_apart_and_in_the_cues_part(tokens: list[str], seed: int) -> None:
    e = encode(tokenizer(), " ".join(tokens))
    parts = np.sort(np.random.default_rng(seed).integers(0, 3, len(e)))
    some, vectors = find(ByRule(), e, parts, Leaning(cue=3))
    assert len(vectors) == len(e)
    assert [f.cue for f in some] == sorted({f.cue for f in some})
    for f in some:
        assert len(f.source) <= 1
        assert f.content
        taken = [word for run in (*f.source, *f.content) for word in range(*run)]
        assert len(taken) == len(set(taken))
        assert {int(parts[word]) for word in (*taken, *range(*f.cue))} == {int(parts[f.cue[0]])} != {0}
        assert list(f.content) == sorted(f.content)


def test_log_softmax() -> None:
    scores = np.asarray([[1000.0, 999.0, -1000.0], [0.0, 0.0, 0.0]], dtype=np.float32)
    chances = np.exp(log_softmax(scores))
    assert np.allclose(chances.sum(-1), 1)
    assert np.allclose(chances[1], 1 / 3)
    assert chances[0, 0] / chances[0, 1] == pytest.approx(math.e, rel=1e-3)
