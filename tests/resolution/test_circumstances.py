"""When, where and at what occasion statements were made."""

from __future__ import annotations

import re

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from circumstances_of import circumstances
from growth import QUADRATIC, growth
from onrecord.resolution.choosing import Method, weights
from onrecord.types import Field, Span

PUBLISHED = "2023-10-13"
PRESS = (
    "At a press conference in Ostermere on Thursday, Morrend said the locks were shut. "
    "“We will wait,” Morrend added.\n\n"
    "In an August speech, Brey warned that the river was low. Brey has claimed that he likes rivers."
)
SAID = (
    ("Morrend", "said", "the locks were shut"),
    ("Morrend", "added", "“We will wait,”"),
    ("Brey", "warned", "that the river was low"),
    ("Brey", "has claimed", "that he likes rivers"),
)
METHODS: tuple[Method, ...] = ("rules", "learned", "both")


def test_one_occasion_for_all_statements_made_at_it() -> None:
    found = circumstances(PRESS, *SAID, published=PUBLISHED)
    assert [o.kind for o in found.occasions] == ["press_conference", "speech"]
    assert found.occasion[0] is found.occasion[1] is found.occasions[0]
    assert found.occasion[2] is found.occasions[1]


def test_an_occasion_has_name_place_and_date() -> None:
    (press, speech) = circumstances(PRESS, *SAID, published=PUBLISHED).occasions
    assert (press.name, press.place, press.edtf) == ("press conference in Ostermere", "Ostermere", "2023-10-12")
    assert (speech.name, speech.place, speech.edtf) == ("speech", None, "2023-08")


def test_a_time_holds_for_later_statements_at_the_occasion_and_not_for_a_habit() -> None:
    found = circumstances(PRESS, *SAID, published=PUBLISHED)
    assert [d and d.edtf for d in found.said] == ["2023-10-12", "2023-10-12", "2023-08", None]


def test_a_month_that_opens_a_sentence_leaves_no_other_to_what_it_tells() -> None:
    text = (
        "The inquiry found in December 2011 that seven ships were lost.\n\nIn the spring, after the letters had been "
        "found, Morrend emphatically proclaimed at a press conference, “I wrote nothing of that kind.”"
    )
    told = (("The inquiry", "found", "that seven ships were lost"), ("Morrend", "emphatically proclaimed", "“I wrote"))
    assert [d and d.edtf for d in circumstances(text, *told, published=PUBLISHED).said][1] in (None, "2023-21")


def test_evidence_is_the_expression_and_what_it_was_counted_from() -> None:
    said = circumstances(PRESS, *SAID, published=PUBLISHED).said[0]
    assert said is not None
    assert [e.text for e in said.evidence if isinstance(e, Span)] == ["Thursday"]
    assert Field("published") in said.evidence


def test_never_the_publication_date_by_default() -> None:
    found = circumstances("Morrend said the locks were shut.", SAID[0], published=PUBLISHED)
    assert found.said == (None,)
    assert found.occasion == (None,)
    assert found.said_bounds == (None,)


def test_an_undated_article_dates_nothing() -> None:
    found = circumstances(PRESS, *SAID)
    assert found.said == (None, None, None, None)
    assert [o.edtf for o in found.occasions] == [None, None]


def test_previously_bounds_only_where_there_is_a_date() -> None:
    text, told = "Morrend had previously said the locks were shut.", ("Morrend", "said", "the locks were shut")
    (bounds,) = circumstances(text, told, published=PUBLISHED).said_bounds
    assert bounds is not None
    assert bounds.edtf == "../2023-10-13"
    assert [getattr(e, "text", e) for e in bounds.evidence] == ["previously", Field("published")]
    assert circumstances(text, told).said_bounds == (None,)


def test_this_week_ends_with_publication() -> None:
    text = "Morrend said this week the locks were shut."
    (said,) = circumstances(text, SAID[0], published=PUBLISHED).said
    assert said is not None
    assert said.edtf == "2023-10-09/2023-10-13"


def test_a_place_beside_the_cue_is_where() -> None:
    (where,) = circumstances("Morrend said in Lisbon the locks were shut.", SAID[0]).where
    assert where is not None
    assert where.place == "Lisbon"
    assert circumstances("Morrend of Lisbon said the locks were shut.", SAID[0]).where == (None,)


def test_two_press_conferences_are_two() -> None:
    text = (
        "At a press conference on Thursday Morrend said the locks were shut. "
        "At a press conference in May Morrend warned that the river was low."
    )
    told = (SAID[0], ("Morrend", "warned", "that the river was low"))
    found = circumstances(text, *told, published=PUBLISHED)
    assert [o.edtf for o in found.occasions] == ["2023-10-12", "2023-05"]


def test_the_debate_is_the_debate_named_before() -> None:
    text = (
        "Morrend said the locks were shut at Thursday’s debate. "
        "Later in the debate, Brey warned that the river was low."
    )
    told = (("Morrend", "said", "the locks were shut"), ("Brey", "warned", "that the river was low"))
    found = circumstances(text, *told, published=PUBLISHED, method="rules")
    assert found.occasion[0] is not None
    assert found.occasion[0] is found.occasion[1]


def test_ids_are_the_same_on_every_run() -> None:
    first, again = (circumstances(PRESS, *SAID, published=PUBLISHED) for _ in range(2))
    assert [o.id for o in first.occasions] == [o.id for o in again.occasions]
    assert len({o.id for o in first.occasions}) == 2


@pytest.mark.parametrize("method", METHODS)
def test_each_method_gives_every_statement_its_place(method: Method) -> None:
    found = circumstances(PRESS, *SAID, published=PUBLISHED, method=method)
    assert len(found.occasion) == len(found.said) == len(found.said_bounds) == len(found.where) == len(SAID)
    assert {o.id for o in found.occasion if o} == {o.id for o in found.occasions}


@pytest.mark.parametrize("name", ["occasion learned", "occasion both", "said learned", "said both"])
def test_the_package_has_weights(name: str) -> None:
    weighed = weights(name)
    assert weighed.features
    assert weighed.evidence.shape[2] == weighed.conditions.shape[1]


TEXTS = st.from_regex(
    r"(?:Morrend |said |on Thursday |in April |at a rally |told reporters |in Lisbon |[.“”] |\n){0,25}"
)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from([None, "2023-10-13", "2023-10", "2023", "31 November"]))
def test_any_text_gives_valid_dates_or_none(begin: str, published: str | None) -> None:
    text = begin + "Morrend said the locks were shut."
    told = [("Morrend", m.group(), "the locks were shut") for m in re.finditer("said", text)][-1:]
    for method in METHODS:
        found = circumstances(text, *told, published=published, method=method)
        for dated in (*found.said, *found.said_bounds):
            assert dated is None or parse_edtf(dated.edtf)


def test_no_statements_no_circumstances() -> None:
    assert circumstances("").occasions == ()


def test_time_grows_with_the_text() -> None:
    sentence = "Morrend said on Thursday at a rally the locks were shut. "

    def run(text: str) -> object:
        told = [SAID[0]] * (len(text) // len(sentence))
        return circumstances(text, *told, published=PUBLISHED, method="both")

    assert growth(run, sentence, 3_000) < QUADRATIC
