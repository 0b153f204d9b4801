"""Which characters stand inside quotation marks, in every house's style, and in no more than linear time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from growth import QUADRATIC, growth
from onrecord.attribution.quotation import MARK, Quotation, quotations

#: Little but quotation marks and what decides what they are.
MARKED = st.text(alphabet="“”„«»‘’\"'`ab s6.,\n\r—(", max_size=60)


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotations(text)]


def depths(text: str) -> list[tuple[str, int]]:
    return [(text[q.start : q.end], q.depth) for q in quotations(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Double marks
        ("“Yes,” he said. “No,” she said.", ["“Yes,”", "“No,”"]),
        ('"Yes," he said. "No," she said.', ['"Yes,"', '"No,"']),
        ('She wrote "no" (and "never").', ['"no"', '"never"']),
        ('She said—"no"—and left.', ['"no"']),
        # Single marks, British style
        ("‘Yes,’ he said. ‘No,’ she said.", ["‘Yes,’", "‘No,’"]),
        ("'Yes,' he said. 'No,' she said.", ["'Yes,'", "'No,'"]),
        ("'Yes' he said. 'No,' she said.", ["'Yes'", "'No,'"]),
        ("‘Yes’ he said. ‘No,’ she said.", ["‘Yes’", "‘No,’"]),
        ("'Yes', he said. 'No', she said.", ["'Yes'", "'No'"]),
        ("He called it 'a mess' and 'a shame' in the boys' room.", ["'a mess'", "'a shame'"]),
        # Apostrophes and possessives inside and outside
        ("'It's the boys' turn,' he said. 'They've waited.'", ["'It's the boys' turn,'", "'They've waited.'"]),
        ("‘It’s the boys’ turn,’ he said.", ["‘It’s the boys’ turn,’"]),
        ("‘It’s the boys’ turn and don’t forget it’ he said.", ["‘It’s the boys’ turn and don’t forget it’"]),
        ("'Workers' rights will stay,' says minister", ["'Workers' rights will stay,'"]),
        ("Workers' rights 'will stay', says minister", ["'will stay'"]),
        ("The 'owners' club' said no to the players' union.", ["'owners' club'"]),
        ("'I'm goin' home,' said O'Neill.", ["'I'm goin' home,'"]),
        ("The players’ union and the owners’ club said no.", []),
        ("rock 'n' roll in the '90s and the boys' toys", []),
        ("In the '90s, he said 'no'.", ["'no'"]),
        ("In the ’90s, he said ‘no’.", ["‘no’"]),
        ("'I love the '90s,' he said.", ["'I love the '90s,'"]),
        ("'Twas the night,' she said.", ["'Twas the night,'"]),
        ("'Twas the night, she said.", []),
        # Feet and inches
        ("He is 6'2\" tall and she 5'11\".", []),
        ('He said: "The pipe is 6" wide." Then he left.', ['"The pipe is 6" wide."']),
        ("'He is 6' tall,' she said.", ["'He is 6' tall,'"]),
        # Guillemets, German and Nordic marks
        ("«Oui», dit-il. «Non».", ["«Oui»", "«Non»"]),
        ("« Oui », dit-il. « Non ».", ["« Oui »", "« Non »"]),
        ("»Ja«, sagte er. »Nein«, sagte sie.", ["»Ja«", "»Nein«"]),
        ("»Ja», sa hon. »Nej», sa han.", ["»Ja»", "»Nej»"]),
        ("„Ja“, sagte er. „Nein“.", ["„Ja“", "„Nein“"]),
        ("„Tak”, powiedział.", ["„Tak”"]),
        # Two backticks, two apostrophes
        ("``Yes,'' he said. ``No.''", ["``Yes,''", "``No.''"]),
        ("`` Yes , '' he said . `` No . ''", ["`` Yes , ''", "`` No . ''"]),
        ("''Yes,'' he said. ''No.''", ["''Yes,''", "''No.''"]),
        ("It 's the mayor 's fault , he said .", []),
        ("`Yes,' he said.", ["`Yes,'"]),
        # Slips of the keyboard
        ("“Yes,“ he said. “No.”", ["“Yes,“", "“No.”"]),
        ("He said “no“ and left.", ["“no“"]),
        ("”No,” he said.", ["”No,”"]),
        ("’No,’ he said. ’Yes,’ she said.", ["’No,’", "’Yes,’"]),
        ('"We go, he said. "We stay."', ['"We go, he said. ', '"We stay."']),
    ],
)
def test_styles(text: str, wanted: list[str]) -> None:
    assert quoted(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“She said, ‘No.’” Then", [("“She said, ‘No.’”", 1), ("‘No.’", 2)]),
        ("\"She said, 'No.'\" Then", [("\"She said, 'No.'\"", 1), ("'No.'", 2)]),
        ("‘He said “a mess” then,’ she said.", [("‘He said “a mess” then,’", 1), ("“a mess”", 2)]),
        ("“‘No,’ he told me,” she said.", [("“‘No,’ he told me,”", 1), ("‘No,’", 2)]),
        ("''He said, 'No,''' she said.", [("''He said, 'No,'''", 1), ("'No,'", 2)]),
        ("“A ‘b “c” d’ e”", [("“A ‘b “c” d’ e”", 1), ("‘b “c” d’", 2), ("“c”", 3)]),
        ("“A „b «c» d” e”", [("“A „b «c» d” e”", 1), ("„b «c» d”", 2), ("«c»", 3)]),
    ],
)
def test_nested(text: str, wanted: list[tuple[str, int]]) -> None:
    assert depths(text) == wanted


@pytest.mark.parametrize("pair", ["“”", '""', "‘’", "''", "«»", "»«"])
@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\n \n  "])
def test_opened_in_each_paragraph_and_closed_in_the_last(pair: str, between: str) -> None:
    opening, closing = pair
    text = f"{opening}One.{between}{opening}Two.{between}{opening}Three,{closing} he said."
    found = quotations(text)
    assert [text[q.start : q.end].strip() for q in found] == [
        f"{opening}One.",
        f"{opening}Two.",
        f"{opening}Three,{closing}",
    ]
    assert [(q.closed, q.depth) for q in found] == [(False, 1), (False, 1), (True, 1)]


def test_two_apostrophes_across_paragraphs() -> None:
    assert quoted("''One.\n``Two.\n''Three,'' he said.") == ["''One.", "``Two.", "''Three,''"]


def test_a_mark_left_open_quotes_to_its_paragraphs_end() -> None:
    text = "He said: “Not us.\nThe mill closed."
    assert quotations(text) == (Quotation(9, 17, 1, False),)


def test_a_mark_that_nothing_opened_quotes_nothing() -> None:
    assert quoted("Mayor Says Mill’s Offer Is Genuine”") == []
    assert quoted('Mayor Says Offer Is Genuine", Aide "Certain"') == ['"Certain"']


def test_attributes_of_tags_are_no_quotations() -> None:
    assert quoted('<a id="12" class="x">He said "no".</a>') == ['"no"']


@settings(max_examples=100, deadline=None)
@given(st.one_of(MARKED, st.text(max_size=60)))
def test_quotations_lie_in_the_text_and_in_each_other(text: str) -> None:
    found = quotations(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(MARK.match(text, q.start) for q in found)
    assert all("\n" not in text[q.start : q.end] for q in found)
    assert [q.start for q in found] == sorted({q.start for q in found})
    for q in found:
        around = [o for o in found if o.start < q.start < o.end]
        assert all(q.end <= o.end for o in around)
        assert q.depth == len(around) + 1


@settings(max_examples=50, deadline=None)
@given(MARKED, MARKED)
def test_a_paragraph_is_matched_by_itself(one: str, other: str) -> None:
    """A paragraph's closed quotations do not depend on the paragraphs around it."""
    text = one + "\nThen.\n" + other
    alone = [(q.start, q.end) for q in quotations(one + "\nThen.") if q.closed]
    assert [(q.start, q.end) for q in quotations(text) if q.closed and q.start < len(one)] == alone


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["Yes", "It isn't so", "the boys' turn", "6' of it", "Try (again)"]), min_size=1))
def test_plain_quotations_are_found_whole(contents: list[str]) -> None:
    text = " ".join(f"“{c},” he said." for c in contents)
    assert quoted(text) == [f"“{c},”" for c in contents]
    assert quoted(text.translate({0x201C: '"', 0x201D: '"'})) == [f'"{c},"' for c in contents]


@pytest.mark.parametrize(
    "pattern",
    [
        "“",
        "“a ",
        '"a ',
        '"6" ',
        "'a ",
        "'a' ",
        "'",
        "'s ",
        "‘a ",
        "’ ",
        "``a ",
        "''a'' ",
        "«",
        "»a ",
        "“a ” ' ‘",
        "'a\n",
    ],
)
def test_time_is_linear(pattern: str) -> None:
    assert growth(quotations, pattern, 50_000) < QUADRATIC
    found = quotations(pattern * (50_000 // len(pattern)))
    assert all(one.start < other.start for one, other in pairwise(found))
