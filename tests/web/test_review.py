from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.record import open_record
from onrecord.web import Settings, create_app
from web.browsing import small
from web.conftest import ADA, BO, HOME, PEOPLE, RAIN, Rooms


def post(room: TestClient, what: str, **fields: object):
    return room.post(f"/review/{what}", json=fields)


def word(room: TestClient, path: str = "/review") -> str:
    found = re.search('name="csrf" content="([0-9a-f]+)"', room.get(path, headers=PEOPLE).text)
    assert found
    return found[1]


def current(room: TestClient, id: str = ADA) -> dict[str, str]:
    item = room.get("/review.json", params={"statement": id}).json()["item"]
    return {one["name"]: one["value"] for one in item["values"]} | {"verdict": item["verdict"]}


def test_the_queue_has_what_is_doubtful_and_repeated_first(room: TestClient) -> None:
    found = room.get("/review.json").json()
    assert found["waiting"] == 4 and found["item"]["statement"] == RAIN == found["lines"][0]["statement"]
    by_id = {one["statement"]: one for one in found["lines"]}
    assert by_id[RAIN]["reasons"] == ["doubtful"] and by_id[BO]["reports"] == 2
    urgency = [one["urgency"] for one in found["lines"]]
    assert urgency == sorted(urgency, reverse=True)
    assert room.get("/review.csv").text.splitlines()[0].startswith("statement,article,speaker,words,reasons")


def test_a_verdict_takes_it_out_of_the_queue_and_undo_brings_it_back(room: TestClient) -> None:
    (made,) = post(room, "decide", id=RAIN, verdict="wrong").json()["decisions"]
    assert (made["by"], made["field"], made["new"]) == ("Ann", "verdict", "wrong")
    assert RAIN not in [one["statement"] for one in room.get("/review.json").json()["lines"]]
    assert room.get("/review.json").json()["last"]["id"] == made["id"]
    post(room, "undo", decision=made["id"])
    assert room.get("/review.json").json()["item"]["statement"] == RAIN


def test_fields_by_json(room: TestClient) -> None:
    done = post(room, "decide", id=ADA, act="demand", said="last Thursday", speaker="Bo (P2); Cy", why="so")
    assert done.status_code == 200, done.text
    now = current(room)
    assert now["act"] == "demand" and now["said"] == "2024-06-20" and now["speaker"] == "Bo; Cy"
    assert current(room, BO)["speaker"] == "Bo"
    (new,) = done.json()["new_persons"]
    assert new["name"] == "Cy" and new["id"].startswith("P")
    assert f'a new person: <a href="/person/{new["id"]}">' in room.get("/review", headers=PEOPLE).text
    assert post(room, "decide", id=ADA, act=None).json()["new_persons"] == []
    assert current(room)["act"] == "" and "a new person" not in room.get("/review", headers=PEOPLE).text


def test_spans_by_json_are_found_by_their_words(room: TestClient, rooms: Rooms) -> None:
    assert post(room, "decide", id=ADA, content="9-16", source="").status_code == 200
    assert current(room)["content"] == "9-16" and current(room)["source"] == ""
    query = "SELECT count(*) FROM content_fts WHERE content_fts MATCH 'late'"
    assert rooms.reading().db.execute(query).fetchone() == (0,)


def test_a_form_decides_what_is_changed_alone_and_goes_on(room: TestClient) -> None:
    sent = current(room) | {"id": ADA, "act": "warn", "changed": "1", "csrf": word(room), "verdict": ""}
    sent.pop("verdict")
    done = room.post("/review/decide", data=sent | {"back": "/review?only=doubtful"})
    assert (done.status_code, done.headers["location"]) == (303, "/review?only=doubtful")
    made = room.get("/review/decisions.json").json()["decisions"]
    assert [(one["field"], one["old"], one["new"]) for one in made] == [("act", "state", "warn")]
    again = room.post("/review/decide", data=sent)
    assert again.status_code == 400 and "nothing is decided" in again.text


def test_merge_split_and_undo(room: TestClient) -> None:
    (merged,) = post(room, "merge", one="Ada (P1)", other="P2").json()["decisions"]
    assert (merged["field"], merged["subject"], merged["new"]) == ("merge", "P1", {"with": "P2"})
    speakers = {one["speaker"] for one in room.get("/review.json").json()["lines"]}
    assert speakers == {"Ada"}
    post(room, "undo", decision=merged["id"])
    (parted,) = post(room, "split", id="P2", parts=[BO]).json()["decisions"]
    assert parted["new"]["into"] == "P3"


def test_the_address_of_what_was_merged_leads_to_what_it_is_now(room: TestClient) -> None:
    (merged,) = post(room, "merge", one="P1", other="P2").json()["decisions"]
    for form, kind in (("", PEOPLE), (".json", {}), (".csv", {})):
        old = room.get(f"/person/p2{form}", params={"act": "state"}, headers=kind)
        assert (old.status_code, old.headers["location"]) == (307, f"/person/P1{form}?act=state")
        assert room.get(old.headers["location"], headers=kind).status_code == 200
    post(room, "undo", decision=merged["id"])
    assert room.get("/person/P2.json").status_code == 200


