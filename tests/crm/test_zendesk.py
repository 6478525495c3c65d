"""Zendesk Support: the kit on a fake made from its documents, and what is its own."""

from __future__ import annotations

from base64 import b64decode

import pytest

from fake_crms.server import answer
from fake_crms.zendesk import ZendeskPeer
from socialmatch.crm import Erasure, Watermark
from socialmatch.crm.vendors.zendesk import ZendeskCrm
from socialmatch.errors import CrmRefused
from socialmatch.testing.adapters import AdapterConformance, Bench


class TestConformance(AdapterConformance):
    @pytest.fixture
    def peer(self):
        return ZendeskPeer()


@pytest.fixture
def bench():
    bench = Bench(ZendeskPeer())
    yield bench
    bench.close()


def test_an_export_never_begins_within_the_last_minute(bench):
    account_id = bench.save(1)
    since = Watermark(bench.clock() + bench.crm.overlap)
    assert bench.read(since=since) == [account_id]


def test_agents_are_no_customers(bench):
    agent, customer = bench.save(1), bench.save(2)
    bench.peer.crm.users[int(agent)]["role"] = "agent"
    assert bench.crm.get(agent) is None
    assert bench.read() == bench.read(since=Watermark(bench.clock())) == [customer]
    with pytest.raises(CrmRefused):
        bench.crm.put_link(bench.link(agent), "k-1")


def test_identities_are_read_and_none_is_written(bench):
    account_id = bench.save(1)
    for kind, value in (("email", "a@example.org"), ("twitter", "ada_example"), ("facebook", "1001"), ("google", "x")):
        bench.peer.crm.identities.append({"user_id": int(account_id), "type": kind, "value": value})
    (listed,) = bench.crm.accounts()
    for account in (listed, bench.crm.get(account_id)):
        assert account.emails == ("person1@example.com", "a@example.org")
        assert account.handles == ("x:ada_example",)
    bench.crm.put_link(bench.link(account_id), "k-1")
    assert not [request for request in bench.peer.crm.asked if "/identities" in request.url]


def test_erasing_is_two_deletions_and_a_look_at_both_places(bench):
    account_id = bench.save(1)
    bench.crm.put_link(bench.link(account_id), "k-1")
    assert bench.crm.erase(account_id) is Erasure.CONFIRMED
    assert not bench.peer.crm.users
    deleted = bench.save(2)
    bench.peer.delete(deleted)
    assert bench.crm.erase(deleted) is Erasure.CONFIRMED
    assert not bench.peer.crm.users


def test_a_deletion_that_is_not_yet_for_good_is_not_confirmed(bench):
    account_id = bench.save(1)
    bench.peer.crm.destroy_deleted = lambda number, *, query, body: answer({"deleted_user": {"id": 1}})
    assert bench.crm.erase(account_id) is Erasure.ACCEPTED


def test_an_api_token_goes_with_the_agent_s_address(bench):
    crm = ZendeskCrm("https://example.zendesk.com", token="t0ken", email="agent@example.com", transport=bench.peer.crm)
    with pytest.raises(CrmRefused):
        crm.get("7")
    sent = bench.peer.crm.asked[-1].headers["Authorization"]
    assert b64decode(sent.removeprefix("Basic ")) == b"agent@example.com/token:t0ken"
