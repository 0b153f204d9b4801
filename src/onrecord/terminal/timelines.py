"""A timeline for reading: when on the left, what on the right, with the silences between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from onrecord.export.dates import readable
from onrecord.export.table import wrap
from onrecord.queries.timeline import Timeline, TimelineRemark
from onrecord.queries.wording import as_it_reads
from onrecord.run import counted
from onrecord.terminal.screen import BOLD, DIM, Screen, screen_width

#: Columns for the time: "by 12 October 2023" and room; longer ones are broken.
WHEN = 20
#: Outlets named; of more the number is told.
MOST_OUTLETS = 4

#: The columns of a timeline in CSV.
COLUMNS = (
    *("remark", "said", "first", "last", "bounds", "act", "status", "occasion", "occasion_id", "cue", "content"),
    *("quote", "statement", "article", "outlets", "articles", "statements", "repeats", "repeated", "silence"),
)


def timeline_lines(timeline: Timeline, screen: Screen) -> Iterator[str]:
    """The lines of a timeline."""
    person = timeline.person
    remarks = len(timeline.remarks) + len(timeline.undated)
    more = ", and there are more" if timeline.more else ""
    yield from screen.lines(f"{person.name} ({person.id}) · {counted(remarks, 'remark')}{more}", BOLD)
    yield screen.rule()
    if not remarks:
        yield "no remarks"
    when = {one.remark: one.said for one in timeline.remarks if one.remark}
    for one in timeline.remarks:
        if one.silence is not None:
            told = screen.narrower(WHEN).lines(f"··· {one.silence:,} days without a word ···", DIM)
            yield from (" " * WHEN + line for line in told)
        yield from _remark(one, when, screen)
    if timeline.undated:
        yield screen.styled("undated", BOLD)
    for one in timeline.undated:
        yield from _remark(one, when, screen)


def _remark(one: TimelineRemark, when: Mapping[str, str | None], screen: Screen) -> Iterator[str]:
    right = screen.narrower(WHEN)
    times = wrap(_when(one), WHEN - 2)
    lines = [
        *right.lines(as_it_reads(one.wording)),
        *(line for fact in _facts(one, when) for line in right.lines(fact, DIM)),
    ]
    for n in range(max(len(times), len(lines))):
        time = times[n] if n < len(times) else ""
        blank = " " * (WHEN - screen_width(time))
        yield (time + blank + (lines[n] if n < len(lines) else "")).rstrip()


def _when(one: TimelineRemark) -> str:
    """When it was said; what nothing dates was said by the day on which an article reported it."""
    if one.said or one.bounds:
        return readable(one.said or one.bounds or "")
    date = one.wording.article.published
    return f"by {readable(date)}" if date else "no date"


def _facts(one: TimelineRemark, when: Mapping[str, str | None]) -> Iterator[str]:
    status = f"({one.status})" if one.status not in (None, "asserted") else ""
    id = one.remark or one.wording.statement
    occasion = one.occasion and one.occasion.name
    facts = (id, f"{one.act or ''} {status}".strip(), one.wording.quote, occasion, _reported(one))
    yield " · ".join(fact for fact in facts if fact)
    if one.repeats:
        yield "again, as in " + ", ".join(_named(id, when) for id in one.repeats)
    if one.repeated:
        yield "said again in " + ", ".join(_named(id, when) for id in one.repeated)


def _named(id: str, when: Mapping[str, str | None]) -> str:
    said = when.get(id)
    return f"{id} of {readable(said)}" if said else id


def _reported(one: TimelineRemark) -> str:
    """`The Ledger and 8 other outlets, 11 articles`."""
    names = list(one.outlets[:MOST_OUTLETS])
    if len(one.outlets) > MOST_OUTLETS:
        names.append(f"{len(one.outlets) - MOST_OUTLETS} more outlets")
    articles = f"{one.articles:,} articles" if one.articles > 1 else ""
    return " · ".join(part for part in (", ".join(names), articles) if part)


def timeline_row(one: TimelineRemark) -> tuple[object, ...]:
    """A remark as a row of CSV, by COLUMNS."""
    return (
        *(one.remark, one.said, one.first, one.last, one.bounds, one.act, one.status),
        *((one.occasion.name, one.occasion.id) if one.occasion else (None, None)),
        *(" … ".join(span.text for span in some) for some in (one.wording.cue, one.wording.content)),
        *(one.wording.quote, one.wording.statement, one.wording.article.id),
        *(one.outlets, one.articles, one.statements, one.repeats, one.repeated, one.silence),
    )
