"""Whatever an id stands for, in full."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from onrecord.errors import RecordError
from onrecord.queries.excerpts import Ground, ground
from onrecord.queries.groups import ShownOccasion, ShownRemark, ShownStory, show_occasion, show_remark, show_story
from onrecord.queries.history import DecisionLine, decision_line
from onrecord.queries.one_article import ShownArticle, find_article, show_article
from onrecord.queries.one_person import ShownPerson, show_person
from onrecord.queries.one_statement import ShownStatement, find_statement, show_statement
from onrecord.record import Record
from onrecord.record.decided import decisions
from onrecord.record.grouping import GROUPINGS, group_of_id, merged_into
from onrecord.record.rows import evidence_of, storable


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """A decision, the words that it hangs on, and the decisions that take it back."""

    shows: Literal["decision"]
    decision: DecisionLine
    grounds: tuple[Ground, ...]
    undone_by: tuple[DecisionLine, ...]


Shown = ShownStatement | ShownRemark | ShownArticle | ShownPerson | ShownOccasion | ShownStory | ShownDecision

#: Ids that a message about an unknown one lists.
MOST_NEAR = 5
#: Ids that begin alike are compared with an unknown one; of a million statements some have the same four digits.
MOST_COMPARED = 500

_DECISION = re.compile("[Dd]([0-9]{1,17})")
_SHOWING: dict[str, Callable[[sqlite3.Connection, int], Shown]] = {
    "person": show_person,
    "occasion": show_occasion,
    "remark": show_remark,
    "story": show_story,
}


def show(record: Record, id: str) -> Shown:
    """What that id stands for: a statement, an article, a remark (R40), a person (P12), an occasion (O3), a story (S5)
    or a decision (D7). What reviewers merged with another is shown as that other. Raises RecordError, with ids that
    are near, where there is nothing by that id."""
    id = storable(id)
    with record.snapshot():
        db = record.db
        if group := group_of_id(db, id):
            grouping, key = group
            return _SHOWING[grouping.kind](db, merged_into(db, grouping).get(key, key))
        if (statement := find_statement(db, id)) is not None:
            return show_statement(db, statement)
        if (article := find_article(db, id)) is not None:
            return show_article(db, article)
        if (numbered := _DECISION.fullmatch(id)) and (shown := _decision(db, int(numbered[1]))):
            return shown
        raise RecordError(_unknown(db, id))


def _decision(db: sqlite3.Connection, key: int) -> ShownDecision | None:
    made = next(decisions(db, "WHERE d.key = ?", (key,)), None)
    if made is None:
        return None
    undoing = tuple(decision_line(one) for one in decisions(db, "WHERE d.undoes = ?", (key,)))
    return ShownDecision("decision", decision_line(made), _grounds(db, key), undoing)


def _grounds(db: sqlite3.Connection, decision: int) -> tuple[Ground, ...]:
    """The words that a decision hangs on, in the articles that are here."""
    query = (
        "SELECT a.spans, r.id, t.text FROM anchor AS a JOIN article AS r ON r.hash = a.hash "
        "JOIN text AS t ON t.article = r.key WHERE a.decision = ? ORDER BY a.n"
    )
    rows = db.execute(query, (decision,)).fetchall()
    return tuple(ground(text, "anchor", article, evidence_of(text, spans)) for spans, article, text in rows)


def _unknown(db: sqlite3.Connection, id: str) -> str:
    query = "SELECT made, by, why FROM removal WHERE article = ? ORDER BY key DESC LIMIT 1"
    for made, by, why in db.execute(query, (id,)):
        return f"{id}: it was removed at {made} by {by}{': ' if why else ''}{why}"
    near = get_close_matches(id, _alike(db, id), n=MOST_NEAR, cutoff=0.7)
    listed = f"; near are {', '.join(near)}" if near else ""
    return f"{id}: there is nothing with this id{listed}"


def _alike(db: sqlite3.Connection, id: str) -> list[str]:
    """Ids that begin as this one does, or are numbered nearly so."""
    head = id[: max(len(id) // 4, 1)]
    beyond = head + "\U0010ffff"
    found: list[str] = []
    for table in ("statement", "article"):
        query = f"SELECT DISTINCT id FROM {table} WHERE id >= ? AND id < ? LIMIT ?"
        found += [one for (one,) in db.execute(query, (head, beyond, MOST_COMPARED))]
    for table, letter in (*((g.kind, g.letter) for g in GROUPINGS.values()), ("decision", "D")):
        if id[:1].upper() == letter:
            query = f"SELECT key FROM {table} ORDER BY key DESC LIMIT ?"
            found += [f"{letter}{key}" for (key,) in db.execute(query, (MOST_COMPARED,))]
    return found
