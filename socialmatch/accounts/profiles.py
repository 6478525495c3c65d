"""Social profiles over time. The id is the person; a handle is a dated attribute that passes from one to another.

==========================  ===============================================================================
what                        what it does
==========================  ===============================================================================
renamed                     same id, new handle: the link stays, the old handle goes into the history
recycled handle             new id under an old handle: a new person without link, consent or score;
                            who had the handle keeps id and link, and has no handle that we know
second owner                of a profile known by its handle alone: link suspended, consent ended
changed number              a phone number passes on: link suspended, consent ended
changed id                  the platform gave the person another id: link of the old one suspended, consent
                            ended; the new id begins with nothing but a "no" that was said under the old one
deleted                     link and consent end, what was shown is dropped
==========================  ===============================================================================

A suspended profile is proved anew, or not at all: nothing here lets its link answer again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from socialmatch.accounts.doubt import stop
from socialmatch.errors import InputError
from socialmatch.handles.registry import platform as registered
from socialmatch.leaf import TypeClass
from socialmatch.models import Profile, ProfileKey
from socialmatch.store import WriteSession, content, events, profiles, suppressions
from socialmatch.store.profiles import KnownProfile, ProfileState

_Place = tuple[str, str, str]
"""Platform, scope and folded handle: where at most one profile is at a time."""


def take_profiles(
    session: WriteSession,
    found: Sequence[Profile],
    run: int,
    *,
    is_ours: Callable[[Profile], bool],
    keep_until: datetime | None,
) -> Counter[str]:
    """Keep profiles as a source saw them, and draw the consequences of what changed.

    Parameters
    ----------
    is_ours: whether a profile is the brand's own; those are not kept. keep_until: when what they show has to go.

    Returns
    -------
    How many are ``new``, ``changed``, ``unchanged``, ``older`` than what is known, ``suppressed`` because they said
    no, the brand's ``own``, ``unstorable``; and of those kept how many were ``renamed``, lost their handle to
    another (``handles_lost``), ``returned``, or are ``suspended``; and ``links_suspended``.
    """
    counts = Counter[str]()
    welcome = _welcome(session, found, is_ours, counts)
    batch = _Batch.of(session, welcome, counts)
    for profile in welcome:
        _take(batch, profile, keep_until)
    batch.write()
    if batch.changed:
        events.append(session, TypeClass.IDENTITY, "profiles_imported", data={"run": run, **counts})
    return +counts


def _welcome(
    session: WriteSession, found: Sequence[Profile], is_ours: Callable[[Profile], bool], counts: Counter[str]
) -> list[Profile]:
    storable = []
    for profile in found:
        try:
            session.ref(profile.key)
        except InputError:
            counts["unstorable"] += 1
        else:
            storable.append(profile)
    unwelcome = suppressions.held(session, {profile.key for profile in storable})
    kept = []
    for profile in storable:
        if profile.key in unwelcome:
            counts["suppressed"] += 1
        elif is_ours(profile):
            counts["own"] += 1
        else:
            kept.append(profile)
    return kept


def _folded(profile: Profile) -> str:
    return registered(profile.platform).fold(profile.handle) if profile.handle else ""


def _seen(profile: Profile, now: datetime) -> datetime | None:
    """When the source last saw it so; never in the future, or nobody could be seen after it."""
    seen = profile.last_seen or profile.first_seen
    return None if seen is None else min(seen, now)


def _before(one: datetime | None, other: datetime | None) -> bool:
    """Whether one moment is known to be earlier than the other."""
    return one is not None and other is not None and one < other


# --- one batch -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Batch:
    """What is known of everybody a batch can concern, as it changes from row to row; written once, at the end."""

    session: WriteSession
    counts: Counter[str]
    known: dict[ProfileKey, KnownProfile]
    at_handle: dict[_Place, set[ProfileKey]]
    changed: dict[ProfileKey, None] = field(default_factory=dict)

    @classmethod
    def of(cls, session: WriteSession, found: Sequence[Profile], counts: Counter[str]) -> _Batch:
        """Read everybody the batch is about, and whoever was last seen under their handles."""
        places = {_place(profile) for profile in found if profile.handle}
        at_handle = profiles.by_handles(session, places)
        alone = {ProfileKey.of_handle(session.tenant, platform, folded) for platform, _, folded in places}
        known = profiles.get_many(session, {profile.key for profile in found} | alone)
        for holders in at_handle.values():
            known |= {one.profile.key: one for one in holders}
        by_place = {place: {one.profile.key for one in holders} for place, holders in at_handle.items()}
        return cls(session, counts, known, by_place)

    def keep(self, known: KnownProfile) -> None:
        """From now on this is what is known of a profile."""
        key = known.profile.key
        was = self.known.get(key)
        if was is not None and was.folded_handle:
            self.at_handle.get(_place_of(was), set()).discard(key)
        if known.folded_handle:
            self.at_handle.setdefault(_place_of(known), set()).add(key)
        self.known[key] = known
        self.changed[key] = None

    def write(self) -> None:
        """Write what changed."""
        profiles.put(self.session, [self.known[key] for key in self.changed])


def _place(profile: Profile) -> _Place:
    return profile.platform, profile.scope, _folded(profile)


def _place_of(known: KnownProfile) -> _Place:
    return known.profile.platform, known.profile.scope, known.folded_handle


def _take(batch: _Batch, profile: Profile, keep_until: datetime | None) -> None:
    was = batch.known.get(profile.key)
    now = batch.session.now
    if was is not None and _before(_seen(profile, now), _seen(was.profile, now)):
        batch.counts["older"] += 1
        return
    if was is not None and profile.handle and not was.folded_handle and _lost_before(batch, profile):
        profile = replace(profile, handle="")
    if was is not None and keep_until is None and _says_the_same(was, profile):
        batch.counts["unchanged"] += 1
        return
    batch.counts["new" if was is None else "changed"] += 1
    state = _state(batch, profile, was)
    folded = _folded(profile)
    if was is not None and not folded:  # a source that shows no handle says nothing about it
        profile, folded = replace(profile, handle=was.profile.handle), was.folded_handle
    if profile.key.stable and folded:
        state, folded = _settle_handle(batch, profile, folded, was, state)
    elif folded and was is None:
        profiles.take_handle(batch.session, profile.key, folded, profile.first_seen or _seen(profile, now) or now)
    kept = replace(profile, first_seen=_first_seen(profile, was, state), handle=profile.handle if folded else "")
    batch.keep(KnownProfile(kept, folded, state, keep_until))


def _says_the_same(was: KnownProfile, profile: Profile) -> bool:
    old = was.profile
    return (
        content.dump(old) == content.dump(profile)
        and (old.handle, old.last_seen) == (profile.handle, profile.last_seen)
        and was.content_expires_at is None
        and was.state is not ProfileState.DELETED
    )


def _lost_before(batch: _Batch, profile: Profile) -> bool:
    """Whether a row gives somebody a handle that had passed on by then; two rows cannot take it from each other."""
    seen = _seen(profile, batch.session.now)
    return any(
        holding.until is not None and (seen is None or seen <= holding.until)
        for holding in profiles.held(batch.session, profile.key)
        if holding.folded_handle == _folded(profile)
    )


def _first_seen(profile: Profile, was: KnownProfile | None, state: ProfileState) -> datetime | None:
    """Since when this owner is known: another owner does not inherit even that."""
    if was is None or state is not was.state:
        return profile.first_seen
    return min((m for m in (profile.first_seen, was.profile.first_seen) if m is not None), default=None)


def _state(batch: _Batch, profile: Profile, was: KnownProfile | None) -> ProfileState:
    if was is None:
        return ProfileState.ACTIVE
    if was.state is ProfileState.DELETED:
        batch.counts["returned"] += 1
        events.append(batch.session, TypeClass.IDENTITY, "returned", profile.key, data={"was": was.state.value})
        return ProfileState.ACTIVE
    if was.state is ProfileState.ACTIVE and not profile.key.stable and _came_later(profile, was.profile):
        return _doubt(batch, profile.key, "second_owner")
    return was.state


def _came_later(profile: Profile, other: Profile) -> bool:
    """Whether a profile was first seen after another one was last seen: nothing says they are one."""
    return _before(other.last_seen, profile.first_seen)


# --- handles -------------------------------------------------------------------------------------


def _settle_handle(
    batch: _Batch, profile: Profile, folded: str, was: KnownProfile | None, state: ProfileState
) -> tuple[ProfileState, str]:
    """Who has this handle now, and what that says of whoever had it, or another one, before."""
    key, now = profile.key, batch.session.now
    seen = _seen(profile, now)
    place = profile.platform, profile.scope, folded
    before = "" if was is None else was.folded_handle
    if was is not None and before and before != folded:
        state = _rename(batch, was, state, seen or now)
    others = [batch.known[other] for other in sorted(batch.at_handle.get(place, set()) - {key}) if other.stable]
    later = [at for other in others if (at := _seen(other.profile, now)) is not None and _before(seen, at)]
    if before != folded:
        since = seen if was is not None else profile.first_seen or seen
        profiles.take_handle(batch.session, key, folded, since or now)
    if later:  # the handle has passed on already, and this row is from before
        batch.counts["handles_lost"] += 1
        profiles.let_go_handle(batch.session, key, folded, min(later))
        return state, ""
    for other in others:
        _lose_handle(batch, other, seen or now)
    _doubt_handle_alone(batch, profile, folded, recycled=bool(others))
    return state, folded


def _rename(batch: _Batch, was: KnownProfile, state: ProfileState, seen: datetime) -> ProfileState:
    """The same id under another handle. A phone number is no name: who has the next one may be somebody else."""
    key = was.profile.key
    batch.counts["renamed"] += 1
    events.append(batch.session, TypeClass.IDENTITY, "renamed", key, data={"from": was.folded_handle})
    profiles.let_go_handle(batch.session, key, was.folded_handle, seen)
    alone_key = ProfileKey.of_handle(key.tenant, key.platform, was.folded_handle)
    alone = batch.known.get(alone_key) or profiles.get(batch.session, alone_key)
    if alone is not None and alone.state is ProfileState.ACTIVE:
        batch.keep(replace(alone, state=_doubt(batch, alone_key, "handle_left")))
    number_changed = bool(registered(key.platform).phones_of(was.folded_handle))
    if number_changed and state is ProfileState.ACTIVE:
        return _doubt(batch, key, "number_changed")
    return state


def _lose_handle(batch: _Batch, other: KnownProfile, seen: datetime) -> None:
    """Somebody else has the handle now. The person keeps id and link, and has no handle that we know."""
    key = other.profile.key
    batch.counts["handles_lost"] += 1
    profiles.let_go_handle(batch.session, key, other.folded_handle, seen)
    events.append(batch.session, TypeClass.IDENTITY, "handle_lost", key)
    batch.keep(replace(other, profile=replace(other.profile, handle=""), folded_handle=""))


def _doubt_handle_alone(batch: _Batch, profile: Profile, folded: str, *, recycled: bool) -> None:
    """A profile known by this handle alone: is it still who it was, now that an id stands behind the handle?

    It is in doubt if the handle belonged to another id before, or if the two were never seen at the same time.
    """
    alone = batch.known.get(ProfileKey.of_handle(profile.tenant, profile.platform, folded))
    if alone is None or alone.state is not ProfileState.ACTIVE:
        return
    holders = profiles.holders(batch.session, profile.platform, profile.scope, folded)
    others = {holding.profile for holding in holders if holding.profile.stable} - {profile.key}
    if recycled or others or _came_later(profile, alone.profile):
        batch.keep(replace(alone, state=_doubt(batch, alone.profile.key, "second_owner")))


def _doubt(batch: _Batch, key: ProfileKey, reason: str) -> ProfileState:
    batch.counts["suspended"] += 1
    batch.counts["links_suspended"] += stop(batch.session, key, reason)
    return ProfileState.SUSPENDED
