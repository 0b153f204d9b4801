"""Made-up articles for the tests of linking people and occasions: who is named in them, and at what event somebody
speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.record import Maker, Record, open_record
from onrecord.types import (
    Analysis,
    Article,
    Dated,
    Occasion,
    OccasionKind,
    Party,
    Passage,
    Person,
    PersonKind,
    Span,
    Statement,
)


@dataclass(frozen=True)
class Who:
    """Somebody in an article. `also` are other names that it uses."""

    name: str
    role: str = ""
    kind: PersonKind = "person"
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class At:
    """An event of an article, at which `speaker`, by name, says something."""

    kind: OccasionKind
    speaker: str | None = None
    name: str = ""
    place: str | None = None
    host: str | None = None
    edtf: str | None = None


def told(
    *named: Who | str, id: str = "a", day: str | None = None, outlet: str | None = None, events: Sequence[At] = ()
) -> Analysis:
    """An article that names these, one sentence each, and has these events."""
    text, people = f"{id}.", []
    for number, one in enumerate(Who(w) if isinstance(w, str) else w for w in named):
        text += f" {one.role} "
        role = Span(len(text) - len(one.role) - 1, len(text) - 1, one.role)
        mentions = []
        for name in (one.name, *one.also):
            mentions.append(Span(len(text), len(text) + len(name), name))
            text += f"{name} "
        roles = (role,) if one.role else ()
        people.append(Person(f"p{number}", one.name, one.kind, (one.name, *one.also), roles, tuple(mentions)))
        text += "was there."
    statements, occasions = [], []
    for number, event in enumerate(events):
        cue = Span(len(text) + 1, len(text) + 5, "said")
        content = Span(len(text) + 6, len(text) + 12, f"words{number % 10}")
        text += f" said words{number % 10}."
        at = people[0].mentions[0]
        name = event.name or event.kind.replace("_", " ")
        occasion = Occasion(f"o{number}", event.kind, name, event.place, event.host, event.edtf, (cue,))
        occasions.append(occasion)
        speaker = next((p for p in people if p.name == event.speaker), None)
        parties = (Party(speaker.name, speaker.kind, None, speaker.id, (at,)),) if speaker else ()
        said = Dated(event.edtf, (cue,)) if event.edtf else None
        statements.append(
            Statement(
                f"{id}-{number}",
                id,
                None,
                "body",
                (),
                (cue,),
                (content,),
                "indirect",
                0.9,
                parties,
                said,
                None,
                occasion,
            )
        )
    article = Article(id, text, (Passage("body", 0, len(text)),), None, outlet, None, day, language="en", origin=id)
    return Analysis(article, tuple(statements), tuple(people), (), (), tuple(occasions))


def record(folder: Path, *analyses: Analysis) -> Record:
    made = open_record(folder / "talks.db")
    made.add(analyses, maker=Maker("model", "0"))
    return made


def persons(made: Record) -> list[set[str]]:
    """The persons, each as the names and articles of its actors: "Ann Marrow@a"."""
    query = (
        "SELECT p.person, a.name || '@' || r.id FROM person_actor AS p JOIN actor AS a ON a.key = p.actor "
        "JOIN analysis AS n ON n.key = a.analysis JOIN article AS r ON r.key = n.article"
    )
    found: dict[int, set[str]] = {}
    for person, name in made.db.execute(query):
        found.setdefault(person, set()).add(name)
    return sorted(found.values(), key=sorted)


def together(made: Record, *names: str) -> bool:
    """Whether all these ("Ann Marrow@a") are one person."""
    return any(set(names) <= person for person in persons(made))


def occasions(made: Record) -> list[set[str]]:
    """The occasions, each as the articles whose events they are, with the place of the event in the article."""
    query = (
        "SELECT o.occasion, r.id || substr(e.id, 2) FROM occasion_event AS o JOIN event AS e ON e.key = o.event "
        "JOIN analysis AS n ON n.key = e.analysis JOIN article AS r ON r.key = n.article"
    )
    found: dict[int, set[str]] = {}
    for occasion, event in made.db.execute(query):
        found.setdefault(occasion, set()).add(event)
    return sorted(found.values(), key=sorted)
