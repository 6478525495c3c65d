"""What holds for every CRM over HTTP beside the kit, with faults made where the network would be."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from fake_crms.apideck import ApideckPeer
from fake_crms.chatwoot import ChatwootPeer
from fake_crms.contract import needs_contracts
from fake_crms.hubspot import HubspotPeer
from fake_crms.salesforce import SalesforcePeer
from fake_crms.server import TOKEN, after
from fake_crms.zendesk import ZendeskPeer
from socialmatch.crm import Erasure, open_adapter
from socialmatch.crm.http import Answer
from socialmatch.errors import ConfigError, CrmContract, CrmError, CrmRefused, MissingExtra
from socialmatch.testing.adapters import Bench

PEERS = [
    pytest.param(ApideckPeer, marks=needs_contracts),
    pytest.param(ChatwootPeer, marks=needs_contracts),
    HubspotPeer,
    SalesforcePeer,
    ZendeskPeer,
]
CANARY = "canary7391"
LASTING = {
    "cut short": (lambda given: replace(given, body=given.body[:-1] or b"{"), CrmContract, "not_json"),
    "a page of HTML": (Answer(200, {}, b"<html>canary7391</html>"), CrmContract, "not_json"),
    "a redirect": (Answer(302, {"Location": "https://canary7391.example"}), CrmContract, "redirect"),
    "credentials refused": (Answer(401, {}, b'{"error": "canary7391"}'), CrmRefused, "unauthorized"),
    "no right": (Answer(403, {}, b'{"error": "canary7391"}'), CrmRefused, "forbidden"),
}


@pytest.fixture(params=PEERS, ids=lambda peer: peer.__name__)
def bench(request):
    bench = Bench(request.param())
    yield bench
    bench.close()


def link(bench, account_id):
    one = bench.link(account_id, f"{CANARY}-id", scope=f"{CANARY}-scope")
    return replace(one, handle=f"{CANARY}-handle", consent=f"{CANARY}-consent")


def kept(crm) -> str:
    """Everything a fake keeps of customers, as text, but for HubSpot's own history: that has a test of its own."""
    aside = ("asked", "faults", "cursors", "history")
    return json.dumps({k: v for k, v in vars(crm).items() if isinstance(v, dict | list) and k not in aside})


@pytest.mark.parametrize("request_number", [0, 1, 2, 3])
def test_a_lost_answer_is_not_a_second_link_and_not_a_second_removal(bench, request_number):
    wanted = link(bench, bench.save(1))
    bench.peer.crm.faults = [lambda given: given] * request_number + [after(TimeoutError())]
    bench.crm.put_link(wanted, "k-1")
    assert bench.listed(wanted.account.account_id) == (wanted.key,)
    bench.peer.crm.faults = [lambda given: given] * request_number + [after(TimeoutError())]
    bench.crm.remove_link(wanted)
    bench.peer.crm.faults = []
    assert bench.listed(wanted.account.account_id) == ()


@pytest.mark.parametrize("fault", LASTING)
def test_trouble_that_lasts_is_an_error_without_a_person(bench, fault):
    made, kind, code = LASTING[fault]
    wanted = link(bench, bench.save(1))
    bench.crm.put_link(wanted, "k-1")
    verbs = [lambda: list(bench.crm.accounts()), lambda: bench.crm.list_links(wanted.account.account_id)]
    for verb in (*verbs, lambda: bench.crm.remove_link(wanted)):
        bench.peer.crm.faults = [made]
        with pytest.raises(kind) as failed:
            verb()
        assert failed.value.code == code
        assert CANARY not in str(failed.value) + failed.value.hint and TOKEN not in str(failed.value)
        assert bench.listed(wanted.account.account_id) == (wanted.key,)


def test_a_yes_is_no_removal_until_it_is_read_back(bench):
    wanted = link(bench, bench.save(1))
    bench.crm.put_link(wanted, "k-1")
    handled = bench.peer.crm.handle
    accepted = Answer(200, {"Content-Type": "application/json"}, b'{"id": "accepted"}')
    bench.peer.crm.handle = lambda request: handled(request) if request.method == "GET" else accepted
    bench.peer.crm.contract = None
    with pytest.raises(CrmError) as failed:
        bench.crm.remove_link(wanted)
    assert (type(failed.value), failed.value.code) == (CrmError, "still_there")
    bench.peer.crm.handle = handled
    bench.crm.remove_link(wanted)
    assert bench.listed(wanted.account.account_id) == ()


