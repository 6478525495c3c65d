"""The links of one account as a JSON text, for CRMs that have nothing for a link but a field one can define oneself.

The text is plain ASCII without ``<``, ``>`` and ``&``, so that it survives fields that tidy up what they are given.
Entries of other tenants are kept as they stand.
"""

from __future__ import annotations

import json
from typing import Final

from socialmatch.crm.values import CrmLink
from socialmatch.errors import CrmConflict, CrmContract
from socialmatch.models import AccountKey, Assurance, ProfileKey
from socialmatch.moments import format_moment, parse_moment

Entry = dict[str, str]
"""One link: the names of :data:`NAMES` and their texts."""

NAMES: Final = ("tenant", "platform", "scope", "user_id", "handle", "assurance", "linked_at", "consent", "key")
_IDENTITY: Final = ("tenant", "platform", "scope", "user_id")
_LONGEST_HANDLE: Final = 320
_ESCAPED: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def parse(text: str) -> list[Entry]:
    """The entries of a field; none where it is empty.

    Raises
    ------
    CrmContract: somebody else wrote into it (``bad_links``). What it says is not repeated.
    """
    if not text.strip():
        return []
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        entries = None
    if not isinstance(entries, list) or not all(map(_is_entry, entries)):
        raise CrmContract(
            "the field for links holds something else",
            code="bad_links",
            hint="the field is for socialmatch alone; empty it, and tell the links again",
        )
    return entries


def write(entries: list[Entry]) -> str:
    """The text for a field; ``""`` where no link is left, so that nothing stays behind."""
    if not entries:
        return ""
    return json.dumps(entries, separators=(",", ":")).translate(_ESCAPED)


def entry(link: CrmLink, idempotency_key: str) -> Entry:
    """A link as it is kept; a handle that no platform could have is left out."""
    if link.linked_at is None or link.assurance is None:
        raise ValueError("a link to be written has its moment and its assurance")
    return {
        "tenant": link.profile.tenant,
        "platform": link.profile.platform,
        "scope": link.profile.scope,
        "user_id": link.profile.user_id,
        "handle": link.handle if len(link.handle) <= _LONGEST_HANDLE else "",
        "assurance": link.assurance.value,
        "linked_at": format_moment(link.linked_at),
        "consent": link.consent,
        "key": idempotency_key,
    }


def link_of(one: Entry, account: AccountKey) -> CrmLink:
    """An entry as a link of the account in whose field it stands.

    Raises
    ------
    CrmContract: a moment or an assurance that we never wrote (``bad_links``).
    """
    profile = ProfileKey(*(one[name] for name in _IDENTITY))
    try:
        worth, at = Assurance(one["assurance"]), parse_moment(one["linked_at"])
    except ValueError:
        raise CrmContract("the field for links holds something else", code="bad_links") from None
    return CrmLink(account, profile, one["handle"], worth, at, one["consent"])


def same(one: Entry, link: CrmLink) -> bool:
    """Whether an entry is this link, byte for byte, whatever account it was first written for."""
    profile = link.profile
    return [one[name] for name in _IDENTITY] == [profile.tenant, profile.platform, profile.scope, profile.user_id]


def check_key(entries: list[Entry], fresh: Entry) -> None:
    """Refuse an idempotency key that stands on another link.

    Raises
    ------
    CrmConflict: it does (``key_reused``).
    """
    for one in entries:
        if one["tenant"] == fresh["tenant"] and one["key"] == fresh["key"] and one != fresh:
            raise CrmConflict("this idempotency key came with another link", code="key_reused")


def _is_entry(one: object) -> bool:
    return isinstance(one, dict) and one.keys() == set(NAMES) and all(isinstance(text, str) for text in one.values())
