"""Speech that set phrases attribute, which the reader's training articles hold too seldom to be learnt from them.

A report that names nobody ("Amid reports that the mill will close, ..."), and what somebody has not said ("its owner
had not confirmed the sale"). Both say what the text does not commit to; a record without them would say less.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from onrecord.attribution.nesting import begin, merged
from onrecord.types import Attribution, Span

REPORTS = re.compile(r"\b(?:reports|rumou?rs|allegations|speculation)(?=[ \t]+that\b)", re.IGNORECASE)
#: What opens a sentence that goes on behind a comma: "Asked about reports that ..., she ...".
OPENING = re.compile(
    r"(?:asked|questioned|pressed|responding|in response|as|about|on|amid|amidst|regarding|concerning|despite|given|"
    r"following|after|with|to|for)\b[^.!?,;:\n]{0,40}",
    re.IGNORECASE,
)
NOT = r"(?:[ \t]+(?:not|never)|n['’]t)(?:[ \t]+(?:yet|publicly|immediately))?[ \t]+"
UNSAID = re.compile(
    rf"\b(?:(?:ha[sd]|have){NOT}(?:confirmed|denied|said|disclosed|announced|explained|mentioned|acknowledged|endorsed)|"
    rf"did{NOT}(?:confirm|deny|say|disclose|announce|explain|mention|acknowledge|endorse|clarify))\b(?=[ \t]+\w)"
)
OWNER = r"(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)"
#: A pronoun; or a name, or a noun with its article, with what it owns: "Marrow’s campaign", "the ministry".
SOURCE = re.compile(
    rf"\b(?:[Hh]e|[Ss]he|[Tt]hey|(?:{OWNER}[ \t]+)?[A-Z][\w.’'-]*(?:[ \t]+[A-Z][\w.’'-]*)*(?:[ \t]+[a-z]+)?"
    rf"|{OWNER}[ \t]+[a-z]+(?:[ \t]+[a-z]+)?)(?=[ \t]+\Z)"
)
SENTENCE_END = re.compile(r"[.!?…;:]['’”\"]*(?=\s|\Z)|\n|\Z")
#: What ends the words that were not said.
BREAK = re.compile(r",|[ \t](?:and|but|when|after|before|because|while|since|although)\b")

#: How far before a cue its source is looked for, in characters: room for a full name and a noun.
REACH = 80
#: A content is cut there, in characters; sentences of news are shorter, and time stays linear in the text.
LONGEST = 800
#: The shares of such phrases that people marked in PolNeAR's training articles: 11 of 21 reports, 36 of 45 verbs.
REPORTS_CONFIDENCE, UNSAID_CONFIDENCE = 0.5, 0.8


def phrased(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions by set phrases in a text, in text order, that touch none of those found in it, nor each
    other."""
    taken = merged((s.start, s.end) for a in found for s in _spans(a))
    out: list[Attribution] = []
    for one in sorted((*_reports(text, found), *_unsaid(text)), key=begin):
        if not any(c.isalnum() for c in one.content[0].text):
            continue
        free = not out or begin(one) >= _end(out[-1])
        if free and not any(_touched(span, taken) for span in _spans(one)):
            out.append(one)
    return out


def _reports(text: str, found: Sequence[Attribution]) -> Iterator[Attribution]:
    begins = sorted(begin(a) for a in found)
    for cue in REPORTS.finditer(text):
        start = cue.end() + 1
        end = _first(SENTENCE_END, text, start, start + LONGEST)
        if OPENING.fullmatch(text, _sentence(text, cue.start()), cue.start()):
            end = text.find(",", start, end) if "," in text[start:end] else end
        end = min([end, *begins[(after := bisect_right(begins, start)) : after + 1]])
        yield _attribution(text, (), cue.span(), (start, end), REPORTS_CONFIDENCE)


def _unsaid(text: str) -> Iterator[Attribution]:
    for cue in UNSAID.finditer(text):
        reach = max(0, cue.start() - REACH)
        if source := SOURCE.search(text[reach : cue.start()]):
            end = _first(BREAK, text, cue.end() + 1, _first(SENTENCE_END, text, cue.end(), cue.end() + LONGEST))
            span = (reach + source.start(), reach + source.end())
            yield _attribution(text, (span,), cue.span(), (cue.end(), end), UNSAID_CONFIDENCE)


def _first(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    match = pattern.search(text, start, end)
    return match.start() if match else end


def _sentence(text: str, at: int) -> int:
    """Where the sentence around a character begins, as far as is needed to see what opens it."""
    before = text[max(0, at - REACH) : at]
    ends = [m.end() for m in re.finditer(r"[.!?…]['’”\"]*\s+|\n", before)]
    return at - len(before) + (ends[-1] if ends else 0)


def _attribution(
    text: str, source: Sequence[tuple[int, int]], cue: tuple[int, int], content: tuple[int, int], confidence: float
) -> Attribution:
    start, end = content
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), start + len(words.rstrip(" \t\r\n,"))
    sources, cues, contents = (
        tuple(Span(s, e, text[s:e]) for s, e in spans) for spans in (source, (cue,), ((start, end),))
    )
    return Attribution(sources, cues, contents, confidence)


def _spans(attribution: Attribution) -> tuple[Span, ...]:
    return (*attribution.source, *attribution.cue, *attribution.content)


def _end(attribution: Attribution) -> int:
    return max(span.end for span in _spans(attribution))


def _touched(span: Span, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether it shares a character with one of the stretches, which are in order and apart."""
    place = bisect_left(taken, span.start, key=lambda t: t[1])
    return any(start < span.end and span.start < end for start, end in taken[place : place + 2])
