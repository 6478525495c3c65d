"""The flows through the facade, as a customer goes through them, and what can be seen of a store from outside.

``begin`` does all that comes before the answer, ``finish`` is the answer that makes the link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import event, select

from socialmatch import Profile, Receipt, SignIn, SocialMatch
from socialmatch.config import Brand, Config, Policy, SignInProvider
from socialmatch.journeys.suspicion import SUSPICION
from socialmatch.leaf import TypeClass
from socialmatch.models import Link
from socialmatch.store import events, links
from socialmatch.store.schema import METADATA

ADA = Profile("x", "1001", handle="nightowl_77")
EVE = Profile("x", "6666", handle="eve_example")
ADAS, EVES = "A-1", "A-2"
HOME, ELSEWHERE = "browser session of ada", "browser session of somebody else"
ISSUER = "https://x.example"
CONFIG = Config(
    policy=Policy(own_handles=("x:examplebrand",)),
    brand=Brand(name="Example Brand", report="https://example.com/report"),
    sign_in={"x": SignInProvider(issuer=ISSUER, platform="x")},
)


def now(sm: SocialMatch) -> datetime:
    """What time it is."""
    with sm.store.read(sm.tenant) as session:
        return session.now


# --- one step each -------------------------------------------------------------------------------


def code_for(sm: SocialMatch, account: str = ADAS, session: str = HOME, **options: Any) -> str:
    """A code for a customer who signed in just now."""
    return sm.invite(account, session=session, **{"signed_in_at": now(sm), **options}).code.reveal()


def invitation_for(sm: SocialMatch, profile: Profile = ADA, **options: Any) -> str:
    """An invitation for a profile that wrote just now."""
    return sm.invite_profile(profile, **{"wrote_at": now(sm), **options}).invitation.reveal()


def loop_code(
    sm: SocialMatch, invitation: str, handle: str = ADA.handle, account: str = ADAS, session: str = HOME
) -> str:
    """The code of a customer who opened an invitation and named a handle."""
    return code_for(sm, account, session, invitation=invitation, handle=handle)


def sent(sm: SocialMatch, code: str, profile: Profile = ADA, account: str = ADAS, session: str = HOME) -> str:
    """A code that came by direct message, and whose page was looked at."""
    sm.redeem(code, profile)
    sm.show(code, account, session=session)
    return code


def vouched(sm: SocialMatch, nonce: str, profile: Profile = ADA, **changes: Any) -> SignIn:
    """What the platform says of somebody who signed in to it just now."""
    whole = SignIn(
        issuer=ISSUER,
        scope="",
        subject=profile.user_id,
        nonce=nonce,
        pkce=True,
        auth_time=now(sm),
        handle=profile.handle,
    )
    return replace(whole, **changes)


# --- whole flows ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Begun:
    """A flow before its answer: the secret it hangs on, and what the platform says where it says something."""

    secret: str
    profile: Profile
    said: SignIn | None = None


@dataclass(frozen=True)
class Flow:
    """One way to a link worth L2 or more."""

    name: str
    begin: Callable[..., Begun]
    finish: Callable[..., Receipt]

    def __str__(self) -> str:
        return self.name


def _begin_account_first(sm: SocialMatch, profile: Profile = ADA, account: str = ADAS, session: str = HOME) -> Begun:
    return Begun(sent(sm, code_for(sm, account, session), profile, account, session), profile)


def _begin_handle_first(sm: SocialMatch, profile: Profile = ADA, account: str = ADAS, session: str = HOME) -> Begun:
    code = loop_code(sm, invitation_for(sm, profile), profile.handle, account, session)
    return Begun(sent(sm, code, profile, account, session), profile)


def _agree(sm: SocialMatch, begun: Begun, account: str = ADAS, session: str = HOME) -> Receipt:
    return sm.confirm(begun.secret, account, begun.profile, session=session)


def _begin_sign_in(sm: SocialMatch, profile: Profile = ADA, account: str = ADAS, session: str = HOME) -> Begun:
    request = sm.begin_sign_in(account, "x", session=session, signed_in_at=now(sm))
    return Begun(request.state.reveal(), profile, vouched(sm, request.nonce, profile))


def _come_back(sm: SocialMatch, begun: Begun, account: str = ADAS, session: str = HOME) -> Receipt:
    assert begun.said is not None
    return sm.link_by_sign_in(begun.secret, begun.said, account, session=session)


ACCOUNT_FIRST = Flow("account_first", _begin_account_first, _agree)
HANDLE_FIRST = Flow("handle_first", _begin_handle_first, _agree)
SIGN_IN = Flow("sign_in", _begin_sign_in, _come_back)
FLOWS = (ACCOUNT_FIRST, HANDLE_FIRST, SIGN_IN)


# --- what can be seen ----------------------------------------------------------------------------


def links_of(sm: SocialMatch) -> list[Link]:
    """Every link that has not ended."""
    with sm.store.read(sm.tenant) as session:
        return list(links.walk(session))


def linked(sm: SocialMatch) -> list[tuple[str, str, str]]:
    """Who is linked with whom, and what it is worth."""
    return [(one.profile.user_id, one.account.account_id, one.assurance.value) for one in links_of(sm)]


def log_of(sm: SocialMatch) -> list[events.Event]:
    """Everything that happened."""
    with sm.store.read(sm.tenant) as session:
        return list(events.walk(session))


def refusals(sm: SocialMatch) -> list[str]:
    """Why things were refused, in their order."""
    return [e.data["reason"] for e in log_of(sm) if e.type_class is TypeClass.REFUSAL and e.kind != SUSPICION]


def suspicions(sm: SocialMatch) -> list[str]:
    """What an officer was pointed to, in its order."""
    return [e.data["reason"] for e in log_of(sm) if e.kind == SUSPICION]


def dump(sm: SocialMatch) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with sm.store.engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for name, table in METADATA.tables.items()
        }


@contextmanager
def statements(sm: SocialMatch) -> Iterator[list[str]]:
    """The statements that run meanwhile, as they are sent to the database."""
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(sm.store.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(sm.store.engine, "before_cursor_execute", note)
