"""A helpdesk's webhook in Flask: a message came in, and the agent's side panel asks who wrote it, if we may.

What the answer holds is what an agent may see: the account of a proved link; else, where both sides agreed, proposals
to look at and the advice to ask; else the advice alone, and neither a name nor a score. Nothing of a message or of
its sender is logged. Codes, and words of withdrawal, are for whatever takes in the platform's own messages, as the
webhook of ``examples/flows.py`` does with codes. Run it: ``pip install 'socialmatch[dev]'``, then
``python examples/webhook.py``. Everybody in it is invented.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Flask, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, HTTPException

from socialmatch import Account, Actor, ActorKind, Answer, AnswerKind, NextStep, Profile, SocialMatch
from socialmatch.consent.inbound import SCHEMES
from socialmatch.errors import InboundRefused, InputError, StoreBusy
from socialmatch.testing import FakeSocialMatch, fake_store

HELPDESK = Actor(ActorKind.JOB, "helpdesk-webhook")


def make_app(sm: SocialMatch, keys: Sequence[bytes]) -> Flask:
    """The webhook.

    Parameters
    ----------
    keys: the secrets the helpdesk signs with; two while one is being replaced.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 1 << 16

    @app.post("/messages")
    def message() -> ResponseReturnValue:
        """One lookup in the store and two small commits: no CRM is waited for, so the agent is not either."""
        scheme, body = SCHEMES["hub-sha256"], request.get_data()
        sm.check_inbound(scheme, dict(request.headers), body, keys=keys, read=read, actor=HELPDESK)
        said = json.loads(body)
        sender = Profile(said["platform"], said["from"], handle=said["handle"], display_name=said["name"])
        return side_panel(sm.match(sender, actor=Actor(ActorKind.AGENT, said["agent"]), reason="a message came in"))

    @app.errorhandler(Exception)
    def failed(error: Exception) -> ResponseReturnValue:
        """Say what a program needs, and log the kind of trouble: a traceback may hold what somebody wrote."""
        if isinstance(error, InboundRefused):
            return {"error": "refused"}, 403  # why is in the store's log, and not for whoever forged it
        if isinstance(error, HTTPException | InputError):
            return {"error": "not of this form"}, (error.code if isinstance(error, HTTPException) else None) or 400
        app.logger.error("a message was not answered: %s", getattr(error, "code", type(error).__name__))
        return {"error": "ask again"}, 503 if isinstance(error, StoreBusy) else 500

    return app


def read(body: bytes) -> tuple[str, datetime]:
    """The request's id and moment; called when the signature fits, and not before. Who asks again, takes a new id.

    Whatever else is wanted of the body is looked at as well: a request that is refused here does not count.
    """
    try:
        said = json.loads(body)
        if not all(isinstance(said[name], str) for name in ("platform", "from", "handle", "name", "agent")):
            raise BadRequest
        return said["id"], datetime.fromtimestamp(said["at"], UTC)
    except (KeyError, TypeError, ValueError, OverflowError):
        raise BadRequest from None


def side_panel(answer: Answer) -> dict[str, Any]:
    """What an agent may see beside a message."""
    if answer.kind is AnswerKind.LINK and answer.account is not None and answer.assurance is not None:
        return {"customer": answer.account.account_id, "proved": answer.assurance.value, "next": "answer"}
    ask = answer.kind is AnswerKind.PROPOSALS or answer.next_step is NextStep.INVITE
    panel: dict[str, Any] = {"customer": None, "next": "ask" if ask else "leave"}
    if answer.proposals:
        panel["perhaps"] = [
            {
                "account": one.account.account_id,
                "probability": one.probability,
                "why": [found.text for found in one.evidence],
            }
            for one in answer.proposals
            if one.account is not None
        ]
    return panel


class Helpdesk:
    """A helpdesk in memory: it signs what it sends to the webhook."""

    def __init__(self, sm: FakeSocialMatch, app: Flask, key: bytes) -> None:
        self._sm, self._client, self._key = sm, app.test_client(), key
        self._sent = 0

    def message(self, sender: Profile) -> tuple[bytes, Mapping[str, str]]:
        """What is asked when somebody wrote: body and headers."""
        self._sent += 1
        said = {
            "id": f"request-{self._sent}",
            "at": self._sm.clock().timestamp(),
            "platform": sender.platform,
            "from": sender.user_id,
            "handle": sender.handle,
            "name": sender.display_name,
            "agent": "agent-7",
        }
        return self.sign(json.dumps(said).encode())

    def sign(self, body: bytes) -> tuple[bytes, Mapping[str, str]]:
        """A body with its signature."""
        return body, {"X-Hub-Signature-256": "sha256=" + hmac.new(self._key, body, hashlib.sha256).hexdigest()}

    def post(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        """Status and answer."""
        answer = self._client.post("/messages", data=body, headers=dict(headers))
        return answer.status_code, answer.get_json()


def main() -> None:
    """Somebody unknown, forged, proved, repeated, likely but not proved, and gone."""
    sm, key = fake_store(accounts=CUSTOMERS), b"a secret of helpdesk and brand"
    desk = Helpdesk(sm, make_app(sm, [key]), key)
    ada = Profile("x", "1001", handle="ada_example", display_name="Ada Example")
    bo = Profile("x", "1002", handle="bo_sample", display_name="Bo Sample")

    def tell(what: str, status: int, panel: Mapping[str, Any]) -> None:
        print(f"{what:<10} {status} {json.dumps(panel)}")

    tell("nobody yet", *desk.post(*desk.message(ada)))
    body, headers = desk.message(ada)
    tell("forged", *desk.post(body.replace(b"1001", b"6666"), headers))
    sm.link(ada, "A-1")
    tell("proved", *desk.post(body, headers))
    tell("twice", *desk.post(body, headers))
    sm.link(bo, "A-2")
    sm.unlink(bo, why="link_in_doubt")  # his consent stands; A-3, who never agreed, is compared with nobody
    tell("perhaps", *desk.post(*desk.message(bo)))
    sm.revoke(ada)  # on her own page, or by a STOP
    tell("withdrawn", *desk.post(*desk.message(ada)))


CUSTOMERS = (
    Account("A-1", given_name="Ada", family_name="Example", emails=("ada@example.com",)),
    Account("A-2", given_name="Bo", family_name="Sample", emails=("bo@example.org",)),
    Account("A-3", given_name="Bo", family_name="Sample", emails=("bo@example.net",)),
)

if __name__ == "__main__":
    main()
