"""How the time that a function takes grows with its text. Machines differ in speed, not in this."""

from __future__ import annotations

import time
from collections.abc import Callable

TIMES = 4
#: Time that grows with the square of the text's length is 16 times as long for a text 4 times as long; time that
#: grows with the length is 4 times as long, and chance may double that.
QUADRATIC = 11


def growth(function: Callable[[str], object], pattern: str, length: int) -> float:
    """How many times as long a text `TIMES` times as long takes; of three runs each, the quickest."""
    short, long = (pattern * (size // len(pattern)) for size in (length, TIMES * length))
    return min(_seconds(function, long) for _ in range(3)) / min(_seconds(function, short) for _ in range(3))


def _seconds(function: Callable[[str], object], text: str) -> float:
    started = time.thread_time()
    function(text)
    return max(time.thread_time() - started, 1e-3)
