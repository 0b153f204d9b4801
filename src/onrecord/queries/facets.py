"""How the hits of a search fall into outlets, acts, speakers ...: what a reader may narrow the search down to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from onrecord.queries.search import Page, Search, keys, search_beyond
from onrecord.record import Record

#: A value, how it is shown, how many hits have it.
Facet = tuple[str, str, int]

#: Hits looked at: the first so many, which is every hit of most searches, so that a page need not wait for the rest.
LOOKED_AT = 1000
#: Values given of each field.
MOST_VALUES = 10

_BY_COLUMN = {"act": "c.act", "status": "c.status", "quote": "s.quote", "year": "substr(c.said_first, 1, 4)"}


def facets(record: Record, wanted: Search) -> dict[str, list[Facet]]:
    """The commonest values of speaker, outlet, occasion, act, status, quote and year among the first 1,000 hits, each
    with a label and how many of these hits have it. Raises RecordError as `search` does."""
    with record.snapshot():
        return _facets(record, keys(record, wanted, LOOKED_AT))


def search_with_facets(record: Record, wanted: Search) -> tuple[Page, dict[str, list[Facet]]]:
    """What `search` and `facets` give, in little more time than one of them takes."""
    with record.snapshot():
        page, found = search_beyond(record, wanted, LOOKED_AT)
        return page, _facets(record, found)


def _facets(record: Record, found: Sequence[int]) -> dict[str, list[Facet]]:
    among = json.dumps(found)
    rows = record.db.execute(
        f"SELECT {', '.join(_BY_COLUMN.values())}, 'O' || o.key, o.name, u.name FROM current AS c "
        "JOIN statement AS s ON s.key = c.statement LEFT JOIN occasion AS o ON o.key = c.occasion "
        "LEFT JOIN outlet AS u ON u.key = c.outlet WHERE c.statement IN (SELECT value FROM json_each(?))",
        (among,),
    ).fetchall()
    speakers = record.db.execute(
        "SELECT 'P' || p.key, p.name, count(*) FROM current_person AS w JOIN person AS p ON p.key = w.person "
        "WHERE w.statement IN (SELECT value FROM json_each(?)) AND w.part = 'speaker' "
        "GROUP BY 1 ORDER BY 3 DESC, p.key LIMIT ?",
        (among, MOST_VALUES),
    ).fetchall()
    columns = list(zip(*rows, strict=True)) or [()] * (len(_BY_COLUMN) + 3)
    counted: dict[str, list[Facet]] = {"speaker": speakers}
    counted["outlet"] = _commonest(zip(columns[-1], columns[-1], strict=True))
    counted["occasion"] = _commonest(zip(columns[-3], columns[-2], strict=True))
    for name, column in zip(_BY_COLUMN, columns, strict=False):
        counted[name] = _commonest(zip(column, column, strict=True))
    return counted


def _commonest(pairs: Iterable[tuple[str | None, str]]) -> list[Facet]:
    counted = Counter((value, label) for value, label in pairs if value is not None)
    return [(*pair, count) for pair, count in counted.most_common(MOST_VALUES)]