def test_credentials_that_end_in_the_middle_move_no_watermark(bench):
    for number in range(3 * bench.peer.page_size):
        bench.save(number)
    bench.peer.crm.faults = [lambda given: given, Answer(401, {})]
    feed = bench.crm.accounts()
    with pytest.raises(CrmRefused):
        list(feed)
    assert feed.watermark is None


def test_nothing_of_a_link_is_left_once_it_is_removed(bench):
    one, other = bench.save(1), bench.save(2)
    stays = bench.link(one, "1002")
    bench.crm.put_link(stays, "k-0")
    for account_id in (one, other):
        bench.crm.put_link(link(bench, account_id), f"k-{account_id}")
    assert CANARY in kept(bench.peer.crm)
    for account_id in (one, other):
        bench.crm.remove_link(link(bench, account_id))
    assert CANARY not in kept(bench.peer.crm)
    assert bench.listed(one) == (stays.key,)


def test_links_of_another_tenant_are_not_ours_to_read_or_remove(bench):
    account_id = bench.save(1)
    theirs = bench.peer.open(replace(bench.crm.runtime, tenant="other-tenant"))
    mine = link(bench, account_id)
    yours = replace(
        mine, account=theirs.key(account_id), profile=replace(mine.profile, tenant="other-tenant"), consent="c-2"
    )
    theirs.put_link(yours, "k-1")
    bench.crm.put_link(mine, "k-1")
    assert [one.key for one in theirs.list_links(account_id)] == [yours.key]
    bench.crm.remove_link(mine)
    assert (bench.listed(account_id), len(theirs.list_links(account_id))) == ((), 1)


def test_a_link_comes_back_with_everything_that_was_written(bench):
    wanted = link(bench, bench.save(1))
    bench.crm.put_link(wanted, "k-1")
    (listed,) = bench.another().list_links(wanted.account.account_id)
    assert listed == wanted


def test_a_link_that_stands_there_is_not_written_again(bench):
    wanted = link(bench, bench.save(1))
    bench.crm.put_link(wanted, "k-1")
    before = len(bench.peer.crm.asked)
    bench.crm.put_link(wanted, "k-1")
    assert all(request.method == "GET" for request in bench.peer.crm.asked[before:])


def test_credentials_go_to_one_address_only(bench):
    account_id = bench.save(1)
    bench.crm.put_link(link(bench, account_id), "k-1")
    bench.crm.remove_link(link(bench, account_id))
    assert bench.crm.erase(account_id) is not Erasure.UNSUPPORTED
    assert all(request.url.startswith(f"{bench.peer.crm.address}/") for request in bench.peer.crm.asked)
    assert not any(TOKEN in request.url or TOKEN.encode() in request.body for request in bench.peer.crm.asked)


@pytest.mark.parametrize("status", [400, 404, 409, 422, 500])
def test_the_crm_s_own_words_are_in_no_error(bench, status):
    wanted = link(bench, bench.save(1))
    for faults in ([Answer(status, {}, CANARY.encode())] * 9, [lambda given: given] + [Answer(status, {})] * 9):
        bench.peer.crm.faults = faults
        try:
            bench.crm.put_link(wanted, "k-1")
        except CrmError as error:
            assert CANARY not in str(error) + error.hint
        bench.peer.crm.faults = []


@pytest.mark.parametrize("name", ["apideck", "chatwoot", "hubspot", "salesforce", "zendesk"])
class TestOpening:
    def test_a_missing_option_is_named(self, name):
        with pytest.raises(ConfigError) as refused:
            open_adapter(f"{name}:https://crm.example.com")
        assert refused.value.code == "missing_option"

    def test_an_address_without_tls_is_refused(self, name):
        with pytest.raises(ConfigError) as refused:
            open_adapter(f"{name}:http://crm.example.com", **OPTIONS[name])
        assert refused.value.code == "bad_url"

    def test_it_opens_with_its_options(self, name):
        try:
            with open_adapter(f"{name}:https://crm.example.com", **OPTIONS[name]) as crm:
                assert crm.capabilities
        except MissingExtra as missing:
            pytest.fail(missing.hint)


OPTIONS = {
    "apideck": {"token": "t", "app": "a", "consumer": "c"},
    "chatwoot": {"token": "t", "account": 1},
    "hubspot": {"token": "t"},
    "salesforce": {"token": "t"},
    "zendesk": {"token": "t", "email": "agent@example.com"},
}
