"""The commands that keep a record: add, update, remove, check, decide, decisions, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.options import (
    no_link_option,
    output_option,
    reading_options,
    record_argument,
    reviewer_options,
    set_up_messages,
    working_options,
)
from onrecord.run import tell

if TYPE_CHECKING:
    from onrecord.reading import InputFormat
    from onrecord.record import Decision, Record


@click.command(short_help="Read articles into a record.")
@record_argument
@click.argument("inputs", nargs=-1, required=True, metavar="FILE|FOLDER|-...")
@reading_options
@no_link_option
@click.option("--again", is_flag=True, help="Add articles that were removed, too.")
def add(
    record: Path,
    inputs: tuple[str, ...],
    published: str | None,
    input_format: InputFormat | None,
    any_language: bool,
    jobs: int | None,
    quiet: bool,
    debug: bool,
    no_link: bool,
    again: bool,
) -> int:
    """Read articles, find their statements, and keep both in RECORD, which is made if it is not there.

    Inputs are those of `onrecord read`. Each article is stored as soon as it is analysed, so the command can be
    stopped at any moment and run again: an article whose text is there already is skipped, and a changed text at the
    same URL, or with the same id, becomes a new version of its article. At the end, what is new is linked to what is
    there (see `onrecord link`).

    \b
    Examples:
      onrecord add talks.db archive/
      zcat articles.jsonl.gz | onrecord add talks.db -
    """
    from onrecord.reading import ReadOptions
    from onrecord.record import open_record
    from onrecord.run_record import Filling

    set_up_messages(debug)
    options = ReadOptions(input_format, published)
    filling = Filling(inputs, options, any_language, jobs, quiet, again=again, link=not no_link)
    with open_record(record) as opened:
        return filling.into(opened)


@click.command(short_help="Analyse again what an older version analysed.")
@record_argument
@working_options
@no_link_option
def update(record: Path, any_language: bool, jobs: int | None, quiet: bool, debug: bool, no_link: bool) -> int:
    """Analyse again every article of RECORD that another version of the model or of the program analysed.

    The older analyses are kept. Reviewers' decisions, and what was linked, go over to the new ones; a decision whose
    words are not found in the new analysis is named, and kept. What the new analyses found is linked at the end. It
    can be stopped and run again.
    """
    from onrecord.run_record import update as run

    set_up_messages(debug)
    with _open(record) as opened:
        return run(opened, any_language=any_language, jobs=jobs, quiet=quiet, link_new=not no_link)


@click.command(short_help="Take an article down.")
@record_argument
@click.argument("article", metavar="ARTICLE")
@reviewer_options
def remove(record: Path, article: str, by: str, why: str) -> int:
    """Remove the article with the id ARTICLE from RECORD, in all its versions: its text, its statements, and all
    that was made of them. That it was removed, when, by whom and why, stays, and the same text is not added again
    (but see `add --again`)."""
    from onrecord.run import counted

    with _open(record) as opened:
        removed = opened.remove(article, by=by, why=why)
    tell(f"{record}: {article} is removed ({counted(removed.versions, 'version')})")
    if not removed.erased:
        tell(f"{record}: another program is reading it; its log keeps the text until all have closed it")
    return 0


@click.command(short_help="Verify that a record is whole.")
@record_argument
def check(record: Path) -> int:
    """Verify RECORD: the file itself, that every span lies in its article's text, that every link's ends exist, that
    words are indexed as they stand. What is wrong is told in a line each, and the exit status is 1."""
    from onrecord.record.connection import writable
    from onrecord.run import counted
    from onrecord.run_record import tell_unattached, told

    read_only = not writable(record)
    with _open(record, read_only=read_only) as opened:
        status = told(f"{record}: {line}" for line in opened.check())
        if status == 0:
            tell_unattached(opened)
            names = {"article": "article", "statement": "current", "decision": "decision"}
            counts = [
                counted(opened.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0], name)
                for name, table in names.items()
            ]
            click.echo(f"{record}: sound: {', '.join(counts)}")
    if read_only:
        tell(f"{record}: it may not be written to, which looking at its index of words would take; that was left out")
    return status


@click.command(short_help="Correct a statement; merge, split, undo.")
@record_argument
@click.argument("words", nargs=-1, required=True, metavar="ID FIELD=VALUE...|ID right|wrong|merge A B|split P|undo D")
@click.option(
    "--statements",
    multiple=True,
    metavar="ID...",
    help="For split: the statements (of a story: the articles) that go apart.",
)
@reviewer_options
def decide(record: Path, words: tuple[str, ...], statements: tuple[str, ...], by: str, why: str) -> int:
    """Decide that a value is another than the machine found. The decision counts from now on, through every later
    analysis and linking; nothing is overwritten, and it can be undone.

    FIELD is act, status, quote, said (a date in EDTF), place, speaker, about, target (a name or an id like P12;
    several with ; between them), occasion (an id like O3), source, cue, content (spans of the article's text:
    120-180,200-220) or conditions (only_if 120-140 > 150-180: the second hangs on the first; several with ; between
    them). FIELD= with nothing after it says that it is not known, or that there is none. A name that
    nobody in the record has makes a new person, and that is said.

    \b
    Examples:
      onrecord decide talks.db 5c0ffee5c0ffee00 act=demand said=2024-06-27 --by Ada --why "she asks for it twice"
      onrecord decide talks.db 5c0ffee5c0ffee00 wrong --by Ada
      onrecord decide talks.db 5c0ffee5c0ffee00 content=120-180,200-220 --by Ada
      onrecord decide talks.db merge P12 P40 --by Ada --why "one minister, two spellings"
      onrecord decide talks.db split P12 --statements 5c0ffee5c0ffee00 --by Bo --why "that is the son"
      onrecord decide talks.db undo D7 --by Ada
    """
    from onrecord.queries.history import newcomers

    with _open(record) as opened:
        made = _decide(opened, words, statements, by, why)
        for decision in made:
            click.echo(_line(decision))
        for one in newcomers(opened.db, [decision.id for decision in made]):
            click.echo(f"a new person: {_printable(one.name)} ({one.id})")
    return 0


def _decide(record: Record, words: tuple[str, ...], parts: tuple[str, ...], by: str, why: str) -> list[Decision]:
    match words:
        case ("merge", one, other):
            return [record.merge(one, other, by=by, why=why)]
        case ("split", group, *rest) if parts or rest:
            return [record.split(group, [*parts, *rest], by=by, why=why)]
        case ("undo", decision):
            return [record.undo(decision, by=by, why=why)]
        case (id, "right" | "wrong" as verdict):
            return record.decide(id, {"verdict": verdict}, by=by, why=why)
        case (id, *fields) if fields and all("=" in field for field in fields):
            return record.decide(id, dict(field.split("=", 1) for field in fields), by=by, why=why)
    raise click.UsageError("Say what to decide: ID field=value ..., ID right, ID wrong, merge A B, split P or undo D.")


@click.command(short_help="List what reviewers decided.")
@record_argument
@click.option("--of", "subject", metavar="ID", help="Only decisions on what has this id.")
@click.option("--unattached", is_flag=True, help="Only those whose words the analysis that counts does not have.")
@click.option("--disagreements", is_flag=True, help="Only those on which reviewers want different values.")
@click.option("--agreement", is_flag=True, help="How far reviewers agree instead, as Cohen's kappa.")
def decisions(record: Path, subject: str | None, unattached: bool, disagreements: bool, agreement: bool) -> int:
    """List the decisions in RECORD, in the order in which they were made: id, time, by whom, on what, field, the old
    and the new value, why."""
    with _open(record, read_only=True) as opened:
        if agreement:
            return _agreement(opened)
        if unattached:
            some = opened.unattached()
        elif disagreements:
            some = [made for one in opened.disagreements() for made in one.decisions]
        else:
            some = opened.decisions(subject)
    for made in some:
        if subject in (None, made.subject):
            click.echo(_line(made))
    return 0


@click.command(short_help="Write a record out in other formats.")
@record_argument
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(("jsonl", "csv", "parquet", "sqlite", "gold")),
    default="jsonl",
    show_default=True,
    help="jsonl, one statement a line; csv or parquet, one statement a row; sqlite, a compact copy of the record; "
    "gold, one article a line with what reviewers called right, to train and measure by.",
)
@output_option
def export(record: Path, form: str, output: Path | None) -> int:
    """Write the statements of RECORD as they count now, reviewers' decisions in place, with the persons, occasion,
    remarks and story that they belong to. parquet needs the extra `onrecord[parquet]`; it and sqlite need -o FILE."""
    from onrecord.output import opened as opened_output
    from onrecord.record import exporting, gold

    with _open(record, read_only=True) as opened:
        if form in ("parquet", "sqlite"):
            if output is None:
                raise click.UsageError(f"{form} is written to a file: give -o FILE.")
            {"parquet": exporting.write_parquet, "sqlite": exporting.write_sqlite}[form](opened, output)
        else:
            with opened_output(None if output == Path("-") else output) as out:
                writers = {"jsonl": exporting.write_jsonl, "csv": exporting.write_csv, "gold": gold.write_gold}
                writers[form](opened, out.stream)
    return 0


def _open(path: Path, *, read_only: bool = False) -> Record:
    from onrecord.record import open_record

    return open_record(path, create=False, read_only=read_only)


def _agreement(record: Record) -> int:
    from onrecord.queries.agreement import agreement

    for one in agreement(record):
        kappa = "-" if one.kappa is None else f"{one.kappa:.2f}"
        click.echo(f"{one.one}, {one.other}: {one.field}: {one.same} of {one.statements} the same, kappa {kappa}")
    return 0


def _line(decision: Decision) -> str:
    """A decision in a line."""
    value = f"{_shown(decision.old)} -> {_shown(decision.new)}"
    state = " (undone)" if decision.undone else "" if decision.attached else " (has lost its place)"
    why = f": {decision.why}" if decision.why else ""
    shown = f"{decision.id} {decision.made} {decision.by} {decision.subject} {decision.field} {value}{state}{why}"
    return _printable(shown)


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(_shown, value)) or "-"
    if isinstance(value, dict):
        if "occasion" in value:
            return f"O{value['occasion']}"
        return str(value.get("name") or value.get("edtf") or value.get("with") or value.get("into") or "-")
    return "-" if value is None else str(value)


COMMANDS = (add, update, remove, check, decide, decisions, export)
