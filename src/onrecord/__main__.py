"""The program `onrecord`, also started by `python -m onrecord`."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import NoReturn


def run() -> NoReturn:
    """Runs the command line of this process. Stopped at any moment, it says nothing and removes what it began."""
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    # The small heads' matrices are too small to be shared out: numpy's threads, here and in every process started
    # from here, would only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from onrecord.cli import main  # after the handlers, since loading takes long enough to press Ctrl-C in

    sys.exit(main())


def _stop(number: int, _: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


if __name__ == "__main__":
    run()
