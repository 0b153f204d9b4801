"""Takes what a linking pass found: groups, and why things were tied. Groups keep their ids as far as their members are
the same, and what reviewers merged or split stays so."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.record import anchors, current
from onrecord.record.days import days
from onrecord.record.grouping import GROUPINGS, Grouping, Kind, named_by_decisions, replay, statements_of
from onrecord.record.rows import compact, maybe, storable

#: A span of a statement's content: the statement's key, start, end.
SpanKey = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonGroup:
    """Actors, by key, that are one person. A pass that only adds to a person gives the person's `key` and the new
    members; otherwise the members are all there are. `roles` are objects with `role` and, where known, `first` and
    `last` day; `ids` are ids elsewhere."""

    members: tuple[int, ...]
    name: str
    kind: str
    names: tuple[str, ...] = ()
    roles: tuple[Mapping[str, str | None], ...] = ()
    ids: Mapping[str, str] | None = None
    key: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionGroup:
    """Events, by key, that are one occasion."""

    members: tuple[int, ...]
    name: str
    kind: str
    place: str | None = None
    host: str | None = None
    edtf: str | None = None
    key: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkGroup:
    """Spans of contents that report one remark, and the first and last day on which it may have been made."""

    members: tuple[SpanKey, ...]
    first: str | None = None
    last: str | None = None
    key: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryGroup:
    """Articles, by key, about one event."""

    members: tuple[int, ...]
    name: str | None = None
    key: int | None = None


Group = PersonGroup | OccasionGroup | RemarkGroup | StoryGroup


@dataclass(frozen=True, slots=True)
class Tie:
    """Why a pass tied two members (of a remark: two SpanKeys): `score` 0 to 1, `why` the features that spoke."""

    a: int | SpanKey
    b: int | SpanKey
    score: float
    why: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An article, by key, that repeats another one, which was published first as far as is known."""

    article: int
    original: int
    score: float
    why: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What linking keeps of an article's words: its key, the version of the layout, how many words it has, the latest
    year that they name, its terms and its signature."""

    article: int
    layout: int
    words: int
    year: int | None
    terms: bytes
    runs: bytes


_FACTS = {
    "person": ("name", "kind", "names", "roles", "ids"),
    "occasion": ("name", "kind", "place", "host", "edtf", "first", "last"),
    "remark": ("first", "last"),
    "story": ("name",),
}


def write(
    db: sqlite3.Connection,
    kind: Kind,
    groups: Sequence[Group],
    ties: Iterable[Tie] = (),
    *,
    whole: bool = True,
) -> list[int]:
    """Stores a pass's groups and ties in place of its older ones, inside the transaction that is open; returns the
    key of each group as linking has it. Where not `whole`, what is not mentioned stays as it was."""
    grouping = GROUPINGS[kind]
    keys = _keys(db, grouping, groups, whole)
    _write_facts(db, grouping, groups, keys)
    if whole:
        db.execute("DELETE FROM link WHERE kind = ?", (kind,))
    _write_members(db, grouping, groups, keys, whole)
    _write_ties(db, kind, ties)
    if kind == "remark":
        _reattach_spans(db)
    changed = replay(db, grouping)
    _drop_empty(db, grouping)
    if not whole and kind in ("person", "occasion"):
        mentioned = {member for group in groups for member in group.members if isinstance(member, int)}
        current.refresh(db, set(statements_of(db, grouping, changed | mentioned)))
    elif kind == "person":
        current.refresh_persons(db)
    elif kind == "occasion":
        current.refresh_occasions(db)
    return keys


def write_repeats(db: sqlite3.Connection, ties: Iterable[Tie], *, whole: bool = True) -> None:
    """Stores which remark was made again later as which other one; each end is a SpanKey in it."""
    if whole:
        db.execute("DELETE FROM link WHERE kind = 'repeats'")
    query = 'SELECT remark FROM remark_span WHERE statement = ? AND start = ? AND "end" = ?'
    for tie in ties:
        ends = [db.execute(query, end).fetchone() for end in (tie.a, tie.b) if isinstance(end, tuple)]
        if len(ends) == 2 and all(ends):
            row = ("repeats", ends[0][0], ends[1][0], tie.score, compact(dict(tie.why)))
            db.execute("INSERT INTO link (kind, a, b, score, why) VALUES (?, ?, ?, ?, ?)", row)


def write_duplicates(db: sqlite3.Connection, found: Iterable[Duplicate], *, whole: bool = True) -> None:
    """Stores which articles repeat which."""
    if whole:
        db.execute("DELETE FROM duplicate")
    rows = [(one.article, one.original, one.score, compact(dict(one.why))) for one in found]
    db.executemany("INSERT OR REPLACE INTO duplicate VALUES (?, ?, ?, ?)", rows)


def write_sketches(db: sqlite3.Connection, sketches: Iterable[Sketch]) -> None:
    """Stores sketches in place of older ones of the same articles."""
    rows = ((one.article, one.layout, one.words, one.year, one.terms, one.runs) for one in sketches)
    db.executemany("INSERT OR REPLACE INTO sketch VALUES (?, ?, ?, ?, ?, ?)", rows)


def _keys(db: sqlite3.Connection, grouping: Grouping, groups: Sequence[Group], whole: bool) -> list[int]:
    """A key for each group: its own, else that of the older group with which it has most in common, else a new one."""
    older = _older(db, grouping, groups, whole)
    shared: list[tuple[int, int, int]] = []
    for n, group in enumerate(groups):
        if group.key is None:
            common = Counter(older[token] for member in group.members if (token := _token(member)) in older)
            shared += [(-count, key, n) for key, count in common.items()]
    keys = {n: group.key for n, group in enumerate(groups) if group.key is not None}
    taken = set(keys.values())
    for _, key, n in sorted(shared):
        if n not in keys and key not in taken:
            keys[n] = key
            taken.add(key)
    found = db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (grouping.kind,)).fetchone()
    following = found[0] + 1 if found else 1
    for n in range(len(groups)):
        if n not in keys:
            keys[n] = following
            following += 1
    return [keys[n] for n in range(len(groups))]


def _older(db: sqlite3.Connection, grouping: Grouping, groups: Sequence[Group], whole: bool) -> dict[int, int]:
    """The groups as linking had them, by what a member is known by; where not `whole`, of the groups' members alone."""
    column = "statement" if grouping.kind == "remark" else grouping.member
    query = f"SELECT {column}, linked FROM {grouping.members}"
    if whole:
        return dict(db.execute(query).fetchall())
    tokens = {_token(member) for group in groups if group.key is None for member in group.members}
    found = (db.execute(f"{query} WHERE {column} = ?", (token,)).fetchall() for token in tokens)
    return dict(pair for some in found for pair in some)


