"""What hangs on what, sentence by sentence, and how much of the marked sentences is found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from growth import QUADRATIC, growth
from interpretation.terms import gold, half, place, statement, words
from onrecord.interpretation.conditions import find_conditions
from onrecord.types import Condition, Span

#: F1 over the marked sentences, with the reader's words and by plain rules; may only grow. The first 60 were marked
#: before the code was written, and the code's errors on them were looked at; the other 60 came after it.
FLOOR, FLOOR_RULES, FLOOR_ALL = 0.88, 0.7, 0.86
EARLY = 60


def told(text: str, cue: str, *content: str) -> list[tuple[str, str, str]]:
    found = find_conditions(statement(text, cue, *content), text, words(text))
    return [(c.relation, c.condition.text, c.then.text) for c in found]


@pytest.mark.parametrize(
    ("text", "cue", "content", "relation", "condition", "then"),
    [
        (
            "The port authority said it would reopen the quay if the dredgers came back.",
            "said",
            ["it would reopen the quay if the dredgers came back"],
            "if",
            "the dredgers came back",
            "it would reopen the quay",
        ),
        (
            '"If the snow holds," she said, "we will race on Sunday."',
            "said",
            ['"If the snow holds,"', '"we will race on Sunday."'],
            "if",
            "the snow holds",
            "we will race on Sunday",
        ),
        (
            "The teachers threatened to walk out unless the heating was repaired.",
            "threatened",
            ["to walk out unless the heating was repaired"],
            "unless",
            "the heating was repaired",
            "walk out",
        ),
        (
            "The island said it would sell no more water until its debt was paid.",
            "said",
            ["it would sell no more water until its debt was paid"],
            "until",
            "its debt was paid",
            "it would sell no more water",
        ),
        (
            "The league offered two more matches in exchange for a new stadium.",
            "offered",
            ["two more matches in exchange for a new stadium"],
            "in_exchange",
            "a new stadium",
            "two more matches",
        ),
        (
            "Her plan includes tying farm aid to cleaner rivers.",
            "includes",
            ["tying farm aid to cleaner rivers"],
            "in_exchange",
            "cleaner rivers",
            "farm aid",
        ),
        (
            "The envoy also advocated limited sanctions relief for compliance.",
            "advocated",
            ["limited sanctions relief for compliance"],
            "in_exchange",
            "compliance",
            "limited sanctions relief",
        ),
        (
            "The fund conditioned its loan on a new audit.",
            "conditioned",
            ["its loan on a new audit"],
            "in_exchange",
            "a new audit",
            "its loan",
        ),
        (
            '"No fare rise, no new trams," the operator told the council.',
            "told",
            ['"No fare rise, no new trams,"'],
            "unless",
            "No fare rise",
            "no new trams",
        ),
        (
            '"Lower the rent, or else we close the bakery," the twins said.',
            "said",
            ['"Lower the rent, or else we close the bakery,"'],
            "unless",
            "Lower the rent",
            "we close the bakery",
        ),
        (
            "Mr. Odell said the miners must return the tools before any talks.",
            "said",
            ["the miners must return the tools before any talks"],
            "only_if",
            "the miners must return the tools",
            "any talks",
        ),
    ],
)
def test_a_condition_is_found(text, cue, content, relation, condition, then) -> None:
    ((found, one, other),) = told(text, cue, *content)
    assert (found, one) == (relation, condition)
    assert half(other, then)


def test_two_conditions_joined_by_and_have_one_then() -> None:
    text = "The duke said his house would only consider peace if the rebels laid down their arms and left the capital."
    content = "his house would only consider peace if the rebels laid down their arms and left the capital"
    assert told(text, "said", content) == [
        ("only_if", "the rebels laid down their arms", "his house would only consider peace"),
        ("only_if", "left the capital", "his house would only consider peace"),
    ]


def test_a_condition_around_the_content_is_the_statements() -> None:
    text = "Should the vote fail, Minister Anna Roth said, she would resign."
    found = told(text, "said", "she would resign")
    assert [(r, c) for r, c, _ in found] == [("if", "the vote fail")]


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("The judge asked if the door was open.", "asked", "if the door was open"),
        ("He said the town looked as if it had been shelled.", "said", "the town looked as if it had been shelled"),
        ("She said he was nine when the war began.", "said", "he was nine when the war began"),
        ("The bank said it would close until Tuesday.", "said", "it would close until Tuesday"),
        ("The mayor said there were few objections, if any.", "said", "there were few objections, if any"),
        ("The firm said it had provided water to the town.", "said", "it had provided water to the town"),
        ("The coach praised her and the club paid.", "praised", "her and the club paid"),
    ],
)
def test_what_is_no_condition_is_none(text, cue, content) -> None:
    assert told(text, cue, content) == []


def f1(pairs: list[tuple[list[dict[str, str]], tuple[Condition, ...]]]) -> float:
    right = 0
    for wanted, found in pairs:
        left = list(found)
        for one in wanted:
            hits = [
                c
                for c in left
                if c.relation == one["relation"]
                and half(c.condition.text, one["if"])
                and half(c.then.text, one["then"])
            ]
            left = [c for c in left if c is not hits[0]] if hits else left
            right += bool(hits)
    return 2 * right / sum(len(wanted) + len(found) for wanted, found in pairs)


@pytest.mark.parametrize(("count", "floor"), [(EARLY, FLOOR), (2 * EARLY, FLOOR_ALL)])
def test_marked_sentences_reach_the_floor(count: int, floor: float) -> None:
    rows = gold()[:count]
    assert len(rows) == count
    assert f1([(row["conditions"], find_conditions(s, row["text"], words(row["text"]))) for row, s in rows]) >= floor


def test_plain_rules_reach_their_floor() -> None:
    rows = gold()[:EARLY]
    assert f1([(row["conditions"], find_conditions(s, row["text"], None)) for row, s in rows]) >= FLOOR_RULES


PIECES = [
    "if ",
    "unless ",
    "we go",
    ", ",
    "and ",
    "“",
    "”",
    "until ",
    ". ",
    "or else ",
    "for ",
    "\n",
    "no ",
    "tie ",
    "to ",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), min_size=1, max_size=30).map("".join), st.data())
def test_any_text_gives_spans_of_it(text, data) -> None:
    start = data.draw(st.integers(0, len(text) - 1)) if text else 0
    end = data.draw(st.integers(start + 1, len(text))) if text else 0
    if not text[start:end].strip():
        return
    s = statement(text, None, text[start:end])
    for condition in find_conditions(s, text, None):
        for side in (condition.condition, condition.then):
            assert side.spans
            assert side.text == " ".join(span.text for span in side.spans)
            assert all(text[span.start : span.end] == span.text for span in side.spans)


def test_words_in_any_order_do_no_harm() -> None:
    text = "If and if or else unless, until when without should the if. No if, no then; tie if to for."
    s = statement(text, None, text)
    found = find_conditions(s, text, words(text))
    assert all(isinstance(span, Span) for c in found for span in (*c.condition.spans, *c.then.spans))
    assert find_conditions(statement(text, None, text[3:4]), text, words(text)) == ()


@pytest.mark.parametrize("pattern", ["if ", "no a , ", "tie x ", "and we will ", "should he ", "“ if we go ,"])
def test_time_grows_with_the_text(pattern) -> None:
    def run(text: str) -> object:
        return find_conditions(statement(text, None, text.strip()), text, None)

    assert growth(run, pattern, 20_000) < QUADRATIC


def test_a_span_of_the_article_is_where_it_says() -> None:
    text = "The cook said she would stay if asked. The baker said he would go if asked."
    s = statement(text, None, "he would go if asked")
    (found,) = find_conditions(s, text, words(text))
    assert found.condition.spans == (place(text, "asked", 60),)
