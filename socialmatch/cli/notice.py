"""``socialmatch notice``: what people are shown before they agree, word for word."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from socialmatch.asking_again import ask_again
from socialmatch.cli.options import OPERATOR, give, json_option, opened, secrets_option, store_option
from socialmatch.cli.progress import Progress
from socialmatch.consent.notices import load_notice, text_sha256
from socialmatch.models import Notice
from socialmatch.store import notices

EXAMPLE = """\b
Examples:
  socialmatch notice register notice-2026-01.en.toml notice-2026-01.de.toml
  socialmatch notice list
"""


@click.group(short_help="Register what people are shown before they agree.", epilog=EXAMPLE)
def notice() -> None:
    """Register what people are shown before they agree, or list what is registered.

    A grant counts only under a registered notice. A notice that is registered never changes: another text is
    another version.
    """


@notice.command(epilog="\b\nExample:\n  socialmatch notice register notice-2026-01.en.toml\n")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@store_option
@secrets_option
@json_option
def register(
    files: tuple[Path, ...], store_url: str, tenant: str, secrets_file: Path | None, json_to: str | None
) -> None:
    """Register the notices of FILES (TOML or JSON), all or none.

    After a material change whoever agreed to the former words is asked again: nothing rests on them from now on.
    """
    found = [load_notice(path) for path in files]
    with opened(store_url, secrets_file) as store:
        with store.write(tenant, OPERATOR, "register notices") as session:
            new = [notices.register(session, one) for one in found]
        with Progress() as progress:
            asked = ask_again(store, tenant, actor=OPERATOR, progress=progress.advance)
    result = [{**_shown(one), "new": fresh} for one, fresh in zip(found, new, strict=True)]
    lines = [f"{_line(one)}{'' if fresh else ', there before'}" for one, fresh in zip(found, new, strict=True)]
    if asked.consents:
        lines.append(f"{asked.consents} consents are asked for again, {asked.links} links do not answer until then")
    give({"notices": result, "asked_again": asdict(asked)}, json_to, "\n".join(lines))


@notice.command("list", epilog="\b\nExample:\n  socialmatch notice list\n")
@store_option
@secrets_option
@json_option
def list_(store_url: str, tenant: str, secrets_file: Path | None, json_to: str | None) -> None:
    """List what is registered, in the order it was."""
    with opened(store_url, secrets_file) as store, store.read(tenant) as session:
        found = notices.everything(session)
    give(
        {"notices": [_shown(one) for one in found]}, json_to, "\n".join(map(_line, found)) or "no notice is registered"
    )


def _shown(one: Notice) -> dict[str, Any]:
    return {
        "notice_id": one.notice_id,
        "version": one.version,
        "language": one.language,
        "purposes": list(one.purposes),
        "valid_days": one.valid_days,
        "material": one.material,
        "sha256": text_sha256(one),
    }


def _line(one: Notice) -> str:
    purposes = ", ".join(one.purposes)
    return f"{one.version} ({one.language}): {purposes}, {one.valid_days} days, sha256 {text_sha256(one)[:16]}..."
