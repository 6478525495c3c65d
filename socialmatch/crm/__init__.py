"""CRMs behind one interface: accounts in, confirmed links out; never a score.

``docs/adding-a-crm.md`` is the guide for authors of adapters.
"""

from socialmatch.crm.base import API_VERSION, CrmAdapter
from socialmatch.crm.capability import FULL, Capability, Grade, Support, grades, not_implemented, partial, unsupported
from socialmatch.crm.in_threads import AsyncCrm
from socialmatch.crm.registry import adapter_class, installed, open_adapter
from socialmatch.crm.runtime import Retry, Runtime
from socialmatch.crm.values import CrmLink, Deletion, Erasure, Feed, FindBy, Merge, Page, Watermark

__all__ = [
    "API_VERSION",
    "FULL",
    "AsyncCrm",
    "Capability",
    "CrmAdapter",
    "CrmLink",
    "Deletion",
    "Erasure",
    "Feed",
    "FindBy",
    "Grade",
    "Merge",
    "Page",
    "Retry",
    "Runtime",
    "Support",
    "Watermark",
    "adapter_class",
    "grades",
    "installed",
    "not_implemented",
    "open_adapter",
    "partial",
    "unsupported",
]
