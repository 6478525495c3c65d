"""The conformance kit on the adapter, with the stand-in for its system."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from fake_deskline import ADDRESS, TOKEN, FakeDeskline
from socialmatch_deskline import Deskline

from socialmatch.crm import Runtime
from socialmatch.crm.http import Transport
from socialmatch.models import Account
from socialmatch.testing.adapters import AdapterConformance, HttpPeer


class DesklinePeer(HttpPeer):
    address = ADDRESS
    reset_headers = ("X-RateLimit-Remaining", "X-RateLimit-Reset")
    personal = ("name", "emails", "handle")
    secrets = (TOKEN,)

    def __init__(self, adapter: type[Deskline] = Deskline) -> None:
        super().__init__()
        self._adapter = adapter
        self._desk: FakeDeskline | None = None

    def connect(self, transport: Transport, runtime: Runtime) -> Deskline:
        return self._adapter(self.address, token=TOKEN, page_size=self.page_size, transport=transport, runtime=runtime)

    def open(self, runtime: Runtime) -> Deskline:
        if self._desk is None:
            self._desk = FakeDeskline(runtime.clock)
        return super().open(runtime)

    def server(self) -> FakeDeskline:
        return self._desk

    def save(self, account: Account) -> str:
        return self.server().save(account)

    def delete(self, account_id: str) -> None:
        self.server().delete(account_id)

    def merge(self, old_id: str, new_id: str) -> None:
        self.server().merge(old_id, new_id)

    @contextlib.contextmanager
    def refuse_writes(self) -> Iterator[None]:
        self.server().read_only = True
        yield
        self.server().read_only = False


class TestDeskline(AdapterConformance):
    @pytest.fixture
    def peer(self) -> DesklinePeer:
        return DesklinePeer()
