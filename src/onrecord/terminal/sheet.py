"""What sheets about one id are made of: values beside their names, what they stand on, lists, what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from onrecord.export.dates import readable
from onrecord.queries.excerpts import Excerpt, Ground, runs
from onrecord.queries.history import AnalysisLine, DecisionLine
from onrecord.queries.reasons import reasons
from onrecord.queries.statements import ArticleLine, Named, StatementLine
from onrecord.queries.ties import Tied
from onrecord.queries.wording import as_it_reads
from onrecord.run import counted
from onrecord.terminal.screen import BOLD, CYAN, DIM, UNDERLINED, Marking, Screen, screen_width
from onrecord.terminal.times import outlet, published

T = TypeVar("T")

#: Columns for the names of values.
LABEL = 13
#: Statements, ties, articles that are listed of each; the rest is counted.
MOST = 12

MARKINGS = {
    "source": Marking(BOLD, ("[", "]")),
    "cue": Marking(CYAN, ("{", "}")),
    "content": Marking(UNDERLINED, ("⟦", "⟧")),
}
EVIDENCE = Marking(UNDERLINED, ("⟦", "⟧"))

#: What the fields of values are called on a sheet.
LABELS = {"said_bounds": "said", "translated_by": "translated by", "anchor": "hangs on"}


def title(text: str, screen: Screen) -> Iterator[str]:
    yield from screen.lines(text, BOLD)
    yield screen.rule()


def value(label: str, text: str | None, screen: Screen, style: str = "") -> Iterator[str]:
    """The name of a value and the value beside it; nothing where there is none."""
    if text:
        lines = screen.narrower(LABEL).lines(text, style)
        yield from beside(label, lines, screen)


def beside(label: str, lines: Iterable[str], screen: Screen) -> Iterator[str]:
    """Lines with a name before the first."""
    for n, line in enumerate(lines):
        head = LABELS.get(label, label) if n == 0 else ""
        blank = " " * max(LABEL - screen_width(head), 1)
        yield (screen.styled(head, DIM) + blank + line).rstrip()


def passage(label: str, one: Excerpt, screen: Screen) -> Iterator[str]:
    """An excerpt with its source, cue and content marked."""
    pieces = [("…", None), *((text, MARKINGS.get(part or "")) for text, part in runs(one)), ("…", None)]
    yield from beside(label, screen.narrower(LABEL).marked(pieces), screen)


def grounds(found: Iterable[Ground], screen: Screen) -> Iterator[str]:
    """Values, and under each what it stands on."""
    for one in found:
        dated = readable(one.value) if one.field in ("said", "said_bounds") else one.value
        yield from value(one.field, dated, screen)
        inner = screen.narrower(LABEL)
        for excerpt in one.excerpts:
            yield from beside("", marked(excerpt, inner), screen)
        for name in one.metadata:
            yield from value("", f"the article's {name}", screen, DIM)
        if not one.excerpts and not one.metadata:
            yield from value("", "by a reviewer's decision", screen, DIM)


def several(
    label: str, some: Sequence[T], shown: Callable[[T, Screen], Iterable[str]], screen: Screen, count: int | None = None
) -> Iterator[str]:
    """A list, its first ones in lines of their own, the rest counted."""
    inner = screen.narrower(LABEL)
    for n, one in enumerate(some[:MOST]):
        yield from beside("" if n else label, shown(one, inner), screen)
    rest = (count if count is not None else len(some)) - min(len(some), MOST)
    if rest > 0:
        yield from value("", f"and {rest:,} more", screen, DIM)


def statement(line: StatementLine, screen: Screen) -> Iterator[str]:
    """A statement of a list: its words, and where they are from."""
    yield from screen.lines(as_it_reads(line))
    yield from screen.lines(" · ".join([*_facts(line), outlet(line.article)]), DIM)


def statement_here(line: StatementLine, screen: Screen) -> Iterator[str]:
    """The same where it is known which article it is from."""
    yield from screen.lines(as_it_reads(line))
    yield from screen.lines(" · ".join(_facts(line)), DIM)


def _facts(line: StatementLine) -> list[str]:
    who = ", ".join(one.name for one in line.speaker)
    verdict = line.verdict and f"judged {line.verdict}"
    return [fact for fact in (line.statement, who, line.act, line.quote, verdict) if fact]


def article(one: ArticleLine, screen: Screen) -> Iterator[str]:
    yield from screen.lines(one.title or "Untitled article")
    known = (one.outlet, published(one), one.id)
    yield from screen.lines(" · ".join(part for part in known if part), DIM)


def tie(one: Tied, screen: Screen) -> Iterator[str]:
    """What was tied, how much speaks for it, and what."""
    names = f" ({' / '.join(dict.fromkeys(one.names))})" if one.names else ""
    yield from screen.lines(f"{one.one} ~ {one.other}{names}: {one.score:.2f}")
    yield from screen.lines("; ".join(reasons(one.kind, one.why)), DIM)


def analysis(one: AnalysisLine, screen: Screen) -> Iterator[str]:
    found = (one.act, one.status, one.said, one.quote) if one.quote else (counted(one.statements, "statement"),)
    counts = "counts now" if one.counts else None
    facts = (f"{one.made} model {one.model}, code {one.code}", *found, counts)
    yield from screen.lines(" · ".join(fact for fact in facts if fact))


def marked(one: Excerpt, screen: Screen) -> Iterator[str]:
    """An excerpt with what a value stands on marked."""
    pieces = ((text, EVIDENCE if part else None) for text, part in runs(one))
    yield from screen.marked([("…", None), *pieces, ("…", None)])


def decision(one: DecisionLine, screen: Screen) -> Iterator[str]:
    state = "undone" if one.undone else None if one.attached else "has lost its place"
    change = f"{one.field} {one.undoes}" if one.undoes else f"{one.field} {given(one.old)} -> {given(one.new)}"
    facts = (f"{one.id} {one.made} {one.by}: {change}", one.why, state)
    yield from screen.lines(" · ".join(fact for fact in facts if fact))


def given(value: Any) -> str:  # noqa: ANN401  (whatever a decision says)
    """A decided value in words."""
    if isinstance(value, list):
        return "; ".join(map(given, value)) or "-"
    if isinstance(value, dict):
        if "occasion" in value:
            return f"O{value['occasion']}"
        return str(value.get("name") or value.get("edtf") or value.get("with") or value.get("into") or "-")
    return "-" if value is None else str(value)


def names(some: Iterable[Named]) -> str:
    return ", ".join(f"{one.name} ({one.id})" if one.id else one.name for one in some)
