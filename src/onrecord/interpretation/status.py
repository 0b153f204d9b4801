"""What the article commits itself to: that a statement was made, that it was not, that it is said to have been, or
none of these."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.attribution.reader import Words
from onrecord.interpretation.cues import REACH, verb_group, words_of
from onrecord.interpretation.judging import STATUSES, Judgement, judge
from onrecord.types import Article, Statement, Status

#: People who are named as little as this are cited for what others said: "according to people familiar with the talks".
_UNNAMED = (
    r"(?:(?:a|an|the|some|several|two|three|four|many|one|other|u\.s\.|senior|top|local|news|media|press|published|unconfirmed"
    r"|multiple|numerous|various|anonymous|unnamed|unidentified|western|government|company|party|person|people|campaign"
    r"|diplomatic|intelligence|industry|security|state|police)\s+){0,4}"
    r"(?:people|persons?|individuals?|sources?|insiders?|officials?|reports?|accounts?|rumou?rs?|aides?|diplomats?|executives?|lawmakers?)"
)
#: "X is said to have called ...", "reportedly", and the adjective in "X's reported remark".
_HEARSAY = re.compile(
    r"\b(?:reportedly|allegedly|supposedly|purportedly|rumou?redly)\b"
    r"|\b(?:is|are|was|were|been)\s+(?:also\s+|widely\s+|now\s+|since\s+)?"
    r"(?:said|reported|rumou?red|alleged|believed|thought|understood|claimed|whispered|quoted)\s+(?:to\s+have\b|to\s+be\s+\w+ing\b|by\s+\w+)",
    re.I,
)
_ADJECTIVE = re.compile(r"^\W*(?:reported|alleged|rumou?red|purported|supposed|unconfirmed)(?:\s+\w+)?\W*$", re.I)
#: What is told by nobody in particular: "reports that", "rumours".
_TALK = re.compile(r"\W*(?:\w+\s+)?(?:reports|rumou?rs|allegations|speculation|gossip|whispers)(?:\s+that)?\W*", re.I)
#: Before a statement: "Regarding reports that", "Amid rumours that", "It is said that", "Sources say that".
_BEFORE = re.compile(
    r"(?:\b(?:reports?|rumou?rs?|allegations?|gossip|whispers|speculation|unconfirmed\s+\w+)\s+(?:\w+\s+){0,3}that"
    rf"|\bit\s+(?:is|was|has\s+been)\s+(?:\w+ly\s+)?(?:said|reported|rumou?red|alleged|claimed)(?:\s+that)?"
    rf"|\b(?:according\s+to|per)\s+{_UNNAMED}\b[^.!?\n]*,"
    rf"|\b{_UNNAMED}\s+(?:say|said|claim|claimed|told\s+[^.!?,\n]+)(?:\s+that)?"
    r"|\b(?:reportedly|allegedly|supposedly|purportedly),?)\s*[“\"'‘]?$",
    re.I,
)
#: After it: ", according to people familiar with the talks", ", sources said", ", it was reported".
_AFTER = re.compile(
    rf"^[”\"'’]?\s*[,;–—-]*\s*(?:(?:according\s+to|per)\s+{_UNNAMED}\b"
    rf"|{_UNNAMED}(?:\s+(?:familiar|briefed|close|with|who)[^.,\n]{{0,60}})?\s+(?:say|said|claim|claimed|have\s+said|told)\b"
    r"|it\s+(?:is|was|has\s+been)\s+(?:\w+ly\s+)?(?:said|reported|rumou?red|alleged|claimed)\b|reportedly\b|allegedly\b)",
    re.I,
)


def find_statuses(
    article: Article, statements: Sequence[Statement], words: Words, judgement: Judgement | None = None
) -> tuple[Status, ...]:
    """For each statement what the article commits itself to. A statement that somebody else quotes is `reported`,
    unless that one tells that it was not made or only might be.

    `judgement` is what `judge` has said of the same statements. Raises ModelError when there are no weights.
    """
    judgement = judgement or judge(statements, article.text, words)
    found: dict[str, Status] = {}
    by_id = {s.id: s for s in statements}
    for statement, likely in zip(statements, judgement.statuses.argmax(1).tolist(), strict=True):
        status = STATUSES[likely]
        parent = by_id.get(statement.parent or "")
        if status in ("asserted", "reported"):
            status = "reported" if at_distance(statement, article.text) else "asserted"
        if status == "asserted" and parent is not None:
            status = found[parent.id] if _own_words(statement, parent) else "reported"
        found[statement.id] = status
    return tuple(found[s.id] for s in statements)


def at_distance(statement: Statement, text: str) -> bool:
    """Whether the article passes a statement on as one that is said to have been made."""
    if not statement.source and _TALK.fullmatch(words_of(statement.cue)):
        return True
    group = verb_group(statement, text)
    if _HEARSAY.search(group) or _ADJECTIVE.search(words_of(statement.cue)):
        return True
    spans = (*statement.source, *statement.cue, *statement.content)
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    before = text[max(0, first - 2 * REACH) : first].split("\n")[-1]
    after = text[last : last + 2 * REACH].split("\n")[0]
    return _BEFORE.search(before) is not None or _AFTER.search(after) is not None


def _own_words(statement: Statement, parent: Statement) -> bool:
    """Whether the one who is quoted tells of what they say or think themselves."""
    if statement.speaker and parent.speaker:
        return {p.person for p in statement.speaker} == {p.person for p in parent.speaker}
    return re.fullmatch(r"\W*(?:i|we|my|our)\W*", words_of(statement.source), re.I) is not None
