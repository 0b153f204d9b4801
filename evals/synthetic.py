"""A made-up world of news: any number of articles with what an analysis would find in them, without the model.

    for analysis in analyses(2_000):
        ...

One world, whatever the number of articles: 5,000 people, 1,000 ministries and towns, 240 outlets, 60,000 words with
natural frequencies (Zipf's law as Mandelbrot wrote it), two years. It is told in stories, each on a day drawn from the
two years: a leading person and some of their circle say things, at an occasion or not, and several outlets report it
within days, each with a part of what was said, word for word, cut, or in other words. One article in twenty is another
outlet's article all but a sentence. Some people share a family name, some articles have no date, and now and then
somebody says again what they said in an earlier story. Every name is put together from syllables. The same seed gives
the same articles, and fewer articles are always the first of more.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, count, islice
from typing import get_args

import numpy as np
from synthetic_pages import Event, Figure, Line, Utterance, written

from onrecord.types import Act, Analysis, Article, OccasionKind

PEOPLE, BODIES, OUTLETS, PLACES, WORDS = 5_000, 1_000, 240, 400, 60_000
FAMILIES, FIRST_NAMES = 3_000, 400
FIRST_DAY, DAYS = date(2031, 1, 1), 730
SHIFT = 2.7  # Mandelbrot's: the commonest words are less far apart than Zipf's law alone has it
#: Reprints among articles, told in the issue; articles of a story and statements of an article on average.
REPRINTS, OF_STORY, OF_ARTICLE = 0.05, 6, 10
UNDATED, SAID_AGAIN = 0.04, 0.04
#: The commonest words of English, in order, so that the commonest words of the record are what they are everywhere.
COMMONEST = """
    the of to and a in that is for it was on with as be by at not are this from have has but they will or which an
    were been their one all we would more can its there had when than other who some if into so no out up new these
    only them over time could about two may then any first most after also must made even before our many through
    where much should well because each those such own now under while last never between again both off against
"""
ACTS: tuple[Act, ...] = get_args(Act)
KINDS: tuple[OccasionKind, ...] = ("press_conference", "speech", "interview", "debate", "meeting", "social_media")
BODY_KINDS = ("Ministry", "Council", "Party", "Union", "Bank")
ROLES = "minister governor mayor senator director ambassador chairman secretary spokesman president judge analyst"


@dataclass(frozen=True, slots=True)
class World:
    """`cumulative` are the words' frequencies summed up, and so `fame` for people and `reach` for outlets."""

    words: tuple[str, ...]
    cumulative: np.ndarray
    people: tuple[Figure, ...]
    fame: list[float]
    bodies: tuple[Figure, ...]
    outlets: tuple[str, ...]
    reach: list[float]
    places: tuple[str, ...]


def analyses(number: int, seed: int = 0) -> Iterator[Analysis]:
    """The first `number` articles of the world with that seed."""
    made = (analysis for story in count() for analysis in _story(world(seed), seed, story))
    return islice(made, number)


