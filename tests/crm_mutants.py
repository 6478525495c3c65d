"""The reference adapter, wrong in one way each: what authors of adapters get wrong. The kit has to notice every one."""

from __future__ import annotations

import contextlib
import pickle
import time
from dataclasses import replace
from datetime import timedelta

from socialmatch.crm import Erasure, Page, grades, partial
from socialmatch.crm.capability import FULL, unsupported
from socialmatch.crm.memory import MemoryCrm
from socialmatch.errors import CrmConflict, CrmRefused, CrmUnavailable, SocialMatchError
from socialmatch.models import Account, Assurance


class SkipsTheLastPage(MemoryCrm):
    def _accounts(self, since, cursor):
        page = super()._accounts(since, cursor)
        return page if cursor is None or page.next else Page([])


class StopsAfterOnePage(MemoryCrm):
    def _accounts(self, since, cursor):
        return Page(super()._accounts(since, cursor).items)


class PagesByOffset(MemoryCrm):
    def _accounts(self, since, cursor):
        offset = int(cursor or 0)
        everybody = sorted(self.books.accounts.values(), key=lambda a: a.account_id)
        due = [a for a in everybody if since is None or a.updated_at >= since]
        more = offset + self._page_size < len(due)
        return Page(due[offset : offset + self._page_size], str(offset + self._page_size) if more else None)


class AfterInsteadOfAtOrAfter(MemoryCrm):
    def _accounts(self, since, cursor):
        return super()._accounts(None if since is None else since + timedelta(milliseconds=1), cursor)


class IgnoresSince(MemoryCrm):
    def _accounts(self, since, cursor):
        return super()._accounts(None, cursor)


class RoundsSinceUp(MemoryCrm):
    def _accounts(self, since, cursor):
        up = None if since is None else since.replace(microsecond=0) + timedelta(seconds=1)
        return super()._accounts(up, cursor)


class HasNoOverlap(MemoryCrm):
    def _from(self, since):
        return None if since is None else since.at


class LosesTheMoment(MemoryCrm):
    def _accounts(self, since, cursor):
        page = super()._accounts(since, cursor)
        return Page([replace(account, updated_at=None) for account in page.items], page.next)


class SwallowsARemoveError(MemoryCrm):
    def _remove_link(self, link):
        with contextlib.suppress(SocialMatchError):
            super()._remove_link(link)


class SwallowsAWriteError(MemoryCrm):
    def _put_link(self, link, idempotency_key):
        try:
            super()._put_link(link, idempotency_key)
        except CrmConflict:
            raise
        except SocialMatchError:
            return


class RaisesTheAssurance(MemoryCrm):
    def _list_links(self, account_id):
        return [replace(link, assurance=Assurance.L3) for link in super()._list_links(account_id)]


class ShiftsTheMoment(MemoryCrm):
    """Reads a moment of UTC as one of some other place."""

    def _list_links(self, account_id):
        links = super()._list_links(account_id)
        return [replace(link, linked_at=link.linked_at + timedelta(hours=1)) for link in links]


class RemovesNothing(MemoryCrm):
    def _remove_link(self, link):
        pass


class RemovesAllOfTheAccount(MemoryCrm):
    def _remove_link(self, link):
        for one in self._list_links(link.account.account_id):
            super()._remove_link(one)


class RemovesTheCustomerToo(MemoryCrm):
    def _remove_link(self, link):
        super()._remove_link(link)
        self.delete(link.account.account_id)


class RemoveOfAbsentFails(MemoryCrm):
    def _remove_link(self, link):
        if link not in self._list_links(link.account.account_id):
            raise CrmRefused("not there")
        super()._remove_link(link)


class RemovesOnTheOldAccountOnly(MemoryCrm):
    def _remove_link(self, link):
        self.books.links.pop(link.key, None)


class ForgetsIdempotencyKeys(MemoryCrm):
    def _put_link(self, link, idempotency_key):
        super()._put_link(link, idempotency_key + str(len(self.books.keys)))


