"""How well people are linked across articles: pairs of mentions that were labelled by hand, from PolNeAR's articles."""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evals.shared import POLNEAR, ROOT, Figures, rows, tie_figures
from onrecord.linking import people
from onrecord.reading import ReadOptions, read_inputs
from onrecord.record import Record, open_record
from onrecord.types import Article

PAIRS = ROOT / "evals" / "people.jsonl"
FIGURES = ("precision", "recall", "f1")


def people_figures(record: Record, part: str | None = None) -> Figures:
    """Precision and recall of `same` over the labelled pairs, of one part or all. A mention that the record's reading
    does not have counts as not tied."""
    counts: Counter[tuple[bool, bool]] = Counter(
        (pair["label"] == "same", tied) for pair, tied in judged(record) if part in (None, pair["part"])
    )
    right = counts[True, True]
    figures = tie_figures(right, right + counts[False, True], right + counts[True, False])
    return {**figures, "pairs": float(counts.total())}


def judged(record: Record) -> Iterator[tuple[dict[str, Any], bool]]:
    """Each labelled pair, and whether the record has it as one person."""
    for pair in rows(PAIRS):
        one, other = (person_at(record, pair[end]) for end in ("a", "b"))
        yield pair, one is not None and one == other


def person_at(record: Record, end: Mapping[str, Any]) -> int | None:
    """Whose mention it is: that of the actor with the mention that has most in common with it."""
    query = (
        "SELECT p.person, x.mentions FROM article AS r JOIN analysis AS a ON a.article = r.key AND a.current = 1 "
        "JOIN actor AS x ON x.analysis = a.key JOIN person_actor AS p ON p.actor = x.key WHERE r.id = ?"
    )
    start, stop = end["mention"]
    best = 0.0, 0
    for person, mentions in record.db.execute(query, (end["article"],)):
        shares = ((min(stop, b) - max(start, a)) / (max(stop, b) - min(start, a)) for a, b in json.loads(mentions))
        best = max(best, (max(shares, default=0.0), person))
    return best[1] if best[0] > 0 else None


def made(folder: Path) -> Record:
    """A record of PolNeAR's articles, read and linked; some minutes."""
    record = open_record(folder / "polnear.db")
    lines = [row for part in ("train", "dev") for row in rows(POLNEAR / f"{part}.jsonl")]
    articles = folder / "articles.jsonl"
    told = ({name: row[name] for name in ("id", "outlet", "published", "title", "text")} for row in lines)
    articles.write_text("".join(json.dumps(row) + "\n" for row in told), encoding="utf-8")
    record.add(item for item in read_inputs([str(articles)], ReadOptions()) if isinstance(item, Article))
    return record


def main() -> None:
    """Prints the figures; with the path of a record of PolNeAR's articles, a copy of that is linked."""
    with TemporaryDirectory() as folder:
        if len(sys.argv) > 1:
            shutil.copy(sys.argv[1], Path(folder) / "polnear.db")
        with open_record(Path(folder) / "polnear.db") if len(sys.argv) > 1 else made(Path(folder)) as record:
            people.link(record)
            parts = {part or "all": people_figures(record, part) for part in (None, "dev", "test")}
            wrong = Counter(
                (pair["kind"], pair["label"]) for pair, tied in judged(record) if tied != (pair["label"] == "same")
            )
    print(json.dumps({"figures": parts, "wrong": {f"{k}, {v}": n for (k, v), n in sorted(wrong.items())}}, indent=1))


if __name__ == "__main__":
    main()
