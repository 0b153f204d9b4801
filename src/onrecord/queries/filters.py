"""What a search asks for besides words, as conditions in SQL over `current AS c`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, get_args

from onrecord.errors import RecordError
from onrecord.export.visible import one_line
from onrecord.queries.names import fold, persons_named
from onrecord.queries.words import MARK
from onrecord.reading.dates import parse_date
from onrecord.record.days import days
from onrecord.record.decided import about_statements, latest
from onrecord.record.rows import storable
from onrecord.types import Act, OccasionKind, Quote, Status

if TYPE_CHECKING:
    from onrecord.queries.search import Search

#: Names that a note or a message lists; a longer line helps nobody to choose.
MOST_LISTED = 8

#: The day by which statements are put in order: when it was said, for want of that when it was published. SQLite uses
#: the index current_day for it where it is written exactly so.
DAY = "coalesce(c.said_first, c.said_last, c.published, '')"
_FIRST, _LAST = "coalesce(c.said_first, c.said_last)", "coalesce(c.said_last, '9999-12-31')"
_UNDATED = "c.said_first IS NULL AND c.said_last IS NULL"
_PUBLISHED = (
    "EXISTS (SELECT 1 FROM article AS r WHERE r.key = c.article AND r.published_first <= ? "
    "AND coalesce(r.published_last, '9999-12-31') >= ?)"
)
#: What began before a day and reaches to it or farther: partial dates, by the index current_partial.
_SAID_ACROSS = (
    "SELECT s.statement FROM current AS s WHERE s.said_last IS NOT s.said_first AND s.said_first < ? "
    "AND coalesce(s.said_last, '9999-12-31') >= ?"
)
_PUBLISHED_ACROSS = (
    "SELECT s.statement FROM article AS a CROSS JOIN current AS s ON s.article = a.key AND s.said_first IS NULL "
    "AND s.said_last IS NULL WHERE a.published_last IS NOT a.published_first AND a.published_first < ? "
    "AND coalesce(a.published_last, '9999-12-31') >= ?"
)


@dataclass(frozen=True, slots=True)
class Dates:
    """The days between which statements lie by their DAY, but for those that began before and reach into them, which
    `across` selects, given `values`."""

    since: str
    until: str
    across: str
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """`holds` is SQL that is true of the statements wanted, with `values`. `keys` selects at least these by an index,
    with `key_values`; it is None where no index helps. `mark` is what the index of words has of them beside words, for
    MATCH. `dates` are there where it is about days."""

    holds: str
    values: tuple[object, ...] = ()
    keys: str | None = None
    key_values: tuple[object, ...] = ()
    mark: str | None = None
    dates: Dates | None = None


def _indexed(holds: str, values: tuple[object, ...], keys: str) -> Filter:
    return Filter(holds, values, keys, values)


def filters(db: sqlite3.Connection, search: Search) -> tuple[list[Filter], list[str]]:
    """The conditions of a search, and what the user should know about how it was taken. Raises RecordError, in one
    line, where something that it names is not in the record."""
    found: list[Filter] = []
    notes: list[str] = []
    for part in ("speaker", "about", "target"):
        if name := getattr(search, part):
            found.append(_person(db, part, one_line(name), notes))
    if search.act:
        found.append(_among("act", [_known("act", act, get_args(Act)) for act in search.act]))
    if search.status:
        found.append(_equal("status", _known("status", search.status, get_args(Status))))
    if search.quote:
        found.append(_quote(db, _known("quote", search.quote, get_args(Quote))))
    if search.verdict:
        found.append(_equal("verdict", _known("verdict", search.verdict, ("right", "wrong"))))
    if search.outlet:
        found.append(_outlet(db, one_line(search.outlet), notes))
    if search.occasion:
        found.append(_occasion(db, one_line(search.occasion), notes))
    if search.story:
        found.append(_story(db, one_line(search.story)))
    if search.article:
        found.append(_article(db, search.article))
    if search.since or search.until:
        found.append(_between(search))
    return found, notes


def _equal(column: str, value: object) -> Filter:
    return _among(column, [value])


def _among(column: str, values: Sequence[object]) -> Filter:
    holds = f"{column} IN ({', '.join('?' * len(values))})"
    indexed = column in ("act", "outlet", "occasion", "article", "verdict")
    keys = f"SELECT statement FROM current WHERE {holds}" if indexed else None
    mark = " OR ".join(f'"{MARK}{value}"' for value in values) if column in ("act", "status") else ""
    return Filter(f"+c.{holds}", tuple(values), keys, tuple(values), f"({mark})" if mark else None)


def _quote(db: sqlite3.Connection, quote: str) -> Filter:
    """`current` does not hold it; reviewers decide it rarely, so that what they decided is read beforehand."""
    scope = "SELECT a.member FROM anchor AS a JOIN decision AS d ON d.key = a.decision WHERE d.field = 'quote'"
    made = {key: latest(some).get("quote") for key, some in about_statements(db, scope).items()}
    decided = {key: one.new for key, one in made.items() if one}
    right = json.dumps([key for key, value in decided.items() if value == quote])
    wrong = json.dumps([key for key, value in decided.items() if value != quote])
    holds = (
        "((SELECT s.quote FROM statement AS s WHERE s.key = c.statement) = ? "
        "AND c.statement NOT IN (SELECT value FROM json_each(?)) "
        "OR c.statement IN (SELECT value FROM json_each(?)))"
    )
    return Filter(holds, (quote, wrong, right))


def _known(field: str, value: str, allowed: Sequence[str]) -> str:
    wanted = value.strip().lower().replace(" ", "_").replace("-", "_")
    if wanted in allowed:
        return wanted
    near = get_close_matches(wanted, allowed, n=3)
    told = f"perhaps {' or '.join(near)}?" if near else f"it is one of {', '.join(allowed)}"
    raise RecordError(f"{one_line(value)}: there is no such {field}; {told}")


def _person(db: sqlite3.Connection, part: str, name: str, notes: list[str]) -> Filter:
    found = persons_named(db, name)
    unlinked = _unlinked(db)
    if not found:
        told = _unknown("person", name, [name for (name,) in db.execute("SELECT name FROM person")])
        raise RecordError("; ".join([told, *unlinked]))
    notes += [note for note in unlinked if note not in notes]
    if len(found) > 1:
        listed = ", ".join(f"{one.name} ({one.id})" for one in found[:MOST_LISTED])
        more = f" and {len(found) - MOST_LISTED} more" if len(found) > MOST_LISTED else ""
        notes.append(f"{part} {name!r} may be {len(found)} persons, all searched for: {listed}{more}")
    keys = tuple(int(one.id[1:]) for one in found)
    marks = ", ".join("?" * len(keys))
    distinct = "DISTINCT " if len(keys) > 1 else ""
    driven = f"SELECT {distinct}statement FROM current_person WHERE person IN ({marks}) AND part = '{part}'"
    return _indexed(f"+c.statement IN ({driven})", keys, driven)


def _unlinked(db: sqlite3.Connection) -> list[str]:
    """Persons are known by linking alone."""
    (number,) = db.execute("SELECT count(*) FROM analysis WHERE linked = 0 AND current = 1").fetchone()
    some = "1 article is" if number == 1 else f"{number:,} articles are"
    return [f"{some} not linked yet, and nobody is found in what is not; `onrecord link` does it"] if number else []


def _outlet(db: sqlite3.Connection, name: str, notes: list[str]) -> Filter:
    known = db.execute("SELECT key, name FROM outlet").fetchall()
    wanted = fold(name.strip())
    found = [row for row in known if fold(row[1]) == wanted] or [
        row for row in known if wanted and wanted in fold(row[1])
    ]
    if not found:
        raise RecordError(_unknown("outlet", name, [name for _, name in known]))
    if len(found) > 1:
        notes.append(f"outlet {name!r} may be {_listed([one for _, one in found])}; all are searched for")
    return _among("outlet", [key for key, _ in found])


def _occasion(db: sqlite3.Connection, name: str, notes: list[str]) -> Filter:
    """By id, by kind, or by words of its name, place or host."""
    kind = name.strip().lower().replace(" ", "_").replace("-", "_")
    if name[:1] in "oO" and name[1:].isascii() and name[1:].isdigit() and len(name) < 18:
        found = db.execute("SELECT key FROM occasion WHERE key = ?", (int(name[1:]),)).fetchall()
        if not found:
            raise RecordError(f"{name}: there is no occasion with this id")
    elif kind in get_args(OccasionKind):
        keys = "SELECT key FROM occasion WHERE kind = ?"
        driven = f"SELECT statement FROM current WHERE occasion IN ({keys})"
        return _indexed(f"+c.occasion IN ({keys})", (kind,), driven)
    else:
        wanted = fold(name).split()
        rows = db.execute("SELECT key, name, place, host FROM occasion").fetchall()
        found = [row for row in rows if all(word in fold(" ".join(filter(None, row[1:]))) for word in wanted)]
        if not found:
            kinds = ", ".join(get_args(OccasionKind))
            raise RecordError(
                f"{name}: there is no such occasion; name it by an id (O3), by words of it, or one of {kinds}"
            )
        if len(found) > 1:
            notes.append(f"occasion {name!r} fits {len(found)} occasions; all are searched for")
    return _in_values("occasion", [row[0] for row in found])


def _in_values(column: str, keys: Sequence[int]) -> Filter:
    """Among many keys, which may be more than SQLite takes parameters."""
    holds = f"{column} IN (SELECT value FROM json_each(?))"
    return _indexed(f"+c.{holds}", (json.dumps(keys),), f"SELECT statement FROM current WHERE {holds}")


def _story(db: sqlite3.Connection, id: str) -> Filter:
    number = id.strip()[1:]
    if id.strip()[:1] in ("S", "s") and number.isascii() and number.isdigit() and len(number) < 18:
        keys = [key for (key,) in db.execute("SELECT article FROM story_article WHERE story = ?", (int(number),))]
        if keys:
            return _in_values("article", keys)
    raise RecordError(f"{id}: there is no story with this id")


def _article(db: sqlite3.Connection, id: str) -> Filter:
    row = db.execute("SELECT key FROM article WHERE id = ?", (storable(id),)).fetchone()
    if row is None:
        raise RecordError(f"{one_line(id)}: there is no article with this id")
    return _equal("article", row[0])


def bounds(search: Search) -> tuple[str, str]:
    """The first and the last day that a search allows."""
    return _days("since", search.since)[0] or "", _days("until", search.until)[1] or "9999-12-31"


def _days(option: str, date: str | None) -> tuple[str | None, str | None]:
    if date is None:
        return None, None
    parsed = parse_date(date)
    if parsed is None:
        raise RecordError(f"{option} {date!r} is no date; write YYYY-MM-DD, YYYY-MM or YYYY")
    return days(parsed)


def _between(search: Search) -> Filter:
    """When it was said overlaps with the days asked for; where nothing tells that, the article's date counts instead
    if the search wants so."""
    since, until = bounds(search)
    if since > until:
        raise RecordError(f"since {search.since} is after until {search.until}")
    holds, across = f"({_FIRST} <= ? AND {_LAST} >= ?)", [_SAID_ACROSS]
    if search.or_published:
        holds, across = f"({holds} OR {_UNDATED} AND {_PUBLISHED})", [_SAID_ACROSS, _PUBLISHED_ACROSS]
    keys = f"SELECT c.statement FROM current AS c WHERE {DAY} BETWEEN ? AND ?"
    of_these, of_keys = (until, since) * len(across), (since, since) * len(across)
    dates = Dates(since, until, " UNION ALL ".join(across), of_keys)
    return Filter(holds, of_these, " UNION ALL ".join([keys, *across]), (since, until, *of_keys), dates=dates)


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    folded = {fold(one): one for one in known}
    alike = [one for one in folded if _begins(one) & _begins(fold(name))]
    near = [folded[one] for one in get_close_matches(fold(name), alike, n=3)]
    told = f"; perhaps {' or '.join(near)}?" if near else ""
    return f"{name}: there is no such {what} in the record{told}"


def _begins(folded: str) -> set[str]:
    """The first letters of a name's words; only names that share one are compared, since comparing takes a while."""
    return {word[0] for word in folded.split()}


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
    return ", ".join(names[:MOST_LISTED]) + more
