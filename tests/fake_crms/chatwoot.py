"""Chatwoot: what its contract and its published source say of contacts. Pages of 15, attributes that are merged."""

from __future__ import annotations

from socialmatch.crm import CrmAdapter, Runtime
from socialmatch.crm.http import Answer, Request, Transport
from socialmatch.crm.vendors.chatwoot import ChatwootCrm
from socialmatch.models import Account

from .contract import Contract
from .server import TOKEN, FakeCrm, FakePeer, answer, only

PAGE = 15
LONGEST = 1_500


class FakeChatwoot(FakeCrm):
    address = "https://app.chatwoot.com/api/v1/accounts/3"
    routes = (
        ("GET", "/contacts", "list_contacts"),
        ("GET", "/contacts/search", "search"),
        ("GET", r"/contacts/(\d+)", "show"),
        ("PUT", r"/contacts/(\d+)", "update"),
        ("DELETE", r"/contacts/(\d+)", "destroy"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.contacts: dict[int, dict] = {}
        self.contract = Contract("chatwoot.json")

    def authorized(self, request: Request) -> bool:
        return request.headers.get("api_access_token") == TOKEN

    def save(self, account: Account) -> str:
        known = [n for n in self.contacts if self.contacts[n]["identifier"] == account.account_id]
        number = known[0] if known else 100 + len(self.contacts) + 1
        contact = self.contacts.setdefault(number, {"custom_attributes": {}})
        contact |= {
            "id": number,
            "name": account.full_name,
            "email": account.emails[0] if account.emails else None,
            "phone_number": None,
            "identifier": account.account_id,
            "additional_attributes": {},
            "availability_status": "offline",
        }
        return str(number)

    def remove(self, account_id: str) -> None:
        del self.contacts[int(account_id)]

    def list_contacts(self, *, query: dict, body: dict) -> Answer:
        assert only(query, "sort") == "email"
        return self._page(sorted(self.contacts.values(), key=lambda one: one["email"] or ""), query)

    def search(self, *, query: dict, body: dict) -> Answer:
        wanted = only(query, "q").strip().casefold()
        fields = ("name", "email", "phone_number", "identifier")
        return self._page(
            [c for c in self.contacts.values() if any(wanted in (c[f] or "").lower() for f in fields)], query
        )

    def _page(self, contacts: list[dict], query: dict) -> Answer:
        page = int(only(query, "page", "1"))
        shown = contacts[(page - 1) * PAGE : page * PAGE]
        return answer({"meta": {"count": len(contacts), "current_page": str(page)}, "payload": shown})

    def show(self, number: str, *, query: dict, body: dict) -> Answer:
        contact = self.contacts.get(int(number))
        return answer({"errors": []}, 404) if contact is None else answer({"payload": contact})

    def update(self, number: str, *, query: dict, body: dict) -> Answer:
        contact = self.contacts.get(int(number))
        if contact is None:
            return answer({"errors": []}, 404)
        fresh = body["custom_attributes"]
        if any(isinstance(value, str) and len(value) > LONGEST for value in fresh.values()):
            return answer({"message": "too long"}, 422)
        contact["custom_attributes"] |= fresh
        return answer(status=204)

    def destroy(self, number: str, *, query: dict, body: dict) -> Answer:
        return answer() if self.contacts.pop(int(number), None) else answer({"errors": []}, 404)


class ChatwootPeer(FakePeer):
    page_size = PAGE

    def __init__(self) -> None:
        super().__init__()
        self.crm = FakeChatwoot()

    def adapter(self, runtime: Runtime, transport: Transport) -> CrmAdapter:
        return ChatwootCrm("https://app.chatwoot.com", account=3, token=TOKEN, transport=transport, runtime=runtime)
