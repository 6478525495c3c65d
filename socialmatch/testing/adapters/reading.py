"""The kit's groups D (pages), E (watermarks) and F (deletions and merges)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from socialmatch.crm import Capability, Support, Watermark
from socialmatch.errors import SocialMatchError
from socialmatch.testing.adapters.bench import Bench, expect, needs

_DAY = timedelta(days=1)
_MILLISECOND = timedelta(milliseconds=1)


class GroupDPages:
    """However many accounts there are, each comes once."""

    @pytest.mark.parametrize("pages", ["none", "one account", "one page", "one page and one", "ten pages"])
    def test_d_every_account_comes_once(self, bench: Bench, pages: str) -> None:
        size = bench.peer.page_size
        many = {"none": 0, "one account": 1, "one page": size, "one page and one": size + 1, "ten pages": 10 * size}
        ids = [bench.save(number) for number in range(many[pages])]
        expect(
            sorted(bench.read()) == sorted(ids),
            f"accounts() has to give every account once: {many[pages]} with {size} in a page",
        )

    def test_d_a_page_that_shrinks_loses_nobody(self, bench: Bench) -> None:
        ids = [bench.save(number) for number in range(3 * bench.peer.page_size)]
        feed = bench.crm.accounts()
        first = next(feed).account_id
        bench.peer.delete(first)
        try:
            rest = {account.account_id for account in feed}
        except SocialMatchError:
            return  # to fail is honest, and the next run begins where this one did
        missing = set(ids) - rest - {first}
        expect(
            not missing,
            f"an account deleted while pages are read made {len(missing)} others disappear:"
            " go on behind the last id, not at an offset",
        )


class GroupEWatermarks:
    """What changed is never missed: moments are inclusive, reading overlaps, ties and skew do not matter."""

    @needs(Capability.INCREMENTAL)
    def test_e_since_is_inclusive(self, bench: Bench) -> None:
        account_id = bench.save(1)
        (account,) = bench.crm.accounts()
        at = account.updated_at
        if at is None:
            pytest.fail("an adapter with INCREMENTAL has to fill updated_at")
        since = Watermark(at + bench.crm.overlap)
        expect(
            account_id in bench.read(since=since),
            "an account that changed exactly at 'since' has to come: compare with >=, in the CRM's own precision",
        )

    @needs(Capability.INCREMENTAL)
    def test_e_the_overlap_is_read_again(self, bench: Bench) -> None:
        bench.save(1)
        feed = bench.crm.accounts()
        list(feed)
        expect(feed.watermark is not None, "a feed that was read to its end has a watermark")
        if not bench.peer.sets_times:
            pytest.skip("may: the peer cannot save with a moment of its own")
        late = bench.save(2, ago=bench.crm.overlap)
        expect(
            late in bench.read(since=feed.watermark),
            "a change that shows up late, with a moment within the overlap, has to come",
        )

    @needs(Capability.INCREMENTAL)
    def test_e_old_accounts_do_not_come(self, bench: Bench) -> None:
        if not bench.peer.sets_times:
            pytest.skip("may: the peer cannot save with a moment of its own")
        old, new = bench.save(1, ago=10 * _DAY), bench.save(2)
        came = bench.read(since=Watermark(bench.clock() - _DAY))
        expect(new in came, "an account that changed after 'since' has to come")
        if bench.crm.grade(Capability.INCREMENTAL).support is Support.FULL:
            expect(old not in came, "INCREMENTAL is FULL, and an account that changed nine days before 'since' came")

    @needs(Capability.INCREMENTAL)
    def test_e_equal_moments_across_pages(self, bench: Bench) -> None:
        ids = [bench.save(number) for number in range(2 * bench.peer.page_size + 1)]
        feed = bench.crm.accounts()
        list(feed)
        expect(
            sorted(bench.read(since=feed.watermark)) == sorted(ids),
            "accounts that changed at the same moment as the watermark have to come, on every page",
        )

    @needs(Capability.INCREMENTAL)
    def test_e_fractions_of_a_second(self, bench: Bench) -> None:
        for number, ago in enumerate((timedelta(microseconds=1), timedelta(microseconds=999_999), timedelta(0))):
            bench.save(number, ago=ago)
        ids = set(bench.read())
        feed = bench.crm.accounts()
        list(feed)
        expect(
            set(bench.read(since=feed.watermark)) == ids,
            "a change within the same second as the watermark has to come: set 'resolution' to the CRM's precision",
        )

    @needs(Capability.INCREMENTAL)
    def test_e_a_crm_whose_clock_is_ahead(self, bench: Bench) -> None:
        if not bench.peer.sets_times:
            pytest.skip("may: the peer cannot save with a moment of its own")
        bench.save(1, ago=-365 * _DAY)
        feed = bench.crm.accounts()
        list(feed)
        bench.clock.advance(_DAY)
        changed = bench.save(2)
        expect(changed in bench.read(since=feed.watermark), "one record from the future hid the changes that followed")

    @needs(Capability.INCREMENTAL)
    def test_e_stopping_half_way_repeats(self, bench: Bench) -> None:
        ids = [bench.save(number) for number in range(2 * bench.peer.page_size)]
        feed = bench.crm.accounts()
        next(feed)
        expect(feed.watermark is None, "the watermark moves only once everything was read")
        again = [account.account_id for account in bench.another().accounts(feed.watermark)]
        expect(sorted(again) == sorted(ids), "a reader that crashed half way has to get everything again")

    @needs(Capability.INCREMENTAL)
    def test_e_changes_while_reading_are_not_lost(self, bench: Bench) -> None:
        numbers = range(3 * bench.peer.page_size)
        ids = [bench.save(number, ago=_DAY) for number in numbers]
        feed = bench.crm.accounts()
        came = [next(feed)]
        bench.clock.advance(timedelta(seconds=1))
        again = [bench.save(number, emails=(f"new{number}@example.com",)) for number in numbers]
        expect(again == ids, "Peer.save has to change the customer that is there, and it made another one")
        try:
            came += list(feed)
        except SocialMatchError:
            came = []  # to fail is honest, and the next run begins where this one did
        came += list(bench.crm.accounts(feed.watermark))
        newest = {account.account_id: account.emails for account in came}
        expected = {account_id: (f"new{number}@example.com",) for number, account_id in enumerate(ids)}
        expect(newest == expected, "accounts that changed while they were read have to come with the next run")


class GroupFGone:
    """Deleted and merged accounts are seen, and links are found where they went."""

    def test_f_a_deleted_account_is_not_there(self, bench: Bench) -> None:
        gone, kept = bench.save(1), bench.save(2)
        bench.peer.delete(gone)
        expect(bench.crm.get(gone) is None, "get() of a deleted account has to give None")
        expect(bench.read() == [kept], "accounts() must not give a deleted account")

    @needs(Capability.DELETIONS)
    def test_f_deletions_are_told(self, bench: Bench) -> None:
        ids = [bench.save(number) for number in range(bench.peer.page_size + 1)]
        bench.peer.delete(ids[0])
        told = {deletion.account_id for deletion in bench.crm.deletions(known=ids)}
        expect(told == {ids[0]}, "deletions() has to name the deleted account, and no other")

    @needs(Capability.DELETIONS)
    def test_f_deletions_since_a_watermark_are_inclusive(self, bench: Bench) -> None:
        account_id = bench.save(1)
        bench.peer.delete(account_id)
        feed = bench.crm.deletions(known=[account_id])
        list(feed)
        told = {deletion.account_id for deletion in bench.crm.deletions(feed.watermark, known=[account_id])}
        expect(told == {account_id}, "a deletion exactly at the watermark has to come again")

    @needs(Capability.MERGES)
    def test_f_merges_are_told(self, bench: Bench) -> None:
        old, new = bench.save(1), bench.save(2)
        bench.peer.merge(old, new)
        told = {(merge.old_id, merge.new_id) for merge in bench.crm.merges()}
        expect(told == {(old, new)}, "merges() has to say which account went into which")
        found = bench.crm.get(old)
        expect(
            found is None or found.account_id == new,
            "get() of a merged account has to give None, or the account it went into under that one's id",
        )

    @needs(Capability.MERGES, Capability.LINKS)
    def test_f_a_withdrawal_follows_a_merge(self, bench: Bench) -> None:
        old, new = bench.save(1), bench.save(2)
        link = bench.link(old)
        bench.crm.put_link(link, "kit-1")
        bench.peer.merge(old, new)
        bench.crm.remove_link(link)
        left = [profile for account_id in (old, new) for _, profile in bench.listed(account_id)]
        expect(not left, "remove_link of a link on a merged account has to remove it from the account it went to")
