"""Apideck's unified interface: what its contract says of contacts, on a small CRM behind it."""

from __future__ import annotations

import base64

from socialmatch.crm import CrmAdapter, Runtime
from socialmatch.crm.http import Answer, Request, Transport
from socialmatch.crm.vendors.apideck import ApideckCrm
from socialmatch.models import Account
from socialmatch.moments import format_moment

from .contract import Contract
from .server import TOKEN, FakeCrm, FakePeer, answer, moment, only

COMMON = {"status": "OK", "service": "zoho-crm", "resource": "contacts"}
GONE = {"status_code": 404, "error": "Not Found", "message": "canary-account"}


def ok(operation: str, data: object, **more: object) -> Answer:
    return answer({"status_code": 200, **COMMON, "operation": operation, "data": data, **more})


class FakeApideck(FakeCrm):
    address = "https://unify.apideck.com/crm"
    routes = (
        ("GET", "/contacts", "list_contacts"),
        ("GET", "/contacts/([^/]+)", "show"),
        ("PATCH", "/contacts/([^/]+)", "update"),
        ("DELETE", "/contacts/([^/]+)", "destroy"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.contacts: dict[str, dict] = {}
        self.contract = Contract("apideck-crm.json")

    def authorized(self, request: Request) -> bool:
        return super().authorized(request) and request.headers.get("x-apideck-app-id") == "app-1"

    def save(self, account: Account) -> str:
        contact = self.contacts.setdefault(account.account_id, {"id": account.account_id, "custom_fields": []})
        contact |= {
            "name": account.full_name or None,
            "emails": [{"email": email, "type": "primary"} for email in account.emails],
            "updated_at": format_moment(account.updated_at or self.clock()),
        }
        return account.account_id

    def remove(self, account_id: str) -> None:
        del self.contacts[account_id]

    def list_contacts(self, *, query: dict, body: dict) -> Answer:
        since = only(query, "filter[updated_since]")
        email = only(query, "filter[email]").casefold()
        behind = base64.b64decode(only(query, "cursor")).decode()
        limit = int(only(query, "limit", "20"))
        found = [
            self.contacts[contact_id]
            for contact_id in sorted(self.contacts)
            if contact_id > behind
            and (not since or moment(self.contacts[contact_id]["updated_at"]) >= moment(since))
            and (not email or any(email == one["email"].casefold() for one in self.contacts[contact_id]["emails"]))
        ]
        shown = found[:limit]
        following = base64.b64encode(shown[-1]["id"].encode()).decode() if len(found) > limit else None
        return ok("all", shown, meta={"items_on_page": len(shown), "cursors": {"next": following}})

    def show(self, contact_id: str, *, query: dict, body: dict) -> Answer:
        contact = self.contacts.get(contact_id)
        return answer(GONE, 404) if contact is None else ok("one", contact)

    def update(self, contact_id: str, *, query: dict, body: dict) -> Answer:
        contact = self.contacts.get(contact_id)
        if contact is None:
            return answer(GONE, 404)
        for fresh in body["custom_fields"]:
            contact["custom_fields"] = [one for one in contact["custom_fields"] if one["id"] != fresh["id"]] + [fresh]
        return ok("update", {"id": contact_id})

    def destroy(self, contact_id: str, *, query: dict, body: dict) -> Answer:
        return ok("delete", {"id": contact_id}) if self.contacts.pop(contact_id, None) else answer(GONE, 404)


class ApideckPeer(FakePeer):
    def __init__(self) -> None:
        super().__init__()
        self.crm = FakeApideck()

    def adapter(self, runtime: Runtime, transport: Transport) -> CrmAdapter:
        return ApideckCrm(
            "https://unify.apideck.com",
            token=TOKEN,
            app="app-1",
            consumer="consumer-1",
            page_size=self.page_size,
            transport=transport,
            runtime=runtime,
        )
