"""What a search is asked by address, and what it can be narrowed down to: facets, each value a link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlencode

from onrecord.queries.facets import Facet
from onrecord.queries.search import Order, Rank, Search
from onrecord.web.asking import Ask, Param

#: The facets that a page shows, in this order, and what they are called there.
LABELS = {
    "speaker": "Speaker",
    "act": "Act",
    "status": "Status",
    "outlet": "Outlet",
    "occasion": "Occasion",
    "year": "Year",
    "quote": "Quotation",
}
#: Characters of a hit that are shown: most statements have some hundred, and a speech has no place in a list.
MOST_SHOWN = 2_000
#: Filters that are one text each.
TEXTS = (
    *("speaker", "about", "target", "status", "quote", "occasion", "outlet"),
    *("story", "article", "verdict", "since", "until"),
)
ORDERS: tuple[Order, ...] = ("best", "newest", "oldest")
RANKS: tuple[Rank, ...] = ("words", "hybrid")
_HELP = {
    "speaker": "A person's id or name: who said it.",
    "about": "A person's id or name: whom it speaks of.",
    "target": "A person's id or name: at whom it is aimed.",
    "status": "asserted, negated, reported or hypothetical.",
    "quote": "direct, mixed or indirect.",
    "occasion": "An id, a kind, or words of an occasion.",
    "outlet": "An outlet, or a part of its name.",
    "story": "A story's id.",
    "article": "An article's id.",
    "verdict": "right or wrong, by the latest reviewer.",
    "since": "Said on this day or after: YYYY-MM-DD, YYYY-MM or YYYY.",
    "until": "Said on this day or before.",
}

PARAMETERS = (
    Param("q", help='Words, "phrases", prefix*, AND, OR, NOT, NEAR(a b, 5).'),
    *(Param(name, help=_HELP[name]) for name in TEXTS),
    Param("act", many=True, help="Acts, of which one has to be the statement's."),
    Param("or_published", "flag", default=0, help="Where nothing says when, the article's date counts."),
    Param("order", choices=ORDERS, default="best"),
    Param("rank", choices=RANKS, default="words"),
    Param("like", help="A statement's id, or a text of like meaning."),
    Param("limit", "number", default=20, least=1, most=200),
    Param("cursor", help="The `next` of the page before."),
)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value, how many hits have it, and the page of only those; where it is `chosen`, the page without it."""

    value: str
    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """The values of one field."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that holds, and the page without it."""

    name: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class HitPiece:
    """Words of a hit, and whether they are what was searched for."""

    text: str
    hit: bool


def wanted(ask: Ask) -> Search:
    """The search that a page's parameters ask for."""
    return Search(
        words=ask.text("q") or "",
        act=ask.all("act"),
        or_published=ask.flag("or_published"),
        order=next(one for one in ORDERS if one == ask.values["order"]),
        rank=next(one for one in RANKS if one == ask.values["rank"]),
        like=ask.text("like"),
        limit=ask.number("limit"),
        cursor=ask.text("cursor"),
        **{name: ask.text(name) for name in TEXTS},
    )


def pieces(words: str, highlights: Sequence[tuple[int, int]]) -> tuple[HitPiece, ...]:
    """The words of a hit, cut where what was searched for begins and ends; of very many those around the first hit."""
    first = max(0, highlights[0][0] - MOST_SHOWN // 3) if highlights else 0
    start, stop = (0, len(words)) if len(words) <= MOST_SHOWN else (first, first + MOST_SHOWN)
    cuts = [start, *(min(max(at, start), stop) for pair in highlights for at in pair), min(stop, len(words))]
    some = [HitPiece(words[a:b], n % 2 == 1) for n, (a, b) in enumerate(pairwise(cuts)) if a < b]
    before, after = [HitPiece("…", False)] * (start > 0), [HitPiece("…", False)] * (stop < len(words))
    return (*before, *some, *after)


def facet_groups(
    found: Mapping[str, Sequence[Facet]], given: Sequence[tuple[str, str]], address: str
) -> tuple[FacetGroup, ...]:
    """The facets of a search as links. `given` are the search's parameters, `address` its page's without them."""
    return tuple(
        FacetGroup(name, label, tuple(_value(name, one, given, address) for one in found[name]))
        for name, label in LABELS.items()
        if found.get(name)
    )


def _value(name: str, facet: Facet, given: Sequence[tuple[str, str]], address: str) -> FacetValue:
    value, label, count = facet
    changes = [(field, str(value)) for field in (("since", "until") if name == "year" else (name,))]
    chosen = all(change in given for change in changes)
    fields = {field for field, _ in changes}
    if name == "act":
        kept = [pair for pair in given if pair not in changes]
    else:
        kept = [pair for pair in given if pair[0] not in fields]
    return FacetValue(str(value), str(label), count, asked(address, kept if chosen else [*kept, *changes]), chosen)


def chips(given: Sequence[tuple[str, str]], groups: Sequence[FacetGroup], address: str) -> Iterator[Chip]:
    """The filters that hold; what is only known by id by its name, where a facet tells it."""
    labels = {(group.name, one.value): one.label for group in groups for one in group.values}
    names = {*TEXTS, "act", "like"}
    for pair in given:
        if pair[0] in names and pair[1]:
            rest = [one for one in given if one != pair]
            yield Chip(pair[0], labels.get(pair, pair[1]), asked(address, rest))


def asked(address: str, given: Sequence[tuple[str, str]]) -> str:
    """An address with parameters, without the place in the list that it was left at."""
    kept = [pair for pair in given if pair[0] != "cursor" and pair[1]]
    return address + (f"?{urlencode(kept)}" if kept else "")
