"""A store's model: learned from who agrees, adopted, carried over a new count, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import people
from linked import TERM, link
from nightly import JANE, JANES, JIM, JIMS, POLICY, agree, installation, pairs, put, run, say, small_crm
from processes import OFFICER
from socialmatch import lookup
from socialmatch.config import Policy
from socialmatch.errors import InputError, StoreConflict, UsageError
from socialmatch.fitting import adopt, fit, keep, show
from socialmatch.fitting.judged import judged_pairs
from socialmatch.lookup import LiveModels, propose_live
from socialmatch.matching.calibration import Calibration
from socialmatch.matching.learning import LEAST_PROFILES
from socialmatch.matching.model import Model
from socialmatch.matching.modelfile import BUILT_IN, Card, LearnedModel
from socialmatch.models import EventKind
from socialmatch.reconcile import observe
from socialmatch.review import reject
from socialmatch.store import events, models, permits, proposals

CARD = Card("share", "2026-11-01T00:00:00Z", "support", BUILT_IN.version)
SURE = LearnedModel(BUILT_IN.version, 950, Calibration(), CARD)
DOUBTFUL = LearnedModel(BUILT_IN.version, 700, Calibration(1000, -4000), CARD)


def crowd_crm(store, number: int = LEAST_PROFILES + 20, policy=POLICY):
    """A crowd in which some have a profile, and more strangers; everybody agreed."""
    at = installation(store, policy=policy)
    customers = people.crowd()[:100]
    ours = [
        people.x_profile(f"{a.given_name}.{a.family_name}".lower(), user_id=f"o{n}", display_name=a.given_name)
        for n, a in enumerate(customers[::2])
    ]
    strangers = [people.x_profile(f"quiet_fox_{n}", user_id=f"s{n}") for n in range(number - len(ours))]
    put(at, *customers, *ours, *strangers)
    agree(at, *(one.key for one in (*customers, *ours, *strangers)))
    return at


def learn(at, **options):
    return fit(at, actor=OFFICER, reason="test", known_models=LiveModels(), **options)


def take(at, name: str):
    return adopt(at, name, actor=OFFICER, reason="test")


def probabilities(at) -> dict[tuple[str, str], float]:
    with at.store.read("default") as session:
        found = [known.proposal for known in proposals.walk(session)]
    return {(one.profile.user_id, one.account.account_id): one.probability for one in found}


def test_from_the_fit_to_the_next_run_and_back(store, clock, monkeypatch):
    at = crowd_crm(store)
    run(at)
    before = probabilities(at)

    def weigh(*_):
        raise AssertionError("somebody was weighed")

    with monkeypatch.context() as patch:
        patch.setattr(Model, "weigh", weigh)
        found = learn(at)
        again = learn(at)
    assert found.model == replace(again.model, card=replace(again.model.card, fitted_at=found.model.card.fitted_at))
    assert found.model.card.learned_from["profiles"] == LEAST_PROFILES + 20
    assert found.model.share < 500  # most are strangers
    assert probabilities(at) == before  # a candidate changes nothing
    shown = take(at, found.model.name)
    assert shown.version == f"{BUILT_IN.version}+{found.model.name}.1"
    told = run(at)
    assert told.model == shown.version
    assert told.looked_at == {"profile or model changed": LEAST_PROFILES + 20}
    after = probabilities(at)
    assert sum(after.values()) < sum(before.values())
    assert len(after) - len(before) == found.changes["proposals"]["gained"] - found.changes["proposals"]["lost"]
    clock.advance(timedelta(hours=21))
    lookup.recount(at.store, "default", OFFICER, at.policy)
    assert show(at).version == f"{BUILT_IN.version}+{found.model.name}.2"  # a new count, the same parameters
    take(at, BUILT_IN.version)
    run(at)
    assert probabilities(at) == before


def test_nothing_is_learned_from_few_or_from_nobody(store):
    at = small_crm(store)
    run(at)
    for what in (None, "share", "calibration"):
        with pytest.raises(UsageError) as refused:
            learn(at, learn=what)
        assert refused.value.code == "too_little"
    with pytest.raises(UsageError) as refused:
        learn(at, learn="everything")
    assert refused.value.code == "not_learnable"


def test_only_who_agrees_now_is_learned_from(store):
    at = small_crm(store)
    run(at)
    assert len(observe(at, "support", known_models=LiveModels()).observed) == 4
    say(at, EventKind.WITHDRAWN, JIMS.key)
    assert len(observe(at, "support", known_models=LiveModels()).observed) == 3
    before = observe(at, "support", known_models=LiveModels()).observed
    say(at, EventKind.WITHDRAWN, JANE.key)
    after = observe(at, "support", known_models=LiveModels()).observed
    # The profile stands; its account is no candidate of it any more, and one of those nobody looks at.
    assert after.first[0] < before.first[0]
    assert after.here[0] == pytest.approx(before.here[0], abs=0.1)


def test_what_changed_since_the_run_is_left_out(store):
    at = small_crm(store)
    run(at)
    put(at, replace(JIM, city="Berlin"), replace(JANES, display_name="J. Valasek"))
    seen = observe(at, "support", known_models=LiveModels())
    assert (len(seen.observed), seen.stale) == (2, 1)  # Jane's has another text, Jim's another candidate


def test_adopting_before_the_first_count_counts(store):
    at = small_crm(store)
    assert show(at).version == ""
    keep(at, SURE, actor=OFFICER, reason="test")
    assert take(at, SURE.name).version == f"{SURE.parameters().version}.1"
    with at.store.read("default") as session:
        told = [one for one in events.walk(session) if one.kind in ("model_kept", "model_adopted")]
    assert [one.kind for one in told] == ["model_kept", "model_adopted", "model_adopted"]
    assert told[-1].data["digest"] == SURE.digest


def test_calibration_is_part_of_what_is_proposed(store):
    at = small_crm(store)
    run(at)
    sure = probabilities(at)[("1", "J-1")]
    keep(at, DOUBTFUL, actor=OFFICER, reason="test")
    take(at, DOUBTFUL.name)
    with store.read("default") as session:
        looked_up = propose_live(session, at.policy, JANES, "support", models=LiveModels()).proposals[0]
    run(at)
    now = probabilities(at)[("1", "J-1")]
    assert now == pytest.approx(DOUBTFUL.calibration.of(sure), abs=2e-6)
    assert looked_up.probability == now


def test_keeping_twice_is_keeping_once(store):
    at = small_crm(store)
    assert [keep(at, SURE, actor=OFFICER, reason="test") for _ in range(2)] == [SURE.name] * 2
    assert show(at, SURE.name).others == (SURE.name,)
    assert show(at).name == BUILT_IN.version
    with pytest.raises(StoreConflict) as refused:
        take(at, "fit-00000000")
    assert refused.value.code == "no_such_model"


def judged(at):
    with at.store.read("default") as session:
        permitted, _ = permits.permitted_set(session, "support")
        return sorted(judged_pairs(session, permitted, BUILT_IN))


def test_what_was_judged_and_what_was_proved(store):
    at = small_crm(store)
    run(at)
    assert ("1", "J-1") in pairs(at) and ("2", "J-2") in pairs(at)
    assert judged(at) == []
    reject(at, JIMS.key, JIM.key, "support", actor=OFFICER)
    assert [one.right for one in judged(at)] == [False]
    link(at.store, JANE.key, JANES.key, term=TERM)
    ours = probabilities(at)[("1", "J-1")]
    assert (ours, True) in [(round(one.probability, 6), one.right) for one in judged(at)]
    say(at, EventKind.WITHDRAWN, JIM.key)
    assert all(one.right or one.probability < ours for one in judged(at))
    with at.store.read("default") as session:
        permitted, _ = permits.permitted_set(session, "support")
        assert judged_pairs(session, permitted, SURE.parameters()) == []  # judged under other parameters


def test_another_reason_than_the_wrong_person_is_no_judgement(store):
    at = small_crm(store)
    run(at)
    reject(at, JIMS.key, JIM.key, "support", why="duplicate", actor=OFFICER)
    assert judged(at) == []


def test_a_kept_model_that_cannot_be_read_is_refused(store):
    at = small_crm(store)
    with at.store.write("default", OFFICER, "test") as session:
        models.add(session, "fit-odd", '{"format": "socialmatch model v9"}', None)
    with pytest.raises(InputError) as refused:
        take(at, "fit-odd")
    assert refused.value.code == "unknown_format"


def test_a_calibration_keeps_the_share_and_a_share_drops_the_calibration(store):
    at = crowd_crm(store, policy=Policy(review_threshold=0.0))
    learned = LearnedModel(BUILT_IN.version, 400, Calibration(900, -500), CARD)
    keep(at, learned, actor=OFFICER, reason="test")
    take(at, learned.name)
    run(at)
    with pytest.raises(UsageError) as refused:
        learn(at)  # what scores is calibrated, and nobody judged anything since
    assert refused.value.code == "too_little"
    assert learn(at, learn="share").model.calibration == Calibration()
    with at.store.write("default", OFFICER, "judge") as session:
        for place, known in enumerate(list(proposals.walk(session))):
            if place % 2:
                proposals.accept(session, known)
            else:
                proposals.reject(session, known, "wrong_person")
    found = learn(at)
    assert (found.model.card.learned, found.model.share) == ("calibration", 400)
    assert found.model.card.learned_from["judged_right"] >= 20
    assert found.model.calibration != learned.calibration
