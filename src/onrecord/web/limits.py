"""How often something may be tried."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from dataclasses import dataclass

#: Keys that are remembered; the longest unseen goes first.
MOST_KEYS = 10_000


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in so many seconds."""

    times: int
    seconds: float

    def counter(self) -> Counter:
        return Counter(self)


class Counter:
    """Counts by key."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def count(self, key: str) -> None:
        seen = self._seen.setdefault(key, deque(maxlen=self.limit.times))
        seen.append(time.monotonic())
        self._seen.move_to_end(key)
        while len(self._seen) > MOST_KEYS:
            self._seen.popitem(last=False)

    def wait(self, key: str) -> float:
        """Seconds until it may be tried again; 0 for now."""
        seen = self._seen.get(key)
        if seen is None or len(seen) < self.limit.times:
            return 0.0
        return max(0.0, seen[0] + self.limit.seconds - time.monotonic())
