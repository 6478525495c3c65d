"""``socialmatch import``: accounts, profiles and consents into a store."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import click

from socialmatch.accounts import (
    Destination,
    Imported,
    Mode,
    import_accounts,
    import_consents,
    import_crm,
    import_crm_consents,
    import_profiles,
)
from socialmatch.cli.options import (
    OPERATOR,
    config_option,
    give,
    json_option,
    opened,
    secrets_option,
    secrets_path,
    store_option,
)
from socialmatch.cli.progress import Progress
from socialmatch.config import Config, load_secrets
from socialmatch.crm import open_adapter
from socialmatch.crm.base import CrmAdapter
from socialmatch.crm.configured import open_configured
from socialmatch.crm.registry import installed
from socialmatch.crm.runtime import Runtime
from socialmatch.errors import UsageError
from socialmatch.files import Rejected, rejected_path
from socialmatch.files.places import check_apart
from socialmatch.files.rejected import remove_list
from socialmatch.journeys.steps import Installation
from socialmatch.journeys.verbs import revoke_in
from socialmatch.models import DEFAULT_CRM
from socialmatch.store.engine import sqlite_path

EXAMPLE = """\b
Examples:
  socialmatch import accounts customers.csv --mode full
  socialmatch import accounts --crm helpdesk
  socialmatch import profiles profiles.jsonl.gz --keep-content 24
  socialmatch import consents consents.csv
  socialmatch import consents --crm helpdesk
"""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the options say.

    Attributes
    ----------
    source: a file, or the address of a CRM. crm: the ``crm`` of the accounts' keys.
    """

    source: str
    crm: str
    mode: Mode
    allow_shrink: bool
    keep_content: timedelta | None
    skip_unreadable: bool


@click.command("import", short_help="Take accounts, profiles or consents into the store.", epilog=EXAMPLE)
@click.argument("what", type=click.Choice(("accounts", "profiles", "consents")))
@click.argument("source", required=False, metavar="[FILE]")
@click.option(
    "--crm",
    metavar="NAME",
    help=f"Whose accounts they are (default: {DEFAULT_CRM}). Without FILE: the CRM configured under this name.",
)
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=Mode.DELTA.value,
    show_default=True,
    help="full: accounts that do not come are missing, and their links are suspended.",
)
@click.option("--allow-shrink", is_flag=True, help="Go on even if more than 5 % are missing or rejected.")
@click.option(
    "--keep-content",
    type=click.IntRange(1, 24 * 365),
    metavar="HOURS",
    help="Drop what profiles show after so many hours. Default: keep it.",
)
@click.option(
    "--skip-unreadable-consents",
    "skip_unreadable",
    is_flag=True,
    help="Go on over rows that may be withdrawals and do not say whose.",
)
@click.option(
    "--rejected",
    "rejected_to",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where rows that cannot be used are listed. Default: FILE.rejected.csv in this folder.",
)
@click.option("--reason", default="import", show_default=True, metavar="TEXT", help="Goes into every event.")
@store_option
@secrets_option
@config_option
@json_option
def import_(
    what: str,
    source: str | None,
    crm: str | None,
    mode: str,
    allow_shrink: bool,
    keep_content: int | None,
    skip_unreadable: bool,
    rejected_to: Path | None,
    reason: str,
    store_url: str,
    tenant: str,
    secrets_file: Path | None,
    config: Config,
    json_to: str | None,
) -> None:
    """Take accounts, profiles or consents into the store, from FILE (CSV, JSON Lines, Parquet) or from a CRM.

    What was imported before and did not change is left alone. A run that was stopped goes on where it was when the
    same command is given again. Nothing here makes a link, and nothing brings back who withdrew.
    """
    wanted = _Wanted(
        source or "",
        crm or DEFAULT_CRM,
        Mode(mode),
        allow_shrink,
        None if keep_content is None else timedelta(hours=keep_content),
        skip_unreadable,
    )
    with opened(store_url, secrets_file) as store, Progress() as progress:
        to = Destination(store=store, tenant=tenant, policy=config.policy, actor=OPERATOR, reason=reason)
        readable = what == "accounts" or (what == "consents" and not wanted.source)
        adapter = _adapter(wanted, named=crm is not None, config=config, tenant=tenant) if readable else None
        if adapter is not None:
            with adapter:
                if what == "accounts":
                    done = import_crm(to, adapter, mode=wanted.mode, allow_shrink=allow_shrink, progress=progress)
                else:
                    at = Installation(store, tenant, config, load_secrets(secrets_file, os.environ))
                    done = import_crm_consents(to, adapter, withdraw=partial(revoke_in, at), progress=progress)
            listed = None
        elif not wanted.source:
            raise UsageError(f"import {what} needs a file", code="no_source")
        else:
            listed = rejected_to or rejected_path(Path(wanted.source).name)
            written = [listed] if json_to in (None, "-") else [listed, Path(json_to)]
            kept = [Path(wanted.source), secrets_path(secrets_file), *filter(None, [sqlite_path(store.engine)])]
            check_apart(inputs=kept, outputs=written)
            at = Installation(store, tenant, config, load_secrets(secrets_file, os.environ))
            done = _from_file(what, to, wanted, listed, partial(revoke_in, at), progress)
    for warning in done.warnings:
        click.echo(f"warning: {warning}", err=True)
    give(asdict(done), json_to, _told(done, listed))


def _from_file(
    what: str, to: Destination, wanted: _Wanted, listed: Path, withdraw: Callable[..., object], progress: Progress
) -> Imported:
    path = Path(wanted.source)
    with Rejected() as rejected:
        try:
            if what == "accounts":
                return import_accounts(
                    to,
                    path,
                    rejected=rejected,
                    crm=wanted.crm,
                    mode=wanted.mode,
                    allow_shrink=wanted.allow_shrink,
                    progress=progress,
                )
            if what == "profiles":
                return import_profiles(
                    to,
                    path,
                    rejected=rejected,
                    allow_shrink=wanted.allow_shrink,
                    keep_content=wanted.keep_content,
                    progress=progress,
                )
            return import_consents(
                to,
                path,
                rejected=rejected,
                withdraw=withdraw,
                crm=wanted.crm,
                allow_shrink=wanted.allow_shrink,
                skip_unreadable=wanted.skip_unreadable,
                progress=progress,
            )
        finally:
            # Also where the run was refused: the list says why.
            _write(rejected, listed)


def _write(rejected: Rejected, listed: Path) -> None:
    if rejected.rows:
        rejected.write(listed)
    else:
        remove_list(listed)


def _adapter(wanted: _Wanted, *, named: bool, config: Config, tenant: str) -> CrmAdapter | None:
    """The CRM to read from, where it is one: by its configured name, or by an address such as ``csv:PATH``."""
    if not wanted.source:
        if not named:
            return None
        return open_configured(wanted.crm, config.crm, os.environ, runtime=Runtime(tenant=tenant))
    scheme, colon, _ = wanted.source.partition(":")
    if not colon or scheme not in installed() or Path(wanted.source).exists():
        return None
    return open_adapter(wanted.source, runtime=Runtime(name=wanted.crm, tenant=tenant))


def _told(done: Imported, listed: Path | None) -> str:
    counts: list[Any] = [f"{number:,} {what.replace('_', ' ')}" for what, number in done.counts.items()]
    lines = [f"{done.kind}, run {done.run}{' (resumed)' if done.resumed else ''}: {', '.join(counts) or 'nothing'}"]
    if done.rejected_rows:
        lines.append(f"{done.rejected_rows:,} rows rejected, see {listed}")
    return "\n".join(lines)
