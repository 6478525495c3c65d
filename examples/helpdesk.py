"""A helpdesk's side of the story: a message comes in, and we ask who it is, if we may.

Run it: ``python examples/helpdesk.py``. Everybody in it is invented.
"""

from __future__ import annotations

from socialmatch import Answer, AnswerKind, NextStep, Profile
from socialmatch.testing import fake_store


def side_panel(answer: Answer) -> str:
    """What the agent sees beside a message."""
    if answer.kind is AnswerKind.LINK and answer.account is not None:
        return f"customer {answer.account.account_id}: show their orders"
    if answer.next_step is NextStep.INVITE:
        return "not linked: offer to link the profile on our site"
    return "not linked: answer without asking who it is"


def main() -> None:
    """Three messages of one person: before, after and long after they linked their profile."""
    sm = fake_store()
    sender = Profile("x", "1001", handle="ada_example")
    print("where is my parcel? ->", side_panel(sm.match(sender)))

    session = "a secret of the browser session"
    issued = sm.invite("A-1", session=session, signed_in_at=sm.clock())  # on the site, signed in
    sm.redeem(issued.code.reveal(), sender)  # the code came by direct message
    sm.show(issued.code.reveal(), "A-1", session=session)  # back on the site: is this you?
    sm.confirm(issued.code.reveal(), "A-1", sender, session=session)
    print("where is my parcel? ->", side_panel(sm.match(sender)))

    sm.revoke(sender, reason="wrote STOP")
    print("hello again        ->", side_panel(sm.match(sender)))


if __name__ == "__main__":
    main()
