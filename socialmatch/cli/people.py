"""What the commands about people have in common: whose store, who acts and why, and how people and secrets are read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socialmatch.cli.options import config_option, give, json_option, precious, secrets_option, store_option
from socialmatch.config import Config, load_secrets
from socialmatch.errors import FileError, HandleError, InputError, RowError, UsageError
from socialmatch.files.places import check_apart
from socialmatch.models import (
    DEFAULT_CRM,
    AccountKey,
    Actor,
    ActorKind,
    Link,
    Notification,
    Profile,
    ProfileKey,
    Receipt,
    Subject,
)
from socialmatch.moments import format_moment

if TYPE_CHECKING:
    from socialmatch.client import SocialMatch

PROFILE_HELP = "profile:PLATFORM:SCOPE:USER_ID, an address, or PLATFORM:HANDLE"
"""How a profile is written. Only the first has a stable id, so only that can be linked."""
_MAX_SECRET = 10_000


@dataclass(frozen=True, slots=True)
class Desk:
    """What every command about people is told: the store, whose data, who acts, why, and where the result goes."""

    store_url: str
    tenant: str
    secrets_file: Path | None
    config: Config
    crm: str
    actor: Actor | None
    reason: str | None
    json_to: str | None

    @contextmanager
    def open(self) -> Iterator[SocialMatch]:
        """The store, closed after the command."""

        from socialmatch.client import SocialMatch

        secrets = load_secrets(self.secrets_file, os.environ)
        with SocialMatch(self.store_url, tenant=self.tenant, config=self.config, secrets=secrets) as sm:
            yield sm

    @property
    def said(self) -> dict[str, Any]:
        """Who acts and why, as the verbs take it; without a reason each has its own."""
        return {"actor": self.actor} if self.reason is None else {"actor": self.actor, "reason": self.reason}

    def account(self, account_id: str) -> AccountKey:
        """An account of the CRM that ``--crm`` names."""
        return AccountKey(self.tenant, self.crm, account_id.removeprefix("account:"))

    def profile(self, text: str) -> Profile:
        """A profile, see :data:`PROFILE_HELP`.

        Raises
        ------
        InputError: the text names none (``bad_subject``); it is not repeated.
        """
        subject = self.subject(text)
        if isinstance(subject, AccountKey):
            raise InputError("this is an account, and a profile is wanted", code="bad_subject", hint=PROFILE_HELP)
        return subject

    def subject(self, text: str) -> Profile | AccountKey:
        """Either side: ``account:ID``, or a profile. Errors as of :meth:`profile`."""
        from socialmatch.files.identity import Identities
        from socialmatch.handles.parse import parse

        with suppress(RowError):
            key = Identities(self.tenant, self.crm).subject(text)
            return key if isinstance(key, AccountKey) else _bare(key)
        if text.partition(":")[0] in ("account", "profile", "profile_id"):
            raise InputError("this names nobody", code="bad_subject", hint=f"account:ID, or {PROFILE_HELP}")
        try:
            return parse(text, tenant=self.tenant)
        except HandleError as error:
            error.hint = error.hint or f"write {PROFILE_HELP}"
            raise

    def keep_apart(self, output: Path) -> None:
        """Refuse, before the work, a further output that would replace the store, the secrets or the JSON.

        Raises
        ------
        UsageError: it would (``same_file``).
        """
        given = {"secrets_file": self.secrets_file, "store_url": self.store_url}
        others = [] if self.json_to in (None, "-") else [Path(str(self.json_to))]
        check_apart(inputs=precious(given), outputs=[*others, output])

    def give(self, result: Mapping[str, Any], text: str) -> None:
        """Give the command's result, as text or as JSON."""
        give(result, self.json_to, text)


