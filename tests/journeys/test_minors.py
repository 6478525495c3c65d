"""Nobody who is known to be too young agrees alone, and nothing but the refusal is kept of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from linking import ADA, ADAS, OFFICER, agree, ask, installation, link, look, match, send
from socialmatch.consent.ages import Age, Standing
from socialmatch.errors import ConsentError
from socialmatch.leaf import TypeClass
from socialmatch.models import Account, AnswerKind
from socialmatch.store import accounts, codes, events


def born(at, birthday: str, country: str = "") -> None:
    with at.store.write("default", OFFICER, "import") as session:
        accounts.put(session, [Account("A-1001", birthday=birthday, country=country)])


def kinds(at) -> list[tuple[str, dict]]:
    with at.store.read("default") as session:
        return [(event.type_class.value, dict(event.data)) for event in events.about(session, ADAS)]


def test_a_known_minor_gets_no_code_and_nothing_is_kept_but_the_refusal(at):
    born(at, "2012-01-01")
    with pytest.raises(ConsentError) as refused:
        ask(at)
    assert refused.value.code == "minor"
    assert kinds(at)[-1] == ("refusal", {"reason": "minor"})
    with at.store.read("default") as session:
        assert codes.tokens_of(session, ADAS, ["issued"]) == []


def test_the_country_of_the_account_decides(at):
    born(at, "2012-01-01", "AT")
    link(at)
    assert match(at).account == ADAS


def test_a_guardians_record_lets_them_agree_and_stands_in_the_log(at):
    born(at, "2012-01-01")
    with_guardian = replace(at, ages=lambda account, now, wanted: Standing(Age.MINOR, guardian="form 17"))
    link(with_guardian)
    (said,) = [data for kind, data in kinds(at) if kind == "token" and "age" in data]
    assert (said["age"], said["guardian"]) == ("minor", "form 17")


def test_an_unknown_age_is_allowed_and_logged_or_refused_by_the_policy(at, store):
    ask(at)
    assert kinds(at)[-1][1]["age"] == "unknown"
    strict = replace(at, config=at.config.model_copy(update={"policy": _strict(at)}))
    with pytest.raises(ConsentError) as refused:
        ask(strict)
    assert refused.value.code == "age_unknown"


def test_what_is_learned_before_they_agree_counts(at, clock):
    code = ask(at).code.reveal()
    send(at, code)
    look(at, code)
    born(at, "2012-01-01")
    with pytest.raises(ConsentError) as refused:
        agree(at, code)
    assert refused.value.code == "minor"
    assert match(at).kind is AnswerKind.REFUSAL
    with at.store.read("default") as session:
        given = [e for e in events.about(session, ADA.key, TypeClass.CONSENT) if e.kind == "given"]
    assert given == []
    clock.advance(timedelta(minutes=1))


def _strict(at):
    return at.config.policy.model_copy(update={"unknown_age": "refuse"})


def test_a_hook_that_fails_lets_nobody_through(store):
    def broken(account, now, wanted):
        raise LookupError("the other system is away")

    at = replace(installation(store), ages=broken)
    with pytest.raises(LookupError):
        ask(at)
