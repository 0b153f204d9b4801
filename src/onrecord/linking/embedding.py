"""Gives every statement a vector of what it means, for searches for like meaning."""

from __future__ import annotations

from onrecord.linking.meaning import Encoder, encoder
from onrecord.record import Record, embeddings
from onrecord.record.embeddings import Contents, Embedding

#: Articles whose vectors are made and stored at once: some thousand statements, about a second of work.
BATCH = 500


def link(record: Record, *, new_only: bool = True) -> int:
    """Makes vectors for the articles that have none yet, or for all, and returns for how many. It can be stopped and
    run again. Raises ModelError where the encoder is missing, RecordError where the record cannot be written."""
    made = encoder()
    with record.explained():
        wanted = embeddings.missing(record.db, made.version if new_only else None)
    for start in range(0, len(wanted), BATCH):
        with record.explained():
            some = list(embeddings.contents(record.db, wanted[start : start + BATCH]))
        found = _embedded(made, some)
        with record.writing():
            embeddings.write(record.db, found)
    return len(wanted)


def _embedded(made: Encoder, some: list[Contents]) -> list[Embedding]:
    vectors = made.encode([content for one in some for content in one.contents])
    found, at = [], 0
    for one in some:
        end = at + len(one.contents)
        found.append(Embedding(one.analysis, made.version, one.statement, vectors[at:end].tobytes()))
        at = end
    return found
