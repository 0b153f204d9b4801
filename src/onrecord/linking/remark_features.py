"""What speaks for two statements being one remark, and what against it, as numbers; and what forbids it outright."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from onrecord.linking.remark_runs import common_runs
from onrecord.linking.remark_sides import Facts, Side

#: In the order of the weights. Sums of weights are taken as log(1 + sum), so that the tenth word adds less than the
#: first; shares are of the weights, not of the number of words.
FEATURES = (
    "longest_run",  # the weightiest run of words that both have
    "verbatim",  # how much more than a phrase that run is
    "in_order",  # what both have in one order, as a share of the shorter one
    "share_of_shorter",  # what both have, as a share of the shorter one
    "share_of_both",  # what both have, as a share of what either has
    "shared_words",  # the weight of what both have
    "quoted_run",  # the weightiest run that both have in quotation marks
    "quoted_found",  # the weightiest run that both have and one has in quotation marks
    "quoted_apart",  # how far each quotes what the other does not
    "length",  # the weight of the shorter one
    "shared_numbers",
    "other_numbers",  # both have numbers, and none in common
    "shared_names",
    "other_names",  # both have names, and none in common
    "quotes_differ",  # how much two quotations, nothing else in them, differ
    "turned",  # how much both have, where one is negated and the other is not
    "shared_surroundings",  # what both have around them, as a share of the lesser surroundings
    "told_around",  # words of one that stand only around the other
    "shared_sentence",  # what both have beside them in their sentences
    "days_apart",  # between the articles
    "far_apart",  # more than a week, or who knows how many
    "other_day",  # both are dated within a week, to different days
    "told_before",  # one is dated to after the other was published
    "same_occasion",
    "other_occasion",
    "same_act",
    "same_speaker",  # both were taken to be one person's, though others may have made either
    "same_outlet",  # two articles of one outlet
    "standing",  # how many of the two are told as a standing position
    "same_article",
    "same_article_quoted",  # two quotations, nothing else in them, in one article
    "then_quoted",  # told in the article's own words, and quoted right after
    "quoted_on",  # a quotation that goes right on
    "headline",  # one is in the headline of the other's article
    "inside_share",  # what both have, as a share of what either has, in one article
    "quoted_near",  # the weightiest run that both have in quotation marks, the nearer the articles the more
)
#: What a closer look adds (remark_closer.py): how much more alike in meaning the two are than is usual.
MEANT_ALIKE = "meant_alike"
#: What tells nothing of two statements where all that stands around them is one text's.
AROUND = ("shared_surroundings", "told_around", "shared_sentence")
Values = dict[str, float]

WEEK = 7
#: The weight of two or three rare words: of fewer, little can be told.
ENOUGH = 12.0
#: The weight of about 15 rare words: of less around a statement, what two have in common is no great share.
LEAST_AROUND = 60.0
#: Characters from the end of one statement to the beginning of the next one that follows right after it: a cue and a
#: few words.
RIGHT_AFTER = 160
#: Shares of a statement's words in quotation marks. Set by judgement.
HARDLY_QUOTED, MOSTLY_QUOTED = 0.3, 0.6
#: Days by which a date may be off: "Tuesday" is sometimes taken for that of the week before. Set by judgement.
OFF = 7


def features(a: Side, b: Side) -> Values:
    """Every feature of a pair, by name, in the order of FEATURES."""
    values = {**_wording(a, b), **_surroundings(a, b), **_circumstances(a, b)}
    near = 0.0 if values["same_article"] else max(0.0, 1 - values["days_apart"] / math.log1p(WEEK))
    values["inside_share"] = values["same_article"] * values["share_of_both"]
    values["quoted_near"] = near * values["quoted_run"]
    return values


def shared(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """The weight of the words that both have."""
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    return sum([few[word] for word in few.keys() & many.keys()]) if few else 0.0


def _wording(a: Side, b: Side) -> Values:
    both, least = shared(a.bag, b.bag), max(min(a.total, b.total), 1e-6)
    runs, spoken_runs, found_runs = _runs(a, b)
    spoken_least = min(a.total_spoken, b.total_spoken)
    apart = 1 - shared(a.spoken, b.spoken) / spoken_least if spoken_least else 0.0
    in_order = min(1.0, sum([run for run in runs if run > 1]) / least)
    longest, of_both = max(runs, default=0.0), both / max(a.total + b.total - both, 1e-6)
    return {
        "longest_run": math.log1p(longest),
        # from 20, which is the weight of four or five rare words, to 60
        "verbatim": min(1.0, max(0.0, longest - 20) / 40),
        "in_order": in_order,
        "share_of_shorter": both / least,
        "share_of_both": of_both,
        "shared_words": math.log1p(both),
        "quoted_run": math.log1p(max(spoken_runs, default=0.0)),
        "quoted_found": math.log1p(max(found_runs, default=0.0)),
        "quoted_apart": apart * min(1.0, spoken_least / ENOUGH),
        "length": math.log1p(least),
        "shared_numbers": float(bool(a.numbers & b.numbers)),
        "other_numbers": float(bool(a.numbers and b.numbers and not a.numbers & b.numbers)),
        "shared_names": math.log1p(sum([a.bag.get(name, 0.0) for name in a.names & b.names])),
        "other_names": float(bool(a.names and b.names and not a.names & b.names)),
        "quotes_differ": 1 - in_order if _all_quoted(a) and _all_quoted(b) else 0.0,
        "turned": of_both if _turned(a, b) else 0.0,
    }


def _turned(a: Side, b: Side) -> bool:
    """Whether one of two sentences is negated and the other is not; of longer contents that tells nothing."""
    return len(a.facts.pieces) == len(b.facts.pieces) == 1 and a.negated != b.negated


def _all_quoted(side: Side) -> bool:
    return side.total_spoken > 0.8 * side.total


def _runs(a: Side, b: Side) -> tuple[list[float], list[float], list[float]]:
    """The weights of the runs of words that both have in one order; of what is quoted on both sides of them, and of
    what is on either side."""
    runs, spoken, found = [], [], []
    any_quoted = a.total_spoken > 0 or b.total_spoken > 0
    for at, there, size in _blocks(a.words, b.words):
        weights = a.weights[at : at + size]
        runs.append(sum(weights))
        if not any_quoted:
            continue
        marks = list(zip(weights, a.quoted[at : at + size], b.quoted[there : there + size], strict=True))
        spoken.append(sum([weight for weight, one, other in marks if one and other]))
        found.append(sum([weight for weight, one, other in marks if one or other]))
    return runs, spoken, found


def _blocks(words: list[int], others: list[int]) -> Iterable[tuple[int, int, int]]:
    if words == others:
        return ((0, 0, len(words)),)
    return common_runs(words, others)


def _surroundings(a: Side, b: Side) -> Values:
    """What stands around two statements, which tells nothing where it is one article's."""
    if a.facts.article == b.facts.article:
        return dict.fromkeys(AROUND, 0.0)
    least = min(a.total_around, b.total_around)
    told = sum(_only_around(a, b) + _only_around(b, a))
    return {
        "shared_surroundings": shared(a.around, b.around) / max(least, LEAST_AROUND),
        "told_around": math.log1p(told),
        "shared_sentence": math.log1p(shared(a.lead, b.lead)),
    }