def _token(member: int | SpanKey) -> int:
    """What a member is known by from one linking to the next; the cut of a span may change."""
    return member if isinstance(member, int) else member[0]


def _write_facts(db: sqlite3.Connection, grouping: Grouping, groups: Sequence[Group], keys: Sequence[int]) -> None:
    names = _FACTS[grouping.kind]
    columns, marks = ", ".join(names), ", ".join("?" * len(names))
    changes = ", ".join(f"{name} = excluded.{name}" for name in names)
    db.executemany(
        f"INSERT INTO {grouping.kind} (key, {columns}) VALUES (?, {marks}) ON CONFLICT (key) DO UPDATE SET {changes}",
        ((key, *_facts(group)) for key, group in zip(keys, groups, strict=True)),
    )


def _facts(group: Group) -> tuple[object, ...]:
    match group:
        case PersonGroup():
            roles = [dict(role) for role in group.roles]
            lists = compact(list(group.names or (group.name,))), compact(roles), compact(dict(group.ids or {}))
            return storable(group.name), group.kind, *lists
        case OccasionGroup():
            known = maybe(group.place), maybe(group.host), maybe(group.edtf)
            return storable(group.name), group.kind, *known, *days(group.edtf)
        case RemarkGroup():
            return group.first, group.last
        case StoryGroup():
            return (maybe(group.name),)


