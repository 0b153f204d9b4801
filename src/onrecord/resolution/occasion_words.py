"""The words by which news tells at what occasion something was said (`data/occasion_words.tsv`).

Each row of the table is a label, the kind of occasion it points to, and the words. How much a label tells, and in which
place of the sentence, is learned from annotated articles (training/occasions.py); the words are written down there.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import cast

from onrecord.types import OccasionKind

#: The kind of a row that other rows name in braces.
_PART = "part"


@cache
def table() -> tuple[re.Pattern[str], dict[str, OccasionKind]]:
    """One expression for all words, each row a group named by its label; and the kind of each label."""
    parts: dict[str, str] = {}
    groups: list[str] = []
    kinds: dict[str, OccasionKind] = {}
    for line in files("onrecord.resolution").joinpath("data", "occasion_words.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        label, kind, words = line.split("\t")
        for name, part in parts.items():
            words = words.replace("{" + name + "}", part)
        if kind == _PART:
            parts[label] = words
        else:
            groups.append(f"(?P<{label}>{words})")
            kinds[label] = cast(OccasionKind, kind)
    whole = r"(?<![\w-])(?:" + "|".join(groups) + r")(?![\w-])"
    # Space inside a row is never a line break: a headline's last word and a story's first are no phrase.
    return re.compile(whole.replace(r"\s", r"[^\S\n]")), kinds
