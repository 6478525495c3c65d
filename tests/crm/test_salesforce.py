"""Salesforce: the kit on a fake made from its documents, and what is its own."""

from __future__ import annotations

import pytest

from fake_crms.salesforce import SalesforcePeer
from socialmatch.testing.adapters import AdapterConformance


class TestConformance(AdapterConformance):
    @pytest.fixture
    def peer(self):
        return SalesforcePeer()
