"""``audit retention`` and ``audit rotate-keys``: what runs again and again."""

from __future__ import annotations

import os
from pathlib import Path

import click

from socialmatch.cli.audit.asking import (
    needed,
    officer,
    officer_option,
)
from socialmatch.cli.options import config_option, give, json_option, opened, secrets_option, store_option
from socialmatch.cli.progress import Progress
from socialmatch.config import Config, load_secrets


@click.command(
    short_help="Erase what is not to be kept any longer.",
    epilog="\b\nExample:\n  socialmatch audit retention --dry-run\n",
)
@click.option("--dry-run", is_flag=True, help="Only say how many people's evidence would be erased.")
@store_option
@secrets_option
@config_option
@json_option
def retention(
    dry_run: bool, store_url: str, tenant: str, secrets_file: Path | None, config: Config, json_to: str | None
) -> None:
    """Erase what is not to be kept any longer: evidence of consents that ended years ago, and whatever has run out.

    For a nightly job. A record under a legal hold stays.
    """
    from dataclasses import asdict

    from socialmatch.audit.retention import due, retain

    with opened(store_url, secrets_file, config) as store:
        if dry_run:
            with store.read(tenant) as session:
                erased, held = due(session, config.policy)
            give({"dry_run": True, "erased": erased, "held": held}, json_to, f"{erased:,} to erase, {held:,} on hold")
            return
        done = retain(store, tenant, config.policy)
    text = f"{done.erased:,} people's evidence erased, {done.held:,} kept by a legal hold"
    give({"dry_run": False, **asdict(done)}, json_to, text)


@click.command(
    "rotate-keys",
    short_help="Put new keys to use, drop former ones.",
    epilog="\b\nExample:\n  socialmatch audit rotate-keys --new master_key --reason 'yearly'\n",
)
@click.option(
    "--new",
    "name",
    type=click.Choice(["master_key", "pepper", "signing_key"]),
    help="Make a fresh key of this kind first, in the file of secrets.",
)
@officer_option
@store_option
@secrets_option
@config_option
@json_option
def rotate_keys(
    name: str | None,
    actor: str,
    reason: str,
    store_url: str,
    tenant: str,
    secrets_file: Path | None,
    config: Config,
    json_to: str | None,
) -> None:
    """Put new keys to use without downtime, and drop former ones that nothing needs any more; for all tenants.

    With --new a fresh key takes over and the former one stays beside it: start every other process again before you
    call this a second time. Without --new everything is wrapped under the current master key, and what is over goes.
    """
    import secrets as system

    from socialmatch.audit import rotation

    path = _secrets_file(secrets_file)
    known = load_secrets(secrets_file, os.environ)
    who, why = officer(actor), needed(reason)
    with opened(store_url, secrets_file, config) as store:
        if name == "signing_key":
            known = rotation.renew_signing(path, known, config.log, store, system.token_bytes)
        elif name:
            known = rotation.renew(path, known, name, system.token_bytes)
    with opened(store_url, secrets_file, config) as store, Progress() as progress:
        progress.phase("keys of people")
        done = rotation.rewrap(store, actor=who, reason=why, progress=progress.advance)
        if name is None:
            known = rotation.drop_former(path, known, store)
    kept = len(known.former_master_keys) + len(known.former_peppers)
    result = {"new": name, "wrapped": done.wrapped, "tenants": done.tenants, "former_keys": kept}
    lines = [f"{done.wrapped:,} keys wrapped anew in {done.tenants:,} logs; {kept} former keys are still in the file"]
    if name:
        lines.append("start every other process again, then run 'socialmatch audit rotate-keys' to drop what is over")
    if name == "signing_key":
        lines.append("give the new verifier key away: 'socialmatch audit checkpoint --vkey FILE'")
    give(result, json_to, "\n".join(lines))


def _secrets_file(named: Path | None) -> Path:
    from socialmatch.config import SECRETS_FILE, SECRETS_VARIABLE

    return named or Path(os.environ.get(SECRETS_VARIABLE) or SECRETS_FILE)
