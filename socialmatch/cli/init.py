"""``socialmatch init``: make a store, or bring one up to date."""

from __future__ import annotations

import os
import secrets as system
from pathlib import Path

import click

from socialmatch.cli.options import give, json_option, secrets_option, secrets_path, store_option
from socialmatch.config import SECRET_NAMES, generate_secrets, load_secrets
from socialmatch.store import Keyring, Store, migrate
from socialmatch.store.roles import grants
from socialmatch.store.schema import HEAD

EXAMPLE = """\b
Examples:
  socialmatch init --store sqlite:///socialmatch.db
  socialmatch init --print-roles | psql -v ON_ERROR_STOP=1 -d socialmatch
"""


@click.command(short_help="Make a store, or bring an older one up to date.", epilog=EXAMPLE)
@store_option
@secrets_option
@click.option("--print-roles", is_flag=True, help="Print the SQL of PostgreSQL roles with few rights; do nothing else.")
@json_option
def init(store_url: str, tenant: str, secrets_file: Path | None, print_roles: bool, json_to: str | None) -> None:
    """Make the store at URL, or bring an older one up to date; what is there stays.

    Secrets are made where there are none yet, in a file that only its owner can read. Keep it apart from the
    store, and keep a copy: what it protects cannot be read without it.
    """
    if print_roles:
        script = grants()
        give({"sql": script}, json_to, script.rstrip())
        return
    made = _make_secrets(secrets_file)
    try:
        migrate(store_url)
        store = Store(store_url, Keyring.of(load_secrets(secrets_file, os.environ)))
        try:
            with store.read(tenant):
                pass  # refuses secrets that are not the ones this store was made with
        finally:
            store.close()
    except BaseException:
        if made is not None:
            made.unlink(missing_ok=True)
        raise
    result = {"schema": HEAD, "tenant": tenant, "secrets_made": None if made is None else str(made)}
    give(result, json_to, _told(made))


def _make_secrets(named: Path | None) -> Path | None:
    """A file of secrets, unless there is one or the environment has them all. Where it was made."""
    path = secrets_path(named)
    if path.exists() or all(os.environ.get(f"SOCIALMATCH_{name.upper()}") for name in SECRET_NAMES):
        return None
    generate_secrets(path, system.token_bytes)
    return path


def _told(made: Path | None) -> str:
    lines = [f"the store is there, tables of version {HEAD}"]
    if made is not None:
        lines.append(f"secrets made: {made} (0600); keep it apart from the store, and keep a copy")
    return "\n".join(lines)
