import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.builder import bare, harbour, hostile, resolved, understood
from export.strategies import analyses
from onrecord.errors import InputError
from onrecord.export import analysis_from_dict, analysis_to_dict, statement_from_dict, statement_to_dict
from onrecord.types import Analysis

#: What a version without acts did not print.
TERMS = ("act", "status", "target", "conditions", "items", "translated_by")


def without_origin(analysis: Analysis) -> Analysis:
    return replace(analysis, article=replace(analysis.article, origin=""))


def rounded(analysis: Analysis) -> Analysis:
    return replace(
        analysis, statements=tuple(replace(s, confidence=round(s.confidence, 4)) for s in analysis.statements)
    )


def test_statement_has_the_documented_keys_in_the_documented_order():
    data = statement_to_dict(harbour().statements[4])
    assert list(data) == [
        *("id", "article", "parent", "in", "source", "cue", "content"),
        *("speaker", "said", "said_bounds", "occasion", "where", "about"),
        *("act", "status", "target", "conditions", "items", "translated_by", "quote", "confidence"),
    ]
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


@pytest.mark.parametrize("analysis", [bare(), hostile(), rounded(understood())])
def test_round_trip_through_json(analysis):
    again = analysis_from_dict(json.loads(json.dumps(analysis_to_dict(analysis))))
    assert again == without_origin(analysis)


def test_evidence_is_a_span_or_a_field():
    caption = statement_to_dict(resolved().statements[1])
    assert caption["said"] == {
        "edtf": "2024-06-27",
        "evidence": [
            {"start": 150, "end": 158, "text": "Thursday"},
            {"field": "published"},
            {"start": 84, "end": 96, "text": "27 June 2024"},
        ],
    }
    assert list(caption["speaker"][0]) == ["name", "kind", "role", "person", "evidence"]
    assert list(statement_to_dict(resolved().statements[2])["occasion"]) == [
        *("id", "kind", "name", "place", "host", "edtf", "evidence"),
    ]


def test_a_condition_is_printed_with_its_two_sides():
    terms = statement_to_dict(understood().statements[2])
    assert (terms["act"], terms["status"]) == ("promise", "asserted")
    assert [list(party) for party in terms["target"]] == [["name", "kind", "role", "person", "evidence"]]
    assert terms["conditions"] == [
        {
            "relation": "only_if",
            "if": {"spans": [{"start": 320, "end": 332, "text": "Orland signs"}], "text": "Orland signs"},
            "then": {
                "spans": [{"start": 302, "end": 304, "text": "We"}, {"start": 310, "end": 314, "text": "sign"}],
                "text": "We sign",
            },
        }
    ]
    assert terms["items"] == []
    assert terms["translated_by"]["name"] == "The Calder Courier"
    assert terms["translated_by"]["person"] is None, "who is none of the people has no id"
    assert terms["translated_by"]["evidence"] == [{"field": "outlet"}]


def test_items_are_printed_in_order():
    fees = next(s for s in understood().statements if s.id == "s-fees")
    assert [item["text"] for item in statement_to_dict(fees)["items"]] == ["the fees", "the fleet"]


@given(analyses())
def test_every_span_that_is_printed_is_the_articles_text(analysis):
    def held(data: object) -> None:
        if isinstance(data, dict):
            if {"start", "end", "text"} <= data.keys():
                assert analysis.article.text[data["start"] : data["end"]] == data["text"]
            for value in data.values():
                held(value)
        elif isinstance(data, list):
            for value in data:
                held(value)

    held(analysis_to_dict(analysis))


def test_a_time_is_printed_flat():
    data = analysis_to_dict(resolved())
    assert list(data) == ["article", "statements", "people", "times", "places", "occasions"]
    thursday = {
        "start": 150,
        "end": 158,
        "text": "Thursday",
        "type": "DATE",
        "value": "2024-06-27",
        "edtf": "2024-06-27",
    }
    assert data["times"][0] == thursday


def test_what_an_older_version_printed_is_still_read():
    data = analysis_to_dict(harbour())
    for name in ("people", "times", "places", "occasions"):
        del data[name]
    del data["article"]["published_bounds"]
    for item in data["statements"]:
        for name in ("speaker", "said", "said_bounds", "occasion", "where", "about", *TERMS):
            del item[name]
    assert analysis_from_dict(data) == without_origin(rounded(harbour()))


def test_what_a_version_without_acts_printed_is_still_read():
    data = analysis_to_dict(resolved())
    for item in data["statements"]:
        for name in TERMS:
            del item[name]
    assert analysis_from_dict(data) == without_origin(rounded(resolved()))


