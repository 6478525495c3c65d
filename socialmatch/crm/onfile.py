"""Social profiles that a CRM has on file, as :class:`socialmatch.models.Account` wants them."""

from __future__ import annotations

from collections.abc import Iterable

from socialmatch.errors import HandleError
from socialmatch.handles.parse import parse, read_as


def handles_at(addresses: Iterable[str]) -> tuple[str, ...]:
    """The ``platform:handle`` of every address of a profile that names a handle; others are left out."""
    found = []
    for address in addresses:
        try:
            profile = parse(address)
        except HandleError:
            continue
        if profile.handle:
            found.append(f"{profile.platform}:{profile.handle}")
    return tuple(dict.fromkeys(found))


def handle_on(platform: str, text: str) -> tuple[str, ...]:
    """What a field for handles of one platform holds, handle or address; nothing where it is neither."""
    if not text:
        return ()
    try:
        profile = read_as(text, platform)
    except HandleError:
        return ()
    return (f"{platform}:{profile.handle}",) if profile.handle else ()
