import io
import json
from dataclasses import replace

import pytest
from hypothesis import given

from export.builder import bare, harbour, hostile, resolved, understood
from export.strategies import analyses
from onrecord.export import write_plover
from onrecord.run import FORMATS, write
from onrecord.types import Analysis, Dated, Party, Place


def events(*items: Analysis) -> list[dict]:
    out = io.StringIO(newline="")
    write_plover(items, out)
    text = out.getvalue()
    text.encode("utf-8")
    assert text.splitlines() == text.split("\n")[:-1]
    return [json.loads(line) for line in text.splitlines()]


def event(analysis: Analysis, id: str) -> dict:
    return next(one for one in events(analysis) if one["id"].startswith(f"{id}_"))


def changed(analysis: Analysis, id: str, **values: object) -> Analysis:
    return replace(analysis, statements=tuple(replace(s, **values) if s.id == id else s for s in analysis.statements))


def test_an_event_has_the_fields_of_ngec():
    promise = event(understood(), "s-terms")
    assert {key: value for key, value in promise.items() if key not in ("attributes", "version")} == {
        "id": "s-terms_AGREE",
        "story_id": "art-1",
        "publisher": "The Calder Courier",
        "headline": "Ferry talks “nearly done”, says Voss",
        "pub_date": "2024-06-27",
        "date_resolved": "2024-06-27",
        "date_edtf": "2024-06-27",
        "date_raw": "Thursday",
        "event_text": "“The terms are on the table,” … “We will sign when Orland signs, and not a day before.”",
        "event_type": "AGREE",
        "event_mode": [],
        "cameo_root": "03",
        "contexts": [],
    }
    assert promise["version"].startswith("onrecord ")


def test_actor_and_recipient_say_where_they_are_named():
    attributes = event(understood(), "s-terms")["attributes"]
    text = understood().article.text
    (actor,), (recipient,), (date,) = (attributes[role] for role in ("ACTOR", "RECIP", "DATE"))
    assert (actor["resolved"], actor["text"]) == ("Mira Voss", "Mira Voss")
    assert (recipient["resolved"], recipient["text"]) == ("Orland", "Orland")
    for one in (actor, recipient, date):
        assert text[one["qa_start_char"] : one["qa_end_char"]] == one["text"]
    assert attributes["LOC"] == []
    assert [one["resolved"] for one in event(understood(), "s-fees")["attributes"]["RECIP"]] == ["Orland", "Tomas Reck"]


def test_only_statements_whose_act_is_known_are_events():
    assert [one["id"] for one in events(understood())] == [
        *("s-terms_AGREE", "s-warning_THREATEN", "s-never_REJECT", "s-fees_REQUEST", "s-third_predict")
    ]
    assert events(resolved(), harbour(), bare()) == []


def test_an_act_without_a_type_keeps_its_name():
    predict = event(understood(), "s-third")
    assert (predict["event_type"], predict["cameo_root"]) == ("predict", "01")


def test_status_is_a_context_and_what_was_not_done_is_no_plover_event():
    assert event(understood(), "s-warning")["contexts"] == ["reported"]
    assert event(understood(), "s-never")["contexts"] == ["hypothetical"]
    negated = event(changed(understood(), "s-warning", status="negated"), "s-warning")
    assert (negated["event_type"], negated["cameo_root"], negated["contexts"]) == ("threaten", None, ["negated"])


@pytest.mark.parametrize(
    ("edtf", "day"),
    [
        ("2024-06-27", "2024-06-27"),
        ("2024-06-27T14:02", "2024-06-27"),
        ("2024-06", None),
        ("2024-06-XX", None),
        ("2024-06-27/2024-06-28", None),
        ("2024-06-27~", None),
    ],
)
def test_a_date_that_is_no_day_is_not_made_one(edtf, day):
    (said,) = (s.said for s in understood().statements if s.id == "s-terms")
    one = event(changed(understood(), "s-terms", said=replace(said, edtf=edtf)), "s-terms")
    assert (one["date_resolved"], one["date_edtf"]) == (day, edtf)


def test_the_publication_date_never_stands_in():
    third = event(understood(), "s-third")
    assert third["pub_date"] == "2024-06-27"
    assert (third["date_resolved"], third["date_edtf"], third["date_raw"]) == (None, None, None)
    assert event(changed(understood(), "s-third", said=Dated("2024", ())), "s-third")["date_raw"] is None


def test_a_government_has_its_countrys_code_of_three_letters():
    known = understood()
    kazakhstan = Party("Kazakhstan", "place", None, "p3", ())
    places = (Place("Kazakhstan", "KZ", None, None, None, ()),)
    (actor,) = event(
        replace(changed(known, "s-third", speaker=(kazakhstan,)), places=places),
        "s-third",
    )["attributes"]["ACTOR"]
    assert actor == {"text": "Kazakhstan", "resolved": "Kazakhstan", "country": "KAZ"}
    assert event(known, "s-terms")["attributes"]["ACTOR"][0]["country"] is None


@given(analyses())
def test_any_analysis(analysis):
    found = events(analysis)
    assert len(found) == sum(statement.act is not None for statement in analysis.statements)


def test_what_acts_on_a_terminal_is_escaped():
    bad = hostile()
    out = io.StringIO()
    write_plover([changed(bad, bad.statements[0].id, act="accuse")], out)
    assert out.getvalue().count("\n") == 1
    assert "\x1b" not in out.getvalue()
    assert "\u202e" not in out.getvalue()


def test_it_is_one_of_the_formats_of_the_command_line():
    assert "plover" in FORMATS
    out = io.StringIO()
    write([understood()], "plover", out)
    assert len(out.getvalue().splitlines()) == 5
