"""Whatever is read is read within bounds: each holds, and the page about them says the bounds the code has."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bundles import KEY, InventedLog
from notice_fields import FIELDS
from socialmatch.backup import archive
from socialmatch.config import MAX_BYTES, load, load_secrets
from socialmatch.consent import codes, inbound, notices, templates, withdraw
from socialmatch.consent.inbound import SCHEMES, inbound_fault
from socialmatch.crm.http.pooled import PooledTransport
from socialmatch.errors import SocialMatchError
from socialmatch.files import Rejected, read_accounts
from socialmatch.files.sources import Limits
from socialmatch.handles import parse as handles
from socialmatch.ledger import lines, note, proof
from socialmatch.ledger.leaf import MAX_LEAF_BYTES
from socialmatch.ledger.opening import Opening
from socialmatch.ledger.sealed import SealedProof
from socialmatch.ledger.verify import verify_bundle
from socialmatch.matching import modelfile
from socialmatch.tomltext import MAX_KEY_PARTS

PAGE = (Path(__file__).parents[1] / "docs/reference/limits.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([^|]*) \| ([^|]*) \| ([^|]*) \|$", PAGE.replace("| |", "|  |"), re.MULTILINE)[2:]
LIMITS = Limits()


def code_of(read: Callable[[], Any]) -> str:
    with pytest.raises(SocialMatchError) as caught:
        read()
    return caught.value.code


def test_the_page_says_what_the_code_says() -> None:
    numbers = {what: [int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*\b", limit)] for what, limit, _ in ROWS}
    found = list(numbers.values())
    assert found == [
        [LIMITS.max_row],
        [LIMITS.max_unpacked, LIMITS.max_ratio, 16],
        [handles.MAX_TEXT],
        [codes.MAX_TEXT],
        [],
        [withdraw._LOOKED_AT],
        [inbound.MAX_BODY],
        [inbound.MAX_ID],
        [note.MAX_NOTE_BYTES, note.MAX_SIGNATURES],
        [proof.MAX_PROOF_BYTES, proof.MAX_HASHES],
        [lines.MAX_LINE_BYTES],
        [MAX_LEAF_BYTES],
        [archive.MAX_MANIFEST],
        [],
        [MAX_BYTES, MAX_KEY_PARTS],
        [notices.MAX_BYTES, MAX_KEY_PARTS],
        [100_000],
        [templates.MAX_BYTES],
        [modelfile.MAX_CHARACTERS],
        [PooledTransport.__init__.__kwdefaults__["max_bytes"]],
    ]


def test_handles_and_codes() -> None:
    assert code_of(lambda: handles.parse("a" * (handles.MAX_TEXT + 1))) == "too_long"
    for read in (codes.read_code, codes.read_invitation, codes.read_state):
        assert code_of(lambda read=read: read("S" * (codes.MAX_TEXT + 1))) == "too_long"


def test_webhooks() -> None:
    scheme, key = SCHEMES["standard-webhooks"], [b"k" * 32]
    assert inbound_fault(scheme, key, {}, b"x" * (inbound.MAX_BODY + 1)) == ("too_large", None)
    headers = {"webhook-id": "i" * (inbound.MAX_ID + 1), "webhook-timestamp": "1795000000"}
    assert inbound_fault(scheme, key, headers, b"") == ("no_id", None)


def test_what_proves_the_log(tmp_path: Path) -> None:
    log = InventedLog()
    assert code_of(lambda: note.Note.parse(b"x" * (note.MAX_NOTE_BYTES + 1))) == "malformed_note"
    signed = log.note()
    assert code_of(lambda: note.Note(signed.text, signed.signatures * 101)) == "malformed_note"
    keys = KEY.verifier.encode() + "\n" * note.MAX_NOTE_BYTES
    assert code_of(lambda: note.parse_keys(keys)) == "malformed_key"
    assert code_of(lambda: proof.TlogProof.parse(b"x" * (proof.MAX_PROOF_BYTES + 1))) == "malformed_proof"
    assert code_of(lambda: proof.TlogProof(0, (b"h" * 32,) * 64, signed)) == "malformed_proof"
    large = Opening(1, b"s" * 32, {"x": "y" * lines.MAX_LINE_BYTES}).encode()
    for parser in (Opening.parse, SealedProof.parse):
        assert code_of(lambda parser=parser: parser(large)) == "canonical_json"
    folder = log.write(tmp_path / "bundle")
    (folder / "leaves.jsonl").write_bytes(b"x" * 10_000)
    assert verify_bundle(folder, KEY.verifier.encode()).code == "leaf_cut"


def test_backups(tmp_path: Path) -> None:
    path = tmp_path / "a.backup"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(archive.MANIFEST, b" " * (archive.MAX_MANIFEST + 1))
    assert code_of(lambda: archive.read_manifest(path)) == "bad_backup"


def test_settings_notices_texts_and_models(tmp_path: Path) -> None:
    big = tmp_path / "big.toml"
    big.write_bytes(b"#" * (MAX_BYTES + 1))
    big.chmod(0o600)
    for read in (load, load_secrets):
        assert code_of(lambda read=read: read(big, {})) == "too_large"
    big.write_bytes(b"#" * (notices.MAX_BYTES + 1))
    assert code_of(lambda: notices.load_notice(big)) == "too_large"
    big.write_text("a." * (MAX_KEY_PARTS + 1) + "a = 1")
    assert code_of(lambda: notices.load_notice(big)) == "bad_toml"
    assert code_of(lambda: notices.read_notice({**FIELDS, "text": "x" * 100_001})) == "bad_notice"
    (tmp_path / "linked.txt").write_bytes(b"x" * (templates.MAX_BYTES + 1))
    assert code_of(lambda: templates.load_templates(tmp_path)) == "too_large"
    model = " " * (modelfile.MAX_CHARACTERS + 1)
    assert code_of(lambda: modelfile.LearnedModel.from_text(model)) == "bad_model"


def test_rows_and_bombs_are_those_of_the_files_own_tests(tmp_path: Path) -> None:
    """``tests/files/test_hostile_files.py`` has them all; here the default, which the page names."""
    path = tmp_path / "accounts.csv"
    path.write_text(f"account_id,city\nA1,{'x' * LIMITS.max_row}\nA2,Bonn\n")
    with Rejected() as rejected:
        assert [account.account_id for account in read_accounts(path, rejected=rejected)] == ["A2"]
    assert {(role, reason.value): count for (role, reason), count in rejected.reasons.items()} == {
        ("accounts", "too_long"): 1
    }
