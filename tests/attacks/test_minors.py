"""Threat 18: somebody agrees who is too young to."""

from __future__ import annotations

import pytest

from flows import CONFIG, FLOWS, HOME, code_for, dump, linked, log_of, now
from socialmatch import Account
from socialmatch.config import Policy
from socialmatch.consent.ages import Standing, stated_age
from socialmatch.errors import ConsentError
from socialmatch.testing import fake_store

CHILD = Account("A-9", birthday="2012-06-01", country="DE")


@pytest.fixture
def sm():
    with fake_store(config=CONFIG, accounts=[CHILD, Account("A-1"), Account("A-2")]) as made:
        yield made


@pytest.mark.parametrize(
    "begin",
    [
        lambda sm: code_for(sm, "A-9"),
        lambda sm: sm.begin_sign_in("A-9", "x", session=HOME, signed_in_at=now(sm)),
    ],
    ids=["code", "sign_in"],
)
def test_a_known_minor_gets_nothing_and_only_the_refusal_is_kept(sm, begin):
    before = dump(sm)
    with pytest.raises(ConsentError) as refused:
        begin(sm)
    assert refused.value.code == "minor"
    changed = {name for name, rows in dump(sm).items() if rows != before[name]}
    assert "tokens" not in changed
    assert "consents" not in changed
    assert log_of(sm)[-1].type_class.value == "refusal"


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_who_turns_out_to_be_a_minor_on_the_way_is_not_linked(sm, flow):
    begun = flow.begin(sm)
    sm.import_accounts([Account("A-1", birthday="2012-06-01")])
    with pytest.raises(ConsentError):
        flow.finish(sm, begun)
    assert linked(sm) == []


def test_an_unknown_age_is_the_policys_to_decide_and_is_logged(sm):
    code_for(sm)
    assert log_of(sm)[-1].data["age"] == "unknown"
    strict = CONFIG.model_copy(update={"policy": Policy(unknown_age="refuse")})
    with fake_store(config=strict) as careful, pytest.raises(ConsentError) as refused:
        code_for(careful)
    assert refused.value.code == "age_unknown"


def test_the_age_is_the_countrys_and_without_one_sixteen():
    younger = [Account("A-1", birthday="2012-06-01", country="AT"), Account("A-2", birthday="2012-06-01")]
    with fake_store(config=CONFIG, accounts=younger) as sm:
        assert code_for(sm, "A-1")
        with pytest.raises(ConsentError):
            code_for(sm, "A-2")


def test_a_guardian_counts_only_with_a_record():
    for record, allowed in (("form 2026-118", True), ("", False), ("   ", False)):

        def ages(account, moment, wanted, record=record):
            return Standing(stated_age(account, moment, wanted).age, guardian=record)

        with fake_store(config=CONFIG, accounts=[CHILD], ages=ages) as sm:
            if allowed:
                assert code_for(sm, "A-9")
                continue
            with pytest.raises(ConsentError):
                code_for(sm, "A-9")
