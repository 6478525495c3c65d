"""A bundle checked offline: what passes, and what each kind of tampering is called."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bundles import KEY, LOG, OTHER_KEY, TAMPERINGS, InventedLog, Tampering, vkey_text
from socialmatch.errors import FileError
from socialmatch.leaf import TypeClass
from socialmatch.ledger.verify import Status, verify_bundle


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return LOG.write(tmp_path / "bundle")


def test_a_good_bundle_is_valid_and_says_what_was_proved(bundle: Path) -> None:
    verdict = verify_bundle(bundle, vkey_text())
    assert (verdict.status, verdict.exit_code, verdict.code) == (Status.VALID, 0, "")
    assert verdict.checkpoint == LOG.checkpoint()
    assert verdict.proofs == (0, 6, 13)
    assert verdict.counts == {TypeClass.CONSENT: 19, TypeClass.ENROLMENT: 1, TypeClass.RUN: 1}
    assert [(a.run, a.number, a.subject, a.member) for a in verdict.sealed] == [
        ("nightly-1", 0, "subject-2", True),
        ("nightly-1", 1, "subject-9", False),
    ]
    assert "subject-2" not in repr(verdict)


@pytest.mark.parametrize("size", [0, 1, 2, 15, 16, 20, 21])
def test_every_earlier_checkpoint_of_the_log_is_continued(bundle: Path, size: int) -> None:
    assert verify_bundle(bundle, vkey_text(), LOG.note(size).encode()).exit_code == 0


def test_an_empty_log_is_valid(tmp_path: Path) -> None:
    empty = InventedLog(size=0)
    bundle = empty.write(tmp_path / "bundle", proofs=(), sealed=False)
    assert verify_bundle(bundle, vkey_text(), empty.note().encode()).exit_code == 0
    assert verify_bundle(bundle, vkey_text(), LOG.note(1).encode()).code == "rollback"


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda t: t.name)
def test_tampering_is_refused(bundle: Path, tampering: Tampering) -> None:
    tampering.change(bundle)
    since = tampering.since.encode() if tampering.since else None
    verdict = verify_bundle(bundle, vkey_text(tampering.vkey), since)
    assert (verdict.exit_code, verdict.code) == (tampering.exit_code, tampering.code)
    assert verdict.message
    assert not verdict.proofs
    assert not verdict.sealed


def test_former_keys_may_be_trusted_too(bundle: Path) -> None:
    both = vkey_text(OTHER_KEY) + "\n" + vkey_text(KEY)
    assert verify_bundle(bundle, both).exit_code == 0


@pytest.mark.parametrize("text", ["", "nonsense", vkey_text().replace("+A", "+B"), vkey_text() + "example.org/x"])
def test_an_unusable_key_is_no_verdict_on_the_bundle(bundle: Path, text: str) -> None:
    verdict = verify_bundle(bundle, text)
    assert (verdict.exit_code, verdict.code) == (3, "vkey_unusable")


def test_what_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    verdict = verify_bundle(tmp_path / "nothing", vkey_text())
    assert (verdict.status, verdict.exit_code) == (Status.UNREADABLE, 3)


def test_a_pipe_in_the_place_of_a_file_does_not_hang(bundle: Path) -> None:
    (bundle / "leaves.jsonl").unlink()
    os.mkfifo(bundle / "leaves.jsonl")
    assert verify_bundle(bundle, vkey_text()).exit_code == 3


def test_a_file_without_newlines_is_not_read_whole(bundle: Path) -> None:
    with (bundle / "leaves.jsonl").open("r+b") as file:
        file.truncate(1 << 40)  # sparse: reading it whole would not end
    assert verify_bundle(bundle, vkey_text()).code == "leaf_cut"


def test_files_nobody_vouches_for_are_counted(bundle: Path) -> None:
    (bundle / "payloads.json").write_text("{}")
    assert verify_bundle(bundle, vkey_text()).unchecked == 1


def test_progress_is_told(tmp_path: Path) -> None:
    log = InventedLog(size=40_000)
    bundle = log.write(tmp_path / "bundle", proofs=(), sealed=False)
    told: list[tuple[int, int]] = []
    verify_bundle(bundle, vkey_text(), progress=lambda done, size: told.append((done, size)))
    assert told == [(16_384, 40_000), (32_768, 40_000)]


def test_a_bundle_is_never_written_over_something(bundle: Path) -> None:
    with pytest.raises(FileError) as caught:
        LOG.write(bundle)
    assert caught.value.code == "exists"


def test_a_bundle_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        LOG.write(tmp_path / "bundle", proofs=(LOG.proof(0), LOG.proof(0)))
    assert list(tmp_path.iterdir()) == []


def test_verification_needs_no_store() -> None:
    program = (
        "import sys, socialmatch.ledger.verify\n"
        "print([m for m in sys.modules if m.split('.')[0] in {'sqlalchemy', 'sqlite3', 'socket', 'pydantic'}"
        " or m.startswith('socialmatch.store')])"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"
