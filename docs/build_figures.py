"""Writes anew what the documents show of the program: the tables of figures and a sample of output.

    python docs/build_figures.py [figures|understanding|output]

A section stands between `<!-- NAME -->` and `<!-- /NAME -->`. `make docs` runs this; tests/test_readme.py
fails when a section is out of date. Figures come from evals/figures.json, which
`python evals/evaluate.py --record` writes:

    {"attribution": {"people": {...}, "floor": {...}, "goal": {...}, "model": {...}}, "statements": ..., ...}
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FIGURES = ROOT / "evals" / "figures.json"
README = ROOT / "README.md"
MODEL_CARD = ROOT / "src" / "onrecord" / "model" / "MODEL_CARD.md"

ROWS = {
    "people": "people against each other",
    "floor": "floor: what a new model must reach",
    "goal": "goal",
    "model": "**this model**",
}
COLUMNS = ("token_kappa", "source", "cue", "content", "linked_exact", "linked")
#: What is shown of the figures about statements understood, by kind of measurement.
UNDERSTOOD = {
    "statements": ("speaker", "speaker_kind", "said", "said_f1", "occasion", "act", "status"),
    "times": ("found", "strict", "type", "value"),
    "conditions": ("conditions", "without_if"),
    "remarks": ("precision", "recall", "test_precision", "test_recall"),
    "stories": ("precision", "recall", "f1", "left_out_f1"),
}

#: The command whose output is shown, and how many of the statements that it prints.
SHOWN = "onrecord read --format table examples/articles/locks-may-dump.txt"
STATEMENTS = 3


def figures() -> str:
    """The table of how well attributions are found, in Markdown."""
    found = _recorded()
    if not found:
        return "Not measured yet."
    error = found["attribution"]["model"]["ece"]
    return f"{_table(found['attribution'], COLUMNS)}\n\nExpected calibration error of `confidence`: {error:.3f}."


def understanding() -> str:
    """The tables of how well statements are understood, in Markdown."""
    found = _recorded()
    tables = [_table(found[name], columns) for name, columns in UNDERSTOOD.items() if name in found]
    return "\n\n".join(tables) or "Not measured yet."


def _recorded() -> dict[str, Any]:
    recorded: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    return recorded


def _table(found: dict[str, Any], columns: Sequence[str]) -> str:
    rows = [(title, found[row]) for row, title in ROWS.items() if row in found]
    lines = [("", *columns), ("---",) * (len(columns) + 1)]
    lines += [(title, *(f"{row[c]:.3f}" if c in row else "" for c in columns)) for title, row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def output() -> str:
    """What the program prints for a sample, down to the last of the STATEMENTS. Raises CalledProcessError."""
    command = [sys.executable, "-m", *SHOWN.split()]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    lines = done.stdout.splitlines()
    ends = [number for number, line in enumerate(lines, start=1) if re.search(r" · \d+%$", line)]
    shown = lines[: ends[STATEMENTS - 1]] if len(ends) > STATEMENTS else lines
    return "\n".join(["```text", f"$ {SHOWN}", *shown, "…", "```"])


SECTIONS: dict[str, Callable[[], str]] = {"figures": figures, "understanding": understanding, "output": output}


def section(page: str, name: str) -> str | None:
    """What stands in a section of a page; None where the page has no such section."""
    found = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- /{name} -->", page, re.DOTALL)
    return found[1] if found else None


def rewrite(path: Path, names: list[str]) -> None:
    """Writes the named sections of a file anew, those that it has."""
    page = path.read_text(encoding="utf-8")
    for name in names:
        if (old := section(page, name)) is not None:
            page = page.replace(f"<!-- {name} -->\n{old}\n", f"<!-- {name} -->\n{SECTIONS[name]()}\n")
    path.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    for document in (README, MODEL_CARD):
        if document.exists():
            rewrite(document, sys.argv[1:] or list(SECTIONS))
