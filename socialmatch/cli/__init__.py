"""The command line: arguments, exit codes, progress, printed hints; no rules of its own.

Exit codes: 0 done or valid, 1 the answer is no or invalid, 2 wrong usage, 3 input or system trouble (an
interruption too), 4 inconsistent with what was known.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from socialmatch.errors import SocialMatchError

COMMANDS = {
    "demo": "socialmatch.cli.demo:demo",
    "link": "socialmatch.cli.link:link",
}
"""Command to the function that carries it out; imported when it is called, so that each starts quickly."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, sorted."""
        return sorted(COMMANDS)

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
def socialmatch() -> None:
    """Which of our customers is this handle, and may we know?

    Nobody is compared who did not agree; a fuzzy match only proposes.
    """


def main(arguments: Sequence[str] | None = None) -> Any:
    """Run the command line and leave with its exit code.

    Parameters
    ----------
    arguments: without the program's name; default ``sys.argv[1:]``.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    # --json takes a file by '=' only, so that the word after a bare --json stays an argument.
    given = ["--json=-" if word == "--json" else word for word in given]
    try:
        code = socialmatch.main(given, prog_name="socialmatch", standalone_mode=False)
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
    sys.exit(code if isinstance(code, int) else 0)


def complain(error: SocialMatchError) -> None:
    """Say what went wrong and what to do about it, on standard error."""
    click.echo(f"error: {error}", err=True)
    if error.hint:
        click.echo(f"hint: {error.hint}", err=True)
