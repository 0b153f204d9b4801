"""Analyses many articles on several cores, in bounded memory.

Results come in the order of the articles. What goes wrong inside one article becomes a Notice in
its place, and the others go on; that holds even where a process dies of an article. Workers are
started afresh (spawn), since a copy of a process that runs threads, as onnxruntime does, can hang.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import cache, partial
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import ParamSpec, TypeVar

from onrecord.errors import ModelError, OnrecordError
from onrecord.types import Analysis, Article, Notice

log = logging.getLogger(__name__)
P = ParamSpec("P")
S = TypeVar("S")
T = TypeVar("T")

#: A chunk is what one worker is given at once, in characters. Long enough that handing over costs nothing
#: beside reading; the first is short, so that the first statement comes soon, and each next one twice as long.
FIRST_CHUNK = 4_000
CHUNK = 60_000

#: Fewer characters than this are read by this process alone, on all cores: starting workers, each
#: with its own model, takes longer than it saves.
SMALL = 200_000

#: Makes analyses of a chunk of articles, one for each, in order.
Analyse = Callable[[list[Article]], Sequence[Analysis]]

#: Where two processes score pairs of statements, the one that ties them is busy for a seventh of the time.
MOST_HELPERS = 4

#: Chunks under way beyond one for each worker, so that none waits while a long one is first in line.
AHEAD = 2


def available_cores() -> int:
    """The cores this process may use, which can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def helpers() -> int:
    """How many processes are worth having beside this one where it takes in what they make piece by piece: more than a
    few would wait for it."""
    return min(available_cores(), MOST_HELPERS)


def analyse_all(
    articles: Iterable[Article], *, any_language: bool = False, jobs: int | None = None
) -> Iterator[Analysis | Notice]:
    """For each article, in order, its Analysis, or a Notice that says why there is none.

    `jobs` is the number of cores to use, by default all that are available. Articles are taken
    from the iterable as results are taken from here, and a few chunks ahead. Raises ModelError
    when the reader's weights are missing or unfit. More than SMALL characters are shared among
    processes, so a script calls this under `if __name__ == "__main__":`.
    """
    return map_articles(partial(_analyse, any_language=any_language), articles, jobs or available_cores())


def _analyse(chunk: list[Article], *, any_language: bool) -> list[Analysis]:
    from onrecord.analysis import analyse_batch

    return analyse_batch(chunk, any_language=any_language)


def map_articles(analyse: Analyse, articles: Iterable[Article], jobs: int) -> Iterator[Analysis | Notice]:
    """The outcomes of `analyse` in the order of the articles; it must be importable by its name."""
    stream = iter(articles)
    head, more = _take(stream, SMALL)
    chunks = cut(chain(head, stream))
    if more and jobs > 1:
        yield from _on_workers(analyse, chunks, jobs)
    else:
        _use_threads(jobs)
        for chunk in chunks:
            yield from analyse_chunk(analyse, chunk)


