"""Threat 13: somebody tells codes apart by how they are refused.

What does not depend on a clock is tested here: the same answer, the same statements, the same number of rows. How
long it takes is measured by ``python -m benchmarks.refusals``.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows import (
    ADA,
    ADAS,
    ELSEWHERE,
    EVE,
    EVES,
    HOME,
    code_for,
    dump,
    invitation_for,
    loop_code,
    refusals,
    sent,
    statements,
)
from socialmatch import Profile
from socialmatch.consent.codes import issue_code
from socialmatch.errors import TokenRefused

STRANGERS = tuple(Profile("x", str(7000 + number), handle=f"stranger_{number}") for number in range(8))
UNKNOWN = issue_code(lambda n: b"\1" * n).reveal()


def useless_codes(sm, clock) -> dict[str, str]:
    """A code of every kind that somebody else's message cannot claim."""
    codes = {"unknown": UNKNOWN, "expired": code_for(sm)}
    clock.advance(timedelta(minutes=11))
    codes["claimed"] = sent(sm, code_for(sm))
    codes["used"] = sent(sm, code_for(sm))
    sm.confirm(codes["used"], ADAS, ADA, session=HOME)
    codes["declined"] = code_for(sm)
    sm.decline(codes["declined"], ADAS, session=HOME)
    codes["burned"] = code_for(sm)
    with pytest.raises(TokenRefused):
        sm.redeem(codes["burned"], EVE, visibility="public")
    clock.advance(timedelta(minutes=1))
    codes["foreign"] = loop_code(sm, invitation_for(sm, EVE), EVE.handle, EVES, ELSEWHERE)
    return codes


def answered(act) -> tuple[object, ...]:
    """All that whoever presents a code gets to see."""
    with pytest.raises(TokenRefused) as refused:
        act()
    error = refused.value
    return type(error), str(error), error.code, error.args, error.hint, error.__cause__, error.__context__


def rows(sm) -> dict[str, int]:
    """How much stands where.

    Left out are the tree over the log, where what an entry needs depends on the size of the log alone, and counters,
    which are added to by the one statement that makes them.
    """
    return {table: len(found) for table, found in dump(sm).items() if table not in ("log_nodes", "counters")}


def test_no_refused_code_is_told_from_another_by_answer_statements_or_writes(on_disk, clock):
    codes = useless_codes(on_disk, clock)
    seen = {}
    for sender, (kind, code) in zip(STRANGERS, codes.items(), strict=False):
        before = rows(on_disk)
        with statements(on_disk) as ran:
            said = answered(lambda code=code, sender=sender: on_disk.redeem(code, sender))
        after = rows(on_disk)
        ran = [one for one in ran if "log_nodes" not in one]
        seen[kind] = (said, ran, {table: after[table] - before[table] for table in after})
    for kind, one in seen.items():
        assert one == seen["unknown"], kind
    reasons = ["unknown", "expired", "other_profile", "other_profile", "declined", "burned", "other_profile"]
    assert refusals(on_disk)[-len(reasons) :] == reasons  # an officer sees what the sender does not


def test_a_code_seen_over_a_shoulder_tells_another_browser_nothing(on_disk, clock):
    codes = useless_codes(on_disk, clock)
    seen = set()
    for code in codes.values():
        with statements(on_disk) as ran:
            shown = answered(lambda code=code: on_disk.show(code, ADAS, session=ELSEWHERE))
        assert not [one for one in ran if one.startswith(("INSERT", "UPDATE", "DELETE"))]
        seen |= {shown, answered(lambda code=code: on_disk.confirm(code, ADAS, ADA, session=ELSEWHERE))}
    assert len(seen) == 1


def test_an_invitation_that_cannot_be_used_does_not_say_why(sm):
    used = invitation_for(sm)
    with pytest.raises(TokenRefused):
        loop_code(sm, used, "somebody_else")
    declined = invitation_for(sm, EVE)
    sm.decline_invitation(declined)
    expired = invitation_for(sm)
    sm.clock.advance(timedelta(days=8))
    unknown = "SMI-" + "0" * 27
    answers = {answered(lambda one=one: sm.peek(one)) for one in (used, declined, expired, unknown)}
    answers |= {answered(lambda one=one: loop_code(sm, one)) for one in (used, declined, expired, unknown)}
    assert len(answers) == 1
