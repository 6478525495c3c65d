"""``socialmatch crm``: which CRMs there are, whether they can be reached, and telling them what they are to be told."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import click

from socialmatch.cli.options import OPERATOR, config_option, give, json_option, opened, secrets_option, store_option
from socialmatch.cli.powers import MAY, MUST, graded, table, told
from socialmatch.cli.progress import Progress
from socialmatch.config import Config
from socialmatch.crm.base import CrmAdapter
from socialmatch.crm.configured import open_configured
from socialmatch.crm.registry import adapter_class, installed
from socialmatch.crm.runtime import Retry, Runtime
from socialmatch.errors import SocialMatchError, UsageError
from socialmatch.models import DEFAULT_TENANT
from socialmatch.moments import format_moment, system_clock
from socialmatch.operations.logs import note
from socialmatch.store import Store, outbox
from socialmatch.store.outbox import Message, OutboxState
from socialmatch.sync import Delivery, Outcome, abandon, deliver, discard, replay, run_forever

EXAMPLE = """\b
Examples:
  socialmatch crm check
  socialmatch crm sync --dry-run
"""
_ONCE = Runtime(retry=Retry(attempts=1))


@click.group(short_help="Look at the CRMs, and tell them of links.", epilog=EXAMPLE)
def crm() -> None:
    """Which CRMs there are, whether they can be reached, and telling them what they are to be told.

    CRMs stand in socialmatch.toml, a table [crm.NAME] each. A CRM sees confirmed links and never a score.
    """


# --- list and check ------------------------------------------------------------------------------


@crm.command(
    "list",
    short_help="List adapters that are installed, CRMs that are configured.",
    epilog="\b\nExample:\n  socialmatch crm list\n",
)
@config_option
@json_option
def list_(config: Config, json_to: str | None) -> None:
    """List the adapters that are installed and the CRMs that are configured. Nothing is opened."""
    adapters = [_adapter(name) for name in installed()]
    configured = [{"name": name, "adapter": one.address.partition(":")[0]} for name, one in sorted(config.crm.items())]
    lines = list(table(adapters))
    lines += ["configured:"] if configured else ["no CRM is configured: add a table [crm.NAME] to socialmatch.toml"]
    lines += [f"  {one['name']:<14} {one['adapter']}" for one in configured]
    powers = {"must": ["accounts", *map(str, MUST)], "may": [*map(str, MAY)]}
    give({**powers, "adapters": adapters, "configured": configured}, json_to, "\n".join(lines))


@crm.command(
    short_help="See whether CRMs can be reached, and what each can do.",
    epilog="\b\nExample:\n  socialmatch crm check helpdesk\n",
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@config_option
@json_option
def check(names: tuple[str, ...], config: Config, json_to: str | None) -> int:
    """See whether the configured CRMs, or those of NAME, can be reached, and what they can do.

    Ends with exit code 1 if one cannot.
    """
    found = [_checked(name, config) for name in names or sorted(config.crm)]
    lines: list[str] = []
    for one in found:
        lines.append(f"{one['name']}: {one['error'] or 'can be reached'}")
        lines += [f"  hint: {one['hint']}"] if one["hint"] else []
        for power, grade in (one["capabilities"] or {}).items():
            lines.append(told(power, f"{grade['support']}{': ' if grade['note'] else ''}{grade['note']}", 13))
    give({"configured": found}, json_to, "\n".join(lines) or "no CRM is configured")
    return 1 if any(one["error"] for one in found) else 0


def _adapter(name: str) -> dict[str, Any]:
    """What an adapter can do as far as it says so before it is opened."""
    try:
        stated = getattr(adapter_class(name), "capabilities", None)
    except SocialMatchError as error:
        return {"name": name, "capabilities": None, "error": str(error), "code": error.code}
    return {"name": name, "capabilities": None if stated is None else graded(stated), "error": "", "code": ""}


def _checked(name: str, config: Config) -> dict[str, Any]:
    result: dict[str, Any] = {"name": name, "capabilities": None, "error": "", "code": "", "hint": ""}
    try:
        with closing(open_configured(name, config.crm, os.environ, runtime=_ONCE)) as adapter:
            result["capabilities"] = graded(adapter.capabilities)
            adapter.check()
    except SocialMatchError as error:
        result |= {"error": str(error), "code": error.code, "hint": error.hint}
    return result


# --- sync ----------------------------------------------------------------------------------------


@crm.command(
    short_help="Tell CRMs what the outbox holds for them.",
    epilog="\b\nExamples:\n  socialmatch crm sync --dry-run\n  socialmatch crm sync --watch --every 10\n",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be told.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many messages for each CRM.")
@click.option("--watch", is_flag=True, help="Go on until interrupted: the loop of a worker process.")
@click.option(
    "--every",
    type=click.FloatRange(0.1, 3600),
    default=5.0,
    show_default=True,
    metavar="SECONDS",
    help="With --watch: to the next look where there was nothing to do.",
)
@click.option("--replay", "again", multiple=True, metavar="KEY", help="Try this dead letter again; 'all' for all.")
@click.option("--discard", "done_with", multiple=True, metavar="KEY", help="This dead letter is not to be told.")
@click.option("--abandon", "gone", metavar="NAME", help="Nothing is to be told to this CRM, not configured any more.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for these three; it goes into the log.")
@store_option
@secrets_option
@config_option
@json_option
def sync(
    dry_run: bool,
    limit: int | None,
    watch: bool,
    every: float,
    again: tuple[str, ...],
    done_with: tuple[str, ...],
    gone: str | None,
    reason: str,
    store_url: str,
    tenant: str,
    secrets_file: Path | None,
    config: Config,
    json_to: str | None,
) -> int:
    """Tell the configured CRMs what they are still to be told: new links, and links to remove.

    Link and consent are read again before each link is written. What a CRM refuses waits as a dead letter, listed
    by its key, until --replay or --discard. What waits for a CRM that is not configured any more waits until it is
    again, or until --abandon.

    Ends with exit code 1 if something waits for a person (dead letters, a CRM that is not configured) and with 3 if
    a CRM could not be used; what it was to be told is tried again by the next run.
    """
    decided = bool(again or done_with or gone)
    if dry_run and (watch or decided):
        raise click.UsageError("--dry-run changes nothing: leave out --watch, --replay, --discard and --abandon")
    if decided and not reason:
        raise click.UsageError("--replay, --discard and --abandon need a --reason")
    if gone in config.crm:
        raise click.UsageError("--abandon is for a CRM that is not configured any more")
    with opened(store_url, secrets_file, config) as store:
        _decide(store, tenant, again, done_with, reason)
        if gone and not abandon(store, tenant, gone, actor=OPERATOR, reason=reason):
            raise UsageError("nothing waits for a CRM of that name", code="no_letter", hint="crm sync lists what waits")
        with _adapters(config, tenant) as (adapters, failures):
            if watch:
                _watch(store, tenant, adapters, every)
                return 0
            with Progress() as progress:
                progress.phase("crm sync")
                done = deliver(store, tenant, adapters, limit=limit, dry_run=dry_run, progress=progress.advance)
    _note(done)
    unusable = {**failures, **{name: pause.code for name, pause in done.unavailable.items()}}
    give(_result(done, failures), json_to, _told(done, failures))
    if unusable:
        return 3
    return 1 if done.dead or done.unconfigured else 0


@contextmanager
def _adapters(config: Config, tenant: str = DEFAULT_TENANT) -> Iterator[tuple[dict[str, CrmAdapter], dict[str, str]]]:
    """The configured CRMs that can be opened, and the error codes of those that cannot."""
    adapters: dict[str, CrmAdapter] = {}
    failures: dict[str, str] = {}
    with ExitStack() as stack:
        for name in sorted(config.crm):
            try:
                adapter = open_configured(name, config.crm, os.environ, runtime=Runtime(tenant=tenant))
            except SocialMatchError as error:
                failures[name] = error.code
                click.echo(f"warning: {name}: {error}", err=True)
            else:
                adapters[name] = stack.enter_context(closing(adapter))
        yield adapters, failures


def _decide(store: Store, tenant: str, again: Sequence[str], done_with: Sequence[str], reason: str) -> None:
    """Carry out what a person decided about dead letters."""
    if not again and not done_with:
        return
    with store.read(tenant) as session:
        dead = {message.idempotency_key: message for message in outbox.of_state(session, OutboxState.DEAD)}
    wanted = tuple(dead) if again == ("all",) else again
    for key in (*wanted, *done_with):
        if key not in dead:
            raise UsageError("there is no dead letter of that key", code="no_letter", hint="crm sync lists them")
    for key in wanted:
        replay(store, tenant, dead[key].seq, actor=OPERATOR, reason=reason)
    for key in done_with:
        discard(store, tenant, dead[key].seq, actor=OPERATOR, reason=reason)


def _watch(store: Store, tenant: str, adapters: Mapping[str, CrmAdapter], every: float) -> None:
    """Deliver until the process is asked to end; the message at hand is settled first."""
    stop = threading.Event()
    former = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        run_forever(
            store,
            tenant,
            adapters,
            clock=system_clock,
            sleep=stop.wait,
            stopped=stop.is_set,
            every=every,
            report=_report,
        )
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _report(done: Delivery) -> None:
    if done.counts:
        click.echo(_told(done, {}))
        _note(done)


def _note(done: Delivery) -> None:
    """Log what a pass did."""
    counts = {str(outcome): done.count(outcome) for outcome in Outcome}
    waiting = sum(done.pending.values())
    note("delivery", **counts, pending=waiting, waited=max(done.waited, default=0.0))


def _result(done: Delivery, failures: Mapping[str, str]) -> dict[str, Any]:
    return {
        "dry_run": done.dry_run,
        "counts": {str(operation): dict(found) for operation, found in done.counts.items()},
        "pending": dict(done.pending),
        "unconfigured": {name: number for name, number in done.unconfigured.items() if name not in failures},
        "unavailable": {
            **{name: {"code": code, "until": None} for name, code in failures.items()},
            **{
                name: {"code": pause.code, "until": format_moment(pause.until)}
                for name, pause in done.unavailable.items()
            },
        },
        "busy": list(done.busy),
        "dead": [_letter(message) for message in done.dead],
    }


def _letter(message: Message) -> dict[str, Any]:
    return {
        "key": message.idempotency_key,
        "crm": "" if message.account is None else message.account.crm,
        "operation": message.operation.value,
        "code": message.error_code,
        "attempts": message.attempts,
        "since": format_moment(message.created_at),
    }


def _told(done: Delivery, failures: Mapping[str, str]) -> str:
    would = "would be " if done.dry_run else ""
    lines = [
        f"{operation.replace('_', ' ')}: "
        + ", ".join(f"{number:,} {would}{outcome}" for outcome, number in found.items())
        for operation, found in done.counts.items()
    ] or ["nothing to tell now"]
    for name, number in done.pending.items():
        why = ", not configured" if name in done.unconfigured and name not in failures else ""
        lines.append(f"still to be told to {name}: {number:,}{why}")
    for name, pause in done.unavailable.items():
        lines.append(f"{name} cannot be used ({pause.code}); tried again from {format_moment(pause.until)}")
    lines += [f"another worker is speaking to {name}" for name in done.busy]
    if done.dead:
        lines.append("dead letters, for a person to look at (--replay KEY or --discard KEY):")
        for message in done.dead:
            one = _letter(message)
            lines.append(f"  {one['key']}  {one['crm']}  {one['operation']}  {one['code']}  since {one['since']}")
    return "\n".join(lines)
