"""Threat 14: a secret or a person is found in a log, an error or a repr.

Every public call is made with canaries, also while the database fails at every statement in turn, with all logs at
DEBUG and the database's echo on. What the calls return is the intended channel; its repr is not.
"""

from __future__ import annotations

import inspect
import logging
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from flows import CONFIG, ISSUER, log_of, now, vouched
from imports import write
from notice_fields import NOTICE
from socialmatch import Account, Actor, ActorKind, Profile, SocialMatch
from socialmatch.audit.desk import Audit
from socialmatch.config import Rates
from socialmatch.consent.inbound import SCHEMES
from socialmatch.errors import SocialMatchError
from socialmatch.models import AccountKey
from socialmatch.review import Review
from socialmatch.testing import fake_store
from socialmatch.testing.stores import TEST_SECRETS

HANDLE, OTHER_HANDLE = "canaryowl_77", "canaryfox_12"
MAIL, PHONE = "canary.mail@example.com", "+12025550177"
SESSION, OTHER_SESSION = "canary browser session", "canary session of another"
ACCOUNT = "CANARY-1"
PROFILE = Profile("x", "770077", handle=HANDLE, display_name="Canary Person", public_emails=(MAIL,))
OTHER = Profile("x", "880088", handle=OTHER_HANDLE)
OFFICER, SECOND = Actor(ActorKind.OFFICER, "officer-1"), Actor(ActorKind.OFFICER, "officer-2")
CUSTOMERS = (
    Account(ACCOUNT, given_name="Canary", family_name="Person", emails=(MAIL,), phones=(PHONE,)),
    Account("CANARY-2", emails=("canary.other@example.com",)),
)
PATIENT = CONFIG.model_copy(update={"limits": Rates(account=50, sender=50)})
"""Calls that failed after they were counted are made again."""
FAILING = (1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 28, 35, 44)
"""At which statements of a call the database fails, one time after the other."""


class Canaries:
    """What must not be seen, and everything in which it was looked for."""

    def __init__(self) -> None:
        self.secrets = {HANDLE, OTHER_HANDLE, MAIL, PHONE, SESSION, OTHER_SESSION, ACCOUNT, "Canary Person", "770077"}
        self.seen: list[str] = []

    def learn(self, text: str) -> str:
        """A code, an invitation, a state or a nonce that was just drawn."""
        self.secrets.add(text)
        if text.startswith("SM"):
            bare = text.partition("-")[2].replace("-", "")
            self.secrets |= {text.lower(), text.replace("-", ""), bare, bare.lower()}
        return text

    def look_into(self, error: BaseException | None) -> None:
        """An error with all that hangs on it."""
        while error is not None:
            self.seen += ["".join(traceback.format_exception(error)), repr(error), str(error), repr(error.args)]
            self.seen += [repr(vars(error)), repr(getattr(error, "__notes__", ""))]
            error = error.__cause__ or error.__context__

    def found(self) -> list[str]:
        return [secret for secret in self.secrets if any(secret in text for text in self.seen)]


