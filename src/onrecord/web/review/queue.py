"""The review page: the statement that most needs a look, what it says, and what may be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.queries.excerpts import marked
from onrecord.queries.history import DecisionLine, decision_line, newcomers
from onrecord.queries.one_statement import ShownStatement, find_statement, show_statement
from onrecord.queries.statements import ArticleLine, Named, StatementLine, statement_lines
from onrecord.queries.waiting import REASONS, Waiting, most_repeated, waiting
from onrecord.record import Record
from onrecord.record.decided import decisions
from onrecord.web.asking import Ask, Param
from onrecord.web.errors import NotThereError, RefusedError
from onrecord.web.kept import kept
from onrecord.web.page import Page, PageRoute
from onrecord.web.review.passage import Paragraph, around
from onrecord.web.review.values import Value, names_of, values_of
from onrecord.web.tables import Table, table_of

#: Statements of the queue that are listed beside the one that is looked at.
LISTED = 20
#: Seconds for which the most repeated remarks of a record are kept: to count them anew takes a look at every one.
FRESH = 60.0


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A statement that waits: its words, and why it waits."""

    statement: str
    article: str
    speaker: str
    words: str
    reasons: tuple[str, ...]
    confidence: float
    reports: int
    urgency: float


@dataclass(frozen=True, slots=True)
class Item:
    """The statement that is looked at."""

    statement: str
    article: ArticleLine
    speaker: tuple[Named, ...]
    occasion: Named | None
    values: tuple[Value, ...]
    verdict: str | None
    confidence: float
    remarks: tuple[str, ...]
    decisions: tuple[DecisionLine, ...]
    disputed: tuple[str, ...]
    names: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...] = field(metadata={"json": False})


@dataclass(frozen=True, slots=True)
class ReviewPage(Page):
    """The queue, and one statement of it; `item` is None where nothing waits. `before` and `after` are the ids of its
    neighbours. `last` is this reviewer's own last decision that stands, `new_persons` who became persons of the record
    by it."""

    title: str
    only: str | None
    reasons: tuple[str, ...]
    waiting: int
    lines: tuple[QueueLine, ...]
    item: Item | None
    before: str | None
    after: str | None
    last: DecisionLine | None
    new_persons: tuple[Named, ...]

    def tables(self) -> Mapping[str, Table]:
        columns = ("statement", "article", "speaker", "words", "reasons", "confidence", "reports", "urgency")
        return {"queue": table_of(self.lines, columns)}


def _review(ask: Ask) -> ReviewPage:
    only = ask.text("only")
    reason = next((one for one in REASONS if one == only), None)
    repeated = kept(ask.record, "repeated", lambda some: most_repeated(some.db), FRESH)
    queue = waiting(ask.record, ask.user.name, reason, repeated)
    ids = [one.statement for one in queue]
    wanted = ask.text("statement") or next(iter(ids), None)
    place = ids.index(wanted) if wanted in ids else -1
    shown = queue[max(place, 0) : max(place, 0) + LISTED]
    last = _last(ask.record, ask.user.name)
    return ReviewPage(
        title="Review",
        only=only,
        reasons=REASONS,
        waiting=len(queue),
        lines=_lines(ask.record, shown),
        item=_item(ask.record, wanted) if wanted else None,
        before=ids[place - 1] if place > 0 else None,
        after=ids[place + 1] if place + 1 < len(ids) else None,
        last=last,
        new_persons=newcomers(ask.record.db, [last.id]) if last else (),
    )


def _lines(record: Record, some: tuple[Waiting, ...]) -> tuple[QueueLine, ...]:
    lines = statement_lines(record.db, [one.key for one in some])
    return tuple(_line(lines[one.key], one) for one in some if one.key in lines)


def _line(line: StatementLine, one: Waiting) -> QueueLine:
    return QueueLine(
        statement=line.statement,
        article=line.article.id,
        speaker="; ".join(person.name for person in line.speaker),
        words=" … ".join(span.text for span in line.content),
        reasons=one.reasons,
        confidence=one.confidence,
        reports=one.reports,
        urgency=one.urgency,
    )


def _item(record: Record, id: str) -> Item:
    key = find_statement(record.db, id)
    if key is None:
        raise NotThereError(f"{id}: there is no statement with this id")
    shown = show_statement(record.db, key)
    line = shown.line
    if line is None:
        raise RefusedError(409, f"{id}: only an older analysis or an older version of its article has this statement")
    return Item(
        statement=id,
        article=shown.article,
        speaker=line.speaker,
        occasion=line.occasion,
        values=values_of(record, id, line, shown.disputed),
        verdict=line.verdict,
        confidence=line.confidence,
        remarks=tuple(remark.id for remark in shown.remarks),
        decisions=shown.decisions,
        disputed=shown.disputed,
        names=names_of(record, key),
        paragraphs=_paragraphs(record, key, shown),
    )


def _paragraphs(record: Record, key: int, shown: ShownStatement) -> tuple[Paragraph, ...]:
    query = (
        "SELECT t.text FROM statement AS s JOIN analysis AS a ON a.key = s.analysis "
        "JOIN text AS t ON t.article = a.article WHERE s.key = ?"
    )
    (text,) = record.db.execute(query, (key,)).fetchone()
    s = shown.statement
    marks = [*marked("source", s.source), *marked("cue", s.cue), *marked("content", s.content)]
    for one in s.conditions:
        marks += [*marked("condition", one.condition.spans), *marked("then", one.then.spans)]
    return around(text, marks)


def _last(record: Record, reviewer: str) -> DecisionLine | None:
    query = "SELECT key FROM decision WHERE by = ? AND undoes IS NULL ORDER BY key DESC LIMIT 20"
    for (key,) in record.db.execute(query, (reviewer,)).fetchall():
        made = next(decisions(record.db, "WHERE d.key = ?", (key,)))
        if not made.undone:
            return decision_line(made)
    return None


ROUTES = (
    PageRoute(
        "/review",
        _review,
        "review.html",
        ReviewPage,
        "What waits for a reviewer, most urgent first, and one statement of it.",
        parameters=(
            Param("only", choices=REASONS, help="Only what waits for this reason."),
            Param("statement", help="The statement to look at; the first that waits if not given."),
        ),
        tables=("queue",),
    ),
)
