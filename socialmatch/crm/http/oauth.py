"""Access tokens that run out, asked for with a client's credentials (RFC 6749, section 4.4), and anew when refused."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from socialmatch.crm.http.statuses import trouble
from socialmatch.crm.http.transport import Answer, Request, Transport
from socialmatch.errors import CrmUnauthorized
from socialmatch.moments import Clock

_FORM: Mapping[str, str] = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
_REFUSED = frozenset({400, 401, 403})


class ClientCredentials:
    """A transport that adds an access token to every request.

    Parameters
    ----------
    transport: how requests travel. token_address: where tokens are given; it has to be the CRM's own.
    client_id, client_secret: of the client that the CRM knows. clock: the current moment.
    """

    def __init__(
        self, transport: Transport, token_address: str, *, client_id: str, client_secret: str, clock: Clock
    ) -> None:
        self._transport = transport
        asked = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
        self._asking = Request("POST", token_address, _FORM, urlencode(asked).encode())
        self._clock = clock
        self._lock = threading.Lock()
        self._token = ""

    def __repr__(self) -> str:
        return "<ClientCredentials>"

    def send(self, request: Request) -> Answer:
        """As :meth:`.transport.Transport.send`; a token that is refused is renewed once, as nothing was done.

        Raises
        ------
        CrmUnauthorized: no token is given. CrmUnavailable: not now.
        """
        used = self._valid("")
        answer = self._with(used, request)
        return self._with(self._valid(used), request) if answer.status == 401 else answer

    def close(self) -> None:
        """Give connections back."""
        self._transport.close()

    def _with(self, token: str, request: Request) -> Answer:
        return self._transport.send(replace(request, headers={**request.headers, "Authorization": f"Bearer {token}"}))

    def _valid(self, refused: str) -> str:
        """A token other than the one that was refused."""
        with self._lock:
            if self._token == refused:
                self._token = self._ask()
            return self._token

    def _ask(self) -> str:
        answer = self._transport.send(self._asking)
        if answer.status in _REFUSED:
            raise CrmUnauthorized(
                f"the CRM gives us no access token ({answer.status})", hint="see the settings of the CRM"
            )
        failure = trouble(answer, self._clock())
        if failure is not None:
            raise failure
        return answer.json().id("access_token")
