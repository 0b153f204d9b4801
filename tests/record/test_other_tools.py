"""A record is a SQLite file that other programs open as it is, by the recipes of docs/record.md."""

from __future__ import annotations

import asyncio
import importlib
import re
import sqlite3
from pathlib import Path

import pytest

from conftest import ROOT
from onrecord.record import PersonGroup, open_record
from record.made import record, told

RECIPES = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")


def recipe(name: str, language: str) -> str:
    """The code of one recipe, as it is printed."""
    section = re.split(r"\n##+ ", RECIPES.split(f"### {name}\n", 1)[1])[0]
    found = re.search(rf"```{language}\n(.*?)```", section, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    dam = told("Ada said the dam is late. Bo said the money is gone.", "a", said="2024-06-20", outlet="The Vale")
    rain = told("Ada said it rains on the dam.", "b", said="2024-06-21", outlet="The Hill")
    with record(tmp_path, dam, rain) as made:
        actors = list(made.views.actors())
        groups = {name: tuple(one.key for one in actors if one.name == name) for name in ("Ada", "Bo")}
        people = [PersonGroup(members=members, name=name, kind="person") for name, members in groups.items()]
        made.write_links("person", people)
        made.decide("b-0-0", {"act": "warn", "speaker": "Bo"}, by="Ann")
        assert made.check() == []
    return tmp_path / "talks.db"


def test_any_sqlite_reads_it(talks: Path) -> None:
    with sqlite3.connect(talks) as plain:
        assert plain.execute(recipe("SQLite", "sql")).fetchall() == [
            ("Bo", "2024-06-21", "The Hill", "warn", "it rains on the dam"),
            ("Ada", "2024-06-20", "The Vale", None, "the dam is late"),
        ]


def test_pandas_reads_it(talks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    monkeypatch.chdir(talks.parent)
    names: dict[str, object] = {}
    exec(recipe("pandas", "python"), names)
    assert names["by_outlet"].to_dict() == {"The Hill": 1, "The Vale": 2}
    assert list(names["statements"]["speaker"]) == ["Ada", "Bo", "Bo"]


def test_duckdb_reads_it(talks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(talks.parent)
    connection = duckdb.connect()
    # Users get the extension from DuckDB at the first ATTACH; a test has no network, so a package brings it.
    (home,) = importlib.import_module("duckdb_ext").__path__
    extension = next(Path(home).rglob("sqlite_scanner.duckdb_extension"))
    connection.execute(f"LOAD '{extension}'")
    for query in recipe("DuckDB", "sql").split(";\n"):
        if query.strip():
            rows = connection.execute(query).fetchall()
    assert rows == [("Ada", 1, "the dam is late"), ("Bo", 2, "the money is gone")]


def test_datasette_reads_it(talks: Path) -> None:
    pytest.importorskip("datasette")
    from datasette.app import Datasette

    async def get(path: str) -> dict[str, object]:
        server = Datasette([str(talks)])
        await server.invoke_startup()
        answer = await server.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    (path,) = re.findall(r"/talks/statements\S*", recipe("Datasette", "sh"))
    shown = asyncio.run(get(path.rstrip("'\"").replace("/talks/statements?", "/talks/statements.json?_shape=objects&")))
    assert [row["content"] for row in shown["rows"]] == ["it rains on the dam"]
    found = asyncio.run(get("/talks/content.json?_shape=objects&_fts_table=content_fts&_fts_pk=statement&_search=dam"))
    assert len(found["rows"]) == 2


def test_what_parquet_and_csv_export_is_what_the_record_has(talks: Path) -> None:
    pytest.importorskip("pyarrow")
    pandas = pytest.importorskip("pandas")
    from onrecord.record import exporting

    with open_record(talks, read_only=True) as opened:
        exporting.write_parquet(opened, talks.with_name("o.parquet"))
        with talks.with_name("o.csv").open("w", encoding="utf-8") as out:
            exporting.write_csv(opened, out)
    parquet, csv = pandas.read_parquet(talks.with_name("o.parquet")), pandas.read_csv(talks.with_name("o.csv"))
    assert list(parquet["speaker"]) == list(csv["speaker"]) == ["Ada", "Bo", "Bo"]
    assert list(parquet.columns) == list(csv.columns) == list(exporting.COLUMNS)
    assert list(parquet["start"]) == list(csv["start"]) == [9, 34, 9]
