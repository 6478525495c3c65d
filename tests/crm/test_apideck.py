"""Apideck: the kit on a fake that is held to Apideck's own contract, and what is its own."""

from __future__ import annotations

import pytest

from fake_crms.apideck import ApideckPeer
from fake_crms.contract import BrokenContract, needs_contracts
from socialmatch.crm.http import Answer
from socialmatch.errors import CrmContract, CrmRefused
from socialmatch.testing.adapters import AdapterConformance, Bench

pytestmark = needs_contracts


class TestConformance(AdapterConformance):
    @pytest.fixture
    def peer(self):
        return ApideckPeer()


@pytest.fixture
def bench():
    bench = Bench(ApideckPeer())
    yield bench
    bench.close()


def test_a_contact_is_read_with_what_it_has(bench):
    account_id = bench.save(1)
    bench.peer.crm.contacts[account_id] |= {
        "first_name": "Ada",
        "last_name": "Example",
        "phone_numbers": [{"number": "+1 202 555 0142"}],
        "websites": [{"url": "https://ada.example.com"}],
        "addresses": [{"city": "Springfield", "country": "US"}],
        "social_links": [{"url": "https://x.com/ada_example", "type": "twitter"}, {"url": "https://ada.example.com"}],
    }
    account = bench.crm.get(account_id)
    assert (account.given_name, account.family_name, account.city) == ("Ada", "Example", "Springfield")
    assert (account.phones, account.websites) == (("+1 202 555 0142",), ("https://ada.example.com",))
    assert account.handles == ("x:ada_example",)


def test_whoever_the_connected_crm_takes_for_another_is_not_erased(bench):
    account_id = bench.save(1)
    contacts = bench.peer.crm.contacts
    contacts[f"0{account_id}"] = contacts[account_id]
    with pytest.raises(CrmContract) as told:
        bench.crm.erase(f"0{account_id}")
    assert told.value.code == "other_record"
    assert f"0{account_id}" in contacts


def test_other_custom_fields_stay(bench):
    account_id = bench.save(1)
    bench.peer.crm.contacts[account_id]["custom_fields"] = [{"id": "plan", "value": "gold"}]
    bench.crm.put_link(bench.link(account_id), "k-1")
    bench.crm.remove_link(bench.link(account_id))
    fields = {one["id"]: one["value"] for one in bench.peer.crm.contacts[account_id]["custom_fields"]}
    assert fields == {"plan": "gold", "socialmatch_links": ""}


def test_another_record_than_was_asked_for_is_not_taken(bench):
    account_id = bench.save(1)
    bench.peer.crm.contacts[account_id]["id"] = "another"
    with pytest.raises(CrmContract) as broken:
        bench.crm.get(account_id)
    assert broken.value.code == "other_record"


def test_a_plan_that_does_not_pay_is_said(bench):
    bench.peer.crm.faults = [Answer(402, {})]
    with pytest.raises(CrmRefused) as refused:
        bench.crm.get("7")
    assert refused.value.code == "not_paid"


@pytest.mark.parametrize(
    "call",
    [
        lambda http: http.get("contacts", query={"limit": 500}),
        lambda http: http.get("contacts", query={"filter[updated_since]": "yesterday", "limit": 1}),
        lambda http: http.call("PATCH", "contacts", "k0001", body={"custom_fields": [{"value": "x"}]}),
        lambda http: http.call("PATCH", "contacts", "k0001", body={"social_links": [{"type": "twitter"}]}),
        lambda http: http.call("PATCH", "contacts", "k0001", body={"unheard_of": 1}),
    ],
)
def test_the_fake_holds_requests_to_apideck_s_contract(bench, call):
    bench.save(1)
    with pytest.raises(BrokenContract):
        call(bench.crm.http)
