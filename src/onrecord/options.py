"""Options that several commands share, each defined once."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from pathlib import Path

import click

from onrecord.run import FORMATS

log = logging.getLogger("onrecord")

#: What a command is: click gives it its options and takes its exit status.
Command = Callable[..., int]

_FORMATS = {"table": "table, for reading", "jsonl": "jsonl, for programs", "csv": "csv, for spreadsheets"}


def set_up_messages(debug: bool) -> None:
    """What libraries log or warn of is for --debug alone."""
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("default" if debug else "ignore")
    if debug:
        logging.basicConfig(force=True)
        log.setLevel(logging.DEBUG)


def output_options(command: Command) -> Command:
    """The options of every command that prints statements."""
    help_of_format = (
        "How to print: a table for reading; jsonl, one statement a line; json, one article with "
        "its statements a line; html, one page; plover, one event a line, in the field names of NGEC. If not "
        "given, the ending of -o FILE decides, else it is table on a terminal and jsonl anywhere else."
    )
    format_option = click.option("-f", "--format", "form", type=click.Choice(FORMATS), help=help_of_format)
    return output_option(format_option(command))


def output_option(command: Command) -> Command:
    """Where to write to."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, dir_okay=True),
        metavar="FILE",
        help="Write to FILE, which is replaced when all is done; until then, and if it is not, an old "
        "FILE stays as it was.",
    )(command)


def format_options(*forms: str) -> Callable[[Command], Command]:
    """How to print what was found, and where to."""
    described = (
        f"{'; '.join(_FORMATS[form] for form in forms)}. If not given, the ending of -o FILE decides, else it is table "
        "on a terminal and jsonl anywhere else."
    )

    def add(command: Command) -> Command:
        return click.option("-f", "--format", "form", type=click.Choice(forms), help=described)(output_option(command))

    return add


def reading_options(command: Command) -> Command:
    """The options of every command that reads articles."""
    published = click.option(
        "--published",
        metavar="DATE",
        callback=_date,
        help="When the articles were published, whatever they say themselves: YYYY-MM-DD, YYYY-MM or YYYY.",
    )
    input_format = click.option(
        "--input-format",
        type=click.Choice(("text", "html", "jsonl")),
        help="What the inputs are. If not given, a file's ending decides, and the first characters of standard input.",
    )
    return published(input_format(working_options(command)))


def working_options(command: Command) -> Command:
    """The options of every command that analyses articles."""
    for option in (
        click.option("--debug", is_flag=True, help="Show where in the program an error arose."),
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but what failed."),
        click.option(
            "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Use N cores; if not given, all there are."
        ),
        click.option(
            "--any-language", is_flag=True, help="Look for statements in articles that are not in English, too."
        ),
    ):
        command = option(command)
    return command


def record_argument(command: Command) -> Command:
    """The record that a command works on."""
    return click.argument("record", type=click.Path(path_type=Path), metavar="RECORD")(command)


def no_link_option(command: Command) -> Command:
    """For commands that link what is new at their end."""
    return click.option("--no-link", is_flag=True, help="Leave what is new unlinked; `onrecord link` does it later.")(
        command
    )


def reviewer_options(command: Command) -> Command:
    """Who decides, and why."""
    by = click.option("--by", required=True, metavar="NAME", help="Who decides this.")
    why = click.option("--why", default="", metavar="TEXT", help="The reason.")
    return by(why(command))


def _date(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    from onrecord.reading.dates import parse_date

    if value is None:
        return None
    if parsed := parse_date(value):
        return parsed
    raise click.BadParameter(f"{value!r} is no date; write YYYY-MM-DD, YYYY-MM or YYYY")
