"""The command line: arguments, exit codes, progress, printed hints; no rules of its own.

Exit codes: 0 done or valid, 1 the answer is no or invalid, 2 wrong usage, 3 input or system trouble (an
interruption too), 4 inconsistent with what was known.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from types import FrameType
from typing import Any, Final

import click

from socialmatch.errors import SocialMatchError

COMMANDS = {
    "audit": "socialmatch.cli.audit:audit",
    "backup": "socialmatch.cli.backup:backup",
    "confirm": "socialmatch.cli.confirm:confirm",
    "crm": "socialmatch.cli.crm:crm",
    "demo": "socialmatch.cli.demo:demo",
    "erase": "socialmatch.cli.erase:erase",
    "import": "socialmatch.cli.import_:import_",
    "init": "socialmatch.cli.init:init",
    "invite": "socialmatch.cli.invite:invite",
    "link": "socialmatch.cli.link:link",
    "link-tables": "socialmatch.cli.link_tables:link_tables",
    "match": "socialmatch.cli.match:match",
    "model": "socialmatch.cli.model:model",
    "notice": "socialmatch.cli.notice:notice",
    "reconcile": "socialmatch.cli.reconcile:reconcile",
    "redeem": "socialmatch.cli.redeem:redeem",
    "restore": "socialmatch.cli.restore:restore",
    "review": "socialmatch.cli.review:review",
    "revoke": "socialmatch.cli.revoke:revoke",
    "status": "socialmatch.cli.status:status",
    "undo": "socialmatch.cli.undo:undo",
    "unlink": "socialmatch.cli.unlink:unlink",
}
"""Command to the function that carries it out; imported when it is called, so that each starts quickly."""


DEBUG_VARIABLE: Final = "SOCIALMATCH_DEBUG"
"""Set to 1, an unforeseen error shows its traceback, which may hold personal data."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, sorted."""
        return sorted(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; of a word that is none, those that are like it are named."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            like = get_close_matches(args[0], COMMANDS)
            if not like:
                raise
            meant = " or ".join(f"'{name}'" for name in like)
            raise click.UsageError(f"{error.message} Did you mean {meant}?", ctx) from None

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="socialmatch", prog_name="socialmatch")
@click.option(
    "--log-format",
    type=click.Choice(["json", "text"]),
    envvar="SOCIALMATCH_LOG_FORMAT",
    help="Log to standard error what is done; names nobody. Default: $SOCIALMATCH_LOG_FORMAT, else no log.",
)
@click.pass_obj
def socialmatch(meanwhile: ExitStack, log_format: str | None) -> None:
    """Which of our customers is this handle, and may we know?

    Nobody is compared who did not agree; a fuzzy match only proposes.
    """
    if log_format is not None:
        from socialmatch.operations.logs import written_to

        meanwhile.enter_context(written_to(sys.stderr, log_format))


def main(arguments: Sequence[str] | None = None) -> Any:
    """Run the command line and leave with its exit code.

    Parameters
    ----------
    arguments: without the program's name; default ``sys.argv[1:]``.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    # --json takes a file by '=' only, so that the word after a bare --json stays an argument.
    given = ["--json=-" if word == "--json" else word for word in given]
    with ExitStack() as meanwhile:
        began = time.perf_counter()
        code = _run(given, meanwhile)
        name = next((word for word in given if word in COMMANDS), None)
        if name is not None:
            from socialmatch.operations.logs import note

            note("command", command=name, exit_code=code, seconds=time.perf_counter() - began)
    sys.exit(code)


def _run(given: list[str], meanwhile: ExitStack) -> int:
    """Run a command; its exit code."""
    try:
        with _endings_interrupt():
            code = socialmatch.main(given, prog_name="socialmatch", standalone_mode=False, obj=meanwhile)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except SocialMatchError as error:
        complain(error)
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted; nothing is left half-written", err=True)
        code = 3
    except OSError as error:
        click.echo(f"error: {error.strerror or type(error).__name__}", err=True)
        code = 3
    except Exception as error:  # a fault of ours; what it says may hold values of a row
        code = _unforeseen(error)
    return code if isinstance(code, int) else 0


def _unforeseen(error: Exception) -> int:
    if os.environ.get(DEBUG_VARIABLE) == "1":
        traceback.print_exception(error)
    click.echo(f"error: unforeseen {type(error).__name__}; this is a fault of socialmatch", err=True)
    click.echo(f"hint: {DEBUG_VARIABLE}=1 shows where, and may show personal data", err=True)
    return 3


@contextmanager
def _endings_interrupt() -> Iterator[None]:
    """Let what ends a process (SIGTERM, SIGHUP) end it as Ctrl-C does: with everything tidied up.

    A signal that is ignored, as under ``nohup``, stays so; outside the main thread nothing can be changed.
    """
    former: dict[signal.Signals, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) == signal.SIG_DFL:
                former[number] = signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def complain(error: SocialMatchError) -> None:
    """Say what went wrong and what to do about it, on standard error."""
    click.echo(f"error: {error}", err=True)
    if error.hint:
        click.echo(f"hint: {error.hint}", err=True)
