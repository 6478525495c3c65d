"""Customer accounts over time: new, changed, missing, back, merged, split and deleted; and what each leaves standing.

=========  =====================  ==========================  ==================  ===========================
what       state                  links                       consents            keys and proposals
=========  =====================  ==========================  ==================  ===========================
missing    missing                suspended until it is back  stay                dropped
back       active                 resumed                     stay                made anew where agreed
merged     merged into another    go to the survivor          end                 dropped
split      active                 suspended until re-proved   end                 dropped
deleted    deleted, no content    end                         end                 dropped
=========  =====================  ==========================  ==================  ===========================

A consent is never copied: the grant of an account that went into another ends, and the survivor's owner agrees
anew, though it is the same customer (``docs/adr/0044-merges-and-consent.md``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from socialmatch import endings, lookup, telling
from socialmatch.config import Policy
from socialmatch.consent.state import IN_FORCE
from socialmatch.errors import InputError
from socialmatch.leaf import TypeClass
from socialmatch.models import Account, AccountKey, Link
from socialmatch.store import WriteSession, accounts, content, events, links, outbox, permits, proposals, suppressions
from socialmatch.store.accounts import AccountState, KnownAccount
from socialmatch.store.outbox import Operation

UNDO: Final = timedelta(days=7)
"""How long either side can undo a link that a merge gave to another account."""
MISSING: Final = "account_missing"
"""Reason of a link that is suspended because the CRM's last full export did not have its account."""


# --- as the CRM shows them -----------------------------------------------------------------------


def take_accounts(session: WriteSession, found: Sequence[Account], run: int, policy: Policy) -> Counter[str]:
    """Keep accounts as the CRM shows them now, all of one CRM; of one that comes twice the last counts.

    Returns
    -------
    How many are ``new``, ``changed``, ``unchanged``, ``returned``, ``older`` than what is known, or have ids that
    no database can hold (``unstorable``); ``handles_left_out`` of people who withdrew.
    """
    counts = Counter[str]()
    by_key = {account.key: account for account in found if _storable(session, account, counts)}
    by_key = _without_withdrawn_handles(session, by_key, counts)
    known = accounts.get_many(session, by_key)
    put: dict[AccountState, list[Account]] = {AccountState.ACTIVE: [], AccountState.SUSPENDED: []}
    same: list[AccountKey] = []
    for key, account in by_key.items():
        was = known.get(key)
        what = _what_is_new(account, was)
        counts[what] += 1
        if what in ("unchanged", "older"):
            same.append(key)
            continue
        suspended = was is not None and was.state is AccountState.SUSPENDED
        put[AccountState.SUSPENDED if suspended else AccountState.ACTIVE].append(account)
        if was is not None and what == "returned":
            counts += _returned(session, was)
    for state, changed in put.items():
        accounts.put(session, changed, run=run, state=state)
    for crm in {key.crm for key in same}:
        accounts.seen(session, crm, [key.account_id for key in same if key.crm == crm], run)
    lookup.refresh(session, [account.key for changed in put.values() for account in changed], policy)
    if any(put.values()):
        events.append(session, TypeClass.IDENTITY, "accounts_imported", data={"run": run, **counts})
    return counts


def _storable(session: WriteSession, account: Account, counts: Counter[str]) -> bool:
    try:
        session.ref(account.key)
    except InputError:
        counts["unstorable"] += 1
        return False
    return True


def _what_is_new(account: Account, was: KnownAccount | None) -> str:
    if was is None:
        return "new"
    if was.state not in (AccountState.ACTIVE, AccountState.SUSPENDED):
        return "returned"
    old, new = was.account.updated_at, account.updated_at
    if old is not None and new is not None and new < old:
        return "older"
    if content.fingerprint(content.dump(account)) == was.fingerprint and new == old:
        return "unchanged"
    return "changed"


def _returned(session: WriteSession, was: KnownAccount) -> Counter[str]:
    """An account that was missing, merged or deleted is there again."""
    key = was.account.key
    events.append(session, TypeClass.IDENTITY, "returned", key, data={"was": was.state.value})
    if was.state is AccountState.MISSING:
        waiting = [link for link in endings.links_of(session, key) if link.reason == MISSING]
        return Counter(links_resumed=sum(_resume(session, link) for link in waiting))
    if was.state is AccountState.MERGED and was.merged_into is not None:
        return _taken_apart(session, key, replace(key, account_id=was.merged_into))
    return Counter()


def _resume(session: WriteSession, link: Link) -> bool:
    seq = links.resume(session, link, "account_returned")
    if seq is not None:
        telling.tell_again(session, link, seq)  # the CRM may have made the record anew, without the link
    return seq is not None


def _taken_apart(session: WriteSession, key: AccountKey, survivor: AccountKey) -> Counter[str]:
    """What came to the survivor with this account may be this account's again; nobody knows, so it stops."""
    doubtful = [
        link
        for link in endings.links_of(session, survivor)
        if any(one.account == key and one.reason == "merged" for one in links.history(session, link.profile))
    ]
    return Counter(links_suspended=sum(_suspend(session, link, "account_split") for link in doubtful))


def _suspend(session: WriteSession, link: Link, reason: str) -> bool:
    if link.suspended_at is not None:
        return False
    seq = links.suspend(session, link, reason)
    if seq is not None:
        endings.untell_crm(session, link, seq)
    return seq is not None


