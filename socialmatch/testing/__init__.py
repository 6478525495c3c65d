"""What users' own tests need: a store in memory, a clock that is moved by hand, the kit for CRM adapters.

``from socialmatch.testing import fake_store``; the kit stands in :mod:`socialmatch.testing.adapters`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from socialmatch.testing.clock import ManualClock
    from socialmatch.testing.stores import FakeSocialMatch, fake_store

_HOMES = {"FakeSocialMatch": "stores", "ManualClock": "clock", "fake_store": "stores"}

__all__ = ["FakeSocialMatch", "ManualClock", "fake_store"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'socialmatch.testing' has no attribute {name!r}")
    return getattr(import_module(f"socialmatch.testing.{_HOMES[name]}"), name)
