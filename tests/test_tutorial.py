"""Every command of the tutorial runs, in order, and prints what the tutorial shows."""

from __future__ import annotations

import difflib
import re

import pytest

from conftest import ROOT
from test_readme import loaded

build = loaded(ROOT / "docs" / "build_tutorial.py")
TEXT = build.TUTORIAL.read_text(encoding="utf-8")


def test_it_shows_what_its_commands_print() -> None:
    printed = build.page(TEXT)
    changes = "\n".join(difflib.unified_diff(TEXT.splitlines(), printed.splitlines(), lineterm="", n=1))
    assert not changes, f"`make docs` writes it anew:\n{changes}"


def test_it_goes_from_articles_to_an_answer() -> None:
    verbs = list(dict.fromkeys(re.findall(r"^\$ onrecord (\w+)", TEXT, re.MULTILINE)))
    assert verbs[0] == "add" and verbs[-1] == "export"
    assert {"search", "timeline", "compare", "show", "decide"} <= set(verbs)


def test_the_demo_compares_what_the_tutorial_compares() -> None:
    (statement,) = re.findall(r"^DEMO_STATEMENT := (\w+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert f"$ onrecord compare talks.db {statement}\n" in TEXT


@pytest.mark.parametrize("command", ["rm -r x", "onrecord timeline none.db --speaker nobody"])
def test_what_fails_is_not_shown_as_done(command: str) -> None:
    with pytest.raises(ValueError, match="status"):
        build.run(command)
