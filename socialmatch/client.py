"""SocialMatch: one installation's store behind one object, a verb a method, and no rules of its own.

::

    sm = SocialMatch("sqlite:///socialmatch.db")
    answer = sm.match(profile, purpose="support")

What each verb does, and in which steps, is :mod:`socialmatch.journeys` and :mod:`socialmatch.review`. They are
imported when they are first needed, so that importing this module costs next to nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, TypeVar

from socialmatch.errors import UsageError
from socialmatch.models import (
    DEFAULT_CRM,
    DEFAULT_TENANT,
    Account,
    AccountKey,
    Actor,
    ActorKind,
    Answer,
    Assurance,
    Claim,
    Notice,
    Profile,
    ProfileKey,
    Receipt,
    SignIn,
    Subject,
)
from socialmatch.moments import Clock, system_clock
from socialmatch.operations.measured import measured
from socialmatch.operations.metrics import COMMIT_SECONDS, FIGURES, HEALTH, Metrics

if TYPE_CHECKING:
    from socialmatch.accounts import Destination, Imported
    from socialmatch.accounts.batches import Progress
    from socialmatch.audit.desk import Audit
    from socialmatch.config import Config, Secrets
    from socialmatch.consent.ages import AgeHook
    from socialmatch.consent.inbound import Inbound, Scheme
    from socialmatch.files import Rejected
    from socialmatch.fitting import Models
    from socialmatch.journeys.invite import IssuedCode
    from socialmatch.journeys.inviting import IssuedInvitation, SeenInvitation
    from socialmatch.journeys.sign_in import SignInRequest
    from socialmatch.journeys.steps import Installation
    from socialmatch.operations.health import Health
    from socialmatch.reconcile import Reconciled
    from socialmatch.review import Review
    from socialmatch.store import Store

Who = Profile | ProfileKey | str
"""A profile as a source shows it, its key, or any text that :func:`socialmatch.parse` reads."""
Side = Who | Account | AccountKey
"""Either side of a link."""

DEFAULT_URL = "sqlite:///socialmatch.db"
_Choice = TypeVar("_Choice", bound=StrEnum)
_HOST = Actor(ActorKind.JOB, "host")


class SocialMatch:
    """The store of one tenant, ready to be asked.

    Every verb that writes takes ``actor`` (who does it; the host has authenticated them) and ``reason`` (why). Where
    they are left out, the customer is the actor of what only the customer can do, and the host of everything else.

    Parameters
    ----------
    url: ``sqlite:///PATH`` or ``postgresql+psycopg://...``; its tables were made by ``socialmatch init``.
    tenant: whose data. config: policy and words; default ``socialmatch.toml`` and the environment.
    secrets: default the environment and the 0600 file. actor: of verbs called without one.
    clock: the time. randbytes: a cryptographic source of that many bytes.
    ages: what the host knows of people's age and guardians; default what their accounts say.

    Attributes
    ----------
    metrics: what this object counted and timed, for the host to export; see :mod:`socialmatch.operations.metrics`.

    Raises
    ------
    ConfigError: a setting or a secret is missing or wrong, or the address is not understood.
    """

    def __init__(
        self,
        url: str = DEFAULT_URL,
        *,
        tenant: str = DEFAULT_TENANT,
        config: Config | None = None,
        secrets: Secrets | None = None,
        actor: Actor | None = None,
        clock: Clock = system_clock,
        randbytes: Callable[[int], bytes] = os.urandom,
        ages: AgeHook | None = None,
    ) -> None:
        from socialmatch.config import load, load_secrets
        from socialmatch.consent.ages import stated_age
        from socialmatch.journeys.steps import Installation
        from socialmatch.ledger import log
        from socialmatch.store import Journals, Keyring, Store

        config = load(None, os.environ) if config is None else config
        secrets = load_secrets(None, os.environ) if secrets is None else secrets
        self.metrics = Metrics()
        keys = Keyring.of(secrets)
        store = Store(
            url,
            keys,
            clock=clock,
            randbytes=randbytes,
            before_commit=log.grow,
            committed=lambda seconds: self.metrics.observe(COMMIT_SECONDS, seconds),
            journals=Journals.of(url, config.backup.journal, keys.refs),
        )
        self._clock = clock
        self._at: Installation = Installation(store, tenant, config, secrets, ages=ages or stated_age)
        self._at.check()
        self._actor = actor

    def __repr__(self) -> str:
        return f"SocialMatch({self._at.store!r}, tenant={self._at.tenant!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the store's connections back."""
        self._at.store.close()

    @property
    def store(self) -> Store:
        """The store itself, for what has no verb here."""
        return self._at.store

    @property
    def tenant(self) -> str:
        """Whose data this is."""
        return self._at.tenant

    # --- asking ------------------------------------------------------------------------------------

    @measured
    def match(
        self,
        profile: Who,
        purpose: str = "support",
        *,
        min_assurance: Assurance | str | None = None,
        explain: bool = False,
        actor: Actor | None = None,
        reason: str = "match",
    ) -> Answer:
        """Which account is this profile, and may we know? See :func:`socialmatch.journeys.verbs.answer`.

        Parameters
        ----------
        min_assurance: what a link must be worth to answer; default the policy's, which is L2.
        explain: also say which one more fact would settle it (``Answer.facts``); see :func:`socialmatch.explain`.
        """
        from socialmatch.journeys.verbs import answer

        floor = None if min_assurance is None else _one_of(Assurance, min_assurance, "assurance")
        return answer(
            self._at,
            self._profile(profile),
            purpose,
            floor=floor,
            explain=explain,
            actor=self._by(actor),
            reason=reason,
        )

    # --- proving -----------------------------------------------------------------------------------

    @measured
    def invite(
        self,
        account: Account | AccountKey | str,
        *,
        session: str | bytes,
        signed_in_at: datetime,
        notice: str | None = None,
        language: str | None = None,
        purposes: Sequence[str] | None = None,
        platform: str = "",
        invitation: str | None = None,
        handle: str = "",
        actor: Actor | None = None,
        reason: str = "asked for a code",
    ) -> IssuedCode:
        """A code for a customer who is signed in. See :func:`socialmatch.journeys.verbs.issue_code`."""
        from socialmatch.journeys.verbs import issue_code

        key = self._account(account)
        return issue_code(
            self._at,
            key,
            session=session,
            signed_in_at=signed_in_at,
            notice=notice,
            language=language,
            purposes=purposes,
            platform=platform,
            invitation=invitation,
            handle=handle,
            actor=self._customer(actor, key),
            reason=reason,
        )

    @measured
    def peek(self, invitation: str, account: Account | AccountKey | str | None = None) -> SeenInvitation:
        """What the page behind an invitation may show. See :func:`socialmatch.journeys.verbs.peek`."""
        from socialmatch.journeys.verbs import peek

        return peek(self._at, invitation, account=None if account is None else self._account(account))

    @measured
    def decline_invitation(self, invitation: str, *, actor: Actor | None = None, reason: str = "declined") -> Receipt:
        """Whoever holds an invitation says no. See :func:`socialmatch.journeys.verbs.refuse_invitation`."""
        from socialmatch.journeys.verbs import refuse_invitation

        return refuse_invitation(self._at, invitation, actor=self._by(actor), reason=reason)

    @measured
    def invite_profile(
        self,
        profile: Who,
        *,
        wrote_at: datetime,
        account: Account | AccountKey | str | None = None,
        notice: str | None = None,
        language: str | None = None,
        purposes: Sequence[str] | None = None,
        address: str = "",
        actor: Actor | None = None,
        reason: str = "invited",
    ) -> IssuedInvitation:
        """An invitation for a profile that wrote. See :func:`socialmatch.journeys.verbs.invite`."""
        from socialmatch.journeys.verbs import invite

        return invite(
            self._at,
            self._profile(profile),
            wrote_at=wrote_at,
            account=None if account is None else self._account(account),
            notice=notice,
            language=language,
            purposes=purposes,
            address=address,
            actor=self._by(actor),
            reason=reason,
        )

    @measured
    def redeem(
        self,
        text: str,
        profile: Who,
        *,
        visibility: Literal["private", "public"] = "private",
        actor: Actor | None = None,
        reason: str = "code received",
    ) -> Claim:
        """A message with a code came from a profile. See :func:`socialmatch.journeys.verbs.redeem`.

        Parameters
        ----------
        visibility: ``"private"`` for a direct message; a code that others could read is burned.
        """
        from socialmatch.journeys.verbs import redeem

        if visibility not in ("private", "public"):
            raise UsageError("a message is private or public", code="visibility")
        sender = self._profile(profile)
        return redeem(self._at, text, sender, public=visibility == "public", actor=self._by(actor), reason=reason)

    @measured
    def check_inbound(
        self,
        scheme: Scheme,
        headers: Mapping[str, str],
        body: bytes,
        *,
        keys: Sequence[bytes],
        read: Callable[[bytes], tuple[str, datetime]] | None = None,
        actor: Actor | None = None,
        reason: str = "message received",
    ) -> Inbound:
        """Take a message by webhook, once. See :func:`socialmatch.journeys.inbound.check_inbound`."""
        from socialmatch.journeys.inbound import check_inbound

        by = self._by(actor)
        return check_inbound(self._at, scheme, headers, body, keys=keys, read=read, actor=by, reason=reason)

    @measured
    def show(
        self,
        code: str,
        account: Account | AccountKey | str,
        *,
        session: str | bytes,
        actor: Actor | None = None,
        reason: str = "shown before agreeing",
    ) -> Claim:
        """What the session that asked is to be shown now. See :func:`socialmatch.journeys.verbs.show`."""
        from socialmatch.journeys.verbs import show

        key = self._account(account)
        return show(self._at, code, account=key, session=session, actor=self._customer(actor, key), reason=reason)

    @measured
    def confirm(
        self,
        code: str,
        account: Account | AccountKey | str,
        profile: Who,
        *,
        session: str | bytes,
        actor: Actor | None = None,
        reason: str = "agreed",
    ) -> Receipt:
        """The customer agrees to what they were shown. See :func:`socialmatch.journeys.verbs.confirm`."""
        from socialmatch.journeys.verbs import confirm

        key = self._account(account)
        return confirm(
            self._at,
            code,
            account=key,
            profile=self._profile(profile).key,
            session=session,
            actor=self._customer(actor, key),
            reason=reason,
        )

    @measured
    def decline(
        self,
        code: str,
        account: Account | AccountKey | str,
        *,
        session: str | bytes,
        actor: Actor | None = None,
        reason: str = "declined",
    ) -> Receipt:
        """The customer does not agree. See :func:`socialmatch.journeys.verbs.decline`."""
        from socialmatch.journeys.verbs import decline

        key = self._account(account)
        return decline(self._at, code, account=key, session=session, actor=self._customer(actor, key), reason=reason)

    @measured
    def begin_sign_in(
        self,
        account: Account | AccountKey | str,
        provider: str,
        *,
        session: str | bytes,
        signed_in_at: datetime,
        notice: str | None = None,
        language: str | None = None,
        purposes: Sequence[str] | None = None,
        actor: Actor | None = None,
        reason: str = "began a sign-in",
    ) -> SignInRequest:
        """Send a customer who is signed in to a platform. See :func:`socialmatch.journeys.verbs.begin_sign_in`."""
        from socialmatch.journeys.verbs import begin_sign_in

        key = self._account(account)
        return begin_sign_in(
            self._at,
            key,
            provider,
            session=session,
            signed_in_at=signed_in_at,
            notice=notice,
            language=language,
            purposes=purposes,
            actor=self._customer(actor, key),
            reason=reason,
        )

    @measured
    def link_by_sign_in(
        self,
        state: str,
        said: SignIn,
        account: Account | AccountKey | str,
        *,
        session: str | bytes,
        actor: Actor | None = None,
        reason: str = "signed in to both",
    ) -> Receipt:
        """The customer came back from the platform. See :func:`socialmatch.journeys.verbs.link_by_sign_in`."""
        from socialmatch.journeys.verbs import link_by_sign_in

        key = self._account(account)
        by = self._customer(actor, key)
        return link_by_sign_in(self._at, state, said, account=key, session=session, actor=by, reason=reason)

    @measured
    def import_link(
        self,
        profile: Who,
        account: Account | AccountKey | str,
        *,
        evidence: str,
        second: Actor,
        actor: Actor,
        reason: str = "imported on evidence",
    ) -> Receipt:
        """Note a link that two people have seen evidence for. See :func:`socialmatch.journeys.verbs.import_link`."""
        from socialmatch.journeys.verbs import import_link

        who, key = self._profile(profile), self._account(account)
        return import_link(self._at, who, key, evidence=evidence, second=second, actor=actor, reason=reason)

    # --- taking back -------------------------------------------------------------------------------

    @measured
    def revoke(
        self,
        subject: Side,
        *,
        purpose: str | Sequence[str] | None = None,
        actor: Actor | None = None,
        reason: str = "withdrawn",
    ) -> Receipt:
        """Take consent back, by either side, and all that rested on it. See :func:`socialmatch.journeys.verbs.revoke`.

        Parameters
        ----------
        subject: a profile (or any text that names one), or an account. purpose: one, some, or ``None`` for all.
        """
        from socialmatch.journeys.verbs import revoke

        wanted = (purpose,) if isinstance(purpose, str) else purpose
        side, handle = self._side(subject)
        by = self._by(actor)
        return revoke(self._at, side, purposes=wanted, handle=handle, actor=by, reason=reason)

    @measured
    def undo(self, profile: Who, *, actor: Actor | None = None, reason: str = "undone") -> Receipt:
        """Take a fresh link back within seven days, by either side. See :func:`socialmatch.review.undo`."""
        from socialmatch.review import undo

        return undo(self._at, self._profile(profile).key, actor=self._by(actor), reason=reason)

    @measured
    def unlink(
        self, profile: Who, *, why: str = "wrong_person", actor: Actor | None = None, reason: str = "corrected"
    ) -> Receipt:
        """Correct a link that was wrong. See :func:`socialmatch.review.unlink`."""
        from socialmatch.review import unlink

        return unlink(self._at, self._profile(profile).key, why=why, actor=self._by(actor), reason=reason)

    @measured
    def erase(
        self,
        subject: Side,
        *,
        in_crm: bool = False,
        basis: str = "request",
        actor: Actor | None = None,
        reason: str = "erased",
    ) -> Receipt:
        """Withdraw, and make what the log holds unreadable. See :func:`socialmatch.journeys.verbs.erase`."""
        from socialmatch.journeys.verbs import erase

        side, handle = self._side(subject)
        by = self._by(actor)
        return erase(self._at, side, handle=handle, in_crm=in_crm, basis=basis, actor=by, reason=reason)

    # --- looking after -----------------------------------------------------------------------------

    @property
    def review(self) -> Review:
        """The queue of proposals, and what can be decided about each."""
        from socialmatch.review import Review

        return Review(self._at, self._by)

    @measured
    def reconcile(
        self,
        purpose: str = "support",
        *,
        full: bool = False,
        dry_run: bool = False,
        progress: Progress | None = None,
        actor: Actor | None = None,
        reason: str = "reconcile",
    ) -> Reconciled:
        """Bring the proposals up to date: the nightly run. See :func:`socialmatch.reconcile.reconcile`."""
        from socialmatch.accounts.batches import SILENCE
        from socialmatch.reconcile import reconcile

        by = self._by(actor)
        return reconcile(
            self._at,
            purpose,
            full=full,
            dry_run=dry_run,
            actor=by,
            reason=reason,
            progress=progress or SILENCE,
        )

    @property
    def model(self) -> Models:
        """The model: learned from the store, shown, adopted."""
        from socialmatch.fitting import Models

        return Models(self._at, self._by)

    @property
    def audit(self) -> Audit:
        """What a privacy officer asks: one person's record, reports, proofs, holds, retention."""
        from socialmatch.audit.desk import Audit

        return Audit(self._at.store, self._at.tenant, self._at.config, self._at.secrets)

    @measured
    def register_notice(
        self, notice: Notice | str | Path, *, actor: Actor | None = None, reason: str = "registered"
    ) -> Notice:
        """Keep what people are shown, word for word, for ever.

        Where it is a material change of one that was registered before, nothing rests on the former words from now on,
        and whoever agreed to them is asked again; see :func:`socialmatch.asking_again.ask_again`.

        Parameters
        ----------
        notice: complete, or a file with one, see :func:`socialmatch.consent.notices.load_notice`.

        Raises
        ------
        InputError: it leaves something out (``bad_notice``). StoreConflict: the version says something else already.
        """
        from socialmatch.asking_again import ask_again
        from socialmatch.consent.notices import check_notice, load_notice
        from socialmatch.store import notices

        registered = notice if isinstance(notice, Notice) else load_notice(Path(notice))
        check_notice(registered)
        by = self._by(actor)
        with self.store.write(self.tenant, by, reason) as session:
            notices.register(session, registered)
        if registered.material:
            ask_again(self.store, self.tenant, actor=by)
        return registered

    def status(self) -> dict[str, int]:
        """How much there is of everything, in counts that name nobody."""
        from socialmatch.store.tally import tally

        with self.store.read(self.tenant) as session:
            return tally(session)

    def health(self) -> Health:
        """Whether all is well, with a reason for each check as a code; never raises for what is not.

        See :mod:`socialmatch.operations.health`; what was measured is in :attr:`metrics` afterwards, too.
        """
        from socialmatch.operations.health import ORDER, check_health

        found = check_health(self.store, self.tenant, self._at.config, self._at.secrets, self._clock)
        for check in found.checks:
            self.metrics.set(HEALTH, ORDER.index(check.status), check.name)
            if check.figure is not None:
                self.metrics.set(FIGURES[check.name], check.figure)
        return found

    @measured
    def import_accounts(
        self,
        source: str | Path | Iterable[Account],
        *,
        crm: str = DEFAULT_CRM,
        mode: Literal["delta", "full"] = "delta",
        allow_shrink: bool = False,
        rejected: Rejected | None = None,
        actor: Actor | None = None,
        reason: str = "import",
    ) -> Imported:
        """Take customer accounts, from a file or from memory. See :func:`socialmatch.accounts.import_accounts`.

        Accounts from memory say themselves of which CRM they are, and are never all there are: ``mode="full"``, which
        suspends who is missing, takes a file (``needs_file``).
        """
        from socialmatch.accounts import Imported, Mode, import_accounts
        from socialmatch.accounts.customers import take_accounts
        from socialmatch.files import Rejected

        to = self._destination(actor, reason)
        how = _one_of(Mode, mode, "mode")
        if isinstance(source, str | Path):
            with Rejected() as unheard:
                return import_accounts(
                    to,
                    Path(source),
                    rejected=rejected or unheard,
                    crm=crm,
                    mode=how,
                    allow_shrink=allow_shrink,
                )
        if how is Mode.FULL or crm != DEFAULT_CRM:
            raise UsageError("accounts from memory are a delta, each of the CRM it names", code="needs_file")
        with self.store.write(self.tenant, to.actor, reason) as session:
            counts = take_accounts(session, list(source), 0, to.policy)
        return Imported("import accounts", 0, False, dict(counts))

    @measured
    def import_profiles(
        self,
        source: str | Path,
        *,
        allow_shrink: bool = False,
        keep_content: timedelta | None = None,
        rejected: Rejected | None = None,
        actor: Actor | None = None,
        reason: str = "import",
    ) -> Imported:
        """Take social profiles from a file. See :func:`socialmatch.accounts.import_profiles`."""
        from socialmatch.accounts import import_profiles
        from socialmatch.files import Rejected

        with Rejected() as unheard:
            return import_profiles(
                self._destination(actor, reason),
                Path(source),
                rejected=rejected or unheard,
                allow_shrink=allow_shrink,
                keep_content=keep_content,
            )

    # --- between the verbs -------------------------------------------------------------------------

    def _by(self, actor: Actor | None) -> Actor:
        return actor or self._actor or _HOST

    def _customer(self, actor: Actor | None, account: AccountKey) -> Actor:
        """The actor of what only the customer can do: the session's secret is what shows that it is them."""
        return actor or self._actor or Actor(ActorKind.CUSTOMER, account.account_id)

    def _destination(self, actor: Actor | None, reason: str) -> Destination:
        from socialmatch.accounts import Destination

        return Destination(
            store=self.store, tenant=self.tenant, policy=self._at.policy, actor=self._by(actor), reason=reason
        )

    def _profile(self, who: Who) -> Profile:
        """A profile of a platform we know, under its one name: no "no" to Twitter may miss what was proved on X."""
        from socialmatch.handles.parse import parse
        from socialmatch.handles.registry import platform

        if isinstance(who, str):
            return parse(who, tenant=self.tenant)
        name = platform(who.platform).name
        if isinstance(who, ProfileKey):
            return Profile(name, who.user_id, who.scope, who.tenant)
        return who if who.platform == name else replace(who, platform=name)

    def _account(self, account: Account | AccountKey | str) -> AccountKey:
        if isinstance(account, str):
            return AccountKey(self.tenant, DEFAULT_CRM, account)
        return account.key if isinstance(account, Account) else account

    def _side(self, side: Side) -> tuple[Subject, str]:
        """Whose side it is, and what a profile is called, if that was said."""
        if isinstance(side, Account | AccountKey):
            return self._account(side), ""
        profile = self._profile(side)
        return profile.key, profile.handle


def _one_of(kind: type[_Choice], value: str, code: str) -> _Choice:
    """A word as the member it names; the error does not repeat it."""
    if value not in set(kind):
        raise UsageError(f"the {code} is not one of {', '.join(kind)}", code=code)
    return kind(value)
