"""What the journeys' tests run in other processes: many who send, look and agree at once, and one who looks on."""

from __future__ import annotations

import time
from functools import partial

from linking import SECRETS, agree, look, match, send
from processes import KEYS, NOW
from socialmatch.config import Config, SignInProvider
from socialmatch.errors import ConsentError, TokenRefused
from socialmatch.journeys import verbs
from socialmatch.journeys.steps import Installation
from socialmatch.ledger import log
from socialmatch.models import AccountKey, Actor, ActorKind, Profile, SignIn
from socialmatch.store import Store

PROVIDER = SignInProvider(issuer="https://x.example", platform="x")


def opened(url: str) -> Installation:
    """An installation in this process."""
    store = Store(url, KEYS, clock=lambda: NOW, before_commit=log.grow)
    return Installation(store, "default", Config(sign_in={"x": PROVIDER}), SECRETS)


def send_and_agree(url: str, begun: list[tuple[str, str, int]], done, start) -> None:
    """Go on with each flow that was begun, to its end; say how often it was us who claimed, and who linked.

    A code is sent from its profile, looked at and answered; a sign-in is brought back with what the platform says.
    """
    at = opened(url)
    start.wait()
    claimed = linked = 0
    for secret, nonce, number in begun:
        profile, account, session = person(number)
        if nonce:
            linked += attempt(partial(_come_back, at, secret, nonce, number))
            continue
        first = attempt(partial(send, at, secret, profile))
        if first:
            look(at, secret, account, session)
        claimed += first
        linked += attempt(partial(agree, at, secret, profile, account, session))
    at.store.close()
    done.put((claimed, linked))


def _come_back(at: Installation, state: str, nonce: str, number: int) -> None:
    profile, account, session = person(number)
    said = SignIn(issuer=PROVIDER.issuer, scope="", subject=profile.user_id, nonce=nonce, pkce=True, auth_time=NOW)
    actor = Actor(ActorKind.CUSTOMER, account.account_id)
    verbs.link_by_sign_in(at, state, said, account=account, session=session, actor=actor, reason="back")


def attempt(act) -> bool:
    """Whether it was us who did it; who comes too late, or too early, is refused."""
    try:
        act()
    except (TokenRefused, ConsentError):
        return False
    return True


def person(number: int) -> tuple[Profile, AccountKey, str]:
    """An invented customer: a profile, an account, and the secret of their browser session."""
    profile = Profile("x", f"{9_000_000 + number}", handle=f"handle{number}")
    return profile, AccountKey("default", "crm", f"N-{number}"), f"browser session {number}"


def look_on(url: str, number: int, seen, asked) -> None:
    """Ask again and again who a profile is, each time somebody says so, and tell what was answered, and when."""
    at = opened(url)
    profile = person(number)[0]
    while asked.get() is not None:
        kind = match(at, profile).kind.value
        seen.put((kind, time.monotonic()))
    at.store.close()
