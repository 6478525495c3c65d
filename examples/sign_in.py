"""A link at L3: a customer who is signed in to the brand signs in to the platform, in the same browser.

The provider is a real OpenID provider that runs on this machine for the example (``oidc-provider-mock``); the host
talks to it with Authlib. Run it: ``pip install 'socialmatch[dev]'``, then ``python examples/sign_in.py``. Everybody in
it is invented.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.jwk import KeySet
from oidc_provider_mock import User, run_server_in_thread

from socialmatch import Receipt, SignIn
from socialmatch.config import Config, SignInProvider
from socialmatch.errors import TokenRefused
from socialmatch.testing import FakeSocialMatch, ManualClock, fake_store

CLIENT, BACK = "examplebrand", "https://brand.example/back"


@dataclass
class Site:
    """The brand's site, for one browser session that is signed in to an account.

    Attributes
    ----------
    session: the secret of the browser session. verifier: of PKCE; it stays on the server, in that session.
    """

    sm: FakeSocialMatch
    issuer: str
    account: str
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def start(self) -> str:
        """The customer was shown ``begun.text`` and goes on: where their browser is sent."""
        begun = self.sm.begin_sign_in(self.account, "platform", session=self.session, signed_in_at=self.sm.clock())
        with self.client() as client:
            address, _ = client.create_authorization_url(
                f"{self.issuer}/oauth2/authorize",
                state=begun.state.reveal(),
                nonce=begun.nonce,
                code_verifier=self.verifier,  # Authlib sends its SHA-256 along
                prompt="login",  # so that whoever left the browser signed in there is not taken for the customer
                max_age="0",
            )
        return str(address)

    def back(self, address: str) -> Receipt:
        """The browser came back: Authlib gets the ID token and has it verified, and then both sides are linked."""
        state = parse_qs(urlsplit(address).query)["state"][0]
        with self.client() as client:
            token = client.fetch_token(
                f"{self.issuer}/oauth2/token", authorization_response=address, code_verifier=self.verifier
            )
            keys = KeySet.import_key_set(httpx.get(f"{self.issuer}/jwks").json())
        claims = jwt.decode(token["id_token"], keys, algorithms=["RS256"]).claims
        jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": CLIENT},
            exp={"essential": True},
        ).validate(claims)
        said = SignIn(
            issuer=claims["iss"],
            scope="",
            subject=claims["sub"],  # never the e-mail address, never the user name
            nonce=claims.get("nonce", ""),
            pkce=True,
            auth_time=datetime.fromtimestamp(claims.get("auth_time", claims["iat"]), UTC),
            handle=claims.get("preferred_username", ""),
        )
        return self.sm.link_by_sign_in(state, said, self.account, session=self.session)

    def client(self) -> OAuth2Client:
        """Authlib's client for the provider."""
        return OAuth2Client(
            CLIENT,
            "a secret between the brand and the provider",
            redirect_uri=BACK,
            scope="openid profile",
            code_challenge_method="S256",
        )


def sign_in_there(address: str, subject: str) -> str:
    """What the browser does at the provider: somebody signs in, and is sent back."""
    answer = httpx.post(address, data={"sub": subject}, follow_redirects=False)
    return answer.headers["location"]


def main() -> None:
    """Ada links her profile; then somebody brings her address back in a browser of their own."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    people = [User(sub="1001", claims={"preferred_username": "ada_example", "email": "ada@example.com"})]
    with run_server_in_thread(user_claims=people) as server:
        issuer = f"http://localhost:{server.server_port}"
        config = Config(sign_in={"platform": SignInProvider(issuer=issuer, platform="x")})
        sm = fake_store(config=config, clock=ManualClock(datetime.now(UTC)))

        ada = Site(sm, issuer, "A-1")
        link = ada.back(sign_in_there(ada.start(), "1001")).link
        assert link is not None
        print(
            f"linked at {link.assurance}: {link.profile.platform} {link.profile.user_id} and {link.account.account_id}"
        )

        victim, attacker = Site(sm, issuer, "A-2"), Site(sm, issuer, "A-1")
        attacker.verifier = victim.verifier = secrets.token_urlsafe(48)  # even if they shared that
        stolen = sign_in_there(victim.start(), "1002")
        try:
            attacker.back(stolen)
        except TokenRefused as refused:
            print(f"in another browser: {refused}")


if __name__ == "__main__":
    main()
