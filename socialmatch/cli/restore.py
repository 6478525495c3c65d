"""``socialmatch restore``: a backup in the place of the store, and what was taken back since, taken back again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socialmatch.cli.options import OPERATOR, config_option, give, json_option, secrets_option, whole_store_option
from socialmatch.config import Config, load_secrets
from socialmatch.errors import FileError, UsageError
from socialmatch.ledger.checkpoint import Checkpoint

if TYPE_CHECKING:
    from socialmatch.backup import Applied
    from socialmatch.backup.restoring import Restoring

EXAMPLE = """\b
Examples:
  socialmatch restore /mnt/backup/socialmatch-2026-11-22.backup
  socialmatch restore --journal-only \\
      --store postgresql+psycopg://socialmatch@db.example.com/socialmatch
"""
_REASON = "restore"


@click.command(short_help="Put a backup in the place of the store, and withdraw again.", epilog=EXAMPLE)
@click.argument("backup", required=False, metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--journal-only", is_flag=True, help="The database was brought back by other means: withdraw again in it."
)
@click.option(
    "--journal",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="A further withdrawal journal, of another machine. That of the settings is always applied.",
)
@click.option("--without-journal", is_flag=True, help="There is no journal left: what was taken back since comes back.")
@click.option("--yes", is_flag=True, help="Also where the store holds what the backup does not.")
@whole_store_option
@secrets_option
@config_option
@json_option
def restore(
    backup: Path | None,
    journal_only: bool,
    folders: tuple[Path, ...],
    without_journal: bool,
    yes: bool,
    store_url: str,
    secrets_file: Path | None,
    config: Config,
    json_to: str | None,
) -> None:
    """Put the backup FILE in the place of the embedded store, of all its tenants.

    Before anything is replaced, the backup is checked and every withdrawal since then is carried out in it again, from
    the withdrawal journal: links end, marks stand, the CRM is told. With --journal-only that is all that is done, to
    all tenants of a database that its own tools brought back. Doing it twice is the same as doing it once.

    If checkpoints were signed since the backup, 'socialmatch audit checkpoint --after-restore' comes next.
    """
    if (backup is None) != journal_only:
        raise UsageError("a backup, or --journal-only", code="bad_options")
    to = _restoring(store_url, secrets_file, config, folders, without_journal)
    from socialmatch.backup import restore as put

    if backup is not None:
        done: Mapping[str, Applied] = put(backup, to, overwrite=yes, actor=OPERATOR, reason=_REASON).applied
    else:
        done = {one: to.apply(store_url, one, actor=OPERATOR, reason=_REASON) for one in _tenants(to)}
    result: dict[str, Any] = {one: asdict(applied) for one, applied in done.items()}
    give({"applied": result}, json_to, "\n".join(_told(one, applied) for one, applied in result.items()))


def _restoring(
    store_url: str, secrets_file: Path | None, config: Config, folders: tuple[Path, ...], without: bool
) -> Restoring:
    from socialmatch.audit.signing import Signing
    from socialmatch.backup.restoring import Restoring
    from socialmatch.store import Journals, Keyring

    secrets = load_secrets(secrets_file, os.environ)
    refs = Keyring.of(secrets).refs
    own = Journals.of(store_url, config.backup.journal, refs)
    named = {folder.resolve(): Journals(folder, refs) for folder in folders}  # each once, however it is named
    if own is not None and (not folders or own.folder.is_dir()):
        named.pop(own.folder.resolve(), None)
        named[own.folder.resolve()] = own  # the last, because others may still write to it
    journals = list(named.values())
    if without and folders:
        raise UsageError("a journal, or --without-journal", code="bad_options")
    empty = [] if without else [one.folder for one in journals if not one.exist()]
    if empty or not (journals or without):
        raise FileError(
            f"there is no withdrawal journal in {empty[0]}" if empty else "there is no withdrawal journal",
            code="journal_missing",
            hint="name it with --journal; if it is lost, or nobody ever withdrew, --without-journal",
        )

    def signed(tenant: str) -> Checkpoint | None:
        return Signing(config.log, secrets, tenant).last()

    return Restoring(store_url, config, secrets, () if without else tuple(journals), signed)


def _tenants(to: Restoring) -> list[str]:
    at = to.installation(to.url, "any")
    try:
        return to.tenants(at.store.tenants())
    finally:
        at.store.close()


def _told(tenant: str, applied: Mapping[str, int]) -> str:
    counts = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in applied.items() if count)
    return f"{tenant}: restored; {counts or 'nothing was taken back since'}"
