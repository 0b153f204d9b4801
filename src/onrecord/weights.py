"""The weights of a small head: a file of arrays, read so that whatever is wrong with it is told in one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.errors import ModelError

Array = npt.NDArray[np.generic]


@contextmanager
def stored(path: Path, what: str) -> Iterator[Mapping[str, Array]]:
    """The arrays of a file by name. Raises ModelError, saying `what` they are, when the file is missing or broken or
    when what is done with it inside the `with` fails."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            yield arrays
    except Exception as error:  # numpy raises OSError, ValueError, KeyError, EOFError or BadZipFile
        raise ModelError(f"the weights {what} cannot be read from {path}: {error}") from error
