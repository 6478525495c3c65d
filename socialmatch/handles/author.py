"""A raw author, as a platform's API or webhook shows it, read into a Profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from socialmatch.errors import HandleError
from socialmatch.handles import registry
from socialmatch.handles.parse import profile_of
from socialmatch.handles.platform import Author, Platform, Reading, Scope
from socialmatch.handles.refusals import refusal
from socialmatch.models import DEFAULT_TENANT, Profile


def from_author(
    platform: str,
    raw: Mapping[str, Any],
    *,
    tenant: str = DEFAULT_TENANT,
    scope: str = "",
    seen_at: datetime | None = None,
) -> Profile:
    """Read the author of a post or message. Which fields are read stands in the platform's ``author``.

    The id makes the key. A handle the platform's grammar does not know is then left empty rather than refused:
    the person is known without it. Counts of followers and the like are not read.

    Parameters
    ----------
    raw: the author's own object (``user``, ``sender``, ``from`` ...), not the post around it.
    scope: who issued the id: the page, app, portfolio or provider, on Mastodon the host of the server that sent
        it. Required where the platform's ids have one; also completes a Mastodon handle without a host.
    seen_at: when the author was seen so, for ``first_seen`` and ``last_seen``.

    Returns
    -------
    A profile with the texts as shown. Without an id its key is unstable, as in
    :func:`~socialmatch.handles.parse.parse`.

    Raises
    ------
    HandleError: ``unknown_platform``; ``bad_author`` where ``raw`` or a field has the wrong type; ``bad_id``
        (also for a number with a fraction, whose last digits are lost); ``no_identity``; ``scope_missing``,
        ``scope_unexpected``, ``bad_scope``; without an id also what
        :func:`~socialmatch.handles.parse.parse` says of a handle or phone number.
    """
    known = registry.platform(platform)
    if not isinstance(raw, Mapping):
        raise refusal("bad_author")
    known.clean_scope(scope)
    fields = known.author
    user_id = known.clean_id(text) if (text := _first(raw, fields.id, number=True)) else ""
    handle, phone = _handle(known, raw, scope), _phone(raw, fields)
    phone = _cleaned(known, phone, needed=not user_id and not handle)
    handle = _cleaned(known, handle, needed=not user_id and not phone) or phone
    if not user_id and not handle:
        raise refusal("no_identity")
    profile = profile_of(
        known,
        Reading(handle=handle, user_id=user_id),
        tenant=tenant,
        scope=known.clean_scope(scope, user_id) if user_id else "",
        seen_at=seen_at,
    )
    return replace(
        profile,
        display_name=_first(raw, fields.name),
        bio=_first(raw, fields.bio),
        location=_first(raw, fields.location),
        urls=_all(raw, fields.website),
        public_emails=_all(raw, fields.email),
        public_phones=known.phones_of(phone),
    )


def _handle(known: Platform, raw: Mapping[str, Any], scope: str) -> str:
    handle = known.unprefixed(_first(raw, known.author.handle))
    if handle and known.scope is Scope.HOST and "@" not in handle and scope:
        return f"{handle}@{scope}"
    return handle


def _phone(raw: Mapping[str, Any], fields: Author) -> str:
    """Webhooks give a phone number as its digits alone."""
    text = _first(raw, fields.phone, number=True)
    return "+" + text.removeprefix("+") if text else ""


def _cleaned(known: Platform, handle: str, *, needed: bool) -> str:
    if not handle:
        return ""
    try:
        return known.clean(handle)
    except HandleError:
        if needed:
            raise
        return ""


def _first(raw: Mapping[str, Any], places: Iterable[str], *, number: bool = False) -> str:
    """The first place that holds something."""
    for place in places:
        texts = [_text(_at(raw, path.removeprefix("@")), number=number) for path in place.split()]
        found = " ".join(text for text in texts if text)
        if found and (found.startswith("@") or not place.startswith("@")):
            return found
    return ""


def _all(raw: Mapping[str, Any], places: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for place in places if (text := _text(_at(raw, place))))


def _at(raw: Mapping[str, Any], path: str) -> object:
    """Follow a dotted path; ``None`` where it ends early."""
    value: object = raw
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _text(value: object, *, number: bool = False) -> str:
    if value is None:
        return ""
    if number and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if number and isinstance(value, float):
        raise refusal("bad_id")
    if not isinstance(value, str):
        raise refusal("bad_author")
    return value
