"""Tryton, the real one: the conformance kit on it, and a link from opt-in to withdrawal."""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from datetime import timedelta

import pytest

from searching import tables_with
from socialmatch.crm import CrmLink, Erasure, FindBy, Runtime, open_adapter
from socialmatch.crm.http import Answer, PooledTransport, Transport
from socialmatch.crm.vendors.tryton import TrytonCrm
from socialmatch.errors import CrmRefused
from socialmatch.models import Account, Assurance, Profile
from socialmatch.moments import system_clock
from socialmatch.sync import Outcome, deliver
from socialmatch.testing import fake_store
from socialmatch.testing.adapters import AdapterConformance, Fault, Faults, HttpPeer
from tryton_server import PASSWORD, USER, TrytonServer, template

ADA = Profile("x", "canary-1001", handle="canary_handle")


@pytest.fixture(scope="session")
def tryton(tmp_path_factory):
    """One server for all tests of a process, with an empty database of its own."""
    own = tmp_path_factory.getbasetemp()
    made = template(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)
    server = TrytonServer(tmp_path_factory.mktemp("tryton"), made)
    yield server
    server.stop()


class TrytonPeer(HttpPeer):
    page_size = 2
    sets_times = False
    not_taken = ("separators",)  # a name has no tab in it
    secrets = (PASSWORD,)
    personal = ("name", "value", "comment")

    def __init__(self, server: TrytonServer, faults: Collection[Fault] = tuple(Fault)) -> None:
        super().__init__()
        self.faults = Faults(fault for fault in faults if fault is not Fault.BUSY_RESET)
        self._server = server
        self.address = server.address
        self._transport = PooledTransport()
        self._numbers: dict[str, int] = {}
        server.clear()

    def server(self) -> Transport:
        return self._transport

    def connect(self, transport: Transport, runtime: Runtime) -> TrytonCrm:
        crm = TrytonCrm(
            self.address, user=USER, password=PASSWORD, page_size=self.page_size, transport=transport, runtime=runtime
        )
        crm._session = self._server.session  # to hash the password anew for each adapter takes most of the kit's time
        return crm

    def save(self, account: Account) -> str:
        number = self._numbers.get(account.account_id)
        self._numbers[account.account_id] = self._server.save(account.full_name, account.emails, number)
        return str(self._numbers[account.account_id])

    def delete(self, account_id: str) -> None:
        self._server.delete(int(account_id))

    def merge(self, old_id: str, new_id: str) -> None:
        self._server.merge(int(old_id), int(new_id))

    def refuse_writes(self):
        return self._server.read_only()


class TestConformance(AdapterConformance):
    """The kit, with the fault that tells most: it was done, and the answer did not arrive."""

    @pytest.fixture
    def peer(self, tryton):
        return TrytonPeer(tryton, (Fault.LOST,))


@pytest.mark.slow
class TestEveryFault(AdapterConformance):
    @pytest.fixture
    def peer(self, tryton):
        return TrytonPeer(tryton)


# --- from opt-in to withdrawal -------------------------------------------------------------------


@pytest.fixture
def crm(tryton):
    """The adapter as an installation opens it, by its address."""
    tryton.clear()
    adapter = open_adapter(f"tryton:{tryton.address}", user=USER, password=PASSWORD)
    yield adapter
    adapter.close()


def test_from_opt_in_to_withdrawal_and_nothing_is_left(tryton, crm):
    number = tryton.save("Ada Example", ("ada@example.com",))
    sm = fake_store(accounts=[])
    sm.import_accounts(crm.accounts())
    sm.link(ADA, str(number))
    adapters = {crm.name: crm}
    assert deliver(sm.store, sm.tenant, adapters).count(Outcome.DELIVERED) == 1

    (told,) = [one for one in tryton.mechanisms(number) if one["type"] == "other"]
    assert told["value"] == "socialmatch:default/x//canary-1001"
    assert '"handle":"canary_handle"' in told["comment"] and '"assurance":"L2"' in told["comment"]
    (link,) = crm.list_links(str(number))
    assert (link.profile, link.handle) == (ADA.key, "canary_handle")

    sm.clock.advance(timedelta(hours=1))
    sm.revoke(ADA)
    assert deliver(sm.store, sm.tenant, adapters).count(Outcome.DELIVERED) == 1
    assert [one["value"] for one in tryton.mechanisms(number)] == ["ada@example.com"]
    assert tryton.rows_with("canary-1001") | tryton.rows_with("canary_handle") == set()
    assert tables_with(sm.store, "canary-1001", "canary_handle") == set()
    assert crm.get(str(number)) is not None, "a withdrawal never touches the customer"


# --- what is Tryton's own ------------------------------------------------------------------------


def test_an_erased_party_is_an_empty_shell(tryton, crm):
    number = tryton.save("Canary Person", ("canary@example.com",))
    crm.put_link(_link(crm, number), "kit-1")
    assert crm.erase(str(number)) is Erasure.CONFIRMED
    for name in ("Canary Person", "canary@example.com", "canary-1001", "canary_handle"):
        assert tryton.rows_with(name) == set()


def test_who_cannot_be_erased_stays_as_they_are(tryton, crm):
    number = tryton.save("Ada Example", ("ada@example.com",))
    send = crm.http._transport.send

    def refuse(request):
        """As Tryton does while there are open documents of the party."""
        if b"wizard.party.erase.execute" in request.body:
            told = {"id": 1, "error": ["UserError", ["invoices of canary@example.com", "", None]]}
            return Answer(200, {}, json.dumps(told).encode())
        return send(request)

    crm.http._transport.send = refuse
    with pytest.raises(CrmRefused) as refused:
        crm.erase(str(number))
    assert refused.value.code == "user_error"
    assert crm.get(str(number)).emails == ("ada@example.com",)


def test_a_new_address_is_a_change_of_the_party(tryton, crm):
    number = tryton.save("Ada Example")
    (before,) = crm.accounts()
    tryton.save("Ada Example", ("new@example.com",), number)
    (after,) = crm.accounts()
    assert after.emails == ("new@example.com",) and after.updated_at > before.updated_at


def test_somebody_is_found_by_name_and_address(tryton, crm):
    number = str(tryton.save("Ada Example", ("Ada_1@example.com",)))
    tryton.save("Bo Sample", ("ada11@example.com",))
    assert [one.account_id for one in crm.find(FindBy.NAME, "Ada Example")] == [number]
    assert [one.account_id for one in crm.find(FindBy.EMAIL, "ada_1@example.com")] == [number]
    assert crm.find(FindBy.EMAIL, "%") == ()


def test_a_session_that_is_over_is_opened_again(tryton, crm):
    number = tryton.save("Ada Example")
    assert crm.get(str(number)) is not None
    crm._session = crm._session.replace("Session ", "Session AAAA")
    assert crm.get(str(number)) is not None


def test_a_wrong_password_is_said_and_not_shown(tryton):
    crm = open_adapter(f"tryton:{tryton.address}", user=USER, password="canary-wrong")
    with crm, pytest.raises(CrmRefused) as refused:
        crm.check()
    assert refused.value.code == "unauthorized"
    assert "canary" not in str(refused.value) + refused.value.hint


def _link(crm, number):
    return CrmLink(crm.key(str(number)), ADA.key, ADA.handle, Assurance.L2, system_clock(), "consent-1")