def _write_members(
    db: sqlite3.Connection, grouping: Grouping, groups: Sequence[Group], keys: Sequence[int], whole: bool
) -> None:
    g = grouping
    conflict = f"DO UPDATE SET {g.kind} = excluded.{g.kind}, linked = excluded.linked"
    found = ((key, member) for key, group in zip(keys, groups, strict=True) for member in group.members)
    if g.kind != "remark":
        if whole:
            db.execute(f"DELETE FROM {g.members}")
        rows = sorted((member, key, key) for key, member in found)
        insert = f"INSERT INTO {g.members} ({g.member}, {g.kind}, linked) VALUES (?, ?, ?)"
        insert += f" ON CONFLICT ({g.member}) {conflict}"
        db.executemany(insert, rows)
        return
    spans = sorted((*member, key, key) for key, member in found if isinstance(member, tuple))
    if whole:
        _keep_spans(db, spans)
    insert = (
        'INSERT INTO remark_span (statement, start, "end", remark, linked) VALUES (?, ?, ?, ?, ?) '
        f'ON CONFLICT (statement, start, "end") {conflict}'
    )
    db.executemany(insert, spans)


def _keep_spans(db: sqlite3.Connection, spans: Sequence[tuple[int, ...]]) -> None:
    """Deletes the spans that are not among these, which are in order. Those that stay keep their keys, on which
    decisions hang."""
    old = db.execute('SELECT key, statement, start, "end" FROM remark_span')
    gone = [(key,) for key, *span in old if not _among(spans, tuple(span))]
    db.executemany("DELETE FROM remark_span WHERE key = ?", gone)


def _among(spans: Sequence[tuple[int, ...]], span: tuple[int, ...]) -> bool:
    place = bisect_left(spans, span)
    return place < len(spans) and spans[place][:3] == span


def _write_ties(db: sqlite3.Connection, kind: Kind, ties: Iterable[Tie]) -> None:
    def end(one: int | SpanKey) -> int:
        if isinstance(one, int):
            return one
        query = 'SELECT key FROM remark_span WHERE statement = ? AND start = ? AND "end" = ?'
        return int(db.execute(query, one).fetchone()[0])

    rows = ((kind, end(tie.a), end(tie.b), tie.score, compact(dict(tie.why))) for tie in ties)
    db.executemany("INSERT INTO link (kind, a, b, score, why) VALUES (?, ?, ?, ?, ?)", rows)


def _reattach_spans(db: sqlite3.Connection) -> None:
    """Decisions that hang on a span of a remark that is cut differently now."""
    query = (
        "SELECT DISTINCT a.hash, n.key FROM anchor AS a JOIN decision AS d ON d.key = a.decision "
        "JOIN article AS r ON r.hash = a.hash JOIN analysis AS n ON n.article = r.key AND n.current = 1 "
        "WHERE d.kind = 'remark' AND (a.member IS NULL OR a.member NOT IN (SELECT key FROM remark_span))"
    )
    for hash, analysis in db.execute(query).fetchall():
        anchors.attach(db, hash, analysis, kind="remark")


def _drop_empty(db: sqlite3.Connection, grouping: Grouping) -> None:
    """Groups that nothing is in any more go, unless a decision names them or they were imported."""
    g = grouping
    named = ", ".join(map(str, sorted(named_by_decisions(db, g))))
    imported = " AND ids = '{}'" if g.kind == "person" else ""
    empty = (
        f"key NOT IN (SELECT {g.kind} FROM {g.members}) AND key NOT IN (SELECT linked FROM {g.members}) "
        f"AND key NOT IN ({named}){imported}"
    )
    if g.kind == "remark":
        gone = f"SELECT key FROM remark WHERE {empty}"
        db.execute(f"DELETE FROM link WHERE kind = 'repeats' AND (a IN ({gone}) OR b IN ({gone}))")
    db.execute(f"DELETE FROM {g.kind} WHERE {empty}")


def mark(db: sqlite3.Connection, articles: Iterable[int] | None) -> None:
    """Notes that the passes have seen these articles, or all."""
    if articles is None:
        db.execute("UPDATE analysis SET linked = 1 WHERE current = 1 AND linked = 0")
    else:
        seen = ((key,) for key in articles)
        db.executemany("UPDATE analysis SET linked = 1 WHERE article = ? AND current = 1", seen)
