"""What a status of HTTP means for a CRM: ours is the error, and nothing of the answer's own text is in it.

Meanings are those of RFC 9110, section 15, and RFC 6585 (429).
"""

from __future__ import annotations

from datetime import datetime

from socialmatch.crm.http.transport import Answer
from socialmatch.crm.limits import retry_after
from socialmatch.errors import CrmConflict, CrmContract, CrmError, CrmRefused, CrmUnauthorized, CrmUnavailable

NOT_FOUND = frozenset({404, 410})
_REFUSED = {
    400: ("the CRM takes the request for malformed", "bad_request"),
    402: ("the CRM's plan does not pay for this", "not_paid"),
    403: ("our credentials have no right to this", "forbidden"),
    404: ("the CRM has no such record", "not_found"),
    405: ("the CRM does not offer this", "not_offered"),
    410: ("the CRM has no such record any more", "not_found"),
    413: ("the request is too large for the CRM", "too_large"),
    422: ("the CRM refuses a value", "invalid"),
}
_CONFLICT = frozenset({409, 412})
_LATER = {408: "timeout", 423: "locked", 425: "too_early", 429: "throttled"}


def trouble(answer: Answer, now: datetime) -> CrmError | None:
    """The error that an answer stands for, or ``None`` where all is well (2xx).

    Parameters
    ----------
    now: what a ``Retry-After`` in seconds counts from.
    """
    status = answer.status
    if 200 <= status < 300:
        return None
    if status in _LATER or status >= 500:
        until = retry_after(answer.headers, now)
        # 503 with a moment to come back is how some vendors say 429.
        code = _LATER.get(status) or ("throttled" if until is not None else "server_error")
        return CrmUnavailable(f"the CRM answered {status}", code=code, retry_after=until)
    if status == 401:
        return CrmUnauthorized("the CRM does not accept our credentials (401)", hint="see the settings of the CRM")
    if status in _REFUSED:
        message, code = _REFUSED[status]
        return CrmRefused(f"{message} ({status})", code=code)
    if status in _CONFLICT:
        return CrmConflict(f"something else stands there already ({status})")
    if 300 <= status < 400:
        return CrmContract(
            f"the CRM answered with a redirect ({status}), and none is followed: credentials go to one address only",
            code="redirect",
            hint="give the address that it redirects to as the CRM's",
        )
    if 400 <= status < 500:
        return CrmRefused(f"the CRM refused ({status})")
    return CrmContract(f"the CRM answered with a status that nobody expects ({status})", code="bad_status")
