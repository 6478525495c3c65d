"""Chatwoot: the kit on a fake that is held to Chatwoot's own contract, and what is its own."""

from __future__ import annotations

import pytest

from fake_crms.chatwoot import ChatwootPeer
from fake_crms.contract import BrokenContract, needs_contracts
from socialmatch.crm import Erasure, open_adapter
from socialmatch.crm.http import Answer
from socialmatch.errors import ConfigError, CrmContract, CrmRefused
from socialmatch.testing.adapters import AdapterConformance, Bench

pytestmark = needs_contracts


class TestConformance(AdapterConformance):
    @pytest.fixture
    def peer(self):
        return ChatwootPeer()


@pytest.fixture
def bench():
    bench = Bench(ChatwootPeer())
    yield bench
    bench.close()


def attributes(bench, account_id: str) -> dict:
    return bench.peer.crm.contacts[int(account_id)]["custom_attributes"]


def test_many_links_go_on_in_further_attributes_and_leave_them_empty(bench):
    account_id = bench.save(1)
    attributes(bench, account_id)["plan"] = "gold"
    links = [bench.link(account_id, str(number)) for number in range(20)]
    for number, link in enumerate(links):
        bench.crm.put_link(link, f"k-{number}")
    kept = attributes(bench, account_id)
    assert {"socialmatch_links", "socialmatch_links_2", "socialmatch_links_3"} <= set(kept)
    assert all(len(text) <= 1_500 for text in kept.values())
    assert set(bench.listed(account_id)) == {link.key for link in links}
    for link in links:
        bench.crm.remove_link(link)
    assert attributes(bench, account_id).pop("plan") == "gold"
    assert set(attributes(bench, account_id).values()) == {""}


def test_what_somebody_else_wrote_into_our_attribute_is_not_overwritten(bench):
    account_id = bench.save(1)
    attributes(bench, account_id)["socialmatch_links"] = "canary: call back on Monday"
    for verb in (lambda link: bench.crm.put_link(link, "k-1"), bench.crm.remove_link):
        with pytest.raises(CrmContract) as refused:
            verb(bench.link(account_id))
        assert refused.value.code == "bad_links"
        assert "canary" not in str(refused.value)
    assert attributes(bench, account_id)["socialmatch_links"].startswith("canary")


def test_who_is_online_cannot_be_erased_and_that_is_said(bench):
    account_id = bench.save(1)
    bench.peer.crm.faults = [lambda given: given, Answer(422, {}, b'{"message": "canary is online"}')]
    with pytest.raises(CrmRefused) as refused:
        bench.crm.erase(account_id)
    assert refused.value.code == "invalid"
    assert bench.crm.erase(account_id) is Erasure.CONFIRMED


def test_many_deletions_while_pages_are_read_lose_nobody(bench):
    ids = [bench.save(number) for number in range(60)]
    feed = bench.crm.accounts()
    came = {next(feed).account_id for _ in range(31)}
    gone = [bench.peer.crm.contacts[int(account_id)]["id"] for account_id in sorted(came)[:20]]
    for number in gone:
        bench.peer.delete(str(number))
    came |= {account.account_id for account in feed}
    assert came >= set(ids) - set(map(str, gone))


def test_profiles_on_file_are_read(bench):
    account_id = bench.save(1)
    on_file = {
        "social_profiles": {"twitter": "ada_example", "github": "", "facebook": "https://facebook.com/ada.example"}
    }
    bench.peer.crm.contacts[int(account_id)]["additional_attributes"] = on_file
    assert bench.crm.get(account_id).handles == ("x:ada_example", "facebook:ada.example")


@pytest.mark.parametrize(
    "call",
    [
        lambda http: http.get("contacts", query={"sort": "phone"}),
        lambda http: http.get("contacts", query={"sort": "email", "page": "first"}),
        lambda http: http.get("contacts", "seven"),
        lambda http: http.call("PUT", "contacts", "7", body={"custom_attributes": "x"}),
        lambda http: http.call("POST", "contacts", "7", "contact_inboxes", body={"source_id": "x"}),
    ],
)
def test_the_fake_holds_requests_to_chatwoot_s_contract(bench, call):
    with pytest.raises(BrokenContract):
        call(bench.crm.http)


def test_the_fake_holds_its_own_answers_to_it(bench):
    account_id = bench.save(1)
    bench.peer.crm.contacts[int(account_id)]["custom_attributes"] = "not an object"
    with pytest.raises(BrokenContract):
        bench.crm.get(account_id)


def test_the_account_is_a_number():
    with pytest.raises(ConfigError) as refused:
        open_adapter("chatwoot:https://crm.example.com", token="t", account="3/../4")
    assert refused.value.code == "bad_option"
