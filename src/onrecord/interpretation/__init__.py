"""What a statement does: its act, whom that is aimed at, what the article commits itself to, what hangs on what."""

from __future__ import annotations

from dataclasses import replace

from onrecord.attribution.reader import Words
from onrecord.interpretation.acts import find_acts
from onrecord.interpretation.conditions import find_conditions
from onrecord.interpretation.items import find_items
from onrecord.interpretation.judging import judge
from onrecord.interpretation.status import find_statuses
from onrecord.interpretation.targets import find_targets
from onrecord.interpretation.translation import find_translators
from onrecord.resolution.people import People
from onrecord.types import Analysis

__all__ = ["interpret"]


def interpret(analysis: Analysis, people: People, words: Words) -> Analysis:
    """The analysis with what each of its statements does, and on what terms.

    `people` are those of the article with their mentions, `words` the article's as the reader sees them. Raises
    ModelError when the heads' weights are missing.
    """
    article, statements = analysis.article, analysis.statements
    judgement = judge(statements, article.text, words)
    acts = [act for act, _ in find_acts(article, statements, words, judgement)]
    found = zip(
        statements,
        acts,
        find_statuses(article, statements, words, judgement),
        find_targets(article, statements, people, acts),
        find_translators(article, statements, people),
        strict=True,
    )
    return replace(
        analysis,
        statements=tuple(
            replace(
                statement,
                act=act,
                status=status,
                target=target,
                conditions=find_conditions(statement, article.text, words),
                items=find_items(statement, article.text, words),
                translated_by=translator,
            )
            for statement, act, status, target, translator in found
        ),
    )
