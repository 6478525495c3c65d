"""Bundles of a real store: proved to an outsider, opened where they may be, refused by both verifiers if tampered."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretBytes

import linking
from goverifier import GoVerifier
from linking import ADAS, BO, BOS, CUSTOMER, OFFICER, link, match
from notice_fields import FIELDS
from socialmatch.audit.export import Exported, Wanted, export
from socialmatch.audit.signing import Signing, checkpoint
from socialmatch.config import Log
from socialmatch.consent.notices import read_notice
from socialmatch.errors import FileError, InputError, ProofInvalid
from socialmatch.journeys import verbs
from socialmatch.leaf import TypeClass
from socialmatch.ledger import log, seals
from socialmatch.ledger.verify import verify_bundle
from socialmatch.store import events, notices, permits

ODD_TEXT = 'We look you up: ä ß 漢 \U0001f600 <b>&amp;</b> \\ "quoted" \u2028 line\u2029 end'


def vkey(signing: Signing) -> str:
    return "".join(f"{key.encode()}\n" for key in signing.verifier_keys())


def write(at, signing, directory: Path, **wanted) -> Exported:
    return export(at.store, signing, directory, Wanted(**wanted), actor=OFFICER, reason="request")


def sealed(at, run: str) -> None:
    with at.store.write("default", OFFICER, "labels") as session:
        seals.enrol_waiting(session)
    with at.store.write("default", OFFICER, "run") as session:
        permitted, _ = permits.permitted_set(session, "support")
        seals.seal(session, permitted, run)


def fill(at, clock) -> None:
    """Ada is linked under a notice with every odd character; Bo is known; a run is sealed."""
    with at.store.write("default", OFFICER, "notice") as session:
        notices.register(session, read_notice({**FIELDS, "version": "2026-02", "text": ODD_TEXT}))
    link(at, notice="2026-02")
    match(at)
    sealed(at, "nightly-1")


@pytest.fixture
def busy(copy_of):
    """A copy of what was so filled."""
    return copy_of(fill)


def test_a_person_can_prove_what_they_agreed_to(busy, signing, tmp_path):
    done = write(busy, signing, tmp_path / "bundle", subject=ADAS, runs=("nightly-1",))
    verdict = verify_bundle(tmp_path / "bundle", vkey(signing))
    assert (verdict.exit_code, verdict.code) == (0, "")
    given = [one for one in verdict.openings if one.payload["kind"] == "given"]
    assert {one.payload["data"]["record"]["text"] for one in given} == {ODD_TEXT}
    assert {one.payload["data"]["purpose"] for one in given} == {"support", "returns"}
    assert verdict.proofs == done.proofs
    assert [one.seq for one in verdict.openings] == list(done.openings)
    assert set(done.withheld) == set(done.proofs) - set(done.openings)
    assert [(answer.run, answer.member) for answer in verdict.sealed] == [("nightly-1", True)]


def test_who_is_not_in_a_run_can_prove_that_too(busy, signing, tmp_path):
    write(busy, signing, tmp_path / "bundle", subject=BOS, runs=("nightly-1",))
    (answer,) = verify_bundle(tmp_path / "bundle", vkey(signing)).sealed
    assert not answer.member
    linking.send(busy, linking.ask(busy, BOS, "browser session of bo").code.reveal(), BO)
    done = write(busy, signing, tmp_path / "later", subject=BO.key, runs=("nightly-1",))
    assert (done.unanswered, verify_bundle(tmp_path / "later", vkey(signing)).sealed) == (("nightly-1",), ())


def test_one_receipt_is_proved_alone(busy, signing, tmp_path):
    with busy.store.read("default") as session:
        given = next(e for e in events.about(session, ADAS, TypeClass.CONSENT) if e.kind == "given")
    done = write(busy, signing, tmp_path / "bundle", index=given.seq)
    assert (done.proofs, done.openings) == ((given.seq,), (given.seq,))
    assert verify_bundle(tmp_path / "bundle", vkey(signing)).openings[0].payload["kind"] == "given"
    with pytest.raises(InputError) as refused:
        write(busy, signing, tmp_path / "none", index=10_000)
    assert refused.value.code == "no_such_event"
    with pytest.raises(ProofInvalid):
        write(busy, signing, tmp_path / "none", runs=("no-such-run",))
    assert not (tmp_path / "none").exists()


def test_what_names_staff_stays_closed_but_for_an_authority(busy, signing, tmp_path):
    done = write(busy, signing, tmp_path / "person", subject=ADAS)
    shown = (tmp_path / "person").rglob("*.json")
    assert not [path for path in shown if linking.AGENT.id.encode() in path.read_bytes()]
    whole = write(busy, signing, tmp_path / "authority", subject=ADAS, whole=True)
    assert set(whole.openings) > set(done.openings)
    assert whole.withheld == ()
    assert verify_bundle(tmp_path / "authority", vkey(signing)).exit_code == 0


def test_exporting_somebody_is_an_event_and_a_plain_export_is_none(busy, signing, tmp_path):
    def readings() -> list[str]:
        with busy.store.read("default") as session:
            return [e.kind for e in events.about(session, ADAS, TypeClass.READ)]

    before = readings()
    write(busy, signing, tmp_path / "plain")
    assert readings() == before
    write(busy, signing, tmp_path / "hers", subject=ADAS)
    assert readings() == [*before, "exported"]


def test_an_erased_person_leaves_proofs_and_no_opening(busy, signing, tmp_path):
    old = write(busy, signing, tmp_path / "before", subject=ADAS)
    verbs.erase(busy, ADAS, actor=CUSTOMER, reason="erased", basis="request")
    new = write(busy, signing, tmp_path / "after", index=old.openings[0])
    assert (new.openings, new.withheld) == ((), (old.openings[0],))
    for name in ("before", "after"):
        since = (tmp_path / "before" / "checkpoint").read_bytes()
        assert verify_bundle(tmp_path / name, vkey(signing), since).exit_code == 0


def test_a_bundle_is_not_written_over_something(busy, signing, tmp_path):
    write(busy, signing, tmp_path / "bundle")
    with pytest.raises(FileError):
        write(busy, signing, tmp_path / "bundle")


def test_a_log_of_another_tenant_is_another_log(store, signing, tmp_path):
    for tenant in ("default", "brand two"):
        linking.installation(store, tenant)
    other = Signing(signing.settings, signing.secrets, "brand two")
    other.begin()
    for name, keys in (("one", signing), ("two", other)):
        export(store, keys, tmp_path / name, Wanted(), actor=OFFICER, reason="test")
    assert other.name == "example.com/consent-log/brand%20two"
    assert verify_bundle(tmp_path / "two", vkey(other)).exit_code == 0
    assert verify_bundle(tmp_path / "two", vkey(signing)).exit_code == 1


# --- two verifiers -------------------------------------------------------------------------------


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 1
    path.write_bytes(data)


def lines(path: Path, change: Callable[[list[bytes]], object]) -> None:
    found = path.read_bytes().splitlines(keepends=True)
    change(found)
    path.write_bytes(b"".join(found))


def swap(found: list[bytes], a: int, b: int) -> None:
    found[a], found[b] = found[b], found[a]


def test_both_verifiers_accept_the_bundle_and_refuse_fifty_tampered_ones(busy, signing, tmp_path, go: GoVerifier):
    _, stood = checkpoint(busy.store, signing)
    since = write(busy, signing, tmp_path / "early") and (tmp_path / "early" / "checkpoint").read_bytes()
    link(busy, BO, BOS, "browser session of bo")
    good = tmp_path / "good"
    write(busy, signing, good, subject=ADAS, runs=("nightly-1",))
    keys = vkey(signing)

    def both(bundle: Path, pinned: str = keys, known: bytes | None = None) -> tuple[int, int]:
        return verify_bundle(bundle, pinned, known).exit_code, go.run(bundle, vkey=pinned, since=known)

    assert both(good) == both(good, known=since) == (0, 0)

    dice, leaves = random.Random(5), good / "leaves.jsonl"
    files = sorted(path.relative_to(good) for path in good.rglob("*") if path.is_file() and path.name != "README.txt")
    count = len(leaves.read_bytes().splitlines())
    tamperings: list[tuple[str, int, Callable[[Path], object]]] = []
    for number in range(30):
        name, place = dice.choice(files), dice.randrange(10_000)
        tamperings.append((f"flip {number} {name}", 1, lambda d, n=name, p=place: flip(d / n, p)))
    for number in range(6):
        at = dice.randrange(count)
        tamperings.append((f"drop leaf {at}", 1, lambda d, a=at: lines(d / "leaves.jsonl", lambda f: f.pop(a))))
        a, b = dice.sample(range(count), 2)
        tamperings.append((f"swap {a} {b}", 1, lambda d, a=a, b=b: lines(d / "leaves.jsonl", lambda f: swap(f, a, b))))
        size = dice.randrange(100)
        cut = lambda d, s=size: (d / "leaves.jsonl").write_bytes(leaves.read_bytes()[:s])  # noqa: E731
        tamperings.append((f"truncate {number}", 1, cut))
    for name in ("checkpoint", "vkey", "leaves.jsonl"):
        tamperings.append((f"no {name}", 3, lambda d, n=name: (d / n).unlink()))
    tamperings.append(("no seal", 1, lambda d: (d / "sealed/nightly-1.json").unlink()))
    assert len(tamperings) >= 50
    ours, theirs, wanted = {}, {}, {}
    for name, exit_code, change in tamperings:
        bad = tmp_path / "bad"
        shutil.copytree(good, bad)
        change(bad)
        ours[name], theirs[name] = both(bad)
        wanted[name] = exit_code
        shutil.rmtree(bad)
    assert ours == theirs == wanted

    secrets = replace(signing.secrets, signing_key=SecretBytes(b"z" * 32))
    other = Signing(Log(name="example.com/consent-log", signer=str(tmp_path / "other")), secrets)
    assert both(good, vkey(other)) == (1, 1)  # wrong key
    assert both(tmp_path / "early", known=(good / "checkpoint").read_bytes()) == (4, 4)  # rollback
    assert stood.size < count


def test_both_verifiers_see_a_fork(store_url, open_store, signing, tmp_path, go: GoVerifier):
    store = open_store(store_url, before_commit=log.grow)
    for tenant, number in (("default", 6), ("fork", 9)):
        with store.write(tenant, OFFICER, "test") as session:
            for _ in range(number):
                events.append(session, TypeClass.ADMIN, "noted")
    note, _ = checkpoint(store, signing)
    forked = _SameName(Log(name=signing.name, signer=str(tmp_path / "fork")), signing.secrets, "fork")
    forked.begin()
    export(store, forked, tmp_path / "bundle", Wanted(), actor=OFFICER, reason="test")
    keys, known = vkey(signing), note.encode()
    assert verify_bundle(tmp_path / "bundle", keys).exit_code == go.run(tmp_path / "bundle", vkey=keys) == 0
    assert verify_bundle(tmp_path / "bundle", keys, known).exit_code == 4
    assert go.run(tmp_path / "bundle", vkey=keys, since=known) == 4


class _SameName(Signing):
    """An operator who signs another log in the name of the first."""

    @property
    def name(self) -> str:
        return self.settings.name
