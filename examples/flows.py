"""Every way to a link, on a platform in memory: account-first, handle-first, sign-in, and a link on evidence.

Run it: ``python examples/flows.py``. Everybody in it is invented. ``examples/sign_in.py`` does the sign-in against a
real OpenID provider.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from socialmatch import Account, Actor, ActorKind, Assurance, Profile, SignIn
from socialmatch.config import Config, SignInProvider
from socialmatch.consent.inbound import SCHEMES
from socialmatch.errors import AlreadyLinked, InboundRefused, TokenRefused
from socialmatch.testing import FakeSocialMatch, fake_store

ADA = Profile("x", "1001", handle="ada_example")
BO = Profile("x", "1002", handle="bo_sample")
CUSTOMERS = [Account(f"A-{n}", emails=(f"customer{n}@example.com",)) for n in (1, 2, 3)]
ISSUER = "https://platform.example"


@dataclass
class Platform:
    """A platform in memory: it delivers direct messages, and signs what it sends to the brand's webhook.

    Attributes
    ----------
    inbox: what the brand sent to each profile.
    """

    key: bytes = b"a secret of platform and brand"
    inbox: dict[str, list[str]] = field(default_factory=dict)
    sent: int = 0

    def deliver(self, to: Profile, text: str) -> None:
        """The brand writes to a profile."""
        self.inbox.setdefault(to.user_id, []).append(text)

    def message(self, sender: Profile, text: str, at: datetime) -> tuple[dict[str, str], bytes]:
        """Somebody writes to the brand: what the webhook gets, headers and raw body."""
        self.sent += 1
        said = {
            "id": f"m-{self.sent}",
            "at": at.timestamp(),
            "from": sender.user_id,
            "text": text,
            "name": sender.handle,
        }
        body = json.dumps(said).encode()
        return {"X-Hub-Signature-256": "sha256=" + hmac.new(self.key, body, hashlib.sha256).hexdigest()}, body


@dataclass
class Brand:
    """The brand's site and webhook."""

    sm: FakeSocialMatch
    platform: Platform = field(default_factory=Platform)

    def webhook(self, headers: dict[str, str], body: bytes) -> None:
        """A direct message came: take it once, if it is the platform's, and answer it."""

        def read(raw: bytes) -> tuple[str, datetime]:
            message = json.loads(raw)
            return message["id"], datetime.fromtimestamp(message["at"], UTC)

        taken = self.sm.check_inbound(SCHEMES["hub-sha256"], headers, body, keys=[self.platform.key], read=read)
        message = json.loads(taken.body)
        sender = Profile("x", message["from"], handle=message["name"])
        self.platform.deliver(sender, self.sm.redeem(message["text"], sender).text)

    def direct_message(self, sender: Profile, text: str) -> None:
        """Somebody sends the brand a direct message."""
        self.webhook(*self.platform.message(sender, text, self.sm.clock()))

    def told(self, what: str, profile: Profile) -> None:
        """Say what an agent sees now."""
        answer = self.sm.match(profile)
        whose = answer.account.account_id if answer.account else f"nobody ({answer.reason})"
        print(f"{what:<18} {profile.handle}: {whose}")


def account_first(brand: Brand) -> None:
    """Signed in, Ada asks for a code, sends it, and agrees where she asked for it."""
    sm, session = brand.sm, "a secret of Ada's browser session"
    code = sm.invite("A-1", session=session, signed_in_at=sm.clock(), platform="x").code.reveal()
    brand.direct_message(ADA, f"hello, my code is {code}")
    page = sm.show(code, "A-1", session=session)
    assert page.profile is not None
    sm.confirm(code, "A-1", page.profile, session=session)
    brand.told("account-first", ADA)


def handle_first(brand: Brand) -> None:
    """Bo wrote; an agent invites; Bo signs in, names the handle, sends the loop code, and agrees."""
    sm, session = brand.sm, "a secret of Bo's browser session"
    agent = Actor(ActorKind.AGENT, "agent-7")
    made = sm.invite_profile(BO, wrote_at=sm.clock(), address="https://brand.example/link", actor=agent)
    brand.platform.deliver(BO, made.text)
    invitation = brand.platform.inbox[BO.user_id][-1].partition("#")[2].split()[0]

    page = sm.peek(invitation, "A-2")  # the page; a preview of it changes nothing
    assert "bo_sample" not in page.text
    code = sm.invite(
        "A-2", invitation=invitation, handle="@bo_sample", session=session, signed_in_at=sm.clock()
    ).code.reveal()
    brand.direct_message(BO, code)
    sm.show(code, "A-2", session=session)
    sm.confirm(code, "A-2", BO, session=session)
    brand.told("handle-first", BO)


def sign_in(brand: Brand) -> None:
    """Cy is signed in to the account and signs in to the platform in the same browser."""
    sm, session = brand.sm, "a secret of Cy's browser session"
    begun = sm.begin_sign_in("A-3", "platform", session=session, signed_in_at=sm.clock())
    said = SignIn(  # what an OpenID library has verified; see examples/sign_in.py
        issuer=ISSUER,
        scope="",
        subject="1003",
        nonce=begun.nonce,
        pkce=True,
        auth_time=sm.clock(),
        handle="cy_invented",
    )
    link = sm.link_by_sign_in(begun.state.reveal(), said, "A-3", session=session).link
    assert link is not None and link.assurance is Assurance.L3
    brand.told("sign-in", Profile("x", "1003", handle="cy_invented"))


def on_evidence(brand: Brand) -> None:
    """Two officers note what a contract says; nothing is answered from it."""
    one, two = (Actor(ActorKind.OFFICER, name) for name in ("officer-1", "officer-2"))
    who = Profile("x", "1004", handle="di_invented")
    brand.sm.import_link(who, "A-1", evidence="contract 17", second=two, actor=one)
    brand.told("on evidence", who)


def attacks(brand: Brand) -> None:
    """Three things that do not work."""
    sm, mallory = brand.sm, Profile("x", "6666", handle="mallory_example")
    made = sm.invite_profile(mallory, wrote_at=sm.clock())
    victim = {"session": "a secret of the victim's session", "signed_in_at": sm.clock()}
    try:  # Mallory forwards the invitation; the victim signs in and types their own handle
        sm.invite("A-2", invitation=made.invitation.reveal(), handle="bo_sample", **victim)
    except TokenRefused as refused:
        print(f"{'forwarded':<18} {refused}")
    headers, body = brand.platform.message(ADA, "hello", sm.clock())
    try:  # Mallory calls the webhook
        brand.webhook(headers, body.replace(b"1001", b"6666"))
    except InboundRefused as refused:
        print(f"{'forged webhook':<18} {refused} ({refused.code})")
    code = sm.invite("A-2", **victim).code.reveal()
    brand.direct_message(ADA, code)  # Ada was talked into sending Bo's code
    sm.show(code, "A-2", session=victim["session"])
    try:
        sm.confirm(code, "A-2", ADA, session=victim["session"])
    except AlreadyLinked as conflict:
        print(f"{'conflict':<18} both sides are told: {len(conflict.notifications)} messages")
    brand.told("still", ADA)


def main() -> None:
    """All flows, one after the other."""
    provider = SignInProvider(issuer=ISSUER, platform="x")
    brand = Brand(fake_store(accounts=CUSTOMERS, config=Config(sign_in={"platform": provider})))
    for flow in (account_first, handle_first, sign_in, on_evidence, attacks):
        flow(brand)


if __name__ == "__main__":
    main()
