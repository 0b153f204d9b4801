"""Persons by id or by name, as people type names: any case, no diacritics needed, a part of the name is enough."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.errors import RecordError

#: Persons that a message about a name which fits several lists; a longer line helps nobody to choose.
MOST_LISTED = 8

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
    full name, or by an alias of more than one word, since a family name alone is many people's. So do whole words
    beginnings of words, those who speak those who do not, and those with a name those who are only described."""
    if numbered := _ID.fullmatch(name.strip()):
        row = db.execute("SELECT key, name, kind FROM person WHERE key = ?", (int(numbered[1]),)).fetchone()
        if row is None:
            raise RecordError(f"{name}: there is no person with this id")
        return [_line(db, *row)]
    wanted = _words(name)
    if not wanted:
        raise RecordError(f"{name!r} is no name")
    known = list(_known(db, wanted))
    for fits in (_is_called, _has_alias, _has_words, _begins_so):
        found = [_line(db, one.key, one.name, one.kind) for one in known if fits(one, wanted)]
        if found:
            speaking = [one for one in found if one.statements] or found
            called = [one for one in speaking if not _is_description(one)] or speaking
            return sorted(called, key=lambda one: (-one.statements, int(one.id[1:])))
    return []


def _known(db: sqlite3.Connection, wanted: tuple[str, ...]) -> Iterator[_Known]:
    """The persons in whose names all these letters are; to look closer at the others would take most of the time."""
    for key, name, kind, names in db.execute("SELECT key, name, kind, names FROM person ORDER BY key"):
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


def _line(db: sqlite3.Connection, key: int, name: str, kind: str) -> PersonLine:
    query = "SELECT count(*) FROM current_person WHERE person = ? AND part = 'speaker'"
    (statements,) = db.execute(query, (key,)).fetchone()
    return PersonLine(f"P{key}", name, kind, statements)
