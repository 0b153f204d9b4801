"""Why linking tied two things, in words for people; JSON keeps the names of the features and their values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

Says = Callable[[Any], str]

#: What speaks for a remark, and what against it, is told up to so many features each; JSON has all of them.
MOST_TOLD = 5


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {_value(one)}" for name, one in value.items())
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _as(words: str) -> Says:
    """These words, with the value where they have a place for it."""
    return lambda value: words.replace("{}", _value(value))


def _count(one: str, many: str) -> Says:
    return lambda number: f"{_value(number)} {one if number == 1 else many}"


def _one_of(**words: str) -> Says:
    return lambda value: words.get(str(value), _value(value).replace("_", " "))


def _days(days: object) -> str:
    return {"0": "on one day", "1": "a day apart"}.get(str(days), f"{_value(days)} days apart")


def _share(share: object) -> str:
    return f"{share:.0%}" if isinstance(share, float) else _value(share)


def _added(words: str, weight: object) -> str:
    """What a feature adds to the log-odds."""
    return f"{words} {weight:+.1f}" if isinstance(weight, (int, float)) else f"{words} {_value(weight)}"


def _adds(phrases: Mapping[str, str], adds: object) -> str:
    """What speaks for it and what against it, the weightiest first."""
    if not isinstance(adds, Mapping):
        return _value(adds)
    sides: dict[str, list[str]] = {"for it": [], "against it": []}
    for name, weight in adds.items():
        against = isinstance(weight, (int, float)) and weight < 0
        sides["against it" if against else "for it"].append(_added(phrases.get(name) or _plain(name), weight))
    return "; ".join(f"{side}: {', '.join(_few(some))}" for side, some in sides.items() if some)


def _few(some: list[str]) -> list[str]:
    return some if len(some) <= MOST_TOLD else [*some[:MOST_TOLD], f"and {len(some) - MOST_TOLD} more"]


def _plain(name: str) -> str:
    return name.replace("_", " ")


#: What each feature of a pair of statements is about; linking/remark_features.py says how it is measured.
REMARK_FEATURES = {
    "longest_run": "a long run of words in both",
    "verbatim": "more than a phrase in the same words",
    "in_order": "words in the same order",
    "share_of_shorter": "most of the shorter one is in both",
    "share_of_both": "most of either is in both",
    "shared_words": "words in common",
    "quoted_run": "a run of words that both quote",
    "quoted_found": "a run of words in both that one quotes",
    "quoted_apart": "each quotes what the other does not",
    "length": "enough words to tell",
    "shared_numbers": "numbers in common",
    "other_numbers": "different numbers",
    "shared_names": "names in common",
    "other_names": "different names",
    "quotes_differ": "two quotations that differ",
    "turned": "one says that it is so, the other that it is not",
    "shared_surroundings": "the text around them is alike",
    "told_around": "words of one stand around the other",
    "shared_sentence": "the rest of their sentences is alike",
    "days_apart": "days between the articles",
    "far_apart": "articles more than a week apart, or undated",
    "other_day": "said on different days",
    "told_before": "one was said after the other was published",
    "same_occasion": "at one occasion",
    "other_occasion": "at different occasions",
    "same_act": "the same act",
    "same_speaker": "one speaker, as the articles have it",
    "same_outlet": "two articles of one outlet",
    "standing": "told as what the speaker always says",
    "same_article": "in one article",
    "same_article_quoted": "two quotations in one article",
    "then_quoted": "told, then quoted right after",
    "quoted_on": "two quotations in a row",
    "headline": "one is in the other's headline",
    "inside_share": "most of either is in both, in one article",
    "quoted_near": "both quote it, in articles of the same days",
    "meant_alike": "how alike their meanings are",
}
#: The same of two articles; linking/nearness.py measures it.
STORY_FEATURES = {
    "numbers": "numbers in common",
    "names_least": "names at the head of the one in the other",
    "names_most": "names at the head of either in the other",
    "head_least": "words at the head of the one in the other",
    "head_most": "words at the head of either in the other",
    "years_apart": "the years that they name are apart",
    "year_alike": "they name the same year",
    "length": "enough words to tell",
    "words": "words in common",
    "names": "names in common",
}
_NAME = _one_of(
    same="the same name",
    short="a short form of the name",
    family="the family name",
    middle="names that differ by a middle name",
    order="the same names in another order",
    nickname="a nickname of the first name",
    initial="an initial of the first name",
    spelling="two spellings of the name",
    longer="the same name with a word before it",
    suffix="names that differ by Jr. or the like",
)
_PERSON: Mapping[str, Says] = {
    "name": _NAME,
    "apart": _value,
    "callings": _as("callings that one person seldom has together"),
    "story": _as("articles of one story"),
    "company": _as("named with the same others (+{})"),
    "days": _days,
    "role": _as("both called {}"),
    "office": _as("called by the office alone: {}"),
}
_OCCASION: Mapping[str, Says] = {
    "remarks": _count("remark in common", "remarks in common"),
    "speaker": _as("the same speaker"),
    "company": _count("other speaks in both articles", "others speak in both articles"),
    "date": _one_of(
        day="the same day", week="the same week", month="the same month", published="told of in the days after it"
    ),
    "place": lambda near: "the same city" if near == 1.5 else "the same region" if near == 1 else "the same country",
    "host": _as("the same host"),
    "name": _as("“{}” in both names"),
}
_REMARK: Mapping[str, Says] = {
    "reprint": _as("one article reprints the other"),
    "shared_words": _count("word in common", "words in common"),
    "shared_quoted_words": lambda number: f"{_value(number) if number else 'none'} of them quoted by both",
    "share_of_shorter": lambda share: f"{_share(share)} of the shorter one",
    "days_apart": _days,
    "adds": partial(_adds, REMARK_FEATURES),
}
_STORY: Mapping[str, Says] = {
    "average": _as("likeness of all their articles {}"),
    "days_apart": _days,
    **{name: partial(_added, words) for name, words in STORY_FEATURES.items()},
}
_KINDS = {"person": _PERSON, "occasion": _OCCASION, "remark": _REMARK, "repeats": _REMARK, "story": _STORY}


def reasons(kind: str, why: Mapping[str, Any]) -> Iterator[str]:
    """What spoke for a tie of this kind, a phrase each; what is not known is left out, and what has no phrase is told
    by its name."""
    phrases = _KINDS.get(kind, {})
    for name, value in why.items():
        if value is not None:
            yield phrases[name](value) if name in phrases else f"{_plain(name)} {_value(value)}"
