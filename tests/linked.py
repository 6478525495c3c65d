"""Links as the journeys make and end them, for tests of what comes after; and a CRM they are told to."""

from __future__ import annotations

from datetime import timedelta

from processes import OFFICER
from socialmatch import endings
from socialmatch.crm import Retry, Runtime
from socialmatch.crm.memory import MemoryCrm
from socialmatch.models import Account, AccountKey, Assurance, ConsentEvent, EventKind, Link, ProfileKey
from socialmatch.moments import format_moment
from socialmatch.store import Store, consents, erasure, links, outbox, suppressions
from socialmatch.store.outbox import Operation
from socialmatch.testing.clock import ManualClock

TERM = timedelta(days=365)
CUSTOMERS = ("A-1", "A-2", "A-3")


def account(account_id: str = "A-1", crm: str = "crm", tenant: str = "default") -> AccountKey:
    return AccountKey(tenant, crm, account_id)


def profile(user_id: str = "42", tenant: str = "default") -> ProfileKey:
    return ProfileKey(tenant, "mastodon", "social.example", user_id)


def open_crm(clock: ManualClock, kind: type[MemoryCrm] = MemoryCrm, *, name: str = "crm", tenant: str = "default"):
    """A CRM with three customers that is tried once: what happens then is the outbox's to say."""
    runtime = Runtime(name=name, tenant=tenant, clock=clock, sleep=clock.sleep, retry=Retry(attempts=1))
    return kind(accounts=[Account(account_id) for account_id in CUSTOMERS], runtime=runtime)


def agree(store: Store, *subjects: AccountKey | ProfileKey, term: timedelta = TERM) -> list[ConsentEvent]:
    """Consent to support."""
    with store.write(subjects[0].tenant, OFFICER, "agreed") as session:
        for subject in subjects:
            suppressions.lift(session, subject)
        given = [
            ConsentEvent(one, "support", EventKind.GIVEN, session.now, "v1", "form", session.now + term, "form-1")
            for one in subjects
        ]
        return consents.record_many(session, [(event, consents.NO_TERMS) for event in given])


def link(
    store: Store,
    one: AccountKey,
    other: ProfileKey,
    *,
    assurance: Assurance = Assurance.L2,
    handle: str = "anna",
    term: timedelta = TERM,
) -> Link:
    """Both agree, are linked, and the CRM is to be told."""
    first, _ = agree(store, one, other, term=term)
    with store.write(one.tenant, OFFICER, "linked") as session:
        made = links.start(session, Link(other, one, assurance, "code", 0, session.now))
        details = {
            "handle": handle,
            "assurance": assurance.value,
            "linked_at": format_moment(made.started_at),
            "consent": f"{session.epoch}-{first.ledger_index}",
        }
        outbox.queue(session, made.ledger_index, Operation.PUT_LINK, one, other, details)
        return made


def revoke(store: Store, one: AccountKey, other: ProfileKey) -> None:
    """The profile withdraws, and the account's grant goes with it where nothing else rests on it."""
    with store.write(one.tenant, OFFICER, "withdrawn") as session:
        alone = len(links.of_account_key(session, one)) == 1
        for subject in (other, one) if alone else (other,):
            consents.record(session, ConsentEvent(subject, "support", EventKind.WITHDRAWN, session.now))
        endings.end_links(session, other, "withdrawn")
        erasure.forget(session, other)
        suppressions.put(session, other)


def standing(crm: MemoryCrm) -> set[tuple[AccountKey, ProfileKey]]:
    """What the CRM shows."""
    return {link.key for link in crm.links}
