"""Who said it, when, where and at what occasion: statements resolved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.attribution.reader import Words
from onrecord.resolution.about import find_about
from onrecord.resolution.antecedents import HEAD, RULES
from onrecord.resolution.choosing import Method
from onrecord.resolution.circumstances import find_circumstances
from onrecord.resolution.mentions import find_mentions
from onrecord.resolution.people import People, find_people
from onrecord.resolution.places import find_places
from onrecord.resolution.publication import published_bounds
from onrecord.resolution.speakers import find_speakers
from onrecord.resolution.times import read_times
from onrecord.types import Analysis, Article, Statement

__all__ = ["Method", "resolve"]


def resolve(
    article: Article, statements: Sequence[Statement], words: Words, *, method: Method = "both"
) -> tuple[Analysis, People]:
    """The article's people, times, places and occasions, and its statements with what the article tells of each; and
    the people once more, with each of their mentions.

    `words` are the article's as the reader sees them. `method` chooses by rules alone, by learned heads alone, or by
    both; it is there to be measured. Raises ModelError when the heads' weights are missing.
    """
    timeline = read_times(article.text, article.published, article.passages)
    places = find_places(article)
    seen, ranker = (None, RULES) if method == "rules" else (words, HEAD if method == "learned" else None)
    people = find_people(article, statements, find_mentions(article, statements, seen), seen, ranker)
    speakers = find_speakers(article, statements, people)
    circumstances = find_circumstances(article, statements, timeline, places, speakers, words, method)
    resolved = zip(
        statements,
        speakers,
        find_about(statements, people, speakers),
        circumstances.said,
        circumstances.said_bounds,
        circumstances.occasion,
        circumstances.where,
        strict=True,
    )
    analysis = Analysis(
        article=replace(article, published_bounds=published_bounds(article, timeline.times)),
        statements=tuple(
            replace(
                statement, speaker=speaker, about=about, said=said, said_bounds=bounds, occasion=occasion, where=where
            )
            for statement, speaker, about, said, bounds, occasion, where in resolved
        ),
        people=people.people,
        times=timeline.times,
        places=places,
        occasions=circumstances.occasions,
    )
    return analysis, people
