from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import RecordError
from onrecord.linking.who import Known, read_who
from onrecord.record import KnownRole, open_record


def read(folder: Path, text: str, name: str = "people.csv") -> list[Known]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_who(path)


def test_columns_by_hand(tmp_path: Path) -> None:
    (ann, bo) = read(
        tmp_path,
        "\ufeffName,Aliases,Roles,IDs,colour\n"
        'Ann Marrow,A. Marrow; The Owl|Ann Tarn,"Minister of Trade (2019-2023); Senator (since 2024-05); '
        'Mayor (until 2018); Judge (2017); Envoy, Vell",wikidata=Q1; viaf:12,red\n'
        "\n"
        "Bo Tarn\n",
    )
    assert ann.names == ("A. Marrow", "The Owl", "Ann Tarn")
    assert ann.roles == (
        KnownRole("Minister of Trade", "2019-01-01", "2023-12-31"),
        KnownRole("Senator", "2024-05-01"),
        KnownRole("Mayor", None, "2018-12-31"),
        KnownRole("Judge", "2017-01-01", "2017-12-31"),
        KnownRole("Envoy, Vell"),
    )
    assert ann.ids == {"wikidata": "Q1", "viaf": "12"} and ann.origin == f"{tmp_path / 'people.csv'}:2"
    assert (bo.name, bo.names, bo.roles, bo.ids) == ("Bo Tarn", (), (), {})


def test_results_of_wikidata(tmp_path: Path) -> None:
    """A line for each role; the same item is the same person."""
    found = read(
        tmp_path,
        "item,itemLabel,positionLabel,start,end\n"
        "http://www.wikidata.org/entity/Q7,Ann Marrow,mayor of Vell,2010-01-01T00:00:00Z,2014-05-31T00:00:00Z\n"
        "http://www.wikidata.org/entity/Q8,Ann Marrow,judge,,\n"
        "http://www.wikidata.org/entity/Q7,Ann B. Marrow,senator,2015-02-00,\n",
    )
    assert [known.ids for known in found] == [{"wikidata": "Q7"}, {"wikidata": "Q8"}]
    assert found[0].names == ("Ann B. Marrow",)
    assert found[0].roles == (
        KnownRole("mayor of Vell", "2010-01-01", "2014-05-31"),
        KnownRole("senator", "2015-02-01"),
    )


POPOLO = {
    "persons": [
        {
            "id": "ann-1",
            "name": "Ann Marrow",
            "other_names": [{"name": "Ann Tarn", "note": "born"}, {"name": "Ann Marrow"}],
            "identifiers": [{"scheme": "Wikidata", "identifier": "Q1"}],
            "memberships": [
                {"role": "Minister", "organization": {"name": "Vell"}, "start_date": "2019", "end_date": "2023-05"},
                {"organization_id": "x"},
            ],
        },
        {"name": "Vell Union", "type": "organization"},
    ]
}


@pytest.mark.parametrize("shape", [POPOLO, POPOLO["persons"]])
def test_popolo(tmp_path: Path, shape) -> None:
    ann, union = read(tmp_path, json.dumps(shape, indent=1), "people.json")
    assert (ann.names, ann.ids) == (("Ann Tarn",), {"wikidata": "Q1", "id": "ann-1"})
    assert ann.roles == (KnownRole("Minister of Vell", "2019-01-01", "2023-05-31"),)
    assert (union.kind, union.ids) == ("organization", {})


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("p.csv", "", r"p.csv:1: there is no column `name`"),
        ("p.csv", "aliases\nx\n", r"p.csv:1: there is no column `name`"),
        ("p.csv", "name,role\nAnn,x\n,minister\n", r"p.csv:3: there is no name"),
        ("p.csv", "name,role,start\nAnn,mayor,soon\n", r"p.csv:2: soon is no date"),
        ("p.csv", "name,roles\nAnn,Mayor (2019-13-01)\n", r"p.csv:2: 2019-13-01 is no date"),
        ("p.csv", "name,ids\nAnn,Q1\n", r"p.csv:2: Q1 is no id"),
        ("p.csv", "name,kind\nAnn,ghost\n", r"p.csv:2: ghost is no kind"),
        ("p.csv", "name\nAnn,x,y\n", r"p.csv:2: there are more cells than columns"),
        ("p.csv", 'name\n"Ann\n', r"p.csv:\d: this is no CSV"),
        ("p.json", '{"persons": [\n}', r"p.json:2: this is no JSON"),
        ("p.json", '{"people": []}', r"p.json:1: there is neither"),
        ("p.json", '[\n{"name": "Ann"},\n{"name": ""}]', r"p.json:3: there is no name"),
        ("p.json", '{"a": 1,\n"persons": [\n\n3]}', r"p.json:4: a person is no object"),
        ("p.json", "[" * 100_000, r"p.json:1: this is no JSON"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(RecordError, match=message) as told:
        read(tmp_path, text, name)
    assert "\n" not in str(told.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"people\.csv: it cannot be read: No such file"):
        read_who(tmp_path / "people.csv")


def test_ten_thousand_are_read_quickly(tmp_path: Path) -> None:
    lines = (f"Ann{n} Marrow{n % 99},A{n},Minister {n} (2019-2023),wikidata=Q{n + 1}" for n in range(10_000))
    start = perf_counter()
    found = read(tmp_path, "name,aliases,roles,ids\n" + "\n".join(lines))
    assert len(found) == 10_000 and perf_counter() - start < 5


def test_identities_are_kept_and_replaced_by_id(tmp_path: Path) -> None:
    with open_record(tmp_path / "talks.db") as made:
        made.write_known([Known("Ann Marrow", ids={"wikidata": "Q1"}), Known("Bo Tarn")])
        made.write_known([Known("Ann Tarn", ids={"wikidata": "Q1", "viaf": "2"}), Known("Bo Tarn", names=("B. Tarn",))])
        assert [(known.name, known.names) for known in made.known().values()] == [
            ("Ann Tarn", ()),
            ("Bo Tarn", ("B. Tarn",)),
        ]


@given(st.text(max_size=80), st.sampled_from(["p.csv", "p.json"]))
@settings(max_examples=40, deadline=None)
def test_any_text_is_read_or_told(text: str, name: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text("name,roles,ids\n" + text if name == "p.csv" else text, encoding="utf-8", errors="replace")
        try:
            found = read_who(path)
        except RecordError as error:
            assert str(path) in str(error)
        else:
            assert all(known.name for known in found)


JSON = st.recursive(
    st.none() | st.integers(0, 9) | st.text(max_size=4),
    lambda some: (
        st.lists(some, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "roles", "ids", "aliases", "memberships", "role", "start", "id"]), some
        )
    ),
    max_leaves=8,
)


@given(st.lists(JSON, max_size=3))
@settings(max_examples=40, deadline=None)
def test_any_json_is_read_or_told(entries) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "p.json"
        path.write_text(json.dumps(entries), encoding="utf-8")
        try:
            read_who(path)
        except RecordError as error:
            assert str(path) in str(error)
