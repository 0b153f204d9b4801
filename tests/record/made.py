"""Made-up analyses for the tests of the record: "NAME said WORDS." is a statement, and each NAME an actor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from onrecord.record import Maker, Record, open_record
from onrecord.types import Act, Analysis, Article, Dated, Occasion, Party, Passage, Person, Span, Statement
from stand_in import SAID

FIRST, SECOND = Maker("model-1", "0.1"), Maker("model-2", "0.2")


def article(text: str, id: str = "a", **known: str) -> Article:
    return Article(id, text, (Passage("body", 0, len(text)),), language="en", origin=f"{id}.txt", **known)


def told(
    text: str,
    id: str = "a",
    *,
    leave_out: Sequence[int] = (),
    shorter: int = 0,
    act: Act | None = None,
    said: str | None = None,
    speech: bool = False,
    **known: str,
) -> Analysis:
    """`leave_out` are places of statements that this analysis misses, `shorter` characters that its contents lack."""
    of = article(text, id, **known)
    found = [match for n, match in enumerate(SAID.finditer(text)) if n not in leave_out]
    people: dict[str, list[Span]] = {}
    for match in found:
        people.setdefault(match[1], []).append(span(text, *match.span(1)))
    held = None
    if speech and found:
        held = Occasion("o1", "speech", "a speech", None, None, said, (people[found[0][1]][0],))
    statements = []
    for n, match in enumerate(found):
        source, cue = span(text, *match.span(1)), span(text, *match.span(2))
        start, end = match.span(3)
        content = span(text, start, max(start + 1, end - shorter))
        who = Party(match[1], "person", None, match[1], (source,))
        dated = Dated(said, (source,)) if said else None
        spans = (source,), (cue,), (content,)
        known_of = {"speaker": (who,), "said": dated, "occasion": held, "act": act}
        statements.append(Statement(f"{id}-{n}-{shorter}", id, None, "body", *spans, "indirect", 0.9, **known_of))
    persons = (Person(name, name, "person", (name,), (), tuple(at)) for name, at in people.items())
    return Analysis(of, tuple(statements), tuple(persons), (), (), (held,) if held else ())


def span(text: str, start: int, end: int) -> Span:
    return Span(start, end, text[start:end])


def record(path: Path, *analyses: Analysis) -> Record:
    made = open_record(path / "talks.db")
    made.add(analyses, maker=FIRST)
    return made


def one(made: Record, query: str, *values: object) -> object:
    """The one value that a query gives."""
    ((value,),) = made.db.execute(query, values).fetchall()
    return value


def current(made: Record, field: str) -> dict[str, object]:
    """A column of `current` by the id of the statement."""
    query = f"SELECT s.id, c.{field} FROM current AS c JOIN statement AS s ON s.key = c.statement ORDER BY s.key"
    return dict(made.db.execute(query).fetchall())


def found(made: Record, words: str) -> list[str]:
    """The ids of the statements that have these words."""
    query = (
        "SELECT s.id FROM content_fts AS f JOIN statement AS s ON s.key = f.rowid WHERE content_fts MATCH ? "
        "ORDER BY s.key"
    )
    return [id for (id,) in made.db.execute(query, (words,)).fetchall()]
