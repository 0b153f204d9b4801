"""The commands that answer questions about a record: timeline, show, compare, remarks, people, occasions, stories,
outlets, stats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.options import Command, format_options, record_argument
from onrecord.run import counted, tell

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from onrecord.record import Record
    from onrecord.terminal.stream import Printer
    from onrecord.terminal.tables import Column


#: How each format is told of in help.
def list_options(command: Command) -> Command:
    """What a command that lists things takes."""
    limit = click.option("--limit", type=click.IntRange(min=1), metavar="N", help="List so many at most.")
    words = click.argument("words", nargs=-1, metavar="[WORDS]...")
    return record_argument(words(limit(format_options("table", "jsonl", "csv")(command))))


@click.command(short_help="Print what somebody said, in order.")
@record_argument
@click.option("--speaker", required=True, metavar="NAME|P12", help="Whose remarks: a name, a part of one, or an id.")
@click.option("--about", metavar="NAME|P12", help="Only remarks that speak of this person.")
@click.option("--since", metavar="DATE", help="Said on this day or after: YYYY-MM-DD, YYYY-MM or YYYY.")
@click.option("--until", metavar="DATE", help="Said on this day or before; YYYY-MM and YYYY are taken to their end.")
@click.option("--or-published", is_flag=True, help="What nothing dates is found by the date of its article, too.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="So many at most, of dated and of undated ones.")
@format_options("table", "jsonl", "csv")
def timeline(record: Path, speaker: str, form: str | None, output: Path | None, **asked: Any) -> int:  # noqa: ANN401
    """Print the remarks of one person in RECORD in the order in which they were made.

    A remark that many articles report is told once, in its best wording: the longest direct quotation. A remark made
    again later is told again, with what it repeats. Long silences are told. What bears no date stands at the end.

    \b
    Examples:
      onrecord timeline talks.db --speaker "Ada Marr"
      onrecord timeline talks.db --speaker P12 --about "Bo Lind" --since 2024-03 --until 2024-06
      onrecord timeline talks.db --speaker marr --format csv -o marr.csv
    """
    from onrecord.queries.timeline import timeline as ask
    from onrecord.terminal.timelines import COLUMNS, timeline_lines, timeline_row

    with _open(record) as opened:
        found = ask(opened, speaker, **asked)
    every = (*found.remarks, *found.undated)
    with _printing(form, output) as printer:
        if printer.form == "table":
            printer.lines(timeline_lines(found, printer.screen))
        elif printer.form == "csv":
            printer.csv(COLUMNS, map(timeline_row, every))
        else:
            printer.json(every)
    if found.left_out:
        tell(f"{counted(found.left_out, 'statement')} without a time left out; --or-published goes by articles' dates")
    return 0


@click.command(short_help="Print everything about one id.")
@record_argument
@click.argument("id", metavar="ID")
@format_options("table", "jsonl")
def show(record: Path, id: str, form: str | None, output: Path | None) -> int:
    """Print everything that RECORD knows of one statement, article, remark (R40), person (P12), occasion (O3), story
    (S5) or decision (D7): every value with the words that it stands on, what other outlets made of it, why it was tied
    to others, which versions analysed it, and what reviewers decided.

    \b
    Examples:
      onrecord show talks.db 5c0ffee5c0ffee00
      onrecord show talks.db R40
      onrecord show talks.db P12 --format jsonl
    """
    from onrecord.queries.show import show as ask
    from onrecord.terminal.shown import shown_lines

    with _open(record) as opened:
        found = ask(opened, id)
    with _printing(form, output) as printer:
        if printer.form == "table":
            printer.lines(shown_lines(found, printer.screen))
        else:
            printer.json([found])
    return 0


@click.command(short_help="Print the wordings of a remark side by side.")
@record_argument
@click.argument("remark", metavar="REMARK|STATEMENT")
@format_options("table", "jsonl")
def compare(record: Path, remark: str, form: str | None, output: Path | None) -> int:
    """Print the wordings of one remark in RECORD side by side, outlet by outlet: what each quotes, what it leaves out,
    and which words only it has. Who published first stands first. An article that words it several times, in a
    headline and a quotation, say, has them all in one column. REMARK is an id like R40, or the id of one of its
    statements.

    \b
    Examples:
      onrecord compare talks.db R40
      onrecord compare talks.db 5c0ffee5c0ffee00 --format jsonl
    """
    from onrecord.queries.compare import compare as ask
    from onrecord.terminal.comparisons import comparison_lines

    with _open(record) as opened:
        found = ask(opened, remark)
    with _printing(form, output) as printer:
        if printer.form == "table":
            printer.lines(comparison_lines(found, printer.screen))
        else:
            printer.json([found])
    return 0


@click.command(short_help="List the remarks in a record.")
@record_argument
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="List so many at most.")
@format_options("table", "jsonl", "csv")
def remarks(record: Path, limit: int | None, form: str | None, output: Path | None) -> int:
    """List the remarks in RECORD, those that most outlets report first.

    jsonl is every remark with its statements instead: its id, the earlier remarks that it repeats, and the statements
    that report it, each with its source and cue and what it has of the remark.

    \b
    Examples:
      onrecord remarks talks.db --limit 20
      onrecord remarks talks.db --format jsonl -o remarks.jsonl
    """
    from onrecord.export.dates import readable
    from onrecord.queries.remarks import most_reported
    from onrecord.queries.remarks import remarks as ask
    from onrecord.terminal.stream import chosen_format
    from onrecord.terminal.tables import Column

    if chosen_format(form, output) == "jsonl":
        with _open(record) as opened, _printing("jsonl", output) as printer:
            wanted = {one.id for one in most_reported(opened, limit)} if limit else None
            printer.json(one for one in ask(opened) if wanted is None or one.remark in wanted)
        return 0
    columns = (Column("id"), Column("speaker"), Column("said", told=readable), *_numbers("outlets", "articles"))

    def listed(opened: Record, _: str, most: int | None) -> Sequence[DataclassInstance]:
        return most_reported(opened, most)

    return _list(record, listed, (), limit, (*columns, Column("words")), form, output)


@click.command(short_help="List the people in a record.")
@list_options
def people(record: Path, words: tuple[str, ...], limit: int | None, form: str | None, output: Path | None) -> int:
    """List the people in RECORD, those with most statements first; with WORDS, those who have these words, or words
    that begin so, in their names or roles.

    \b
    Examples:
      onrecord people talks.db --limit 20
      onrecord people talks.db marr
    """
    from onrecord.queries.lists import people as ask
    from onrecord.terminal.tables import Column

    columns = (Column("id"), Column("name"), Column("kind"), Column("role"), *_numbers("statements", "about"))
    return _list(record, ask, words, limit, (*columns, Column("first"), Column("last")), form, output)


@click.command(short_help="List the occasions in a record.")
@list_options
def occasions(record: Path, words: tuple[str, ...], limit: int | None, form: str | None, output: Path | None) -> int:
    """List the occasions in RECORD, those with most statements first; with WORDS, those that have these words in their
    names, kinds, places or hosts.

    \b
    Examples:
      onrecord occasions talks.db
      onrecord occasions talks.db debate harbour
    """
    from onrecord.export.dates import readable
    from onrecord.queries.lists import occasions as ask
    from onrecord.terminal.tables import Column

    kind, when = Column("kind", told=lambda kind: kind.replace("_", " ")), Column("date", field="edtf", told=readable)
    columns = (Column("id"), Column("name"), kind, Column("place"), Column("host"), when)
    return _list(record, ask, words, limit, (*columns, *_numbers("statements", "articles")), form, output)


@click.command(short_help="List the stories in a record.")
@list_options
def stories(record: Path, words: tuple[str, ...], limit: int | None, form: str | None, output: Path | None) -> int:
    """List the stories in RECORD, those with most statements first; with WORDS, those that have these words in their
    names. jsonl is one article a line instead, with the story that it is of.

    \b
    Examples:
      onrecord stories talks.db --limit 10
      onrecord stories talks.db --format jsonl
    """
    from onrecord.queries.lists import stories as ask
    from onrecord.queries.lists import stories_of_articles
    from onrecord.terminal.stream import chosen_format
    from onrecord.terminal.tables import Column

    if chosen_format(form, output) == "jsonl":
        with _open(record) as opened, _printing("jsonl", output) as printer:
            wanted = {one.id for one in ask(opened, " ".join(words), limit)} if words or limit else None
            printer.json(one for one in stories_of_articles(opened) if wanted is None or one.story in wanted)
        return 0
    columns = (Column("id"), Column("name"), *_numbers("articles", "outlets", "statements"))
    return _list(record, ask, words, limit, (*columns, Column("first"), Column("last")), form, output)


@click.command(short_help="List the outlets in a record.")
@list_options
def outlets(record: Path, words: tuple[str, ...], limit: int | None, form: str | None, output: Path | None) -> int:
    """List the outlets in RECORD, those with most statements first; with WORDS, those that have these words in their
    names.

    \b
    Example:
      onrecord outlets talks.db
    """
    from onrecord.queries.lists import outlets as ask
    from onrecord.terminal.tables import Column

    columns = (Column("name"), *_numbers("articles", "statements"), Column("first"), Column("last"))
    return _list(record, ask, words, limit, columns, form, output)


@click.command(short_help="Print a record in figures.")
@record_argument
@format_options("table", "jsonl", "csv")
def stats(record: Path, form: str | None, output: Path | None) -> int:
    """Print RECORD in figures: how many articles, statements, people and remarks there are, from when to when, by which
    acts and outlets, which versions analysed them, what reviewers decided, and what is not linked yet.

    \b
    Example:
      onrecord stats talks.db
    """
    from onrecord.queries.stats import stats as ask
    from onrecord.terminal.figures import figure_lines, figure_rows

    with _open(record) as opened:
        found = ask(opened)
    with _printing(form, output) as printer:
        if printer.form == "table":
            printer.lines(figure_lines(found, printer.screen))
        elif printer.form == "csv":
            printer.csv(("figure", "value"), figure_rows(found))
        else:
            printer.json([found])
    return 0


def _list(
    record: Path,
    ask: Callable[[Record, str, int | None], Sequence[DataclassInstance]],
    words: tuple[str, ...],
    limit: int | None,
    columns: Sequence[Column],
    form: str | None,
    output: Path | None,
) -> int:
    """Asks for a list and prints it; its columns are fields of its rows."""
    from onrecord.terminal.tables import table

    with _open(record) as opened:
        found = ask(opened, " ".join(words), limit)
    names = [column.name for column in columns]
    rows = [[getattr(one, name) for name in names] for one in found]
    with _printing(form, output) as printer:
        if printer.form == "table":
            printer.lines(table(columns, rows, printer.screen))
        elif printer.form == "csv":
            printer.csv(names, rows)
        else:
            printer.json(found)
    return 0


def _numbers(*heads: str) -> list[Column]:
    from onrecord.terminal.tables import Column

    return [Column(head, right=True) for head in heads]


def _printing(form: str | None, output: Path | None) -> AbstractContextManager[Printer]:
    from onrecord.terminal.stream import printing

    return printing(form, output)


def _open(path: Path) -> Record:
    from onrecord.record import open_record

    return open_record(path, create=False, read_only=True)


COMMANDS = (timeline, show, compare, remarks, people, occasions, stories, outlets, stats)
