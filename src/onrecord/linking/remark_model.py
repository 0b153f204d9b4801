"""How likely two statements are one remark, by logistic models of a few features, and why."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from onrecord.errors import ModelError
from onrecord.linking.remark_features import FEATURES, MEANT_ALIKE, Values
from onrecord.linking.remark_sides import CELLS, Weights

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class Model:
    """Weights for the features as they are, `""` what is added to all, for being one remark by the words (`same`), for
    being one where they were looked at closer (`closer`), and for being one or the same made again (`alike`). `common`
    is the share of articles that have the words of each cell, `rarity` what each word piece weighs in a closer look."""

    same: Mapping[str, float]
    closer: Mapping[str, float]
    alike: Mapping[str, float]
    common: Weights
    rarity: Weights

    def score(self, values: Values) -> float:
        """The probability, 0 to 1, that a pair with these features is one remark."""
        return _likely(self._weights(values), values)

    def again(self, values: Values) -> float:
        """The probability, 0 to 1, that it is one remark or the same one made again."""
        return _likely(self.alike, values)

    def _weights(self, values: Values) -> Mapping[str, float]:
        return self.closer if MEANT_ALIKE in values else self.same

    def adds(self, values: Values) -> dict[str, float]:
        """What each feature that spoke adds to the score's log-odds."""
        found = {
            name: round(adds, 2)
            for name, weight in self._weights(values).items()
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
        same, closer, alike = (
            {name: float(stored[kind][name]) for name in stored[kind]} for kind in ("same", "closer", "alike")
        )
        if not (same.keys() | alike.keys() | closer.keys() - {MEANT_ALIKE}) <= {"", *FEATURES}:
            raise ValueError("there are weights for features that are not known")
        with np.load(DATA / "remark_words.npz", allow_pickle=False) as arrays:
            common = np.zeros(CELLS, np.float32)
            common[arrays["cells"]] = arrays["shares"]
            rarity = arrays["rarity"].astype(np.float32)
        return Model(same, closer, alike, common, rarity)
    except Exception as error:
        raise ModelError(f"the weights that tie remarks cannot be read from {DATA}: {error}") from error
