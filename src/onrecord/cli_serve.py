"""The commands of the reading room: serve, password."""

from __future__ import annotations

import getpass
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from onrecord.options import record_argument, set_up_messages
from onrecord.run import tell

if TYPE_CHECKING:
    from onrecord.web import Account
    from onrecord.web.accounts import Right


def _public(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise click.BadParameter(f"{value!r} is no address; write https://talks.example, with a path where it has one")
    return value.rstrip("/")


@click.command(short_help="Read, check and correct a record in a browser.")
@record_argument
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Listen on ADDRESS.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 is any that is free.")
@click.option("--open/--no-open", "opens", default=None, help="Open the browser; if not given, on a terminal.")
@click.option(
    "--public-url",
    metavar="URL",
    callback=_public,
    help="Where readers find it, when it stands behind a proxy: https://talks.example.",
)
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Let in only who is in FILE, which `onrecord password` writes.",
)
@click.option("--token", is_flag=True, help="Let in only who has one of two new tokens, which are printed.")
@click.option("--read-only", is_flag=True, help="Take no decisions.")
@click.option(
    "--by", metavar="NAME", help="Who decides, where nobody logs in; if not given, your name on this machine."
)
@click.option("--debug", is_flag=True, help="Show what the server does, and where in the program an error arose.")
def serve(
    record: Path,
    host: str,
    port: int,
    opens: bool | None,
    public_url: str | None,
    password_file: Path | None,
    token: bool,
    read_only: bool,
    by: str | None,
    debug: bool,
) -> int:
    """Show RECORD in a browser: what was said, by whom, in which articles; and take reviewers' decisions.

    It listens on this machine alone, unless --host says otherwise. Off this machine, or with --public-url, it asks
    for a password or a token; reading and reviewing are different rights. Ctrl-C stops it.

    \b
    Examples:
      onrecord serve talks.db
      onrecord serve talks.db --port 0 --no-open --read-only
      onrecord serve talks.db --public-url https://talks.example --password-file people.txt
    """
    from onrecord.web import Settings, create_app, serving

    set_up_messages(debug)
    _tell_of_trouble(debug)
    accounts = _accounts(password_file, token)
    settings = Settings(host, public_url, accounts, read_only, by or _me())
    serving.check(settings)
    app = create_app(record, settings)
    at = serving.place(host, port)
    where = public_url or at.url

    def ready() -> None:
        click.echo(f"{record}: {where}/ (Ctrl-C stops it)")
        sys.stdout.flush()
        if settings.guarded and not where.startswith("https:"):
            tell("passwords and tokens go there unencrypted; put a proxy with TLS before it (docs/serving.md)")
        if opens if opens is not None else sys.stdout.isatty():
            _show(where)

    serving.serve(app, at, ready)
    tell("stopped")
    return 0


@click.command(short_help="Let somebody into a reading room.")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.argument("name")
@click.option(
    "--may",
    type=click.Choice(("read", "review")),
    default="read",
    show_default=True,
    help="What they may do; who may review may read.",
)
@click.option("--token", is_flag=True, help="Print a token for a program, in place of asking for a password.")
def password(file: Path, name: str, may: Right, token: bool) -> int:
    """Add NAME to FILE, for `onrecord serve --password-file FILE`, or change their password. The password is asked
    for, or read from standard input; FILE keeps what proves it, and not the password."""
    from onrecord.web import accounts

    if token:
        account, word = accounts.with_token(name, may)
    else:
        account = accounts.with_password(name, may, _asked())
    accounts.write(file, account)
    if token:
        click.echo(word)
    return 0


def _asked() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def _accounts(file: Path | None, token: bool) -> tuple[Account, ...]:
    from onrecord.web import accounts

    found = accounts.read(file) if file else ()
    if token:
        for right in ("read", "review"):
            account, word = accounts.with_token(f"who may {right}", right)
            found = (*found, account)
            click.echo(f"token to {right}: {word}")
    return found


def _tell_of_trouble(debug: bool) -> None:
    """What goes wrong while it answers is said here, in a line, where --debug does not say more."""
    if not debug:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("onrecord: %(message)s"))
        logging.getLogger("onrecord.web").addHandler(handler)


def _me() -> str:
    try:
        return getpass.getuser() or "reviewer"
    except (KeyError, OSError):
        return "reviewer"


def _show(url: str) -> None:
    import webbrowser

    webbrowser.open(url)


COMMANDS = (serve, password)
