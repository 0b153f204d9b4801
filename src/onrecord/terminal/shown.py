"""Everything about one id, for reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.export.dates import readable
from onrecord.export.visible import RELATIONS, percent
from onrecord.queries.groups import EventLine, ShownOccasion, ShownRemark, ShownStory
from onrecord.queries.one_article import Reprint, ShownArticle
from onrecord.queries.one_person import Count, ShownPerson
from onrecord.queries.one_statement import RemarkOf, ShownStatement
from onrecord.queries.show import Shown, ShownDecision
from onrecord.terminal import sheet
from onrecord.terminal.screen import DIM, Screen
from onrecord.terminal.sheet import beside, grounds, names, passage, several, title, value
from onrecord.terminal.times import outlet, published
from onrecord.types import Clause, Statement


def shown_lines(shown: Shown, screen: Screen) -> Iterator[str]:
    """The lines for whatever was asked for."""
    match shown:
        case ShownStatement():
            yield from _statement(shown, screen)
        case ShownRemark():
            yield from _remark(shown, screen)
        case ShownArticle():
            yield from _article(shown, screen)
        case ShownPerson():
            yield from _person(shown, screen)
        case ShownOccasion():
            yield from _occasion(shown, screen)
        case ShownStory():
            yield from _story(shown, screen)
        case ShownDecision():
            yield from _decision(shown, screen)


def _statement(one: ShownStatement, screen: Screen) -> Iterator[str]:
    s, line = one.statement, one.line
    yield from title(f"statement {s.id}", screen)
    yield from beside("article", sheet.article(one.article, screen.narrower(sheet.LABEL)), screen)
    if line is None:
        yield from value("", "does not count: only an older analysis or version of the article has it", screen)
    yield from passage("in context", one.excerpt, screen)
    if not screen.colour:
        yield from value("", "[source] {cue} ⟦content⟧", screen, DIM)
    yield from grounds(one.grounds, screen)
    if line:
        known = (*line.speaker, *line.about, *line.target, *((line.occasion,) if line.occasion else ()))
        yield from value("known as", names(dict.fromkeys(one for one in known if one.id)), screen)
    yield from _values(s, screen)
    if line:
        yield from value("verdict", line.verdict, screen)
    if one.parent:
        yield from value("quoted in", f"{one.parent.id} {_content(one.parent)}", screen)
    yield from several("quotes", one.quoted, lambda s, inner: inner.lines(f"{s.id} {_content(s)}"), screen)
    for remark in one.remarks:
        yield from _remark_of(remark, screen)
    yield from several("who, and why", one.why, sheet.tie, screen)
    yield from several("analyses", one.analyses, sheet.analysis, screen)
    yield from several("decisions", one.decisions, sheet.decision, screen)
    yield from value("disputed", ", ".join(one.disputed), screen)


def _values(s: Statement, screen: Screen) -> Iterator[str]:
    yield from value("act", s.act, screen)
    yield from value("status", s.status, screen)
    yield from value("quote", f"{s.quote}, in the {s.passage}", screen)
    yield from value("confidence", percent(s.confidence), screen)
    for condition in s.conditions:
        words = f"{_clause(condition.then)} ⇐ {RELATIONS[condition.relation]} {_clause(condition.condition)}"
        yield from value("condition", words, screen)
    for n, item in enumerate(s.items, start=1):
        yield from value("item", f"({n}) {_clause(item)}", screen)


def _clause(clause: Clause) -> str:
    return " … ".join(span.text for span in clause.spans)


def _content(s: Statement) -> str:
    return " … ".join(span.text for span in s.content)


def _remark_of(one: RemarkOf, screen: Screen) -> Iterator[str]:
    others = len(one.others)
    told = f"{one.id}, told by no other" if not others else f"{one.id}, told by {others:,} more"
    yield from value("remark", told, screen)
    yield from several("others", one.others, sheet.statement, screen)
    yield from _again(one.repeats, one.repeated, screen)
    yield from several("why", one.why, sheet.tie, screen)


def _again(repeats: Iterable[str], repeated: Iterable[str], screen: Screen) -> Iterator[str]:
    yield from value("said before", ", ".join(repeats), screen)
    yield from value("said again", ", ".join(repeated), screen)


def _remark(one: ShownRemark, screen: Screen) -> Iterator[str]:
    yield from title(f"remark {one.id} · {names(one.speaker) or 'somebody'}", screen)
    yield from value("said", _days(one.first, one.last), screen)
    yield from value("occasion", names([one.occasion]) if one.occasion else None, screen)
    yield from several("told by", one.statements, sheet.statement, screen)
    yield from several("said before", one.repeats, sheet.statement, screen)
    yield from several("said again", one.repeated, sheet.statement, screen)
    yield from several("why", one.why, sheet.tie, screen)
    yield from several("decisions", one.decisions, sheet.decision, screen)


def _days(first: str | None, last: str | None) -> str | None:
    if first == last:
        return first and readable(first)
    return readable(f"{first or '..'}/{last or '..'}")


def _article(one: ShownArticle, screen: Screen) -> Iterator[str]:
    yield from title(one.article.title or "untitled", screen)
    known = (("id", one.article.id), ("outlet", one.article.outlet), ("published", published(one.article)))
    more = (("byline", one.byline), ("url", one.article.url), ("language", one.language), ("extractor", one.extractor))
    for label, text in (*known, *more, ("read from", one.origin), ("added", one.added)):
        yield from value(label, text, screen)
    if len(one.versions) > 1:
        told = (f"{v.version}: {v.id}, added {v.added}{', counts' if v.newest else ''}" for v in one.versions)
        yield from beside(
            "versions", (line for text in told for line in screen.narrower(sheet.LABEL).lines(text)), screen
        )
    for copy in one.copies:
        where = (copy.outlet, copy.url, copy.published)
        yield from value("same text in", " · ".join(part for part in where if part), screen)
    yield from several("reprints", one.reprints, _reprint, screen)
    yield from value("story", names([one.story]) if one.story else None, screen)
    yield from several("also in it", one.others, sheet.article, screen)
    yield from several("statements", one.statements, sheet.statement_here, screen)
    yield from several("why", one.why, sheet.tie, screen)
    yield from several("analyses", one.analyses, sheet.analysis, screen)


def _reprint(one: Reprint, screen: Screen) -> Iterator[str]:
    told = "the original" if one.original else "a reprint"
    yield from screen.lines(f"{told}: {outlet(one.article)} · {one.article.id} · {one.score:.2f} of the words")


def _person(one: ShownPerson, screen: Screen) -> Iterator[str]:
    yield from title(f"{one.name} ({one.id})", screen)
    yield from value("kind", one.kind, screen)
    yield from value("names", ", ".join(one.names), screen)
    for n, role in enumerate(one.roles):
        days = _days(role.first, role.last) if role.first or role.last else None
        yield from value("" if n else "roles", f"{role.role} · {days}" if days else role.role, screen)
    yield from value("ids", ", ".join(f"{name} {id}" for name, id in one.ids.items()), screen)
    span = f", {_days(one.first, one.last)}" if one.first else ""
    yield from value("statements", f"{one.statements:,}{span}", screen)
    for label, counts in (("acts", one.acts), ("outlets", one.outlets), ("speaks of", one.about)):
        yield from value(label, _counts(counts), screen)
    yield from value("speaks to", _counts(one.target), screen)
    yield from value("spoken of by", _counts(one.spoken_of_by), screen)
    yield from several("articles", one.articles, sheet.article, screen)
    yield from several("why", one.why, sheet.tie, screen)
    yield from several("decisions", one.decisions, sheet.decision, screen)


def _counts(counts: Sequence[Count]) -> str:
    some = (f"{one.name} ({one.id}) {one.count:,}" if one.id else f"{one.name} {one.count:,}" for one in counts)
    return ", ".join(some)


def _occasion(one: ShownOccasion, screen: Screen) -> Iterator[str]:
    yield from title(f"{one.name} ({one.id})", screen)
    known = (("kind", one.kind.replace("_", " ")), ("place", one.place), ("host", one.host))
    for label, text in (*known, ("date", one.edtf and readable(one.edtf)), ("speakers", names(one.speakers))):
        yield from value(label, text, screen)
    yield from several("told by", one.events, _event, screen)
    yield from several("said at it", one.statements, sheet.statement, screen, one.count)
    yield from several("why", one.why, sheet.tie, screen)
    yield from several("decisions", one.decisions, sheet.decision, screen)


def _event(one: EventLine, screen: Screen) -> Iterator[str]:
    date = one.edtf and readable(one.edtf)
    facts = (outlet(one.article), one.name, date, one.article.id)
    yield from screen.lines(" · ".join(fact for fact in facts if fact))
    for excerpt in one.ground.excerpts:
        yield from sheet.marked(excerpt, screen)


def _story(one: ShownStory, screen: Screen) -> Iterator[str]:
    yield from title(f"{one.name or 'a story'} ({one.id})", screen)
    yield from value("statements", f"{one.count:,}", screen)
    yield from value("speakers", names(one.speakers), screen)
    yield from several("articles", one.articles, sheet.article, screen)
    yield from several("why", one.why, sheet.tie, screen)
    yield from several("decisions", one.decisions, sheet.decision, screen)


def _decision(one: ShownDecision, screen: Screen) -> Iterator[str]:
    made = one.decision
    yield from title(f"decision {made.id}", screen)
    for label, text in (("by", made.by), ("made", made.made), ("about", f"{made.kind} {made.subject}")):
        yield from value(label, text, screen)
    yield from value("field", made.field, screen)
    yield from value("from, to", f"{sheet.given(made.old)} -> {sheet.given(made.new)}", screen)
    yield from value("why", made.why, screen)
    yield from value("undoes", made.undoes, screen)
    yield from value("state", "undone" if made.undone else None if made.attached else "has lost its place", screen)
    yield from grounds(one.grounds, screen)
    yield from several("undone by", one.undone_by, sheet.decision, screen)
