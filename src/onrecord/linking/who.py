"""Lists of people to know: names, roles with dates and ids from outside, out of a CSV or JSON file."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from onrecord.errors import RecordError
from onrecord.record import Known, KnownRole
from onrecord.record.days import days

__all__ = ["Known", "read_who"]

#: What columns and fields are called, in lists by hand, in Popolo and in results of Wikidata's query service.
_FIELDS = {
    "name": ("name", "label", "itemlabel", "personlabel", "full_name", "fullname"),
    "names": ("aliases", "alias", "other_names", "names", "altlabel", "itemaltlabel", "also_known_as"),
    "roles": ("roles", "positions", "memberships", "posts"),
    "role": ("role", "position", "positionlabel", "rolelabel", "title", "office"),
    "start": ("start", "start_date", "startdate", "from", "since"),
    "end": ("end", "end_date", "enddate", "to", "until"),
    "ids": ("ids", "identifiers"),
    "wikidata": ("wikidata", "wikidata_id", "qid", "item", "person"),
    "id": ("id",),
    "kind": ("kind", "type"),
}
_FIELD = {other: name for name, others in _FIELDS.items() for other in others}
_KINDS = {
    "person": "person",
    "organization": "organization",
    "organisation": "organization",
    "government": "organization",
}
_KINDS |= {kind: kind for kind in ("place", "group")}
_ENTITY = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d*)")
_DAY = r"\d{4}(?:-\d\d){0,2}(?!\d)"
_DATED = re.compile(rf"(.+?)\s*\(\s*({_DAY})?\s*(?:-|–|—|/|\.\.|to|until|since)?\s*({_DAY})?\s*\)")
_SINCE = re.compile(rf"(.+?)\s*\(\s*since\s+({_DAY})\s*\)")
_UNTIL = re.compile(rf"(.+?)\s*\(\s*until\s+({_DAY})\s*\)")


def read_who(path: Path) -> list[Known]:
    """Everybody in a list. CSV has a line for a person, or several lines with one id, with columns like `name`,
    `aliases`, `roles` ("Minister of Trade (2019-2023)") or `role`, `start` and `end`, and `wikidata`, `id` or `ids`
    ("viaf=12"); several values stand with ; or | between them. JSON is Popolo: an array of persons, or an object with
    `persons`. Raises RecordError, with the file and the line, where it cannot be read so."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{path}: it cannot be read: {getattr(error, 'strerror', None) or error}") from error
    entries = _json(path, text) if path.suffix.lower() == ".json" else _csv(path, text)
    return _merged(_known(origin, fields) for origin, fields in entries)


def _csv(path: Path, text: str) -> Iterator[tuple[str, dict[str, object]]]:
    rows = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        header = next(rows, None) or []
        columns = [_FIELD.get(column.strip().lower().replace(" ", "_")) for column in header]
        if "name" not in columns:
            raise RecordError(f"{path}:1: there is no column `name`")
        for row in rows:
            if any(cell.strip() for cell in row):
                if len(row) > len(columns):
                    raise RecordError(f"{path}:{rows.line_num}: there are more cells than columns")
                cells = zip(columns, row, strict=False)
                yield f"{path}:{rows.line_num}", {c: cell.strip() for c, cell in cells if c and cell.strip()}
    except csv.Error as error:
        raise RecordError(f"{path}:{rows.line_num}: this is no CSV: {error}") from error


def _json(path: Path, text: str) -> Iterator[tuple[str, dict[str, object]]]:
    try:
        whole = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise RecordError(
            f"{path}:{line}: this is no JSON: {getattr(error, 'msg', 'it is nested too deep')}"
        ) from error
    persons = whole.get("persons") if isinstance(whole, dict) else whole
    if not isinstance(persons, list):
        raise RecordError(f"{path}:1: there is neither an array of persons nor an object with `persons`")
    for line, person in zip(_lines(text, len(persons)), persons, strict=True):
        if not isinstance(person, dict):
            raise RecordError(f"{path}:{line}: a person is no object")
        fields = {_FIELD[key.lower()]: value for key, value in person.items() if key.lower() in _FIELD and value}
        yield f"{path}:{line}", fields


def _lines(text: str, count: int) -> Iterator[int]:
    """The line on which each element of the array of persons begins."""
    if count == 0:
        return
    found = re.search(r'"persons"\s*:\s*\[', text) if text.lstrip().startswith("{") else re.search(r"\[", text)
    at, line, told = (found.end() if found else 0), 1, 0
    decoder, gap = json.JSONDecoder(), re.compile(r"[\s,]*")
    for _ in range(count):
        at = ((found := gap.match(text, at)) and found.end()) or at
        line += text.count("\n", told, at)
        told = at
        yield line
        try:
            _, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError:
            continue  # another array of that name came before; its line is near enough