def desk(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take the options of a :class:`Desk`, and hand it one as its first argument."""

    @wraps(command)
    def call(**given: Any) -> Any:
        names = ("store_url", "tenant", "secrets_file", "config", "crm", "actor", "reason", "json_to")
        common = {name: given.pop(name) for name in names}
        return command(Desk(**common), **given)

    options = (
        click.option(
            "--crm", default=DEFAULT_CRM, show_default=True, metavar="NAME", help="Which CRM an account is of."
        ),
        click.option(
            "--actor",
            callback=_actor,
            metavar="KIND:ID",
            help="Who acts: customer, agent, job or officer, and their id. The host has authenticated them.",
        ),
        click.option("--reason", metavar="TEXT", help="Why; it is written into the log."),
        store_option,
        secrets_option,
        config_option,
        json_option,
    )
    for option in reversed(options):
        call = option(call)
    return call


def code_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--code-file FILE``: where the code or the message with it stands."""
    return click.option(
        "--code-file",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Read the code from FILE. Default: a prompt, or the next line of standard input.",
    )(command)


def session_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--session-file FILE``: where the secret of the browser session stands."""
    return click.option(
        "--session-file",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Read the session's secret from FILE. Default: a prompt, or the next line of standard input.",
    )(command)


def read_secret(label: str, file: Path | None, *, whole: bool = False) -> str:
    """A code or a session's secret: from a file, a prompt that does not show it, or a line of standard input.

    Parameters
    ----------
    whole: take all of standard input, because a message can have many lines.

    Raises
    ------
    FileError: the file cannot be read. UsageError: there is nothing to read (``no_secret``).
    """
    if file is not None:
        try:
            with file.open(encoding="utf-8", errors="replace") as opened:
                found = opened.read(_MAX_SECRET).strip()
        except OSError as error:
            raise FileError(f"{file} cannot be read: {error.strerror}", code="unreadable") from None
    elif sys.stdin.isatty():
        found = str(click.prompt(label, hide_input=True, err=True))
    else:
        found = (sys.stdin.read(_MAX_SECRET) if whole else sys.stdin.readline(_MAX_SECRET)).strip()
    if not found:
        raise UsageError(
            f"no {label.lower()} was given",
            code="no_secret",
            hint="name a file that holds it, or give it on standard input; never as an argument",
        )
    return found


# --- what is given back --------------------------------------------------------------------------


def named(subject: Subject | None) -> str | None:
    """A subject as a consents file has it, for programs."""
    from socialmatch.files.identity import format_subject

    return None if subject is None else format_subject(subject)


def link_shown(link: Link | None) -> dict[str, Any] | None:
    """A link, for programs."""
    if link is None:
        return None
    return {
        "profile": named(link.profile),
        "account": named(link.account),
        "assurance": link.assurance.value,
        "method": link.method,
        "ledger_index": link.ledger_index,
        "started_at": format_moment(link.started_at),
        "undo_until": None if link.undo_until is None else format_moment(link.undo_until),
        "expires_at": None if link.expires_at is None else format_moment(link.expires_at),
    }


def receipt_shown(receipt: Receipt) -> dict[str, Any]:
    """A receipt, for programs; with what both sides are to be told."""
    return {
        "what": receipt.what,
        "at": format_moment(receipt.at),
        "changed": receipt.changed,
        "subjects": [named(subject) for subject in receipt.subjects],
        "purposes": list(receipt.purposes),
        "link": link_shown(receipt.link),
        "ledger_index": receipt.ledger_index,
        "notifications": told_shown(receipt.notifications),
    }


def receipt_told(receipt: Receipt) -> str:
    """A receipt in words."""
    if not receipt.changed:
        return "nothing to do: it was done before"
    lines = [f"{receipt.what}, event {receipt.ledger_index}"]
    if receipt.purposes:
        lines.append(f"purposes: {', '.join(receipt.purposes)}")
    return "\n".join([*lines, *told(receipt.notifications)])


def told_shown(notifications: Sequence[Notification]) -> list[dict[str, Any]]:
    """As :func:`told`, for programs."""
    return [{"to": named(one.to), "about": one.about, "text": one.text} for one in notifications]


def told(notifications: Sequence[Notification]) -> list[str]:
    """What the host has to send, and to whom."""
    return [f"\nto be told to {named(one.to)}:\n\n{one.text}" for one in notifications]


def _bare(key: ProfileKey) -> Profile:
    return Profile(key.platform, key.user_id, key.scope, key.tenant)


def _actor(ctx: click.Context, param: click.Parameter, value: str | None) -> Actor | None:
    if value is None:
        return None
    kind, _, name = value.partition(":")
    if not name or kind not in set(ActorKind):
        raise click.BadParameter("customer:ID, agent:ID, job:ID or officer:ID", ctx, param)
    return Actor(ActorKind(kind), name)