@cache
def world(seed: int = 0) -> World:
    chance = random.Random(f"world {seed}")
    made = (_word(chance, chance.choice((2, 2, 3, 3, 4))) for _ in count())
    words = tuple(islice(dict.fromkeys([*COMMONEST.split(), *islice(made, 2 * WORDS)]), WORDS))
    families = [_word(chance, chance.choice((2, 3))).title() for _ in range(FAMILIES)]
    firsts = [_word(chance, 2).title() for _ in range(FIRST_NAMES)]
    places = tuple(_word(chance, 3).title() for _ in range(PLACES))
    people = []
    for _ in range(PEOPLE):
        family, role = chance.choice(families), f"{chance.choice(places)} {chance.choice(ROLES.split())}"
        people.append(Figure(f"{chance.choice(firsts)} {family}", family, role))
    titles = ("Courier", "Herald", "Post", "Times", "Observer", "Gazette")
    outlets = tuple(f"The {place} {title}" for place in places[: OUTLETS // len(titles)] for title in titles)
    zipf = [list(accumulate(1 / (rank + SHIFT) for rank in range(size))) for size in (WORDS, PEOPLE, OUTLETS)]
    cumulative = np.array(zipf[0]) / zipf[0][-1]
    return World(words, cumulative, tuple(people), zipf[1], _bodies(chance, places), outlets, zipf[2], places)


def _bodies(chance: random.Random, places: Sequence[str]) -> tuple[Figure, ...]:
    """Towns, ministries and parties, and those who are named by what they are alone."""
    towns = [Figure(place, place, None, "place") for place in places]
    unnamed = [Figure(name, name, None, "unnamed") for name in ("officials", "residents", "critics", "a witness")]
    names = dict.fromkeys(f"{_word(chance, 3).title()} {kind}" for kind in BODY_KINDS for _ in range(BODIES))
    offices = [Figure(name, name, None, "organization") for name in names]
    return (*towns, *unnamed, *chance.sample(offices, BODIES - len(towns) - len(unnamed)))


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(syllables)) + chance.choice(
        ("", "", "n", "r", "l", "s", "k")
    )


class _Telling:
    """One story's dice and words: natural words, with those of the story's subject among them."""

    def __init__(self, of: World, seed: int, number: int) -> None:
        self.of = of
        self.chance = random.Random(f"story {seed} {number}")
        self._drawn = np.random.default_rng((seed, number))
        self._stock: list[str] = []
        self.subject: tuple[str, ...] = ()
        self.subject = self.words(40)

    def words(self, size: int) -> tuple[str, ...]:
        if len(self._stock) < size:
            places = np.searchsorted(self.of.cumulative, self._drawn.random(2_000 + size))
            self._stock = [self.of.words[place] for place in places.tolist()]
        taken, self._stock = self._stock[:size], self._stock[size:]
        if not self.subject:
            return tuple(taken)
        # A content word in five is of the story's subject.
        return tuple(self.chance.choice(self.subject) if self.chance.random() < 0.2 else word for word in taken)


def _story(of: World, seed: int, number: int) -> Iterator[Analysis]:
    """The articles about one event, reprints among them."""
    telling = _Telling(of, seed, number)
    chance = telling.chance
    lead = chance.choices(range(PEOPLE), cum_weights=of.fame)[0]
    cast = [of.people[lead], *(of.people[(lead + near) % PEOPLE] for near in chance.sample(range(1, 10), 3))]
    day = FIRST_DAY + timedelta(chance.randrange(DAYS))
    place = chance.choice(of.places)
    event = Event(chance.choice(KINDS), place, cast[0], day)
    said = [_utterance(telling, cast, event, day) for _ in range(chance.randint(6, 14))]
    reports = min(1 + int(chance.expovariate(1 / (OF_STORY - 1))), 60)
    outlets = list(dict.fromkeys(chance.choices(of.outlets, cum_weights=of.reach, k=2 * reports)))
    for n, outlet in enumerate(outlets[:reports]):
        lines = _lines(telling, said)
        published = None if chance.random() < UNDATED else day + timedelta(chance.choice((0, 0, 0, 1, 1, 2, 3)))
        article = Article(f"s{number}-{n}", "", (), None, outlet, published=published and published.isoformat())
        yield written(article, lines, _title(telling), place)
        # A reprint for each so many articles is a share of REPRINTS of all.
        if chance.random() < REPRINTS / (1 - REPRINTS):
            later = published and (published + timedelta(chance.choice((0, 0, 1)))).isoformat()
            agency = Line(("copyright", *chance.choice(of.outlets).lower().split()))
            again = replace(article, id=f"s{number}-{n}r", outlet=chance.choice(of.outlets), published=later)
            yield written(again, [*lines[:-1], agency], _title(telling), place)


def _title(telling: _Telling) -> tuple[str, ...]:
    return tuple(telling.chance.sample(telling.subject, 5))


def _utterance(telling: _Telling, cast: Sequence[Figure], event: Event, day: date) -> Utterance:
    """Something new, or now and then what the same person says whenever the subject comes up."""
    chance = telling.chance
    speaker = chance.choices(cast, (5, 2, 2, 1))[0]
    words = telling.words(chance.randint(8, 28))
    if chance.random() < SAID_AGAIN:
        stock = random.Random(f"{speaker.name} {chance.randrange(3)}")
        words = tuple(stock.choices(telling.of.words, cum_weights=telling.of.cumulative.tolist(), k=14))
    about = chance.choice([one for one in cast if one != speaker]) if chance.random() < 0.3 else None
    if about:
        place = chance.randrange(len(words))
        words = (*words[:place], about.family, *words[place:])
    at = event if chance.random() < 0.5 else None
    return Utterance(speaker, words, chance.choices(ACTS, range(17, 0, -1))[0], day, at, about)


def _lines(telling: _Telling, said: Sequence[Utterance]) -> list[Line]:
    """An article's sentences: a part of what was said, each utterance in this article's wording, and others between."""
    chance = telling.chance
    lines = [Line(telling.words(18))]
    told = min(len(said), chance.randint(4, 12))
    for utterance in chance.sample(said, told):
        lines.append(_worded(telling, utterance))
        if chance.random() < 0.7:
            lines.append(Line(telling.words(chance.randint(8, 20)), of=_bystander(telling)))
    # What no other article has: people said more than any two outlets print.
    for _ in range(max(0, round(chance.gauss(OF_ARTICLE - told, 2)))):
        one = chance.choice(said)
        alone = replace(one, words=telling.words(chance.randint(8, 24)), about=None, event=None)
        lines.append(_worded(telling, alone))
    return lines


def _bystander(telling: _Telling) -> Figure:
    """Somebody or something that an article names without having anything said by it."""
    of, chance = telling.of, telling.chance
    if chance.random() < 0.4:
        return chance.choices(of.people, cum_weights=of.fame)[0]
    return chance.choice(of.bodies)


def _worded(telling: _Telling, utterance: Utterance) -> Line:
    """Word for word, cut at either end, or with every fourth word another."""
    chance, words = telling.chance, utterance.words
    way = chance.random()
    if way < 0.3:
        return Line(words, utterance, quoted=True)
    if way < 0.6:
        start, end = chance.randrange(0, len(words) // 4 + 1), chance.randrange(3 * len(words) // 4, len(words))
        return Line(words[start : end + 1], utterance, quoted=True)
    other = telling.words(len(words))
    changed = (
        new if chance.random() < 0.25 and word.islower() else word for word, new in zip(words, other, strict=True)
    )
    return Line(tuple(changed), utterance)
