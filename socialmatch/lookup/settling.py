"""Which one more fact would settle whose a profile is.

For each kind of fact the question is asked again as if the profile showed what is on file of one of the two leading
accounts. What makes that account a match is worth asking for. Only the kind of a fact leaves this module: an account's
values are the customer's, and whoever asks is not to read them out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from socialmatch.config import Policy
from socialmatch.lookup.counting import SHARED_MODELS, LiveModels
from socialmatch.lookup.finding import propose_live
from socialmatch.models import Account, Decision, Fact, Profile, Proposal
from socialmatch.store import Session, accounts
from socialmatch.store.accounts import AccountState

LEADING: Final = 2
"""Proposals whose accounts are thought of."""

_QUESTIONS: Final = {
    "place": "ask which town they live in",
    "name": "ask for their full name",
    "website": "ask for the address of their website",
    "email": "ask which e-mail address we have of them",
    "phone": "ask which telephone number we have of them",
}
"""What to ask for each kind of fact, what gives away least first."""
_PROOF: Final = "or have them prove it: a code they send where they are signed in settles it whatever else is known"


def settling_facts(
    session: Session,
    policy: Policy,
    profile: Profile,
    purpose: str,
    proposals: Sequence[Proposal],
    *,
    models: LiveModels = SHARED_MODELS,
) -> tuple[Fact, ...]:
    """Work out what to ask, most telling first; the last is always a proof.

    Parameters
    ----------
    profile: as it was asked about. proposals: for it, best first, of accounts that may be shown.
    models: where models are kept between lookups.

    Raises
    ------
    ConsentMissing: the profile's owner does not agree, see :func:`.finding.propose_live`.
    """
    leading = [one for one in proposals if one.account is not None][:LEADING]
    known = accounts.get_many(session, [one.account for one in leading if one.account is not None])
    settled: dict[str, list[int]] = {kind: [] for kind in _QUESTIONS}
    for one in leading:
        account = None if one.account is None else known.get(one.account)
        if account is None or account.state is not AccountState.ACTIVE or one.decision is Decision.MATCH:
            continue
        for kind in _QUESTIONS:
            imagined = _SHOWING[kind](profile, account.account)
            if imagined != profile:
                found = propose_live(session, policy, imagined, purpose, top=1, models=models).proposals[0]
                if found.account == one.account and found.decision is Decision.MATCH:
                    settled[kind].append(one.rank)
    facts = [Fact(kind, tuple(ranks), _QUESTIONS[kind]) for kind, ranks in settled.items() if ranks]
    facts.sort(key=lambda fact: -len(fact.settles))
    return (*facts, Fact("proof", tuple(one.rank for one in proposals if one.account is not None), _PROOF))


def _town(profile: Profile, account: Account) -> Profile:
    place = ", ".join(filter(None, (account.city, account.country)))
    return replace(profile, location=place) if account.city else profile


def _name(profile: Profile, account: Account) -> Profile:
    whole = bool(account.given_name and account.family_name)
    return replace(profile, display_name=f"{account.given_name} {account.family_name}") if whole else profile


def _website(profile: Profile, account: Account) -> Profile:
    return replace(profile, urls=tuple(dict.fromkeys((*profile.urls, *account.websites[:1]))))


def _email(profile: Profile, account: Account) -> Profile:
    return replace(profile, public_emails=tuple(dict.fromkeys((*profile.public_emails, *account.emails[:1]))))


def _phone(profile: Profile, account: Account) -> Profile:
    return replace(profile, public_phones=tuple(dict.fromkeys((*profile.public_phones, *account.phones[:1]))))


_SHOWING: Final[Mapping[str, Callable[[Profile, Account], Profile]]] = {
    "place": _town,
    "name": _name,
    "website": _website,
    "email": _email,
    "phone": _phone,
}
"""The profile as if it showed what is on file of an account."""
