"""The example adapter over HTTP, wrong in one way each: what goes wrong between an adapter and the network."""

from __future__ import annotations

import time

from socialmatch_deskline import Deskline, _account, _body, _listed, _since

from socialmatch.crm import Page
from socialmatch.crm.http import Request
from socialmatch.errors import CrmContract, CrmRefused, CrmUnavailable

ANY = frozenset(range(100, 600))


class FollowsForeignAddresses(Deskline):
    """Asks for the next page wherever it is said to be, with the password."""

    def _accounts(self, since, cursor):
        if not cursor:
            return super()._accounts(since, cursor)
        found = self.http._transport.send(Request("GET", cursor, self.http._headers)).json()
        return Page([_account(one) for one in _listed(found, "people")], found.text("next"))


class FollowsRedirects(Deskline):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        send = self.http._transport.send

        def followed(request):
            answer = send(request)
            if 300 <= answer.status < 400:
                answer = send(Request(request.method, answer.headers["Location"], request.headers, request.body))
            return answer

        self.http._transport.send = followed


class PostsWithoutLooking(Deskline):
    def _put_link(self, link, idempotency_key):
        self.http.call("POST", "people", link.account.account_id, "identities", body=_body(link))


class TakesAWebPageForTheEnd(Deskline):
    def _accounts(self, since, cursor):
        try:
            return super()._accounts(since, cursor)
        except CrmContract:
            return Page([])


class TakesABrokenAnswerForTheEnd(Deskline):
    def _accounts(self, since, cursor):
        try:
            return super()._accounts(since, cursor)
        except CrmContract as error:
            if error.code == "not_json":
                return Page([])
            raise


class DoesNotReadHeaderLines(Deskline):
    def observe(self, headers):
        pass

    def _explain(self, answer):
        return CrmUnavailable("busy") if answer.status == 429 else None


class ReadsNoDates(Deskline):
    """Knows ``Retry-After`` in seconds alone."""

    def observe(self, headers):
        super().observe({name: value for name, value in headers.items() if value.isdecimal()})

    def _explain(self, answer):
        return CrmUnavailable("busy") if answer.status == 429 else None


class IgnoresTheReset(Deskline):
    def observe(self, headers):
        super().observe({name: value for name, value in headers.items() if not name.startswith("X-")})


class TakesA429ForARefusal(Deskline):
    def _explain(self, answer):
        return CrmRefused("no") if answer.status == 429 else None


class TakesA502ForARefusal(Deskline):
    def _explain(self, answer):
        return CrmRefused("no") if answer.status == 502 else None


class TakesA401ForNobody(Deskline):
    def _get(self, account_id):
        answer = self.http.call("GET", "people", account_id, allow=frozenset({401, 404}))
        return None if answer.status in (401, 404) else _account(answer.json())

    def _accounts(self, since, cursor):
        try:
            return super()._accounts(since, cursor)
        except CrmRefused:
            return Page([])


class DeletesWhateverTheAnswer(Deskline):
    def _remove_link(self, link):
        account_id = link.account.account_id
        for identity in self._identities(account_id):
            if self._link(account_id, identity).profile == link.profile:
                self.http.call("DELETE", "people", account_id, "identities", identity.id(), allow=ANY)


class WritesWhateverTheAnswer(Deskline):
    def _put_link(self, link, idempotency_key):
        if not self._identities(link.account.account_id):
            self.http.call("POST", "people", link.account.account_id, "identities", body=_body(link), allow=ANY)


class RepeatsWhatTheCrmSaid(Deskline):
    def _explain(self, answer):
        kind = CrmUnavailable if answer.status >= 429 else CrmRefused
        return kind(f"the CRM said {answer.body!r}")


class ReadsTheSystemClock(Deskline):
    """Never asks the same twice, so that what it does cannot be played again."""

    def _accounts(self, since, cursor):
        self.http.call("GET", "people", query={"nonce": str(time.perf_counter_ns()), "limit": "1"})
        return super()._accounts(since, cursor)


class TriesAgainByItself(Deskline):
    def _get(self, account_id):
        for _ in range(20):
            try:
                return super()._get(account_id)
            except CrmUnavailable:
                self.runtime.sleep(60)
        return super()._get(account_id)


class ListsNobodyWhereNothingIsSaid(Deskline):
    """Reads an answer without a list as an empty list, and an error's text is such an answer."""

    def _accounts(self, since, cursor):
        if cursor:
            answer = self.http._send("GET", self.http._ours(cursor), None, ANY)
        else:
            answer = self.http.call("GET", "people", query={"limit": "3"}, allow=ANY)
        return Page([_account(one) for one in answer.json().parts("people")], answer.json().text("next"))


class TakesNoListForAnEmptyOne(Deskline):
    def _accounts(self, since, cursor):
        try:
            return super()._accounts(since, cursor)
        except CrmContract as error:
            if error.code == "empty":
                return Page([])
            raise


class TakesMaintenanceForTheEnd(Deskline):
    def _accounts(self, since, cursor):
        found = self.http.follow(cursor) if cursor else self.http.get("people", query={"limit": "3", **_since(since)})
        return Page([_account(one) for one in found.parts("people")], found.text("next"))


class TakesMaintenanceForNoLinks(Deskline):
    def _identities(self, account_id):
        found = self.http.look("people", account_id, "identities")
        return [] if found is None else found.parts("identities")
