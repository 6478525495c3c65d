"""Threat 8: a program fetches the address of an invitation before the person does."""

from __future__ import annotations

import pytest

from flows import ADA, ADAS, HOME, code_for, dump, invitation_for, loop_code, now, sent, statements
from socialmatch.errors import TokenRefused
from socialmatch.models import ProfileKey


def test_a_thousand_previews_change_nothing(on_disk):
    """GET and HEAD of a host's page come to ``peek``, signed in or not."""
    invitation = invitation_for(on_disk)
    before = dump(on_disk)
    with statements(on_disk) as ran:
        for number in range(1_000):
            on_disk.peek(invitation, (None, ADAS)[number % 2])
    assert dump(on_disk) == before
    assert {one.split()[0] for one in ran} <= {"SELECT", "BEGIN", "ROLLBACK", "COMMIT", "SET"}
    assert sent(on_disk, loop_code(on_disk, invitation))


def test_previews_of_an_opened_or_useless_invitation_change_nothing(sm):
    opened, over = invitation_for(sm), None
    loop_code(sm, opened)
    sm.decline_invitation(opened)
    over = invitation_for(sm)
    loop_code(sm, over)
    before = dump(sm)
    for _ in range(100):
        with pytest.raises(TokenRefused):
            sm.peek(opened)
        sm.peek(over)
    assert dump(sm) == before


def test_looking_at_the_page_of_a_code_changes_nothing_after_the_first_time(sm):
    code = sent(sm, code_for(sm))
    before = dump(sm)
    for _ in range(100):
        sm.show(code, ADAS, session=HOME)
    assert dump(sm) == before


def test_an_invitation_stands_behind_the_hash_where_no_server_sees_it(sm):
    made = sm.invite_profile(ADA, wrote_at=now(sm), address="https://example.com/link")
    assert made.profile == ProfileKey("default", "x", "", ADA.user_id)
    assert f"https://example.com/link#{made.invitation.reveal()}" in made.text
