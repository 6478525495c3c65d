"""New keys while work goes on: nothing is unreadable at any moment, and former keys go when nothing needs them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import linking
from linking import ADA, ADAS, OFFICER, agree, ask, look, match, send
from searching import tables_with
from socialmatch.audit.export import Wanted, export
from socialmatch.audit.rotation import drop_former, renew, renew_signing, rewrap, tenants
from socialmatch.audit.signing import Signing, checkpoint
from socialmatch.config import SECRET_NAMES, Config, Log, Policy, Secrets, generate_secrets, load_secrets
from socialmatch.errors import ConfigError, FileError, Inconsistent, UsageError
from socialmatch.journeys.steps import Installation
from socialmatch.leaf import TypeClass
from socialmatch.ledger import log
from socialmatch.ledger.merkle import leaf_hash
from socialmatch.ledger.verify import verify_bundle
from socialmatch.models import AnswerKind
from socialmatch.store import Keyring, events
from socialmatch.store.keyring import key_id

CONFIG = Config(policy=Policy(purposes=("support", "returns")), brand=linking.BRAND)


class Machine:
    """An installation with a file of secrets; ``start`` is what another process does that begins now."""

    def __init__(self, url: str, open_store, path: Path) -> None:
        self.url, self.open_store, self.path = url, open_store, path
        generate_secrets(path, os.urandom)

    @property
    def secrets(self) -> Secrets:
        return load_secrets(self.path, {})

    def start(self) -> Installation:
        store = self.open_store(self.url, keys=Keyring.of(self.secrets), before_commit=log.grow)
        return Installation(store, "default", CONFIG, self.secrets)


@pytest.fixture
def machine(store_url, open_store, tmp_path) -> Machine:
    made = Machine(store_url, open_store, tmp_path / "secrets")
    store = made.open_store(store_url, keys=Keyring.of(made.secrets), before_commit=log.grow)
    linking.installation(store)
    return made


def test_a_new_master_key_opens_everything_and_the_former_goes(machine):
    at = machine.start()
    linking.link(at)
    before = machine.secrets
    renew(machine.path, before, "master_key", os.urandom)
    assert machine.secrets.former("master_key") == (before.need("master_key"),)

    later = machine.start()  # a process that begins between the two steps
    assert match(later).kind is AnswerKind.LINK
    assert match(at).kind is AnswerKind.LINK  # and one that began before

    done = rewrap(later.store, actor=OFFICER, reason="yearly")
    assert done.wrapped > 2
    drop_former(machine.path, machine.secrets, later.store)
    assert machine.secrets.former("master_key") == ()
    fresh = machine.start()
    assert match(fresh).kind is AnswerKind.LINK
    with fresh.store.read("default") as session:
        assert [e.kind for e in events.walk(session) if e.type_class is TypeClass.ADMIN][-1] == "keys_wrapped_anew"
        assert log.check(session) == log.root(session)
    assert tables_with(fresh.store, key_id(before.need("master_key"))) == set()


def test_the_former_master_key_alone_opens_nothing_any_more(machine):
    linking.link(machine.start())
    old = machine.secrets
    renew(machine.path, old, "master_key", os.urandom)
    rewrap(machine.start().store, actor=OFFICER, reason="leak")
    thief = machine.open_store(machine.url, keys=Keyring.of(old))
    with thief.read("default") as session, pytest.raises(ConfigError) as refused:
        list(events.walk(session))
    assert refused.value.code == "wrong_key"


def test_former_keys_stay_while_something_needs_them(machine):
    linking.link(machine.start())
    renew(machine.path, machine.secrets, "master_key", os.urandom)
    at = machine.start()
    drop_former(machine.path, machine.secrets, at.store)  # nothing was wrapped anew yet
    assert len(machine.secrets.former("master_key")) == 1
    renew(machine.path, machine.secrets, "master_key", os.urandom)
    assert len(machine.secrets.former("master_key")) == 2
    at = machine.start()
    rewrap(at.store, actor=OFFICER, reason="again")
    drop_former(machine.path, machine.secrets, at.store)
    assert machine.secrets.former("master_key") == ()


def test_a_code_issued_before_a_new_pepper_is_still_good(machine, clock):
    at = machine.start()
    code = ask(at).code.reveal()
    old = machine.secrets.need("pepper")
    renew(machine.path, machine.secrets, "pepper", os.urandom)
    later = machine.start()
    drop_former(machine.path, machine.secrets, later.store)
    assert machine.secrets.former("pepper") == (old,)  # the code is open
    send(later, code)
    look(later, code)
    agree(later, code)
    assert match(later).kind is AnswerKind.LINK
    clock.advance(linking.TICK * 1000 * 3600)
    drop_former(machine.path, machine.secrets, later.store)
    assert machine.secrets.former("pepper") == ()
    linking.revoke(later)
    linking.link(machine.start(), linking.BO, linking.BOS, "browser session of bo")


def test_a_new_signing_key_continues_the_log(machine, tmp_path):
    at = machine.start()
    settings = Log(name="example.com/consent-log", signer=str(tmp_path / "signer"))
    old = Signing(settings, machine.secrets)
    old.begin()
    first, _ = checkpoint(at.store, old)
    linking.link(at)
    renew_signing(machine.path, machine.secrets, settings, at.store, os.urandom)
    new = Signing(settings, machine.secrets)
    assert new.key != old.key
    assert new.retired() == (old.key.verifier,)
    linking.match(at)
    _, made = checkpoint(at.store, new)
    assert made.size > 1

    export(at.store, new, tmp_path / "bundle", Wanted(subject=ADAS), actor=OFFICER, reason="test")
    keys = "".join(f"{key.encode()}\n" for key in new.verifier_keys())
    assert verify_bundle(tmp_path / "bundle", keys, first.encode()).exit_code == 0
    assert verify_bundle(tmp_path / "bundle", f"{old.key.verifier.encode()}\n").exit_code == 1


def test_a_log_that_is_no_continuation_keeps_its_key(machine, tmp_path, store_url, open_store):
    at = machine.start()
    settings = Log(signer=str(tmp_path / "signer"))
    signing = Signing(settings, machine.secrets)
    signer = signing.begin()
    signer.sign(10, leaf_hash(b"another log"), lambda old, new: ())
    before = machine.path.read_bytes()
    with pytest.raises(Inconsistent):
        renew_signing(machine.path, machine.secrets, settings, at.store, os.urandom)
    assert machine.path.read_bytes() == before


def test_all_tenants_are_wrapped(machine):
    at = machine.start()
    linking.installation(at.store, "other")
    assert tenants(at.store) == ["default", "other"]
    renew(machine.path, machine.secrets, "master_key", os.urandom)
    done = rewrap(machine.start().store, actor=OFFICER, reason="yearly")
    assert done.tenants == 2
    drop_former(machine.path, machine.secrets, machine.start().store)
    for tenant in ("default", "other"):
        with machine.start().store.read(tenant) as session:
            assert next(e.kind for e in events.walk(session)) == "registered"


def test_the_suppression_key_is_never_replaced(machine):
    with pytest.raises(UsageError) as refused:
        renew(machine.path, machine.secrets, "suppression_key", os.urandom)
    assert refused.value.code == "not_rotated"


def test_the_file_is_written_whole_and_stays_private(machine, tmp_path):
    renew(machine.path, machine.secrets, "pepper", os.urandom)
    assert machine.path.stat().st_mode & 0o077 == 0
    assert {p.name for p in tmp_path.iterdir()} & {".secrets.new"} == set()
    with pytest.raises(FileError):
        renew(tmp_path / "no such file", machine.secrets, "pepper", os.urandom)


@pytest.mark.parametrize("text", ['former_peppers = "ab"', "former_peppers = 3", 'former_peppers = ["ab"]'])
def test_malformed_former_keys_are_refused(machine, text):
    with machine.path.open("a", encoding="ascii") as file:
        file.write(f"{text}\n")
    with pytest.raises(ConfigError) as refused:
        load_secrets(machine.path, {})
    assert refused.value.code == "bad_secret"


def test_former_keys_come_from_variables_too(machine):
    first, second = os.urandom(32), os.urandom(32)
    environ = {"SOCIALMATCH_FORMER_MASTER_KEYS": f"{first.hex()},{second.hex()}"}
    assert load_secrets(machine.path, environ).former("master_key") == (first, second)
    same = {"SOCIALMATCH_FORMER_PEPPERS": machine.secrets.need("pepper").hex()}
    with pytest.raises(ConfigError) as refused:
        load_secrets(machine.path, same)
    assert refused.value.code == "shared_secret"
    assert "former" not in " ".join(SECRET_NAMES)
    assert ADA.handle not in repr(machine.secrets)
