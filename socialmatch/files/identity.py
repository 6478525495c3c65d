"""Who a row is about: a profile's key, and the subject of a consent as one text.

This is the only place here that asks the handles package anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from socialmatch.errors import HandleError, RowError
from socialmatch.files.reasons import RowReason
from socialmatch.handles.parse import read_as, unstable_id
from socialmatch.handles.platform import Platform
from socialmatch.handles.registry import platform as registered
from socialmatch.models import UNSTABLE_PREFIX, AccountKey, ProfileKey, Subject

_SCOPE = re.compile(r"(?:[^%]|%(?:25|3[Aa]))*")


def canonical_platform(name: str) -> str:
    """The registry's name of a platform: ``"Twitter"`` gives ``"x"``.

    Raises
    ------
    HandleError: no such platform.
    """
    return registered(name.strip()).name


class Identities:
    """Reads platforms, profile keys and subjects for one tenant and CRM; remembers the platforms it met."""

    def __init__(self, tenant: str, crm: str = "", profile_ids: Mapping[str, ProfileKey] | None = None) -> None:
        self._tenant = tenant
        self._crm = crm
        self._profile_ids = profile_ids or {}
        self._platforms: dict[str, Platform] = {}

    def platform(self, name: str, column: str = "platform") -> Platform:
        """A platform by name or alias, in any case.

        Raises
        ------
        RowError: it is missing or not registered.
        """
        known = self._platforms.get(name)
        if known is None:
            if not name.strip():
                raise RowError(RowReason.MISSING_VALUE, column=column)
            try:
                known = registered(canonical_platform(name))
            except HandleError as error:
                raise RowError(RowReason.UNKNOWN_PLATFORM, column=column) from error
            self._platforms[name] = known  # only names that exist, so this stays small
        return known

    def profile_key(self, platform: str, scope: str, user_id: str, handle: str) -> ProfileKey:
        """The key of a profile; a handle counts only where there is no id, and then nobody issued it: no scope.

        Raises
        ------
        RowError: there is neither id nor handle, or the platform or the handle is none.
        """
        known = self.platform(platform)
        if user_id.startswith(UNSTABLE_PREFIX):
            return self._unstable(known, user_id.removeprefix(UNSTABLE_PREFIX), "user_id")
        if user_id.strip():
            return ProfileKey(self._tenant, known.name, scope, user_id)
        if not handle.strip():
            raise RowError(RowReason.MISSING_VALUE, column="user_id")
        return self._unstable(known, self.handle(known, handle), "handle")

    def handle(self, known: Platform, cell: str) -> str:
        """The handle in a cell, which may hold it with what people write before it, or the profile's address.

        What names no profile of the platform stays as it is.
        """
        text = known.unprefixed(cell.strip())
        if "/" not in text and ":" not in text:
            return text
        try:
            return read_as(cell, known.name).handle or text
        except HandleError:
            return text

    def subject(self, text: str) -> Subject:
        """Read ``account:ID``, ``profile:PLATFORM:SCOPE:USER_ID`` or ``profile_id:ID``; ids byte for byte.

        ``subject(format_subject(key)) == key`` for every key, and no two keys have one text.

        Raises
        ------
        RowError: it has another form, its platform is unknown, or nobody has this ``profile_id``.
        """
        kind, _, rest = text.lstrip().partition(":")
        if kind == "account" and rest.strip():
            return AccountKey(self._tenant, self._crm, rest)
        if kind == "profile_id" and rest:
            if rest not in self._profile_ids:
                raise RowError(RowReason.UNKNOWN_SUBJECT, column="subject")
            return self._profile_ids[rest]
        if kind != "profile" or rest.count(":") < 2:
            raise RowError(RowReason.BAD_SUBJECT, column="subject")
        name, scope, user_id = rest.split(":", 2)
        known = self.platform(name, "subject")
        if user_id.startswith(UNSTABLE_PREFIX):
            return self._unstable(known, user_id.removeprefix(UNSTABLE_PREFIX), "subject")
        issuer = read_scope(scope)
        if not user_id.strip() or issuer is None:
            raise RowError(RowReason.BAD_SUBJECT, column="subject")
        return ProfileKey(self._tenant, known.name, issuer, user_id)

    def _unstable(self, known: Platform, handle: str, column: str) -> ProfileKey:
        try:
            user_id = unstable_id(known.name, known.compact(handle.strip()))
        except HandleError as error:
            raise RowError(RowReason.BAD_HANDLE, column=column) from error
        return ProfileKey(self._tenant, known.name, "", user_id)


def read_scope(text: str) -> str | None:
    """The scope that stands in a subject, where ``:`` is ``%3A`` and ``%`` is ``%25``; ``None`` where it is none."""
    if not _SCOPE.fullmatch(text):
        return None
    return text.replace("%3A", ":").replace("%3a", ":").replace("%25", "%")


def format_subject(subject: Subject) -> str:
    """A subject as the ``subject`` column of a consents file has it; the tenant and CRM are the file's own."""
    if isinstance(subject, AccountKey):
        return f"account:{subject.account_id}"
    scope = subject.scope.replace("%", "%25").replace(":", "%3A")
    return f"profile:{subject.platform}:{scope}:{subject.user_id}"
