"""The reading room as a user starts it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from conftest import ROOT
from onrecord import cli_serve
from onrecord.cli import cli, main
from onrecord.record import open_record
from onrecord.web import accounts, serving
from record.made import record, told


@dataclass
class Running:
    """A server: the first line that it prints, what it prints next, and in the end its status and what it said."""

    line: str
    out: IO[str]
    status: int | None = None
    errors: str = ""


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    record(tmp_path, told("Ada said the dam is late.")).close()
    return tmp_path / "talks.db"


@contextmanager
def served(
    *arguments: object, program: tuple[str, ...] = ("-m", "onrecord"), end: int = signal.SIGINT
) -> Iterator[Running]:
    """It is stopped as Ctrl-C stops it."""
    command = [sys.executable, *program, "serve", *map(str, arguments), "--no-open", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            running = Running(process.stdout.readline(), process.stdout)
            yield running
            process.send_signal(end)
            running.status = process.wait(20)
            running.errors = process.stderr.read()
        finally:
            process.kill()


def address(line: str) -> str:
    found = re.search(r"(http://\S+)/ \(Ctrl-C", line)
    assert found, line
    return found[1]


def test_it_prints_its_address_answers_and_stops(talks: Path) -> None:
    with served(talks) as running:
        url = address(running.line)
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)
        with urlopen(f"{url}/home.json") as found:
            assert found.status == 200 and "Server" not in found.headers
        live = urlopen(f"{url}/live", timeout=20)
        assert live.readline().startswith(b"retry:")
        began = time.monotonic()
    assert running.status == 0 and time.monotonic() - began < 10
    assert running.errors == "onrecord: stopped\n"
    live.close()
    assert not talks.with_name("talks.db-wal").exists()


def test_articles_added_meanwhile_are_told_of(talks: Path) -> None:
    with served(talks) as running, urlopen(f"{address(running.line)}/live", timeout=20) as live:
        heard: list[bytes] = []

        def listen() -> None:
            heard.extend(iter(live.readline, b"event: change\n"))

        listening = threading.Thread(target=listen, daemon=True)
        listening.start()
        time.sleep(0.2)
        with open_record(talks) as opened:
            opened.add([told("Bo said no.", "b")])
        listening.join(10)
        assert not listening.is_alive() and heard


def test_a_port_in_use_is_named(talks: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", str(talks), "--port", str(port)]) == 1
    assert f"port {port} is in use; give another with --port" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["no.db"], 1, "there is no such record"),
        (["talks.txt"], 1, "it is no record"),
        (["talks.db", "--host", "0.0.0.0"], 1, "on 0.0.0.0 others can reach it: give --password-file FILE, or --token"),
        (["talks.db", "--public-url", "https://talks.example"], 1, "with --public-url others can reach it"),
        (["talks.db", "--public-url", "talks.example"], 2, "is no address"),
        (["talks.db", "--public-url", "javascript:x"], 2, "is no address"),
        (["talks.db", "--password-file", "none"], 1, "none: it cannot be read"),
        (["talks.db", "--password-file", "talks.txt"], 1, "talks.txt:1: write NAME:"),
        (["talks.db", "--port", "70000"], 2, "70000"),
        (["talks.db", "--host", "no.such.host.invalid", "--token"], 1, "there is no such address here"),
    ],
)
def test_what_cannot_be_served_is_said_in_a_line(
    talks: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    status: int,
    message: str,
) -> None:
    monkeypatch.chdir(talks.parent)
    Path("talks.txt").write_text("Ada said so.\n")
    assert main(["serve", *arguments]) == status
    error = capfd.readouterr().err
    assert message in error and "Traceback" not in error


def test_a_newer_record_is_not_touched(talks: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with open_record(talks) as opened:
        opened.db.execute("PRAGMA user_version = 99")
    assert main(["serve", str(talks)]) == 1
    assert "a newer version of onrecord made it" in capfd.readouterr().err


def test_tokens_are_asked_for_where_others_can_reach_it(talks: Path) -> None:
    with served(talks, "--host", "0.0.0.0", "--token", end=signal.SIGTERM) as running:
        assert running.line.startswith("token to read: ") and running.out.readline().startswith("token to review: ")
        url = address(running.out.readline()).replace("0.0.0.0", "127.0.0.1") + "/home.json"
        with pytest.raises(HTTPError, match="401"):
            urlopen(url, timeout=20)
        asked = Request(url, headers={"authorization": f"Bearer {running.line.split(': ')[1].strip()}"})
        with urlopen(asked, timeout=20) as found:
            assert found.status == 200
    assert "unencrypted" in running.errors and running.status == 0


#: The server, with less patience than it has.
HASTY = (
    "import sys; from onrecord.web import serving; serving.HEADER_SECONDS = 0.3; "
    "from onrecord.cli import main; sys.exit(main())"
)


def test_whoever_says_nothing_is_hung_up_on(talks: Path) -> None:
    with served(talks, program=("-c", HASTY)) as running:
        port = int(address(running.line).rsplit(":", 1)[1])
        for said in (b"", b"GET / HT", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HT"):
            assert (b" 200 " in answered(port, said)) == said.startswith(b"GET /healthz")
        much = b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 70_000 + b"\r\n\r\n"
        assert re.match(rb"HTTP/1.1 4(00|31) ", answered(port, much, all=False))


def answered(port: int, said: bytes, *, all: bool = True) -> bytes:
    """What comes until the other side hangs up, or the first of it."""
    with socket.create_connection(("127.0.0.1", port), 5) as line:
        line.sendall(said)
        line.settimeout(8)
        answer = b""
        with suppress(ConnectionResetError):
            while (data := line.recv(4096)) and (all or not answer):
                answer += data
        return answer


def test_a_password_is_asked_for_and_kept_as_a_proof(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "people.txt"
    monkeypatch.setattr(cli_serve, "_asked", lambda: "correct horse")
    assert main(["password", str(path), "ann", "--may", "review"]) == 0
    assert main(["password", str(path), "bot", "--token"]) == 0
    token = capfd.readouterr().out.strip()
    found = accounts.read(path)
    assert accounts.by_password(found, "ann", "correct horse") == found[0] and found[0].right == "review"
    assert accounts.by_token(found, token) == found[1] and token not in path.read_text()
    monkeypatch.setattr(cli_serve, "_asked", lambda: "short")
    assert main(["password", str(path), "bo"]) == 1
    assert "8 characters" in capfd.readouterr().err


def test_the_guide_names_options_that_there_are() -> None:
    guide = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
    options = [param for command in cli.commands.values() for param in command.params]
    known = {name for one in options for name in (*one.opts, *one.secondary_opts)}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", guide)) <= known


def test_the_browser_is_opened_on_a_terminal(talks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def serve(_: object, at: serving.Place, ready: Callable[[], None]) -> None:
        ready()
        at.socket.close()

    monkeypatch.setattr(serving, "serve", serve)
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert main(["serve", str(talks), "--port", "0", "--open"]) == 0
    assert main(["serve", str(talks), "--port", "0"]) == 0
    assert len(opened) == 1 and opened[0].startswith("http://127.0.0.1:")
