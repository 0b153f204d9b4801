"""Persons by id or by name, as people type names: any case, no diacritics needed, a part of the name is enough."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from onrecord.errors import RecordError
from onrecord.record.grouping import GROUPINGS, merged_into
from onrecord.record.rows import storable

#: Persons that a message about a name which fits several lists; a longer line helps nobody to choose.
MOST_LISTED = 8

#: A person's key, name, kind and, as JSON, names.
Row = tuple[int, str, str, str]

_WORD = re.compile(r"\w+")
_ID = re.compile("[Pp]([0-9]{1,17})")


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person in a line; `statements` is how many they made."""

    id: str
    name: str
    kind: str
    statements: int


@dataclass(frozen=True, slots=True)
class _Known:
    key: int
    name: str
    kind: str
    names: tuple[str, ...]


def fold(text: str) -> str:
    """`text` in small letters without diacritics, by which words and names are compared: `Łódź` stays `łodz`."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()  # in this order, since a bold letter has no small one
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def person_named(db: sqlite3.Connection, name: str) -> PersonLine:
    """The person with this id or name. Raises RecordError, in one line, where nobody fits, or where several do and
    none of them is called exactly so."""
    found = persons_named(db, name)
    if not found:
        raise RecordError(f"{name}: there is no person with this name; `onrecord people` lists them")
    if len(found) == 1:
        return found[0]
    listed = ", ".join(f"{one.id} {one.name} ({one.statements:,})" for one in found[:MOST_LISTED])
    more = f" and {len(found) - MOST_LISTED} more" if len(found) > MOST_LISTED else ""
    raise RecordError(f"{name} may be several; choose by id: {listed}{more}")


def persons_named(db: sqlite3.Connection, name: str) -> list[PersonLine]:
    """Whom a name may mean, those who said most first. One who is called exactly so leaves the others out: by their
    full name, or by an alias of more than one word, since a family name alone is many people's; for the same reason a
    full name of one word only leaves out those who said no more, and a person's nobody. So do whole words
    beginnings of words, those who speak those who do not, and those with a name those who are only described. One whom
    reviewers merged with another is that other."""
    merged = merged_into(db, GROUPINGS["person"])
    if numbered := _ID.fullmatch(name.strip()):
        key = int(numbered[1])
        found = _lines(db, [merged.get(key, key)])
        if not found:
            raise RecordError(f"{name}: there is no person with this id")
        return found
    wanted = _words(name)
    if not wanted:
        raise RecordError(f"{name!r} is no name")
    # The index knows fewer letters that are written in several ways than `fold` does, so that all are gone through
    # where nobody is found by it: among 405,000 persons the one takes 2 ms, the other a second.
    return _fitting(db, _indexed(db, name), wanted, merged) or _fitting(db, _every(db), wanted, merged)


def _fitting(
    db: sqlite3.Connection, rows: Iterable[Row], wanted: tuple[str, ...], merged: Mapping[int, int]
) -> list[PersonLine]:
    """Those whom the words mean, among these persons."""
    known = list(_known(rows, wanted))

    def who(fits: Callable[[_Known, tuple[str, ...]], bool]) -> list[PersonLine]:
        keys = dict.fromkeys(merged.get(one.key, one.key) for one in known if fits(one, wanted))
        return sorted(_lines(db, keys), key=lambda one: (-one.statements, int(one.id[1:])))

    called = who(_is_called)
    if len(wanted) == 1 and called and called[0].statements < who(_has_words)[0].statements:
        called = []
    for found in (called, who(_has_alias), who(_has_words), who(_begins_so)):
        if found:
            speaking = [one for one in found if one.statements] or found
            return [one for one in speaking if not _is_description(one)] or speaking
    return []


def _every(db: sqlite3.Connection) -> Iterable[Row]:
    return db.execute("SELECT key, name, kind, names FROM person ORDER BY key")


def _indexed(db: sqlite3.Connection, name: str) -> Iterable[Row]:
    """The persons in whose names words begin like these, as they are typed or in small letters."""
    typed = (" AND ".join(f'"{word}"*' for word in _WORD.findall(one)) for one in (name, fold(name)))
    query = (
        "SELECT key, name, kind, names FROM person "
        "WHERE key IN (SELECT rowid FROM person_fts WHERE person_fts MATCH ?) ORDER BY key"
    )
    return db.execute(query, (storable(" OR ".join(f"({one})" for one in typed)),))


def _known(rows: Iterable[Row], wanted: tuple[str, ...]) -> Iterator[_Known]:
    """The persons in whose names all these letters are; to look closer at the others would take most of the time."""
    for key, name, kind, names in rows:
        letters = fold(f"{name} {names}")
        if all(part in letters for part in wanted):
            yield _Known(key, name, kind, tuple(json.loads(names)))


def _words(name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(name)))


def _is_called(one: _Known, wanted: tuple[str, ...]) -> bool:
    """Whether this is their full name. A person of whom only a family name is known does not leave others out."""
    return _words(one.name) == wanted and (len(wanted) > 1 or one.kind != "person")


def _has_alias(one: _Known, wanted: tuple[str, ...]) -> bool:
    return len(wanted) > 1 and any(_words(name) == wanted for name in one.names)


def _has_words(one: _Known, wanted: tuple[str, ...]) -> bool:
    return any(set(wanted) <= set(_words(name)) for name in (one.name, *one.names))


def _begins_so(one: _Known, wanted: tuple[str, ...]) -> bool:
    """Whether each word begins one of the name: `marr` fits Ines Marrow."""
    return any(
        all(any(word.startswith(part) for word in _words(name)) for part in wanted) for name in (one.name, *one.names)
    )


def _is_description(one: PersonLine) -> bool:
    """Whether they are described rather than named, often by another's name: "Marrow's spokesman"."""
    return one.kind in ("unnamed", "group") or one.name.split(" ")[-1][:1].islower()


def _lines(db: sqlite3.Connection, keys: Iterable[int]) -> list[PersonLine]:
    query = (
        "SELECT name, kind, (SELECT count(*) FROM current_person WHERE person = ?1 AND part = 'speaker') FROM person "
        "WHERE key = ?1"
    )
    return [PersonLine(f"P{key}", *row) for key in keys for row in db.execute(query, (key,))]