def _only_around(a: Side, b: Side) -> list[float]:
    """The weights of the words of one statement that stand only around the other."""
    there = (a.bag.keys() & b.around.keys()) - b.bag.keys()
    return [weight for word, weight in a.bag.items() if word in there] if there else []


def _circumstances(a: Side, b: Side) -> Values:
    one, other = a.facts, b.facts
    apart = distance((one.published, one.published_last), (other.published, other.published_last))
    dated = _dated(one) and _dated(other)
    between = distance((one.first, one.last), (other.first, other.last))
    known = one.occasion is not None and other.occasion is not None
    inside = one.article == other.article
    quoted = _all_quoted(a) and _all_quoted(b)
    return {
        "days_apart": math.log1p(apart),
        "far_apart": float(apart > WEEK or undated(one, other)),
        "other_day": float(dated and between > 0),
        "told_before": float(_told_before(one, other) > 0),
        "same_occasion": float(known and one.occasion == other.occasion),
        "other_occasion": float(known and one.occasion != other.occasion),
        "same_act": float(one.act is not None and one.act == other.act),
        "same_speaker": float(not set(one.persons).isdisjoint(other.persons)),
        "same_outlet": float(not inside and one.outlet is not None and one.outlet == other.outlet),
        "standing": float(one.standing + other.standing),
        "same_article": float(inside),
        "same_article_quoted": float(inside and quoted),
        **_following(a, b),
        "headline": float(inside and (one.title or other.title)),
    }