def _known(origin: str, fields: Mapping[str, object]) -> Known:
    name = fields.get("name")
    if not isinstance(name, str) or not name.strip():
        raise RecordError(f"{origin}: there is no name")
    kind = _KINDS.get(str(fields.get("kind", "person")).strip().lower())
    if kind is None:
        raise RecordError(f"{origin}: {fields['kind']} is no kind: person, organization, place or group")
    names = tuple(n for n in dict.fromkeys(_names(fields.get("names"))) if n != name.strip())
    return Known(name.strip(), kind, names, tuple(_roles(origin, fields)), _ids(origin, fields), origin)


def _several(value: object) -> list[str]:
    return [part.strip() for part in re.split(r"[;|]", str(value)) if part.strip()]


def _names(value: object) -> Iterator[str]:
    """Aliases as they are listed: in a cell, or as Popolo's objects with a name."""
    for one in value if isinstance(value, list) else _several(value) if value else ():
        text = one.get("name") if isinstance(one, Mapping) else one
        if isinstance(text, str) and text.strip():
            yield text.strip()


def _roles(origin: str, fields: Mapping[str, object]) -> Iterator[KnownRole]:
    value = fields.get("roles")
    for one in value if isinstance(value, list) else _several(value) if value else ():
        if isinstance(one, Mapping):
            yield from _membership(origin, one)
        elif isinstance(one, str):
            yield _dated(origin, one)
    if isinstance(role := fields.get("role"), str):
        start, end = (_date(origin, fields.get(name)) for name in ("start", "end"))
        yield KnownRole(role, days(start)[0], days(end)[1])


def _membership(origin: str, one: Mapping[str, object]) -> Iterator[KnownRole]:
    """Popolo's membership: a role or post, of an organization."""
    told = next((text for key in ("role", "label", "title", "name", "position") if (text := one.get(key))), None)
    organization = one.get("organization")
    at = organization.get("name") if isinstance(organization, Mapping) else organization
    if isinstance(told, str):
        role = f"{told} of {at}" if isinstance(at, str) and at and at.lower() not in told.lower() else told
        start, end = (_date(origin, one.get(name)) for name in ("start_date", "end_date"))
        yield KnownRole(role, days(start)[0], days(end)[1])


def _dated(origin: str, text: str) -> KnownRole:
    """ "Minister of Trade (2019-2023)", "Mayor of Vell (since 2021-05)"."""
    if found := _SINCE.fullmatch(text):
        return KnownRole(found[1], days(_date(origin, found[2]))[0])
    if found := _UNTIL.fullmatch(text):
        return KnownRole(found[1], None, days(_date(origin, found[2]))[1])
    if (found := _DATED.fullmatch(text)) and (found[2] or found[3]):
        one_year = found[2] if found[3] is None and text.rstrip(") ").endswith(found[2]) else None
        return KnownRole(found[1], days(_date(origin, found[2]))[0], days(_date(origin, found[3] or one_year))[1])
    return KnownRole(text)


def _date(origin: str, value: object) -> str | None:
    if value in (None, ""):
        return None
    date = str(value).strip().lstrip("+").partition("T")[0].removesuffix("-00").removesuffix("-00")
    if days(date) == (None, None):
        raise RecordError(f"{origin}: {value} is no date like 2019, 2019-05 or 2019-05-31")
    return date


def _ids(origin: str, fields: Mapping[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    value = fields.get("ids")
    for one in value if isinstance(value, list) else _several(value) if isinstance(value, str) else ():
        if isinstance(one, Mapping):
            scheme, id = one.get("scheme"), one.get("identifier")
        else:
            scheme, _, id = str(one).replace(":", "=", 1).partition("=")
        if not scheme or not id:
            raise RecordError(f"{origin}: {one} is no id like wikidata=Q1")
        found[str(scheme).strip().lower()] = str(id).strip()
    if isinstance(value, Mapping):
        found |= {str(scheme).lower(): str(id) for scheme, id in value.items()}
    if entity := _ENTITY.fullmatch(str(fields.get("wikidata", ""))):
        found["wikidata"] = entity[1]
    elif id := fields.get("id"):
        entity = _ENTITY.fullmatch(str(id))
        found.setdefault("wikidata" if entity else "id", entity[1] if entity else str(id))
    return found


def _merged(some: Iterable[Known]) -> list[Known]:
    """Entries with one id are one: results of queries have a line for each role."""
    found: dict[object, Known] = {}
    for number, known in enumerate(some):
        key: object = next(iter(sorted(known.ids.items())), number)
        if (before := found.get(key)) is None:
            found[key] = known
        else:
            names = tuple(
                dict.fromkeys((*before.names, *((known.name,) if known.name != before.name else ()), *known.names))
            )
            roles = tuple(dict.fromkeys((*before.roles, *known.roles)))
            found[key] = replace(before, names=names, roles=roles, ids={**known.ids, **before.ids})
    return list(found.values())
