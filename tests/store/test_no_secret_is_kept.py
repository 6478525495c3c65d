"""No secret is in any table, any file beside it, or any log, on either database: keys, codes, sessions, credentials.

The tables are those the database has, and not those the program knows of; the files are read as bytes.
"""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretBytes
from sqlalchemy import MetaData, select

from fake_crms.hubspot import FakeHubspot
from fake_crms.server import TOKEN
from flows import ADA, ADAS, CONFIG, EVE, EVES, FLOWS, HOME, code_for, invitation_for, loop_code, now
from processes import OFFICER
from socialmatch import Profile, SocialMatch
from socialmatch.audit import rotation
from socialmatch.config import Log, Secrets
from socialmatch.consent.inbound import SCHEMES
from socialmatch.crm import Runtime
from socialmatch.crm.vendors.hubspot import HubspotCrm
from socialmatch.errors import InboundRefused
from socialmatch.ledger import log
from socialmatch.store import Keyring, Store
from socialmatch.sync.delivery import deliver
from socialmatch.testing.stores import EXAMPLE_ACCOUNTS, EXAMPLE_NOTICE

NAMES = ("pepper", "master_key", "suppression_key", "signing_key")
WRONG_TOKEN = "another-canary-token"
ZOE = Profile("x", "777", handle="zoe_example")
HOOK_KEY = b"canary key of a webhook, 32 bytes"


def key(name: str) -> bytes:
    return hashlib.sha256(f"a key of the tests: {name}".encode()).digest()


def spellings(secret: bytes) -> Iterator[bytes]:
    """How bytes may have been written down."""
    yield secret
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    for encode in (base64.b64encode, base64.urlsafe_b64encode, base64.b32encode):
        yield encode(secret).rstrip(b"=")
    yield repr(secret).encode()


class Known:
    """Every secret there is, by what it is called here."""

    def __init__(self) -> None:
        self.secrets: dict[str, bytes] = {name: key(name) for name in (*NAMES, "new master_key", "new pepper")}
        self.secrets |= {"token": TOKEN.encode(), "wrong token": WRONG_TOKEN.encode(), "webhook": HOOK_KEY}
        self.secrets |= {"session": HOME.encode()}

    def learn(self, name: str, text: str) -> str:
        self.secrets[name] = text.encode()
        bare = text.partition("-")[2].replace("-", "")
        if text.startswith("SM"):
            self.secrets |= {f"{name}, bare": bare.encode(), f"{name}, small": bare.lower().encode()}
        return text

    def found_in(self, content: bytes) -> list[str]:
        return [name for name, secret in self.secrets.items() if any(one in content for one in spellings(secret))]


def cells(sm: SocialMatch) -> bytes:
    """Every column of every row of every table the database has."""
    schema = MetaData()
    found: list[bytes] = []
    with sm.store.engine.connect() as connection:
        schema.reflect(connection)
        assert "alembic_version" in schema.tables
        for table in schema.tables.values():
            for row in connection.execute(select(table)):
                found += [bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in row]
    return b"\0".join(found)


def test_no_secret_is_in_a_table_a_file_or_a_log(store_url, clock, tmp_path, caplog):
    known = Known()
    caplog.set_level(logging.DEBUG)
    for name in ("sqlalchemy", "psycopg", "socialmatch"):
        caplog.set_level(logging.DEBUG, name)
    secrets = Secrets(**{name: SecretBytes(key(name)) for name in NAMES})
    config = CONFIG.model_copy(update={"log": Log(signer=str(tmp_path / "signer"))})
    with SocialMatch(store_url, config=config, secrets=secrets, clock=clock) as sm:
        sm.register_notice(EXAMPLE_NOTICE)
        sm.import_accounts(EXAMPLE_ACCOUNTS)
        for number, flow in enumerate(FLOWS[::-1]):
            begun = flow.begin(sm)
            known.learn(f"flow {number}", begun.secret)
            flow.finish(sm, begun)
            sm.match(ADA)
            clock.advance(timedelta(seconds=1))
            sm.undo(ADA)
            clock.advance(timedelta(seconds=1))
        with pytest.raises(InboundRefused):
            sm.check_inbound(SCHEMES["hub-sha256"], {"X-Hub-Signature-256": "sha256=00"}, b"hi", keys=[HOOK_KEY])
        for token in (WRONG_TOKEN, TOKEN):
            crm = HubspotCrm(
                "https://api.hubapi.com", token=token, transport=FakeHubspot(), runtime=Runtime(name="crm", clock=clock)
            )
            deliver(sm.store, "default", {"crm": crm})
            clock.advance(timedelta(hours=1))
        sm.import_link(EVE, EVES, evidence="contract 17", second=replace(OFFICER, id="officer-2"), actor=OFFICER)
        sm.reconcile()
        sm.audit.signing.begin()
        sm.audit.checkpoint()
        sm.audit.subject(EVE.key, actor=OFFICER, reason="request 12")
        sm.erase(ADA)
        newer = {"master_key": SecretBytes(key("new master_key")), "former_master_keys": (secrets.master_key,)}
        rotated = Store(store_url, Keyring.of(replace(secrets, **newer)), clock=clock, before_commit=log.grow)
        assert rotation.rewrap(rotated, actor=OFFICER, reason="rotation").wrapped > 0
        rotated.close()
    secrets = replace(
        secrets, **newer, pepper=SecretBytes(key("new pepper")), former_peppers=(SecretBytes(key("pepper")),)
    )
    with SocialMatch(store_url, config=config, secrets=secrets, clock=clock) as sm:
        known.learn("open invitation", invitation := invitation_for(sm, ZOE))
        known.learn("open loop code", loop_code(sm, invitation, ZOE.handle, EVES))
        known.learn("open code", code_for(sm))
        request = sm.begin_sign_in(ADAS, "x", session=HOME, signed_in_at=now(sm))
        known.learn("open state", request.state.reveal())
        known.learn("open nonce", request.nonce)
        kept = cells(sm)
        assert len(kept) > 10_000
        assert known.found_in(kept) == []
        files = b"\0".join(path.read_bytes() for path in Path(tmp_path).rglob("*") if path.is_file())
        assert len(files) > 100
        assert known.found_in(files) == []
    assert "INSERT INTO tokens" in caplog.text
    assert known.found_in(caplog.text.encode()) == []


def test_a_secret_that_was_kept_would_be_found():
    known = Known()
    assert known.found_in(b"x" + key("pepper").hex().encode() + b"y") == ["pepper"]
    assert known.found_in(base64.b64encode(key("master_key"))) == ["master_key"]
    assert known.found_in(b"{" + HOME.encode() + b"}") == ["session"]
