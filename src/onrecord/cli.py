"""The command line: one short command a verb. It parses, calls and prints; the work is done elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli_ask import COMMANDS as ASKING
from onrecord.cli_link import COMMANDS as LINKING
from onrecord.cli_record import COMMANDS
from onrecord.cli_search import COMMANDS as SEARCHING
from onrecord.cli_serve import COMMANDS as SERVING
from onrecord.errors import OnrecordError
from onrecord.options import log, output_options, reading_options, set_up_messages
from onrecord.run import INTERRUPTED, Run, forget_standard_output, tell

if TYPE_CHECKING:
    from onrecord.reading import InputFormat

ENDINGS = {".jsonl": "jsonl", ".json": "json", ".html": "html", ".htm": "html", ".txt": "table"}


def main(arguments: list[str] | None = None) -> int:
    """Runs a command line (by default this process's) and returns its exit status; never raises an Exception."""
    try:
        return int(cli.main(arguments, prog_name="onrecord", standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    except OnrecordError as error:
        tell(str(error))
    except OSError as error:  # a full disk, say
        log.debug("stopped", exc_info=True)
        tell(f"stopped: {error}")
        forget_standard_output()
    except Exception as error:
        log.debug("unexpected", exc_info=True)
        tell(f"stopped by an unexpected error ({type(error).__name__}); --debug shows where")
    return 1


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    from onrecord import __version__
    from onrecord.attribution import model_version

    click.echo(f"onrecord {__version__}, model {model_version()}")
    context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Print the versions of the program and of its model, and stop.",
)
def cli() -> None:
    """News articles in, attributed statements out: who said what, with the exact characters it stands in."""


for command in (*COMMANDS, *LINKING, *SEARCHING, *ASKING, *SERVING):
    cli.add_command(command)


@cli.command(short_help="Print every attributed statement in some articles.")
@click.argument("inputs", nargs=-1, required=True, metavar="FILE|FOLDER|-...")
@output_options
@reading_options
def read(
    inputs: tuple[str, ...],
    output: Path | None,
    form: str | None,
    published: str | None,
    debug: bool,
    input_format: InputFormat | None,
    any_language: bool,
    jobs: int | None,
    quiet: bool,
) -> int:
    """Print every attributed statement in some articles: its source (who), cue (said) and content (what).

    An input is a text file (.txt), an HTML page (.html, .htm), JSON Lines of articles (.jsonl), any
    of them gzipped (.gz), a folder of them, or - for standard input. A line of JSON Lines has an id,
    a text or an html, and where known a title, published, outlet, byline and url.

    \b
    Examples:
      onrecord read talks.html
      onrecord read --published 2024-06-13 talks.txt
      onrecord read -o talks-page.html talks.html
      onrecord read --jobs 2 -o statements.jsonl archive/
      zcat articles.jsonl.gz | onrecord read --format json - | head

    What cannot be read is said on standard error, in a line that names the file, and the rest is
    read. The exit status is 0 when all went well, 1 when anything failed, 2 for a wrong command line.
    Ctrl-C stops after a whole line, with status 130.
    """
    from onrecord.reading import ReadOptions

    set_up_messages(debug)
    output = None if output == Path("-") else output
    _refuse_to_overwrite(inputs, output)
    run = Run(inputs, ReadOptions(input_format, published), any_language, jobs, quiet)
    return run.to(output, form or _guess_format(output))


def _refuse_to_overwrite(inputs: Iterable[str], output: Path | None) -> None:
    if output and output.is_file() and any(Path(name).is_file() and output.samefile(name) for name in inputs):
        raise click.UsageError(f"{output} is an input; write to another file.")


def _guess_format(output: Path | None) -> str:
    if output:
        return ENDINGS.get(output.suffix.lower(), "jsonl")
    return "table" if sys.stdout.isatty() else "jsonl"
