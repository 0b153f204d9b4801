from __future__ import annotations

import importlib.util
import re
import sqlite3
from pathlib import Path

import pytest

from conftest import ROOT
from onrecord import parallel
from onrecord.record.migrations import schema
from record.made import article
from stand_in import analyse

PAGE = ROOT / "docs" / "record.md"


def test_the_schema_s_page_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("build_record", ROOT / "docs" / "build_record.py")
    assert spec and spec.loader
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    assert PAGE.read_text(encoding="utf-8") == build.page(), "run: make docs"


def test_every_table_and_column_has_a_sentence() -> None:
    text = PAGE.read_text(encoding="utf-8")
    db = sqlite3.connect(":memory:")
    db.executescript(schema())
    tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for name in (name for (name,) in tables if "_fts_" not in name and not name.startswith("sqlite_")):
        section = text.split(f"### `{name}`\n\n", 1)[1].split("\n#", 1)[0]
        assert section.split("\n")[0].endswith("."), name
        if not name.endswith("_fts"):
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({name})")]
            assert re.findall(r"^\| `(\w+)` \| \w+ \| .*\. \|$", section, re.MULTILINE) == columns, name


def test_the_python_of_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(parallel, "_analyse", analyse)
    (code, *_) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    exec(code, {"articles": [article("Ada said so.")]})
    assert capsys.readouterr().out.splitlines() == [
        "Added(id='a', version=1, statements=1, language='en')",
        "a-0 None so",
    ]
