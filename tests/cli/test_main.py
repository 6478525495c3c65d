"""What holds for every command: exit codes, interruptions, and nothing of a person on the screen."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import socialmatch.cli.link
from socialmatch.cli import main

SECRET = "jane@example.com"


def exit_code(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert isinstance(left.value.code, int)
    return left.value.code


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours in the middle of a command."""

    def fail(*_: object, **__: object) -> None:
        raise LookupError(SECRET)

    monkeypatch.setattr(socialmatch.cli.link, "link_files", fail)


@pytest.mark.usefixtures("broken")
def test_an_unforeseen_error_names_its_kind_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code("link", "a.csv", "p.csv", "--out", "o.csv") == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("error: unforeseen LookupError")
    assert told.err.count("\n") == 2
    assert "SOCIALMATCH_DEBUG=1" in told.err
    assert SECRET not in told.err


@pytest.mark.usefixtures("broken")
def test_a_traceback_is_shown_to_who_asks_for_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOCIALMATCH_DEBUG", "1")
    assert exit_code("link", "a.csv", "p.csv", "--out", "o.csv") == 3
    assert "Traceback" in capsys.readouterr().err


def test_a_mistyped_command_is_told_what_is_like_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code("reconcil") == 2
    assert "Did you mean 'reconcile'?" in capsys.readouterr().err
    assert exit_code("xyzzy") == 2
    assert "mean" not in capsys.readouterr().err


def test_usage_and_input_have_their_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code("--help") == 0
    assert exit_code("no-such-command") == 2
    assert exit_code("link", "--no-such-option") == 2
    out = str(tmp_path / "o.csv")
    assert exit_code("link", str(tmp_path / "a.csv"), str(tmp_path / "p.csv"), "--out", out) == 3
    assert "no such file" in capsys.readouterr().err


ENDED = """
    import os, signal, sys
    import socialmatch.cli.link
    from socialmatch.cli import main
    from socialmatch.files import atomic_writes

    signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background has it ignored

    def be_ended(*_, **__):
        with atomic_writes("list.csv", "out.csv") as (first, second):
            second.write(b"jane@example.com" * 10_000)
            os.kill(os.getpid(), signal.{name})
            raise SystemExit("not ended")

    socialmatch.cli.link.link_files = be_ended
    main(["link", "a.csv", "p.csv", "--out", "out.csv"])
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_run_that_is_told_to_end_leaves_nothing_behind(tmp_path: Path, name: str) -> None:
    command = [sys.executable, "-c", textwrap.dedent(ENDED.format(name=name))]
    done = subprocess.run(command, check=False, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (3, "")
    assert "interrupted; nothing is left half-written" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_hang_up_that_is_ignored_stays_so(tmp_path: Path) -> None:
    """As under nohup."""
    script = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n" + textwrap.dedent(
        ENDED.format(name="SIGHUP")
    )
    done = subprocess.run([sys.executable, "-c", script], check=False, cwd=tmp_path, capture_output=True, text=True)
    assert "not ended" in done.stderr


def test_signals_are_the_hosts_again_afterwards() -> None:
    before = [signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGHUP)]
    exit_code("--help")
    assert [signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGHUP)] == before
