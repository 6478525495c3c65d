from __future__ import annotations

import pytest

from crm_peers import MemoryPeer
from socialmatch.testing.adapters import AdapterConformance


class TestConformance(AdapterConformance):
    @pytest.fixture
    def peer(self):
        return MemoryPeer()
