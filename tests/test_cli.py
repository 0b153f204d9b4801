from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import pty
import re
import select
import signal
import stat
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from conftest import ROOT, STAND_IN
from onrecord import __version__
from onrecord.cli import cli, main

Runner = Callable[..., subprocess.CompletedProcess[str]]

FILLER = "The square was quiet that day and nobody spoke of it again in the town. "


def line(number: int, text: str, **fields: str) -> str:
    return json.dumps({"id": f"a{number}", "text": text, **fields}) + "\n"


def corpus(path: Path, count: int, length: int = 4_000, **special: str) -> Path:
    """JSON Lines of `count` articles of about `length` characters, each with one statement for the stand-in."""
    body = FILLER * (length // len(FILLER))
    texts = (f"Ada said number {n} was late. {special.get(f'a{n}', '')} {body}" for n in range(count))
    path.write_text("".join(line(n, text) for n, text in enumerate(texts)))
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return corpus(tmp_path / "small.jsonl", 3, 300)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Enough for workers, and slow: two cores take about 3 seconds."""
    return corpus(tmp_path / "large.jsonl", 100, **{f"a{n}": "Sleep." for n in range(100)})


def articles_in(output: str) -> list[str]:
    return [json.loads(line)["article"] for line in output.splitlines()]


# --- what it prints ---


def test_the_samples_give_statements_whose_spans_are_slices(onrecord: Runner, examples: Path) -> None:
    done = onrecord("read", "--format", "json", examples)
    assert done.returncode == 0, done.stderr
    analyses = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(analyses) == len([p for p in examples.iterdir() if p.suffix in (".txt", ".html")])
    for analysis in analyses:
        assert analysis["statements"]
        for statement in analysis["statements"]:
            for span in statement["source"] + statement["cue"] + statement["content"]:
                assert analysis["article"]["text"][span["start"] : span["end"]] == span["text"]


def test_the_same_articles_give_the_same_lines_on_every_run(onrecord: Runner, examples: Path) -> None:
    first = onrecord("read", examples, "--jobs", 1)
    assert first.stdout
    assert first.stdout == onrecord("read", examples).stdout


def test_standard_input_and_output_compose(onrecord: Runner) -> None:
    done = onrecord("read", "-", stdin=line(1, "“We will not close the harbour,” the mayor said on Monday."))
    assert done.returncode == 0, done.stderr
    (statement,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert statement["article"] == "a1"
    assert "the mayor" in statement["source"][0]["text"]


@pytest.mark.parametrize(
    ("form", "start"), [("table", "Untitled"), ("jsonl", '{"id"'), ("json", '{"article"'), ("html", "<!")]
)
def test_formats(quick: Runner, small: Path, form: str, start: str) -> None:
    done = quick("read", "--format", form, small)
    assert done.returncode == 0, done.stderr
    assert done.stdout.lower().startswith(start.lower())
    assert "number 2" in done.stdout


@pytest.mark.parametrize(
    ("name", "start"),
    [("o.html", "<!"), ("o.json", '{"article"'), ("o.jsonl", '{"id"'), ("o.txt", "Unt"), ("o", '{"id"')],
)
def test_the_ending_of_the_output_decides_the_format(quick: Runner, small: Path, name: str, start: str) -> None:
    out = small.with_name(name)
    done = quick("read", small, "-o", out)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert out.read_text(encoding="utf-8").lower().startswith(start.lower())


def test_output_is_utf_8_whatever_the_terminal_speaks(quick: Runner) -> None:
    done = quick("read", "-", stdin=line(1, "Zoë said “naïve” 😀."), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert json.loads(done.stdout)["source"][0]["text"] == "Zoë"


# --- wrong usage, status 2 ---


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["frob"],
        ["read", "x.txt", "--format", "pdf"],
        ["read", "x.txt", "--jobs", "0"],
        ["read", "x.txt", "--input-format", "docx"],
        ["read", "x.txt", "--published", "tomorrow"],
        ["read", "x.txt", "--published", "2024-02-30"],
    ],
)
def test_wrong_usage(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("Usage: onrecord")
    assert arguments[-1] in said.err or arguments == ["read"]


def test_an_input_is_never_overwritten(quick: Runner, small: Path) -> None:
    before = small.read_bytes()
    done = quick("read", small, "-o", small)
    assert done.returncode == 2
    assert "is an input" in done.stderr
    assert small.read_bytes() == before


# --- what fails, status 1 ---


def test_what_cannot_be_read_is_said_and_the_rest_is_read(quick: Runner, small: Path) -> None:
    done = quick("read", small.with_name("no.txt"), small)
    assert done.returncode == 1
    assert re.fullmatch(rf"onrecord: {re.escape(str(small.with_name('no.txt')))}: [^\n]+\n", done.stderr)
    assert articles_in(done.stdout) == ["a0", "a1", "a2"]


def test_a_broken_line_is_named_by_its_number(quick: Runner, small: Path) -> None:
    small.write_text(line(0, "Ada said so. It was late.") + "{broken\n" + line(2, "Bo said no. It was early."))
    done = quick("read", small)
    assert done.returncode == 1
    assert done.stderr.startswith(f"onrecord: {small}:2: ") and done.stderr.count("\n") == 1
    assert articles_in(done.stdout) == ["a0", "a2"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_unexpected_error_in_one_article_is_one_line(quick: Runner, tmp_path: Path, jobs: int) -> None:
    path = corpus(tmp_path / "c.jsonl", 70, a40="Break.")
    done = quick("read", path, "--jobs", jobs)
    assert done.returncode == 1
    assert done.stderr == f"onrecord: {path}:41: could not be analysed (RuntimeError)\n"
    assert articles_in(done.stdout) == [f"a{n}" for n in range(70) if n != 40]


def test_debug_shows_where_an_error_arose(small: Path) -> None:
    corpus(small, 3, 300, a1="Break.")
    command = [sys.executable, str(STAND_IN), "read", "--debug", str(small)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stderr
    assert "Traceback" in said and "broken on demand" in said


def test_a_worker_that_dies_costs_one_article(quick: Runner, tmp_path: Path) -> None:
    path = corpus(tmp_path / "c.jsonl", 70, a40="Die.")
    done = quick("read", path, "--jobs", 2)
    assert done.returncode == 1
    assert done.stderr == f"onrecord: {path}:41: the process that analysed it died (out of memory?)\n"
    assert articles_in(done.stdout) == [f"a{n}" for n in range(70) if n != 40]


@pytest.mark.parametrize("jobs", [1, 2])
def test_missing_weights_are_one_line(quick: Runner, tmp_path: Path, jobs: int) -> None:
    done = quick("read", corpus(tmp_path / "c.jsonl", 70, a0="No model."), "--jobs", jobs)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "onrecord: the weights are missing\n")


def test_a_name_cannot_write_to_the_terminal(quick: Runner, tmp_path: Path) -> None:
    done = quick("read", tmp_path / "a\x1b[31m\nb.txt")
    assert done.returncode == 1
    assert "\x1b" not in done.stderr and done.stderr.count("\n") == 1
    assert "a\\x1b[31m\\nb.txt" in done.stderr


GERMAN = (
    "Der Bürgermeister sagte am Montag, die Brücke werde erst im nächsten Jahr wieder geöffnet. "
    "Die Arbeiten seien schwieriger als gedacht, und das Geld der Stadt reiche nicht aus. "
    "Niemand wisse heute, wann der Verkehr wieder fließen könne."
)


def test_another_language_is_said_and_is_no_failure(onrecord: Runner) -> None:
    done = onrecord("read", "-", stdin=line(1, GERMAN))
    assert (done.returncode, done.stdout) == (0, "")
    assert "not in English (de)" in done.stderr and done.stderr.count("\n") == 1
    assert onrecord("read", "-q", "-", stdin=line(1, GERMAN)).stderr == ""


def test_any_language_reads_it_and_says_nothing(onrecord: Runner) -> None:
    done = onrecord("read", "--any-language", "-", stdin=line(1, GERMAN))
    assert (done.returncode, done.stderr) == (0, "")


# --- the output file ---


def test_an_old_file_stays_when_nothing_could_be_read(quick: Runner, tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    out.write_text("old\n")
    assert quick("read", tmp_path / "no.txt", "-o", out).returncode == 1
    assert out.read_text() == "old\n"
    assert list(tmp_path.iterdir()) == [out]


def test_a_file_is_replaced_with_its_mode_and_a_link_stays_a_link(quick: Runner, small: Path) -> None:
    out, link = small.with_name("o.jsonl"), small.with_name("link.jsonl")
    out.write_text("old\n")
    out.chmod(0o640)
    link.symlink_to(out)
    assert quick("read", small, "-o", link).returncode == 0
    assert link.is_symlink() and stat.S_IMODE(out.stat().st_mode) == 0o640
    assert articles_in(out.read_text()) == ["a0", "a1", "a2"]


@pytest.mark.parametrize(("where", "why"), [("no/o.jsonl", "there is no folder"), (".", "it is a folder")])
def test_an_output_that_cannot_be_written(quick: Runner, small: Path, where: str, why: str) -> None:
    out = small.parent / where
    done = quick("read", small, "-o", out)
    assert done.returncode == 1
    assert done.stderr.startswith(f"onrecord: {out}: cannot be written: {why}") and done.stderr.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_line(small: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, str(STAND_IN), "read", str(small)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("onrecord: stopped: ") and done.stderr.count("\n") == 1


# --- stopping ---


@contextlib.contextmanager
def started(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """The program in a process group of its own, as a shell starts it, so that Ctrl-C reaches its workers too."""
    command = [sys.executable, str(STAND_IN), *map(str, arguments)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def group_is_gone(group: int) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_leaves_whole_lines_and_no_worker(large: Path, jobs: int) -> None:
    with started("read", large, "--jobs", jobs) as process:
        assert process.stdout
        first = process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        rest, said = process.communicate(timeout=20)
        assert process.returncode == 130
        assert said == ""
        assert rest.endswith("\n") or rest == ""
        assert articles_in(first + rest) == [f"a{n}" for n in range(len((first + rest).splitlines()))]
        assert len(articles_in(first + rest)) < 100
        assert group_is_gone(process.pid)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_leaves_the_old_file_and_nothing_beside_it(large: Path, number: int, status: int) -> None:
    out = large.with_name("o.jsonl")
    out.write_text("old\n")
    with started("read", large, "-o", out) as process:
        while not list(large.parent.glob(".*.tmp")):
            time.sleep(0.02)
        time.sleep(0.5)
        process.send_signal(number)
        _, said = process.communicate(timeout=20)
        assert (process.returncode, said) == (status, "")
    assert out.read_text() == "old\n"
    assert {path.name for path in large.parent.iterdir()} == {"large.jsonl", "o.jsonl"}


def test_workers_end_when_the_program_is_killed(large: Path) -> None:
    with started("read", large, "--jobs", 2) as process:
        assert process.stdout
        process.stdout.readline()
        process.kill()
        process.wait()
        assert group_is_gone(process.pid)


def test_a_closed_pipe_is_no_error(large: Path) -> None:
    with started("read", large) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=20) == 0


# --- on a terminal ---


def on_a_terminal(*arguments: object) -> str:
    """What a terminal shows, of standard output and standard error."""
    leader, follower = pty.openpty()
    termios.tcsetwinsize(follower, (40, 100))
    environ = {**os.environ, "TERM": "xterm"}
    command = [sys.executable, str(STAND_IN), *map(str, arguments)]
    with subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, env=environ) as process:
        os.close(follower)
        shown = b""
        with contextlib.suppress(OSError):  # how Linux says that the other end is closed
            while select.select([leader], [], [], 30)[0] and (part := os.read(leader, 65536)):
                shown += part
        process.wait(timeout=30)
    os.close(leader)
    return shown.decode()


def test_a_terminal_gets_a_table_and_a_summary_and_no_bar_for_a_moment_of_work(small: Path) -> None:
    shown = on_a_terminal("read", small)
    assert "who" in shown and "number 2 was late" in shown and '"id"' not in shown
    assert re.search(r"onrecord: 3 articles, 3 statements, [0-9.]+ s", shown)
    assert "words/s" not in shown


def test_longer_work_gets_a_bar_with_rate_and_time_left(large: Path) -> None:
    shown = on_a_terminal("read", large, "-o", large.with_name("o.jsonl"))
    assert re.search(r"[0-9]+% \|.*\| [0-9,]+ words/s \[00:0[0-9], 00:0[0-9] left\]", shown)
    assert "100 articles, 100 statements" in shown


def test_quiet_shows_neither(large: Path) -> None:
    assert on_a_terminal("read", "-q", large, "-o", large.with_name("o.jsonl")) == ""


# --- help and its page ---


def test_version_tells_program_and_model(onrecord: Runner) -> None:
    assert re.fullmatch(rf"onrecord {re.escape(__version__)}, model \S+\n", onrecord("--version").stdout)


def commands(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for verb in command.commands.values():
            yield from commands(verb)


def test_every_command_and_option_has_help() -> None:
    for command in commands(cli):
        assert command.help
        assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_the_command_reference_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("build_cli", ROOT / "docs" / "build_cli.py")
    assert spec and spec.loader
    build_cli = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build_cli)
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == build_cli.page(), "run: make docs"
