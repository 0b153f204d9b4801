import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.builder import bare, harbour, hostile
from export.strategies import analyses
from onrecord.errors import InputError
from onrecord.export import analysis_from_dict, analysis_to_dict, statement_from_dict, statement_to_dict
from onrecord.types import Analysis


def without_origin(analysis: Analysis) -> Analysis:
    return replace(analysis, article=replace(analysis.article, origin=""))


def test_statement_has_the_documented_keys_in_the_documented_order():
    data = statement_to_dict(harbour().statements[4])
    assert list(data) == ["id", "article", "parent", "in", "source", "cue", "content", "quote", "confidence"]
    assert data["in"] == "body"
    assert data["parent"] == "s-warned-of"
    assert list(data["source"][0]) == ["start", "end", "text"]


def test_confidence_is_rounded_to_four_digits():
    believe = next(s for s in harbour().statements if s.id == "s-believe")
    assert statement_to_dict(believe)["confidence"] == 0.7123


def test_article_is_printed_whole_but_for_its_origin():
    data = analysis_to_dict(harbour())["article"]
    assert data["text"] == harbour().article.text
    assert data["passages"][0] == {"kind": "title", "start": 0, "end": 37}
    assert "origin" not in data


@given(analyses())
def test_round_trip(analysis):
    assert analysis_from_dict(analysis_to_dict(analysis)) == analysis


@pytest.mark.parametrize("analysis", [bare(), hostile()])
def test_round_trip_through_json(analysis):
    again = analysis_from_dict(json.loads(json.dumps(analysis_to_dict(analysis))))
    assert again == without_origin(analysis)


def test_unknown_fields_are_ignored():
    statement = harbour().statements[0]
    assert statement_from_dict(statement_to_dict(statement) | {"act": "promise"}) == statement


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": 7}, "id is not a text"),
        ({"parent": 7}, "parent is not a text"),
        ({"in": "footnote"}, "in is not one of title, byline, date, body, caption, biography, furniture"),
        ({"quote": ["direct"]}, "quote is not one of direct, mixed, indirect"),
        ({"content": []}, "content is empty"),
        ({"content": "words"}, "content is not a list"),
        ({"cue": ["said"]}, "cue is not an object"),
        ({"cue": [{"start": 3, "end": 1, "text": ""}]}, "start 3 and end 1 are no span"),
        ({"cue": [{"start": True, "end": 1, "text": "a"}]}, "start is not a whole number"),
        ({"cue": [{"start": 0, "end": 1, "text": "ab"}]}, "span 0 to 1 has a text of 2 characters"),
        ({"confidence": "high"}, "confidence is not a number"),
        ({"confidence": 1.5}, "confidence is 1.5, not between 0 and 1"),
        ({"confidence": float("nan")}, "confidence is nan, not between 0 and 1"),
    ],
)
def test_bad_statement_is_refused_with_a_clear_message(change, message):
    data = statement_to_dict(harbour().statements[0]) | change
    with pytest.raises(InputError) as error:
        statement_from_dict(data)
    assert str(error.value) == message


@pytest.mark.parametrize("name", ["id", "article", "source", "cue", "content", "confidence"])
def test_missing_field_is_named(name):
    data = statement_to_dict(harbour().statements[0])
    del data[name]
    with pytest.raises(InputError, match=f"^{name} is missing$"):
        statement_from_dict(data)


def test_analysis_is_held_against_its_text():
    data = analysis_to_dict(harbour())
    data["article"]["text"] = data["article"]["text"].replace("Voss", "Moss")
    with pytest.raises(InputError, match=r"^statement 's-title': text at 32 to 36 is not the article's$"):
        analysis_from_dict(data)


def test_passages_must_cover_the_text():
    data = analysis_to_dict(harbour())
    del data["article"]["passages"][1]
    with pytest.raises(InputError, match="passages do not cover the text without gaps"):
        analysis_from_dict(data)


def test_statement_of_another_article_is_refused():
    data = analysis_to_dict(harbour())
    data["statements"][0]["article"] = "another"
    with pytest.raises(InputError, match="is of article 'another', not 'art-1'"):
        analysis_from_dict(data)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(ANY_JSON, st.sampled_from(["id", "parent", "in", "source", "cue", "content", "quote", "confidence"]))
def test_anything_else_is_an_input_error(value, name):
    for data in (value, statement_to_dict(harbour().statements[0]) | {name: value}):
        try:
            statement_from_dict(data)
        except InputError as error:
            assert str(error)
    with pytest.raises(InputError):
        analysis_from_dict(value)
