"""What is known of statements beside their words, in flat arrays, so that a million of them fit."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable, Sequence
from typing import Generic, TypeVar, overload

import numpy as np

from onrecord.linking.arrays import Numbers, ranges
from onrecord.linking.remark_sides import Facts, Piece, Speaker

H = TypeVar("H", bound=Hashable)

#: Numbers that a statement takes in each array: keys (its own, its article's, its occasion's, its parent's); small ones
#: whose places are named here; and for each piece the number of the span, two characters and two places of words.
KEYS, SMALL, PIECE = 4, 13, 5
WHO, FROM, TO, REACH, SENTENCE, DAYS, NAMES, MARKS = 0, 1, 2, 3, 5, 7, 11, 12
#: In place of None; keys and days are above 0.
NONE = -1


class Kept(Generic[H]):
    """Things that many have in common, each kept once, by number."""

    def __init__(self, things: Iterable[H] = ()) -> None:
        self.things = list(things)
        self._places = {thing: place for place, thing in enumerate(self.things)}

    def place(self, thing: H) -> int:
        found = self._places.get(thing)
        if found is None:
            found = self._places[thing] = len(self.things)
            self.things.append(thing)
        return found

    def places(self, things: Iterable[H]) -> Numbers:
        return np.array([self.place(thing) for thing in things], np.int32)


class Table(Sequence[Facts]):
    """Facts by the number of their statement, each put together when it is asked for."""

    def __init__(self) -> None:
        self._keys, self._small, self._pieces = array("q"), array("i"), array("i")
        self._who = Kept[tuple[tuple[int, ...], Speaker]]()
        self._names = Kept[tuple[str | None, str | None]]()

    def __len__(self) -> int:
        return len(self._keys) // KEYS

    @overload
    def __getitem__(self, number: int) -> Facts: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Facts]: ...
    def __getitem__(self, number: int | slice) -> Facts | Sequence[Facts]:
        if isinstance(number, slice):
            return [self[n] for n in range(len(self))[number]]
        if not 0 <= number < len(self):
            raise IndexError(number)
        key, article, occasion, parent = self._keys[number * KEYS : (number + 1) * KEYS]
        small = self._small[number * SMALL : (number + 1) * SMALL]
        persons, speaker = self._who.things[small[WHO]]
        outlet, act = self._names.things[small[NAMES]]
        first, last, published, published_last = (day if day > 0 else None for day in small[DAYS:NAMES])
        return Facts(
            key=key,
            article=article,
            persons=persons,
            speaker=speaker,
            pieces=self.pieces(number),
            around=(small[REACH], small[REACH + 1]),
            sentence=(small[SENTENCE], small[SENTENCE + 1]),
            first=first,
            last=last,
            published=published,
            published_last=published_last,
            occasion=occasion if occasion > 0 else None,
            outlet=outlet,
            act=act,
            title=bool(small[MARKS] & 1),
            standing=bool(small[MARKS] & 2),
            parent=parent if parent > 0 else None,
        )

    # --- some of it alone, without putting together the rest ---

    def key(self, number: int) -> int:
        return self._keys[number * KEYS]

    def article(self, number: int) -> int:
        return self._keys[number * KEYS + 1]

    def size(self, number: int) -> int:
        """How many pieces a statement has."""
        return self._small[number * SMALL + TO] - self._small[number * SMALL + FROM]

    def pieces(self, number: int) -> tuple[Piece, ...]:
        begin, end = self._small[number * SMALL + FROM], self._small[number * SMALL + TO]
        return tuple(Piece(*self._pieces[n * PIECE : (n + 1) * PIECE]) for n in range(begin, end))

    def days(self, number: int) -> tuple[int | None, int | None, int | None]:
        """The first and the last day on which a statement may have been said, and the last one of its article."""
        first, last, _, published = self._small[number * SMALL + DAYS : number * SMALL + NAMES]
        return first if first > 0 else None, last if last > 0 else None, published if published > 0 else None

    def keys(self) -> Numbers:
        """The keys of each statement: its own, its article's, its occasion's and its parent's."""
        return np.asarray(self._keys).reshape(-1, KEYS)

    def small(self) -> Numbers:
        """The small numbers of each statement, by the places named above."""
        return np.asarray(self._small).reshape(-1, SMALL)

    def cuts(self) -> Numbers:
        """The numbers of each piece."""
        return np.asarray(self._pieces).reshape(-1, PIECE)

    def who(self) -> Sequence[tuple[tuple[int, ...], Speaker]]:
        """Whom statements are taken to be of, and who may have made them; which of them, the small numbers tell."""
        return self._who.things

    # --- growing and cutting ---

    def append(self, facts: Facts) -> None:
        begin = len(self._pieces) // PIECE
        self._keys.extend(_whole((facts.key, facts.article, facts.occasion, facts.parent)))
        self._small.extend((self._who.place((facts.persons, facts.speaker)), begin, begin + len(facts.pieces)))
        self._small.extend((*facts.around, *facts.sentence))
        self._small.extend(_whole((facts.first, facts.last, facts.published, facts.published_last)))
        self._small.extend((self._names.place((facts.outlet, facts.act)), facts.title | facts.standing << 1))
        for piece in facts.pieces:
            self._pieces.extend((piece.span, piece.start, piece.end, piece.low, piece.high))

    def extend(self, other: Table, words: int) -> None:
        """Takes in another table's statements, whose words are so many places further here."""
        small, pieces = other.small().copy(), other.cuts().copy()
        if len(small):
            small[:, WHO] = self._who.places(other._who.things)[small[:, WHO]]
            small[:, NAMES] = self._names.places(other._names.things)[small[:, NAMES]]
        small[:, FROM : TO + 1] += len(self._pieces) // PIECE
        pieces[:, 3:] += words
        self._keys.extend(other._keys)
        self._small.frombytes(small.tobytes())
        self._pieces.frombytes(pieces.tobytes())

    def some(self, numbers: Numbers, back: Numbers) -> Table:
        """The table of these statements alone; the words of each are so many places further back there."""
        part = Table()
        small = self.small()[numbers]
        sizes = small[:, TO] - small[:, FROM]
        pieces = self.cuts()[ranges(small[:, FROM], sizes)]
        pieces[:, 3:] -= np.repeat(back, sizes)[:, None].astype(np.int32)
        small[:, TO] = np.cumsum(sizes)
        small[:, FROM] = small[:, TO] - sizes
        who, small[:, WHO] = np.unique(small[:, WHO], return_inverse=True)
        part._who = Kept(self._who.things[n] for n in who.tolist())
        part._names = self._names
        part._keys.frombytes(self.keys()[numbers].tobytes())
        part._small.frombytes(small.tobytes())
        part._pieces.frombytes(pieces.tobytes())
        return part


def _whole(numbers: Iterable[int | None]) -> list[int]:
    return [NONE if number is None else number for number in numbers]