# --- handles on file -----------------------------------------------------------------------------


def _without_withdrawn_handles(
    session: WriteSession, found: dict[AccountKey, Account], counts: Counter[str]
) -> dict[AccountKey, Account]:
    """A CRM keeps handles on file; those of people who withdrew must not come back that way."""
    named = {key: endings.on_file(account) for key, account in found.items() if account.handles}
    withdrawn = suppressions.held(session, {profile for on_file in named.values() for _, profile in on_file if profile})
    cleaned = dict(found)
    for key, on_file in named.items():
        kept = tuple(handle for handle, profile in on_file if profile not in withdrawn)
        if len(kept) < len(on_file):
            counts["handles_left_out"] += len(on_file) - len(kept)
            cleaned[key] = replace(found[key], handles=kept)
    return cleaned


# --- what becomes of them ------------------------------------------------------------------------


def take_missing(session: WriteSession, keys: Collection[AccountKey]) -> Counter[str]:
    """A full export does not have these accounts: their links do not answer until they are back."""
    suspended = 0
    for key in keys:
        accounts.set_state(session, key, AccountState.MISSING)
        endings.drop_derived(session, key)
        events.append(session, TypeClass.IDENTITY, "missing", key)
        suspended += endings.suspend_links(session, key, MISSING, tell_crm=False)
    return +Counter(missing=len(keys), links_suspended=suspended)


def merge(session: WriteSession, old: AccountKey, survivor: AccountKey, policy: Policy) -> Counter[str]:
    """The CRM merged one account into another: the links go to the survivor, the consents do not.

    A survivor whose owner withdrew takes no link. Merging twice is the same as merging once.

    Returns
    -------
    ``merged``, and how many links moved or ended; nothing where the account or its survivor is not known.
    """
    was, into = accounts.get(session, old), accounts.get(session, accounts.merged_into(session, survivor)[-1])
    if was is None or into is None:
        return Counter(merges_unknown=1)
    survivor = into.account.key
    if survivor == old or (was.state is AccountState.MERGED and was.merged_into == survivor.account_id):
        return Counter()
    moved = ended = 0
    unwelcome = suppressions.holds(session, survivor)
    agreed = any(permits.consent(session, survivor, purpose).state in IN_FORCE for purpose in policy.purposes)
    for link in endings.links_of(session, old):
        untold = _not_told_yet(session, link) if agreed else None
        seq = links.end(session, link, "merged")
        if seq is not None:
            endings.untell_crm(session, link, seq, remove=False)  # the CRM's own record went with the account
            moved += not unwelcome
            ended += unwelcome
            if unwelcome:  # and may have taken the link along
                endings.untell_crm(session, replace(link, account=survivor), seq)
            else:
                _move(session, link, survivor, untold)
    proposals.carry_rejections(session, old, survivor)
    endings.revoke_codes(session, old)
    endings.terminate_consents(session, old, "merged")
    endings.drop_derived(session, old)
    accounts.set_state(session, old, AccountState.MERGED, merged_into=survivor)
    events.append(session, TypeClass.IDENTITY, "merged", old, survivor)
    lookup.refresh(session, [survivor], policy)
    return +Counter(merged=1, links_moved=moved, links_ended=ended)


def _not_told_yet(session: WriteSession, link: Link) -> Mapping[str, Any] | None:
    """What the CRM was still to be told of a link."""
    message = outbox.untold(session, link.account, link.profile)
    return None if message is None else message.details


def _move(session: WriteSession, link: Link, survivor: AccountKey, untold: Mapping[str, Any] | None) -> None:
    """The same proof, for the account that the person's own went into; suspended stays suspended."""
    moved = replace(link, account=survivor, undo_until=session.now + UNDO, suspended_at=None, ended_at=None, reason="")
    followed = links.start(session, moved)
    if link.suspended_at is not None:
        links.suspend(session, followed, link.reason)
    elif untold is not None:
        outbox.queue(session, followed.ledger_index, Operation.PUT_LINK, survivor, link.profile, untold)


def split(session: WriteSession, key: AccountKey) -> Counter[str]:
    """An account turned out to be two people's: nobody knows whose the links and the consent are, so they stop."""
    suspended = endings.suspend_links(session, key, "account_split")
    _stop(session, key, "account_split")
    events.append(session, TypeClass.IDENTITY, "split", key)
    return +Counter(split=1, links_suspended=suspended)


def delete_account(session: WriteSession, key: AccountKey) -> Counter[str]:
    """The CRM no longer has the customer: what rested on the account ends, and our copy of it goes."""
    known = accounts.get(session, key)
    if known is None or known.state is AccountState.DELETED:
        return Counter()
    ended = endings.end_links(session, key, "account_deleted", tell_crm=False)
    _stop(session, key, "account_deleted")
    accounts.put(session, [Account(key.account_id, key.crm, key.tenant)], state=AccountState.DELETED)
    session.take_from(session.ref(key)).deleted = True
    session.scrubbed = True
    events.append(session, TypeClass.IDENTITY, "deleted", key)
    return +Counter(deleted=1, links_ended=ended)


def _stop(session: WriteSession, key: AccountKey, reason: str) -> None:
    endings.revoke_codes(session, key)
    endings.terminate_consents(session, key, reason)
    endings.drop_derived(session, key)
