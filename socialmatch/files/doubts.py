"""Whom a "no" may be about that cannot be taken as it is written. A "no" may reach too far, a "yes" never does.

A grant counts for the one id it names, byte for byte. A row that may be a withdrawal counts for whoever it may mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from socialmatch.consent.state import GRANTS
from socialmatch.errors import HandleError
from socialmatch.files.identity import canonical_platform, read_scope
from socialmatch.files.reasons import FileReason
from socialmatch.files.remains import Remains, is_lost
from socialmatch.files.sources import file_error
from socialmatch.handles import registry
from socialmatch.handles.address import visible
from socialmatch.handles.parse import fold
from socialmatch.handles.platform import Scope
from socialmatch.models import UNSTABLE_PREFIX, Account, ConsentEvent, EventKind, Profile, ProfileKey, Subject

Meaning = tuple[str | None, ...]
"""What a subject may mean: its kind, and what of it is sure; ``None`` stands for anything."""

SKIP_OPTION = "--skip-unreadable-consents"
"""How the command line says that withdrawals may be skipped of which nobody can tell whose they are."""


class Doubts:
    """Collects what the rows of a consents file leave unclear.

    Parameters
    ----------
    skip_unreadable: whether to go on over a row that may be a withdrawal and does not say whose. Whoever says so
        takes it upon himself that somebody who withdrew may be matched.

    Attributes
    ----------
    subjects: the subjects, as they are written, of rejected rows that may be withdrawals.
    endless: grants that were rejected only because they name no end.
    skipped: how many rows were skipped although they may be withdrawals.
    """

    def __init__(self, *, skip_unreadable: bool = False) -> None:
        self.subjects: set[str] = set()
        self.endless: list[ConsentEvent] = []
        self.skipped = 0
        self._skip = skip_unreadable

    def hear(self, path: Path, line: int, remains: Remains, sure: bool = True) -> None:
        """Take a row that is set aside.

        Parameters
        ----------
        remains: what may stand in its columns. sure: whether it is a row at all, or only may be one.

        Raises
        ------
        FileError: it may be a withdrawal, and nobody can say whose (``unheard_withdrawal``).
        """
        if _is_empty(remains) or _is_grant(remains):
            return
        named = [text for text in remains.get("subject", ()) if meanings(text)]
        self.subjects.update(named)
        if named or not sure:
            return
        if not self._skip:
            what = f"line {line} cannot be read; it may be a withdrawal, and does not say whose"
            hint = f"mend the line, or leave such lines out with {SKIP_OPTION} (skip_unreadable=True)"
            raise file_error(path, FileReason.UNHEARD_WITHDRAWAL, what, hint=hint)
        self.skipped += 1


def _is_empty(remains: Remains) -> bool:
    return not any(text.replace(",", "").strip() for texts in remains.values() for text in texts)


def _is_grant(remains: Remains) -> bool:
    """Whether a row is a grant beyond doubt: its status is one, and nothing in it is the name of another event."""
    words = {text.strip().lower() for texts in remains.values() for text in texts}
    statuses = {text.strip().lower() for text in remains.get("status", ())}
    return not statuses.isdisjoint(GRANTS) and words.intersection(EventKind) <= GRANTS


# --- what a text may mean ------------------------------------------------------------------------


def meanings(text: str) -> set[Meaning]:
    """What a subject may mean, however it is written; nothing where it is no subject, or bytes of it are lost."""
    if is_lost(text):
        return set()
    kind, _, rest = visible(text).partition(":")
    kind, rest = kind.strip().lower(), rest.strip()
    if not rest:
        return set()
    if kind == "profile":
        return _profile_meanings(rest)
    return {(kind, rest)} if kind in ("account", "profile_id") else set()


def _profile_meanings(rest: str) -> set[Meaning]:
    name, _, after = rest.partition(":")
    platform = _platform(name)
    scope, colon, user_id = (part.strip() for part in after.partition(":"))
    if not colon:
        return _id_meanings(platform, None, scope)
    if not user_id:
        return set()
    scoped = platform is not None and registry.platform(platform).scope is not Scope.GLOBAL
    found = _id_meanings(platform, read_scope(scope) if scoped else None, user_id)
    if scope:  # it may be left out, and be the beginning of an id with a colon
        found |= _id_meanings(platform, None, after.strip())
    return found


def _id_meanings(platform: str | None, scope: str | None, user_id: str) -> set[Meaning]:
    if not user_id:
        return set()
    if not user_id.startswith(UNSTABLE_PREFIX):
        return {("profile", platform, scope, user_id)}
    handle = user_id.removeprefix(UNSTABLE_PREFIX).strip()
    if not handle:
        return set()
    return {("handle", platform, handle.lower() if platform is None else fold(platform, handle))}


def _platform(name: str) -> str | None:
    try:
        return canonical_platform(name)
    except HandleError:
        return None


# --- whom of the files it reaches ----------------------------------------------------------------


def reached(
    told: Mapping[str, str],
    *,
    accounts: Iterable[Account],
    profiles: Iterable[Profile],
    named: Iterable[tuple[str, ProfileKey]],
) -> dict[Subject, str]:
    """Everybody whom one of some subjects may mean.

    Parameters
    ----------
    told: subjects as they are written, each with the reason to leave out whom it means.
    accounts, profiles: everybody there is. named: each ``profile_id`` and what it stands on, however often.

    Returns
    -------
    dict: who is meant, and the reason; the first in alphabetical order where there are several.
    """
    wanted: dict[Meaning, str] = {}
    for text, reason in told.items():
        for meaning in meanings(text):
            wanted[meaning] = min(reason, wanted.get(meaning, reason))
    if not wanted:
        return {}
    found: dict[Subject, str] = {}

    def reach(subject: Subject, ways: Sequence[Meaning]) -> None:
        reasons = [wanted[way] for way in ways if way in wanted]
        if reasons:
            found[subject] = min(*reasons, found.get(subject, reasons[0]))

    for account in accounts:
        reach(account.key, [("account", visible(account.account_id))])
    for profile in profiles:
        reach(profile.key, _ways(profile))
    for profile_id, key in named:
        reach(key, [("profile_id", visible(profile_id))])
    return found


def _ways(profile: Profile) -> list[Meaning]:
    """In how many ways a profile can be meant."""
    platform, scope, user_id = profile.platform, visible(profile.scope), visible(profile.user_id)
    ways: list[Meaning] = [("profile", one, other, user_id) for one in (platform, None) for other in (scope, None)]
    handle = profile.handle or user_id.removeprefix(UNSTABLE_PREFIX)
    if profile.handle or not profile.key.stable:
        ways += [("handle", platform, fold(platform, handle)), ("handle", None, handle.lower())]
    return ways
