"""What the journeys' tests run in other processes: many who send, look and agree at once, and one who looks on."""

from __future__ import annotations

import time
from functools import partial

from linking import SECRETS, agree, look, match, send
from processes import KEYS, NOW
from socialmatch.config import Config
from socialmatch.errors import ConsentError, TokenRefused
from socialmatch.journeys.steps import Installation
from socialmatch.ledger import log
from socialmatch.models import AccountKey, Profile
from socialmatch.store import Store


def opened(url: str) -> Installation:
    """An installation in this process."""
    return Installation(Store(url, KEYS, clock=lambda: NOW, before_commit=log.grow), "default", Config(), SECRETS)


def send_and_agree(url: str, codes: list[tuple[str, int]], done, start) -> None:
    """Send each code from its profile, look at its page and agree there; say how often it was us who did it."""
    at = opened(url)
    start.wait()
    claimed = linked = 0
    for code, number in codes:
        profile, account, session = person(number)
        first = attempt(partial(send, at, code, profile))
        if first:
            look(at, code, account, session)
        claimed += first
        linked += attempt(partial(agree, at, code, profile, account, session))
    at.store.close()
    done.put((claimed, linked))


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
