"""A record in figures, for reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from onrecord.queries.one_person import Count
from onrecord.queries.stats import Stats
from onrecord.run import counted
from onrecord.terminal.screen import Screen
from onrecord.terminal.sheet import value


def figure_lines(found: Stats, screen: Screen) -> Iterator[str]:
    """The lines of `onrecord stats`."""
    for label, text in (
        ("articles", _articles(found)),
        ("published", _between(found.published_first, found.published_last)),
        ("statements", f"{found.statements:,}; {found.said:,} say when"),
        ("said", _between(found.said_first, found.said_last)),
        ("acts", _counts(found.acts)),
        ("status", _counts(found.statuses)),
        ("quotation", _counts(found.quotes)),
        ("outlets", _counts(found.by_outlet)),
        ("people", f"{found.people:,} who said something"),
        ("occasions", f"{found.occasions:,}"),
        ("stories", f"{found.stories:,}"),
        (
            "remarks",
            f"{found.remarks:,}; {found.remarks_shared:,} in two outlets or more, {counted(found.repeats, 'repeat')}",
        ),
        ("decisions", f"{found.decisions:,}; {found.undone:,} undone, on {found.reviewed:,} statements"),
        ("analysed by", _counts(found.makers)),
        ("not linked", counted(found.unlinked, "article") if found.unlinked else "nothing"),
        ("size", f"{found.size / 1e6:,.1f} MB"),
    ):
        yield from value(label, text, screen)


def figure_rows(found: Stats) -> Iterator[tuple[str, object]]:
    """Each figure with its name; counts by value are named `acts: demand`."""
    for field in fields(found):
        figure = getattr(found, field.name)
        if isinstance(figure, tuple):
            yield from ((f"{field.name}: {one.name}", one.count) for one in figure)
        else:
            yield field.name, figure


def _articles(found: Stats) -> str:
    more = (
        (found.versions - found.articles, "older versions"),
        (found.undated, "without a date"),
        (found.copies, "copies met again"),
        (found.reprints, "reprints"),
        (found.removed, "removed"),
    )
    return "; ".join([f"{found.articles:,}", ", ".join(f"{count:,} {what}" for count, what in more if count)]).rstrip(
        "; "
    )


def _between(first: str | None, last: str | None) -> str | None:
    return f"{first} to {last}" if first and last and first != last else first


def _counts(counts: tuple[Count, ...]) -> str:
    return ", ".join(f"{one.name} {one.count:,}" for one in counts)
