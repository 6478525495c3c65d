"""The kit's groups J (nothing personal and nothing secret is seen) and K (an adapter says what it cannot do)."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable

import pytest

from socialmatch.crm import API_VERSION, Capability, Erasure, FindBy, Support, Watermark
from socialmatch.crm.verbs import AuthorVerbs
from socialmatch.errors import CrmUnsupported
from socialmatch.testing.adapters.bench import Bench, expect, renamed
from socialmatch.testing.adapters.canaries import ACCOUNT, EMAIL, HANDLE, USER_ID, expect_clean, expect_clean_error

_WRITTEN_FOR = {
    Capability.FIND: ("_find",),
    Capability.LINKS: ("_list_links", "_put_link", "_remove_link"),
    Capability.ERASE: ("_erase",),
    Capability.MERGES: ("_merges",),
}


class GroupJSecrets:
    """Errors, logs and ``repr`` hold no person and no password."""

    def test_j_repr_shows_only_the_name(self, bench: Bench) -> None:
        shown = repr(bench.crm) + str(bench.crm)
        expect_clean(bench, shown, "repr of the adapter")

    def test_j_errors_and_logs_name_nobody(self, bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        account_id = bench.save(1, emails=(EMAIL,))
        for action, refused in self._troubles(bench, account_id):
            with bench.peer.refuse_writes() if refused else contextlib.nullcontext():
                expect_clean_error(bench, action)
        expect_clean(bench, caplog.text, "the log")

    @staticmethod
    def _troubles(bench: Bench, account_id: str) -> list[tuple[Callable[[], object], bool]]:
        """What may go wrong, and whether the system is to refuse it."""
        crm = bench.crm
        nobody = renamed(bench.link(ACCOUNT, USER_ID), HANDLE)
        there = renamed(bench.link(account_id, USER_ID), HANDLE)
        troubles: list[tuple[Callable[[], object], bool]] = [
            (lambda: crm.get(ACCOUNT), False),
            (lambda: list(crm.accounts()), False),
        ]
        if crm.grade(Capability.FIND).usable:
            troubles.append((lambda: crm.find(FindBy.EMAIL, EMAIL), False))
        if crm.grade(Capability.LINKS).usable:
            troubles += [
                (lambda: crm.list_links(ACCOUNT), False),
                (lambda: crm.put_link(nobody, "kit-1"), False),
                (lambda: crm.remove_link(nobody), False),
                (lambda: crm.put_link(there, "kit-2"), True),
                (lambda: crm.remove_link(there), True),
            ]
        return troubles


class GroupKHonesty:
    """What an adapter has, it has; what it has not, it refuses without touching anything."""

    def test_k_the_interface_version_is_stated(self, bench: Bench) -> None:
        expect(bench.crm.api_version == API_VERSION, f"state api_version = {API_VERSION}, the one you wrote it for")

    def test_k_it_can_be_reached(self, bench: Bench) -> None:
        bench.crm.check()

    def test_k_every_power_is_graded(self, bench: Bench) -> None:
        for capability in Capability:
            known = bench.crm.grade(capability).support is not Support.UNKNOWN
            expect(known, f"say in 'capabilities' how far {capability} goes")

    def test_k_a_power_that_is_claimed_is_written(self, bench: Bench) -> None:
        for capability, verbs in _WRITTEN_FOR.items():
            for verb in verbs if bench.crm.grade(capability).usable else ():
                written = getattr(type(bench.crm), verb) is not getattr(AuthorVerbs, verb)
                expect(written, f"{capability} is claimed, and {verb} is not written")

    def test_k_a_power_that_is_not_there_is_refused(self, bench: Bench) -> None:
        account_id = bench.save(1)
        before = list(bench.crm.accounts())
        for capability in Capability:
            if bench.crm.grade(capability).usable or capability is Capability.IDEMPOTENCY:
                continue
            if capability is Capability.ERASE:
                expect(bench.crm.erase(account_id) is Erasure.UNSUPPORTED, "erase() has to say UNSUPPORTED")
            else:
                self._refused(bench, capability, account_id)
            unchanged = list(bench.another().accounts()) == before
            expect(unchanged, f"{capability} is not there, and something was changed")

    @staticmethod
    def _refused(bench: Bench, capability: Capability, account_id: str) -> None:
        crm = bench.crm
        verbs: dict[Capability, list[Callable[[], object]]] = {
            Capability.INCREMENTAL: [lambda: crm.accounts(Watermark(bench.clock()))],
            Capability.FIND: [lambda: crm.find(FindBy.EMAIL, "person1@example.com")],
            Capability.LINKS: [
                lambda: crm.list_links(account_id),
                lambda: crm.put_link(bench.link(account_id), "kit-1"),
                lambda: crm.remove_link(bench.link(account_id)),
            ],
            Capability.MERGES: [crm.merges],
            Capability.DELETIONS: [crm.deletions],
        }
        for verb in verbs[capability]:
            with contextlib.suppress(CrmUnsupported):
                verb()
                pytest.fail(f"{capability} is not there: its verbs have to raise CrmUnsupported")
