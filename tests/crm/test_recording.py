"""Recordings of what a CRM was asked and answered: without people and passwords, and true when they are played."""

from __future__ import annotations

import json

import pytest

from socialmatch.crm.http import Answer, Request
from socialmatch.errors import CrmContract
from socialmatch.testing.adapters import Recording

TOKEN = "canary-token"
PEOPLE = {
    "people": [{"id": "7", "name": "Ada", "emails": ["canary@example.com"], "note": "asks for canary@example.com"}]
}


class Echo:
    """Answers with what it was made with, and with header lines that name somebody."""

    def __init__(self, *bodies: object) -> None:
        self.bodies = list(bodies)
        self.closed = False

    def send(self, request: Request) -> Answer:
        body = self.bodies.pop(0) if len(self.bodies) > 1 else self.bodies[0]
        text = body if isinstance(body, str) else json.dumps(body)
        return Answer(200, {"Retry-After": "3", "X-RateLimit-Left": "9", "Set-Cookie": TOKEN}, text.encode())

    def close(self) -> None:
        self.closed = True


def get(path: str, body: bytes = b"") -> Request:
    return Request("GET", f"https://crm.example.com{path}", {"Authorization": f"Bearer {TOKEN}"}, body)


def recorded(*requests: Request, answers=(PEOPLE,)) -> str:
    recording = Recording(personal={"name", "emails"}, secrets=[TOKEN])
    transport = recording.of(Echo(*answers))
    for request in requests:
        transport.send(request)
    return recording.dumps()


def test_nobody_and_nothing_secret_is_in_it():
    text = recorded(
        get("/people?email=canary%40example.com&key=canary-token"),
        get("/people/canary%40example.com/notes", json.dumps({"q": "canary@example.com", "token": TOKEN}).encode()),
    )
    assert "canary" not in text and "Ada" not in text
    assert "crm.example.com" not in text and "Bearer" not in text


def test_the_same_person_is_the_same_stranger_wherever_they_stand():
    text = recorded(get("/people?email=canary%40example.com"))
    (one,) = json.loads(text)
    (person,) = json.loads(one["answered"])["people"]
    (stranger,) = person["emails"]
    assert one["target"] == f"/people?email={stranger.replace('@', '%40')}"
    assert person["note"] == f"asks for {stranger}"
    assert person["id"] == "7", "what is not personal stays"


def test_a_short_name_is_replaced_only_where_it_stands_alone():
    text = recorded(get("/people"), answers=({"name": "id", "id": "idle", "other": "id"},))
    told = json.loads(json.loads(text)[0]["answered"])
    assert (told["id"], told["name"], told["other"]) == ("idle", "text-1", "text-1")


def test_it_plays_what_was_answered_in_its_order():
    played = Recording.loads(recorded(get("/a"), get("/b"), get("/a"), answers=({"n": 1}, {"n": 2}, {"n": 3})))
    told = [played.send(get(path)).json().number("n") for path in ("/b", "/a", "/a", "/a")]
    assert told == [2, 1, 3, 3]
    answer = played.send(get("/b"))
    assert answer.headers == {"Retry-After": "3", "X-RateLimit-Left": "9"}


def test_how_a_request_is_spelled_does_not_matter():
    played = Recording.loads(recorded(get("/a%20b?x=1&y=a%20b", b'{"p": 1, "q": 2}')))
    assert played.send(get("/a b?y=a+b&x=1", b'{"q":2,"p":1}')).status == 200


def test_another_password_plays_it_as_well():
    played = Recording.loads(recorded(get("/a?key=canary-token")), secrets=["another-one"])
    assert played.send(get("/a?key=another-one")).status == 200


def test_what_was_never_asked_is_said_and_not_repeated():
    with pytest.raises(CrmContract) as caught:
        Recording.loads(recorded(get("/a"))).send(get("/canary"))
    assert (caught.value.code, "canary" in str(caught.value)) == ("not_recorded", False)


def test_closing_closes_what_is_recorded():
    echo = Echo({})
    Recording().of(echo).close()
    assert echo.closed
