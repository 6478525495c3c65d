"""``socialmatch link``: files in, proposals out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from socialmatch.cli.options import PluginOption, as_of_option, config_option, give, json_option, read_text
from socialmatch.cli.progress import Progress
from socialmatch.config import Config
from socialmatch.engines.base import GROUP
from socialmatch.files import rejected_path
from socialmatch.files.doubts import SKIP_OPTION
from socialmatch.files.places import check_apart
from socialmatch.link import Summary, check_places, link_files
from socialmatch.matching.modelfile import LearnedModel
from socialmatch.moments import system_clock

EXAMPLE = """\b
Example:
  socialmatch link crm.csv profiles.csv \\
      --consents consents.csv --out proposals.csv
"""


@click.command(short_help="Files in, proposals out; no store.", epilog=EXAMPLE)
@click.argument("accounts", type=click.Path(path_type=Path))
@click.argument("profiles", type=click.Path(path_type=Path))
@click.option(
    "--consents",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Who agreed to what. Without it nothing is scored.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="OUT", help="Proposals, .csv or .parquet."
)
@click.option(
    "--engine",
    "engine_name",
    cls=PluginOption,
    group=GROUP,
    default="python",
    show_default=True,
    metavar="NAME",
    help="What does the work; the result is the same.",
)
@click.option("--purpose", default="support", show_default=True, metavar="ID", help="What the people agreed to.")
@click.option(
    "--top", type=click.IntRange(1, 100), metavar="K", help="Proposals per profile. Default: the policy's top_k."
)
@click.option(
    SKIP_OPTION,
    "skip_unreadable",
    is_flag=True,
    help="Go on over rows of CONSENTS that may be withdrawals and do not say whose.",
)
@click.option(
    "--model",
    "model_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A model learned by 'socialmatch model fit'. Default: the built-in one.",
)
@as_of_option
@json_option
@config_option
def link(
    accounts: Path,
    profiles: Path,
    consents: Path | None,
    out: Path,
    engine_name: str,
    purpose: str,
    top: int | None,
    skip_unreadable: bool,
    model_file: Path | None,
    as_of: datetime | None,
    json_to: str | None,
    config: Config,
) -> None:
    """Propose an account of ACCOUNTS for each profile of PROFILES whose people agreed.

    Both files, and CONSENTS, are CSV, JSON Lines or Parquet. OUT has one row per proposal; rows that could not be
    read are listed in OUT.rejected.csv. A proposal is never a link: only the customer makes one.
    """
    if json_to not in (None, "-"):
        inputs = [path for path in (accounts, profiles, consents) if path is not None]
        check_places(inputs=inputs, outputs=[rejected_path(out), out, Path(json_to)])
    model = None
    if model_file is not None:
        outputs = [out, rejected_path(out), *([] if json_to in (None, "-") else [Path(json_to)])]
        check_apart(inputs=[model_file], outputs=outputs)
        model = LearnedModel.from_text(read_text(model_file))
    with Progress() as progress:
        summary = link_files(
            accounts,
            profiles,
            out,
            consents=consents,
            engine_name=engine_name,
            purpose=purpose,
            top=top,
            as_of=as_of or system_clock(),
            policy=config.policy,
            skip_unreadable=skip_unreadable,
            model=model,
            progress=progress,
        )
    for warning in summary.warnings:
        click.echo(f"warning: {warning}", err=True)
    give(summary.to_json(), json_to, told(summary, out, rejected_path(out)))


def told(summary: Summary, out: Path | str, listed: Path | None = None) -> str:
    """What a run did, for people; ``listed`` is where rejected rows are listed, if they are."""
    lines = [
        f"agreed to '{summary.purpose}' as of {summary.as_of}:",
        f"  {summary.accounts_consented:,} of {summary.accounts:,} accounts",
        f"  {summary.profiles_consented:,} of {summary.profiles:,} profiles",
    ]
    for side, reasons in summary.not_permitted.items():
        told = ", ".join(f"{count:,} {reason}" for reason, count in reasons.items())
        lines += [f"left out of {side}: {told}"] if told else []
    lines += [
        f"{summary.pairs_scored:,} pairs compared: {summary.matches:,} matches, {summary.reviews:,} to review",
        f"{summary.rejected_rows:,} rows rejected" + (f", see {listed}" if summary.rejected_rows and listed else ""),
        f"written to {out} in {sum(summary.seconds.values()):.1f} s",
        *(f"note: {note}" for note in summary.notes),
    ]
    return "\n".join(lines)
