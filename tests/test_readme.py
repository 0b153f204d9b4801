"""What the README says is so: its commands and its Python run as written, its figures are the measured ones."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from conftest import ROOT
from onrecord.export import statement_from_dict

README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SRC = ROOT / "src" / "onrecord"
MODEL = SRC / "model"
ACTIVATE = ". .venv/bin/activate"
#: Each command takes a second or two; a busy machine may be many times slower.
SECONDS = 120


def blocks(language: str) -> list[str]:
    """The README's blocks of code in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def command_lines() -> list[str]:
    """Every command line of the README, without comments; one that ends in a pipe goes on in the next line."""
    lines = re.sub(r"\|\n\s*", "| ", "".join(blocks("sh"))).splitlines()
    return [line for line in (re.sub(r"(^|\s{2,})#.*", "", line).strip() for line in lines) if line]


COMMANDS = command_lines()
PYTHON = blocks("python")


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build = loaded(ROOT / "docs" / "build_figures.py")
build_files = loaded(ROOT / "docs" / "build_files.py")


@pytest.fixture(scope="module")
def weights() -> None:
    names = ("pieces.onnx", "words.onnx", "roles.onnx", "contexts.onnx", "settings.json")
    missing = [name for name in names if not (MODEL / name).exists()]
    if missing:
        pytest.fail(f"the weights are not there, so no example can run: {MODEL} lacks {', '.join(missing)}")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder like a clone after `make demo`: the samples, and this environment as .venv."""
    assert (Path(sys.prefix) / "bin" / "activate").exists(), "run the tests in a virtual environment: make test"
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path


def run(command: list[str], folder: Path) -> str:
    """What the command prints. It must succeed and say nothing else; one that hangs ends with all it started."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=folder, stdout=pipe, stderr=pipe, encoding="utf-8", start_new_session=True
    ) as process:
        try:
            printed, said = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            pytest.fail(f"took more than {SECONDS} s: {command}")
    assert (process.returncode, said) == (0, "")
    return printed


# --- what it tells people to type ---


def test_there_are_commands_and_python_to_run() -> None:
    assert COMMANDS[:3] == ["make demo", "make test", ACTIVATE]
    assert len(COMMANDS) > 8
    assert len(PYTHON) >= 2


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("make ")])
def test_make_has_the_target(command: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{command.removeprefix('make ')}:", makefile, re.MULTILINE)


@pytest.mark.usefixtures("weights")
@pytest.mark.parametrize("command", [c for c in COMMANDS if not c.startswith(("make ", ACTIVATE))])
def test_command_runs_as_written(command: str, clone: Path) -> None:
    before = set(clone.iterdir())
    printed = run(["sh", "-e", "-c", f"{ACTIVATE}\n{command}"], clone)
    made = set(clone.iterdir()) - before
    assert made or printed.strip()
    assert all(path.stat().st_size > 100 for path in made)


@pytest.mark.usefixtures("weights")
@pytest.mark.parametrize("code", PYTHON)
def test_python_runs_as_written(code: str, clone: Path) -> None:
    (clone / "example.py").write_text(code, encoding="utf-8")
    lines = run([sys.executable, "-X", "utf8", "example.py"], clone).splitlines()
    assert len(lines) >= 5
    if "write_jsonl" in code:
        assert all(statement_from_dict(json.loads(line)).content for line in lines)


# --- what it shows ---


def test_the_table_of_figures_is_up_to_date() -> None:
    assert build.section(README, "figures") == build.figures(), "run: make docs"


@pytest.mark.usefixtures("weights")
def test_the_sample_output_is_up_to_date() -> None:
    def steady(text: str) -> str:
        return re.sub(r"\d+%", "", text)  # processors round differently, which may move the last digit

    assert steady(build.section(README, "output")) == steady(build.output()), "run: make docs"


@pytest.mark.usefixtures("weights")
def test_what_ships_is_measured_and_the_figures_shown_are_the_measured_ones() -> None:
    assert build.FIGURES.exists(), "the weights are there and their figures are not: evals/evaluate.py --record"
    recorded = json.loads(build.FIGURES.read_text(encoding="utf-8"))
    floors = json.loads((ROOT / "evals" / "floors.json").read_text(encoding="utf-8"))["floors"]
    assert {name: figures["floor"] for name, figures in recorded.items()} == floors
    for figures in recorded.values():
        assert all(figures["model"][name] >= floor for name, floor in figures["floor"].items())
    shown = re.findall(r"^\|[^|]*\|.*\|$", build.section(README, "figures"), re.MULTILINE)
    _, *names = [cell.strip() for cell in shown[0].strip("|").split("|")]
    for row, line in zip(("people", "floor", "goal", "model"), shown[2:], strict=True):
        for name, cell in zip(names, line.strip("|").split("|")[1:], strict=True):
            assert float(cell) == pytest.approx(recorded["attribution"][row][name], abs=0.0005 + 1e-9)
    assert f"{recorded['attribution']['model']['ece']:.3f}" in build.section(README, "figures")
    assert build.section(README, "understanding") == build.understanding()


@pytest.mark.usefixtures("weights")
def test_the_model_card_has_the_same_table() -> None:
    assert build.MODEL_CARD.exists(), "the weights are there and their model card is not"
    card = build.MODEL_CARD.read_text(encoding="utf-8")
    assert build.section(card, "figures") == build.figures(), "run: make docs"


def test_sections_are_written_anew_and_the_rest_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = dict.fromkeys(build.COLUMNS, 0.7044)
    measured = {"attribution": dict.fromkeys(build.ROWS, row | {"ece": 0.0316})}
    (tmp_path / "figures.json").write_text(json.dumps(measured))
    monkeypatch.setattr(build, "FIGURES", tmp_path / "figures.json")
    page = tmp_path / "page.md"
    page.write_text("Before.\n<!-- figures -->\nold\n<!-- /figures -->\nAfter.\n")
    build.rewrite(page, ["figures", "output"])
    lines = page.read_text().splitlines()
    assert lines[:2] == ["Before.", "<!-- figures -->"] and lines[-2:] == ["<!-- /figures -->", "After."]
    assert "| **this model** | 0.704 | 0.704 | 0.704 | 0.704 | 0.704 | 0.704 |" in lines
    assert "0.032" in build.section(page.read_text(), "figures")


# --- what it points to ---


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md"])
def test_links_lead_to_files(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_lists_every_part_once_and_nothing_else() -> None:
    listed = re.findall(r"^\| `([\w/]+(?:\.py|/))` \|", README, re.MULTILINE)
    parts = [f"{path.name}/" if path.is_dir() else path.name for path in SRC.iterdir() if path.name != "py.typed"]
    assert sorted(listed) == sorted(name for name in parts if not name.startswith("__pycache__"))


def test_the_list_of_files_has_every_module_and_is_up_to_date() -> None:
    assert build_files.PAGE.read_text(encoding="utf-8") == build_files.page(), "run: make docs"
    listed = dict(build_files.modules())
    assert sorted(listed) == sorted(path.relative_to(SRC).as_posix() for path in SRC.rglob("*.py"))
    assert [name for name, told in listed.items() if not told] == []


def test_the_architecture_gives_a_reason_for_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[^\w-]", each)[0] for each in project["dependencies"]]
    assert [name for name in names if f"`{name}`" not in ARCHITECTURE] == []
