"""Features as bytes and back: small enough to hold a CRM's, and to hand to a process of one's own.

The form is Python's own (``marshal``): quick, and true to tuples. It differs between versions of Python, so it lives
no longer than a run, and is read from nobody but ourselves.
"""

from __future__ import annotations

import marshal
from dataclasses import fields
from operator import attrgetter

from socialmatch.matching.normalize import AccountFeatures, ProfileFeatures, TextShape
from socialmatch.models import AccountKey, ProfileKey

_OF_ACCOUNT = attrgetter(*(f.name for f in fields(AccountFeatures) if f.init and f.name != "key"))
_OF_PROFILE = attrgetter(*(f.name for f in fields(ProfileFeatures) if f.name not in ("key", "handle")))


def pack_account(account: AccountFeatures) -> bytes:
    """An account's features. Inverse of :func:`unpack_account`."""
    key = account.key
    return marshal.dumps((key.tenant, key.crm, key.account_id, _OF_ACCOUNT(account)))


def unpack_account(packed: bytes) -> AccountFeatures:
    """Inverse of :func:`pack_account`."""
    tenant, crm, account_id, values = marshal.loads(packed)  # noqa: S302 - our own, see above
    return AccountFeatures(AccountKey(tenant, crm, account_id), *values)


def pack_profile(profile: ProfileFeatures) -> bytes:
    """A profile's features. Inverse of :func:`unpack_profile`."""
    key, shape = profile.key, profile.handle
    named = (key.tenant, key.platform, key.scope, key.user_id)
    return marshal.dumps((named, shape.text, shape.cuts, _OF_PROFILE(profile)))


def unpack_profile(packed: bytes) -> ProfileFeatures:
    """Inverse of :func:`pack_profile`."""
    named, text, cuts, values = marshal.loads(packed)  # noqa: S302 - our own, see above
    return ProfileFeatures(ProfileKey(*named), TextShape(text, cuts), *values)
