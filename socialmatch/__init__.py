"""Which of our customers is this handle, and may we know?

The names below are what users import; each is loaded when it is first asked for, so that ``import socialmatch`` costs
nothing. Inside the package import the modules themselves (``socialmatch.models``), never the root.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from socialmatch.awaited import AsyncSocialMatch
    from socialmatch.client import SocialMatch
    from socialmatch.errors import SocialMatchError
    from socialmatch.handles.parse import parse
    from socialmatch.link import Summary, link_files
    from socialmatch.matching.explain import explain
    from socialmatch.matching.waterfall import waterfall_svg
    from socialmatch.models import (
        Account,
        AccountKey,
        Actor,
        ActorKind,
        Answer,
        AnswerKind,
        Assurance,
        Claim,
        ConsentEvent,
        Decision,
        EventKind,
        Evidence,
        Fact,
        Link,
        NextStep,
        Notice,
        Notification,
        Profile,
        ProfileKey,
        Proposal,
        Receipt,
        SignIn,
    )

_HOMES = {
    "Account": "models",
    "AccountKey": "models",
    "Actor": "models",
    "ActorKind": "models",
    "Answer": "models",
    "AnswerKind": "models",
    "Assurance": "models",
    "AsyncSocialMatch": "awaited",
    "Claim": "models",
    "ConsentEvent": "models",
    "Decision": "models",
    "EventKind": "models",
    "Evidence": "models",
    "Fact": "models",
    "Link": "models",
    "NextStep": "models",
    "Notice": "models",
    "Notification": "models",
    "Profile": "models",
    "ProfileKey": "models",
    "Proposal": "models",
    "Receipt": "models",
    "SignIn": "models",
    "SocialMatch": "client",
    "SocialMatchError": "errors",
    "Summary": "link",
    "explain": "matching.explain",
    "link_files": "link",
    "parse": "handles.parse",
    "waterfall_svg": "matching.waterfall",
}

__version__ = "0.1.0.dev0"

__all__ = [
    "Account",
    "AccountKey",
    "Actor",
    "ActorKind",
    "Answer",
    "AnswerKind",
    "Assurance",
    "AsyncSocialMatch",
    "Claim",
    "ConsentEvent",
    "Decision",
    "EventKind",
    "Evidence",
    "Fact",
    "Link",
    "NextStep",
    "Notice",
    "Notification",
    "Profile",
    "ProfileKey",
    "Proposal",
    "Receipt",
    "SignIn",
    "SocialMatch",
    "SocialMatchError",
    "Summary",
    "__version__",
    "explain",
    "link_files",
    "parse",
    "waterfall_svg",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'socialmatch' has no attribute {name!r}")
    value = getattr(import_module(f"socialmatch.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
