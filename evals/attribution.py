"""How well attributions are found: PolNeAR's dev articles, and whether confidence is what it says."""

from __future__ import annotations

from pathlib import Path

from evals.calibration import expected_error, hits, reliability
from evals.shared import POLNEAR, Figures, read, rows, score
from onrecord.export import statement_from_dict

DEV = POLNEAR / "dev.jsonl"
FIGURES = ("token_kappa", "source", "cue", "content", "linked_exact", "linked")
#: For comparison: annotators against each other, and the goal set for the reader.
PEOPLE = dict(zip(FIGURES, (0.763, 0.778, 0.712, 0.691, 0.601, 0.748), strict=True))
GOAL = dict(zip(FIGURES, (0.80, 0.80, 0.74, 0.70, 0.61, 0.76), strict=True))


def measure(out: Path) -> Figures:
    """The scorer's figures on what the program finds, and `ece`, the expected calibration error."""
    statements = out / "dev.statements.jsonl"
    read(DEV, statements)
    return score("attribution_score", DEV, statements) | {"ece": round(_calibration(statements), 4)}


def _calibration(statements: Path) -> float:
    """Prints the reliability diagram of the statements told; returns the expected calibration error."""
    told = [statement_from_dict(row) for row in rows(statements)]
    judged = []
    for row in rows(DEV):
        own = [s for s in told if s.article == row["id"] and s.parent is None]
        judged += [(s.confidence, hit) for s, hit in zip(own, hits(row, own), strict=True)]
    bins = reliability(judged)
    print("\nconfidence  marked by people  statements")
    for b in bins:
        print(f"     {b.confidence:.2f}              {b.marked:.2f}  {b.count:10}  {'#' * round(40 * b.marked)}")
    return expected_error(bins)
