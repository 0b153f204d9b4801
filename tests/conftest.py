"""What several tests need: the sample articles, and the program run as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STAND_IN = ROOT / "tests" / "stand_in.py"


@pytest.fixture(scope="session")
def examples() -> Path:
    return ROOT / "examples" / "articles"


@pytest.fixture(scope="session")
def onrecord() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `onrecord` with these arguments in a process of its own."""
    return _runner(["-m", "onrecord"])


@pytest.fixture(scope="session")
def quick() -> Callable[..., subprocess.CompletedProcess[str]]:
    """The same with the reader of `stand_in.py`, which finds little, at once, and fails on demand."""
    return _runner([str(STAND_IN)])


def _runner(program: list[str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(*arguments: object, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *program, *map(str, arguments)]
        environ = {**os.environ, "COLUMNS": "100", **environment}
        done = subprocess.run(
            command, input=stdin, capture_output=True, text=True, encoding="utf-8", timeout=60, env=environ
        )
        assert "Traceback" not in done.stderr
        return done

    return run
