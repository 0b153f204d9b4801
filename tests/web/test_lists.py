"""The pages of people, occasions, stories, outlets and terms."""

from __future__ import annotations

import csv
import io

import pytest
from starlette.testclient import TestClient

from onrecord.web import Settings, create_app, listing
from web.browsing import small

PEOPLE = {"accept": "text/html"}


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    path = small(tmp_path_factory.mktemp("lists"))
    with TestClient(create_app(path, Settings()), base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize("name", ["people", "occasions", "stories", "outlets"])
def test_a_list_and_its_forms_tell_the_same(room, name):
    told = room.get(f"/{name}.json").json()
    rows = list(csv.DictReader(io.StringIO(room.get(f"/{name}.csv").text)))
    html = room.get(f"/{name}", headers=PEOPLE).text
    assert told["total"] == len(told[name]) == len(rows) > 0
    assert html.count("data-open") == len(rows)
    first = told[name][0]["name"]
    found = room.get(f"/{name}.json", params={"q": first.split()[-1].upper()}).json()
    assert first in [one["name"] for one in found[name]]
    assert room.get(f"/{name}.json", params={"q": "zzzz"}).json()["total"] == 0


def test_a_long_list_comes_in_pages(room, monkeypatch):
    monkeypatch.setattr(listing, "ROWS", 2)
    seen, address = [], "/people.json"
    while address:
        page = room.get(address).json()
        seen += [one["id"] for one in page["people"]]
        address = page["next"] and page["next"].replace("/people", "/people.json")
    assert len(seen) == len(set(seen)) == page["total"] > 2
    assert page["first"] == "/people"


def test_a_person_in_full(room):
    page = room.get("/person/P1.json").json()
    assert page["name"] == "Mira Voss"
    said = next(one for one in page["dated"] if one["remark"] == "R1")
    assert (said["said"], said["articles"], len(said["outlets"])) == ("2024-06-30", 3, 3)
    assert "promise" in [one["act"] for one in page["terms"]]
    assert page["statements"] >= said["articles"]
    html = room.get("/person/P1", headers=PEOPLE).text
    assert "data-timeline" in html and "What they demand" in html
    rows = list(csv.DictReader(io.StringIO(room.get("/person/P1.csv?table=remarks").text)))
    assert [row["remark"] for row in rows] == [one["remark"] or "" for one in (*page["dated"], *page["undated"])]


def test_days_narrow_a_person_down(room):
    assert room.get("/person/P1.json?since=2024-07").json()["dated"] == []
    assert room.get("/person/P1.json?until=2024-06").json()["dated"] != []
    assert room.get("/person/P1.json?since=soon").status_code == 400
    html = room.get("/person/P1?since=soon", headers=PEOPLE)
    assert html.status_code == 200 and 'role="alert"' in html.text


def test_terms_of_all_sides(room):
    rows = room.get("/terms.json").json()["terms"]
    promise = next(one for one in rows if one["remark"] == "R1")
    assert promise["who"] == [{"id": "P1", "name": "Mira Voss"}]
    assert (promise["act"], len(promise["outlets"])) == ("promise", 3)
    assert all(one["act"] == "promise" for one in room.get("/terms.json?act=promise").json()["terms"])
    of_reck = room.get("/terms.json?speaker=P2").json()["terms"]
    assert of_reck and all("P2" in [who["id"] for who in one["who"]] for one in of_reck)
    html = room.get("/terms?speaker=nobody+of+that+name", headers=PEOPLE)
    assert html.status_code == 200 and 'role="alert"' in html.text


def test_an_outlet_a_story_and_an_occasion(room):
    outlet = room.get("/outlet/The~20Vale.json").json()
    assert outlet["counts"]["articles"] == 1 and outlet["articles"][0]["id"] == "vale"
    assert room.get("/occasion/O1.json").json()["count"] >= 3
    assert len(room.get("/story/S1.json").json()["articles"]) == 3
    for address in ("/outlet/None", "/occasion/O999", "/story/P1", "/person/S1", "/person/x"):
        assert room.get(address, headers=PEOPLE).status_code == 404
