"""What is one across articles: persons, occasions, remarks and stories. Reviewers' merges and splits are laid over
what linking found, in the order in which they were made, and taken away when they are undone."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from onrecord.errors import RecordError
from onrecord.record.decided import Decision, decisions

Kind = Literal["person", "occasion", "remark", "story"]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Where one kind of group lives: `kind` is the table of groups, `members` the table of who is in which, `member`
    its column with the member's key. Ids of groups are `letter` and the group's key."""

    kind: Kind
    letter: str
    members: str
    member: str

    def id(self, key: int) -> str:
        return f"{self.letter}{key}"


GROUPINGS: dict[Kind, Grouping] = {
    "person": Grouping("person", "P", "person_actor", "actor"),
    "occasion": Grouping("occasion", "O", "occasion_event", "event"),
    "remark": Grouping("remark", "R", "remark_span", "key"),
    "story": Grouping("story", "S", "story_article", "article"),
}


@dataclass(frozen=True, slots=True)
class Constraints:
    """What reviewers decided that a linking pass has to keep to. Each of `together` is a set of members that are one;
    each pair of `apart` is two members that are not."""

    together: tuple[frozenset[int], ...]
    apart: frozenset[tuple[int, int]]


def group_of_id(db: sqlite3.Connection, id: str) -> tuple[Grouping, int] | None:
    """The group that an id like P12 names, if there is one."""
    for grouping in GROUPINGS.values():
        if id[:1].upper() == grouping.letter and id[1:].isascii() and id[1:].isdigit() and len(id) < 18:
            found = db.execute(f"SELECT key FROM {grouping.kind} WHERE key = ?", (int(id[1:]),)).fetchone()
            return (grouping, found[0]) if found else None
    return None


def require_group(db: sqlite3.Connection, id: str) -> tuple[Grouping, int]:
    """The same. Raises RecordError where there is none."""
    found = group_of_id(db, id)
    if found is None:
        raise RecordError(f"{id}: there is no person, occasion, remark or story with this id")
    return found


def constraints(db: sqlite3.Connection, kind: Kind) -> Constraints:
    """Each merge ties what both groups were made of; each split parts what goes from what stays; where two decisions
    contradict each other the later one counts."""
    together: list[set[int]] = []
    apart: set[tuple[int, int]] = set()
    for decision, stay, go in _sides(db, kind):
        both = stay | go
        if decision.field == "merge":
            apart = {pair for pair in apart if not both.issuperset(pair)}
            together.append(both)
        else:
            parted = [part for one in together for part in (one - go, one & go)] + [go]
            together = [part for part in parted if len(part) > 1]
            apart |= {(min(a, b), max(a, b)) for a in stay for b in go}
    return Constraints(tuple(frozenset(one) for one in together if len(one) > 1), frozenset(apart))


def replay(db: sqlite3.Connection, grouping: Grouping) -> set[int]:
    """Lays what reviewers decided over what linking found; returns the members whose group changed."""
    before = _moved(db, grouping)
    db.execute(f"UPDATE {grouping.members} SET {grouping.kind} = linked WHERE {grouping.kind} <> linked")
    for decision, stay, go in _sides(db, grouping.kind):
        if decision.field == "merge":
            _merge(db, grouping, int(decision.subject[1:]), stay, go)
        else:
            _split(db, grouping, int(decision.new["into"][1:]), stay, go)
    after = _moved(db, grouping)
    return {member for member in before.keys() | after.keys() if before.get(member) != after.get(member)}


def gone_over(db: sqlite3.Connection, kind: Kind) -> dict[int, int]:
    """The groups that were merged into others, by key, and which those are: what a reviewer named by the old id."""
    into: dict[int, int] = {}
    for decision in decisions(db, "WHERE d.kind = ? AND d.field = 'merge'", (kind,)):
        if not decision.undone:
            here, there = int(decision.new["with"][1:]), int(decision.subject[1:])
            into = {old: there if new == here else new for old, new in into.items()} | {here: there}
            into.pop(there, None)
    return into


def statements_of(db: sqlite3.Connection, grouping: Grouping, members: Iterable[int]) -> Iterator[int]:
    """The statements whose values hang on these members."""
    query = {
        "person": "SELECT statement FROM party WHERE actor = ?",
        "occasion": "SELECT key FROM statement WHERE event = ?",
    }.get(grouping.kind)
    for member in members if query else ():
        yield from (key for (key,) in db.execute(query or "", (member,)))


