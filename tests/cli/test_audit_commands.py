"""``socialmatch audit``, as an officer runs it: from an empty folder to a proof, and every exit code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import linking
from bundles import LOG, TAMPERINGS, InventedLog, vkey_text
from desks import Desk
from pages import Reader
from socialmatch.config import load_secrets
from socialmatch.leaf import TypeClass
from socialmatch.ledger import log
from socialmatch.store import Keyring, Store, events

REASON = ("--reason", "request of Monday")


@pytest.fixture
def desk(officers_desk) -> Desk:
    """Ada is linked; a checkpoint has been given away."""
    officers_desk.run("checkpoint", "--begin", "--out", "first", "--vkey", "log.vkey")
    return officers_desk


# --- the way an officer goes ---------------------------------------------------------------------


def test_from_a_request_to_a_proof(desk):
    text = desk.run("subject", "account:A-1001", *REASON)
    assert "support: you agreed since" in text
    assert "request of Monday" in text
    made = desk.json("export", "bundle", "--subject", "account:A-1001", *REASON)
    assert made["openings"]
    verdict = desk.json("verify", "bundle", "--vkey", "log.vkey", "--since", "first")
    assert (verdict["status"], verdict["proofs"]) == ("valid", made["proofs"])
    assert {"given"} <= {one["payload"]["kind"] for one in verdict["openings"]}
    receipt = desk.json("subject", "account:A-1001", *REASON)["receipts"][0]["dpv:hasIdentifier"]
    one = desk.json("export", "one", "--receipt", receipt, *REASON)
    assert one["proofs"] == [int(receipt.partition("-")[0])]
    told = desk.run("verify", "one", "--vkey", "log.vkey")
    assert told.startswith("valid: example.com/consent-log")
    assert "consent: given, for " in told
    assert ", notice 2026-01" in told


def test_a_record_goes_to_a_file(desk):
    desk.run("subject", "profile:x::1001", "--out", "ada.txt", "--json=ada.json", *REASON)
    assert "What we hold about profile:x::1001" in Path("ada.txt").read_text(encoding="utf-8")
    assert json.loads(Path("ada.json").read_text(encoding="utf-8"))["proofs"]
    assert "proofs" in desk.run("subject", "account:A-1001", *REASON)
    assert desk.json("subject", "account:A-1001", "--no-proofs", *REASON)["proofs"] == []


def test_a_report_in_every_form(desk):
    text = desk.run("report")
    for title in ("Consents by notice version", "Record of processing activities", "Inventory of personal data"):
        assert title in text
    desk.run("report", "--html", "report.html", "--csv", "tables")
    assert "svg" in Reader(Path("report.html").read_text(encoding="utf-8")).tags
    assert Path("tables/inventory.csv").exists()
    assert desk.json("report")["names"] is False
    desk.run("subject", "account:A-1001", "--actor", "officer-x", *REASON)
    seen = desk.json("report", "--reader", "officer-x", *REASON)["tables"]["seen"]["rows"]
    assert [row[1:3] for row in seen] == [["subject_record", "account:A-1001"]]


def test_checkpoints_go_to_a_file_or_a_program(desk):
    printed = desk.run("checkpoint", "--check")
    assert printed.startswith("example.com/consent-log\n")
    program = f"{sys.executable} -c \"import sys, pathlib; pathlib.Path('sent').write_bytes(sys.stdin.buffer.read())\""
    desk.run("checkpoint", "--command", program)
    assert Path("sent").read_text(encoding="utf-8").startswith("example.com/consent-log\n")
    assert desk.json("checkpoint")["origin"] == "example.com/consent-log"
    assert "begin" not in desk.run("checkpoint", "--out", "second")


def test_holds_and_retention(desk):
    placed = desk.json("hold", "account:A-1001", "--ground", "claim 17/26", *REASON)
    (hold,) = placed["holds"]
    assert hold["ground"] == "claim 17/26"
    assert "claim 17/26" in desk.run("hold", "account:A-1001")
    desk.run("hold", "account:A-1001", "--release", str(hold["index"]), *REASON)
    assert desk.run("hold", "account:A-1001") == "no hold stands\n"
    assert desk.json("retention", "--dry-run") == {"dry_run": True, "erased": 0, "held": 0}
    assert desk.json("retention")["erased"] == 0


def test_new_keys(desk):
    for name in ("master_key", "pepper", "signing_key"):
        desk.run("rotate-keys", "--new", name, *REASON)
    done = desk.json("rotate-keys", *REASON)
    assert done["former_keys"] == 0
    desk.run("checkpoint", "--vkey", "new.vkey", "--out", "second")
    assert len(Path("new.vkey").read_text(encoding="utf-8").splitlines()) == 2
    desk.run("export", "bundle")
    desk.run("verify", "bundle", "--vkey", "new.vkey", "--since", "first")
    assert "unknown_signer" in desk.run("verify", "bundle", "--vkey", "log.vkey", code=1)


# --- what is refused -----------------------------------------------------------------------------


def test_what_shows_people_needs_a_reason(desk):
    for words in (
        ("subject", "account:A-1001"),
        ("export", "b", "--subject", "account:A-1001"),
        ("report", "--names"),
        ("report", "--reader", "agent-7"),
        ("hold", "account:A-1001", "--ground", "claim"),
        ("rotate-keys",),
    ):
        assert "reason" in desk.error(*words, code=2)
    assert not Path("b").exists()


def test_who_is_named_wrongly_is_not_repeated(desk):
    for text in ("A-1001", "profile:x", "profile:nowhere::1"):
        told = desk.error("subject", text, *REASON, code=3)
        assert text not in told
    assert "PLATFORM" in told


def test_options_that_exclude_each_other(desk):
    desk.error("export", "b", "--subject", "account:A-1001", "--receipt", "3", *REASON, code=2)
    desk.error("hold", "account:A-1001", "--ground", "x", "--release", "3", *REASON, code=2)
    desk.error("verify", "b", code=2)
    desk.error("checkpoint", "--begin", code=3)  # it was begun


def test_a_lost_memory_stops_the_signer(desk):
    shutil.rmtree("socialmatch.signer")
    assert "--begin" in desk.error("checkpoint", code=3)


def test_an_old_database_is_refused_with_exit_code_4(desk):
    store = Store("sqlite:///socialmatch.db", Keyring.of(load_secrets(None, os.environ)), before_commit=log.grow)
    store.cut_wal()
    shutil.copy("socialmatch.db", "old.db")
    with store.write("default", linking.OFFICER, "later") as session:
        events.append(session, TypeClass.ADMIN, "noted")
    store.close()
    desk.run("checkpoint")
    assert "shorter" in desk.error("checkpoint", "--store", "sqlite:///old.db", code=4)


@pytest.mark.parametrize("tampering", TAMPERINGS[::5], ids=lambda one: one.name)
def test_verify_ends_with_the_verdict(tampering, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    bundle = LOG.write(tmp_path / "bundle")
    tampering.change(bundle)
    Path("log.vkey").write_text(vkey_text(tampering.vkey), encoding="utf-8")
    words = ["verify", "bundle", "--vkey", "log.vkey"]
    if tampering.since:
        Path("since").write_bytes(tampering.since.encode())
        words += ["--since", "since"]
    desk = Desk(capsys)
    assert tampering.code in desk.run(*words, code=tampering.exit_code)
    assert desk.json(*words, code=tampering.exit_code)["code"] == tampering.code


def test_every_exit_code_of_verify(tmp_path, capsys, monkeypatch):
    """0 valid, 1 invalid, 2 usage, 3 cannot be read, 4 cut back or forked since the checkpoint one kept."""
    monkeypatch.chdir(tmp_path)
    for name, found in {"good": LOG, "short": InventedLog(size=15), "fork": InventedLog(variant="fork")}.items():
        found.write(tmp_path / name, proofs=(), sealed=False)
    shutil.copytree("good", "bad")
    with Path("bad/leaves.jsonl").open("r+b") as file:
        file.truncate(1_000)
    Path("key").write_text(vkey_text(), encoding="utf-8")
    Path("june").write_bytes(LOG.note(17).encode())
    asked = {
        ("good", "--vkey", "key", "--since", "june"): (0, "valid"),
        ("bad", "--vkey", "key", "--since", "june"): (1, "leaf_cut"),
        ("good", "--since", "june"): (2, "--vkey"),
        ("none", "--vkey", "key", "--since", "june"): (3, "unreadable_file"),
        ("good", "--vkey", "key", "--since", "key"): (3, "since_unusable"),
        ("good", "--vkey", "key", "--since", "none"): (3, "none: cannot be read"),
        ("short", "--vkey", "key", "--since", "june"): (4, "rollback"),
        ("fork", "--vkey", "key", "--since", "june"): (4, "fork"),
    }
    for words, (code, told) in asked.items():
        assert told in Desk(capsys).run("verify", *words, code=code), words


def test_a_key_that_is_not_there(tmp_path, capsys):
    bundle = LOG.write(tmp_path / "bundle")
    Desk(capsys).run("verify", str(bundle), "--vkey", str(tmp_path / "none"), code=3)


def test_verify_runs_where_there_is_no_database(tmp_path):
    """In a process where the store's modules, SQLAlchemy and SQLite cannot be imported, in an empty folder."""
    LOG.write(tmp_path / "bundle")
    (tmp_path / "log.vkey").write_text(vkey_text(), encoding="utf-8")
    program = (
        "import sys\n"
        "class Gone:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('sqlalchemy', 'sqlite3', 'alembic', 'psycopg') "
        "or name.startswith(('socialmatch.store', 'socialmatch.journeys')):\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Gone())\n"
        "from socialmatch.cli import main\n"
        "main(['audit', 'verify', 'bundle', '--vkey', 'log.vkey'])\n"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SOCIALMATCH_")}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, env=environment, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("valid: example.com/consent-log, 21 entries")


def test_every_command_has_help_with_an_example(capsys):
    for command in ("subject", "hold", "report", "export", "verify", "checkpoint", "retention", "rotate-keys"):
        assert "socialmatch audit" in Desk(capsys).run(command, "--help")
