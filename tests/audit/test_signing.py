"""Checkpoints of a store: begun once, remembered outside the database, handed over to a file or a program."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from linking import OFFICER, link
from socialmatch.audit.signing import Signing, checkpoint, hand_over, write_note
from socialmatch.errors import ConfigError, FileError, UsageError
from socialmatch.leaf import TypeClass
from socialmatch.ledger.checkpoint import open_checkpoint
from socialmatch.ledger.note import VerifierKey
from socialmatch.store import events


def test_a_log_is_begun_once(at, signing):
    with pytest.raises(FileError) as refused:
        signing.begin()
    assert refused.value.code == "signer_state_exists"


def test_without_its_memory_nothing_is_signed(at, signing, tmp_path):
    checkpoint(at.store, signing)
    (tmp_path / "signer/default/checkpoint").unlink()
    with pytest.raises(FileError) as refused:
        checkpoint(at.store, signing)
    assert refused.value.code == "signer_state_missing"
    assert "--begin" in refused.value.hint


def test_without_a_signing_key_nothing_is_signed(at, signing):
    bare = Signing(signing.settings, at.secrets)
    with pytest.raises(ConfigError) as refused:
        checkpoint(at.store, bare)
    assert refused.value.code == "missing_secret"


def test_a_checkpoint_grows_with_the_log(at, signing, tmp_path):
    sizes = []
    for number in range(3):
        note, made = checkpoint(at.store, signing)
        assert open_checkpoint(note, signing.verifier_keys()) == made
        write_note(tmp_path / f"checkpoint-{number}", note)
        assert (tmp_path / f"checkpoint-{number}").read_bytes() == note.encode()
        sizes.append(made.size)
        with at.store.write("default", OFFICER, "test") as session:
            events.append(session, TypeClass.ADMIN, "noted")
    assert sizes == [1, 2, 3]  # the first is the notice


def test_a_store_that_kept_no_tree_is_caught_up_with(store_url, open_store, signing):
    from linking import installation

    plain = installation(open_store(store_url))
    link(plain)
    _, made = checkpoint(plain.store, signing)
    with plain.store.read("default") as session:
        assert made.size == session.size


def test_a_program_gets_it_on_its_input(at, signing, tmp_path):
    note, _ = checkpoint(at.store, signing)
    got = tmp_path / "got it"
    program = f"import sys; open({str(got)!r}, 'wb').write(sys.stdin.buffer.read())"
    hand_over(note, f'{sys.executable} -c "{program}"')
    assert got.read_bytes() == note.encode()


@pytest.mark.parametrize(
    ("command", "error", "code"),
    [
        ("", UsageError, "bad_command"),
        ("mail 'unbalanced", UsageError, "bad_command"),
        ("/no/such/program", FileError, "command_failed"),
        (f'{sys.executable} -c "raise SystemExit(7)"', FileError, "command_failed"),
    ],
)
def test_a_program_that_does_not_take_it(at, signing, command, error, code):
    note, _ = checkpoint(at.store, signing)
    with pytest.raises(error) as refused:
        hand_over(note, command)
    assert refused.value.code == code


def test_retired_keys_are_remembered_once(signing):
    old = VerifierKey(signing.name, bytes(range(1, 33)))
    signing.retire(old)
    signing.retire(old)
    assert signing.verifier_keys() == (signing.key.verifier, old)


def test_the_folder_is_nobody_elses(signing, tmp_path):
    assert Path(signing.folder).stat().st_mode & 0o077 == 0
    unwritable = Signing(signing.settings.model_copy(update={"signer": "/dev/null/signer"}), signing.secrets)
    with pytest.raises(FileError):
        unwritable.begin()
