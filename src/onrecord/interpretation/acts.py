"""What the speaker does by a statement."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.attribution.reader import Words
from onrecord.interpretation.cues import words_of
from onrecord.interpretation.judging import ACTS, Judgement, judge
from onrecord.types import Act, Article, Statement

_STANDS = r"\b[^.!?]{0,40}\b(?:(?:not|never|n[’']t)\s+(?:\w+\s+)?(?:chang|waver|mov)\w+|unchanged|stands?\b|the same\b)"
#: "that his stance had not changed": whoever says so does again what they did last.
_STANCE = re.compile(rf"\b(?:stance|position|views?|opinion|preference|mind){_STANDS}", re.I)
#: The same of what was asked for.
_TERMS = re.compile(rf"\b(?:demands?|conditions?|terms){_STANDS}", re.I)


def find_acts(
    article: Article, statements: Sequence[Statement], words: Words, judgement: Judgement | None = None
) -> tuple[tuple[Act, float], ...]:
    """For each statement what its speaker does by it, and the probability of that, 0 to 1.

    `judgement` is what `judge` has said of the same statements, where that is at hand. Raises ModelError when there
    are no weights.
    """
    judgement = judgement or judge(statements, article.text, words)
    last: dict[str, tuple[Act, float]] = {}
    found = []
    for statement, act, row in zip(statements, judgement.acts.argmax(1).tolist(), judgement.acts, strict=True):
        judged = (ACTS[act], float(row[act]))
        if judged[0] == "state":
            judged = _again(statement, last, judged)
        found.append(judged)
        last.update((party.person, judged) for party in statement.speaker if statement.parent is None)
    return tuple(found)


def _again(statement: Statement, last: dict[str, tuple[Act, float]], judged: tuple[Act, float]) -> tuple[Act, float]:
    """The act of a statement that tells that something still holds."""
    content = words_of(statement.content)
    if _TERMS.search(content):
        return "demand", judged[1]
    if _STANCE.search(content):
        return next((last[p.person] for p in statement.speaker if p.person in last), judged)
    return judged
