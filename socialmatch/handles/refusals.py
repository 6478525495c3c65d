"""Why a text or a raw author is refused: every code of a ``HandleError``, with its one sentence.

The sentences never repeat what was read.
"""

from __future__ import annotations

from socialmatch.errors import HandleError

REFUSALS: dict[str, str] = {
    "not_text": "a profile is named by a text",
    "empty": "the text is empty",
    "too_long": "the text is longer than any profile address",
    "bad_character": "the text holds a space, a backslash, a control or an invisible character",
    "unknown_platform": "no platform of this name is registered",
    "platform_missing": "the text does not say on which platform",
    "other_platform": "the text names a profile of another platform than the one given",
    "bad_scheme": "the address has a scheme that no platform uses",
    "userinfo": "the address has a user name in front of its host",
    "port": "the address names a port",
    "bad_host": "the host of the address is not a plain ASCII domain name",
    "unknown_host": "the host of the address is not one a platform is known by",
    "bad_escape": "the address has a percent escape that is broken or hides a separator",
    "not_a_profile": "the address is on a platform but is not the address of a profile",
    "reserved": "the word is a page of the platform, not a handle",
    "bad_handle": "the handle cannot exist on this platform",
    "no_handle": "the platform has no public handles, and the text is not one of its ids",
    "bad_id": "the id cannot exist on this platform",
    "bad_phone": "the phone number is not an international one (a plus sign and the country code first)",
    "scope_missing": "the ids of this platform need a scope: the page, app or provider that issued them",
    "scope_unexpected": "the ids of this platform are global and take no scope",
    "bad_scope": "the scope is not one this platform can have",
    "bad_author": "the raw author, or a field of it, has the wrong type",
    "no_identity": "the raw author has neither a stable id nor a handle",
    "no_text": "the profile has no handle, and its id cannot be written as a text of its own",
}


def refusal(code: str) -> HandleError:
    """The error of one of :data:`REFUSALS`; the caller raises it."""
    return HandleError(REFUSALS[code], code=code)
