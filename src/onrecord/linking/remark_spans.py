"""What of a record's remarks is there already, and how a group of statements becomes a remark to be stored."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from onrecord.linking.remark_corpus import Corpus, ordinal
from onrecord.linking.remark_groups import Group
from onrecord.record import Record, RemarkGroup
from onrecord.record.links import SpanKey

#: By the key of a statement: the remarks that it is in, and which of its characters.
Known = Mapping[int, list[tuple[int, int, int]]]

#: Days around a new statement within which older ones are looked at for the same remark. Set by judgement, as news
#: looks back for weeks; what lies further apart is found when all is linked.
NEARBY = 45


def known_spans(record: Record, articles: Iterable[int]) -> Known:
    """The remarks that statements of these articles are in already, by linking alone."""
    found: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    query = (
        'SELECT m.statement, m.linked, m.start, m."end" FROM json_each(?) AS r CROSS JOIN current AS c '
        "ON c.article = r.value CROSS JOIN remark_span AS m ON m.statement = c.statement"
    )
    for statement, *span in record.db.execute(query, (json.dumps(sorted(articles)),)):
        found[statement].append((span[0], span[1], span[2]))
    return found


def near_new(record: Record) -> set[int]:
    """The articles that have statements in no remark yet, and those in which the same speakers spoke about then."""
    query = (  # in this order: SQLite would begin with whoever is quoted most
        "WITH open AS MATERIALIZED (SELECT c.statement, c.article, c.published FROM analysis AS a "
        "CROSS JOIN current AS c ON c.article = a.article WHERE a.linked = 0 AND a.current = 1 AND NOT EXISTS "
        "(SELECT 1 FROM remark_span AS m WHERE m.statement = c.statement)), "
        "who AS MATERIALIZED (SELECT DISTINCT p.person, o.published FROM open AS o "
        "CROSS JOIN current_person AS p ON p.statement = o.statement AND p.part = 'speaker') "
        "SELECT article FROM open UNION SELECT e.article FROM who AS o "
        "CROSS JOIN current_person AS q ON q.person = o.person AND q.part = 'speaker' "
        "CROSS JOIN current AS e ON e.statement = q.statement WHERE o.published IS NULL OR e.published IS NULL OR "
        "e.published BETWEEN date(o.published, ?) AND date(o.published, ?)"
    )
    return {article for (article,) in record.db.execute(query, (f"-{NEARBY} days", f"+{NEARBY} days"))}


class Spans:
    """Turns groups into remarks."""

    def __init__(self, record: Record, corpus: Corpus, known: Known) -> None:
        self._record, self._corpus, self._known = record, corpus, known

    def remark(self, group: Group) -> RemarkGroup:
        """The remark of a group; of one that is there already, what is new of it."""
        first, last = self._days(group)
        if group.key is not None:
            first, last = self._with_stored(group.key, first, last)
        members = tuple(
            (self._corpus.facts.key(number), start, end)
            for number in sorted(group.pieces)
            if self._corpus.facts.key(number) not in self._known
            for start, end in self._cuts(number, group)
        )
        return RemarkGroup(members=members, first=_iso(first), last=_iso(last), key=group.key)

    def first(self, number: int, group: Group) -> SpanKey:
        """The first span that a statement has in a group, as it is stored."""
        key = self._corpus.facts.key(number)
        for remark, start, end in self._known.get(key, ()):
            if remark == group.key:
                return key, start, end
        start, end = next(self._cuts(number, group))
        return key, start, end

    def day(self, group: Group) -> int:
        """A day to put groups in order by."""
        first, last = self._days(group)
        return first if first is not None else last if last is not None else 0

    def _days(self, group: Group) -> tuple[int | None, int | None]:
        """The first and the last day on which a remark may have been made: by the times told, else before it was
        first published."""
        days = [self._corpus.facts.days(number) for number in group.pieces]
        first, last = _narrowed([(first, last) for first, last, _ in days])
        if first is None and last is None:
            last = min((published for _, _, published in days if published is not None), default=None)
        return first, last

    def _with_stored(self, key: int, first: int | None, last: int | None) -> tuple[int | None, int | None]:
        stored = self._record.db.execute("SELECT first, last FROM remark WHERE key = ?", (key,)).fetchone() or (
            None,
            None,
        )
        return _narrowed([(first, last), (ordinal(stored[0]), ordinal(stored[1]))])

    def _cuts(self, number: int, group: Group) -> Iterator[tuple[int, int]]:
        """The spans of a statement that are in a group: sentences that follow each other in one content are one."""
        start: int | None = None
        some, pieces = group.pieces[number], self._corpus.facts.pieces(number)
        for n, piece in enumerate(pieces):
            if not some >> n & 1:
                continue
            if start is None:
                start = piece.start
            if not some >> n + 1 & 1 or pieces[n + 1].span != piece.span:
                yield start, piece.end
                start = None


def _narrowed(spans: list[tuple[int | None, int | None]]) -> tuple[int | None, int | None]:
    """What all allow; where they contradict each other, the narrowest."""
    first = max((one for one, _ in spans if one is not None), default=None)
    last = min((one for _, one in spans if one is not None), default=None)
    if first is None or last is None or first <= last:
        return first, last
    whole = [(one, other) for one, other in spans if one is not None and other is not None]
    return min(whole, key=lambda span: (span[1] - span[0], span), default=(last, first))


@lru_cache(maxsize=1 << 14)
def _iso(day: int | None) -> str | None:
    return date.fromordinal(day).isoformat() if day is not None else None
