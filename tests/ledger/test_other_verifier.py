"""The verdicts of a verifier that shares no code with ours: tests/ledger/go/verify.go, on golang.org/x/mod."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bundles import LOG, TAMPERINGS, InventedLog, vkey_text
from goverifier import GO_PATHS, SOURCE, GoVerifier
from socialmatch.ledger.verify import verify_bundle


def test_both_verifiers_agree_on_good_and_on_tampered_bundles(go: GoVerifier, tmp_path: Path) -> None:
    bundle = LOG.write(tmp_path / "good")
    assert go.run(bundle) == 0
    assert {size: go.run(bundle, since=LOG.note(size).encode()) for size in range(22)} == dict.fromkeys(range(22), 0)
    empty = InventedLog(size=0).write(tmp_path / "empty", proofs=(), sealed=False)
    assert go.run(empty) == 0

    ours, theirs = {}, {}
    for tampering in TAMPERINGS:
        bad = LOG.write(tmp_path / tampering.name)
        tampering.change(bad)
        since = tampering.since.encode() if tampering.since else None
        ours[tampering.name] = verify_bundle(bad, vkey_text(tampering.vkey), since).exit_code
        theirs[tampering.name] = go.run(bad, tampering.vkey, since)
    assert len(ours) >= 50
    assert 0 not in ours.values()
    assert theirs == ours


def test_both_verifiers_agree_on_bundles_with_a_byte_changed_anywhere(go: GoVerifier, tmp_path: Path) -> None:
    dice, bundle = random.Random(1), LOG.write(tmp_path / "good")
    files = sorted(path for path in bundle.rglob("*") if path.is_file() and path.name != "README.txt")
    for _ in range(150):
        path = dice.choice(files)
        good = path.read_bytes()
        at = dice.randrange(len(good))
        path.write_bytes(good[:at] + bytes([good[at] ^ 1 << dice.randrange(8)]) + good[at + 1 :])
        assert verify_bundle(bundle, vkey_text()).exit_code == go.run(bundle) == 1, (path.name, at)
        path.write_bytes(good)
    assert verify_bundle(bundle, vkey_text()).exit_code == go.run(bundle) == 0


def test_the_commands_of_the_page_about_other_tools_work(go: GoVerifier, tmp_path: Path) -> None:
    """As printed, but for the installation."""
    if not GO_PATHS[0].is_dir():
        pytest.skip(f"the page is about Debian's packages, which are not in {GO_PATHS[0]}")
    page = (Path(__file__).parents[2] / "docs/how-to/verify-with-other-tools.md").read_text(encoding="utf-8")
    block = re.search(r"^```bash\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert block is not None
    installation, *commands = block[1].splitlines()
    assert installation.startswith("apt-get install ")
    LOG.write(tmp_path / "bundle")
    (tmp_path / "log.vkey").write_text(vkey_text(), encoding="utf-8")
    (tmp_path / "old-checkpoint").write_bytes(LOG.note(17).encode())
    shutil.copy(SOURCE, tmp_path)
    go.shell(commands, tmp_path)
    with pytest.raises(subprocess.CalledProcessError) as refused:
        (tmp_path / "bundle/leaves.jsonl").write_bytes(b"")
        go.shell(commands[-1:], tmp_path)
    assert refused.value.returncode == 1
