"""Prints docs/cli.md: the help of every command, as the program itself gives it. `make docs` runs it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from onrecord.cli import cli

HEAD = """\
# The command line

Made from `--help` by `make docs`; a test fails when it is out of date.
"""


def page() -> str:
    """The whole page, in Markdown."""
    top = click.Context(cli, info_name="onrecord", terminal_width=100, **cli.context_settings)
    return "\n".join([HEAD, *sections(top, 2)])


def sections(context: click.Context, level: int) -> Iterator[str]:
    """A section for the context's command and one for each command under it."""
    yield f"{'#' * level} {context.command_path}\n\n```\n{context.get_help()}\n```\n"
    if isinstance(context.command, click.Group):
        for verb, command in sorted(context.command.commands.items()):
            yield from sections(click.Context(command, info_name=verb, parent=context), level + 1)


if __name__ == "__main__":
    print(page(), end="")
