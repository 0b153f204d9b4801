"""Choosing one of several candidates by what speaks for each: a log-linear scorer with learned weights.

What speaks for a candidate is a list of words, its features. `training/occasions.py` learns a weight for each; one
that was not
seen there counts nothing. The weights are a file of the package.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from onrecord.errors import ModelError

#: How occasions and times are chosen: by written rules, by learned weights, or by weights that also know what the rules
#: would choose. The first two are there to be measured.
Method = Literal["rules", "learned", "both"]
Floats = npt.NDArray[np.float64]

WEIGHTS = "occasions.json"


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What one choice was taught. `features` weigh a candidate by the text around the statement; `leaning` is a
    row for the
    reader's vector of the cue and a constant (how much it speaks for any candidate at all), `candidates` the same
    for the vector of an event or a time; `evidence` and
    `conditions` weigh what
    neighbouring statements say (`spreading`)."""

    features: Mapping[str, float]
    leaning: Floats
    candidates: Floats
    kinds: Floats
    evidence: Floats
    conditions: Floats

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Weights:
        """Weights from their JSON form. Raises KeyError, TypeError or ValueError when they are not that."""
        arrays = (
            np.asarray(values[name], dtype=np.float64)
            for name in ("leaning", "candidates", "kinds", "evidence", "conditions")
        )
        return cls({str(k): float(v) for k, v in values["features"].items()}, *arrays)


@cache
def weights(name: str) -> Weights:
    """The weights of one choice (`occasion` or `said`, for a method). Raises ModelError when the file is missing
    or has none."""
    try:
        text = files("onrecord").joinpath("model", WEIGHTS).read_text(encoding="utf-8")
        return Weights.of(json.loads(text)[name])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the weights for {name} cannot be read from {WEIGHTS}: {error}") from error


def probabilities(candidates: Sequence[Sequence[str]], weighed: Mapping[str, float]) -> list[float]:
    """How likely each candidate is, by its features. There must be one."""
    scores = np.array([sum(weighed.get(feature, 0.0) for feature in features) for features in candidates])
    likely = np.exp(scores - scores.max())
    return [float(p) for p in likely / likely.sum()]
