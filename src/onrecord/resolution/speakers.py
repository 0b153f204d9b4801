"""Who made each statement: the people that its source is of; for one without a source, whoever goes on speaking."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.resolution.mentions import pronoun_class
from onrecord.resolution.people import People
from onrecord.types import Article, Party, Person, Span, Statement

#: Cues with which whoever just spoke goes on.
_GOING_ON = ("adding", "saying", "noting", "calling", "telling", "arguing", "insisting", "claiming", "suggesting",
             "continued", "continuing", "concluding", "stressing", "explaining", "warning", "describing")  # fmt: skip


def find_speakers(article: Article, statements: Sequence[Statement], people: People) -> tuple[tuple[Party, ...], ...]:
    """For each statement its speakers, in the source's order; none where nobody can be told."""
    out: list[tuple[Party, ...]] = []
    by_id: dict[str, tuple[Party, ...]] = {}
    last: tuple[Party, ...] = ()
    for statement, numbers in zip(statements, people.sources, strict=True):
        above = by_id.get(statement.parent or "", ())
        speakers: tuple[Party, ...]
        if _asked(statement):
            speakers = ()
        elif not statement.source:
            speakers = last if _goes_on(statement) else ()
        else:
            speakers = _of_source(statement, numbers, people, above)
        out.append(speakers)
        by_id[statement.id] = speakers
        if speakers and statement.parent is None:
            last = speakers
    return tuple(out)


def _of_source(
    statement: Statement, numbers: Sequence[int], people: People, above: tuple[Party, ...]
) -> tuple[Party, ...]:
    found: dict[str, Party] = {}
    for at in numbers:
        mention = people.mentions[at]
        if mention.form == "pronoun" and pronoun_class(mention.head) == "1" and above:
            parties = list(above)
        else:
            parties = [as_party(people.people[n], mention.span, mention.title) for n in people.whose[at]]
        for party in parties:
            found.setdefault(party.person, party)
    return tuple(found.values())


def _asked(statement: Statement) -> bool:
    """Whether it is a question put to whoever speaks next ("Asked about the locks, Ames said"): nobody says by whom."""
    cue = " ".join(span.text for span in statement.cue).lower()
    after = not statement.source or (statement.cue and statement.source[0].start > statement.cue[0].start)
    return cue.startswith(("asked", "when asked", "pressed on", "questioned")) and bool(after)


def _goes_on(statement: Statement) -> bool:
    """Whether a statement without a source is the last speaker's: a quotation resumed, or a cue that goes on."""
    cue = " ".join(span.text for span in statement.cue).lower()
    return (not cue.strip(":,“”\"'‘’ ") and statement.quote == "direct") or cue.startswith(_GOING_ON)


def as_party(person: Person, span: Span, title: Span | None = None) -> Party:
    """Somebody by one mention: the role is what stands there, else the first that the article gives. The evidence is
    the mention, and where it is not the full name, where that first stands."""
    role = title if title in person.roles else next(iter(person.roles), None)
    full = next((s for s in person.mentions if s.text == person.name), None)
    evidence = (span,) if full is None or span.text == person.name else (span, full)
    return Party(person.name, person.kind, role.text if role else None, person.id, evidence)
