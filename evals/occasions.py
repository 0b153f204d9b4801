"""How well occasions are told apart across articles: the labelled pairs of evals/occasions.jsonl, through the whole
program.

    python -m evals.occasions [RECORD]

RECORD is one of all articles of PolNeAR's training part with the statements that people marked, as this makes it when
none is given (some minutes); a copy of it is linked.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evals.remarks import link_before, record_of, statements_of
from evals.shared import POLNEAR, ROOT, Figures, rows, tie_figures
from onrecord.linking import occasions, remarks
from onrecord.record import Record, open_record

PAIRS = ROOT / "evals" / "occasions.jsonl"
#: A labelled pair, and the occasions of its two statements, None where a statement has none.
Judged = tuple[dict[str, Any], int | None, int | None]


def occasion_figures(record: Record, part: str | None = None) -> Figures:
    """Precision and recall of sharing an occasion, over the labelled pairs of one part or all. `recall_known` is recall
    over the pairs of which both statements have an occasion at all."""
    return figures_of([one for one in judged(record) if part in (None, one[0]["part"])])


def judged(record: Record) -> Iterator[Judged]:
    """Each labelled pair, and the occasions that the record has for its statements."""
    query = "SELECT occasion FROM current WHERE statement = ?"
    for pair in rows(PAIRS):
        one, other = (record.db.execute(query, (key,)).fetchone() for key in statements_of(record, pair))
        yield pair, one and one[0], other and other[0]


def figures_of(pairs: Sequence[Judged]) -> Figures:
    """The figures over pairs that were judged."""
    known = [(pair["label"] == "same", one == other) for pair, one, other in pairs if one and other]
    same = sum(pair["label"] == "same" for pair, _, _ in pairs)
    tied, right = sum(tie for _, tie in known), sum(label and tie for label, tie in known)
    return {
        **tie_figures(right, tied, same),
        "recall_known": right / max(1, sum(label for label, _ in known)),
        "pairs": float(len(pairs)),
        "pairs_known": float(len(known)),
    }


@contextmanager
def linked(folder: Path, given: Path | None = None) -> Iterator[Record]:
    """A linked record of PolNeAR's articles, of the given one or made anew."""
    path = folder / "occasions.db"
    if given:
        shutil.copy(given, path)
        with open_record(path) as record:
            yield _linked(record)
    else:
        with record_of({row["id"] for row in rows(POLNEAR / "train.jsonl")}, path) as record:
            link_before(record)
            yield _linked(record)


def _linked(record: Record) -> Record:
    """With occasions and remarks as `onrecord link` makes them, each standing on the other."""
    for one in (occasions, remarks, occasions):
        one.link(record)
    return record


def main() -> None:
    """Prints the figures of both parts."""
    with TemporaryDirectory() as folder, linked(Path(folder), *map(Path, sys.argv[1:2])) as record:
        print(json.dumps({part: occasion_figures(record, part) for part in ("dev", "test")}, indent=1))


if __name__ == "__main__":
    main()
