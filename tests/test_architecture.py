"""The house stays the house that DESIGN describes: imports point backwards along the way of the data."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "onrecord"
MODULES = sorted(SRC.rglob("*.py"))

#: How far along the way of the data a part stands. A part imports itself and parts of lower rank.
RANK = {
    "types": 0,
    "errors": 0,
    "reading": 1,
    "attribution": 1,
    "weights": 1,
    "resolution": 2,
    "interpretation": 3,
    "analysis": 4,
    "parallel": 5,
    "export": 5,
    "output": 5,
    "progress": 5,
    "record": 6,
    "linking": 7,
    "queries": 8,
    "asking": 9,
    "run": 9,
    "web": 9,
    "run_record": 10,
    "terminal": 10,
    "options": 10,
    "cli_ask": 11,
    "cli_link": 11,
    "cli_record": 11,
    "cli_search": 11,
    "cli_serve": 11,
    "cli": 12,
    "__main__": 13,
}
FORBIDDEN = {"torch", "spacy", "training", "evals", "tests", "transformers"}
LONGEST = 400


def part(module: Path) -> str:
    return module.relative_to(SRC).parts[0].removesuffix(".py")


def imported(module: Path) -> Iterator[str]:
    """Full names of what a module imports, inside functions too."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_there_are_modules_and_each_part_has_its_place() -> None:
    assert {part(module) for module in MODULES} <= RANK.keys() | {"__init__"}
    assert len(MODULES) > 10


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(SRC)))
def test_imports_point_backwards(module: Path) -> None:
    if module == SRC / "__init__.py":
        return  # it names what users may import, from anywhere, when it is asked for
    own = part(module)
    for name in imported(module):
        top, *rest = name.split(".")
        if top == "onrecord" and rest[0] != "__version__":
            assert rest[0] == own or RANK[rest[0]] < RANK[own], f"{own} imports {name}"


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(SRC)))
def test_imports_from_outside_stay_light(module: Path) -> None:
    packages = {name.split(".")[0] for name in imported(module)}
    assert not packages & FORBIDDEN
    assert "onnxruntime" not in packages or part(module) == "attribution"


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(SRC)))
def test_modules_are_short(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) < LONGEST
