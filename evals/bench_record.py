"""Measures a record: how fast it is filled, linked and asked, and how large it is. `make bench` runs it.

    python evals/bench_record.py [--size full|small] [--folder FOLDER]

The articles are made up (synthetic.py), so that no model takes part, but for the line that sets `add` against `read`.
One record is filled; on the way copies of it are taken at two smaller sizes, and each of the three is linked in a
process of its own. All sizes are of one world: a smaller record has as many people and as long a time, and fewer
articles of each, so that what belongs together lies ever denser as it grows. Questions are asked as the program asks
them, each over a connection of its own that may only read; who and what they ask for is drawn from the record itself,
so the most is asked about those who are quoted most. Small is for CI. A goal that is missed is said, and the exit
status stays 0: how fast a run is depends on the machine.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import synthetic
from bench import ARTICLES, ONRECORD, articles, line, measured

from onrecord import link
from onrecord.queries.facets import search_with_facets
from onrecord.queries.search import Search, search
from onrecord.queries.show import show
from onrecord.queries.timeline import timeline
from onrecord.record import Maker, Record, open_record
from onrecord.types import Analysis

SIZES = {"full": (10_000, 30_000, 100_000), "small": (200, 600, 2_000)}
#: Questions of each shape: of sixty, three are above the 95th percentile.
QUESTIONS = {"full": 60, "small": 20}
#: Turns in which articles are read and added; what is told is the median.
TURNS = {"full": 3, "small": 1}
MAKER = Maker("synthetic", "1")
BATCH = 500
#: The page from which on a page is deep in the results.
DEEP = 30

LINK_PROGRAM = """
import json, sys
from pathlib import Path
import onrecord
with onrecord.open(Path(sys.argv[1])) as record:
    linked = onrecord.link(record)
