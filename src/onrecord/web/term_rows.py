"""Terms as pages and tables show them: who wants what from whom, on what condition, and who refused it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.export.visible import RELATIONS
from onrecord.queries.statements import ArticleLine, Named
from onrecord.queries.terms import Answer, Term
from onrecord.web.tables import Table

COLUMNS = ("who", "act", "whom", "what", "conditions", "said", "refused by", "remark", "statement", "outlets")


@dataclass(frozen=True, slots=True)
class TermCondition:
    """`then` holds by `relation` to `condition`; `words` is the relation as it is read: "only if"."""

    then: str
    relation: str
    words: str
    condition: str


@dataclass(frozen=True, slots=True)
class TermRow:
    """A row of a table of terms. `statement` is the fullest of those that report it."""

    who: tuple[Named, ...]
    act: str | None
    status: str | None
    whom: tuple[Named, ...]
    what: tuple[str, ...]
    conditions: tuple[TermCondition, ...]
    said: str | None
    remark: str | None
    statement: str
    article: ArticleLine
    outlets: tuple[str, ...]
    refused: tuple[Answer, ...]


def term_rows(some: Iterable[Term]) -> tuple[TermRow, ...]:
    return tuple(
        TermRow(
            who=one.who,
            act=one.act,
            status=one.status,
            whom=one.whom,
            what=one.what,
            conditions=tuple(
                TermCondition(each.then, each.relation, RELATIONS[each.relation], each.condition)
                for each in one.conditions
            ),
            said=one.said,
            remark=one.remark,
            statement=one.statement.statement,
            article=one.statement.article,
            outlets=one.outlets,
            refused=one.refused,
        )
        for one in some
    )


def term_table(rows: Iterable[TermRow]) -> Table:
    """The same for .csv; several values of one are joined by "; "."""
    return Table(COLUMNS, tuple(_row(one) for one in rows))


def _row(one: TermRow) -> tuple[str | None, ...]:
    return (
        "; ".join(who.name for who in one.who) or None,
        one.act,
        "; ".join(who.name for who in one.whom) or None,
        "; ".join(one.what),
        "; ".join(f"{each.then} <= {each.words} {each.condition}" for each in one.conditions) or None,
        one.said,
        "; ".join(answer.who.name for answer in one.refused) or None,
        one.remark,
        one.statement,
        "; ".join(one.outlets) or None,
    )
