"""Reads a record's statements with their words, on several cores where there are many."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import cache, partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import numpy as np

from onrecord.linking.arrays import Numbers
from onrecord.linking.remark_corpus import Corpus
from onrecord.linking.remark_sides import Weights
from onrecord.linking.remark_speakers import Speakers
from onrecord.parallel import in_order
from onrecord.record import Record, open_record

#: Articles that are read at once by one of several processes; a quarter of a second's work, and half a megabyte.
AT_ONCE = 200


def read_corpus(record: Record, articles: Collection[int] | None = None, jobs: int = 1) -> Corpus:
    """The statements that count, of all articles or of those with these keys, read by so many processes."""
    if jobs == 1:
        return _read(record, Speakers(record), articles)
    keys = sorted(articles) if articles is not None else _counting(record)
    parts = (keys[begin : begin + AT_ONCE] for begin in range(0, len(keys), AT_ONCE))
    corpus = Corpus()
    for part, cells, counts in in_order(partial(_read_part, record.path), parts, jobs):
        corpus.join(part, cells, counts)
    _opened.cache_clear()  # this process opened it only where others died
    return corpus


def _read(record: Record, speakers: Speakers, articles: Collection[int] | None) -> Corpus:
    corpus = Corpus()
    for article, views in groupby(record.views.statements(articles=articles), key=attrgetter("article")):
        (text,) = record.db.execute("SELECT text FROM text WHERE article = ?", (article,)).fetchone()
        corpus.add(text, views, speakers.of_article(article, text))
    return corpus


def _read_part(path: Path, articles: Collection[int]) -> tuple[Corpus, Numbers, Weights]:
    """The statements of some articles without the counts of words, and those counts, of what cells there are."""
    corpus = _read(*_opened(path), articles)
    cells = np.flatnonzero(corpus.counts)
    return replace(corpus, counts=np.zeros(0, np.float32)), cells, corpus.counts[cells]


@cache
def _opened(path: Path) -> tuple[Record, Speakers]:
    """The record as a process of its own reads it, with little memory for the file: it reads every page once."""
    record = open_record(path, read_only=True)
    record.db.execute("PRAGMA mmap_size = 0")
    record.db.execute("PRAGMA cache_size = -8000")
    return record, Speakers(record)


def _counting(record: Record) -> list[int]:
    """The keys of the articles that count."""
    query = "SELECT r.key FROM article AS r JOIN analysis AS a ON a.article = r.key AND a.current = 1"
    return [key for (key,) in record.db.execute(f"{query} WHERE r.newest = 1 ORDER BY r.key")]
