"""Times in news English: found, and given the value that a careful reader would give them."""

from onrecord.resolution.times.anchoring import Anchor, reported
from onrecord.resolution.times.intervals import intervals
from onrecord.resolution.times.tagging import Timeline, find_times, read_times

__all__ = ["Anchor", "Timeline", "find_times", "intervals", "read_times", "reported"]
