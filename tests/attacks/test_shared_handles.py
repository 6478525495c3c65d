"""Threat 19: two people hold one handle, or one account, and the second would have it for themselves."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest

from flows import ADA, ADAS, ELSEWHERE, EVE, EVES, FLOWS, HANDLE_FIRST, HOME, linked, suspicions
from socialmatch.errors import AlreadyLinked
from socialmatch.models import AccountKey

OTHER = AccountKey("default", "crm", EVES)


# Of one profile no two invitations are open at a time.
PAIRS = [pair for pair in itertools.product(FLOWS, FLOWS) if pair != (HANDLE_FIRST, HANDLE_FIRST)]


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=str)
def test_a_second_account_is_told_apart_and_changes_nothing(sm, first, second):
    if second is HANDLE_FIRST:
        begun = second.begin(sm, ADA, EVES, ELSEWHERE)  # nobody who is linked is invited
        first.finish(sm, first.begin(sm))
    else:
        first.finish(sm, first.begin(sm))
        begun = second.begin(sm, ADA, EVES, ELSEWHERE)
    before = linked(sm)
    with pytest.raises(AlreadyLinked) as refused:
        second.finish(sm, begun, EVES, ELSEWHERE)
    assert linked(sm) == before
    told = refused.value.notifications
    assert [one.to for one in told] == [ADA.key, AccountKey("default", "crm", ADAS)]
    assert all(EVES not in one.text and "bo@example.org" not in one.text for one in told)


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_of_two_accounts_that_answer_at_once_one_has_the_handle(on_disk, flow):
    whose = ((ADAS, HOME), (EVES, ELSEWHERE))
    if flow is HANDLE_FIRST:  # one invitation is open at a time, and one account opens it
        begun = [flow.begin(on_disk), FLOWS[0].begin(on_disk, ADA, EVES, ELSEWHERE)]
    else:
        begun = [flow.begin(on_disk, ADA, account, session) for account, session in whose]

    def attempt(number: int) -> bool:
        try:
            flow.finish(on_disk, begun[number], *whose[number])
        except AlreadyLinked:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, range(2))) == [False, True]
    assert len(linked(on_disk)) == 1


def test_an_account_may_have_several_handles(sm):
    sm.link(ADA, ADAS)
    sm.link(EVE, ADAS)
    assert {one[:2] for one in linked(sm)} == {(ADA.user_id, ADAS), (EVE.user_id, ADAS)}


def test_who_runs_into_others_links_again_and_again_is_pointed_out(sm):
    sm.link(ADA, ADAS)
    for _ in range(2):
        begun = FLOWS[0].begin(sm, ADA, EVES, ELSEWHERE)
        with pytest.raises(AlreadyLinked):
            FLOWS[0].finish(sm, begun, EVES, ELSEWHERE)
    assert suspicions(sm) == ["conflicts"]
