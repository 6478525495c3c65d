"""``audit subject`` and ``audit hold``: one person."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from socialmatch.cli.audit.asking import (
    desk_of,
    needed,
    officer,
    officer_option,
    subject_of,
    subject_option,
    write,
)
from socialmatch.cli.options import Moment, config_option, give, json_option, opened, secrets_option, store_option
from socialmatch.config import Config
from socialmatch.errors import UsageError
from socialmatch.moments import format_moment


@click.command(epilog='\b\nExample:\n  socialmatch audit subject account:A-1001 --reason "request of 2026-11-22"\n')
@click.argument("subject")
@click.option("--runs", type=click.IntRange(0, 10_000), default=10, show_default=True, help="Sealed runs to tell of.")
@click.option("--no-proofs", is_flag=True, help="Leave the proofs out; then no signing key is needed.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the text to FILE.")
@subject_option
@officer_option
@store_option
@secrets_option
@config_option
@json_option
def subject(
    subject: str,
    runs: int,
    no_proofs: bool,
    out: Path | None,
    crm: str,
    actor: str,
    reason: str,
    store_url: str,
    tenant: str,
    secrets_file: Path | None,
    config: Config,
    json_to: str | None,
) -> None:
    """Show everything that is held about SUBJECT, and nobody else.

    SUBJECT is account:ID or profile:PLATFORM:SCOPE:USER_ID. The record goes out as text, or as JSON with receipts
    and proofs. It is a copy that a later withdrawal cannot reach.
    """
    from socialmatch.audit.subject_text import subject_text

    who = subject_of(subject, tenant, crm)
    with opened(store_url, secrets_file, config) as store:
        desk = desk_of(store, tenant, config, secrets_file)
        record = desk.subject(who, actor=officer(actor), reason=needed(reason), proofs=not no_proofs, runs=runs)
    text = subject_text(record)
    if out is not None:
        write(out, text.encode())
        text = f"written to {out}\n"
    give(record, json_to, text.rstrip("\n"))


@click.command(
    short_help="List, place or release a legal hold.",
    epilog="""\b
Example:
  socialmatch audit hold account:A-1001 \\
      --ground "claim 17/26" --reason "court letter"
""",
)
@click.argument("subject")
@click.option("--ground", default="", metavar="TEXT", help="Place a hold: the legal claim it is for.")
@click.option("--until", type=Moment(), metavar="TIME", help="When the hold ends by itself. Default: when released.")
@click.option(
    "--release", type=click.IntRange(min=0), metavar="POSITION", help="Release the hold of this log position."
)
@subject_option
@officer_option
@store_option
@secrets_option
@json_option
def hold(
    subject: str,
    ground: str,
    until: datetime | None,
    release: int | None,
    crm: str,
    actor: str,
    reason: str,
    store_url: str,
    tenant: str,
    secrets_file: Path | None,
    json_to: str | None,
) -> None:
    """Keep SUBJECT's record from being erased while a legal claim needs it (GDPR 17(3)(e)); or list the holds.

    A hold stops erasure and nothing else: a withdrawal works as ever.
    """
    from socialmatch.store import holds

    who = subject_of(subject, tenant, crm)
    if ground and release is not None:
        raise UsageError("place a hold or release one, not both", code="bad_options")
    with opened(store_url, secrets_file) as store:
        if ground or release is not None:
            with store.write(tenant, officer(actor), needed(reason)) as session:
                if release is not None:
                    holds.release(session, who, release)
                else:
                    holds.place(session, who, ground, until)
        with store.read(tenant) as reading:
            found = holds.standing(reading, reading.ref(who))
    shown = [
        {
            "index": one.seq,
            "since": format_moment(one.placed_at),
            "until": one.until and format_moment(one.until),
            "ground": one.ground,
        }
        for one in found
    ]
    lines = [
        f"[{one['index']}] since {one['since']}, until {one['until'] or 'released'}: {one['ground']}" for one in shown
    ]
    give({"holds": shown}, json_to, "\n".join(lines) or "no hold stands")
