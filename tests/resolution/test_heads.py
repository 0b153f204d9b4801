"""The learned heads: what they tag, what they weigh, and that no text or file breaks them."""

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.attribution import attribute
from onrecord.attribution.reader import Words
from onrecord.errors import ModelError
from onrecord.resolution import heads
from onrecord.resolution.pairing import PAIR, RECENT, pairing, pairs

TEXT = (
    "Ana Lund, the mayor of Ostermere, met reporters in Geneva on Monday. She said the harbour would open in May.\n\n"
    "Peter Quist, a retired general, disagreed. He told the Ostermere Gazette that the city council had failed. "
    "Lund and Quist are both Democrats."
)


@pytest.fixture(scope="module")
def words() -> Words:
    return attribute(TEXT, []).words


def place(written: str, after: int = 0) -> tuple[int, int]:
    start = TEXT.index(written, after)
    return start, start + len(written)


def tagged(words: Words) -> dict[str, heads.Tagged]:
    return {TEXT[t.start : t.end]: t for t in heads.tag_mentions(TEXT, words)}


def test_full_names_are_tagged_with_their_kind(words):
    found = tagged(words)
    assert (found["Ana Lund"].kind, found["Ana Lund"].form) == ("person", "name")
    assert (found["Peter Quist"].kind, found["Peter Quist"].form) == ("person", "name")
    assert (found["Geneva"].kind, found["Geneva"].form) == ("place", "name")
    assert found["Democrats"].kind == "group"


def test_pronouns_and_descriptions_are_tagged(words):
    found = tagged(words)
    assert (found["She"].kind, found["She"].form) == ("person", "pronoun")
    for written in ("the mayor", "a retired general"):
        assert (found[written].kind, found[written].form) == ("person", "description")


def test_a_pronoun_goes_to_the_one_who_just_spoke(words):
    spans = [place("Ana Lund"), place("She"), place("Peter Quist"), place("He ")]
    spans[-1] = (spans[-1][0], spans[-1][0] + 2)
    scores = heads.antecedents(TEXT, words, spans, [1, 3])
    assert set(scores) == {1, 3} and set(scores[3]) == {0, 1, 2}
    assert scores[1][0] > 0
    assert max(scores[3], key=scores[3].__getitem__) == 2


def test_nothing_to_weigh_gives_nothing(words):
    assert heads.antecedents(TEXT, words, [], []) == {}
    assert heads.antecedents(TEXT, words, [(0, 8)], [0]) == {0: {}}


def test_a_mention_that_holds_the_anaphor_is_no_candidate(words):
    spans = [place("Ana Lund, the mayor of Ostermere"), place("the mayor")]
    assert heads.antecedents(TEXT, words, spans, [1]) == {1: {}}


def test_only_the_last_mentions_are_weighed(words):
    spans = [(int(s), int(e)) for s, e in zip(words.starts, words.ends, strict=True)]
    last = len(spans) - 1
    scores = heads.antecedents(TEXT, words, spans, [last])
    assert last > RECENT and set(scores[last]) == set(range(last - RECENT, last))


def test_batches_change_nothing(words, monkeypatch):
    spans = [(int(s), int(e)) for s, e in zip(words.starts, words.ends, strict=True)]
    whole = heads.antecedents(TEXT, words, spans, range(len(spans)))
    monkeypatch.setattr(heads, "BATCH", 7)
    parts = heads.antecedents(TEXT, words, spans, range(len(spans)))
    assert whole.keys() == parts.keys()
    for anaphor, scores in whole.items():
        assert scores == pytest.approx(parts[anaphor], abs=1e-4)


def test_pairs_are_described_by_where_they_stand(words):
    spans = [place("Ana Lund"), place("Geneva"), place("She"), place("Lund", 100)]
    before, there, known = pairs(pairing(TEXT, words, spans), np.asarray([0, 2, 3]))
    assert known.shape == (3, RECENT, PAIR) and not there[0].any()
    assert before[1][there[1]].tolist() == [1, 0] and before[2][there[2]].tolist() == [2, 1, 0]
    same_sentence, next_sentence, _, _, same_end = range(14, 19)
    assert known[1, 0, same_sentence] == 0 and known[1, 0, next_sentence] == 1
    assert known[2, 2, same_end] == 1 and known[2, 1, same_end] == 0


def test_a_mention_goes_on_until_another_begins():
    inside, begin, out = [0.0, 0.0, 9.0], [0.0, 9.0, 0.0], [9.0, 0.0, 0.0]
    spans, shares = heads.decode(np.asarray([out, begin, inside, begin, out, inside], dtype=np.float32))
    assert spans == [(1, 3), (3, 4), (5, 6)]
    assert shares.shape == (3, 1) and (shares > 0.9).all()


def test_one_name_has_one_kind_in_a_text():
    shares = np.asarray([[0.9, 0.1], [0.4, 0.6], [0.0, 1.0]], dtype=np.float32)
    assert heads.agreed(["Lund", "Lund", "Geneva"], shares).tolist() == pytest.approx(
        np.asarray([[0.65, 0.35], [0.65, 0.35], [0.0, 1.0]])
    )


@dataclass
class Made:
    text: str
    words: Words


@st.composite
def made(draw) -> Made:
    """Any text with any vectors: words as the reader cuts them, or so."""
    text = draw(st.text(st.sampled_from("aB é.,\n'“US0\ud800heHe"), max_size=120) | st.text(max_size=60))
    found = [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]
    spans = np.asarray(found, dtype=np.int64).reshape(-1, 2)
    seed = draw(st.integers(0, 9))
    vectors = np.random.default_rng(seed).normal(0, 9, (len(spans), 384)).astype(np.float32)
    return Made(text, Words(spans[:, 0], spans[:, 1], vectors))


@settings(max_examples=60, deadline=None)
@given(made())
def test_any_text_gives_mentions_in_order_inside_it(one):
    found = heads.tag_mentions(one.text, one.words)
    assert [t.start for t in found] == sorted(t.start for t in found)
    assert all(0 <= t.start < t.end <= len(one.text) and 0 <= t.probability <= 1.001 for t in found)
    for form in ("name", "description", "pronoun"):
        own = [t for t in found if t.form == form]
        assert all(a.end <= b.start for a, b in pairwise(own))
    spans = [(t.start, t.end) for t in found]
    scores = heads.antecedents(one.text, one.words, spans, range(len(spans)))
    assert all(later > earlier for later, row in scores.items() for earlier in row)
    assert np.isfinite([score for row in scores.values() for score in row.values()]).all()


def test_no_words_no_mentions():
    empty = Words(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 0), np.float32))
    assert heads.tag_mentions("", empty) == []
    assert heads.antecedents("", empty, [], []) == {}


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_broken_file_is_told_in_one_line(tmp_path, content):
    path = tmp_path / "resolution.npz"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="cannot be read"):
        heads.read(path)


def test_a_missing_file_or_version_is_told_too(tmp_path):
    with pytest.raises(ModelError, match="cannot be read"):
        heads.read(tmp_path / "none.npz")
    np.savez(tmp_path / "old.npz", project=np.zeros(3))
    with pytest.raises(ModelError, match="cannot be read"):
        heads.read(tmp_path / "old.npz")


def test_the_weights_are_read_once_and_are_small():
    assert heads.load() is heads.load()
    assert heads.load().version
    assert sum(array.size for array in heads.load().arrays.values()) * 2 < 3_000_000
