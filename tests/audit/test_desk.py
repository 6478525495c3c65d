"""The officer's verbs behind one object: the same as the modules', through ``SocialMatch.audit``."""

from __future__ import annotations

import pytest

from linking import ADAS, CUSTOMER, OFFICER, link, match
from socialmatch import review
from socialmatch.audit.desk import Audit
from socialmatch.client import SocialMatch
from socialmatch.config import Config, Log
from socialmatch.errors import StoreConflict
from socialmatch.journeys import verbs
from socialmatch.leaf import TypeClass
from socialmatch.ledger.checkpoint import open_checkpoint
from socialmatch.ledger.verify import verify_bundle
from socialmatch.store import events


@pytest.fixture
def desk(at, signing) -> Audit:
    link(at)
    config = Config(policy=at.policy, log=signing.settings)
    return Audit(at.store, "default", config, signing.secrets)


def test_every_verb(desk, at, tmp_path):
    asked = {"actor": OFFICER, "reason": "request"}
    record = desk.subject(ADAS, **asked)
    assert record["proofs"]
    assert "notices" in {table.id for table in desk.report(actor=OFFICER).tables}
    desk.export(tmp_path / "bundle", subject=ADAS, **asked)
    keys = "".join(f"{key.encode()}\n" for key in desk.signing.verifier_keys())
    assert verify_bundle(tmp_path / "bundle", keys).exit_code == 0
    assert open_checkpoint(desk.checkpoint(), desk.signing.verifier_keys()).size > 0
    hold = desk.hold(ADAS, "claim 17/26", **asked)
    assert desk.holds(ADAS) == [hold]
    with pytest.raises(StoreConflict):
        verbs.erase(at, ADAS, actor=CUSTOMER, reason="asked", basis="request")
    desk.release(ADAS, hold.seq, **asked)
    assert desk.holds(ADAS) == []
    assert desk.retain().erased == 0


def test_whatever_shows_people_is_one_event_and_whatever_counts_is_none(desk, at, tmp_path):
    asked = {"actor": OFFICER, "reason": "request"}

    def readings() -> int:
        with at.store.read("default") as session:
            return sum(event.type_class is TypeClass.READ for event in events.walk(session))

    shows = {
        "answer": lambda: match(at),
        "record": lambda: desk.subject(ADAS, **asked),
        "names": lambda: desk.report(names=True, **asked),
        "reader": lambda: desk.report(reader="agent-7", **asked),
        "bundle": lambda: desk.export(tmp_path / "hers", subject=ADAS, **asked),
        "receipt": lambda: desk.export(tmp_path / "one", index=5, **asked),
        "queue": lambda: review.queue(at, **asked),
    }
    counts = {
        "report": lambda: desk.report(**asked),
        "log": lambda: desk.export(tmp_path / "log", **asked),
        "checkpoint": desk.checkpoint,
        "retention": desk.retain,
    }
    found = {}
    for name, act in (shows | counts).items():
        before = readings()
        act()
        found[name] = readings() - before
    assert found == dict.fromkeys(shows, 1) | dict.fromkeys(counts, 0)


def test_it_is_reached_from_the_facade(sqlite_url, signing):
    config = Config(log=Log(name="example.com/consent-log", signer=signing.settings.signer))
    with SocialMatch(sqlite_url, config=config, secrets=signing.secrets) as sm:
        assert sm.audit.report(actor=OFFICER).size == 0
        assert sm.audit.signing.name == "example.com/consent-log"
