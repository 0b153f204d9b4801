"""Prints docs/files.md: every module with the first sentence of what it says of itself. `make docs` runs it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SRC = Path(__file__).resolve().parents[1] / "src" / "onrecord"
PAGE = Path(__file__).with_name("files.md")

#: The way of the data, then what stands around it; the order of the README's table.
PARTS = (
    *("__init__.py", "types.py", "errors.py", "analysis.py", "reading", "attribution", "weights.py", "resolution"),
    *("interpretation", "parallel.py", "record", "linking", "queries", "asking.py", "export", "terminal", "web"),
    *("output.py", "progress.py", "run.py", "run_record.py", "options.py"),
    *("cli_record.py", "cli_link.py", "cli_search.py", "cli_ask.py", "cli_serve.py", "cli.py", "__main__.py"),
)


def modules() -> Iterator[tuple[str, str]]:
    """Each module's path in the package, and the first sentence of its docstring."""
    for part in PARTS:
        found = sorted((SRC / part).rglob("*.py")) if (SRC / part).is_dir() else [SRC / part]
        for module in found:
            told = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
            yield module.relative_to(SRC).as_posix(), _first_sentence(told)


def _first_sentence(told: str) -> str:
    """Up to the first full stop that ends a sentence, in one line."""
    words = " ".join(told.split("\n\n")[0].split())
    ends = [at for at in range(len(words)) if words[at] == "." and words[at + 1 : at + 2] in ("", " ")]
    end = next((at for at in ends if words[:at].count("(") == words[:at].count(")")), len(words))
    return words[:end].replace("|", "\\|")


def page() -> str:
    lines = [
        "# The files",
        "",
        "Every module of `src/onrecord/`, along the way of the data. This page is made by `make docs`.",
        "",
        "| file | what it is for |",
        "| --- | --- |",
        *(f"| `{name}` | {told} |" for name, told in modules()),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
