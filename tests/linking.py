"""Invented people who link themselves, step by step as they would, and take it back."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import SecretBytes

from notice_fields import NOTICE
from socialmatch.config import Brand, Config, Policy, Secrets
from socialmatch.journeys import verbs
from socialmatch.journeys.invite import IssuedCode
from socialmatch.journeys.steps import Installation
from socialmatch.models import Account, AccountKey, Actor, ActorKind, Claim, Profile, Receipt
from socialmatch.store import Store, accounts, notices

ADA = Profile("x", "1001", handle="nightowl_77")
BO = Profile("mastodon", "77", scope="social.example", handle="quietfox@social.example")
ADAS = AccountKey("default", "crm", "A-1001")
BOS = AccountKey("default", "crm", "B-2002")
ACCOUNTS = (
    Account("A-1001", given_name="Ada", family_name="Example", emails=("ada@example.com",)),
    Account("B-2002", given_name="Bo", family_name="Sample", emails=("bo@example.org",)),
)
SESSION = "browser session of ada"
OTHER_SESSION = "browser session of someone else"

CUSTOMER = Actor(ActorKind.CUSTOMER, "A-1001")
WEBHOOK = Actor(ActorKind.JOB, "webhook")
AGENT = Actor(ActorKind.AGENT, "agent-7")
OFFICER = Actor(ActorKind.OFFICER, "officer-1")
SECRETS = Secrets(
    pepper=SecretBytes(b"p" * 32), master_key=SecretBytes(b"m" * 32), suppression_key=SecretBytes(b"s" * 32)
)
BRAND = Brand(name="Example Brand")


def installation(store: Store, tenant: str = "default", **policy) -> Installation:
    """An installation with our two customers and a registered notice."""
    at = opened(store, tenant, **policy)
    with store.write(tenant, OFFICER, "begin") as session:
        notices.register(session, NOTICE)
        accounts.put(session, [Account(**{**_values(one), "tenant": tenant}) for one in ACCOUNTS])
    return at


def opened(store: Store, tenant: str = "default", **policy) -> Installation:
    """The same, where they are known already."""
    settings = Policy(**{"purposes": ("support", "returns"), "own_handles": ("x:examplebrand",), **policy})
    return Installation(store, tenant, Config(policy=settings, brand=BRAND), SECRETS)


def ask(at: Installation, account: AccountKey = ADAS, session: str = SESSION, **options) -> IssuedCode:
    """A customer who is signed in asks for a code."""
    customer = Actor(ActorKind.CUSTOMER, account.account_id)
    options = {"actor": customer, "reason": "asked", "signed_in_at": moment(at), **options}
    return verbs.issue_code(at, account, session=session, **options)


def moment(at: Installation, tenant: str = "default") -> datetime:
    """What time it is."""
    with at.store.read(tenant) as session:
        return session.now


def send(at: Installation, code: str, profile: Profile = ADA, **options) -> Claim:
    """A message with the code comes from a profile."""
    return verbs.redeem(at, code, profile, **{"actor": WEBHOOK, "reason": "message", **options})


def look(at: Installation, code: str, account: AccountKey = ADAS, session: str = SESSION, **options) -> Claim:
    """The customer looks at the page where the code was asked for."""
    options = {"actor": Actor(ActorKind.CUSTOMER, account.account_id), "reason": "page", **options}
    return verbs.show(at, code, account=account, session=session, **options)


def agree(
    at: Installation,
    code: str,
    profile: Profile = ADA,
    account: AccountKey = ADAS,
    session: str = SESSION,
    **options,
) -> Receipt:
    """The customer agrees there."""
    options = {"actor": Actor(ActorKind.CUSTOMER, account.account_id), "reason": "agreed", **options}
    return verbs.confirm(at, code, account=account, profile=profile.key, session=session, **options)


def link(
    at: Installation, profile: Profile = ADA, account: AccountKey = ADAS, session: str = SESSION, **options
) -> Receipt:
    """From the question to the link; the time moves a little, so that no two acts fall on one moment."""
    code = ask(at, account, session, **options).code.reveal()
    send(at, code, profile)
    look(at, code, account, session)
    return agree(at, code, profile, account, session)


def match(at: Installation, profile: Profile = ADA, purpose: str = "support", **options):
    """Somebody in support asks who this is."""
    return verbs.answer(at, profile, purpose, **{"actor": AGENT, "reason": "ticket 5", **options})


def revoke(at: Installation, subject=ADA.key, **options) -> Receipt:
    """Somebody takes it back."""
    return verbs.revoke(at, subject, **{"actor": WEBHOOK, "reason": "STOP", **options})


TICK = timedelta(milliseconds=1)


def _values(account: Account) -> dict[str, object]:
    return {name: getattr(account, name) for name in ("account_id", "given_name", "family_name", "emails")}
