"""``audit report``: everybody, in numbers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from socialmatch.cli.audit.asking import (
    desk_of,
    needed,
    officer,
    officer_option,
    write,
)
from socialmatch.cli.options import Moment, config_option, give, json_option, opened, secrets_option, store_option
from socialmatch.config import Config


@click.command(
    short_help="Report how things stand, in numbers.",
    epilog="""\b
Examples:
  socialmatch audit report --html report.html --csv tables
  socialmatch audit report --reader agent-7 --from 2026-10-01 \\
      --reason 'complaint of 2026-11-20'
""",
)
@click.option("--from", "since", type=Moment(), metavar="TIME", help="Begin of the period. Default: 90 days ago.")
@click.option("--to", "until", type=Moment(), metavar="TIME", help="End of the period. Default: now.")
@click.option("--names", is_flag=True, help="Name people in lists. It is a bulk reading, and logged.")
@click.option("--reader", default="", metavar="ID", help="Tell only whose data this actor saw in the period.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Also as one page.")
@click.option("--csv", "csv_to", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Also as CSV.")
@officer_option
@store_option
@secrets_option
@config_option
@json_option
def report(
    since: datetime | None,
    until: datetime | None,
    names: bool,
    reader: str,
    html: Path | None,
    csv_to: Path | None,
    actor: str,
    reason: str,
    store_url: str,
    tenant: str,
    secrets_file: Path | None,
    config: Config,
    json_to: str | None,
) -> None:
    """Report how things stand: register, inventory, consents, what ends soon, refusals, rates, who read what.

    Nobody is named unless you say --names or --reader, which need a --reason.
    """
    from socialmatch.audit.page import report_page
    from socialmatch.audit.report import report_text, write_csv

    why = needed(reason) if names or reader else reason or "report"
    with opened(store_url, secrets_file, config) as store:
        desk = desk_of(store, tenant, config, secrets_file)
        made = desk.report(actor=officer(actor), reason=why, since=since, until=until, names=names, reader=reader)
    lines = []
    if html is not None:
        write(html, report_page(made).encode())
        lines.append(f"page: {html}")
    if csv_to is not None:
        lines += [f"table: {path}" for path in write_csv(made, csv_to)]
    give(made.to_json(), json_to, "\n".join(lines) or report_text(made).rstrip("\n"))
