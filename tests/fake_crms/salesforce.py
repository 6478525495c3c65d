"""Salesforce, as far as its documents describe contacts, personas and their queries; Salesforce itself was not asked.

It reads just the SOQL that our adapter writes. Ids have 18 letters; what is deleted stays in a recycle bin, where
``queryAll`` finds it; who was merged away names the survivor, and personas go along.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from socialmatch.crm import CrmAdapter, Runtime
from socialmatch.crm.http import Answer, Request, Transport
from socialmatch.crm.vendors.salesforce import SalesforceCrm
from socialmatch.models import Account

from .server import TOKEN, FakeCrm, FakePeer, answer, moment, only

SOQL = re.compile(r"SELECT (.+?) FROM (\w+)(?: WHERE (.+?))?(?: ORDER BY Id LIMIT (\d+))?", re.DOTALL)
LITERAL = r"(null|true|'(?:[^'\\]|\\.)*'|[\dTZ:-]+|\([^)]*\))"
CONDITION = re.compile(rf"(\w+) (=|!=|>|>=|IN) {LITERAL}(?: (AND|OR) |$)", re.DOTALL)
COMPARE = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
CUT_SHORT = 7
NOT_FOUND = [{"errorCode": "NOT_FOUND", "message": "canary-account"}]


class FakeSalesforce(FakeCrm):
    address = "https://example.my.salesforce.com/services/data/v62.0"
    routes = (
        ("GET", "/query", "list_records"),
        ("GET", "/queryAll", "list_all"),
        ("GET", r"/query/(\d+)-(\d+)", "list_rest"),
        ("POST", r"/sobjects/(\w+)", "create"),
        ("PATCH", r"/sobjects/(\w+)/(\w{18})", "update"),
        ("DELETE", r"/sobjects/(\w+)/(\w{18})", "destroy"),
    )

    def __init__(self) -> None:
        super().__init__()
        names = ("Contact", "SocialPersona", "Individual", "DataUsePurpose", "ContactPointTypeConsent")
        self.tables: dict[str, dict[str, dict]] = {name: {} for name in names}
        self.staff: dict[str, str] = {}
        self.valid = "none yet"
        self.cursors: list[list[dict]] = []
        self.count = 0

    def handle(self, request: Request) -> Answer:
        if request.url != "https://example.my.salesforce.com/services/oauth2/token":
            return super().handle(request)
        asked = parse_qs(request.body.decode())
        if asked.get("client_secret") != ["canary-client-secret"]:
            return answer({"error": "invalid_client", "error_description": "canary"}, 401)
        self.valid = f"session-{len(self.asked)}"
        return answer({"access_token": self.valid, "token_type": "Bearer"})

    def authorized(self, request: Request) -> bool:
        return request.headers.get("Authorization") in (f"Bearer {TOKEN}", f"Bearer {self.valid}")

    def _new_id(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count:015d}"

    def save(self, account: Account) -> str:
        record_id = self.staff.setdefault(account.account_id, self._new_id("003"))
        at = account.updated_at or self.clock()
        self.tables["Contact"].setdefault(record_id, {"Id": record_id, "IsDeleted": False}).update(
            Name=account.full_name or None,
            Email=account.emails[0] if account.emails else None,
            Account=None,
            SystemModstamp=at.strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
        )
        return record_id

    def insert(self, table: str, prefix: str, **values: object) -> str:
        """Staff make a record."""
        record_id = self._new_id(prefix)
        self.tables[table][record_id] = {"Id": record_id, "IsDeleted": False, **values}
        return record_id

    def individual(self, contact_id: str) -> str:
        """Staff say which person a contact is."""
        person = self.insert("Individual", "0PK")
        self.tables["Contact"][contact_id]["IndividualId"] = person
        return person

    def remove(self, record_id: str, *, into: str | None = None) -> None:
        stamp = self.clock().strftime("%Y-%m-%dT%H:%M:%S.000+0000")
        self.tables["Contact"][record_id] |= {"IsDeleted": True, "MasterRecordId": into, "SystemModstamp": stamp}
        for persona in self.tables["SocialPersona"].values():
            if persona["ParentId"] == record_id:
                persona.update({"ParentId": into} if into else {"IsDeleted": True})

    def list_records(self, *, query: dict, body: dict) -> Answer:
        return self._found(only(query, "q"), deleted_too=False)

    def list_all(self, *, query: dict, body: dict) -> Answer:
        return self._found(only(query, "q"), deleted_too=True)

    def _found(self, soql: str, *, deleted_too: bool) -> Answer:
        parts = SOQL.fullmatch(soql)
        assert parts is not None, "the fake does not read this SOQL"
        names, table, where, limit = parts.groups()
        if "__c" in names and table == "Contact":
            return answer([{"errorCode": "INVALID_FIELD"}], 400)
        conditions = self._read(where or "")
        together = any if "OR" in [one[3] for one in conditions] else all
        found = [
            self._shown(record, names.split(", "))
            for _, record in sorted(self.tables[table].items())
            if (deleted_too or not record["IsDeleted"])
            and together(self._fits(record, *one[:3]) for one in conditions or [("Id", "!=", "null")])
        ]
        self.cursors.append(found[: int(limit or len(found))])
        return self.list_rest(str(len(self.cursors) - 1), "0", query={}, body={})

    def _shown(self, record: dict, names: list[str]) -> dict:
        shown = {}
        for name in names:
            relation, dot, field = name.partition(".")
            other = self.tables.get(relation, {}).get(record.get(f"{relation}Id") or "")
            shown[relation] = record.get(name) if not dot else other and {field: other[field]}
        return shown

    def _read(self, where: str) -> list[tuple[str, ...]]:
        found = list(CONDITION.finditer(where))
        assert "".join(one[0] for one in found) == where, "the fake does not read this SOQL"
        return [one.groups() for one in found]

    def _fits(self, record: dict, name: str, compare: str, literal: str) -> bool:
        have = record.get(name)
        if literal == "null":
            return COMPARE[compare](have, None)
        if literal == "true":
            return have is True
        if compare == "IN":
            return have in re.findall(r"'(\w+)'", literal)
        if not literal.startswith("'"):
            return COMPARE[compare](moment(have), moment(literal))
        want = re.sub(r"\\(.)", r"\1", literal[1:-1])
        return have is not None and COMPARE[compare](have.casefold(), want.casefold())

    def list_rest(self, cursor: str, begin: str, *, query: dict, body: dict) -> Answer:
        records, behind = self.cursors[int(cursor)], int(begin) + CUT_SHORT
        done = behind >= len(records)
        more = {} if done else {"nextRecordsUrl": f"/services/data/v62.0/query/{cursor}-{behind}"}
        return answer({"totalSize": len(records), "done": done, "records": records[int(begin) : behind], **more})

    def create(self, table: str, *, query: dict, body: dict) -> Answer:
        record_id = self.insert(table, "0SP", **body)
        return answer({"id": record_id, "success": True, "errors": []}, 201)

    def update(self, table: str, record_id: str, *, query: dict, body: dict) -> Answer:
        record = self.tables[table].get(record_id)
        if record is None or record["IsDeleted"]:
            return answer(NOT_FOUND, 404)
        if len(body.get("ExternalId") or "") > 255 or len(body.get("Name") or "") > 255:
            return answer([{"errorCode": "STRING_TOO_LONG"}], 400)
        record |= body
        return answer(status=204)

    def destroy(self, table: str, record_id: str, *, query: dict, body: dict) -> Answer:
        record = self.tables[table].get(record_id)
        if record is None or record["IsDeleted"]:
            return answer(NOT_FOUND, 404)
        if table == "Contact":
            self.remove(record_id)
        record["IsDeleted"] = True
        return answer(status=204)


class SalesforcePeer(FakePeer):
    text_field = ""  # a name of 10,000 letters is not for Salesforce
    personal = ("Name", "Email", "ExternalId", "SocialMatch_Link__c")

    def __init__(self) -> None:
        super().__init__()
        self.crm = FakeSalesforce()

    def adapter(self, runtime: Runtime, transport: Transport) -> CrmAdapter:
        return SalesforceCrm(
            "https://example.my.salesforce.com",
            token=TOKEN,
            page_size=self.page_size,
            transport=transport,
            runtime=runtime,
        )

    def merge(self, old_id: str, new_id: str) -> None:
        self.crm.remove(old_id, into=new_id)
