"""Permits: the objects one must hold to score, show or write anything about a person.

Only :func:`permit` and :func:`permitted_set` make them, and both make them from events. There is
no default, no bypass flag, no way to add a member afterwards; ``_MINT`` is named in this file alone,
and a test searches the package for it.

What the guard is for: nobody gets a permit by mistake, by convenience (a constructor in a test
helper, ``dataclasses.replace``, a subclass) or unnoticed in review. It is not a wall against code
in the same process that means harm: Python lets such code reach any name and set any attribute.
Permits can be pickled, because worker processes need them; a pickle calls ``_restore_permit`` or
``_restore_permitted_set`` here, and whoever can feed a process his own pickle can run any code in it anyway.
So take permits from your own workers only, never from a file or the network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import InitVar, dataclass, field
from datetime import datetime
from typing import Any, Final, NoReturn, final

from socialmatch.consent.state import Reason, State, check_moment, replay
from socialmatch.errors import ConsentError, ConsentMissing, UsageError
from socialmatch.models import DEFAULT_TENANT, AccountKey, ConsentEvent, ProfileKey, Subject

_MINT: Final = object()


class _Minted:
    """What both permits share: made here, never subclassed, never changed."""

    __slots__ = ()

    def __init_subclass__(cls, **options: Any) -> None:
        if cls.__module__ != __name__:
            raise _forged()
        super().__init_subclass__(**options)


def _forged() -> ConsentError:
    return ConsentError(
        "only socialmatch.consent makes a permit, and only from consent events",
        code="forged_permit",
        hint="call permit() or permitted_set()",
    )


@final
@dataclass(frozen=True, slots=True)
class Permit(_Minted):
    """One subject may be used for one purpose. Made by :func:`permit`.

    Attributes
    ----------
    as_of: the moment the consent was read at; the permit says nothing about later ones.
    state: given or renewed. notice_version: what the person saw. valid_until: end of the grant, exclusive.
    ledger_index: the event that decided. ledger_position: size of the ledger when it was read.
        Both are ``None`` where there is no ledger.
    """

    subject: Subject = field(repr=False)
    purpose: str
    as_of: datetime
    state: State
    notice_version: str
    valid_until: datetime
    ledger_index: int | None = None
    ledger_position: int | None = None
    mint: InitVar[object] = None

    def __post_init__(self, mint: object) -> None:
        if mint is not _MINT:
            raise _forged()

    def __reduce__(self) -> tuple[Callable[..., Permit], tuple[Any, ...]]:
        values = (self.subject, self.purpose, self.as_of, self.state, self.notice_version, self.valid_until)
        return _restore_permit, (*values, self.ledger_index, self.ledger_position)

    def __setstate__(self, state: object) -> NoReturn:
        raise _forged()


@final
@dataclass(frozen=True, slots=True, repr=False)
class PermittedSet(_Minted):
    """Everybody who may be used for one purpose. Made by :func:`permitted_set`.

    Both sides are here, because scoring a pair needs both: an account whose owner agreed and a
    profile whose owner agreed. The two are separate grants, and one never stands for the other.
    Sets have no order; sort the keys before anything that must come out the same twice.

    Attributes
    ----------
    purpose, tenant: what the members agreed to, and whose customers they are.
    as_of: the moment their consent was read at.
    ledger_position: size of the ledger when it was read, ``None`` where there is no ledger.
    accounts, profiles: the members.
    """

    purpose: str
    as_of: datetime
    tenant: str
    ledger_position: int | None
    accounts: frozenset[AccountKey]
    profiles: frozenset[ProfileKey]
    mint: InitVar[object] = None

    def __post_init__(self, mint: object) -> None:
        if mint is not _MINT:
            raise _forged()

    def permits(self, subject: Subject) -> bool:
        """Whether this subject agreed. For a pair ask twice."""
        return subject in self.profiles if isinstance(subject, ProfileKey) else subject in self.accounts

    def restrict(
        self, *, accounts: Iterable[AccountKey] | None = None, profiles: Iterable[ProfileKey] | None = None
    ) -> PermittedSet:
        """The members that are also among those named; ``None`` leaves a side as it is.

        Keys that are no members stay out, so a restriction can only narrow.
        """
        return _restore_permitted_set(
            self.purpose,
            self.as_of,
            self.tenant,
            self.ledger_position,
            self.accounts if accounts is None else self.accounts.intersection(accounts),
            self.profiles if profiles is None else self.profiles.intersection(profiles),
        )

    def __repr__(self) -> str:
        return (
            f"PermittedSet(purpose={self.purpose!r}, as_of={self.as_of!r}, tenant={self.tenant!r}, "
            f"ledger_position={self.ledger_position}, "
            f"{len(self.accounts)} accounts, {len(self.profiles)} profiles)"
        )

    def __reduce__(self) -> tuple[Callable[..., PermittedSet], tuple[Any, ...]]:
        values = (self.purpose, self.as_of, self.tenant, self.ledger_position, self.accounts, self.profiles)
        return _restore_permitted_set, values

    def __setstate__(self, state: object) -> NoReturn:
        raise _forged()


def _restore_permit(*values: Any) -> Permit:
    make: Callable[..., Permit] = Permit  # positional, because pickle calls it so
    return make(*values, mint=_MINT)


def _restore_permitted_set(*values: Any) -> PermittedSet:
    make: Callable[..., PermittedSet] = PermittedSet
    return make(*values, mint=_MINT)


@dataclass(frozen=True, slots=True, repr=False)
class NotPermitted:
    """Who is not in a :class:`PermittedSet`, and why. Holds keys of people; ``repr`` shows counts only.

    Attributes
    ----------
    permitted: the set this is the other side of.
    reasons: of every subject that has events but no permit.
    illegal: events that could not follow the state they met; each was left out and is a rejected row.
    """

    permitted: PermittedSet
    reasons: Mapping[Subject, Reason]
    illegal: tuple[ConsentEvent, ...] = ()

    def reason_for(self, subject: Subject) -> Reason | None:
        """Why this subject may not be used, ``None`` if it may. A subject nobody heard of: ``no_consent``."""
        if self.permitted.permits(subject):
            return None
        return self.reasons.get(subject, Reason.NO_CONSENT)

    def tally(self, subjects: Iterable[Subject]) -> Counter[Reason]:
        """How many of the given subjects may not be used, by reason; with the permitted ones it adds up."""
        found = Counter(reason for subject in subjects if (reason := self.reason_for(subject)) is not None)
        return Counter(dict(sorted(found.items())))

    def __repr__(self) -> str:
        counts = dict(sorted(Counter(reason.value for reason in self.reasons.values()).items()))
        return f"NotPermitted({counts}, {len(self.illegal)} illegal)"


def permit(
    events: Iterable[ConsentEvent],
    *,
    subject: Subject,
    purpose: str,
    as_of: datetime,
    notices: Collection[str] | None = None,
    ledger_position: int | None = None,
) -> Permit:
    """The permit of one subject for one purpose, read from its events.

    Parameters
    ----------
    events: the subject's history; other subjects' events are not looked at.
    notices: versions of the notice that are still accepted; ``None`` accepts any.
    ledger_position: size of the ledger these events were read at.

    Raises
    ------
    ConsentMissing: there is no consent that permits; ``reason`` says why.
    IllegalTransition: the history contradicts itself.
    """
    check_moment(as_of)
    accepted = _versions(notices)
    mine = [e for e in events if e.subject == subject and e.recorded_at <= as_of]
    history = [e for e in mine if e.purpose == purpose]
    consent = replay(history, as_of=as_of)
    reason = consent.refusal(accepted)
    if reason is Reason.NO_CONSENT and len(mine) > len(history):
        reason = Reason.OTHER_PURPOSE
    if reason is not None or consent.valid_until is None:
        raise ConsentMissing(reason or Reason.NO_END, ledger_index=consent.ledger_index)
    return _restore_permit(
        subject,
        purpose,
        as_of,
        consent.state,
        consent.notice_version,
        consent.valid_until,
        consent.ledger_index,
        ledger_position,
    )


def permitted_set(
    events: Iterable[ConsentEvent],
    *,
    purpose: str,
    as_of: datetime,
    notices: Collection[str] | None = None,
    tenant: str = DEFAULT_TENANT,
    ledger_position: int | None = None,
) -> tuple[PermittedSet, NotPermitted]:
    """Everybody who may be used for one purpose, and why the others may not; in one pass over the events.

    Parameters
    ----------
    events: in any order, repeated or not, of any subject and purpose.
    notices, ledger_position: as in :func:`permit`. tenant: subjects of other tenants are not looked at.

    Returns
    -------
    The permitted set and its other side. An event that cannot follow the state it meets never stops
    the run: it is left out and stands in ``illegal``. Nobody stays permitted by that, because every
    event that ends a grant is accepted wherever a grant is in force.

    Raises
    ------
    UsageError: ``as_of`` has no time zone, or ``notices`` is one string.
    """
    check_moment(as_of)
    accepted = _versions(notices)
    histories, elsewhere = _by_subject(events, purpose, as_of, tenant)
    accounts: list[AccountKey] = []
    profiles: list[ProfileKey] = []
    reasons: dict[Subject, Reason] = dict.fromkeys(elsewhere - histories.keys(), Reason.OTHER_PURPOSE)
    illegal: list[ConsentEvent] = []
    while histories:  # taken out one by one, so that the events can be freed on the way
        subject, history = histories.popitem()
        consent = replay(history if isinstance(history, list) else (history,), as_of=as_of, rejected=illegal)
        reason = consent.refusal(accepted)
        if reason is not None:
            heard = reason is Reason.NO_CONSENT and subject in elsewhere
            reasons[subject] = Reason.OTHER_PURPOSE if heard else reason
        elif isinstance(subject, ProfileKey):
            profiles.append(subject)
        else:
            accounts.append(subject)
    permitted = _restore_permitted_set(
        purpose, as_of, tenant, ledger_position, frozenset(accounts), frozenset(profiles)
    )
    return permitted, NotPermitted(permitted, reasons, tuple(illegal))


def united(parts: Iterable[tuple[PermittedSet, NotPermitted]]) -> tuple[PermittedSet, NotPermitted]:
    """What :func:`permitted_set` gives for all events, from what it gave for parts of them.

    Parameters
    ----------
    parts: at least one; all events of a subject were in one of them, so that nobody is asked about half a history.

    Raises
    ------
    UsageError: they are of different purposes, moments or tenants, or a subject is in two of them (``parts``).
    """
    sets, others = zip(*parts, strict=True)
    first = sets[0]
    about = {(one.purpose, one.as_of, one.tenant, one.ledger_position) for one in sets}
    permitted = _restore_permitted_set(
        first.purpose,
        first.as_of,
        first.tenant,
        first.ledger_position,
        frozenset().union(*(one.accounts for one in sets)),
        frozenset().union(*(one.profiles for one in sets)),
    )
    reasons: dict[Subject, Reason] = {}
    for other in others:
        reasons.update(other.reasons)
    told = sum(len(one.accounts) + len(one.profiles) for one in sets) + sum(len(other.reasons) for other in others)
    kept = len(permitted.accounts) + len(permitted.profiles) + len(reasons)
    if len(about) > 1 or told != kept or not reasons.keys().isdisjoint(permitted.accounts | permitted.profiles):
        raise UsageError("these are not parts of one permitted set", code="parts")
    return permitted, NotPermitted(permitted, reasons, tuple(event for other in others for event in other.illegal))


def _by_subject(
    events: Iterable[ConsentEvent], purpose: str, as_of: datetime, tenant: str
) -> tuple[dict[Subject, ConsentEvent | list[ConsentEvent]], set[Subject]]:
    """Histories for the purpose, and the subjects heard of for another one.

    Most people answer once, so a history of one event is the event itself: a third less time and memory.
    """
    histories: dict[Subject, ConsentEvent | list[ConsentEvent]] = {}
    elsewhere: set[Subject] = set()
    for event in events:
        subject = event.subject
        if event.recorded_at > as_of or subject.tenant != tenant:
            continue
        if event.purpose != purpose:
            elsewhere.add(subject)
            continue
        known = histories.setdefault(subject, event)
        if known is event:
            continue
        if isinstance(known, list):
            known.append(event)
        else:
            histories[subject] = [known, event]
    return histories, elsewhere


def _versions(notices: Collection[str] | None) -> frozenset[str] | None:
    """The accepted notice versions; one string is refused, because ``"v1" in "v10"`` is true."""
    if isinstance(notices, str):
        raise UsageError("notices takes a collection of versions, not one string", code="notices")
    return None if notices is None else frozenset(notices)
