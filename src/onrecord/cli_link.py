"""The command that ties the articles of a record together."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.options import record_argument, set_up_messages


@click.command(short_help="Tie the articles of a record together.")
@record_argument
@click.option(
    "--who",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Persons to know, as CSV or JSON (Popolo, or columns such as name, aliases, role, start, end, wikidata); "
    "they are kept in RECORD, and count from now on.",
)
@click.option(
    "--embed", is_flag=True, help="Make vectors of what statements mean, too, which `onrecord search --like` asks for."
)
@click.option("--new", "new_only", is_flag=True, help="Tie only what is new to what is there, as `add` does.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what failed.")
@click.option("--debug", is_flag=True, help="Show where in the program an error arose.")
def link(record: Path, who: Path | None, embed: bool, new_only: bool, quiet: bool, debug: bool) -> int:
    """Tie together what belongs together in RECORD: reprints of one article, articles on one story, mentions of one
    person, reports of one occasion, and of one remark in whatever wording.

    `add` and `update` do this at their end with what is new, so this command is needed after `--no-link`, for an
    imported list of persons, and to have everything linked anew, which sees each article in the light of all others.
    What reviewers merged or split stays so. It can be stopped at any moment and run again; ids stay.

    \b
    Examples:
      onrecord link talks.db
      onrecord link --who parliament.csv talks.db
      onrecord link --new --embed talks.db
    """
    from onrecord.record import open_record
    from onrecord.run_record import link as run

    set_up_messages(debug)
    with open_record(record, create=False) as opened:
        run(opened, new_only=new_only, who=who, embed=embed, quiet=quiet)
    return 0


COMMANDS = (link,)
