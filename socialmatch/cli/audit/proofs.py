"""``audit export``, ``audit verify`` and ``audit checkpoint``: what outsiders can check."""

from __future__ import annotations

from pathlib import Path

import click

from socialmatch.cli.audit.asking import (
    desk_of,
    following,
    needed,
    officer,
    officer_option,
    read,
    subject_of,
    subject_option,
    write,
)
from socialmatch.cli.audit.telling import export_json, export_text, verdict_json, verdict_text
from socialmatch.cli.options import OPERATOR, config_option, give, json_option, opened, secrets_option, store_option
from socialmatch.cli.progress import Progress
from socialmatch.config import Config
from socialmatch.errors import UsageError


@click.command(
    short_help="Write a bundle that proves the log to an outsider.",
    epilog="""\b
Example:
  socialmatch audit export bundle --subject account:A-1001 \\
      --reason "request of 2026-11-22"
""",
)
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--subject", "subject", default="", metavar="SUBJECT", help="Whose events to prove.")
@click.option("--receipt", default="", metavar="ID", help="The receipt, or the log position, of one event to prove.")
@click.option("--run", "runs", multiple=True, metavar="NAME", help="A sealed run to open; more than one may be given.")
@click.option("--whole", is_flag=True, help="Also open what names staff or others: for an authority only.")
@subject_option
@officer_option
@store_option
@secrets_option
@config_option
@json_option
def export(
    directory: Path,
    subject: str,
    receipt: str,
    runs: tuple[str, ...],
    whole: bool,
    crm: str,
    actor: str,
    reason: str,
    store_url: str,
    tenant: str,
    secrets_file: Path | None,
    config: Config,
    json_to: str | None,
) -> None:
    """Write a bundle to DIR that proves the log to somebody who has neither our database nor our program.

    With --subject, SUBJECT's events come with proofs and, where they name nobody else, word for word. A bundle is a
    copy that a later withdrawal cannot reach.
    """
    from socialmatch.audit.receipt import receipt_index

    if subject and receipt:
        raise UsageError("a subject or a receipt, not both", code="bad_options")
    who = subject_of(subject, tenant, crm) if subject else None
    index = receipt_index(receipt) if receipt else None
    why = needed(reason) if subject or receipt else reason or "export"
    with opened(store_url, secrets_file, config) as store:
        desk = desk_of(store, tenant, config, secrets_file)
        by = officer(actor)
        done = desk.export(directory, actor=by, reason=why, subject=who, index=index, runs=runs, whole=whole)
    give(export_json(done, directory), json_to, export_text(done, directory))


@click.command(epilog="\b\nExample:\n  socialmatch audit verify bundle --vkey log.vkey --since checkpoint-of-june\n")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--vkey",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="The log's verifier key, which you got earlier and by another way.",
)
@click.option(
    "--since",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="An earlier checkpoint of this log: shows that nothing was cut off or rewritten since.",
)
@json_option
def verify(directory: Path, vkey: Path, since: Path | None, json_to: str | None) -> int:
    """Check the bundle in DIR. Needs no store, no secrets and no network.

    Exit codes: 0 valid, 1 invalid, 3 cannot be read, 4 inconsistent with the earlier checkpoint.
    """
    from socialmatch.ledger.verify import verify_bundle

    earlier = None if since is None else read(since)
    keys = read(vkey).decode("utf-8", "replace")
    with Progress() as progress:
        verdict = verify_bundle(directory, keys, earlier, progress=following(progress, "leaves"))
    give(verdict_json(verdict), json_to, verdict_text(verdict))
    return verdict.exit_code


@click.command(
    short_help="Sign the log, and give the checkpoint away.",
    epilog="""\b
Examples:
  socialmatch audit checkpoint --begin --vkey log.vkey
  socialmatch audit checkpoint --out checkpoint \\
      --command 'mail -s checkpoint auditor@example.org'
""",
)
@click.option("--begin", is_flag=True, help="Begin to sign this log: once in its life.")
@click.option(
    "--after-restore", is_flag=True, help="Sign on under another name, as a restore took away what was signed."
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Where the checkpoint goes."
)
@click.option("--command", "command", default="", metavar="CMD", help="Program that gets it on its standard input.")
@click.option(
    "--vkey", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the verifier key too."
)
@click.option("--check", is_flag=True, help="First read the whole log and make its tree anew.")
@store_option
@secrets_option
@config_option
@json_option
def checkpoint(
    begin: bool,
    after_restore: bool,
    out: Path | None,
    command: str,
    vkey: Path | None,
    check: bool,
    store_url: str,
    tenant: str,
    secrets_file: Path | None,
    config: Config,
    json_to: str | None,
) -> None:
    """Sign the log as it stands, and give the checkpoint away: to a file, a mail, a write-once bucket, a witness.

    Only checkpoints that somebody else holds show that the log was not cut back or rewritten. The signer refuses a
    database that is no continuation of what it signed before, with exit code 4. After a restore that is recorded in
    the log, --after-restore lets it go on as a log of another name; give the new verifier key (--vkey) away.
    """
    from socialmatch.audit import signing as signed
    from socialmatch.ledger import log

    with opened(store_url, secrets_file, config) as store, Progress() as progress:
        signing = desk_of(store, tenant, config, secrets_file).signing
        if check:
            log.catch_up(store, tenant)
            with store.read(tenant) as session:
                log.check(session, progress=following(progress, "events"))
        if begin:
            signing.begin()
        if after_restore:
            signing.go_on_after_restore(store, actor=OPERATOR, reason="checkpoint after a restore")
        note, made = signed.checkpoint(store, signing)
    if out is not None:
        signed.write_note(out, note)
    if vkey is not None:
        write(vkey, "".join(f"{key.encode()}\n" for key in signing.verifier_keys()).encode())
    if command:
        signed.hand_over(note, command)
    result = {
        "origin": made.origin,
        "size": made.size,
        "root": made.root.hex(),
        "checkpoint": note.encode().decode(),
        "vkey": [key.encode() for key in signing.verifier_keys()],
    }
    quiet = out is not None or command
    told = f"{made.origin}: {made.size:,} entries, root {made.root.hex()[:16]}..."
    give(result, json_to, told if quiet else note.encode().decode().rstrip("\n"))
