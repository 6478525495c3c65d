"""The pages for officers can be followed: every command on them runs, in their order, on a store with a customer."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import linking
from desks import Desk
from socialmatch.ledger import seals
from socialmatch.ledger.verify import verify_bundle
from socialmatch.store import permits

DOCS = Path(__file__).parents[2] / "docs"


def commands(page: str) -> list[list[str]]:
    """The commands of a page, word by word."""
    blocks = re.findall(r"^```bash\n(.*?)^```", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines()]


def sealed(desk: Desk, run: str) -> None:
    """A batch run of that name saw who agreed."""
    store = desk.store()
    with store.write("default", linking.OFFICER, "labels") as session:
        seals.enrol_waiting(session)
    with store.write("default", linking.OFFICER, "run") as session:
        seals.seal(session, permits.permitted_set(session, "support")[0], run)
    store.close()


def follow(desk: Desk, words: list[str]) -> str:
    assert words[0] == "socialmatch"
    return desk.call(*words[1:])


@pytest.fixture
def mail(tmp_path, monkeypatch) -> Path:
    """A program called ``mail`` that keeps what it gets. Where it keeps it."""
    programs, kept = tmp_path / "bin", tmp_path / "mailed"
    programs.mkdir()
    (programs / "mail").write_text(f"#!/bin/sh\ncat > {shlex.quote(str(kept))}\n", encoding="utf-8")
    (programs / "mail").chmod(0o700)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    return kept


def test_the_page_for_officers_can_be_followed(officers_desk, mail):
    found = commands("how-to/privacy-officer.md")
    sealed(officers_desk, next(words[words.index("--run") + 1] for words in found if "--run" in words))
    told: dict[str, str] = {}
    position = ""
    for words in found:
        if "--release" in words:
            words[words.index("--release") + 1] = position
        answer = follow(officers_desk, words)
        told[" ".join(words[1:])] = answer
        position = answer[1 : answer.index("]")] if words[2] == "hold" and answer.startswith("[") else position
    assert mail.read_text(encoding="utf-8").startswith("example.com/consent-log\n")
    verdicts = [answer for line, answer in told.items() if line.startswith("audit verify")]
    assert [verdict.partition(":")[0] for verdict in verdicts] == ["valid", "valid"]
    assert "could see account:A-1001" in verdicts[1]
    assert "you agreed" in Path("ada.txt").read_text(encoding="utf-8")
    assert {"report.html", "tables", "ada.json", "log.vkey"} <= {path.name for path in Path().iterdir()}


def test_the_page_about_leaks_can_be_followed(officers_desk):
    officers_desk.run("checkpoint", "--begin", "--out", "checkpoint-0", "--vkey", "old.vkey")
    for words in commands("how-to/after-a-key-leak.md"):
        follow(officers_desk, words)
    officers_desk.run("rotate-keys", "--reason", "once more")
    assert len(Path("log.vkey").read_text(encoding="utf-8").splitlines()) == 2
    officers_desk.run("export", "bundle")
    since = Path("checkpoint-0").read_bytes()
    assert verify_bundle(Path("bundle"), Path("log.vkey").read_text(encoding="utf-8"), since).exit_code == 0
