"""``socialmatch backup``: a copy of one moment of the embedded store."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from socialmatch.cli.options import give, json_option, precious, secrets_option, whole_store_option
from socialmatch.config import load_secrets
from socialmatch.files.places import check_apart
from socialmatch.moments import format_moment

EXAMPLE = """\b
Example:
  socialmatch backup --to /mnt/backup/socialmatch-2026-11-22.backup
"""


@click.command(short_help="Write a backup of the embedded store.", epilog=EXAMPLE)
@click.option(
    "--to",
    "to",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="Where it goes; a former backup there is replaced once this one is whole.",
)
@whole_store_option
@secrets_option
@json_option
def backup(to: Path, store_url: str, secrets_file: Path | None, json_to: str | None) -> None:
    """Write a backup of the store to FILE: one moment of it, of all its tenants, while others go on writing.

    It is checked before it is given out, and readable by its owner only. No secret is in it: keep a copy of the
    secrets, apart from it, or it cannot be used. The withdrawal journal is not in it either and must outlive it: a
    restore applies it. A backup is a copy that a later withdrawal does not reach until it is restored.
    """
    from socialmatch.backup import Manifest
    from socialmatch.backup import backup as make
    from socialmatch.store import Keyring

    given = {"store_url": store_url, "secrets_file": secrets_file}
    check_apart(inputs=precious(given), outputs=[to])
    made: Manifest = make(store_url, Keyring.of(load_secrets(secrets_file, os.environ)), to)
    give(_result(made, to), json_to, _told(made, to))


def _result(made: Any, to: Path) -> dict[str, Any]:
    return {
        "file": str(to),
        "made_at": format_moment(made.made_at),
        "schema": made.schema,
        "sha256": made.sha256.hex(),
        "logs": {tenant: {"size": log.size, "root": log.root.hex()} for tenant, log in made.logs.items()},
    }


def _told(made: Any, to: Path) -> str:
    logs = [f"{tenant}: {log.size:,} events, root {log.root.hex()[:16]}..." for tenant, log in made.logs.items()]
    return "\n".join([f"{to}: tables of version {made.schema}", *logs, "keep a copy of the secrets, apart from it"])
