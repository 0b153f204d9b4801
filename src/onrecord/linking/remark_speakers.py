"""Who may have made a statement, as far as its source shows: a pronoun, a description or a family name that two people
of the article bear leaves it open, whoever it was taken for."""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.linking.remark_sides import Possible, Speaker
from onrecord.linking.wordings import read_wording
from onrecord.record import Record
from onrecord.record.rows import spans_of

#: Anybody at all: the source is a description ("a spokesman", "the ad") under which no article names anybody.
ANYBODY = None
#: Kinds of speakers that have a name, or only a description.
DESCRIBED = ("document", "group")

_NAME = re.compile(r"\b[A-Z][^\W\d_]+")


class Speakers:
    """Looks up who may have made the statements of a record's articles."""

    def __init__(self, record: Record) -> None:
        self._db = record.db
        self._kept: dict[Speaker, Speaker] = {}
        found = self._db.execute("SELECT key, kind, name FROM person")
        self._described: set[int] = set()
        self._names: dict[int, frozenset[str]] = {}
        for key, kind, name in found:
            names = _words(name)
            if kind == "unnamed" or (kind in DESCRIBED and not names):
                self._described.add(key)
            else:
                self._names[key] = names

    def of_article(self, article: int, text: str) -> dict[int, Speaker]:
        """By statement of one article, who may have made it."""
        query = (
            "SELECT DISTINCT p.person FROM analysis AS a JOIN actor AS x ON x.analysis = a.key "
            "JOIN person_actor AS p ON p.actor = x.key WHERE a.article = ? AND a.current = 1 AND x.kind = 'person'"
        )
        there = [person for (person,) in self._db.execute(query, (article,)) if person in self._names]
        persons: dict[int, list[int]] = {}
        query = (
            "SELECT w.statement, w.person FROM current AS c JOIN current_person AS w ON w.statement = c.statement "
            "WHERE c.article = ? AND w.part = 'speaker'"
        )
        for statement, person in self._db.execute(query, (article,)):
            persons.setdefault(statement, []).append(person)
        query = (
            "SELECT c.statement, s.source, instr(coalesce(c.decided, ''), 'speaker') FROM current AS c "
            "JOIN statement AS s ON s.key = c.statement WHERE c.article = ?"
        )
        found = {}
        for statement, stored, decided in self._db.execute(query, (article,)):
            who, source = persons.get(statement, []), " ".join(span.text for span in spans_of(text, stored))
            possible = frozenset(who) if decided else self._possible(who, source, there)
            names = {number for person in who for name in self._names.get(person, ()) for number in _numbers(name)}
            speaker = Speaker(possible, frozenset(names))
            found[statement] = self._kept.setdefault(speaker, speaker)
        return found

    def _possible(self, persons: list[int], source: str, there: list[int]) -> Possible:
        if persons and self._described.issuperset(persons):
            return ANYBODY
        words = _words(source)
        shown = [words & self._names.get(person, frozenset()) for person in persons]
        if persons and all(shown):
            alike = [other for other in there for some in shown if some <= self._names[other]]
            return frozenset((*persons, *alike))
        named = [other for other in there if words & self._names[other]]
        return frozenset((*persons, *(named or there)))


@lru_cache(maxsize=1 << 14)
def _numbers(name: str) -> tuple[int, ...]:
    """The words of a name as numbers."""
    return tuple(read_wording(name).words.tolist())


def _words(name: str) -> frozenset[str]:
    """The words of a name that are written with a capital, in small letters."""
    return frozenset(word.lower() for word in _NAME.findall(name))
