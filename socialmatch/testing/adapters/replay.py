"""The kit's group N: what an adapter asks can be recorded without people and passwords, and played again."""

from __future__ import annotations

import pytest

from socialmatch.errors import SocialMatchError
from socialmatch.testing.adapters.bench import Bench, expect
from socialmatch.testing.adapters.canaries import EMAIL, expect_clean
from socialmatch.testing.adapters.recording import Recording
from socialmatch.testing.adapters.web import HttpPeer


class GroupNRecordings:
    """For adapters over HTTP: the same calls ask the same, and a recording of them can be given away."""

    def test_n_a_recording_names_nobody_and_plays_again(self, bench: Bench) -> None:
        peer = bench.peer
        if not isinstance(peer, HttpPeer):
            pytest.skip("may: only what travels over HTTP is recorded")
        ids = [bench.save(number, emails=(EMAIL,)) for number in range(peer.page_size + 1)]
        recording = Recording(personal=peer.personal, secrets=peer.secrets)
        with peer.recorded(recording):
            crm = bench.another()
        came = [account.account_id for account in crm.accounts()]
        text = recording.dumps()
        expect_clean(bench, text, "a recording (name the fields in HttpPeer.personal)")
        runtime = crm.runtime
        bench.clock.sleep(7)
        again = peer.connect(Recording.loads(text, secrets=peer.secrets), runtime)
        try:
            replayed = [account.account_id for account in again.accounts()]
        except SocialMatchError as error:
            pytest.fail(f"a recording could not be played again ({error.code}): the same call has to ask the same")
        finally:
            again.close()
        expect(replayed == came and sorted(set(came)) == sorted(ids), "a recording gave something else")
