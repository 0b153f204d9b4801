"""The training data of the learned heads: GUM read, names and descriptions found in it, labels by word."""

import numpy as np
import pytest

from onrecord.attribution.reader import Words
from training.gum import documents
from training.lessons import UNKNOWN, antecedent_lesson, from_gum, is_anaphor, labels, mention_lesson
from training.marks import descriptions, names
from training.silver import marks, settled

ROWS = [
    ("The", "DT", 3, "det", "(1-person-new-nnnnn-cf1-3-coref"),
    ("retired", "JJ", 3, "amod", ""),
    ("general", "NN", 4, "nsubj", "1)"),
    ("met", "VBD", 0, "root", ""),
    ("Mayor", "NNP", 6, "nmod:desc", "(2-person-new-nnnnn-cf2-2-coref"),
    ("Ana", "NNP", 4, "obj", ""),
    ("Lund", "NNP", 6, "flat", "2)"),
    ("of", "IN", 9, "case", ""),
    ("Ostermere", "NNP", 7, "nmod", "(3-place-new-nnnnn-cf3-1-sgl)"),
    (".", ".", 4, "punct", ""),
]


@pytest.fixture
def document(tmp_path):
    said = "The retired general met Mayor Ana Lund of Ostermere."
    lines = ["# newdoc id = made", "# meta::genre = news", "# newpar", f"# text = {said}"]
    for number, (word, tag, head, relation, entity) in enumerate(ROWS, 1):
        misc = f"Entity={entity}" if entity else "_"
        lines.append("\t".join([str(number), word, word, "X", tag, "_", str(head), relation, "_", misc]))
    again = "# text = She left.\n1\tShe\tshe\tX\tPRP\t_\t2\tnsubj\t_\tEntity=(2-person-giv:act-nnnnn-cf2-1-ana)\n"
    path = tmp_path / "made.conllu"
    path.write_text("\n".join(lines) + "\n\n" + again + "2\tleft\tleave\tX\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n\n")
    (found,) = documents(path)
    return found


def test_a_document_is_rebuilt_with_its_offsets(document):
    assert document.text == "The retired general met Mayor Ana Lund of Ostermere. She left."
    assert [document.text[t.start : t.end] for t in document.tokens[-3:]] == [".", "She", "left"]
    assert [(e.chain, e.type) for e in document.entities] == [
        ("1", "person"),
        ("2", "person"),
        ("3", "place"),
        ("2", "person"),
    ]


def test_names_go_without_titles_and_descriptions_to_their_noun(document):
    assert [(document.text[a:b], kind) for a, b, kind in names(document)] == [
        ("Ana Lund", "person"),
        ("Ostermere", "place"),
    ]
    assert [document.text[a:b] for a, b, _ in descriptions(document)] == ["The retired general", "Mayor"]


def test_entities_lose_the_article_and_the_genitive():
    assert marks("the Lund Party’s plan", [(0, 16, "ORG"), (17, 21, "DATE")]) == [(4, 14, "organization")]
    assert marks("the", [(0, 3, "ORG")]) == [(0, 3, "organization")]


def test_a_family_name_is_its_bearer_s():
    text = "Ana Lund spoke. Lund left."
    views = [[(0, 8, "person"), (16, 20, "organization")], [(0, 8, "person"), (16, 20, "person")]]
    assert settled(text, views)[0] == [(0, 8, "person"), (16, 20, "person")]


def test_labels_begin_and_go_on_and_views_that_differ_teach_nothing():
    words = Words(np.asarray([0, 4, 9]), np.asarray([3, 8, 13]), np.zeros((3, 384), np.float32))
    marked = [(0, 8, "person")]
    assert labels(words, marked, ("person", "organization")).tolist() == [1, 2, 0]
    other = [(0, 8, "organization"), (9, 13, "place")]
    taught = mention_lesson("Ana Lund said", words, [marked, other], None)
    assert taught.names.tolist() == [UNKNOWN, UNKNOWN, UNKNOWN] and set(taught.descriptions) == {UNKNOWN}
    assert mention_lesson("Ana Lund said", words, [marked], marked).names.tolist() == [1, 2, 0]


def test_antecedents_are_learnt_from_chains(document):
    found = from_gum(document)
    assert [document.text[m.start : m.end] for m in found] == ["The retired general", "Ana Lund", "Ostermere", "She"]
    assert [is_anaphor(document.text, m) for m in found] == [True, False, False, True]
    starts = np.asarray([t.start for t in document.tokens])
    ends = np.asarray([t.end for t in document.tokens])
    words = Words(starts, ends, np.ones((len(starts), 384), np.float32))
    taught = antecedent_lesson(document.text, words, found, complete=True)
    assert taught.anaphors.tolist() == [3] and taught.before[0][taught.right[0]].tolist() == [1]
