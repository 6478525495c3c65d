"""Plug-ins by entry point: found by name, imported on first use, never guessed.

One rule for all groups (``socialmatch.crm``, ``socialmatch.platforms``, ``socialmatch.engines``): a name is taken
once. Two distributions offering the same name is an error for whoever asks for it, not a race.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from socialmatch.errors import MissingExtra, UsageError


@lru_cache(maxsize=8)
def _found(group: str) -> dict[str, tuple[EntryPoint, ...]]:
    names: dict[str, list[EntryPoint]] = {}
    for point in entry_points(group=group):
        known = names.setdefault(point.name, [])
        if point.value not in [other.value for other in known]:
            known.append(point)
    return {name: tuple(points) for name, points in sorted(names.items())}


def names(group: str) -> tuple[str, ...]:
    """The names on offer in a group, sorted; nothing is imported."""
    return tuple(_found(group))


def load(group: str, name: str, *, extras: dict[str, str] | None = None) -> Any:
    """Import what a name stands for.

    Parameters
    ----------
    group: an entry-point group. extras: extra that brings the dependency of a name of our own.

    Raises
    ------
    UsageError: ``unknown_plugin`` where nobody offers the name, ``plugin_clash`` where two do,
        ``missing_dependency`` where somebody else's plug-in cannot be imported.
    MissingExtra: a dependency of one of ours is not installed.
    """
    points = _found(group).get(name, ())
    if not points:
        known = ", ".join(names(group)) or "none"
        raise UsageError(f"no {group} plug-in of that name", code="unknown_plugin", hint=f"installed: {known}")
    if len(points) > 1:
        raise UsageError(
            f"{len(points)} packages offer the {group} plug-in {name}",
            code="plugin_clash",
            hint="uninstall all but one",
        )
    try:
        return points[0].load()
    except ModuleNotFoundError as error:
        extra = (extras or {}).get(name)
        if extra is None:
            distribution = points[0].dist.name if points[0].dist else points[0].value
            hint = f"install what {distribution} depends on: {error.name}"
            raise UsageError(
                f"the {group} plug-in {name} lacks a dependency", code="missing_dependency", hint=hint
            ) from error
        raise MissingExtra(f"the {group} plug-in {name}", extra) from error