CLAUSE = statement_to_dict(understood().statements[2])["conditions"][0]["then"]
PARTY = statement_to_dict(resolved().statements[1])["speaker"][0]
OCCASION = statement_to_dict(resolved().statements[2])["occasion"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"speaker": None}, "speaker is not a list"),
        (
            {"speaker": [PARTY | {"kind": "ghost"}]},
            "kind is not one of person, organization, place, group, document, unnamed",
        ),
        ({"speaker": [PARTY | {"person": 3}]}, "person is not a text"),
        ({"about": [PARTY | {"role": 3}]}, "role is not a text"),
        ({"about": [{"name": "Voss"}]}, "kind is not one of person, organization, place, group, document, unnamed"),
        ({"said": "2024"}, "said is not an object"),
        ({"said": {"edtf": 2024, "evidence": []}}, "edtf is not a text"),
        ({"said_bounds": {"edtf": "../2024"}}, "evidence is missing"),
        ({"said": {"edtf": "2024", "evidence": [{"field": 1}]}}, "field is not a text"),
        (
            {"said": {"edtf": "2024", "evidence": [{"start": 0, "end": 2, "text": "F"}]}},
            "span 0 to 2 has a text of 1 characters",
        ),
        ({"where": {"evidence": []}}, "place is missing"),
        ({"occasion": OCCASION | {"edtf": 7}}, "edtf is not a text"),
        ({"act": "sing"}, "act is not one of state, believe, predict"),
        ({"act": ["state"]}, "act is not one of state, believe, predict"),
        ({"status": "perhaps"}, "status is not one of asserted, negated, reported, hypothetical"),
        ({"target": PARTY}, "target is not a list"),
        ({"translated_by": "The Courier"}, "translated_by is not an object"),
        ({"conditions": [{"relation": "because"}]}, "relation is not one of if, only_if, unless, until, in_exchange"),
        ({"conditions": [{"relation": "if", "then": CLAUSE}]}, "if is not an object"),
        ({"conditions": [{"relation": "if", "if": CLAUSE}]}, "then is not an object"),
        ({"items": [{"spans": [], "text": ""}]}, "spans is empty"),
        ({"items": [CLAUSE | {"text": "We will sign"}]}, "text is not the spans' texts with a space between them"),
        ({"items": [{"spans": CLAUSE["spans"]}]}, "text is missing"),
        ({"occasion": OCCASION | {"kind": "brunch"}}, "kind is not one of speech, interview, press_conference"),
    ],
)
def test_bad_values_are_refused_with_a_clear_message(change, message):
    with pytest.raises(InputError) as error:
        statement_from_dict(statement_to_dict(resolved().statements[1]) | change)
    assert str(error.value).startswith(message)


OTHER = {"spans": [{"start": 0, "end": 3, "text": "Bus"}], "text": "Bus"}


def spoil(data: dict, *path: str | int, value: object) -> dict:
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("statements", 1, "speaker", 0, "person"), "p9", "statement 's-caption': person 'p9' is not one of people"),
        (("statements", 2, "about", 0, "person"), "p9", "statement 's-terms': person 'p9' is not one of people"),
        (("statements", 2, "target", 0, "person"), "p9", "statement 's-terms': person 'p9' is not one of people"),
        (("statements", 2, "translated_by", "person"), "p9", "statement 's-terms': person 'p9' is not one of people"),
        (("statements", 2, "target", 0, "evidence", 0, "text"), "Orlamd", "statement 's-terms': text at"),
        (("statements", 2, "conditions", 0, "if"), OTHER, "statement 's-terms': text at 0 to 3 is not the article's"),
        (("statements", 2, "conditions", 0, "then"), OTHER, "statement 's-terms': text at 0 to 3 is not the article's"),
        (("statements", 8, "items", 1), OTHER, "statement 's-fees': text at 0 to 3 is not the article's"),
        (("statements", 2, "occasion", "id"), "o9", "statement 's-terms': occasion 'o9' is not one of occasions"),
        (("statements", 2, "said", "evidence", 0, "text"), "Tuesday!", "statement 's-terms': text at 150 to 158"),
        (("people", 0, "mentions", 0, "text"), "Ilse Moss", "person 'p1': text at"),
        (("people", 0, "names"), ["Voss", 3], "names is not a list of texts"),
        (("times", 0, "text"), "Tuesday!", "times: text at 150 to 158"),
        (("times", 0, "type"), "ERA", "type is not one of DATE, TIME, DURATION, SET"),
        (("places", 0, "latitude"), "north", "latitude is not a number"),
        (("places", 0, "geonames"), 1.5, "geonames is not a whole number"),
        (("occasions", 0, "evidence", 0, "text"), "Cort Palder", "occasion 'o1': text at"),
        (("article", "published_bounds", "evidence", 0, "text"), "Tuesday!", "published_bounds: text at 150 to 158"),
        (("occasions", 0, "host"), 3, "host is not a text"),
    ],
)
def test_an_analysis_that_does_not_fit_together_is_refused(path, value, message):
    data = spoil(json.loads(json.dumps(analysis_to_dict(understood()))), *path, value=value)
    with pytest.raises(InputError) as error:
        analysis_from_dict(data)
    assert str(error.value).startswith(message)


def test_unknown_fields_are_ignored():
    statement = harbour().statements[0]
    assert statement_from_dict(statement_to_dict(statement) | {"mood": "angry"}) == statement


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


@given(ANY_JSON, st.sampled_from(sorted(statement_to_dict(harbour().statements[0]))))
def test_anything_else_is_an_input_error(value, name):
    for data in (value, statement_to_dict(harbour().statements[0]) | {name: value}):
        try:
            statement_from_dict(data)
        except InputError as error:
            assert str(error)
    with pytest.raises(InputError):
        analysis_from_dict(value)
