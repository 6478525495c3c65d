"""``socialmatch status``: what the store holds, in counts, and whether all is well."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from socialmatch.cli.options import config_option, give, json_option, opened, secrets_option, store_option
from socialmatch.config import Config, load_secrets
from socialmatch.moments import format_moment, system_clock
from socialmatch.operations.health import Health, Status, check_health
from socialmatch.store import Session, models, runs
from socialmatch.store.runs import Run
from socialmatch.store.schema import HEAD
from socialmatch.store.tally import tally

EXAMPLE = """\b
Examples:
  socialmatch status
  socialmatch status --check && echo healthy
"""


@click.command(short_help="Show how much there is of everything; names nobody.", epilog=EXAMPLE)
@click.option("--check", is_flag=True, help="Exit with 1 unless all is well.")
@store_option
@secrets_option
@config_option
@json_option
def status(
    check: bool, store_url: str, tenant: str, secrets_file: Path | None, config: Config, json_to: str | None
) -> int:
    """Show how much there is of everything, the last runs, and whether all is well.

    Names nobody. Ends with exit code 3 where the store cannot be read.
    """
    secrets = load_secrets(secrets_file, os.environ)
    with opened(store_url, secrets_file) as store:
        with store.read(tenant) as session:
            found = _found(session)
        health = check_health(store, tenant, config, secrets, system_clock)
    give(
        {"healthy": health.status is Status.HEALTHY, "health": health.to_json(), **found}, json_to, _told(found, health)
    )
    return 1 if check and health.status is not Status.HEALTHY else 0


def _found(session: Session) -> dict[str, Any]:
    counts = tally(session)
    adopted, snapshots = models.adopted(session), models.snapshots(session)
    return {
        "schema": HEAD,
        "tenant": session.tenant,
        "as_of": format_moment(session.now),
        "counts": counts,
        "model": None if adopted is None else adopted.version,
        "counted_at": format_moment(snapshots[-1].taken_at) if snapshots else None,
        "runs": [_run(run) for run in runs.latest(session)],
    }


def _run(run: Run) -> dict[str, Any]:
    return {
        "run": run.run,
        "kind": run.kind,
        "state": run.state.value,
        "started_at": format_moment(run.started_at),
        "ended_at": None if run.ended_at is None else format_moment(run.ended_at),
        "rows": run.progress.get("rows"),
        "code": run.summary.get("code"),
    }


def _told(found: Mapping[str, Any], health: Health) -> str:
    lines = [f"{found['tenant']}: tables of version {found['schema']}, model {found['model'] or 'not counted yet'}"]
    lines += [f"  {count:>12,} {name}" for name, count in found["counts"].items()]
    for run in found["runs"]:
        code = f" ({run['code']})" if run["code"] else ""
        lines.append(f"  {run['kind']}: {run['state']}{code}, {run['ended_at'] or 'since ' + run['started_at']}")
    lines.append(f"{health.status}; the runbook says what to do:" if health.codes else "healthy")
    lines += [f"  {one.status}: {one.name}: {one.code}" for one in health.checks if one.code in health.codes]
    return "\n".join(lines)
