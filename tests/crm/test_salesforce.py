"""Salesforce: the kit on a fake made from its documents, and what is its own."""

from __future__ import annotations

import pytest

from fake_crms.salesforce import SalesforcePeer
from socialmatch.crm import Capability, Erasure, FindBy
from socialmatch.crm.http import Answer
from socialmatch.crm.vendors.salesforce import SalesforceCrm
from socialmatch.errors import ConfigError, CrmRefused, CrmUnavailable
from socialmatch.testing.adapters import AdapterConformance, Bench


class TestConformance(AdapterConformance):
    @pytest.fixture
    def peer(self):
        return SalesforcePeer()


@pytest.fixture
def bench():
    bench = Bench(SalesforcePeer())
    yield bench
    bench.close()


def personas(bench) -> list[dict]:
    return list(bench.peer.crm.tables["SocialPersona"].values())


def test_a_link_is_a_persona_that_people_can_read(bench):
    account_id = bench.save(1)
    bench.crm.put_link(bench.link(account_id), "k-1")
    (persona,) = personas(bench)
    shown = {name: persona[name] for name in ("ParentId", "Provider", "ExternalId", "Name")}
    assert shown == {"ParentId": account_id, "Provider": "Twitter", "ExternalId": "1001", "Name": "kit_handle"}


def test_personas_of_others_are_left_alone(bench):
    account_id = bench.save(1)
    theirs = {"ParentId": account_id, "Provider": "Twitter", "ExternalId": "1001", "Name": "theirs"}
    bench.peer.crm.create("SocialPersona", query={}, body=theirs)
    bench.crm.put_link(bench.link(account_id), "k-1")
    bench.crm.remove_link(bench.link(account_id))
    assert [one["Name"] for one in personas(bench) if not one["IsDeleted"]] == ["theirs"]


def test_what_lies_in_the_recycle_bin_is_empty(bench):
    account_id = bench.save(1)
    bench.crm.put_link(bench.link(account_id), "k-1")
    bench.crm.remove_link(bench.link(account_id))
    (persona,) = personas(bench)
    assert persona["IsDeleted"]
    assert (persona["Name"], persona["ExternalId"]) == ("socialmatch: removed", None)


def test_a_row_that_was_emptied_and_not_deleted_goes_with_the_next_removal(bench):
    account_id = bench.save(1)
    bench.crm.put_link(bench.link(account_id), "k-1")
    refuse = [Answer(403, {})]
    bench.peer.crm.faults = [lambda given: given] * 2 + refuse
    with pytest.raises(CrmRefused):
        bench.crm.remove_link(bench.link(account_id))
    bench.crm.remove_link(bench.link(account_id))
    assert all(one["IsDeleted"] for one in personas(bench))


def test_an_erasure_is_confirmed_once_the_bin_is_empty(bench):
    account_id = bench.save(1)
    bench.crm.put_link(bench.link(account_id), "k-1")
    assert bench.crm.erase(account_id) is Erasure.ACCEPTED
    assert all(one["ExternalId"] is None for one in personas(bench))
    bench.peer.crm.tables["Contact"].clear()
    assert bench.crm.erase(account_id) is Erasure.CONFIRMED


def test_a_value_stays_a_value_in_a_query(bench):
    bench.save(1, emails=("o'neil@example.com",))
    assert len(bench.crm.find(FindBy.EMAIL, "o'neil@example.com")) == 1
    for value in ("x' OR Id != null", "x\\' OR Id != null", "x\\", "a\nb"):
        assert bench.crm.find(FindBy.EMAIL, value) == ()


def test_the_day_s_calls_are_told_from_a_missing_right(bench):
    bench.peer.crm.faults = [Answer(403, {}, b'[{"errorCode": "REQUEST_LIMIT_EXCEEDED"}]')] * 9
    with pytest.raises(CrmUnavailable) as refused:
        bench.crm.get("0" * 18)
    assert refused.value.code == "daily_limit"


def test_an_organisation_without_personas_is_told_what_is_missing(bench):
    bench.peer.crm.faults = [Answer(400, {}, b'[{"errorCode": "INVALID_TYPE", "message": "canary"}]')]
    with pytest.raises(CrmRefused) as refused:
        bench.crm.list_links("0" * 18)
    assert refused.value.code == "no_object"
    assert "SocialPersona" in refused.value.hint


@pytest.mark.parametrize("option", [{"version": "62.0/../x"}, {"field": "Name FROM Contact --"}])
def test_options_that_would_become_part_of_a_query_are_checked(option):
    with pytest.raises(ConfigError) as refused:
        SalesforceCrm("https://example.my.salesforce.com", token="t", **option)
    assert refused.value.code == "bad_option"


class TestClientCredentials:
    @pytest.fixture
    def opened(self, bench):
        return lambda secret="canary-client-secret": SalesforceCrm(
            "https://example.my.salesforce.com",
            client_id="app-1",
            client_secret=secret,
            transport=bench.peer.crm,
            runtime=bench.crm.runtime,
        )

    def asked_for_tokens(self, bench) -> int:
        return sum(request.url.endswith("/services/oauth2/token") for request in bench.peer.crm.asked)

    def test_one_token_serves_until_it_is_refused(self, bench, opened):
        account_id, crm = bench.save(1), opened()
        for _ in range(3):
            assert crm.get(account_id) is not None
        assert self.asked_for_tokens(bench) == 1
        bench.peer.crm.valid = "another"
        assert crm.get(account_id) is not None
        assert self.asked_for_tokens(bench) == 2

    def test_what_is_refused_again_is_an_error(self, bench, opened):
        crm = opened()
        bench.peer.crm.authorized = lambda request: False
        with pytest.raises(CrmRefused) as refused:
            crm.get("0" * 18)
        assert (refused.value.code, self.asked_for_tokens(bench)) == ("unauthorized", 2)

    def test_wrong_credentials_are_said_and_not_shown(self, bench, opened):
        crm = opened("canary-wrong")
        with pytest.raises(CrmRefused) as refused:
            crm.get("0" * 18)
        assert refused.value.code == "unauthorized"
        assert "canary" not in str(refused.value) + repr(crm) + repr(crm.http._transport)

    @pytest.mark.parametrize("status", [429, 503])
    def test_no_token_just_now_is_tried_again(self, bench, opened, status):
        account_id = bench.save(1)
        bench.peer.crm.faults = [Answer(status, {"Retry-After": "5"})]
        assert opened().get(account_id) is not None

    def test_one_of_the_two_is_needed(self):
        with pytest.raises(ConfigError) as refused:
            SalesforceCrm("https://example.my.salesforce.com", client_id="app-1")
        assert refused.value.code == "missing_option"

    def test_no_secret_goes_where_there_is_no_tls(self, bench):
        with pytest.raises(ConfigError) as refused:
            SalesforceCrm("http://example.com", client_id="a", client_secret="b", transport=bench.peer.crm)
        assert refused.value.code == "bad_url"


def test_a_persona_in_the_recycle_bin_is_out_of_reach(bench):
    """What ``links`` is only partial for, and the page on CRMs warns of."""
    link = bench.link(bench.save(1))
    bench.crm.put_link(link, "k-1")
    bench.peer.delete(link.account.account_id)
    bench.crm.remove_link(link)
    (persona,) = bench.peer.crm.tables["SocialPersona"].values()
    assert persona["IsDeleted"]
    assert "kit_handle" in str(persona)
    assert "recycle bin" in bench.crm.grade(Capability.LINKS).note
