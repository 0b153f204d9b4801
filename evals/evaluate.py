"""Measures the shipped model against people and fails below evals/floors.json (`make eval`).

    python evals/evaluate.py [--write DIR]

Everything goes through the program as a user runs it: files are read, analysed and printed, and what is
printed is scored. Where the data is absent it says so and exits 0.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from evals.calibration import expected_error, hits, reliability
from evals.shared import POLNEAR, SHARED, rows, sha256
from onrecord.export import statement_from_dict

FLOORS = Path(__file__).with_name("floors.json")
FIGURES = ("token_kappa", "source", "cue", "content", "linked_exact", "linked")
#: For comparison: annotators against each other, and the goal set for the reader.
PEOPLE = dict(zip(FIGURES, (0.763, 0.778, 0.712, 0.691, 0.601, 0.748), strict=True))
GOAL = dict(zip(FIGURES, (0.80, 0.80, 0.74, 0.70, 0.61, 0.76), strict=True))


def read(inputs: Path, output: Path) -> None:
    """Runs `onrecord read`; raises CalledProcessError when it fails, which counts as a failed evaluation."""
    command = [sys.executable, "-m", "onrecord", "read", "--quiet", "--format", "jsonl", "-o", str(output), str(inputs)]
    subprocess.run(command, check=True)


def attribution(out: Path) -> dict[str, float]:
    """The figures of the attribution scorer on PolNeAR's dev set."""
    dev = POLNEAR / "dev.jsonl"
    statements = out / "dev.statements.jsonl"
    read(dev, statements)
    scorer = [sys.executable, str(SHARED / "score" / "attribution_score.py"), str(dev), str(statements)]
    figures: dict[str, float] = json.loads(subprocess.run(scorer, check=True, capture_output=True, text=True).stdout)
    return figures


def show_calibration(out: Path) -> float:
    """Prints the reliability diagram of the statements told; returns the expected calibration error."""
    told = [statement_from_dict(row) for row in rows(out / "dev.statements.jsonl")]
    judged = []
    for row in rows(POLNEAR / "dev.jsonl"):
        own = [s for s in told if s.article == row["id"] and s.parent is None]
        judged += [(s.confidence, hit) for s, hit in zip(own, hits(row, own), strict=True)]
    bins = reliability(judged)
    print("\nconfidence  marked by people  statements")
    for b in bins:
        print(f"     {b.confidence:.2f}              {b.marked:.2f}  {b.count:10}  {'#' * round(40 * b.marked)}")
    return expected_error(bins)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, help="keep the statements in this folder")
    options = parser.parse_args()
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))["attribution"]
    if not POLNEAR.is_dir():
        print(f"nothing is measured: {POLNEAR} is not there (ONRECORD_SHARED names another place)")
        return 0
    if sha256(POLNEAR / "dev.jsonl") != pinned["sha256"]:
        print(f"{POLNEAR / 'dev.jsonl'} is not the corpus that the floors were set on", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        out = options.write or Path(folder)
        out.mkdir(parents=True, exist_ok=True)
        figures = attribution(out)
        floors = pinned["floors"]
        print("             " + "".join(f"{name:>14}" for name in FIGURES))
        for title, row in (("people", PEOPLE), ("floor", floors), ("goal", GOAL), ("this model", figures)):
            print(f"{title:13}" + "".join(f"{row[name]:14.4f}" for name in FIGURES))
        print(f"{figures['system']} statements; people marked {figures['gold']}")
        print(f"expected calibration error {show_calibration(out):.3f}")
    below = [name for name in FIGURES if figures[name] < floors[name]]
    for name in below:
        print(f"{name} is {figures[name]:.4f}, below its floor of {floors[name]:.4f}", file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
