"""What rules alone, learned heads alone and both reach on the statements that people understood.

    python evals/ablation.py

The articles are read once; who, when and at what occasion is then told in each of the three ways, and scored.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import get_args

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from evals.shared import Figures, score
from evals.understanding import STATEMENTS
from onrecord import Article, read_inputs
from onrecord.analysis import statements as statements_of
from onrecord.analysis import telling
from onrecord.attribution import attribute
from onrecord.export import statement_to_dict
from onrecord.resolution import Method, resolve

COLUMNS = ("speaker", "speaker_kind", "said", "said_f1", "occasion")


def ablation(out: Path) -> dict[str, Figures]:
    """The statement scorer's figures for each method."""
    articles = [article for article in read_inputs([str(STATEMENTS)]) if isinstance(article, Article)]
    readings = [(article, attribute(article.text, telling(article))) for article in articles]
    figures = {}
    for method in get_args(Method):
        told = out / f"{method}.jsonl"
        with told.open("w", encoding="utf-8") as lines:
            for article, reading in readings:
                found = statements_of(article, reading.attributions)
                analysis, _ = resolve(article, found, reading.words, method=method)
                lines.writelines(json.dumps(statement_to_dict(s)) + "\n" for s in analysis.statements)
        figures[method] = score("statement_score", STATEMENTS, told)
    return figures


def main() -> None:
    if not STATEMENTS.exists():
        print(f"nothing is measured: {STATEMENTS} is not there (ONRECORD_SHARED names another place)")
        return
    with tempfile.TemporaryDirectory() as folder:
        figures = ablation(Path(folder))
    print(f"{'':10}" + "".join(f"{column:>14}" for column in COLUMNS))
    for method, row in figures.items():
        print(f"{method:10}" + "".join(f"{row[column]:14.4f}" for column in COLUMNS))


if __name__ == "__main__":
    main()
