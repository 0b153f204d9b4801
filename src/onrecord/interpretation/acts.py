"""What the speaker does by a statement."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.attribution.reader import Words
from onrecord.interpretation.judging import ACTS, Judgement, judge
from onrecord.types import Act, Article, Statement


def find_acts(
    article: Article, statements: Sequence[Statement], words: Words, judgement: Judgement | None = None
) -> tuple[tuple[Act, float], ...]:
    """For each statement what its speaker does by it, and the probability of that, 0 to 1.

    `judgement` is what `judge` has said of the same statements, where that is at hand. Raises ModelError when there
    are no weights.
    """
    judgement = judgement or judge(statements, article.text, words)
    best = judgement.acts.argmax(1)
    return tuple((ACTS[act], float(row[act])) for act, row in zip(best.tolist(), judgement.acts, strict=True))