@contextmanager
def failing_at(sm: SocialMatch, number: int) -> Iterator[list[int]]:
    """The database fails at this statement, with an error that quotes its parameters as some drivers do.

    Counted down meanwhile: above zero in the end, the call had fewer statements, and was done.
    """
    left = [number]

    def fail(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise sqlite3.OperationalError(f"disk I/O error near {parameters!r}")

    event.listen(sm.store.engine, "before_cursor_execute", fail)
    try:
        yield left
    finally:
        event.remove(sm.store.engine, "before_cursor_execute", fail)


def everything(sm: SocialMatch, canaries: Canaries, folder) -> dict[str, Callable[[], Any]]:
    """Every public call, right and wrong, in an order in which most of them do something."""
    drawn: dict[str, Any] = {}
    key = AccountKey("default", "crm", ACCOUNT)

    def draw(name: str, made: Any, secret: str) -> Any:
        drawn[name] = canaries.learn(secret)
        return made

    def code(name: str, **options: Any) -> Any:
        made = sm.invite(ACCOUNT, session=SESSION, signed_in_at=now(sm), **options)
        return draw(name, made, made.code.reveal())

    def invitation(name: str, profile: Profile) -> Any:
        made = sm.invite_profile(profile, wrote_at=now(sm), address="https://example.com/link")
        return draw(name, made, made.invitation.reveal())

    def sign_in() -> Any:
        made = sm.begin_sign_in(ACCOUNT, "x", session=SESSION, signed_in_at=now(sm))
        canaries.learn(made.nonce)
        drawn["nonce"] = made.nonce
        return draw("state", made, made.state.reveal())

    def come_back(**changes: Any) -> Any:
        said = replace(vouched(sm, drawn["nonce"], PROFILE), **changes)
        canaries.seen.append(repr(said))
        return sm.link_by_sign_in(drawn["state"], said, ACCOUNT, session=SESSION)

    accounts = write(folder / "accounts.csv", [{"account_id": ACCOUNT, "email": MAIL, "phone": PHONE}])
    profiles = write(
        folder / "profiles.csv", [{"platform": "x", "user_id": "770077", "handle": HANDLE}, {"handle": MAIL}]
    )
    body = f'{{"text": "{MAIL}"}}'.encode()
    audit, review = sm.audit, sm.review
    return {
        "import_accounts": lambda: sm.import_accounts(accounts, allow_shrink=True),
        "import_profiles": lambda: sm.import_profiles(profiles, allow_shrink=True),
        "register_notice": lambda: sm.register_notice(NOTICE),
        "register_notice, none": lambda: sm.register_notice(folder / "none.toml"),
        "match": lambda: sm.match(PROFILE),
        "match, wrong": lambda: sm.match(PROFILE, HANDLE),
        "match, no address": lambda: sm.match(f"https://{MAIL}/{HANDLE}"),
        "invite": lambda: code("code"),
        "invite, unknown": lambda: sm.invite(MAIL, session=SESSION, signed_in_at=now(sm)),
        "invite, short session": lambda: sm.invite(ACCOUNT, session=HANDLE, signed_in_at=now(sm)),
        "redeem": lambda: sm.redeem(f"hello {drawn['code']}", PROFILE),
        "redeem, again": lambda: sm.redeem(drawn["code"], OTHER),
        "redeem, mistyped": lambda: sm.redeem(drawn["code"][:-1] + "0", PROFILE),
        "redeem, seen as": lambda: sm.redeem(drawn["code"], PROFILE, visibility=HANDLE),
        "show": lambda: sm.show(drawn["code"], ACCOUNT, session=SESSION),
        "show, elsewhere": lambda: sm.show(drawn["code"], ACCOUNT, session=OTHER_SESSION),
        "confirm, elsewhere": lambda: sm.confirm(drawn["code"], ACCOUNT, PROFILE, session=OTHER_SESSION),
        "confirm, no code": lambda: sm.confirm(SESSION, ACCOUNT, PROFILE, session=SESSION),
        "confirm": lambda: sm.confirm(drawn["code"], ACCOUNT, PROFILE, session=SESSION),
        "match, linked": lambda: sm.match(PROFILE),
        "undo": lambda: sm.undo(PROFILE),
        "undo, again": lambda: sm.undo(PROFILE),
        "invite, second": lambda: code("second"),
        "redeem, public": lambda: sm.redeem(drawn["second"], OTHER, visibility="public"),
        "invite, third": lambda: code("third"),
        "decline": lambda: sm.decline(drawn["third"], ACCOUNT, session=SESSION),
        "invite_profile": lambda: invitation("invitation", PROFILE),
        "invite_profile, again": lambda: invitation("none", PROFILE),
        "peek": lambda: sm.peek(drawn["invitation"], ACCOUNT),
        "peek, mistyped": lambda: sm.peek(drawn["invitation"][:-1]),
        "invite, named": lambda: code("loop", invitation=drawn["invitation"], handle=HANDLE),
        "invite, misnamed": lambda: code("none", invitation=drawn["invitation"], handle=MAIL),
        "invite_profile, other": lambda: invitation("other", OTHER),
        "decline_invitation": lambda: sm.decline_invitation(drawn["other"]),
        "decline_invitation, again": lambda: sm.decline_invitation(drawn["other"]),
        "begin_sign_in": sign_in,
        "begin_sign_in, unknown": lambda: sm.begin_sign_in(ACCOUNT, MAIL, session=SESSION, signed_in_at=now(sm)),
        "link_by_sign_in, by mail": lambda: come_back(subject=MAIL),
        "begin_sign_in, again": sign_in,
        "link_by_sign_in, elsewhere": lambda: come_back(issuer=f"{ISSUER}/other"),
        "link_by_sign_in": come_back,
        "unlink": lambda: sm.unlink(PROFILE),
        "unlink, for": lambda: sm.unlink(PROFILE, why=MAIL),
        "import_link": lambda: sm.import_link(OTHER, ACCOUNT, evidence="contract 17", second=SECOND, actor=OFFICER),
        "check_inbound": lambda: sm.check_inbound(SCHEMES["hub-sha256"], {"X-A": SESSION}, body, keys=[b"k" * 32]),
        "reconcile": sm.reconcile,
        "reconcile, wrong": lambda: sm.reconcile(MAIL),
        "status": sm.status,
        "health": sm.health,
        "Review.queue": review.queue,
        "Review.accept": lambda: review.accept(PROFILE.key, key, wrote_at=now(sm)),
        "Review.accept_with_evidence": lambda: review.accept_with_evidence(
            PROFILE.key, key, evidence=MAIL, second=SECOND, actor=OFFICER
        ),
        "Review.reject": lambda: review.reject(PROFILE.key, key, why=HANDLE),
        "Audit.subject": lambda: len(
            audit.subject(PROFILE.key, actor=OFFICER, reason="request 12", proofs=False)
        ),  # the record itself, as plain JSON
        "Audit.report": lambda: audit.report(actor=OFFICER),
        "revoke": lambda: sm.revoke(PROFILE),
        "revoke, wrong": lambda: sm.revoke(PROFILE, purpose=MAIL),
        "erase": lambda: sm.erase(PROFILE),
        "erase, wrong": lambda: sm.erase(PROFILE, in_crm=True),
        "close": lambda: None,
    }


NOT_ABOUT_ANYBODY = {"Audit.checkpoint", "Audit.export", "Audit.hold", "Audit.holds", "Audit.release", "Audit.retain"}


def public_calls() -> set[str]:
    """Every public method there is."""
    named = {}
    for kind, prefix in ((SocialMatch, ""), (Review, "Review."), (Audit, "Audit.")):
        named |= {f"{prefix}{n}": m for n, m in inspect.getmembers(kind, inspect.isfunction) if not n.startswith("_")}
    return set(named)


def attempt(canaries: Canaries, act: Callable[[], Any]) -> bool:
    """One call: what it raises is looked into, and the repr of what it returns. Whether it did what was asked."""
    try:
        canaries.seen.append(repr(act()))
    except SocialMatchError as error:
        canaries.look_into(error)
        return False
    return True


@pytest.fixture
def canaries(caplog) -> Iterator[Canaries]:
    made = Canaries()
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "sqlalchemy"):
        yield made


