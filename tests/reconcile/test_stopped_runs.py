"""A run that is killed, and people who withdraw while it is under way."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

import nightly
from nightly import JANE, JANES, JIM, JIMS, pairs, run, small_crm
from processes import CONTEXT, OFFICER
from socialmatch.accounts.batches import Silence
from socialmatch.consent.state import Reason
from socialmatch.errors import StoreBusy
from socialmatch.journeys import verbs
from socialmatch.ledger import log
from socialmatch.matching.model import Model
from socialmatch.reconcile.run import LEASE
from socialmatch.review import reject
from socialmatch.store import permits, proposals, runs
from socialmatch.store.runs import RunState

PHASES = ("count", "index", "enrol", "read", "seal", "score")
MOST_ACTS = 40
"""Pairs weighed and commits made by an undisturbed run: it can be killed at any of them."""


def words(at) -> list[object]:
    """Every proposal, but for what depends on when it was found."""
    with at.store.read(at.tenant) as session:
        return [(one.proposal, one.model_version, one.state) for one in proposals.walk(session)]


# --- killed --------------------------------------------------------------------------------------


def killed_and_taken_up(url, open_store, clock, after: int) -> None:
    store = open_store(url, before_commit=log.grow)
    at = small_crm(store)
    child = CONTEXT.Process(target=nightly.run_until_killed, args=(url, after))
    child.start()
    child.join(60)
    assert child.exitcode in (-9, 7), "killed, or at its end before that"
    with store.read("default") as session:
        before = runs.last(session, "reconcile support")
    if child.exitcode == -9:
        with pytest.raises(StoreBusy):
            run(at)
    clock.advance(LEASE)
    told = run(at, chunk=2)
    assert told.resumed == (before is not None and before.state is RunState.RUNNING)
    assert told.resumed == (before is not None and told.run == before.run)
    found = words(at)
    counted = told.proposals["new"], sum(told.looked_at.values())
    assert run(at, full=True).looked_at == {"first time": 4}
    assert words(at) == found
    done = before is not None and before.state is RunState.DONE  # killed while it gave the lease back, or not at all
    assert counted == ((0, 0) if done else (len(found), 4))


@pytest.mark.parametrize("after", [3, 14, 33])
def test_a_run_that_was_killed_ends_as_if_it_had_not_been(sqlite_url, open_store, clock, after):
    killed_and_taken_up(sqlite_url, open_store, clock, after)


def test_so_it_does_on_postgres(postgres_url, open_store, clock):
    killed_and_taken_up(postgres_url, open_store, clock, 28)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_a_run_killed_anywhere_ends_as_if_it_had_not_been(store_url, open_store, clock, seed):
    killed_and_taken_up(store_url, open_store, clock, random.Random(seed).randrange(MOST_ACTS))


def test_what_killed_and_undisturbed_runs_come_to_is_the_same(sqlite, tmp_path, open_store, clock):
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    killed_and_taken_up(sqlite.new_store(tmp_path / "one"), open_store, clock, 24)
    url = sqlite.new_store(tmp_path / "other")
    undisturbed = small_crm(open_store(url))
    run(undisturbed)
    disturbed = nightly.installation(open_store(f"sqlite:///{tmp_path / 'one' / 'store.db'}"))
    assert [found[0] for found in words(disturbed)] == [found[0] for found in words(undisturbed)]


def test_an_interrupted_run_gives_its_lease_back(store, monkeypatch):
    at = small_crm(store)
    weigh = Model.weigh
    monkeypatch.setattr(Model, "weigh", _interrupt)
    with pytest.raises(KeyboardInterrupt):
        run(at)
    monkeypatch.setattr(Model, "weigh", weigh)
    assert run(at).resumed


def _interrupt(*_):
    raise KeyboardInterrupt


def test_a_resumed_run_sees_nobody_beyond_its_seal(store, monkeypatch):
    at = small_crm(store)
    weigh = Model.weigh
    monkeypatch.setattr(Model, "weigh", _interrupt)
    with pytest.raises(KeyboardInterrupt):
        run(at)
    nightly.agree(at, nightly.JOE.key)
    seen = set()

    def spy(self, permitted, account, reading):
        seen.add(account.key.account_id)
        return weigh(self, permitted, account, reading)

    monkeypatch.setattr(Model, "weigh", spy)
    told = run(at)
    assert told.resumed and "J-1" in seen and "J-3" not in seen
    told = run(at)
    assert not told.resumed and "J-3" in seen


def test_a_run_that_lost_its_lease_stops(store, clock):
    at = small_crm(store)

    class Rival(Silence):
        def phase(self, name: str, total: int = 0) -> None:
            if name == "score":
                clock.advance(LEASE)
                with store.write("default", OFFICER, "test") as session:
                    assert runs.take_lease(session, "reconcile support", "rival", timedelta(hours=1))

    with pytest.raises(StoreBusy):
        run(at, progress=Rival())
    assert pairs(at) == set()


# --- withdrawn meanwhile -------------------------------------------------------------------------


class Withdrawing(Silence):
    """Somebody withdraws when a phase begins, or after the first chunk."""

    def __init__(self, at, subject, when: str) -> None:
        self._at, self._subject, self._when = at, subject, when
        self.done = False

    def phase(self, name: str, total: int = 0) -> None:
        if name == self._when:
            self.withdraw()

    def advance(self, number: int) -> None:
        if self._when == "committed":
            self.withdraw()

    def withdraw(self) -> None:
        if not self.done:
            self.done = True
            verbs.revoke(self._at, self._subject, actor=OFFICER, reason="withdrawn")


@pytest.mark.parametrize("subject", [JANE.key, JANES.key], ids=["account", "profile"])
@pytest.mark.parametrize("when", [*PHASES, "weighing", "committed"])
def test_who_withdraws_meanwhile_does_not_come_out(store, monkeypatch, when, subject):
    at = small_crm(store)
    withdrawing = Withdrawing(at, subject, when)
    weigh = Model.weigh

    def withdraws(self, permitted, account, reading):
        if when == "weighing" and (subject in (account.key, reading.profile.key)):
            withdrawing.withdraw()
        return weigh(self, permitted, account, reading)

    monkeypatch.setattr(Model, "weigh", withdraws)
    run(at, progress=withdrawing, chunk=2)
    assert withdrawing.done
    gone = "J-1" if subject == JANE.key else "1"
    assert all(gone not in pair for pair in pairs(at))
    assert ("2", "J-2") in pairs(at)
    run(at)
    assert all(gone not in pair for pair in pairs(at))
    with at.store.read("default") as session:
        _, others = permits.permitted_set(session, "support")
    assert others.reasons.get(subject, Reason.WITHDRAWN) is Reason.WITHDRAWN


def test_what_is_rejected_while_it_is_weighed_is_not_written(store, monkeypatch):
    at = small_crm(store)
    run(at)
    nightly.put(at, *(one for one in (JIM,)))
    weigh = Model.weigh
    rejected = []

    def rejects(self, permitted, account, reading):
        if not rejected:
            rejected.append(reject(at, JIMS.key, JIM.key, "support", actor=OFFICER))
        return weigh(self, permitted, account, reading)

    monkeypatch.setattr(Model, "weigh", rejects)
    run(at)
    run(at)
    with at.store.read("default") as session:
        states = {
            (known.proposal.profile.user_id, known.proposal.account.account_id): known.state.value
            for known in proposals.walk(session)
        }
    assert states.get(("2", "J-2")) in (None, "rejected")
