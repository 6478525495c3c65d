"""Invented people on a store that many processes share, and what must be true of it when they are done.

For :mod:`benchmarks.mixed` and :mod:`benchmarks.steady`; nothing is measured here.
"""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import quantiles

from socialmatch import Account, Profile, SocialMatch, lookup
from socialmatch.config import Config, Rates
from socialmatch.consent.state import IN_FORCE, Consent, replay
from socialmatch.leaf import TypeClass
from socialmatch.ledger import log
from socialmatch.models import (
    AccountKey,
    Actor,
    ActorKind,
    Assurance,
    ConsentEvent,
    EventKind,
    Link,
    ProfileKey,
    Subject,
)
from socialmatch.store import WriteSession, accounts, consents, events, links, permits, profiles
from socialmatch.store.profiles import KnownProfile
from socialmatch.store.statements import in_parts
from socialmatch.testing.stores import EXAMPLE_NOTICE, TEST_SECRETS

JOB = Actor(ActorKind.JOB, "benchmark")
SUPPORT = "support"
CONFIG = Config(limits=Rates(sender=50, account=50))
"""A customer of the benchmark links and withdraws all day, so the limits are some times the default ones."""

CONTEXT = (
    multiprocessing.get_context("forkserver")
    if "forkserver" in multiprocessing.get_all_start_methods()
    else multiprocessing.get_context("spawn")
)

_SYLLABLES = ("ba", "del", "fin", "gor", "hal", "jas", "kem", "lor", "mun", "nev", "pol", "quin", "ras", "sol", "tam")


@dataclass(frozen=True)
class Person:
    """An invented customer, whose profile is called as they are."""

    number: int

    @property
    def account(self) -> Account:
        """Their account."""
        given, family = self._names
        return Account(f"A-{self.number}", given_name=given, family_name=family)

    @property
    def profile(self) -> Profile:
        """Their profile."""
        given, family = self._names
        handle = f"{given}{family}{self.number}".lower()
        return Profile("x", f"{1_000_000 + self.number}", handle=handle, display_name=f"{given} {family}")

    @property
    def secret(self) -> str:
        """Of their browser session."""
        return f"a browser session of {self.number}"

    @property
    def _names(self) -> tuple[str, str]:
        parts = [_SYLLABLES[self.number // len(_SYLLABLES) ** place % len(_SYLLABLES)] for place in range(4)]
        return "".join(parts[:2]).title(), "".join(parts[2:]).title() + "son"


def opened(url: str) -> SocialMatch:
    """The store, as each process opens it."""
    return SocialMatch(url, config=CONFIG, secrets=TEST_SECRETS)


def settle(
    sm: SocialMatch, people: Sequence[Person], *, linked: Collection[Person] = (), agreed: Collection[Person] = ()
) -> None:
    """Fill a fresh store: everybody is a customer with a profile.

    Parameters
    ----------
    linked: those who agreed and are linked. agreed: those who agreed and are not.
    """
    bound, known = set(linked), {*linked, *agreed}
    sm.register_notice(EXAMPLE_NOTICE)
    sm.import_accounts([one.account for one in people])
    for part in in_parts(people):
        with sm.store.write(sm.tenant, JOB, "fill") as session:
            profiles.put(session, [KnownProfile(one.profile, one.profile.handle) for one in part])
            willing = [one for one in part if one in known]
            _agree(session, [side for one in willing for side in (one.account.key, one.profile.key)])
            lookup.refresh(session, [one.account.key for one in willing], CONFIG.policy)
            for one in willing:
                if one in bound:
                    made = Link(one.profile.key, one.account.key, Assurance.L2, "code", 0, session.now)
                    links.start(session, made)
    lookup.recount(sm.store, sm.tenant, JOB, CONFIG.policy)


def _agree(session: WriteSession, subjects: Sequence[Subject]) -> None:
    until = session.now + timedelta(days=365)
    version = EXAMPLE_NOTICE.version
    given = [
        ConsentEvent(one, SUPPORT, EventKind.GIVEN, session.now, version, "form", until, "form-1") for one in subjects
    ]
    consents.record_many(session, [(one, consents.NO_TERMS) for one in given])


# --- what must be true ---------------------------------------------------------------------------


def broken(sm: SocialMatch, acknowledged: Sequence[tuple[str, int]]) -> Counter[str]:
    """What is not as it must be, by kind; empty where everything is right.

    The log is read from its beginning, and says whether a link was ever made that one side did not agree to, or beside
    another; the tables must say the same as the log.

    Parameters
    ----------
    acknowledged: what callers were told had been done: kind of an event, and its position.
    """
    found = Counter[str]()
    standing: dict[ProfileKey, AccountKey] = {}
    said: dict[tuple[Subject, str], list[ConsentEvent]] = {}
    kinds: dict[int, str] = {}
    with sm.store.read(sm.tenant) as session:
        log.check(session)
        for event in events.walk(session):
            kinds[event.seq] = event.kind
            if event.type_class is TypeClass.CONSENT:
                consent, _ = consents.consent_event(event)
                said.setdefault((consent.subject, consent.purpose), []).append(consent)
            if event.type_class is TypeClass.LINK and event.kind == "started":
                profile, account = _sides(event)
                found["double link"] += profile in standing
                sides = [_state(said, side, event.recorded_at) for side in (profile, account)]
                found["link without consent"] += not all(side.state in IN_FORCE for side in sides)
                standing[profile] = account
            if event.type_class is TypeClass.LINK and event.kind == "ended":
                found["ended twice"] += standing.pop(_sides(event)[0], None) is None
        found["lost update"] += sum(kinds.get(seq) != kind for kind, seq in acknowledged)
        found["gap in the log"] += sorted(kinds) != list(range(session.size))
        found["table is not the log"] += {one.profile: one.account for one in links.walk(session)} != standing
        for profile, account in standing.items():
            both = permits.purposes(session, profile) & permits.purposes(session, account)
            found["link after a withdrawal"] += not both
        found["account lost"] += sum(accounts.get(session, key) is None for key in set(standing.values()))
    return +found


def _sides(event: events.Event) -> tuple[ProfileKey, AccountKey]:
    first, second = event.subjects
    if not isinstance(first, ProfileKey) or not isinstance(second, AccountKey):
        raise TypeError("an event of a link names a profile and an account")
    return first, second


def _state(said: dict[tuple[Subject, str], list[ConsentEvent]], subject: Subject, at: datetime) -> Consent:
    return replay(said.get((subject, SUPPORT), []), as_of=at)


def standing_links(sm: SocialMatch) -> set[tuple[AccountKey, ProfileKey]]:
    """Who is linked."""
    with sm.store.read(sm.tenant) as session:
        return {(one.account, one.profile) for one in links.walk(session)}


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Median, tail and longest, in milliseconds."""
    if len(seconds) < 2:
        return {"n": len(seconds), **({"max": round(1000 * seconds[0], 2)} if seconds else {})}
    cuts = quantiles(seconds, n=100, method="inclusive")
    marks = {name: round(1000 * cuts[at - 1], 2) for name, at in (("p50", 50), ("p90", 90), ("p99", 99))}
    return {"n": len(seconds), **marks, "max": round(1000 * max(seconds), 2)}