def test_no_secret_and_nobody_is_in_a_log_an_error_or_a_repr(canaries, caplog, tmp_path, sqlite_url, clock):
    with SocialMatch(sqlite_url, config=PATIENT, secrets=TEST_SECRETS, clock=clock) as sm:
        sm.import_accounts(CUSTOMERS)
        calls = everything(sm, canaries, tmp_path)
        happened: set[str] = set()
        for name, act in calls.items():
            if name == "erase":  # after which nobody can read what happened
                happened = {event.kind for event in log_of(sm)}
            for number in (*FAILING, 10**6):
                with failing_at(sm, number) as left:
                    did = attempt(canaries, act)
                if did or left[0] > 0:
                    break
            clock.advance(CONFIG.policy.code_ttl / 8)
        canaries.seen += [repr(sm), repr(sm.store), repr(sm.review), caplog.text, *map(repr, caplog.records)]
    assert "INSERT INTO tokens" in caplog.text  # the echo was on
    assert len(canaries.secrets) > 30
    assert happened >= {"claimed", "opened", "confirmed", "started", "evidenced", "burned", "declined", "withdrawn"}
    assert canaries.found() == []


def test_every_public_call_is_among_them(tmp_path):
    with fake_store(config=CONFIG, accounts=CUSTOMERS) as sm:
        made = {name.partition(",")[0] for name in everything(sm, Canaries(), tmp_path)}
    assert public_calls() - made == NOT_ABOUT_ANYBODY


def test_the_command_line_shows_secrets_on_the_page_that_is_meant_for_them_alone(run, canaries, caplog):
    profile = f"profile:x::{PROFILE.user_id}"
    from socialmatch.moments import format_moment, system_clock

    asked = ("invite", "A-1", "--signed-in-at", format_moment(system_clock()), "--session-file", "session.txt")
    (line,) = [one for one in run(*asked)[1].splitlines() if "SM-" in one]
    code = canaries.learn(line.strip())
    for arguments, typed in (
        (("redeem", profile, "--handle", HANDLE), f"hello {code}"),
        (("redeem", profile), code),
        (("redeem", profile), code[:-1] + "0"),
        (("confirm", "A-2", "--yes"), f"{code}\n{SESSION}\n"),
        (("confirm", "A-1", "--yes"), f"{code}\nshort\n"),
        (("match", HANDLE), ""),
        (("revoke", MAIL), ""),
        (("redeem", code), code),
    ):
        _, out, err = run(*arguments, typed=typed)
        canaries.seen += [err, out if HANDLE not in arguments else out.replace(f"@{HANDLE}", "")]
    canaries.seen.append(caplog.text)
    assert canaries.found() == []
