"""Measures the shipped model against people and fails below evals/floors.json (`make eval`).

    python evals/evaluate.py [--write DIR] [--record]

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
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from evals.calibration import expected_error, hits, reliability
from evals.shared import FLOORS, POLNEAR, SHARED, rows, sha256
from onrecord import Article
from onrecord.export import analysis_from_dict, statement_from_dict

ARTICLES = FLOORS.with_name("articles.json")
FIGURES_FILE = FLOORS.with_name("figures.json")
FIGURES = ("token_kappa", "source", "cue", "content", "linked_exact", "linked")
#: For comparison: annotators against each other, and the goal set for the reader.
PEOPLE = dict(zip(FIGURES, (0.763, 0.778, 0.712, 0.691, 0.601, 0.748), strict=True))
GOAL = dict(zip(FIGURES, (0.80, 0.80, 0.74, 0.70, 0.61, 0.76), strict=True))


def read(inputs: Path, output: Path) -> None:
    """Runs `onrecord read`; raises CalledProcessError when it fails, which counts as a failed evaluation."""
    subprocess.run([sys.executable, "-m", "onrecord", "read", "--quiet", "-o", str(output), str(inputs)], check=True)


def attribution(out: Path) -> dict[str, float]:
    """The figures of the attribution scorer on PolNeAR's dev set."""
    dev = POLNEAR / "dev.jsonl"
    statements = out / "dev.statements.jsonl"
    read(dev, statements)
    scorer = [sys.executable, str(SHARED / "score" / "attribution_score.py"), str(dev), str(statements)]
    figures: dict[str, float] = json.loads(subprocess.run(scorer, check=True, capture_output=True, text=True).stdout)
    return figures


def wrong_facts(article: Article, gold: dict[str, Any]) -> list[str]:
    """What of an article is not as marked; metadata is marked by where the text has it."""
    wrong = []
    for field in ("outlet", "byline", "published"):
        wanted = gold[field] and article.text[slice(*gold[field])]
        if getattr(article, field) != wanted:
            wrong.append(f"{field} is {getattr(article, field)!r}")
    passages = [[p.kind, p.start, p.end] for p in article.passages]
    return wrong + [f"passage {p} is marked otherwise" for p in passages if p not in gold["passages"]]


def two_articles(out: Path) -> tuple[float, list[str]]:
    """The two articles that the project comes from: linked F1 over all their statements, inner ones too, and
    what of their furniture and metadata is not as it should be. evals/articles.json holds offsets alone."""
    told, wanted, hit, wrong = 0, 0, 0, []
    for name, gold in json.loads(ARTICLES.read_text(encoding="utf-8")).items():
        path = SHARED / "articles" / name
        if sha256(path) != gold["sha256"]:
            wrong.append(f"{name} is not the text that was marked")
            continue
        read(path, out / "article.json")
        (analysis,) = (analysis_from_dict(row) for row in rows(out / "article.json"))
        article = analysis.article
        wrong += [f"{name}: {fact}" for fact in wrong_facts(article, gold["article"])]
        marked = [{role.title(): s[role] for role in ("source", "cue", "content")} for s in gold["statements"]]
        row = {"text": article.text, "annotations": [{"attributions": marked}]}
        hit += sum(hits(row, analysis.statements))
        told += len(analysis.statements)
        wanted += len(marked)
    return 2 * hit / ((told + wanted) or 1), wrong


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
    parser.add_argument(
        "--record", action="store_true", help="write the figures to evals/figures.json, for the documents"
    )
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
        error = show_calibration(out)
        print(f"expected calibration error {error:.3f}")
        linked, wrong = two_articles(out)
        print(f"the two articles, inner statements counted: linked {linked:.4f} (floor {pinned['two_articles']:.4f})")
    if options.record:
        record = {"people": PEOPLE, "floor": floors, "goal": GOAL, "model": figures, "ece": round(error, 4)}
        FIGURES_FILE.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    below = [name for name in FIGURES if figures[name] < floors[name]]
    for name in below:
        print(f"{name} is {figures[name]:.4f}, below its floor of {floors[name]:.4f}", file=sys.stderr)
    if linked < pinned["two_articles"]:
        wrong.append(f"the two articles: linked is {linked:.4f}, below its floor of {pinned['two_articles']:.4f}")
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if below or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
