"""Zendesk Support, as far as its documents describe users; Zendesk itself was not asked.

Moments are whole seconds; a deleted user stays as an inactive one until it is deleted for good; an export may not begin
within the last minute and names deleted users and agents too.
"""

from __future__ import annotations

from datetime import timedelta

from socialmatch.crm import CrmAdapter, Runtime
from socialmatch.crm.http import Answer, Transport
from socialmatch.crm.vendors.zendesk import ZendeskCrm
from socialmatch.models import Account
from socialmatch.moments import from_epoch_ms, to_epoch_ms

from .server import TOKEN, FakeCrm, FakePeer, answer, moment, only


class FakeZendesk(FakeCrm):
    address = "https://example.zendesk.com/api/v2"
    routes = (
        ("GET", "/users", "list_users"),
        ("GET", "/users/search", "search"),
        ("GET", "/incremental/users/cursor", "export"),
        ("GET", r"/users/(\d+)", "show"),
        ("PUT", r"/users/(\d+)", "update"),
        ("DELETE", r"/users/(\d+)", "destroy"),
        ("GET", r"/deleted_users/(\d+)", "show_deleted"),
        ("DELETE", r"/deleted_users/(\d+)", "destroy_deleted"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.users: dict[int, dict] = {}
        self.identities: list[dict] = []
        self.count = 900

    def save(self, account: Account) -> str:
        known = [n for n in self.users if self.users[n]["external_id"] == account.account_id]
        self.count += not known
        number = known[0] if known else self.count
        at = account.updated_at or self.clock()
        self.users.setdefault(number, {"user_fields": {}, "external_id": account.account_id}).update(
            id=number,
            name=account.full_name,
            email=account.emails[0] if account.emails else None,
            phone=None,
            role="end-user",
            active=True,
            updated_at=at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        return str(number)

    def remove(self, account_id: str) -> None:
        self.users[int(account_id)]["active"] = False

    def _page(self, found: list[dict], size: int) -> dict:
        shown = found[:size]
        ids = {one["id"] for one in shown}
        return {"users": shown, "identities": [one for one in self.identities if one["user_id"] in ids]}

    def list_users(self, *, query: dict, body: dict) -> Answer:
        size, behind = int(only(query, "page[size]")), int(only(query, "page[after]", "0"))
        found = [u for n, u in sorted(self.users.items()) if n > behind and u["active"] and u["role"] == "end-user"]
        page = self._page(found, size)
        last = str(page["users"][-1]["id"]) if page["users"] else None
        return answer({**page, "meta": {"has_more": len(found) > size, "after_cursor": last}})

    def export(self, *, query: dict, body: dict) -> Answer:
        start, behind = only(query, "start_time"), 0
        if "cursor" in query:
            start, _, last = only(query, "cursor").partition("-")
            behind = int(last)
        elif from_epoch_ms(int(start) * 1000) > self.clock() - timedelta(minutes=1):
            return answer({"error": "StartTimeTooRecent"}, 422)
        found = [
            user
            for number, user in sorted(self.users.items())
            if number > behind and to_epoch_ms(moment(user["updated_at"])) >= int(start) * 1000
        ]
        size = int(only(query, "per_page"))
        page = self._page(found, size)
        last = page["users"][-1]["id"] if page["users"] else behind
        return answer({**page, "end_of_stream": len(found) <= size, "after_cursor": f"{start}-{last}"})

    def search(self, *, query: dict, body: dict) -> Answer:
        wanted, number = only(query, "query").casefold(), int(only(query, "page", "1"))
        found = [u for u in self.users.values() if u["active"] and wanted in f"{u['name']} {u['email']}".casefold()]
        size = int(only(query, "per_page"))
        more = f"{self.address}/users/search?query={wanted}&per_page={size}&page={number + 1}"
        page = self._page(found[(number - 1) * size :], size)
        return answer({**page, "next_page": more if len(found) > number * size else None})

    def show(self, number: str, *, query: dict, body: dict) -> Answer:
        user = self.users.get(int(number))
        if user is None:
            return answer({"error": "RecordNotFound"}, 404)
        return answer({"user": user, "identities": self._page([user], 1)["identities"]})

    def update(self, number: str, *, query: dict, body: dict) -> Answer:
        user = self.users.get(int(number))
        if user is None or not user["active"]:
            return answer({"error": "RecordNotFound"}, 404)
        user["user_fields"] |= body["user"]["user_fields"]
        return answer({"user": user})

    def destroy(self, number: str, *, query: dict, body: dict) -> Answer:
        self.users[int(number)]["active"] = False
        return answer({"user": self.users[int(number)]})

    def show_deleted(self, number: str, *, query: dict, body: dict) -> Answer:
        user = self.users.get(int(number))
        gone = user is None or user["active"]
        return answer({"error": "RecordNotFound"}, 404) if gone else answer({"deleted_user": {"id": user["id"]}})

    def destroy_deleted(self, number: str, *, query: dict, body: dict) -> Answer:
        if self.users.get(int(number), {"active": True})["active"]:
            return answer({"error": "RecordNotFound"}, 404)
        return answer({"deleted_user": {"id": self.users.pop(int(number))["id"]}})


class ZendeskPeer(FakePeer):
    def __init__(self) -> None:
        super().__init__()
        self.crm = FakeZendesk()

    def adapter(self, runtime: Runtime, transport: Transport) -> CrmAdapter:
        return ZendeskCrm(
            "https://example.zendesk.com",
            token=TOKEN,
            page_size=self.page_size,
            transport=transport,
            runtime=runtime,
        )
