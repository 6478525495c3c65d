"""Any history of a whole installation: what people, agents, the CRM, the platforms and the clock do, in any order.

Each act is done on every installation; what comes of it must be the same on all of them, and what
:mod:`system.reference` says must come of it.
"""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import (
    invariant,
    run_state_machine_as_test,
)

from socialmatch.accounts import Mode
from socialmatch.ledger import log
from socialmatch.models import AccountKey, ProfileKey
from socialmatch.store import suppressions
from system.acts import PURPOSES, STEPS, everything, history, untold
from system.around import Around
from system.people import People
from system.place import ACCOUNTS, Place
from system.reference import Known


class System(People, Around):
    """The history, and what is true after each of its acts and at its end."""

    # --- what is always true ---------------------------------------------------------------------------

    @invariant()
    def links_and_permits_are_those_that_should_be(self) -> None:
        """Exactly the links that both made or two noted, and nobody agrees but who does."""
        if not hasattr(self, "true"):
            return
        subjects = [*ACCOUNTS, *{*self.true.shown, *self.true.bonds, *(one.key for one in self.profiles)}]
        now, standing, agreed = self.same(everything(subjects))
        assert standing == {p: (b.account, b.proved, bool(b.why)) for p, b in self.true.bonds.items()}
        for purpose, right in zip(PURPOSES, agreed, strict=True):
            assert right == {subject for subject in subjects if purpose in self.true.agreed(subject, now)}

    def teardown(self) -> None:
        """What is looked at once, because it costs more."""
        if not hasattr(self, "true"):
            return
        self.settle()
        for profile in self.profiles:
            self.ask_about(profile, PURPOSES[0])
        if len(self.places) > 1:
            self.same(history)
        for place in self.places:
            self.nothing_is_left_of_who_said_no(place)

    def settle(self) -> None:
        """No more trouble: what the CRM is still to be told is told, and it shows what stands."""
        for place in self.places:
            place.crm._faults.clear()
        if self.not_imported:
            self.clock.advance(timedelta(minutes=1))
            self.import_crm(Mode.FULL, None)
            assert not self.not_imported
        for _ in range(40):
            if not self.each(lambda at, place: untold(at, place.crm)):
                break
            self.clock.advance(timedelta(hours=7))
        else:
            raise AssertionError("telling the CRM never comes to an end")
        now, true = self.now(), self.true
        ended = {(bond.account, profile) for profile, bond in true.bonds.items() if bond.proved}
        for place in self.places:
            shown = {link.key for link in place.crm.links}
            assert shown <= ended, shown - ended
            told = {
                (bond.account, profile)
                for profile, bond in true.bonds.items()
                if bond.proved and not bond.why and true.accounts.get(bond.account) is Known.ACTIVE
                if true.agreed(profile, now) & true.agreed(bond.account, now)
                if bond.account.account_id in place.crm.books.accounts
            }
            assert told <= shown, told - shown

    def nothing_is_left_of_who_said_no(self, place: Place) -> None:
        """But for a mark that nobody can list, sealed payloads, and the customers' own records."""
        with place.at.store.read("default") as session:
            assert suppressions.held(session, self.true.marks) == self.true.marks
            assert log.check(session)
            assert all(log.root(session, size) == root for size, root in self.roots)
        silent = self.true.marks - self.came_again - self.true.shown.keys()
        gone = [one for one in silent if isinstance(one, ProfileKey)]
        absent = [one for one in silent if isinstance(one, AccountKey)]
        if not gone and not absent:
            return
        words, file = place.words(), place.file()
        for who in gone:
            called = [handle for handle, holders in self.called.items() if holders == {who}]
            for word in (who.user_id, f"bio of {who.user_id}", *called):
                assert word not in words
                assert word.encode() not in file
        for who in absent:
            assert who.account_id not in words


def run(places: list[Place], *, runs: int, numbered: int | None = None, shrink: bool = True) -> None:
    """Go through so many histories; fail with the shortest that comes out wrong.

    Parameters
    ----------
    numbered: seed of the histories; ``None`` draws others every time.
    shrink: look for the shortest of those that come out wrong, which can take minutes.
    """
    options = settings(
        max_examples=runs,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )

    def begin() -> System:
        return System(places)

    run_state_machine_as_test(begin if numbered is None else seed(numbered)(begin), settings=options)
