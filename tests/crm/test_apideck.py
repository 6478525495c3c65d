"""Apideck: the kit on a fake that is held to Apideck's own contract, and what is its own."""

from __future__ import annotations

import pytest

from fake_crms.apideck import ApideckPeer
from fake_crms.contract import needs_contracts
from socialmatch.testing.adapters import AdapterConformance

pytestmark = needs_contracts


class TestConformance(AdapterConformance):
    @pytest.fixture
    def peer(self):
        return ApideckPeer()
