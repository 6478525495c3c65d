"""Texts that people write for a profile, read into a Profile, and the way back.

Reading a raw author of a webhook is in :mod:`socialmatch.handles.author`.
"""

from __future__ import annotations

import re
from datetime import datetime

from socialmatch.errors import HandleError
from socialmatch.handles import registry
from socialmatch.handles.address import is_plain, split_address
from socialmatch.handles.platform import Platform, Reading
from socialmatch.handles.refusals import refusal
from socialmatch.models import DEFAULT_TENANT, UNSTABLE_PREFIX, Profile

MAX_TEXT = 2048
"""The longest text that is looked at, in characters."""
_FEDIVERSE = "mastodon"
_USER_AT_HOST = re.compile(r"@[^@/:]+@[^@/:]+")
_PREFIXED = re.compile(r"([A-Za-z][A-Za-z0-9_+-]*):(?!//)(.*)")


def parse(
    text: str,
    *,
    platform: str | None = None,
    tenant: str = DEFAULT_TENANT,
    scope: str = "",
    seen_at: datetime | None = None,
) -> Profile:
    """Read what a person or a CRM field says of a profile.

    ====================================  =========================================================
    ``https://x.com/h``, ``x.com/h``      an address; its host must be listed exactly by a platform
    ``x:h``                               platform and handle, as CRM fields and settings have it
    ``@h``, ``h``                         a handle; only with ``platform``
    ``@u@host``, ``acct:u@host``          a handle of the fediverse, platform ``mastodon``
    ``https://host/@u``                   the same, only with ``platform="mastodon"``: any host is possible
    ``+12025550142``                      a phone number; only with ``platform="whatsapp"``
    ``did:plc:...``, ``U...``, ``UC...``  a stable id, with a platform whose ids cannot be taken for handles
    ====================================  =========================================================

    Nothing is looked up. A shortened address therefore names nobody. An address with a port, a user name, a
    trailing dot, a host in other scripts than ASCII, a hidden character or a doubtful percent escape is refused
    rather than repaired.

    Parameters
    ----------
    text: at most 2048 characters; white space around it is dropped.
    platform: name or alias of the platform the text is said to be of.
    scope: who issued the id, where the text is an id and the platform's ids have a scope. Handles and public
        addresses are nobody's in particular: their key has the scope ``""``.
    seen_at: when it was seen so, for ``first_seen`` and ``last_seen``.

    Returns
    -------
    A profile with its key, handle and canonical address, and nothing else. Where the text gives no stable id,
    ``user_id`` is ``~handle:`` and the folded handle, and ``key.stable`` is false.

    Raises
    ------
    HandleError: with one of these codes, and never with the text.

        - ``not_text``, ``empty``, ``too_long``, ``bad_character``: the text as such;
        - ``unknown_platform``, ``platform_missing``, ``other_platform``: on which platform;
        - ``bad_scheme``, ``userinfo``, ``port``, ``bad_host``, ``unknown_host``, ``bad_escape``: the address;
        - ``not_a_profile``: an address of the platform, but of a post, a search, a page;
        - ``reserved``, ``bad_handle``, ``no_handle``, ``bad_id``, ``bad_phone``: what it names;
        - ``scope_missing``, ``scope_unexpected``, ``bad_scope``: the scope.

    ConfigError: ``platform_clash`` or ``platform_broken``, of a platform another distribution brings.
    """
    wanted = registry.platform(platform) if platform is not None else None
    text = _checked(text)
    if wanted is None:
        wanted, text = _split_prefix(text)
    known, reading = _read(_plain(text, wanted), wanted)
    known.clean_scope(scope)
    if not reading.user_id or reading.public or (known.public_ids and not scope):
        scope = ""
    else:
        scope = known.clean_scope(scope, reading.user_id)
    return profile_of(known, reading, tenant=tenant, scope=scope, seen_at=seen_at)


def read_as(text: str, platform: str) -> Profile:
    """Read what is said of a profile of a platform, which the text may name as well: ``x:h`` for a handle on X.

    Raises
    ------
    HandleError: as for :func:`parse`.
    """
    try:
        return parse(text, platform=platform)
    except HandleError:
        named = parse(text)
    if named.platform != registry.platform(platform).name:
        raise refusal("other_platform")
    return named


def profile_of(known: Platform, reading: Reading, *, tenant: str, scope: str, seen_at: datetime | None) -> Profile:
    """The profile of a reading; the scope is already the id's own."""
    public_id = "" if scope else reading.user_id
    return Profile(
        platform=known.name,
        user_id=reading.user_id or UNSTABLE_PREFIX + known.fold(reading.handle),
        scope=scope,
        tenant=tenant,
        handle=reading.handle,
        public_phones=known.phones_of(reading.handle),
        url=known.address_of(reading.handle, public_id),
        first_seen=seen_at,
        last_seen=seen_at,
    )


