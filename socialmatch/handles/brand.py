"""The brand's own handles. They answer customers; they never are customers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from socialmatch.errors import HandleError
from socialmatch.handles import registry
from socialmatch.handles.parse import parse, read_as
from socialmatch.models import DEFAULT_TENANT, UNSTABLE_PREFIX, Profile


@dataclass(frozen=True, slots=True)
class BrandHandles:
    """The register of one tenant's own handles, each with its role.

    Attributes
    ----------
    tenant: whose handles they are; another tenant's profiles are never ours.
    entries: (role, profile) in the order they were given. A role is the brand's own word (``"support"``).
    """

    tenant: str = DEFAULT_TENANT
    entries: tuple[tuple[str, Profile], ...] = ()
    _roles: dict[tuple[str, str, str], str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        roles: dict[tuple[str, str, str], str] = {}
        for role, profile in self.entries:
            for name in _names(profile):
                roles.setdefault(name, role)
        object.__setattr__(self, "_roles", roles)

    @classmethod
    def from_config(cls, handles: Mapping[str, Iterable[str]], *, tenant: str = DEFAULT_TENANT) -> BrandHandles:
        """Read a setting: for each role a list of texts, each naming its platform.

        ``{"support": ["x:acme_support", "https://www.facebook.com/acme"], "press": ["mastodon:@acme@example.com"]}``.
        A stable id (``facebook:1000123``, ``https://x.com/i/user/123``) is surer than a handle, which somebody
        else can have after the brand gives it up.

        Raises
        ------
        HandleError: an entry names no profile, or does not say on which platform;
            codes as :func:`~socialmatch.handles.parse.parse`.
        """
        return cls(
            tenant,
            tuple((role, parse(text, tenant=tenant)) for role, texts in handles.items() for text in texts),
        )

    def role_of(self, profile: Profile) -> str | None:
        """The role of a profile of ours, the first one given; ``None`` for everybody else's."""
        if profile.tenant != self.tenant:
            return None
        if not self._roles:
            return None
        names = [*_names(profile), *_addressed(profile)]
        return next((self._roles[name] for name in names if name in self._roles), None)

    def is_ours(self, profile: Profile) -> bool:
        """Whether a profile is the brand's own, by its id, its handle or its own address; then it is no customer."""
        return self.role_of(profile) is not None

    def with_role(self, role: str, platform: str | None = None) -> tuple[Profile, ...]:
        """Our profiles of a role, on one platform or on all: where to send somebody who wrote to the wrong one."""
        name = registry.platform(platform).name if platform is not None else None
        return tuple(profile for its, profile in self.entries if its == role and name in (None, profile.platform))


def _names(profile: Profile) -> list[tuple[str, str, str]]:
    """What a profile can be recognised by: its id where it has one, and its folded handle."""
    names = [(profile.platform, profile.scope, profile.user_id)]
    if profile.handle:
        known = registry.platform(profile.platform)
        names.append((profile.platform, "", UNSTABLE_PREFIX + known.fold(known.unprefixed(profile.handle))))
    return names


def _addressed(profile: Profile) -> list[tuple[str, str, str]]:
    """What its own address names it, and what a handle does that is written as an address or with its platform."""
    names: list[tuple[str, str, str]] = []
    for text in (profile.url, profile.handle):
        if "/" in text or ":" in text:
            with contextlib.suppress(HandleError):
                names += _names(read_as(text, profile.platform))
    return names
