"""HubSpot: the kit on a fake made from what is published about it, and what is its own."""

from __future__ import annotations

import pytest

from fake_crms.hubspot import HubspotPeer
from socialmatch.testing.adapters import AdapterConformance


class TestConformance(AdapterConformance):
    @pytest.fixture
    def peer(self):
        return HubspotPeer()
