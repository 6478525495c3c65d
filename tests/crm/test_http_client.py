"""CRMs over HTTP: what a request carries, where it may go, and what becomes of every answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from socialmatch.crm import FULL, Page, Runtime, grades
from socialmatch.crm.http import Answer, Fields, HttpAdapter, HttpClient, Request
from socialmatch.crm.limits import Budget
from socialmatch.crm.runtime import Retry
from socialmatch.errors import (
    ConfigError,
    CrmConflict,
    CrmContract,
    CrmError,
    CrmRefused,
    CrmUnauthorized,
    CrmUnavailable,
    SocialMatchError,
)
from socialmatch.models import Account
from socialmatch.testing.clock import ManualClock

TOKEN = "canary-token-7"
ADDRESS = "https://crm.example.com/api/v1"


class Script:
    """A transport that answers as it was told, and remembers what it was asked."""

    def __init__(self, *answers: Answer | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[Request] = []
        self.closed = False

    def send(self, request: Request) -> Answer:
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        self.closed = True


class Contacts(HttpAdapter):
    """The smallest adapter there can be."""

    api_version = 1
    capabilities = grades()

    def __init__(self, script, *, address=ADDRESS, limits=(), clock=None, attempts=1) -> None:
        clock = clock or ManualClock()
        super().__init__(
            address,
            headers={"Authorization": f"Bearer {TOKEN}"},
            secrets=[TOKEN],
            limits=limits,
            transport=script,
            runtime=Runtime(clock=clock, sleep=clock.sleep, retry=Retry(attempts=attempts)),
        )

    def _accounts(self, since, cursor):
        found = self.http.follow(cursor) if cursor else self.http.get("contacts", query={"limit": 2})
        return Page([Account(one.id()) for one in found.parts("items")], found.text("next"))

    def _get(self, account_id):
        found = self.http.look("contacts", account_id)
        return None if found is None else Account(found.id())


def ok(body: str = '{"id": 7}', **headers: str) -> Answer:
    return Answer(200, headers, body.encode())


class TestRequests:
    def test_what_goes_out(self):
        script = Script(ok())
        Contacts(script).get("7")
        (request,) = script.asked
        assert (request.method, request.url, request.body) == ("GET", f"{ADDRESS}/contacts/7", b"")
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"

    @pytest.mark.parametrize(
        ("account_id", "segment"), [("a/b", "a%2Fb"), ("a?b#c", "a%3Fb%23c"), ("é ", "%C3%A9%20"), ("%2e", "%252e")]
    )
    def test_an_id_is_one_segment_whatever_is_in_it(self, account_id, segment):
        script = Script(ok())
        Contacts(script).get(account_id)
        assert script.asked[0].url == f"{ADDRESS}/contacts/{segment}"

    @pytest.mark.parametrize("account_id", [".", ".."])
    def test_what_would_lead_elsewhere_is_nobody(self, account_id):
        script = Script(ok())
        assert Contacts(script).get(account_id) is None
        assert not script.asked

    def test_nothing_secret_and_nobody_in_a_repr(self):
        crm = Contacts(Script(ok('{"id": "canary"}', cookie="canary")))
        request = Request("GET", "https://crm.example.com/canary", {"Authorization": TOKEN}, b"canary")
        shown = repr([crm, crm.http, request, ok("canary", cookie="canary"), Fields({"canary": 1}), crm.get("canary")])
        assert "canary" not in shown and TOKEN not in shown

    def test_closing_closes_the_transport(self):
        script = Script(ok())
        Contacts(script).close()
        assert script.closed

    def test_every_request_of_a_verb_takes_a_turn(self):
        clock = ManualClock()
        pages = [ok(f'{{"items": [{{"id": {n}}}], "next": "{ADDRESS}/contacts?page={n}"}}') for n in range(3)]
        crm = Contacts(Script(*pages, ok('{"items": []}')), limits=[Budget(1, timedelta(seconds=10))], clock=clock)
        began = clock()
        assert len(list(crm.accounts())) == 3
        assert clock() - began >= timedelta(seconds=30)

    def test_two_requests_of_one_verb_take_two_turns(self):
        class Twice(Contacts):
            def _get(self, account_id):
                super()._get(account_id)
                return super()._get(account_id)

        clock = ManualClock()
        crm = Twice(Script(ok()), limits=[Budget(2, timedelta(minutes=1))], clock=clock)
        began = clock()
        crm.get("7")
        assert clock() - began < timedelta(minutes=1)
        crm.get("7")
        assert clock() - began >= timedelta(seconds=1)


class TestAddresses:
    @pytest.mark.parametrize(
        "address",
        [
            "http://crm.example.com",
            "https://user:pass@crm.example.com",
            "https:///canary",
            "crm.example.com",
            "https://crm.example.com/?x=1",
            "https://crm.example.com/#x",
            "https://crm.example.com:port",
            "https://crm.example.com\\@evil.example",
            "https://crm.example.com/ x",
            "ftp://localhost",
        ],
    )
    def test_what_is_no_safe_address_is_refused_and_not_repeated(self, address):
        with pytest.raises(ConfigError) as refused:
            Contacts(Script(ok()), address=address)
        assert refused.value.code == "bad_url"
        assert address not in str(refused.value)

    @pytest.mark.parametrize("address", ["http://localhost:3000", "http://127.0.0.1", "http://[::1]:8000/x"])
    def test_plain_http_stays_on_this_machine(self, address):
        assert Contacts(Script(ok()), address=address).get("7") is not None

    @pytest.mark.parametrize(
        "address",
        [
            "https://crm.example.com/api/v1/contacts?page=2",
            "HTTPS://CRM.example.com:443/api/v1/contacts?page=2",
            "/api/v1/contacts?page=2",
            "contacts?page=2",
        ],
    )
    def test_a_next_page_of_ours_is_followed(self, address):
        script = Script(ok(f'{{"items": [], "next": "{address}"}}'), ok('{"items": []}'))
        list(Contacts(script).accounts())
        assert script.asked[1].url == f"{ADDRESS}/contacts?page=2"

    @pytest.mark.parametrize(
        "address",
        [
            "https://evil.example/api/v1/contacts",
            "//evil.example/api/v1/contacts",
            "http://crm.example.com/api/v1/contacts",
            "https://crm.example.com:8443/api/v1/contacts",
            "https://crm.example.com@evil.example/api/v1/contacts",
            "https://crm.example.com.evil.example/api/v1/x",
            "https://crm.example.com\\\\@evil.example/api/v1/x",
            "https://crm.example.com/other/contacts",
            "https://crm.example.com/api/v1/../../admin",
            "https://crm.example.com/api/v1/%2e%2e/admin",
            "https://crm.example.com:x/api/v1/contacts",
            "https://crm.example.com/api/v1/ contacts",
        ],
    )
    def test_a_next_page_elsewhere_is_not(self, address):
        script = Script(ok(f'{{"items": [], "next": "{address}"}}'))
        with pytest.raises(CrmContract) as refused:
            list(Contacts(script).accounts())
        assert refused.value.code == "foreign_address"
        assert len(script.asked) == 1
        assert "evil" not in str(refused.value)

    @pytest.mark.parametrize("status", [301, 302, 307, 308])
    def test_no_redirect_is_followed(self, status):
        script = Script(Answer(status, {"Location": "https://evil.example/"}))
        with pytest.raises(CrmContract) as refused:
            Contacts(script).get("7")
        assert (refused.value.code, len(script.asked)) == ("redirect", 1)


class TestStatuses:
    @pytest.mark.parametrize(
        ("status", "kind", "code"),
        [
            (400, CrmRefused, "bad_request"),
            (401, CrmUnauthorized, "unauthorized"),
            (402, CrmRefused, "not_paid"),
            (403, CrmRefused, "forbidden"),
            (405, CrmRefused, "not_offered"),
            (409, CrmConflict, "conflict"),
            (412, CrmConflict, "conflict"),
            (418, CrmRefused, "refused"),
            (422, CrmRefused, "invalid"),
            (408, CrmUnavailable, "timeout"),
            (423, CrmUnavailable, "locked"),
            (429, CrmUnavailable, "throttled"),
            (500, CrmUnavailable, "server_error"),
            (502, CrmUnavailable, "server_error"),
            (503, CrmUnavailable, "server_error"),
            (101, CrmContract, "bad_status"),
        ],
    )
    def test_each_has_its_error_and_the_crm_s_words_are_not_in_it(self, status, kind, code):
        with pytest.raises(kind) as failed:
            Contacts(Script(Answer(status, {}, b'{"error": "canary is unknown"}'))).get("7")
        assert (type(failed.value), failed.value.code) == (kind, code)
        assert "canary" not in str(failed.value) + failed.value.hint

    @pytest.mark.parametrize("status", [404, 410])
    def test_what_is_not_there_is_none(self, status):
        assert Contacts(Script(Answer(status, {}))).get("7") is None

    def test_not_found_is_an_error_where_something_has_to_be_there(self):
        with pytest.raises(CrmRefused) as failed:
            list(Contacts(Script(Answer(404, {}))).accounts())
        assert failed.value.code == "not_found"

    @pytest.mark.parametrize("status", [429, 503])
    @pytest.mark.parametrize("told", ["20", "Sun, 22 Nov 2026 09:30:20 GMT"])
    def test_who_says_when_to_come_back_is_obeyed(self, status, told):
        clock = ManualClock(datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
        began = clock()
        crm = Contacts(Script(Answer(status, {"retry-after": told}), ok()), clock=clock, attempts=2)
        assert crm.get("7") is not None
        assert clock() - began >= timedelta(seconds=20)

    def test_a_vendor_s_own_meaning_comes_first(self):
        class Wordy(Contacts):
            def _explain(self, answer):
                return CrmUnavailable("the day's calls are used up", code="daily") if answer.status == 403 else None

        with pytest.raises(CrmUnavailable):
            Wordy(Script(Answer(403, {}))).get("7")

    @pytest.mark.parametrize("error", [TimeoutError(), ConnectionError()])
    def test_no_answer_is_tried_again(self, error):
        script = Script(error, ok())
        assert Contacts(script, attempts=2).get("7") is not None
        assert len(script.asked) == 2


class TestHeaderLines:
    @pytest.mark.parametrize(
        "token", ["", "canary\n", "canary\r\nHost: example.org", "canary ", "canary\u2019s", "can\x00ary"]
    )
    def test_a_token_that_cannot_be_sent_is_told_at_once_and_not_shown(self, token):
        with pytest.raises(ConfigError) as told:
            HttpClient(
                "https://crm.example.com",
                Script(),
                headers={"Authorization": f"Bearer {token}"},
                turn=lambda: None,
                observe=lambda _: None,
                clock=ManualClock(),
            )
        assert told.value.code == "bad_option"
        assert "canary" not in f"{told.value!r} {told.value.hint}"


class TestBodies:
    @pytest.mark.parametrize(
        "body", [b"", b"<html>", b'{"id": 7', b"[]", b"7", b"null", b"\xff", b"[" * 100_000, b'{"a":' * 50_000]
    )
    def test_what_is_no_object_is_a_broken_contract(self, body):
        with pytest.raises(CrmContract) as broken:
            Contacts(Script(Answer(200, {}, body))).get("7")
        assert broken.value.code == "not_json"

    def test_a_field_that_has_to_be_there_is_missed_by_its_name_only(self):
        found = Answer(200, {}, b'{"people": [], "other": null, "note": "ada@example.com"}').json()
        assert found.having("people").parts("people") == []
        for absent in ("other", "links"):
            with pytest.raises(CrmContract) as broken:
                found.having(absent)
            assert broken.value.code == "bad_answer"
            assert absent in str(broken.value)
            assert "ada" not in str(broken.value)

    def test_a_list_without_an_object_around_it_is_read_as_its_objects(self):
        people = Answer(200, {}, b'[{"id": 7}, {"id": "8"}]').parts()
        assert [one.id() for one in people] == ["7", "8"]
        assert Answer(200, {}, b"[]").parts() == []

    @pytest.mark.parametrize("body", [b"", b"{}", b'{"id": 7}', b"7", b"null", b'[{"id": 7}', b"[" * 100_000])
    def test_what_is_no_list_is_a_broken_contract(self, body):
        with pytest.raises(CrmContract) as broken:
            Answer(200, {}, body).parts()
        assert broken.value.code == "not_json"

    def test_a_list_of_something_else_is_a_broken_contract_and_says_nothing_of_it(self):
        with pytest.raises(CrmContract) as broken:
            Answer(200, {}, b'["ada@example.com"]').parts()
        assert broken.value.code == "bad_answer"
        assert "ada" not in str(broken.value)

    @pytest.mark.parametrize(
        "read",
        [
            lambda one: one.text("wrong"),
            lambda one: one.id("wrong"),
            lambda one: one.id("absent"),
            lambda one: one.id("empty"),
            lambda one: one.number("word"),
            lambda one: one.flag("word"),
            lambda one: one.moment("word"),
            lambda one: one.part("word"),
            lambda one: one.parts("word"),
            lambda one: one.parts("words"),
            lambda one: one.texts("mixed"),
            lambda one: one.part("deep").text("wrong"),
        ],
    )
    def test_a_field_at_fault_is_named_and_its_value_is_not(self, read):
        fields = Fields(
            {
                "wrong": ["canary"],
                "word": "canary",
                "words": ["canary"],
                "mixed": ["canary", 1],
                "empty": "",
                "deep": {"wrong": {"canary": 1}},
            }
        )
        with pytest.raises(CrmContract) as broken:
            read(fields)
        assert broken.value.code == "bad_answer"
        assert "canary" not in str(broken.value)
        assert any(name in str(broken.value) for name in ("wrong", "word", "mixed", "absent", "empty"))

    def test_what_is_absent_is_empty(self):
        for fields in (Fields({}), Fields(dict.fromkeys("abcdefg"))):
            assert [fields.text("a"), fields.texts("b"), fields.parts("c")] == ["", [], []]
            assert [fields.number("d"), fields.moment("e"), fields.flag("f")] == [None, None, False]
            assert not fields.part("g") and not fields.has("g")

    def test_what_is_there_is_read(self):
        fields = Fields({"id": 7, "at": "2026-11-22T09:30:00.000+0000", "names": ["a"], "n": 0, "yes": True})
        assert (fields.id(), fields.texts("names"), fields.number("n"), fields.flag("yes")) == ("7", ["a"], 0, True)
        assert fields.moment("at") == datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def test_every_error_is_ours_and_alone():
    for answer in (Answer(500, {}), Answer(200, {}, b"<"), Answer(302, {}), ConnectionError("canary")):
        with pytest.raises(CrmError) as failed:
            Contacts(Script(answer)).get("7")
        assert isinstance(failed.value, SocialMatchError)
        assert failed.value.__cause__ is None and failed.value.__context__ is None


@pytest.mark.parametrize("kind", ["text/html", "Text/HTML; charset=utf-8"])
def test_a_web_page_is_no_success(kind):
    class Deletes(Contacts):
        def _erase(self, account_id):
            self.http.delete("contacts", account_id)

        capabilities = grades(erase=FULL)

    crm = Deletes(Script(Answer(200, {"content-type": kind}, b"<html>sign in</html>")))
    with pytest.raises(CrmContract) as caught:
        crm.erase("7")
    assert caught.value.code == "web_page"


def test_an_empty_object_is_no_list():
    with pytest.raises(CrmContract) as caught:
        list(Contacts(Script(ok(" {}\n"))).accounts())
    assert caught.value.code == "empty"
