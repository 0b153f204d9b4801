"""The command that finds statements in a record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.options import Command, format_options, record_argument
from onrecord.run import tell

if TYPE_CHECKING:
    from onrecord.queries import Hit, Page, Search
    from onrecord.record import Record
    from onrecord.terminal.stream import Printer


def filter_options(command: Command) -> Command:
    """What statements have to be, for every command that takes some of them."""
    option = click.option
    person = "an id (P12), a name, or a part of one"
    for added in (
        option("--or-published", is_flag=True, help="Where nothing tells when it was said, take the article's date."),
        option("--until", metavar="DATE", help="Said on this day or before; YYYY-MM and YYYY are taken to their end."),
        option("--since", metavar="DATE", help="Said on this day or after: YYYY-MM-DD, YYYY-MM or YYYY."),
        option("--verdict", metavar="right|wrong", help="What the latest reviewer said of it."),
        option("--article", metavar="ID", help="Only statements of the article with this id."),
        option("--story", metavar="S5", help="Only statements of articles of this story."),
        option("--outlet", metavar="NAME", help="The outlet that published it, or a part of its name."),
        option(
            "--occasion", metavar="O3|KIND|WORDS", help="Where it was said: id, kind, or words of its name or place."
        ),
        option("--quote", metavar="KIND", help="direct, mixed or indirect."),
        option("--status", metavar="STATUS", help="asserted, negated, reported or hypothetical."),
        option(
            "--act", metavar="ACT", multiple=True, help="What is done by it, say demand; if repeated, any of these."
        ),
        option("--target", metavar="NAME", help=f"Whom it is aimed at: {person}."),
        option("--about", metavar="NAME", help=f"Whom it speaks of: {person}."),
        option("--speaker", metavar="NAME", help=f"Who said it: {person}."),
    ):
        command = added(command)
    return command


@click.command(short_help="Find statements by their words, and by what they are.")
@record_argument
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@filter_options
@click.option(
    "--order",
    type=click.Choice(("best", "newest", "oldest")),
    default="best",
    show_default=True,
    help="What comes first: what has the words most, or what was said last, or first. Without words, best is newest.",
)
@click.option(
    "--rank",
    type=click.Choice(("words", "hybrid")),
    default="words",
    show_default=True,
    help="What is best: what has the words most; or by words and meaning together, which finds other words, too.",
)
@click.option("--like", metavar="ID|TEXT", help="What means nearly the same as a statement, by its id, or as a text.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="Print N at most."
)
@click.option("--cursor", metavar="CURSOR", help="Go on where a page ended, which named this.")
@format_options("table", "jsonl", "csv")
def search(record: Path, words: tuple[str, ...], form: str | None, output: Path | None, **asked: Any) -> int:  # noqa: ANN401
    """Find the statements in RECORD that have WORDS in them and are what the options say, all at once.

    WORDS are words, "phrases", the beginning of a word with a star (negotiat*), AND, OR and NOT in capitals,
    NEAR(one two, 5), and parentheses. Capitals and accents do not count otherwise, and cease-fire finds the two words
    next to each other.

    --since and --until go by when it was said; what nothing dates is found only with --or-published, and says so.
    --like and --rank hybrid need vectors of meaning, which `onrecord link RECORD --embed` makes.

    \b
    Examples:
      onrecord search talks.db cease-fire --speaker "Ada Marr" --since 2024-06
      onrecord search talks.db '"lift the blockade" OR sanction*' --act demand --act threaten --order newest
      onrecord search talks.db --outlet "Harbour Post" --until 2023 --format csv -o harbour.csv
      onrecord search talks.db --like "the fighting will stop" --limit 5
    """
    from onrecord.queries import Search
    from onrecord.record import open_record
    from onrecord.terminal.stream import printing

    with open_record(record, create=False, read_only=True) as opened:
        pages = _pages(opened, Search(words=" ".join(words), **asked))
        first = next(pages)  # what is wrong with a search is told before anything is written
        with printing(form, output) as printer:
            _print(printer, first, pages)
    return 0


def _pages(record: Record, wanted: Search) -> Iterator[Page]:
    """Pages until there are as many hits as are wanted."""
    from onrecord.queries import search
    from onrecord.queries.search import LONGEST_PAGE

    left, cursor = wanted.limit, wanted.cursor
    while left:
        page = search(record, replace(wanted, cursor=cursor, limit=min(left, LONGEST_PAGE)))
        yield page
        left, cursor = left - len(page.hits), page.next
        if cursor is None:
            return


def _print(printer: Printer, first: Page, rest: Iterator[Page]) -> None:
    from onrecord.export.json_lines import json_line
    from onrecord.queries.hits import flat
    from onrecord.terminal.hits import COLUMNS, hit_lines, hit_row

    printed, following = 0, first.next

    def hits() -> Iterator[Hit]:
        nonlocal printed, following
        for page in chain([first], rest):
            yield from page.hits
            printed, following = printed + len(page.hits), page.next

    if printer.form == "csv":
        printer.csv(COLUMNS, map(hit_row, hits()))
    elif printer.form == "jsonl":
        for hit in hits():
            printer.out.write(json_line(flat(hit)))
    else:
        printer.lines(line for hit in hits() for line in hit_lines(hit, printer.screen))
    for note in first.notes:
        tell(note)
    found = f"{first.total:,}{'+' if first.more_than else ''}"
    tell(f"{printed:,} of {found} statements" if printed else "nothing is found")
    if following:
        tell(f"the next page: --cursor {following}")


COMMANDS = (search,)
