"""Links in a field of the account's own record, for CRMs that have no better place."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable

from socialmatch.crm import linktext
from socialmatch.crm.http.adapter import HttpAdapter
from socialmatch.crm.values import CrmLink
from socialmatch.errors import CrmError, CrmRefused


class FieldLinks(HttpAdapter):
    """An adapter that says how one field is read and written; the links in it are dealt with here.

    The field is read, changed and written: two writers on one account at the same moment could undo each other. Ours
    write one after the other for each account, and a removal is believed only after it was read back.
    """

    @abstractmethod
    def _read_field(self, account_id: str) -> str | None:
        """What the field of an account holds, ``""`` where it is empty, ``None`` where there is no such account."""

    @abstractmethod
    def _write_field(self, account_id: str, text: str) -> None:
        """Let the field hold this and nothing else; ``""`` empties it."""

    def _list_links(self, account_id: str) -> Iterable[CrmLink]:
        entries = linktext.parse(self._read_field(account_id) or "")
        return [linktext.link_of(one, self.key(account_id)) for one in entries if one["tenant"] == self.tenant]

    def _put_link(self, link: CrmLink, idempotency_key: str) -> None:
        account_id = link.account.account_id
        text = self._read_field(account_id)
        if text is None:
            raise CrmRefused("there is no such account", code="no_account")
        before, fresh = linktext.parse(text), linktext.entry(link, idempotency_key)
        linktext.check_key(before, fresh)
        after = [one for one in before if not linktext.same(one, link)] + [fresh]
        if fresh not in before:
            self._write_field(account_id, linktext.write(after))

    def _remove_link(self, link: CrmLink) -> None:
        account_id = link.account.account_id
        before = linktext.parse(self._read_field(account_id) or "")
        after = [one for one in before if not linktext.same(one, link)]
        if after == before:
            return
        self._write_field(account_id, linktext.write(after))
        left = linktext.parse(self._read_field(account_id) or "")
        if any(linktext.same(one, link) for one in left):
            raise CrmError("the CRM took the removal, and the link is still there", code="still_there")
