"""HubSpot: the kit on a fake made from what is published about it, and what is its own."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from fake_crms.hubspot import HubspotPeer
from fake_crms.server import TOKEN
from socialmatch.crm import Capability, Erasure, Watermark
from socialmatch.crm.http import Answer
from socialmatch.crm.vendors.hubspot import HubspotCrm
from socialmatch.errors import CrmUnavailable
from socialmatch.testing.adapters import AdapterConformance, Bench


class TestConformance(AdapterConformance):
    @pytest.fixture
    def peer(self):
        return HubspotPeer()


@pytest.fixture
def bench():
    bench = Bench(HubspotPeer())
    yield bench
    bench.close()


def test_what_changed_is_searched_behind_the_last_id_and_not_by_pages_that_end(bench):
    for number in range(7):
        bench.save(number)
    list(bench.crm.accounts(Watermark(bench.clock())))
    bodies = [json.loads(request.body) for request in bench.peer.crm.asked]
    assert len(bodies) == 3
    assert all("after" not in body for body in bodies)
    assert [body["filterGroups"][0]["filters"][1]["value"] for body in bodies] == ["0", "502", "505"]


def test_erasing_is_by_id_and_never_by_address(bench):
    account_id = bench.save(1)
    assert bench.crm.erase(account_id) is Erasure.CONFIRMED
    assert bench.crm.erase("no-such-account") is Erasure.CONFIRMED
    assert bench.peer.crm.purged == [account_id]


def test_erasing_who_was_merged_erases_the_survivor(bench):
    old, new = bench.save(1), bench.save(2)
    bench.peer.merge(old, new)
    bench.crm.erase(old)
    assert bench.peer.crm.purged == [new]


def test_the_day_s_calls_are_told_from_those_of_ten_seconds(bench):
    bench.peer.crm.faults = [Answer(429, {}, b'{"policyName": "DAILY"}')] * 9
    with pytest.raises(CrmUnavailable) as refused:
        bench.crm.get("7")
    assert refused.value.code == "daily_limit"


def test_other_apps_keep_their_share(bench):
    crm = HubspotCrm(
        "https://api.hubapi.com", token=TOKEN, calls=2, transport=bench.peer.crm, runtime=bench.crm.runtime
    )
    began = bench.clock()
    for _ in range(5):
        crm.get("7")
    assert bench.clock() - began >= timedelta(seconds=10)


def test_a_contact_is_read_with_what_it_has(bench):
    account_id = bench.save(1, emails=("ada@example.com", "a@example.org"))
    bench.peer.crm.contacts[int(account_id)] |= {"phone": "+1 202 555 0142", "twitterhandle": "@ada_example"}
    account = bench.crm.get(account_id)
    assert (account.emails, account.phones) == (("ada@example.com", "a@example.org"), ("+1 202 555 0142",))
    assert account.handles == ("x:ada_example",)


def test_the_history_of_the_property_remembers_until_the_contact_is_purged(bench):
    """What ``links`` is only partial for, and the page on CRMs warns of."""
    account_id = bench.save(1)
    link = bench.link(account_id, "canary7391")
    bench.crm.put_link(link, "k-1")
    bench.crm.remove_link(link)
    history = bench.peer.crm.history[int(account_id), "socialmatch_links"]
    assert [bool(told["value"]) for told in history] == [False, True]
    assert "until the contact is purged" in bench.crm.grade(Capability.LINKS).note
    bench.crm.erase(account_id)
    assert not bench.peer.crm.history