def fold(platform: str, handle: str) -> str:
    """The form in which two spellings of one handle are equal on a platform. Any text can be folded.

    It serves to find and to compare; where there is no stable id it makes the key. Stable ids are never folded.

    Raises
    ------
    HandleError: ``unknown_platform``.
    """
    return registry.platform(platform).fold(handle)


def unstable_id(platform: str, handle: str) -> str:
    """The ``user_id`` of a profile of which only the handle is known: ``~handle:`` and the folded handle.

    Raises
    ------
    HandleError: ``unknown_platform``, ``no_handle``, ``bad_handle``, ``reserved``, ``bad_phone``.
    """
    known = registry.platform(platform)
    return UNSTABLE_PREFIX + known.fold(known.clean(known.unprefixed(handle)))


def format_handle(profile: Profile) -> str:
    """A profile as people write it on its platform: ``@h``, ``u/h``, ``@u@host``, ``+12025550142``.

    Without a handle it is the id where that can stand alone, else the address.
    ``parse(format_handle(p), platform=p.platform, scope=p.scope) == p`` for every ``p`` that :func:`parse` gave.

    Raises
    ------
    HandleError: ``unknown_platform``; ``no_text`` where there is no handle, and an id that has no address and
        would be taken for a handle.
    """
    known = registry.platform(profile.platform)
    if profile.handle:
        return known.written(profile.handle)
    if known.bare_id and profile.key.stable:
        return profile.user_id
    address = format_address(profile)
    if not address:
        raise refusal("no_text")
    return address


def format_address(profile: Profile) -> str:
    """The profile's canonical address by handle, else by id; ``""`` where the platform has none for it.

    ``parse(format_address(p), platform=p.platform) == p`` for every ``p`` that :func:`parse` gave and that has one.

    Raises
    ------
    HandleError: ``unknown_platform``.
    """
    known = registry.platform(profile.platform)
    public_id = profile.user_id if profile.key.stable and not profile.scope else ""
    return known.address_of(profile.handle, public_id)


def _checked(text: str) -> str:
    if not isinstance(text, str):
        raise refusal("not_text")
    if len(text) > MAX_TEXT:
        raise refusal("too_long")
    text = text.strip()
    if not text:
        raise refusal("empty")
    return text


def _plain(text: str, wanted: Platform | None) -> str:
    text = wanted.compact(text) if wanted is not None else text
    if not text:
        raise refusal("empty")
    if not is_plain(text):
        raise refusal("bad_character")
    return text


def _split_prefix(text: str) -> tuple[Platform | None, str]:
    """Take ``x:`` off ``x:h``; ``acct:`` stays."""
    prefixed = _PREFIXED.fullmatch(text)
    if prefixed is None or prefixed[1].lower() == "acct":
        return None, text
    named = registry.find(prefixed[1])
    if named is None:
        raise refusal("bad_scheme")
    return named, prefixed[2].strip()


def _read(text: str, wanted: Platform | None) -> tuple[Platform, Reading]:
    """Which platform, and what is named on it."""
    if text[:5].lower() == "acct:":
        return _read_fediverse(text[5:], wanted)
    if _is_address(text, wanted):
        return _read_address(text, wanted)
    if (wanted is None and _USER_AT_HOST.fullmatch(text)) or (wanted is not None and wanted.federated):
        return _read_fediverse(text, wanted)
    if wanted is None:
        raise refusal("platform_missing")
    return wanted, wanted.read_text(text)


def _is_address(text: str, wanted: Platform | None) -> bool:
    if "://" in text:
        return True
    if text.startswith("@"):
        return False
    if wanted is None:
        return "/" in text or registry.owner_of_host(text.lower()) is not None
    if wanted.spells(wanted.unprefixed(text)):
        # The name of a network's own host is more likely a broken address than a handle; "@" insists on a handle.
        return registry.is_listed(text.lower())
    return "/" in text


def _read_address(text: str, wanted: Platform | None) -> tuple[Platform, Reading]:
    address = split_address(text)
    owner = registry.owner(address)
    if owner is None and not address.host:
        raise refusal("bad_scheme")
    if wanted is not None and wanted.federated and address.host and (owner is None or owner.federates):
        owner = wanted
    if owner is None:
        raise refusal("unknown_host")
    if wanted is not None and wanted is not owner:
        raise refusal("other_platform")
    reading = owner.read_address(address)
    if owner.federated:
        _check_federated(reading)
    return owner, reading


def _read_fediverse(text: str, wanted: Platform | None) -> tuple[Platform, Reading]:
    fediverse = registry.platform(_FEDIVERSE)
    if wanted is not None and wanted is not fediverse:
        raise refusal("other_platform")
    reading = fediverse.read_text(text)
    _check_federated(reading)
    return fediverse, reading


def _check_federated(reading: Reading) -> None:
    """``@h@x.com`` means h on X to whoever wrote it: not a person of the fediverse."""
    owner = registry.owner_of_host(reading.handle.rpartition("@")[2])
    if owner is not None and not owner.federates:
        raise refusal("other_platform")
