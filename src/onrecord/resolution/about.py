"""Whom each statement's content speaks of: everybody named in it, and those meant by its pronouns and descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.resolution import gazetteer
from onrecord.resolution.people import People
from onrecord.resolution.speakers import as_party
from onrecord.types import Party, Span, Statement


def find_about(
    statements: Sequence[Statement], people: People, speakers: Sequence[Sequence[Party]]
) -> tuple[tuple[Party, ...], ...]:
    """For each statement those of whom its content speaks, in the order of their first mention, with all their
    mentions there as evidence. A speaker is among them only where the content names them, not by "he" or "I"."""
    named = {n for at, m in enumerate(people.mentions) if m.form == "name" for n in people.whose[at]}
    told = {n for n in named if _is_somebody(people, n)}
    return tuple(_about(s, people, {p.person for p in by}, told) for s, by in zip(statements, speakers, strict=True))


def _is_somebody(people: People, number: int) -> bool:
    """Whether somebody can be spoken of: people and organizations, and of the places those that stand for a
    government."""
    person = people.people[number]
    if person.kind == "place":
        return any(gazetteer.is_country(name) or gazetteer.government(name) is not None for name in person.names)
    return person.kind in ("person", "organization", "group")


def _about(statement: Statement, people: People, speakers: set[str], told: set[int]) -> tuple[Party, ...]:
    found: dict[int, Party] = {}
    spans: dict[int, list[Span]] = {}
    by_name: set[int] = set()
    for span in statement.content:
        for at in people.inside(span):
            mention = people.mentions[at]
            if mention.span.end > span.end:
                continue
            for number in people.whose[at]:
                if number in told:
                    found.setdefault(number, as_party(people.people[number], mention.span, mention.title))
                    spans.setdefault(number, []).append(mention.span)
                    by_name |= {number} if mention.form == "name" else set()
    return tuple(
        replace(party, evidence=tuple(spans[number]))
        for number, party in found.items()
        if party.person not in speakers or number in by_name
    )