print(json.dumps([[one.name, one.seconds] for one in linked.passes]))
"""


@dataclass(frozen=True)
class Filled:
    """A record of so many articles, and the seconds it took to store them."""

    path: Path
    articles: int
    seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=SIZES, default="full")
    parser.add_argument("--folder", type=Path, help="keep the records there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print("\nThe record\n")
        adding(folder, given.size)
        report(folder, given.size)


def report(folder: Path, size: str) -> None:
    """Fills and links records, asks questions, and prints a line for each figure."""
    filled = fill(folder, SIZES[size])
    largest = filled[-1]
    describe(largest)
    linking(filled)
    one_more(filled[0])
    with open_record(largest.path, read_only=True) as record:
        drawn = Drawn(record, random.Random(5))
    asked = {name: [made() for _ in range(QUESTIONS[size])] for name, made in shapes(drawn).items()}
    print("\nMilliseconds, the median; and the 95th percentile")
    for name, questions in asked.items():
        times(name, asked_of(largest.path, search, questions), 50)
    times("a page deep in the results", deep(largest.path, QUESTIONS[size]), 50)
    every = [question for questions in asked.values() for question in questions]
    times("all but the last of these, with facets", asked_of(largest.path, search_with_facets, every))
    times("timeline", asked_of(largest.path, timeline, drawn.speakers(QUESTIONS[size])), 100)
    times("show", asked_of(largest.path, show, drawn.ids(QUESTIONS[size])))


# --- adding ---


def adding(folder: Path, size: str) -> None:
    """Sets `onrecord add` against `onrecord read` on the same articles, turn by turn."""
    path = folder / "articles.jsonl"
    texts = articles(ARTICLES[size])
    path.write_text("".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts)))
    turns = []
    for turn in range(TURNS[size]):
        read = measured([*ONRECORD, "read", "--quiet", "-o", str(folder / "read.jsonl"), str(path)])
        add = measured([*ONRECORD, "add", "--quiet", str(folder / f"added{turn}.db"), str(path)])
        turns.append(add.seconds / read.seconds)
    ratio = statistics.median(turns)
    line(f"`add` of {len(texts)} articles, times `read`", f"{ratio:.2f}", "<= 1.15", ratio <= 1.15)


def fill(folder: Path, sizes: Sequence[int]) -> list[Filled]:
    """Records of these sizes, each the one before with more added to it; making up articles is not counted."""
    path = folder / "filling.db"
    path.unlink(missing_ok=True)
    stream, seconds, there, filled = synthetic.analyses(sizes[-1]), 0.0, 0, []
    for size in sizes:
        with open_record(path) as record:
            for batch in batches(stream, size - there):
                start = time.perf_counter()
                record.add(batch, maker=MAKER)
                seconds += time.perf_counter() - start
            copy = folder / f"{size}.db"
            copy.unlink(missing_ok=True)
            record.db.execute("VACUUM INTO ?", (str(copy),))
        there = size
        filled.append(Filled(copy, size, seconds))
    path.unlink()
    return filled


def batches(stream: Iterator[Analysis], number: int) -> Iterator[list[Analysis]]:
    for start in range(0, number, BATCH):
        yield list(islice(stream, min(BATCH, number - start)))


def describe(filled: Filled) -> None:
    with open_record(filled.path, read_only=True) as record:
        statements = count(record, "current")
        tables = [name for (name,) in record.db.execute("SELECT name FROM pragma_table_list WHERE type = 'table'")]
        rows = sum(count(record, f'"{name}"') for name in tables if not name.startswith("sqlite_"))
    print(f"{filled.articles:,} made-up articles, {statements:,} statements, {rows:,} rows")
    line("rows in a second", f"{rows / filled.seconds:,.0f}")
    line("  articles", f"{filled.articles / filled.seconds:,.0f}")
    line("bytes a statement, its article's included", f"{filled.path.stat().st_size / statements:,.0f}")


def count(record: Record, table: str) -> int:
    (number,) = record.db.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(number)


# --- linking ---


def linking(filled: Sequence[Filled]) -> None:
    """Links each of them, and tells how the time grows: the exponent of the power that fits best."""
    runs = [measured([sys.executable, "-c", LINK_PROGRAM, str(one.path)]) for one in filled]
    passes = [json.loads(run.lines[-1]) for run in runs]
    seconds = [sum(taken for _, taken in some) for some in passes]
    for one, taken in zip(filled, seconds, strict=True):
        goal = ("< 600", taken < 600) if one.articles == SIZES["full"][-1] else ()
        line(f"linking {one.articles:,} articles, s", f"{taken:.1f}", *goal)
    for n, (name, taken) in enumerate(passes[-1]):
        grown = exponent(filled, [some[n][1] for some in passes])
        line(f"  {name}", f"{taken:.1f}", f"exponent {grown:.2f}")
    line("  it grows by the power of", f"{exponent(filled, seconds):.2f}", "near 1")
    if (peak := runs[-1].peak) is not None:
        line("  peak memory, MB (PSS of all processes)", f"{peak:.0f}", "< 2,000", peak < 2000)
    with open_record(filled[-1].path, read_only=True) as record:
        line("  bytes a statement by then", f"{filled[-1].path.stat().st_size / count(record, 'current'):,.0f}")


def exponent(filled: Sequence[Filled], seconds: Sequence[float]) -> float:
    """The slope of the line through the logarithms of sizes and times."""
    sizes = [math.log(one.articles) for one in filled]
    return statistics.linear_regression(sizes, [math.log(max(taken, 1e-3)) for taken in seconds]).slope


def one_more(filled: Filled) -> None:
    """What it takes to link one more article to a record that is linked: the median of five."""
    seconds = []
    more = islice(synthetic.analyses(filled.articles + 5), filled.articles, None)
    with open_record(filled.path) as record:
        for analysis in more:
            record.add([analysis], maker=MAKER)
            seconds.append(link(record, new_only=True).seconds)
    taken = statistics.median(seconds)
    line(f"linking one more to {filled.articles:,} articles, s", f"{taken:.2f}", "< 1", taken < 1)


# --- asking ---


class Drawn:
    """Words, speakers and ids that occur in a record, drawn as often as they occur."""

    def __init__(self, record: Record, chance: random.Random) -> None:
        self.chance = chance
        last = count(record, "current")
        self._keys = [chance.randint(1, last) for _ in range(400)]
        self._contents = [
            words.split()
            for key in self._keys
            for (words,) in record.db.execute("SELECT content FROM content WHERE statement = ?", (key,))
        ]
        self._speakers = self._column(
            record, "SELECT p.name FROM current_person AS c JOIN person AS p ON p.key = c.person WHERE c.statement = ?"
        )
        self._ids = [
            *self._column(record, "SELECT id FROM statement WHERE key = ?"),
            *self._column(record, "SELECT 'P' || person FROM current_person WHERE statement = ?"),
            *self._column(record, "SELECT 'O' || occasion FROM current WHERE statement = ? AND occasion > 0"),
            *self._column(record, "SELECT 'R' || remark FROM remark_span WHERE statement = ?"),
        ]

    def _column(self, record: Record, query: str) -> list[str]:
        return [value for key in self._keys for (value,) in record.db.execute(query, (key,))]

    def word(self) -> str:
        return self.chance.choice(self.chance.choice(self._contents)).lower()

    def phrase(self) -> str:
        words = self.chance.choice([one for one in self._contents if len(one) > 3])
        start = self.chance.randrange(len(words) - 2)
        return " ".join(words[start : start + 3])

    def speaker(self) -> str:
        return self.chance.choice(self._speakers)

    def speakers(self, number: int) -> list[str]:
        return [self.speaker() for _ in range(number)]

    def ids(self, number: int) -> list[str]:
        return self.chance.sample(self._ids, number)

    def month(self) -> str:
        return f"{synthetic.FIRST_DAY.year + self.chance.randrange(2)}-{self.chance.randrange(1, 13):02}"


def shapes(drawn: Drawn) -> dict[str, Callable[[], Search]]:
    """The searches that are timed, by name; each call makes another of its shape."""
    of, chance = synthetic.world(), drawn.chance

    def long_word() -> str:
        return next(word for word in iter(drawn.word, "") if len(word) > 4)

    def boolean() -> str:
        return f"{drawn.word()} AND ({drawn.word()} OR {drawn.word()}) NOT {drawn.word()}"

    def outlet_and_dates() -> Search:
        month, outlet = drawn.month(), chance.choices(of.outlets, cum_weights=of.reach)[0]
        return Search(outlet=outlet, since=month, until=month, or_published=True, order="newest")

    def speaker_and_dates() -> Search:
        month = drawn.month()
        return Search(speaker=drawn.speaker(), since=month, until=month)

    return {
        "a rare word": lambda: Search(of.words[chance.randrange(synthetic.WORDS // 3, synthetic.WORDS)]),
        "the commonest word": lambda: Search(of.words[0]),
        "a phrase": lambda: Search(f'"{drawn.phrase()}"'),
        "a prefix": lambda: Search(long_word()[:4] + "*"),
        "a boolean": lambda: Search(boolean()),
        "speaker": lambda: Search(speaker=drawn.speaker()),
        "speaker and dates": speaker_and_dates,
        "act and word": lambda: Search(drawn.word(), act=(chance.choice(synthetic.ACTS),)),
        "outlet and dates, newest first": outlet_and_dates,
    }


def asked_of(path: Path, answer: Callable[[Record, Any], object], questions: Sequence[object]) -> list[float]:
    """Milliseconds to open the record and to answer, for each question."""
    taken = []
    for question in questions:
        start = time.perf_counter()
        with open_record(path, create=False, read_only=True) as record:
            answer(record, question)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def deep(path: Path, number: int) -> list[float]:
    """Page after page of the commonest word's hits, newest first; the first ones are not counted."""
    wanted = Search(synthetic.world().words[0], order="newest")
    taken = []
    for n in range(DEEP + number):
        start = time.perf_counter()
        with open_record(path, create=False, read_only=True) as record:
            page = search(record, wanted)
        if n >= DEEP:
            taken.append((time.perf_counter() - start) * 1000)
        if page.next is None:
            break
        wanted = Search(wanted.words, order=wanted.order, cursor=page.next)
    return taken


def times(what: str, taken: Sequence[float], goal: float | None = None) -> None:
    """Prints the median, and the 95th percentile with its goal."""
    middle, high = statistics.median(taken), statistics.quantiles(taken, n=20, method="inclusive")[-1]
    reached = None if goal is None else high < goal
    line(what, f"{middle:.1f}", f"{high:.1f}" + (f"  < {goal:g}" if goal else ""), reached)


if __name__ == "__main__":
    main()
