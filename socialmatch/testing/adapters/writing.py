"""The kit's groups A (round trips), B (repetition), C (idempotency keys), G (difficult texts) and I (consent)."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

import pytest

from socialmatch.crm import Capability, CrmLink, Erasure, FindBy
from socialmatch.errors import CrmConflict, CrmRefused, SocialMatchError, UsageError
from socialmatch.models import Account, Assurance, Decision, Proposal
from socialmatch.testing.adapters.bench import Bench, expect, needs, renamed

DIFFICULT = {
    "accents": "Zoë Ærøskøbing",
    "composed and not": "é e\u0301",
    "right to left": "\u202e\u05de\u05d7\u05d9\u05e8 \u200f123 \u0639\u0644\u064a",
    "zero width": "a\u200bb\u200dc\ufeff",
    "emoji": "\U0001f469\U0001f3fd\u200d\U0001f680 x \U0001f1e6\U0001f1f6",
    "quotes": 'O\'Neil "the" `Bob`; DROP TABLE x; --',
    "markup": "<b>&amp;</b> %41 %s {0} ${x} \\n",
    "separators": "a,b|c\td/e:f",
    "formula": "=1+1",
    "words": "null",
    "leading zeros": "0007",
    "long": "x" * 10_000,
}
"""Texts that get lost on the way, by what is difficult about them."""


class GroupARoundTrips:
    """What goes in comes out."""

    def test_a_accounts_come_out_as_they_are(self, bench: Bench) -> None:
        account_id = bench.save(1)
        listed, got = next(bench.crm.accounts()), bench.crm.get(account_id)
        expect(got is not None, "get() has to find an account that accounts() gives")
        for account in (listed, got):
            expect(
                isinstance(account, Account) and account.key == bench.crm.key(account_id),
                "an account comes under the adapter's name and tenant, with the id the system gave it",
            )
        expect(listed.emails == ("person1@example.com",), "the e-mail addresses have to come as they are")

    def test_a_an_absent_account_is_none(self, bench: Bench) -> None:
        bench.save(1)
        for absent in ("no-such-account", "0", "999999999999999999999999", "' OR 1=1 --", "%", "*", "../etc"):
            expect(bench.crm.get(absent) is None, "get() of an id that is not there has to give None")

    @needs(Capability.FIND)
    def test_a_find(self, bench: Bench) -> None:
        if FindBy.EMAIL not in bench.crm.findable:
            pytest.skip("may: accounts cannot be found by e-mail")
        ids = [bench.save(number) for number in range(3)]
        found = [account.account_id for account in bench.crm.find(FindBy.EMAIL, "person1@example.com")]
        expect(found == [ids[1]], "find() has to give the account with that e-mail address and no other")
        expect(bench.crm.find(FindBy.EMAIL, "nobody@example.org") == (), "find() of what is not there gives nothing")
        expect(bench.crm.find(FindBy.EMAIL, "person%@example.com") == (), "find() must not read a wildcard into it")

    @needs(Capability.LINKS)
    def test_a_a_link_comes_out_as_it_went_in(self, bench: Bench) -> None:
        one, two = bench.save(1), bench.save(2)
        links = [bench.link(one, "1001"), bench.link(one, "1002", platform="github"), bench.link(two, "1003")]
        for number, link in enumerate(links):
            bench.crm.put_link(link, f"kit-{number}")
        expect(
            set(bench.listed(one)) == {links[0].key, links[1].key} and bench.listed(two) == (links[2].key,),
            "list_links() of another adapter on the same system has to give what put_link() wrote, and only that",
        )

    @needs(Capability.LINKS)
    def test_a_what_a_link_is_worth_is_kept_or_left_out(self, bench: Bench) -> None:
        link = bench.link(bench.save(1))
        bench.crm.put_link(link, "kit-1")
        (listed,) = bench.another().list_links(link.account.account_id)
        expect(listed.assurance in (None, link.assurance), "an assurance that is kept has to be the one that was told")
        expect(listed.linked_at in (None, link.linked_at), "a moment that is kept has to be the one that was told")
        expect(listed.consent in ("", link.consent), "a reference of a consent that is kept has to be the one told")

    @needs(Capability.LINKS)
    def test_a_a_removed_link_is_gone_and_others_stay(self, bench: Bench) -> None:
        account_id = bench.save(1)
        goes, stays = bench.link(account_id, "1001"), bench.link(account_id, "1002")
        bench.crm.put_link(goes, "kit-1")
        bench.crm.put_link(stays, "kit-2")
        bench.crm.remove_link(goes)
        expect(bench.listed(account_id) == (stays.key,), "remove_link() has to remove this link and no other")

    @needs(Capability.LINKS)
    def test_a_a_link_needs_its_account(self, bench: Bench) -> None:
        _raises(CrmRefused, lambda: bench.crm.put_link(bench.link("no-such-account"), "kit-1"), "put_link() on nobody")
        expect(bench.listed("no-such-account") == (), "list_links() of an account that is not there gives nothing")


class GroupBRepetition:
    """Everything that is written may come twice."""

    @needs(Capability.LINKS)
    def test_b_put_twice_is_one_link(self, bench: Bench) -> None:
        link = bench.link(bench.save(1))
        for key in ("kit-1", "kit-1", "kit-2"):
            bench.crm.put_link(link, key)
        expect(bench.listed(link.account.account_id) == (link.key,), "the same link put again has to stay one link")

    @needs(Capability.LINKS)
    def test_b_a_new_handle_is_the_same_link(self, bench: Bench) -> None:
        link = bench.link(bench.save(1))
        bench.crm.put_link(link, "kit-1")
        bench.crm.put_link(renamed(link, "new_handle"), "kit-2")
        links = bench.another().list_links(link.account.account_id)
        expect([one.key for one in links] == [link.key], "a renamed profile is the same link")
        expect(links[0].handle in ("", "new_handle"), "a handle that is kept has to be the latest one")

    @needs(Capability.LINKS)
    def test_b_remove_twice_is_fine(self, bench: Bench) -> None:
        link = bench.link(bench.save(1))
        bench.crm.put_link(link, "kit-1")
        bench.crm.remove_link(link)
        bench.crm.remove_link(link)
        expect(bench.listed(link.account.account_id) == (), "a link removed twice has to be gone")

    @needs(Capability.LINKS)
    def test_b_remove_what_was_never_there_is_fine(self, bench: Bench) -> None:
        bench.crm.remove_link(bench.link(bench.save(1)))
        bench.crm.remove_link(bench.link("no-such-account"))

    @needs(Capability.LINKS)
    def test_b_put_after_remove_is_a_link_again(self, bench: Bench) -> None:
        link = bench.link(bench.save(1))
        bench.crm.put_link(link, "kit-1")
        bench.crm.remove_link(link)
        bench.crm.put_link(link, "kit-2")
        expect(bench.listed(link.account.account_id) == (link.key,), "a fresh consent has to be able to link again")


class GroupCIdempotencyKeys:
    """A key stands for one write."""

    @needs(Capability.LINKS, Capability.IDEMPOTENCY)
    def test_c_same_key_other_link_is_a_conflict(self, bench: Bench) -> None:
        account_id = bench.save(1)
        link, other = bench.link(account_id, "1001"), bench.link(account_id, "1002")
        bench.crm.put_link(link, "kit-1")
        _raises(CrmConflict, lambda: bench.another().put_link(other, "kit-1"), "a key that comes with another link")
        expect(bench.listed(account_id) == (link.key,), "a refused write must not change anything")


class GroupGDifficultTexts:
    """Every text comes through, byte for byte."""

    @pytest.mark.parametrize("kind", DIFFICULT)
    def test_g_texts_of_an_account(self, bench: Bench, kind: str) -> None:
        if not bench.peer.text_field:
            pytest.skip("may: no field of this system takes any text")
        if kind in bench.peer.not_taken:
            pytest.skip(f"may: the system itself refuses such a text: {kind}")
        given: dict[str, Any] = {bench.peer.text_field: DIFFICULT[kind]}
        account_id = bench.save(1, **given)
        found = bench.crm.get(account_id)
        expect(found is not None, "get() has to find it")
        expect(getattr(found, bench.peer.text_field) == DIFFICULT[kind], f"a text was changed on the way: {kind}")

    @pytest.mark.parametrize("kind", DIFFICULT)
    @needs(Capability.LINKS)
    def test_g_ids_and_handles_of_a_link(self, bench: Bench, kind: str) -> None:
        link = renamed(bench.link(bench.save(1), DIFFICULT[kind][:500], scope=DIFFICULT[kind][:100]), DIFFICULT[kind])
        bench.crm.put_link(link, "kit-1")
        (listed,) = bench.another().list_links(link.account.account_id)
        expect(listed.key == link.key, f"an id was changed on the way: {kind}")
        expect(listed.handle in ("", link.handle), f"a handle was changed on the way: {kind}")
        bench.crm.remove_link(link)
        expect(bench.listed(link.account.account_id) == (), f"a link could not be removed again: {kind}")

    @needs(Capability.LINKS)
    def test_g_ids_that_look_alike_are_different(self, bench: Bench) -> None:
        account_id = bench.save(1)
        ids = ["Ab1", "aB1", "007", "7", "é", "e\u0301", "1 ", "1"]
        links = [bench.link(account_id, user_id) for user_id in ids]
        links += [bench.link(account_id, "1", scope="page-1"), bench.link(account_id, "1", scope="page-2")]
        links += [bench.link(account_id, "1", platform="github")]
        for number, link in enumerate(links):
            bench.crm.put_link(link, f"kit-{number}")
        expect(set(bench.listed(account_id)) == {link.key for link in links}, "ids are compared byte for byte")
        bench.crm.remove_link(links[0])
        expect(
            set(bench.listed(account_id)) == {link.key for link in links[1:]},
            "a link was removed together with one whose id merely looks like it",
        )

    def test_g_accounts_that_look_alike_are_different(self, bench: Bench) -> None:
        account_id = bench.save(1)
        for other in _lookalikes(account_id):
            with contextlib.suppress(SocialMatchError):
                found = bench.crm.get(other)
                expect(found is None, "get() gave the account of an id that merely looks like the one asked")

    @needs(Capability.LINKS)
    def test_g_links_of_accounts_that_look_alike(self, bench: Bench) -> None:
        link = bench.link(bench.save(1))
        bench.crm.put_link(link, "kit-1")
        for number, other in enumerate(_lookalikes(link.account.account_id)):
            with contextlib.suppress(SocialMatchError):
                expect(
                    not bench.listed(other), "list_links() gave the links of an id that merely looks like the one asked"
                )
            with contextlib.suppress(SocialMatchError):
                bench.crm.put_link(bench.link(other, "1002"), f"kit-other-{number}")
            with contextlib.suppress(SocialMatchError):
                bench.crm.remove_link(replace(link, account=bench.crm.key(other)))
        expect(
            bench.listed(link.account.account_id) == (link.key,),
            "a link of an account whose id merely looks like another's was written to, or removed from, that other",
        )

    @needs(Capability.ERASE)
    def test_g_nobody_is_erased_who_looks_alike(self, bench: Bench) -> None:
        account_id = bench.save(1)
        for other in _lookalikes(account_id):
            with contextlib.suppress(SocialMatchError):
                bench.crm.erase(other)
            expect(
                bench.crm.get(account_id) is not None,
                "erase() erased a customer whose id merely looks like the one named: compare byte for byte before",
            )

    def test_g_unknown_is_empty(self, bench: Bench) -> None:
        account_id = bench.save(1, full_name="", emails=())
        found = bench.crm.get(account_id)
        expect(found is not None, "an account without a name or an address is an account")
        for name in ("full_name", "given_name", "city"):
            expect(getattr(found, name) == "", "what is unknown is an empty text, never None and never the word null")
        expect(getattr(found, "emails", None) == (), "a list without anything is an empty tuple")


class GroupIConsent:
    """Nothing is written without a consent, and what is withdrawn is gone or an error says that it is not."""

    @needs(Capability.LINKS)
    def test_i_nothing_is_written_without_consent(self, bench: Bench) -> None:
        link = bench.link(bench.save(1))
        proposal = Proposal(link.profile, link.account, 1, 20_000, 0.99, Decision.MATCH)
        refused: list[Any] = [
            replace(link, consent=""),
            replace(link, linked_at=None),
            replace(link, assurance=None),
            replace(link, assurance=Assurance.L1),
            replace(link, assurance=Assurance.L0),
            replace(link, profile=replace(link.profile, tenant="another-tenant")),
            replace(link, account=replace(link.account, crm="another-crm")),
            proposal,
        ]
        for number, one in enumerate(refused):
            _raises(UsageError, _put(bench, one, f"kit-{number}"), "a link without consent, or not of this CRM")
        expect(bench.listed(link.account.account_id) == (), "what was refused must not be written")

    @needs(Capability.LINKS)
    def test_i_a_removal_that_fails_says_so(self, bench: Bench) -> None:
        link = bench.link(bench.save(1))
        bench.crm.put_link(link, "kit-1")
        with bench.peer.refuse_writes():
            _raises(SocialMatchError, lambda: bench.crm.remove_link(link), "a removal that the system refuses")
        expect(
            bench.listed(link.account.account_id) == (link.key,),
            "Peer.refuse_writes has to keep the link: the kit cannot tell whether a failed removal is reported",
        )
        bench.crm.remove_link(link)
        expect(bench.listed(link.account.account_id) == (), "the removal has to work once the system takes changes")

    @needs(Capability.LINKS)
    def test_i_a_write_that_fails_says_so(self, bench: Bench) -> None:
        link = bench.link(bench.save(1))
        with bench.peer.refuse_writes():
            _raises(SocialMatchError, lambda: bench.crm.put_link(link, "kit-1"), "a write that the system refuses")
        expect(bench.listed(link.account.account_id) == (), "a write that failed must not have half happened")

    @needs(Capability.LINKS)
    def test_i_a_withdrawal_does_not_erase_the_customer(self, bench: Bench) -> None:
        link = bench.link(bench.save(1))
        bench.crm.put_link(link, "kit-1")
        bench.crm.remove_link(link)
        expect(bench.crm.get(link.account.account_id) is not None, "remove_link() must never delete the customer")

    @needs(Capability.ERASE)
    def test_i_erased_is_what_a_read_back_says(self, bench: Bench) -> None:
        goes, stays = bench.save(1), bench.save(2)
        outcome = bench.crm.erase(goes)
        gone = bench.another().get(goes) is None and goes not in bench.read()
        expect(outcome in (Erasure.CONFIRMED, Erasure.ACCEPTED), "an adapter with ERASE cannot say UNSUPPORTED")
        expect(gone or outcome is Erasure.ACCEPTED, "erase() said CONFIRMED, and the account can still be read")
        expect(bench.crm.get(stays) is not None, "erase() must erase nobody else")

    @needs(Capability.ERASE)
    def test_i_erase_twice_is_fine(self, bench: Bench) -> None:
        account_id = bench.save(1)
        bench.crm.erase(account_id)
        expect(bench.crm.erase(account_id) is not Erasure.UNSUPPORTED, "what is gone can be erased again")


def _lookalikes(account_id: str) -> list[str]:
    """Other ids, which a system that reads ids as numbers or without regard to case takes for this one."""
    others = [f"0{account_id}", f"+{account_id}", f" {account_id}", f"{account_id} ", f"{account_id}.0"]
    others += [f"{account_id}x", account_id.swapcase()]
    return [other for other in others if other != account_id]


def _put(bench: Bench, link: CrmLink, key: str) -> Any:
    return lambda: bench.crm.put_link(link, key)


def _raises(kind: type[SocialMatchError], action: Any, what: str) -> None:
    try:
        action()
    except kind:
        return
    except Exception as error:
        pytest.fail(f"{what} has to raise {kind.__name__}; it raised {type(error).__name__}")
    pytest.fail(f"{what} has to raise {kind.__name__}; it passed as if all was well")