@pytest.mark.parametrize(
    ("what", "fields", "status", "detail"),
    [
        ("decide", {"act": "warn"}, 400, "id: it is not given"),
        ("decide", {"id": "zz", "act": "warn"}, 404, "zz: there is no statement"),
        ("decide", {"id": ADA}, 400, "nothing is decided"),
        ("decide", {"id": ADA, "act": "fly"}, 400, "act: it is one of"),
        ("decide", {"id": ADA, "said": "some day"}, 400, "gives no one date"),
        ("decide", {"id": ADA, "content": "0-900"}, 400, "no words there"),
        ("decide", {"id": ADA, "speaker": "P99"}, 404, "there is no person"),
        ("decide", {"id": ADA, "act": ["warn", "deny"]}, 400, "given too often"),
        ("decide", {"id": ADA, "act": 7}, 400, "send a text"),
        ("merge", {"one": "P1", "other": "R1"}, 400, "they cannot be one"),
        ("merge", {"one": "P1", "other": "P1"}, 400, "one already"),
        ("split", {"id": "P1", "parts": ["zz"]}, 404, "there is no statement"),
        ("undo", {"decision": "D9"}, 404, "there is no decision"),
    ],
)
def test_what_cannot_be_decided_is_said(room: TestClient, what: str, fields: dict, status: int, detail: str) -> None:
    done = post(room, what, **fields)
    error = done.json()["error"]
    assert (done.status_code, error["status"]) == (status, status) and detail in error["detail"]
    assert room.get("/review/decisions.json").json()["decisions"] == []


@pytest.mark.parametrize(
    ("words", "article", "edtf"),
    [
        ("last Thursday", "dam", "2024-06-20"),
        ("June", "dam", "2024-06"),
        ("early 2023", None, "2023"),
        ("between Monday and Wednesday", "dam", "2024-06-17/2024-06-19"),
        ("2024-06-12", None, "2024-06-12"),
        ("../2024-06", None, "../2024-06"),
        ("last Thursday", None, None),
        ("in a while", "dam", None),
    ],
)
def test_times_in_words(room: TestClient, words: str, article: str | None, edtf: str | None) -> None:
    found = room.get("/edtf", params={"text": words} | ({"article": article} if article else {})).json()
    assert found["edtf"] == edtf and (found["why"] is None) == (edtf is not None)
    assert (found["readable"] is not None) == (edtf is not None)


def test_a_time_is_counted_from_an_article_that_is_there(room: TestClient) -> None:
    assert room.get("/edtf", params={"text": "Monday", "article": "no"}).status_code == 404


def test_persons_are_offered_while_a_name_is_typed(room: TestClient) -> None:
    assert [one["id"] for one in room.get("/persons", params={"q": "a"}).json()["persons"]] == ["P1"]
    assert room.get("/persons", params={"q": "%"}).json()["persons"] == []
    assert room.get("/persons").json()["persons"] == []


def test_two_reviewers_who_disagree_come_first_and_their_agreement_is_told(rooms: Rooms) -> None:
    ann, bob = rooms(), rooms(Settings(reviewer="Bob"))
    for one in (ADA, BO, RAIN):
        post(ann, "decide", id=one, verdict="right")
    judged = bob.get("/review.json", params={"only": "judged"}).json()
    assert {one["statement"] for one in judged["lines"]} == {ADA, BO, RAIN}
    post(bob, "decide", id=ADA, act="demand")
    post(bob, "decide", id=ADA, verdict="right")
    post(bob, "decide", id=BO, verdict="right")
    post(bob, "decide", id=RAIN, verdict="wrong")
    first = ann.get("/review.json").json()
    assert first["item"]["statement"] == RAIN and first["item"]["disputed"] == ["verdict"]
    found = {one["field"]: one for one in ann.get("/review/agreement.json").json()["agreements"]}
    assert (found["verdict"]["statements"], found["verdict"]["same"], found["verdict"]["kappa"]) == (3, 2, 0.0)
    assert (found["act"]["statements"], found["act"]["same"]) == (2, 1)
    assert "Ann,Bob,act,2,1," in ann.get("/review/agreement.csv").text


def test_reviewed_statements_are_data_to_train_by(rooms: Rooms) -> None:
    room = rooms()
    post(room, "decide", id=ADA, act="demand", content="9-16")
    post(room, "decide", id=ADA, verdict="right")
    post(room, "decide", id=BO, verdict="wrong")
    (line,) = room.get("/review/gold.jsonl").text.splitlines()
    article = json.loads(line)
    assert (article["id"], article["published"], article["complete"]) == ("dam", "2024-06-21", False)
    (statement,) = article["statements"]
    assert statement == {
        "n": 0,
        "source": [[0, 3]],
        "cue": [[4, 8]],
        "content": [[9, 16]],
        "speaker": ["Ada"],
        "speaker_kind": "person",
        "act": "demand",
        "status": None,
        "said": "2024-06-20",
        "occasion": None,
        "conditions": [],
    }
    assert article["text"][9:16] == "the dam"


def test_the_page_is_for_keys_and_screens(room: TestClient) -> None:
    page = room.get("/review", headers=PEOPLE)
    assert page.status_code == 200
    shown = (
        'data-key="r"',
        'data-key="u"',
        "<label for=",
        'data-start="0"',
        'class="mark content c1"',
        "Least certain",
    )
    for part in shown:
        assert (part in page.text) == (part != 'data-key="u"'), part
    for path in ("/review/agreement", "/review/decisions"):
        assert room.get(path, headers=PEOPLE).status_code == 200


def test_a_statement_of_an_older_version_is_not_reviewed(rooms: Rooms) -> None:
    room = rooms()
    missing = room.get("/review.json", params={"statement": "zz"})
    assert missing.status_code == 404


def test_what_the_page_shows_sent_back_changes_nothing(tmp_path: Path) -> None:
    """Every value is written in the form in which it is read: names, dates, spans, conditions."""
    app = create_app(small(tmp_path), Settings(reviewer="Ann"))
    with TestClient(app, base_url=HOME) as room, open_record(tmp_path / "talks.db") as talks:
        for statement in list(talks.statements()):
            sent = current(room, statement.id) | {"id": statement.id, "changed": "1"}
            sent.pop("verdict")
            assert "nothing is decided" in post(room, "decide", **sent).text, statement.id
