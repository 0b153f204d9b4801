"""The networks' weights in onnxruntime. The only module that imports it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from onrecord.attribution.contexts import Contexts
from onrecord.attribution.decoding import Bools
from onrecord.attribution.labels import Floats, Ints
from onrecord.attribution.reader import Reader, Settings
from onrecord.errors import ModelError

#: Threads that one process computes with; 0 leaves it to onnxruntime, which takes every core.
_threads = 0


def set_threads(number: int) -> None:
    """Computes with so many threads. To be called before the first article is read."""
    global _threads
    _threads = number


class OnnxHeads:
    """The reader's network: what each piece is by itself, all words of a window, then the words around each cue."""

    def __init__(
        self,
        pieces: onnxruntime.InferenceSession,
        words: onnxruntime.InferenceSession,
        roles: onnxruntime.InferenceSession,
    ) -> None:
        self._pieces, self._words, self._roles = pieces, words, roles

    def words(self, pieces: Ints, mask: Ints, shapes: Ints, first: Ints) -> tuple[Floats, Floats]:
        (embedded,) = self._pieces.run(None, {"pieces": pieces, "shapes": shapes})
        states, scores = self._words.run(None, {"embedded": embedded, "mask": mask, "first": first})
        return np.asarray(states), np.asarray(scores)

    def roles(self, states: Floats, around: Ints, place: Ints, mask: Bools) -> tuple[Floats, Floats]:
        scores, valid = self._roles.run(None, {"states": states, "around": around, "place": place, "mask": mask})
        return np.asarray(scores), np.asarray(valid)


class OnnxContexts:
    """What pieces mean where they stand, by layers of their own upon what the reader takes each piece for by itself."""

    def __init__(self, pieces: onnxruntime.InferenceSession, contexts: onnxruntime.InferenceSession) -> None:
        self._pieces, self._contexts = pieces, contexts

    def vectors(self, pieces: Ints) -> Floats:
        (embedded,) = self._pieces.run(None, {"pieces": pieces, "shapes": np.zeros_like(pieces)})
        (vectors,) = self._contexts.run(None, {"embedded": embedded})
        return np.asarray(vectors)


def load(folder: Path) -> tuple[OnnxHeads, Tokenizer]:
    """The reader's weights and the tokenizer in a folder. Raises whatever onnxruntime and tokenizers raise."""
    heads = OnnxHeads(*(_session(folder / f"{name}.onnx") for name in ("pieces", "words", "roles")))
    return heads, Tokenizer.from_file(str(folder / "tokenizer.json"))


@cache
def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _threads
    options.log_severity_level = 3  # errors alone; its warnings are about graphs, not about articles
    # Shapes differ from window to window, so a plan of memory for one of them serves no other.
    options.enable_mem_pattern = False
    # The graphs take turns; threads of the one that waits must not spin on the cores that the others need.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


@cache
def reader() -> Reader:
    """The shipped reader, loaded once a process. Raises ModelError when its files are missing or broken."""
    with _shipped("the reader's weights") as folder:
        return Reader(*load(folder), Settings.of(_settings()))


@cache
def contexts() -> Contexts:
    """What reads words in context, loaded once a process. Raises ModelError when its files are missing or broken."""
    with _shipped("the weights for words in context") as folder:
        network = OnnxContexts(*(_session(folder / f"{name}.onnx") for name in ("pieces", "contexts")))
        return Contexts(network, Tokenizer.from_file(str(folder / "tokenizer.json")))


@contextmanager
def _shipped(what: str) -> Iterator[Path]:
    """The folder of what ships; a ModelError says what of it cannot be loaded."""
    folder = files("onrecord") / "model"
    try:
        with as_file(folder) as path:
            yield path
    except Exception as error:  # onnxruntime and tokenizers raise bare Exceptions of their own
        raise ModelError(f"{what} cannot be loaded from {folder}: {error}") from error


@cache
def _settings() -> dict[str, object]:
    text = (files("onrecord") / "model" / "settings.json").read_text(encoding="utf-8")
    settings: dict[str, object] = json.loads(text)
    return settings


def model_version() -> str:
    """The version of the shipped weights. Raises ModelError when there are none."""
    try:
        return str(_settings()["version"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the reader's settings cannot be read: {error}") from error