class KeepsTheOldHandle(MemoryCrm):
    def _put_link(self, link, idempotency_key):
        before = self.books.links.get(link.key, link)
        super()._put_link(replace(link, handle=before.handle), idempotency_key)


class LinksToNobody(MemoryCrm):
    def _put_link(self, link, idempotency_key):
        self.books.links[link.key] = link


class FoldsIds(MemoryCrm):
    def _put_link(self, link, idempotency_key):
        profile = replace(link.profile, user_id=link.profile.user_id.casefold())
        super()._put_link(replace(link, profile=profile), idempotency_key)


class DropsTheScope(MemoryCrm):
    def _put_link(self, link, idempotency_key):
        super()._put_link(replace(link, profile=replace(link.profile, scope="")), idempotency_key)


class ReadsIdsAsNumbers(MemoryCrm):
    def _list_links(self, account_id):
        for link in super()._list_links(account_id):
            user_id = link.profile.user_id
            number = str(int(user_id)) if user_id.isdecimal() and user_id.isascii() else user_id
            yield replace(link, profile=replace(link.profile, user_id=number))


class CutsLongTexts(MemoryCrm):
    def save(self, *accounts: Account):
        super().save(*(replace(account, full_name=account.full_name[:255]) for account in accounts))


class SaysNoneInWords(MemoryCrm):
    def _get(self, account_id):
        found = super()._get(account_id)
        return None if found is None else replace(found, full_name=found.full_name or "None")


class GivesAnybody(MemoryCrm):
    def _get(self, account_id):
        return super()._get(account_id) or next(iter(self.books.accounts.values()), None)


class FoldsTheIdsOfAccounts(MemoryCrm):
    def _get(self, account_id):
        return super()._get(account_id.strip())


class WritesToWhoLooksAlike(MemoryCrm):
    def _remove_link(self, link):
        account = replace(link.account, account_id=link.account.account_id.strip())
        super()._remove_link(replace(link, account=account))


class ErasesWhoLooksAlike(MemoryCrm):
    def _erase(self, account_id):
        super()._erase(account_id.strip())


class KeepsTheDeleted(MemoryCrm):
    def delete(self, account_id):
        self._shadow = getattr(self, "_shadow", {}) | {account_id: self.books.accounts[account_id]}
        super().delete(account_id)

    def _get(self, account_id):
        return super()._get(account_id) or getattr(self, "_shadow", {}).get(account_id)


class TellsNoDeletions(MemoryCrm):
    def _deletions(self, since, cursor):
        return Page([])


class TurnsMergesRound(MemoryCrm):
    def _merges(self, since, cursor):
        page = super()._merges(since, cursor)
        return Page([replace(one, old_id=one.new_id, new_id=one.old_id) for one in page.items])


class FindsByPrefix(MemoryCrm):
    def _find(self, by, value):
        return [a for a in self.books.accounts.values() if any(mail[:6] == value[:6] for mail in a.emails)]


class TrustsThe204(MemoryCrm):
    def _erase(self, account_id):
        self.calls.append("erase")

    def _erased(self, account_id):
        return True


class EraseOfAbsentFails(MemoryCrm):
    def _erase(self, account_id):
        if account_id not in self.books.accounts:
            raise CrmRefused("not there")
        super()._erase(account_id)


class NamesPeopleInErrors(MemoryCrm):
    """Names somebody the call was not about, whom no redaction can know."""

    def _get(self, account_id):
        raise CrmRefused("locked together with canary-user-id")


class ShowsItsAddress(MemoryCrm):
    def __repr__(self):
        return "<crm at https://canary-account/>"


class ClaimsWhatItHasNot(MemoryCrm):
    capabilities = grades(incremental=FULL, find=FULL, links=FULL, idempotency=FULL, erase=FULL, merges=FULL)


class StatesAnotherVersion(MemoryCrm):
    api_version = 2


class WritesThoughItSaysItCannot(MemoryCrm):
    capabilities = grades(
        incremental=FULL,
        find=FULL,
        links=unsupported("not in this edition"),
        idempotency=partial("keys are kept for a day"),
        erase=FULL,
        merges=FULL,
        deletions=FULL,
    )

    def list_links(self, account_id):
        return ()


