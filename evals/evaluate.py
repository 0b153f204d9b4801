"""Measures the shipped model against people and fails below evals/floors.json (`make eval`).

    python evals/evaluate.py [--write DIR] [--record]

Everything goes through the program as a user runs it: files are read, analysed and printed, and what is
printed is scored. Where the data is absent it says so and exits 0.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from evals import articles, attribution, remarks, stories, understanding
from evals.shared import FLOORS, POLNEAR, ROOT, SHARED, Figures, sha256

FIGURES_FILE = ROOT / "evals" / "figures.json"


@dataclass(frozen=True)
class Table:
    """One kind of figures: what it is called, its columns, and rows to compare with."""

    name: str
    columns: Sequence[str]
    others: Mapping[str, Mapping[str, float]]
    figures: Figures
    floors: Figures

    def show(self) -> None:
        print(f"\n{self.name:13}" + "".join(f"{column:>14}" for column in self.columns))
        for title, row in {**self.others, "floor": self.floors, "this model": self.figures}.items():
            print(f"{title:13}" + "".join(f"{row[c]:14.4f}" if c in row else f"{'':14}" for c in self.columns))

    def below(self) -> list[str]:
        return [
            f"{self.name}: {name} is {self.figures[name]:.4f}, below its floor of {floor:.4f}"
            for name, floor in self.floors.items()
            if self.figures[name] < floor
        ]

    def record(self) -> dict[str, object]:
        return {**self.others, "floor": self.floors, "model": self.figures}


def measure(out: Path, floors: dict[str, Figures]) -> tuple[list[Table], list[str]]:
    """All tables, and what of the two articles is not as it should be."""
    figures, wrong = articles.measure(out)
    compared = (
        ("attribution", attribution.FIGURES, {"people": attribution.PEOPLE, "goal": attribution.GOAL}),
        ("statements", understanding.FIGURES, {"people": understanding.PEOPLE, "goal": understanding.GOAL}),
        ("times", understanding.TIME_FIGURES, {"goal": understanding.TIME_GOAL}),
        (
            "conditions",
            understanding.CONDITION_FIGURES,
            {"people": understanding.CONDITION_PEOPLE, "goal": understanding.CONDITION_GOAL},
        ),
        ("articles", ("linked", *understanding.FIGURES, "conditions"), {}),
        ("remarks", remarks.REMARK_FIGURES, {"goal": remarks.REMARK_GOAL}),
        ("stories", stories.FIGURES, {"words alone": stories.WORDS, "goal": stories.GOAL}),
    )
    found = (
        attribution.measure(out),
        understanding.statements(out),
        understanding.times(out),
        understanding.conditions(out),
        figures,
        remarks.remarks(out),
        stories.stories(out),
    )
    return [
        Table(name, columns, others, own, floors[name])
        for (name, columns, others), own in zip(compared, found, strict=True)
    ], wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, help="keep what the program printed in this folder")
    parser.add_argument(
        "--record", action="store_true", help="write the figures to evals/figures.json, for the documents"
    )
    options = parser.parse_args()
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    if not POLNEAR.is_dir():
        print(f"nothing is measured: {POLNEAR} is not there (ONRECORD_SHARED names another place)")
        return 0
    for path, digest in pinned["corpora"].items():
        if sha256(SHARED / path) != digest:
            print(f"{SHARED / path} is not the corpus that the floors were set on", file=sys.stderr)
            return 1
    with tempfile.TemporaryDirectory() as folder:
        out = options.write or Path(folder)
        out.mkdir(parents=True, exist_ok=True)
        tables, wrong = measure(out, pinned["floors"])
    for table in tables:
        table.show()
        wrong += table.below()
    print(f"\nexpected calibration error {tables[0].figures['ece']:.3f}")
    if options.record:
        record = {table.name: table.record() for table in tables}
        FIGURES_FILE.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
