"""What the commands of an officer are asked, and how it is read: who, whose, why."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from socialmatch.cli.progress import Progress
from socialmatch.config import Config, load_secrets
from socialmatch.errors import FileError, InputError, RowError, UsageError
from socialmatch.files.writers import atomic_write
from socialmatch.models import DEFAULT_CRM, Actor, ActorKind, Subject

if TYPE_CHECKING:
    from socialmatch.audit.desk import Audit
    from socialmatch.store import Store

Command = TypeVar("Command", bound=Callable[..., Any])


def officer_option(command: Command) -> Command:
    """``--actor ID`` and ``--reason TEXT``: who asks, and why. They go into the log."""
    for option in (
        click.option("--reason", default="", metavar="TEXT", help="Why; it is written into the log."),
        click.option(
            "--actor", default="", metavar="ID", help="Which officer asks. Default: the name you are logged in with."
        ),
    ):
        command = option(command)
    return command


def subject_option(command: Command) -> Command:
    """``--crm NAME``: which CRM an ``account:ID`` is of."""
    return click.option(
        "--crm", default=DEFAULT_CRM, show_default=True, metavar="NAME", help="Which CRM an account:ID is of."
    )(command)


def subject_of(text: str, tenant: str, crm: str) -> Subject:
    """Whose record is asked for.

    Raises
    ------
    InputError: the text names nobody (``bad_subject``); it is not repeated.
    """
    from socialmatch.files.identity import Identities

    with suppress(RowError):
        return Identities(tenant, crm).subject(text)
    raise InputError("this names nobody", code="bad_subject", hint="account:ID or profile:PLATFORM:SCOPE:USER_ID")


def officer(name: str) -> Actor:
    """Who asks: the name given, else the one they are logged in with."""
    try:
        return Actor(ActorKind.OFFICER, name.removeprefix("officer:") or getpass.getuser())
    except (KeyError, OSError):
        raise UsageError("nobody knows who you are", code="no_actor", hint="add --actor ID") from None


def needed(reason: str) -> str:
    """A reason, which there must be.

    Raises
    ------
    UsageError: there is none (``no_reason``).
    """
    if not reason.strip():
        raise UsageError("this shows people or keys, so it needs a reason", code="no_reason", hint="add --reason TEXT")
    return reason


def desk_of(store: Store, tenant: str, config: Config, secrets_file: Path | None) -> Audit:
    """The officer's desk in an open store."""
    from socialmatch.audit.desk import Audit

    return Audit(store, tenant, config, load_secrets(secrets_file, os.environ))


def read(path: Path) -> bytes:
    """A small file.

    Raises
    ------
    FileError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(1 << 20)
    except OSError as error:
        raise FileError(f"{path}: cannot be read", code="unreadable") from error


def write(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all."""
    with atomic_write(path) as file:
        file.write(data)


def following(progress: Progress, phase: str) -> Callable[[int, int], None]:
    """What tells a progress bar how many of how many are done."""
    told = 0

    def follow(done: int, total: int) -> None:
        nonlocal told
        if told == 0:
            progress.phase(phase, total)
        progress.advance(done - told)
        told = done

    return follow
