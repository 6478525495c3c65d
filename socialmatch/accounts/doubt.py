"""What stops when it is in doubt who stands behind a profile, or when a profile is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from socialmatch import endings
from socialmatch.leaf import TypeClass
from socialmatch.models import Profile, ProfileKey
from socialmatch.store import WriteSession, events, profiles, suppressions
from socialmatch.store.profiles import KnownProfile, ProfileState

_MARKS: Final = (suppressions.MATCH, suppressions.CONTACT)


def suspend_profile(session: WriteSession, key: ProfileKey, reason: str) -> Counter[str]:
    """Somebody else may stand behind this key now: nothing rests on it until it is proved anew.

    The link does not answer and is taken out of the CRM, the consent ends, open codes are taken back, proposals go.
    """
    known = profiles.get(session, key)
    if known is not None and known.state is ProfileState.ACTIVE:
        profiles.set_state(session, key, ProfileState.SUSPENDED)
    return +Counter(suspended=1, links_suspended=stop(session, key, reason))


def stop(session: WriteSession, key: ProfileKey, reason: str) -> int:
    """What :func:`suspend_profile` does besides changing the profile's state. How many links did answer."""
    suspended = endings.suspend_links(session, key, reason)
    endings.revoke_codes(session, key)
    endings.terminate_consents(session, key, reason)
    endings.drop_derived(session, key)
    events.append(session, TypeClass.IDENTITY, "suspended", key, data={"reason": reason})
    return suspended


def change_user_id(session: WriteSession, old: ProfileKey, new: ProfileKey) -> Counter[str]:
    """The platform says that the person behind one id has another one now (WhatsApp's ``user_id_update``).

    WhatsApp makes a new id when a phone number changes, and a number can change hands, so nothing is carried over
    but a "no".
    """
    for kind in _MARKS:
        if suppressions.holds(session, old, kind):
            suppressions.put(session, new, kind)
    counts = suspend_profile(session, old, "user_id_changed")
    events.append(session, TypeClass.IDENTITY, "user_id_changed", old, new)
    return counts


def delete_profiles(session: WriteSession, keys: Iterable[ProfileKey]) -> Counter[str]:
    """The platform no longer has these profiles: what they showed goes at once, link and consent end."""
    counts = Counter[str]()
    for key in keys:
        known = profiles.get(session, key)
        if known is None or known.state is ProfileState.DELETED:
            continue
        counts["deleted"] += 1
        counts["links_ended"] += endings.end_links(session, key, "profile_deleted")
        endings.revoke_codes(session, key)
        endings.terminate_consents(session, key, "profile_deleted")
        endings.drop_derived(session, key)
        if known.folded_handle:
            profiles.let_go_handle(session, key, known.folded_handle, session.now)
        bare = Profile(key.platform, key.user_id, key.scope, key.tenant, last_seen=known.profile.last_seen)
        profiles.put(session, [KnownProfile(bare, "", ProfileState.DELETED)])
        session.take_from(session.ref(key)).deleted = True
        session.scrubbed = True
        events.append(session, TypeClass.IDENTITY, "deleted", key)
    return +counts


def expire_content(session: WriteSession) -> int:
    """Drop what profiles showed, where its time is over; keys and links stay. Of how many profiles."""
    expired = profiles.expire_content(session)
    if expired:
        events.append(session, TypeClass.IDENTITY, "content_expired", data={"profiles": expired})
    return expired