def groups_of(db: sqlite3.Connection, grouping: Grouping, members: Iterable[int]) -> Counter[int]:
    """In which groups these members are, and how many of them."""
    query = f"SELECT {grouping.kind} FROM {grouping.members} WHERE {grouping.member} = ?"
    return Counter(group for member in members for (group,) in db.execute(query, (member,)))


def members_of(db: sqlite3.Connection, grouping: Grouping, group: int) -> list[int]:
    query = f"SELECT {grouping.member} FROM {grouping.members} WHERE {grouping.kind} = ? ORDER BY 1"
    return [member for (member,) in db.execute(query, (group,))]


def _moved(db: sqlite3.Connection, grouping: Grouping) -> dict[int, int]:
    """The members that decisions have put elsewhere, and where."""
    kind = grouping.kind
    return dict(
        db.execute(f"SELECT {grouping.member}, {kind} FROM {grouping.members} WHERE {kind} <> linked").fetchall()
    )


def _sides(db: sqlite3.Connection, kind: Kind) -> Iterator[tuple[Decision, set[int], set[int]]]:
    """The merges and splits that count, in order, with the members they hang on, side 0 and side 1."""
    sides: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    query = (
        "SELECT a.decision, a.side, a.member FROM anchor AS a JOIN decision AS d ON d.key = a.decision "
        "WHERE d.kind = ? AND d.field IN ('merge', 'split') AND a.member IS NOT NULL"
    )
    for decision, side, member in db.execute(query, (kind,)):
        sides[decision][side].add(member)
    made = decisions(db, "WHERE d.kind = ? AND d.field IN ('merge', 'split')", (kind,))
    for decided in list(made):
        if not decided.undone:
            yield decided, sides[decided.key][0], sides[decided.key][1]


def _merge(db: sqlite3.Connection, grouping: Grouping, into: int, some: set[int], others: set[int]) -> None:
    """Makes one of the two groups that most of the members on each side are in by now."""
    for side in (some, others):
        for group, _ in _commonest(groups_of(db, grouping, side)):
            db.execute(f"UPDATE {grouping.members} SET {grouping.kind} = ? WHERE {grouping.kind} = ?", (into, group))


def _split(db: sqlite3.Connection, grouping: Grouping, into: int, stay: set[int], go: set[int]) -> None:
    """Takes `go` into a group of their own, with all that linking has tied to them alone."""
    kept = set(groups_of(db, grouping, stay))
    for member in sorted(go):
        for group in groups_of(db, grouping, [member]):
            column, value = (grouping.member, member) if group in kept or not stay else (grouping.kind, group)
            db.execute(f"UPDATE {grouping.members} SET {grouping.kind} = ? WHERE {column} = ?", (into, value))


def _commonest(groups: Counter[int]) -> list[tuple[int, int]]:
    return sorted(groups.items(), key=lambda pair: (-pair[1], pair[0]))[:1]


def named_by_decisions(db: sqlite3.Connection, grouping: Grouping) -> set[int]:
    """The groups of a kind that decisions name: by id, or by key in the value of a statement's field."""
    found: set[int] = set()
    for subject, old, new in db.execute("SELECT subject, old, new FROM decision"):
        texts = [subject, *(re.findall(r'"([A-Z][0-9]+)"', new or ""))]
        found |= {int(text[1:]) for text in texts if re.fullmatch(grouping.letter + "[0-9]{1,17}", text)}
        for value in filter(None, (old, new)):
            found |= {int(key) for key in re.findall(rf'"{grouping.kind}": ([0-9]+)', value)}
    return found


def merged_into(db: sqlite3.Connection, grouping: Grouping) -> dict[int, int]:
    """The groups of which reviewers' merges left nothing, by key, each with the one that has what was theirs."""
    query = (
        f"SELECT linked, {grouping.kind} FROM {grouping.members} AS m WHERE {grouping.kind} <> linked "
        f"AND NOT EXISTS (SELECT 1 FROM {grouping.members} AS o WHERE o.{grouping.kind} = m.linked)"
    )
    return dict(db.execute(query).fetchall())
