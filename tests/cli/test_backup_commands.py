"""The page on backups, as an operator and an officer follow it: every command as printed, and what it says."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "docs/how-to/backup.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line)[1:]
    for block in re.findall(r"^```bash\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]
BACKUP, RESTORE, AFTER, JOURNAL_ONLY = COMMANDS
ADA = "profile:x::1001"


def test_the_page_from_a_backup_to_a_log_that_goes_on(officers_desk):
    desk = officers_desk
    desk.run("checkpoint", "--begin", "--out", "given-away")
    told = desk.call(*BACKUP)
    assert "default" in told and "secrets" in told
    desk.call("revoke", ADA)
    desk.run("checkpoint", "--out", "given-away")
    assert "newer_store" not in desk.call(*RESTORE, code=3)  # codes are for programs
    done = json.loads(desk.call(*RESTORE, "--yes", "--json"))["applied"]["default"]
    assert (done["withdrawn"], done["unlinked"]) == (2, 1)

    assert desk.call("match", ADA, "--json", code=1)
    assert "--after-restore" in desk.error("checkpoint", code=4)
    assert "example.com/consent-log/restored:1" in desk.call(*AFTER)
    assert "restored:1" in Path("restored.vkey").read_text()
    desk.error("checkpoint", "--after-restore", code=2)
    desk.run("export", "bundle")
    desk.run("verify", "bundle", "--vkey", "restored.vkey")


def test_a_file_that_was_copied_back_by_hand_is_refused_until_the_journal_was_applied(officers_desk):
    desk = officers_desk
    before = Path("socialmatch.db").read_bytes()
    desk.call("revoke", ADA)
    Path("socialmatch.db").write_bytes(before)
    assert "set back" in desk.call("status", code=4)
    assert "2 withdrawn" in desk.call(*JOURNAL_ONLY)
    desk.call("status")
    assert "nothing" in desk.call(*JOURNAL_ONLY)


def test_without_a_journal_nothing_is_restored_unless_that_is_said(officers_desk):
    desk = officers_desk
    desk.call(*BACKUP)
    assert "--without-journal" in desk.call(*RESTORE, code=3)  # nobody ever withdrew, and who restores has to say so
    desk.call(*RESTORE, "--without-journal")


def test_a_folder_without_a_journal_is_none_whatever_else_is_named(officers_desk):
    desk = officers_desk
    desk.call(*BACKUP)
    desk.call("revoke", ADA)
    Path("new").mkdir()  # named in the settings, say, and nothing was ever noted there
    for folders in (["new"], ["socialmatch.db.withdrawals", "new"], ["socialmatch.db.withdrawals", "mistyped"]):
        named = [word for folder in folders for word in ("--journal", folder)]
        assert folders[-1] in desk.call(*RESTORE, "--yes", *named, code=3)
    desk.call(*RESTORE, "--yes", "--journal", "socialmatch.db.withdrawals")


def test_every_journal_that_is_named_must_be_there_and_the_own_one_is_always_read(officers_desk):
    desk = officers_desk
    before = Path("socialmatch.db").read_bytes()
    desk.call("revoke", ADA)
    Path("socialmatch.db").write_bytes(before)
    shutil.copytree("socialmatch.db.withdrawals", "of another machine")
    named = (*JOURNAL_ONLY, "--journal", "of another machine")
    assert "no withdrawal journal" in desk.call(*named, "--journal", "mistyped", code=3)
    told = desk.call(*named, "--journal", "socialmatch.db.withdrawals/../of another machine")
    assert "4 withdrawn" in told  # both sides, in the own journal and in the other: each journal once
    desk.call("status")


def test_a_tenant_of_whom_only_the_journal_tells_is_kept_out_too(officers_desk):
    desk = officers_desk
    before = Path("socialmatch.db").read_bytes()
    desk.call("revoke", ADA, "--tenant", "later")
    Path("socialmatch.db").write_bytes(before)
    assert json.loads(desk.call(*JOURNAL_ONLY, "--json"))["applied"]["later"]["marked"]


def test_what_makes_no_sense_together_is_refused(officers_desk):
    desk = officers_desk
    desk.call("restore", code=2)
    desk.call("restore", "a", "--journal-only", code=2)
    desk.call("restore", "a", "--journal", ".", "--without-journal", code=2)
    desk.call("backup", "--to", "socialmatch.db", code=2)