class ErasesThoughItSaysItCannot(MemoryCrm):
    capabilities = grades(
        incremental=FULL,
        find=FULL,
        links=FULL,
        idempotency=FULL,
        erase=unsupported("not in this edition"),
        merges=FULL,
        deletions=FULL,
    )

    def erase(self, account_id):
        self.delete(account_id)
        return Erasure.UNSUPPORTED


class IgnoresThe429(MemoryCrm):
    """Asks again at once, whatever moment the CRM named."""

    def _get(self, account_id):
        with contextlib.suppress(CrmUnavailable):
            return super()._get(account_id)
        return super()._get(account_id)


class TriesForEver(MemoryCrm):
    def _get(self, account_id):
        while True:
            with contextlib.suppress(CrmUnavailable, TimeoutError):
                return super()._get(account_id)


class TriesManyTimesItself(MemoryCrm):
    def _get(self, account_id):
        for _ in range(9):
            with contextlib.suppress(CrmUnavailable, TimeoutError):
                return super()._get(account_id)
        return super()._get(account_id)


class GivesUpAtOnce(MemoryCrm):
    """Takes trouble that passes for a refusal, so that nobody tries again."""

    def _accounts(self, since, cursor):
        try:
            return super()._accounts(since, cursor)
        except (CrmUnavailable, TimeoutError):
            raise CrmRefused("out of order") from None


class TakesTroubleForTheEnd(MemoryCrm):
    """A page that cannot be had is an empty one."""

    def _accounts(self, since, cursor):
        try:
            return super()._accounts(since, cursor)
        except (SocialMatchError, TimeoutError):
            return Page([])


class TakesA401ForTheEnd(MemoryCrm):
    def _accounts(self, since, cursor):
        try:
            return super()._accounts(since, cursor)
        except CrmRefused:
            return Page([])


class TakesAStuckCursorForTheEnd(MemoryCrm):
    """Stops where the same page comes again, as if that were the last one."""

    def _accounts(self, since, cursor):
        page = super()._accounts(since, cursor)
        return Page(page.items) if cursor is not None and page.next == cursor else page


class TakesATimeoutForDone(MemoryCrm):
    def _remove_link(self, link):
        with contextlib.suppress(TimeoutError):
            super()._remove_link(link)


class SaysRefusedWhenOutOfReach(MemoryCrm):
    """An outbox would give the message up instead of trying again."""

    def _put_link(self, link, idempotency_key):
        try:
            super()._put_link(link, idempotency_key)
        except (CrmUnavailable, TimeoutError):
            raise CrmRefused("out of order") from None


class NamesPeopleInTrouble(MemoryCrm):
    """Copies what the CRM said, about somebody the call was not about."""

    def _get(self, account_id):
        try:
            return super()._get(account_id)
        except (CrmUnavailable, TimeoutError):
            raise CrmUnavailable("locked by canary_handle") from None


class TravelsWithItsPassword(MemoryCrm):
    def __reduce__(self):
        return MemoryCrm, ()


class GivesWhatCannotTravel(MemoryCrm):
    def _accounts(self, since, cursor):
        page = super()._accounts(since, cursor)
        return Page([replace(account, emails=_Unsendable(account.emails)) for account in page.items], page.next)


class _Unsendable(tuple):
    def __reduce__(self):
        raise pickle.PicklingError


class KeepsTheCallInItself(MemoryCrm):
    def _get(self, account_id):
        self._wanted = account_id
        time.sleep(0.02)
        return super()._get(self._wanted)


class KeepsItsCursorInItself(MemoryCrm):
    def _accounts(self, since, cursor):
        page = super()._accounts(since, None if cursor is None else self._at)
        self._at = page.next
        return page


class LosesWritesOfOtherThreads(MemoryCrm):
    """Reads all, changes its copy, writes all; and goes round the frame, which would keep the threads apart."""

    def put_link(self, link, idempotency_key):
        links = dict(self.books.links)
        time.sleep(0.02)
        self.books.links = {**links, link.key: link}
