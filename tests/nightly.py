"""A small invented CRM with profiles, on a store, for the tests of the nightly run."""

from __future__ import annotations

import os
import signal
from datetime import timedelta

import people
from linking import BRAND, SECRETS
from processes import KEYS, NOW, OFFICER
from socialmatch import lookup
from socialmatch.config import Config, Policy
from socialmatch.handles.parse import fold
from socialmatch.journeys.steps import Installation
from socialmatch.ledger import log
from socialmatch.lookup import LiveModels
from socialmatch.matching.model import Model
from socialmatch.models import Account, ConsentEvent, EventKind, Profile, Subject
from socialmatch.reconcile import Reconciled, reconcile
from socialmatch.store import Store, accounts, consents, profiles, proposals
from socialmatch.store.profiles import KnownProfile
from socialmatch.testing.clock import ManualClock

POLICY = Policy(review_threshold=0.01, own_handles=("x:examplebrand",))
JANE = Account("J-1", given_name="Jane", family_name="Valasek", emails=("jane@valasek.example",), country="DE")
JIM = Account("J-2", given_name="Jim", family_name="Valasek", country="DE")
JOE = Account("J-3", given_name="Joe", family_name="Valasek", country="DE")
JANES = people.x_profile("janevalasek", user_id="1", display_name="Jane Valasek")
JIMS = people.x_profile("jimvalasek", user_id="2", display_name="Jim Valasek")
MARIAS = people.x_profile("mariagarcia", user_id="3", display_name="Maria Garcia")
NOBODYS = people.x_profile("quietfox", user_id="4")


def installation(store: Store, tenant: str = "default", policy: Policy = POLICY) -> Installation:
    return Installation(store, tenant, Config(policy=policy, brand=BRAND), SECRETS)


def put(at: Installation, *found: Account | Profile) -> None:
    """As the CRM and the platforms show them now, with the index."""
    with at.store.write(at.tenant, OFFICER, "import") as session:
        accounts.put(session, [one for one in found if isinstance(one, Account)])
        known = [KnownProfile(one, fold(one.platform, one.handle)) for one in found if isinstance(one, Profile)]
        profiles.put(session, known)
        lookup.refresh(session, [one.key for one in found if isinstance(one, Account)], at.policy)


def say(at: Installation, kind: EventKind, *subjects: Subject, term: timedelta = timedelta(days=365)) -> None:
    """Consent events, with the index."""
    with at.store.write(at.tenant, OFFICER, kind.value) as session:
        given = kind is EventKind.GIVEN
        terms = ("v1", "form", session.now + term, "form-1") if given else ()
        said = [ConsentEvent(one, "support", kind, session.now, *terms) for one in subjects]
        consents.record_many(session, [(event, consents.NO_TERMS) for event in said])
        lookup.refresh(session, [one for one in subjects if hasattr(one, "account_id")], at.policy)


def agree(at: Installation, *subjects: Subject, **options) -> None:
    say(at, EventKind.GIVEN, *subjects, **options)


def small_crm(store: Store, tenant: str = "default") -> Installation:
    """A crowd, three Valaseks and four profiles; all of these agreed, and a part of the crowd."""
    at = installation(store, tenant)
    crowd = people.crowd()[:60]
    put(at, JANE, JIM, JOE, *crowd, JANES, JIMS, MARIAS, NOBODYS)
    agree(at, *(one.key for one in (JANE, JIM, JANES, JIMS, MARIAS, NOBODYS, *crowd[::2])))
    return at


def run(at: Installation, **options) -> Reconciled:
    return reconcile(at, actor=OFFICER, known_models=LiveModels(), timer=lambda: 0.0, **options)


def kept(at: Installation, *, bookkeeping: bool = False) -> list[object]:
    """Every proposal, with all that is kept of it but the number of the run that found it last."""
    with at.store.read(at.tenant) as session:
        found = list(proposals.walk(session))
    if bookkeeping:
        return found
    return [(p.proposal, p.purpose, p.model_version, p.created_at, p.expires_at, p.state) for p in found]


def pairs(at: Installation) -> set[tuple[str, str]]:
    with at.store.read(at.tenant) as session:
        found = [known.proposal for known in proposals.walk(session)]
    return {(one.profile.user_id, one.account.account_id) for one in found}


def run_until_killed(url: str, after: int) -> None:
    """A run in this process, which is killed at one of its acts: a pair weighed, or a commit about to be made."""
    acts = iter(range(after))

    def act() -> None:
        if next(acts, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    weigh = Model.weigh

    def counted(self, permitted, account, reading):
        act()
        return weigh(self, permitted, account, reading)

    def before_commit(session) -> None:
        log.grow(session)
        act()

    Model.weigh = counted
    store = Store(url, KEYS, clock=ManualClock(NOW), before_commit=before_commit)
    run(installation(store), chunk=2)
    os._exit(7)  # it had fewer acts
