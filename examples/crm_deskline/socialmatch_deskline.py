"""An adapter for Deskline, an invented helpdesk that speaks HTTP and JSON."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from socialmatch.crm import FULL, CrmLink, Deletion, FindBy, Merge, Page, Runtime, grades, unsupported
from socialmatch.crm.http import Fields, HttpAdapter, Transport
from socialmatch.crm.limits import Limit, ResetEpoch
from socialmatch.crm.runtime import DEFAULT_RUNTIME
from socialmatch.errors import CrmRefused
from socialmatch.models import Account, Assurance, ProfileKey
from socialmatch.moments import format_moment


class Deskline(HttpAdapter):
    """People and their identities in Deskline.

    Parameters
    ----------
    target: address of the interface, ``https://HOST/api``. token: of an agent who may edit people.
    page_size: people in one answer.
    """

    api_version: ClassVar[int] = 1
    capabilities = grades(
        incremental=FULL,
        find=FULL,
        links=FULL,
        idempotency=unsupported("Deskline keeps no keys; an identity is looked for before it is written"),
        erase=FULL,
        merges=FULL,
        deletions=FULL,
    )
    findable = frozenset({FindBy.EMAIL})
    resolution = timedelta(seconds=1)

    def __init__(
        self,
        target: str,
        *,
        token: str,
        page_size: int = 100,
        transport: Transport | None = None,
        runtime: Runtime = DEFAULT_RUNTIME,
    ) -> None:
        limits: list[Limit] = [ResetEpoch("X-RateLimit-Remaining", "X-RateLimit-Reset")]
        headers = {"Authorization": f"Bearer {token}"}
        super().__init__(target, headers=headers, secrets=[token], limits=limits, transport=transport, runtime=runtime)
        self._page_size = page_size

    # --- reading -----------------------------------------------------------------------------------

    def _accounts(self, since: datetime | None, cursor: str | None) -> Page[Account]:
        query = {"limit": str(self._page_size), **_since(since)}
        found = self.http.follow(cursor) if cursor else self.http.get("people", query=query)
        return Page([_account(one) for one in _listed(found, "people")], found.text("next"))

    def _get(self, account_id: str) -> Account | None:
        found = self.http.look("people", account_id)
        return None if found is None else _account(found)

    def _find(self, by: FindBy, value: str) -> list[Account]:
        found = self.http.get("people", query={"email": value})
        return [_account(one) for one in _listed(found, "people")]

    def _merges(self, since: datetime | None, cursor: str | None) -> Page[Merge]:
        found = self.http.get("merges", query=_since(since))
        return Page([Merge(one.id("from"), one.id("to"), one.moment("at")) for one in _listed(found, "merges")])

    def _deletions(self, since: datetime | None, cursor: str | None) -> Page[Deletion]:
        found = self.http.get("deleted", query=_since(since))
        return Page([Deletion(one.id(), one.moment("at")) for one in _listed(found, "deleted")])

    # --- links -------------------------------------------------------------------------------------

    def _list_links(self, account_id: str) -> list[CrmLink]:
        return [self._link(account_id, identity) for identity in self._identities(account_id)]

    def _put_link(self, link: CrmLink, idempotency_key: str) -> None:
        account_id = link.account.account_id
        for identity in self._identities(account_id):
            if self._link(account_id, identity).profile == link.profile:
                self.http.call("PUT", "people", account_id, "identities", identity.id(), body=_body(link)).json()
                return
        if self.http.look("people", account_id) is None:
            raise CrmRefused("there is no such account", code="no_account")
        self.http.call("POST", "people", account_id, "identities", body=_body(link)).json()

    def _remove_link(self, link: CrmLink) -> None:
        account_id = link.account.account_id
        for identity in self._identities(account_id):
            if self._link(account_id, identity).profile == link.profile:
                self.http.delete("people", account_id, "identities", identity.id())

    def _erase(self, account_id: str) -> None:
        # Deskline's ids are texts. Where ids are numbers, read the record first and compare its id: "007" is not 7.
        self.http.delete("people", account_id)

    def _identities(self, account_id: str) -> list[Fields]:
        found = self.http.look("people", account_id, "identities")
        return [] if found is None else _listed(found, "identities")

    def _link(self, account_id: str, identity: Fields) -> CrmLink:
        return CrmLink(
            self.key(account_id),
            ProfileKey(self.tenant, identity.text("platform"), identity.text("scope"), identity.text("user_id")),
            identity.text("handle"),
            Assurance(identity.text("assurance")),
            identity.moment("linked_at"),
            identity.text("consent"),
        )


def _listed(found: Fields, name: str) -> list[Fields]:
    """The objects of a list that has to be there: an answer without it is not an answer without objects."""
    return found.having(name).parts(name)


def _since(since: datetime | None) -> dict[str, str]:
    return {} if since is None else {"changed_since": format_moment(since)}


def _account(person: Fields) -> Account:
    return Account(
        person.id(),
        full_name=person.text("name"),
        emails=tuple(person.texts("emails")),
        updated_at=person.moment("changed_at"),
    )


def _body(link: CrmLink) -> dict[str, str]:
    return {
        "platform": link.profile.platform,
        "scope": link.profile.scope,
        "user_id": link.profile.user_id,
        "handle": link.handle,
        "assurance": "" if link.assurance is None else link.assurance.value,
        "linked_at": "" if link.linked_at is None else format_moment(link.linked_at),
        "consent": link.consent,
    }
