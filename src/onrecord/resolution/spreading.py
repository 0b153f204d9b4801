"""What neighbouring statements say of one: an occasion or a time that is told once holds for later statements made
at it.

For each statement there is a row of probabilities, one for no value and one for each value (a kind of occasion, a
date), from the text around it
alone. Here these are weighed with those of the same speaker's other statements and of the statements before and
after, in the
light of how the statement is told (tense, quotation, a new speaker).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from onrecord.resolution.choosing import Floats
from onrecord.resolution.manner import TENSES, Manner

#: In how many paragraphs evidence falls to a third: of the same speaker, and of anybody. Chosen on annotated articles.
_SPEAKER_REACH, _REACH = 4.0, 2.0
#: From this number of statements on a speaker is one whom the article follows.
_OFTEN = 4
#: Kinds of speakers who differ in how their statements are told.
_PARTIES = ("person", "organization", "group", "document")
#: Channels of evidence that this module makes; callers may add their own.
CHANNELS: Final = 9
#: Those of them that say something of evidence from elsewhere: the statement's own, the mean of its speaker's, of all.
VECTOR_CHANNELS: Final = (0, 3, 8)


def conditions(manners: Sequence[Manner], leaning: Floats) -> Floats:
    """How each statement is told, as numbers: one row a statement. `leaning` is what the vectors of the cues say."""
    many: dict[str, int] = {}
    total: dict[str, float] = {}
    for manner, lean in zip(manners, leaning, strict=True):
        many[manner.speaker] = many.get(manner.speaker, 0) + 1
        total[manner.speaker] = total.get(manner.speaker, 0.0) + float(lean)
    seen: set[str] = set()
    rows = []
    for manner, lean in zip(manners, leaning, strict=True):
        who = manner.speaker
        flags = (
            manner.nested,
            manner.back,
            manner.again,
            manner.passage == "title",
            not who,
            who not in seen,
            many[who] >= _OFTEN,
        )
        shape = [manner.tense == t for t in TENSES] + [manner.quote == q for q in ("direct", "mixed")]
        shape += [manner.party == p for p in _PARTIES]
        rows.append([1.0, *map(float, shape), *map(float, flags), np.tanh(lean), np.tanh(total[who] / many[who])])
        seen.add(who)
    return np.array(rows)


def evidence(manners: Sequence[Manner], likely: Floats, *more: Floats) -> Floats:
    """What speaks for each value of each statement: [statement, value, channel]. `likely` has a row of
    probabilities for each statement,
    no value first; `more` are further channels of the same shape."""
    out = np.zeros((*likely.shape, CHANNELS + len(more)))
    out[:, :, 0] = likely
    order = in_order(manners)
    of: dict[str, list[int]] = {}
    for place in order:
        of.setdefault(manners[place].speaker, []).append(place)
    for who, places in of.items():
        if who:
            _same_speaker(out, manners, likely, places)
    _neighbours(out, manners, likely, order)
    if len(manners) > 1:
        out[:, :, 8] = (likely.sum(0) - likely) / (len(manners) - 1)
    for number, channel in enumerate(more):
        out[:, :, CHANNELS + number] = channel
    return out


def _same_speaker(out: Floats, manners: Sequence[Manner], likely: Floats, places: Sequence[int]) -> None:
    """Channels 1 to 4: the speaker's statement before and after, the mean and the most of all the others."""
    if len(places) < 2:
        return
    rows = likely[places]
    out[places, :, 3] = (rows.sum(0) - rows) / (len(places) - 1)
    top = np.sort(rows, axis=0)[-2:]
    out[places, :, 4] = np.where(rows == top[1], top[0], top[1])
    for number, place in enumerate(places):
        if number:
            # A headline comes last in the order, but tells what the speaker's first statement tells.
            before = places[0] if manners[place].passage == "title" else places[number - 1]
            out[place, :, 1] = likely[before] * _near(manners[place], manners[before], _SPEAKER_REACH)
        if number + 1 < len(places):
            after = places[number + 1]
            out[place, :, 2] = likely[after] * _near(manners[place], manners[after], _SPEAKER_REACH)


def _neighbours(out: Floats, manners: Sequence[Manner], likely: Floats, order: Sequence[int]) -> None:
    """Channels 5 to 7: the statement before if the speaker is the same, if it is another, and the statement after."""
    for before, place in pairwise(order):
        near = _near(manners[place], manners[before], _REACH)
        same = manners[before].speaker == manners[place].speaker
        out[place, :, 5 if same else 6] = likely[before] * near
        out[before, :, 7] = likely[place] * near


def _near(one: Manner, other: Manner, reach: float) -> float:
    return float(np.exp(-abs(one.paragraph - other.paragraph) / reach))


def spread(told: Floats, shown: Floats, weighed: Floats, constants: Floats) -> Floats:
    """How likely each value is for each statement, given its `conditions` (`told`) and `evidence` (`shown`).

    `weighed` is [a value or none, channel, condition]; `constants` has a row for no value and one for each value,
    or one for all.
    """
    values = np.einsum("nkr,nd,rd->nk", shown[:, 1:], told, weighed[0], optimize=True)
    nothing = np.einsum("nr,nd,rd->n", shown[:, 0], told, weighed[1], optimize=True)
    leaning = told @ constants.T
    scores = np.concatenate([nothing[:, None] + leaning[:, :1], values + leaning[:, 1:]], axis=1)
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(likely / likely.sum(axis=1, keepdims=True))


def in_order(manners: Sequence[Manner]) -> list[int]:
    """The places of the statements in text order, headlines last, since they tell what the text says."""
    return sorted(range(len(manners)), key=lambda n: (manners[n].passage == "title", manners[n].place, n))
