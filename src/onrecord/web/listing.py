"""Long lists, a page of them at a time: those with most statements first, or those that fit some words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from onrecord.queries.names import fold
from onrecord.record import Record
from onrecord.web.asking import Ask, Param
from onrecord.web.kept import kept

#: Rows of a page; all of them fit a telephone's memory and a reader's patience.
ROWS = 100

PARAMETERS = (
    Param("q", help="Words that have to be in it."),
    Param("page", "number", default=1, least=1, most=100_000, help=f"The first {ROWS} are page 1."),
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """The rows of one page; `total` is how many there are on all pages."""

    words: str
    rows: tuple[T, ...]
    total: int
    next: str | None
    first: str | None


def part(
    ask: Ask, name: str, rows: Callable[[Record], Sequence[T]], texts: Callable[[T], Sequence[str | None]]
) -> Part[T]:
    """The page of a list that is asked for. `rows` gives the whole list, which is kept under that name; `texts` are
    those of a row in which its words are looked for."""
    words = ask.text("q") or ""
    wanted = fold(words).split()
    found = [one for one in kept(ask.record, name, rows) if not wanted or _fits(wanted, texts(one))]
    page = ask.number("page")
    some = tuple(found[(page - 1) * ROWS : page * ROWS])
    more = ask.with_(page=page + 1) if len(found) > page * ROWS else None
    return Part(words, some, len(found), more, ask.with_(page=None) if page > 1 else None)


def _fits(wanted: Sequence[str], texts: Sequence[str | None]) -> bool:
    there = fold(" ".join(text for text in texts if text))
    return all(word in there for word in wanted)
