"""How likely two statements are one remark, by a logistic model of a few features, and why."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from onrecord.errors import ModelError
from onrecord.linking.remark_features import FEATURES, Values
from onrecord.linking.remark_sides import CELLS, Weights

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class Model:
    """Weights for the features as they are, `""` what is added to all, for being one remark (`same`) and for being one
    or the same made again (`alike`); `common` is the share of articles that have the words of each cell."""

    same: Mapping[str, float]
    alike: Mapping[str, float]
    common: Weights

    def score(self, values: Values) -> float:
        """The probability, 0 to 1, that a pair with these features is one remark."""
        return _likely(self.same, values)

    def again(self, values: Values) -> float:
        """The probability, 0 to 1, that it is one remark or the same one made again."""
        return _likely(self.alike, values)

    def adds(self, values: Values) -> dict[str, float]:
        """What each feature that spoke adds to the score's log-odds."""
        found = {
            name: round(adds, 2)
            for name, weight in self.same.items()
            if name and abs(adds := weight * values[name]) > 0.09
        }
        return {name: adds for name, adds in sorted(found.items(), key=lambda one: -abs(one[1])) if abs(adds) >= 0.1}


def _likely(weights: Mapping[str, float], values: Values) -> float:
    total = weights.get("", 0.0) + sum([weight * values[name] for name, weight in weights.items() if name])
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@lru_cache(maxsize=1)
def load() -> Model:
    """The shipped model. Raises ModelError when its files are missing or broken."""
    try:
        stored = json.loads((DATA / "remarks.json").read_text(encoding="utf-8"))
        same, alike = ({name: float(stored[kind][name]) for name in stored[kind]} for kind in ("same", "alike"))
        if not (same.keys() | alike.keys()) <= {"", *FEATURES}:
            raise ValueError("there are weights for features that are not known")
        with np.load(DATA / "remark_words.npz", allow_pickle=False) as arrays:
            common = np.zeros(CELLS, np.float32)
            common[arrays["cells"]] = arrays["shares"]
        return Model(same, alike, common)
    except Exception as error:
        raise ModelError(f"the weights that tie remarks cannot be read from {DATA}: {error}") from error
