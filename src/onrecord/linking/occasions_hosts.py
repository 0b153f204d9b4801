"""Which hosts of events are not to be believed: an article's reading may give an event the host of another one, the
outlet that only reports it, or somebody who speaks there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from onrecord.linking.people_others import normal
from onrecord.record import Record

#: Kinds of events that somebody gives or writes: a person named with one is its author or a guest, and no host
#: unless the text says so.
_OWN = ("speech", "written", "social_media", "proceeding", "report")
#: Words that stand for an event itself, so that they may be far from the words that tell its host.
_ITSELF = "interview"
#: Characters that may lie between an event's name and its host. In articles on one campaign 42 of 50 hosts further
#: off were another event's: "at a town hall ... said on Vell News".
_NEAR = 40
_QUOTED = re.compile(r"\b(?:according|attributed)\s+to\s+(?:the\s+)?$", re.IGNORECASE)
_HELD = re.compile(r"\b(?:hosted|held|organi[sz]ed|sponsored|moderated)\s+by\s+(?:the\s+)?$", re.IGNORECASE)
_NO_NAME = frozenset(["tv", "television", "radio", "press", "media", "reporters", "news", "internet"])


def doubtful(record: Record, events: Iterable[int]) -> frozenset[int]:
    """The keys of those events whose host is not to be believed."""
    keys = (json.dumps(list(events)),)
    with record.explained():
        hosted = record.db.execute(_HOSTED, keys).fetchall()
        persons = dict(record.db.execute(_PERSONS, keys))
    return frozenset(key for key, *told in hosted if _is_doubtful(record, persons.get(key), *told))


def _is_doubtful(
    record: Record, speaks: int | None, article: int, kind: str, name: str, host: str, evidence: str
) -> bool:
    """`speaks` is whether the host said most of what was said there, None where they are no person of the article."""
    if normal(host) in _NO_NAME or (speaks and kind == "interview"):
        return True
    if not (kind == "interview" or (speaks is not None and kind in _OWN)):
        return False
    spans = [span for span in json.loads(evidence) if isinstance(span, list)]
    at = next((span for span in reversed(spans) if span[1] - span[0] == len(host)), None)
    if at is None:
        return False
    (text,) = record.db.execute("SELECT text FROM text WHERE article = ?", (article,)).fetchone()
    if text[at[0] : at[1]] != host:
        return False
    if kind != "interview":
        return not _HELD.search(text, max(0, at[0] - _NEAR), at[0])
    return _is_anothers(text, name, at, [span for span in spans if span != at])


_HOSTED = """
SELECT e.key, a.article, e.kind, e.name, e.host, e.evidence FROM json_each(?) AS k JOIN event AS e ON e.key = k.value
JOIN analysis AS a ON a.key = e.analysis WHERE e.host IS NOT NULL
"""
#: Hosts that are persons of the article, and whether most of what was said there was said by them.
_PERSONS = """
SELECT e.key, max((
  SELECT ifnull(2 * sum(p.actor = x.key) > count(*), 0) FROM statement AS s
  JOIN party AS p ON p.statement = s.key AND p.part = 'speaker' WHERE s.event = e.key
))
FROM json_each(?) AS k JOIN event AS e ON e.key = k.value JOIN actor AS x ON x.analysis = e.analysis
WHERE e.host IS NOT NULL AND x.kind = 'person' AND EXISTS (SELECT 1 FROM json_each(x.names) WHERE value = e.host)
GROUP BY e.key
"""


def _is_anothers(text: str, name: str, at: Sequence[int], spans: Sequence[Sequence[int]]) -> bool:
    """Whether a host stands far from the words that an interview is called by, or is only the source of a report."""
    host = text[at[0] : at[1]]
    if _QUOTED.search(text, max(0, at[0] - _NEAR), at[0]):
        return True
    if host in name or name == _ITSELF:
        return False
    told = [s for s in spans if text[s[0] : s[1]] in name or name in text[s[0] : s[1]]]
    return bool(told) and all(max(s[0] - at[1], at[0] - s[1]) > _NEAR for s in told)