def cut(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles in chunks that grow from FIRST_CHUNK to CHUNK characters; none is left out."""
    limit, chunk, size = FIRST_CHUNK, list[Article](), 0
    for article in articles:
        if chunk and size + len(article.text) > limit:
            yield chunk
            limit, chunk, size = min(2 * limit, CHUNK), [], 0
        chunk.append(article)
        size += len(article.text)
    if chunk:
        yield chunk


def analyse_chunk(analyse: Analyse, chunk: list[Article]) -> list[Analysis | Notice]:
    """The chunk analysed at once; where that fails, one by one, to know the article it fails on."""
    try:
        return list(analyse(chunk))
    except ModelError:
        raise
    except Exception as error:
        if len(chunk) == 1:
            log.debug("%s", _name(chunk[0]), exc_info=True)
            return [_failure(chunk[0], error)]
    return [outcome for article in chunk for outcome in analyse_chunk(analyse, [article])]


def _failure(article: Article, error: Exception) -> Notice:
    if isinstance(error, OnrecordError):
        return Notice(_name(article), str(error))
    return Notice(_name(article), f"could not be analysed ({type(error).__name__})")


def _name(article: Article) -> str:
    return article.origin or f"article {article.id}"


def _take(articles: Iterator[Article], characters: int) -> tuple[list[Article], bool]:
    """The first articles, up to so many characters, and whether there may be more."""
    taken, size = list[Article](), 0
    for article in articles:
        taken.append(article)
        size += len(article.text)
        if size >= characters:
            return taken, True
    return taken, False


def _on_workers(analyse: Analyse, chunks: Iterable[list[Article]], jobs: int) -> Iterator[Analysis | Notice]:
    waiting: deque[tuple[list[Article], Future[list[Analysis | Notice]]]] = deque()
    with _Crew(jobs) as crew:
        for chunk in chunks:
            waiting.append((chunk, crew.submit(_work, analyse, chunk)))
            while waiting and (len(waiting) >= jobs + AHEAD or waiting[0][1].done()):
                yield from _collect(analyse, *waiting.popleft())
        while waiting:
            yield from _collect(analyse, *waiting.popleft())


def _collect(
    analyse: Analyse, chunk: list[Article], future: Future[list[Analysis | Notice]]
) -> Iterator[Analysis | Notice]:
    try:
        yield from future.result()
    except BrokenProcessPool:
        yield from _one_by_one(analyse, chunk)


def _one_by_one(analyse: Analyse, chunk: list[Article]) -> Iterator[Analysis | Notice]:
    """A chunk whose worker died, an article at a time, so that only the fatal article is lost."""
    with _Crew(1) as crew:
        for article in chunk:
            try:
                yield from crew.submit(_work, analyse, [article]).result()
            except BrokenProcessPool:
                yield Notice(_name(article), "the process that analysed it died (out of memory?)")


def in_order(work: Callable[[S], T], pieces: Iterable[S], jobs: int) -> Iterator[T]:
    """What `work` makes of each piece, in order. With more than one job it is made in other processes, so both must be
    importable by name, and a script calls this under `if __name__ == "__main__":`; where those die, it is made here.
    Pieces are taken a few ahead."""
    if jobs == 1:
        yield from map(work, pieces)
        return
    waiting: deque[tuple[S, Future[T]]] = deque()
    stream = iter(pieces)
    with _Crew(jobs) as crew, suppress(BrokenProcessPool):
        for piece in stream:
            waiting.append((piece, crew.submit(_uncollected, work, piece)))
            while waiting and (len(waiting) >= jobs + AHEAD or waiting[0][1].done()):
                yield _first(waiting)
        while waiting:
            yield _first(waiting)
    yield from map(work, chain([piece for piece, _ in waiting], stream))


def _uncollected(work: Callable[[S], T], piece: S) -> T:
    with without_collecting():
        return work(piece)


@contextmanager
def without_collecting() -> Iterator[None]:
    """For work that leaves no cycles, so that nothing need look for them: that takes a sixth of the time of comparing
    statements, and a tenth of a whole linking pass, which holds millions of small things at once."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _first(waiting: deque[tuple[S, Future[T]]]) -> T:
    """The outcome of the first, which then waits no longer; one whose process died goes on waiting."""
    made = waiting[0][1].result()
    waiting.popleft()
    return made


class _Crew:
    """Worker processes. They end with this one, however it ends, and are replaced when one dies."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._hire()

    def __enter__(self) -> _Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self._dismiss()

    def submit(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> Future[T]:
        with _interrupts_held():
            try:
                return self._pool.submit(work, *given, **named)
            except BrokenProcessPool:
                self._dismiss()
                self._hire()
                return self._pool.submit(work, *given, **named)

    def _hire(self) -> None:
        context = get_context("spawn")
        self._held, self._lifeline = context.Pipe(duplex=False)
        setup = (self._held, log.getEffectiveLevel())
        self._pool = ProcessPoolExecutor(self._size, context, initializer=_start_worker, initargs=setup)

    def _dismiss(self) -> None:
        self._lifeline.close()
        self._pool.shutdown(cancel_futures=True)
        self._held.close()


def _start_worker(lifeline: Connection, log_level: int) -> None:
    logging.getLogger().addHandler(logging.NullHandler())
    if log_level <= logging.DEBUG:
        logging.basicConfig(force=True)
        logging.getLogger("onrecord").setLevel(log_level)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: Connection) -> None:
    """Ends this process when the other end is closed, which happens even if its holder is killed."""
    with suppress(EOFError, OSError):
        lifeline.recv()
    os._exit(1)


def _work(analyse: Analyse, chunk: list[Article]) -> list[Analysis | Notice]:
    _use_threads(1)
    return analyse_chunk(analyse, chunk)


@cache
def _use_threads(count: int) -> None:
    from onrecord.attribution import set_threads

    set_threads(count)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Keeps Ctrl-C back for a moment. Processes started meanwhile never see one: they end by their lifeline."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
