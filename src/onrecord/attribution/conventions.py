"""Speech that the layout attributes, by conventions of print that need no reading.

A quotation signed with a dash ("We open in May." — Ina Torrow), and the labelled lines of an interview or a
transcript (Q: ... A: ..., TORROW: ...). The reader's training articles hold too few of either to learn from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.types import Attribution, Span

SIGNED = re.compile(
    r"^[ \t\xa0]*(?P<content>[“”\"‘«][^\n]+[”\"’»])[ \t\xa0]*+(?:\r?\n){0,2}[ \t\xa0]*+"
    r"(?P<cue>[―—–-]{1,2})[ \t\xa0]*(?P<source>[A-Z][^\n]{1,80}?)[ \t\xa0.]*\r?$",
    re.MULTILINE,
)
# A label is Q or A, a name in capitals, or up to four capitalised words, and may be explained in brackets.
LABELLED = re.compile(
    r"(?P<source>Q|A|QUESTION|ANSWER|[A-Z][A-Z.'’ -]{1,40}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3})"
    r"(?: \([^)\n]*\))?(?P<cue>:)[ \t\xa0]+(?P<content>\S.*)"
)
LINE = re.compile(r"[^\r\n]*[^\s][^\r\n]*")
LETTERS = re.compile(r"[^\W\d_]{2}")

#: The share of such lines in PolNeAR's training articles that people marked: 7 of 8 signed quotations, and 27 of
#: 67 labelled lines (whole interviews were left unmarked).
SIGNED_CONFIDENCE, LABELLED_CONFIDENCE = 0.87, 0.4
#: From this share of its lines labelled on, a transcript's other lines go on with the speaker before.
DENSE = 0.5


def laid_out(text: str) -> list[Attribution]:
    """The attributions that the layout of a text shows, in text order."""
    signed = [_attribution(text, _Line.of(m), SIGNED_CONFIDENCE) for m in SIGNED.finditer(text)]
    labelled = [_attribution(text, line, LABELLED_CONFIDENCE) for line in _transcripts(text)]
    return sorted([*signed, *labelled], key=lambda a: a.cue[0].start)


@dataclass(frozen=True, slots=True)
class _Line:
    """Where the roles stand: [start, end)."""

    source: tuple[int, int]
    cue: tuple[int, int]
    content: tuple[int, int]

    @classmethod
    def of(cls, match: re.Match[str]) -> _Line:
        return cls(match.span("source"), match.span("cue"), match.span("content"))


def _attribution(text: str, line: _Line, confidence: float) -> Attribution:
    source, cue, content = (
        (Span(start, end, text[start:end]),) for start, end in (line.source, line.cue, line.content)
    )
    return Attribution(source, cue, content, confidence)


def _transcripts(text: str) -> Iterator[_Line]:
    """The labelled lines of every transcript: two or more speakers, labels on lines that follow each other."""
    run: list[_Line | tuple[int, int]] = []
    for match in LINE.finditer(text):
        labelled = LABELLED.fullmatch(text, match.start() + _indent(match), match.end())
        if labelled and LETTERS.search(labelled["content"]):
            run.append(_Line.of(labelled))
        elif run:
            run.append(match.span())
            if len(run) > 2 and not any(isinstance(line, _Line) for line in run[-3:]):
                yield from _speech(text, run)
                run = []
    yield from _speech(text, run)


def _indent(match: re.Match[str]) -> int:
    return len(match.group()) - len(match.group().lstrip())


def _speech(text: str, run: list[_Line | tuple[int, int]]) -> Iterator[_Line]:
    """The run's labelled lines if it is a transcript, with the unlabelled ones after them if it is a dense one."""
    while run and not isinstance(run[-1], _Line):
        run = run[:-1]
    labelled = [line for line in run if isinstance(line, _Line)]
    if len({text[slice(*line.source)] for line in labelled}) < 2:
        return
    dense = len(labelled) >= DENSE * len(run)
    speaking, end = labelled[0], 0
    for line in run:
        if not isinstance(line, _Line):
            end = line[1] if dense else end
            continue
        if end:
            yield replace(speaking, content=(speaking.content[0], end))
        speaking, end = line, line.content[1]
    yield replace(speaking, content=(speaking.content[0], end))