def _following(a: Side, b: Side) -> Values:
    """Whether one of two statements of an article follows right after the other, and both are quoted or the later one
    alone: "She called it a mistake. 'We got it wrong,' she said." is one remark; two quotations in a row are two
    sentences of it."""
    if a.facts.article != b.facts.article:
        return {"then_quoted": 0.0, "quoted_on": 0.0}
    first, then = sorted((a, b), key=lambda side: side.facts.pieces[0].start)
    right_after = then.facts.pieces[0].start - first.facts.pieces[-1].end <= RIGHT_AFTER
    quoted = [side.total_spoken / max(side.total, 1e-6) for side in (first, then)]
    return {
        "then_quoted": float(right_after and quoted[0] < HARDLY_QUOTED and quoted[1] > MOSTLY_QUOTED),
        "quoted_on": float(right_after and min(quoted) > MOSTLY_QUOTED),
    }


def undated(a: Facts, b: Facts) -> bool:
    """Whether nothing tells how far apart the two were: they are of two articles, and one has no last day by which it
    was said or published."""
    unknown = (a.published_last is None and a.last is None) or (b.published_last is None and b.last is None)
    return unknown and a.article != b.article


def _dated(facts: Facts) -> bool:
    """Whether the article tells within a few days when it was said."""
    return facts.first is not None and facts.last is not None and facts.last - facts.first < WEEK


def _told_before(a: Facts, b: Facts) -> int:
    """How many days before one of the two was said the other's article was published."""
    before = a.first - b.published_last if a.first is not None and b.published_last is not None else 0
    after = b.first - a.published_last if b.first is not None and a.published_last is not None else 0
    return max(before, after)


def days_apart(a: Facts, b: Facts) -> int:
    """How many days lie between the two at least, by when they were said where both are dated, else by when they were
    published; 0 where that is not known."""
    if _dated(a) and _dated(b):
        return distance((a.first, a.last), (b.first, b.last))
    return distance((a.published, a.published_last), (b.published, b.published_last))


def distance(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> int:
    """Days between two intervals that may be open at either end; 0 where they overlap."""
    (first, last), (other_first, other_last) = one, other
    before = first - other_last if first is not None and other_last is not None else 0
    after = other_first - last if other_first is not None and last is not None else 0
    return max(0, before, after)


def forbidden(a: Facts, b: Facts, copied: bool = False) -> bool:
    """Whether the evidence forbids that two statements are one remark: their speakers differ, one is quoted in the
    other, or they were said at other times. Where one is `copied` from the other, whoever is called the same is one:
    "a spokesman" of a text and of its reprint."""
    others = _speakers_differ(a, b) and not (copied and a.speaker.names == b.speaker.names)
    return a.parent == b.key or b.parent == a.key or others or _times_differ(a, b)


def _times_differ(a: Facts, b: Facts) -> bool:
    """Whether the two were said at other times, or one after the other was published. One article keeps its days
    apart; of two that were published in one week, one may have misread the day, which is weighed with all else."""
    between = distance((a.first, a.last), (b.first, b.last))
    if a.article == b.article:
        return between > 1
    if _told_before(a, b) > OFF:
        return True
    known = a.published is not None and b.published is not None
    one_week = known and distance((a.published, a.published_last), (b.published, b.published_last)) <= WEEK
    return between > OFF and not one_week


def _speakers_differ(a: Facts, b: Facts) -> bool:
    """Whether the two cannot have one speaker: none may have made both. Within one article people are told apart, where
    both are named."""
    if set(a.persons) & set(b.persons):
        return False
    one, other = a.speaker.possible, b.speaker.possible
    if one is None or other is None:
        return False
    return bool(a.persons and b.persons) if a.article == b.article else not one & other
