"""Platforms by name and by host: those of the table, and those other distributions bring.

A distribution adds a network through the entry-point group ``socialmatch.platforms``: the entry's name is the
platform's, its value a subclass of :class:`~socialmatch.handles.platform.Platform`. It is imported when its name
is asked for, or when a host is met that the table does not know.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from socialmatch.errors import ConfigError
from socialmatch.handles.address import Address, is_dns_name
from socialmatch.handles.platform import Platform
from socialmatch.handles.platforms import PLATFORMS
from socialmatch.handles.refusals import refusal

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "socialmatch.platforms"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NOT_NAMES = frozenset({"http", "https", "acct", "mailto", "tel", "sms", "data", "javascript", "file"})


def platform(name: str) -> Platform:
    """A platform by its name or an alias, in any case: ``platform("Twitter").name == "x"``.

    Raises
    ------
    HandleError: ``unknown_platform``.
    ConfigError: ``platform_clash`` or ``platform_broken`` for a distribution's platform.
    """
    known = find(name) if isinstance(name, str) else None
    if known is None:
        raise refusal("unknown_platform")
    return known


def find(name: str) -> Platform | None:
    """As :func:`platform`, but ``None`` for an unknown name."""
    name = name.lower()
    known = _table().get(name)
    if known is None and name in _entries():
        known = _load(name)
    return known


def platforms() -> tuple[Platform, ...]:
    """Every platform: the table's in its order, then the distributions' by name.

    Raises
    ------
    ConfigError: as :func:`platform`.
    """
    return PLATFORMS + tuple(_load(name) for name in sorted(_entries()))


def owner(address: Address) -> Platform | None:
    """The platform an address is on, by its exact host or its scheme."""
    if address.host:
        return owner_of_host(address.host)
    return _schemes(PLATFORMS).get(address.scheme) or _schemes(platforms()).get(address.scheme)


def owner_of_host(host: str) -> Platform | None:
    """The platform a host belongs to.

    The host is one listed by the platform, or one label in front of a domain where the platform
    gives each handle a label (``handle.github.io``). Nothing is guessed from a part of a host.
    """
    if "." not in host:  # most handles: no need to import other distributions' platforms
        return None
    return _within(_hosts(PLATFORMS), host) or _within(_hosts(platforms()), host)


def _within(hosts: dict[str, Platform], host: str) -> Platform | None:
    return hosts.get(host) or hosts.get("*." + host.partition(".")[2])


def is_listed(host: str) -> bool:
    """Whether a host itself is in some platform's list."""
    found = owner_of_host(host)
    return found is not None and host in found.hosts


@cache
def _table() -> dict[str, Platform]:
    return {name: known for known in PLATFORMS for name in (known.name, *known.aliases)}


@cache
def _hosts(known: tuple[Platform, ...]) -> dict[str, Platform]:
    listed = {host: one for one in known for host in one.hosts}
    return listed | {f"*.{parent}": one for one in known for parent in one.parents}


@cache
def _schemes(known: tuple[Platform, ...]) -> dict[str, Platform]:
    return {scheme: one for one in known for scheme in one.schemes}


@cache
def _entries() -> dict[str, EntryPoint]:
    from importlib.metadata import entry_points  # half of the time all our imports take

    found: dict[str, EntryPoint] = {}
    for entry in entry_points(group=GROUP):
        name = entry.name.lower()
        if name in _table() or found.setdefault(name, entry).value != entry.value:
            raise _clash(name)
    return found


@cache
def _load(name: str) -> Platform:
    """Import one distribution's platform and check that it takes nothing from another."""
    entry = _entries()[name]
    try:
        loaded = entry.load()()
    except Exception as error:
        raise ConfigError(
            f"the platform {name!r} of another distribution cannot be loaded",
            code="platform_broken",
            hint=f"check the installation of {entry.value}",
        ) from error
    if not isinstance(loaded, Platform) or loaded.name != name or not _well_formed(loaded):
        raise ConfigError(
            f"the platform {name!r} is not a well-formed Platform of that name",
            code="platform_broken",
            hint="its name is a lower case word and no scheme, it has no aliases, its hosts are domain names",
        )
    for other in (*PLATFORMS, *(_load(before) for before in _entries() if before < name)):
        if other.hosts & loaded.hosts or other.parents & loaded.parents or other.schemes & loaded.schemes:
            raise _clash(name)
    return loaded


def _well_formed(loaded: Platform) -> bool:
    # An alias would be known only once its platform has been loaded, so a distribution's platform has none.
    named = _NAME.fullmatch(loaded.name) is not None and loaded.name not in _NOT_NAMES and not loaded.aliases
    return named and all(is_dns_name(host) for host in loaded.hosts | loaded.parents)


def _clash(name: str) -> ConfigError:
    return ConfigError(
        f"the platform {name!r} of another distribution takes a name, host or scheme that is taken",
        code="platform_clash",
        hint="remove one of the two distributions, or rename its platform",
    )
