"""The conformance kit of CRM adapters. One class and one fixture run it::

    class TestMyCrm(AdapterConformance):
        @pytest.fixture
        def peer(self, tmp_path):
            return MyPeer(tmp_path)

Tests carry the letter of their group. Most are a "must". Those of a power that the adapter says it has not got are
skipped, with the adapter's own note; group K holds it to what it says.
"""

from collections.abc import Iterator

import pytest

from socialmatch.testing.adapters.bench import Bench, Peer
from socialmatch.testing.adapters.faults import Fault, Faults
from socialmatch.testing.adapters.honesty import GroupJSecrets, GroupKHonesty
from socialmatch.testing.adapters.reading import GroupDPages, GroupEWatermarks, GroupFGone
from socialmatch.testing.adapters.recording import Recording
from socialmatch.testing.adapters.replay import GroupNRecordings
from socialmatch.testing.adapters.sharing import GroupLElsewhere, GroupMThreads
from socialmatch.testing.adapters.trouble import GroupHTrouble
from socialmatch.testing.adapters.web import HttpPeer
from socialmatch.testing.adapters.writing import (
    GroupARoundTrips,
    GroupBRepetition,
    GroupCIdempotencyKeys,
    GroupGDifficultTexts,
    GroupIConsent,
)

__all__ = ["AdapterConformance", "Bench", "Fault", "Faults", "HttpPeer", "Peer", "Recording"]


class AdapterConformance(
    GroupARoundTrips,
    GroupBRepetition,
    GroupCIdempotencyKeys,
    GroupDPages,
    GroupEWatermarks,
    GroupFGone,
    GroupGDifficultTexts,
    GroupHTrouble,
    GroupIConsent,
    GroupJSecrets,
    GroupKHonesty,
    GroupLElsewhere,
    GroupMThreads,
    GroupNRecordings,
):
    """Every test of the kit. Subclass it, and give a fixture ``peer``."""

    @pytest.fixture
    def peer(self) -> Peer:
        """The system behind the adapter."""
        raise NotImplementedError("give your class a fixture 'peer' that returns a socialmatch.testing.adapters.Peer")

    @pytest.fixture
    def bench(self, peer: Peer) -> Iterator[Bench]:
        """The adapter, opened on the peer."""
        bench = Bench(peer)
        yield bench
        bench.close()
