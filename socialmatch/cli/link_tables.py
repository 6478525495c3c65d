"""``socialmatch link-tables``: Parquet in, Parquet out, on Spark."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from socialmatch.cli.link import told
from socialmatch.cli.options import as_of_option, config_option, give, json_option, read_text
from socialmatch.config import Config
from socialmatch.errors import MissingExtra
from socialmatch.files.doubts import SKIP_OPTION
from socialmatch.matching.modelfile import LearnedModel
from socialmatch.moments import system_clock

EXAMPLE = """\b
Example:
  socialmatch link-tables crm.parquet profiles.parquet \\
      --consents consents.parquet --out proposals
"""


@click.command(short_help="Parquet in, Parquet out, on a Spark cluster; no store.", epilog=EXAMPLE)
@click.argument("accounts")
@click.argument("profiles")
@click.option("--consents", metavar="PATH", help="Who agreed to what. Without it nothing is scored.")
@click.option("--out", required=True, metavar="PATH", help="Folder for the proposals; there must be none of that name.")
@click.option("--purpose", default="support", show_default=True, metavar="ID", help="What the people agreed to.")
@click.option(
    "--top", type=click.IntRange(1, 100), metavar="K", help="Proposals per profile. Default: the policy's top_k."
)
@click.option(
    SKIP_OPTION,
    "skip_unreadable",
    is_flag=True,
    help="Go on over rows of the consents that may be withdrawals and do not say whose.",
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
def link_tables(
    accounts: str,
    profiles: str,
    consents: str | None,
    out: str,
    purpose: str,
    top: int | None,
    skip_unreadable: bool,
    model_file: Path | None,
    as_of: datetime | None,
    json_to: str | None,
    config: Config,
) -> None:
    """Propose an account of ACCOUNTS for each profile of PROFILES whose people agreed, on Spark.

    All paths are Parquet, files or folders, wherever Spark can read: a disk that all workers share, s3://, hdfs://.
    The proposals are those of 'socialmatch link', in the same order. A proposal is never a link: only the customer
    makes one.
    """
    try:
        from socialmatch.cluster.parquet import link_parquet
    except ModuleNotFoundError as error:
        raise MissingExtra("link-tables", "spark") from error
    summary = link_parquet(
        accounts,
        profiles,
        consents,
        out,
        as_of=as_of or system_clock(),
        purpose=purpose,
        top=top,
        policy=config.policy,
        skip_unreadable=skip_unreadable,
        model=None if model_file is None else LearnedModel.from_text(read_text(model_file)),
    )
    for warning in summary.warnings:
        click.echo(f"warning: {warning}", err=True)
    give(summary.to_json(), json_to, told(summary, out))
