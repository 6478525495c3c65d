"""Options that mean the same in every command."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from socialmatch.config import Config, load
from socialmatch.files.writers import atomic_write
from socialmatch.moments import parse_moment

Command = TypeVar("Command", bound=Callable[..., Any])


class Moment(click.ParamType[datetime]):
    """A date or an RFC 3339 time."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the time; UTC where it names no offset."""
        try:
            return value if isinstance(value, datetime) else parse_moment(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def as_of_option(command: Command) -> Command:
    """``--as-of TIME``: the moment consent is read at."""
    return click.option(
        "--as-of",
        type=Moment(),
        metavar="TIME",
        help="Read consent as of this moment (RFC 3339 or a date). Default: now.",
    )(command)


def json_option(command: Command) -> Command:
    """``--json[=FILE]``: the result for programs."""
    return click.option(
        "--json", "json_to", metavar="[=FILE]", help="Give the result as JSON, to FILE or to standard output."
    )(command)


def config_option(command: Command) -> Command:
    """``--config FILE``: where the policy stands."""
    return click.option(
        "--config",
        "config",
        metavar="FILE",
        callback=_load,
        help="Policy file. Default: $SOCIALMATCH_CONFIG, else ./socialmatch.toml, else safe defaults.",
    )(command)


def _load(ctx: click.Context, param: click.Parameter, value: str | None) -> Config:
    return load(Path(value) if value else None, os.environ)


def give(result: Mapping[str, Any], json_to: str | None, text: str) -> None:
    """Give a command's result: as text, or as JSON to standard output or a file.

    Parameters
    ----------
    json_to: ``None`` for text, ``"-"`` for JSON on standard output, else a file that gets the JSON beside the text.
    """
    written = json.dumps(result, indent=2, ensure_ascii=False) + "\n"
    if json_to == "-":
        click.echo(written, nl=False)
        return
    if json_to is not None:
        with atomic_write(json_to) as file:
            file.write(written.encode())
    click.echo(text)
