"""What the words of a cue say of whether it was said at all: negations, modals, distance."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from onrecord.types import Span, Statement

_DATA = "onrecord.interpretation"
#: So many characters before and after a statement's words are looked at for what bears on its cue.
REACH = 60
#: So many characters before a cue the source, or the words between the two, are looked for.
BEHIND = 20


@cache
def table() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """All signs in a fixed order: where each is looked for, its name, its pattern."""
    macros: dict[str, str] = {}
    out = []
    for line in files(_DATA).joinpath("data/signs.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        place, name, pattern = line.split("\t")
        if place == "macro":
            macros[name] = pattern
            continue
        for macro, meant in macros.items():
            pattern = pattern.replace(macro, meant)
        out.append((place, name, re.compile(pattern, re.I)))
    return tuple(out)


def signs(statement: Statement, text: str) -> list[bool]:
    """Which signs of `table` a statement shows."""
    first = min((s.start for s in (*statement.source, *statement.cue)), default=statement.content[0].start)
    words = {
        "cue": verb_group(statement, text),
        "before": _line_end(text[max(0, first - REACH) : first]),
        "source": words_of(statement.source),
        "content": words_of((statement.content[0], statement.content[-1])),
    }
    return [pattern.search(words[place]) is not None for place, _, pattern in table()]


def verb_group(statement: Statement, text: str) -> str:
    """The cue with what stands between it and a source right before it ("would have" in "she would have said")."""
    if not statement.cue:
        return ""
    start, end = statement.cue[0].start, statement.cue[-1].end
    near = max(0, start - BEHIND)
    behind = max((s.end for s in (*statement.source, *statement.content) if near <= s.end <= start), default=None)
    before = text[behind:start] if behind is not None else text[near:start].rpartition(",")[2]
    return " ".join(_line_end(before + text[start:end]).split())


def _line_end(text: str) -> str:
    """What follows the last break between paragraphs or sentences."""
    return re.split(r"\n|[.!?]\s+(?=[A-Z“\"])", text)[-1]


def words_of(spans: tuple[Span, ...]) -> str:
    """The text of spans, with a space between them."""
    return " ".join(span.text for span in spans)
