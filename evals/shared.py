"""Where the measuring data lies, and the scorers that lie with it."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ONRECORD_SHARED") or ROOT.parent / "shared")
FLOORS = ROOT / "evals" / "floors.json"
Figures = dict[str, float]

POLNEAR = SHARED / "data" / "polnear"


@cache
def scorer(name: str) -> ModuleType:
    """One of the scorers, as a module."""
    spec = importlib.util.spec_from_file_location(name, SHARED / "score" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(SHARED / "score" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(inputs: Path, output: Path) -> None:
    """Runs `onrecord read`; raises CalledProcessError when it fails, which counts as a failed evaluation."""
    subprocess.run([sys.executable, "-m", "onrecord", "read", "--quiet", "-o", str(output), str(inputs)], check=True)


def score(name: str, gold: Path, told: Path) -> Figures:
    """What one of the scorers prints."""
    command = [sys.executable, str(SHARED / "score" / f"{name}.py"), str(gold), str(told)]
    figures: Figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return figures


def rows(path: Path) -> list[dict[str, Any]]:
    """The lines of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def tie_figures(right: int, tied: int, same: int) -> Figures:
    """Precision, recall and F1 of pairs: of `tied` ones and of those that are the `same`, so many `right` are both."""
    return {"precision": right / max(1, tied), "recall": right / max(1, same), "f1": 2 * right / max(1, tied + same)}


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
