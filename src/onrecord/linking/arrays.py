"""What several passes do with flat arrays of numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]


def ranges(starts: Numbers, sizes: Numbers) -> Numbers:
    """The whole numbers from each start on, so many of each, in a row."""
    ends = np.cumsum(sizes, dtype=np.int64)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - sizes), sizes)
