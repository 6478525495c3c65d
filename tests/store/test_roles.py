"""Each role of PostgreSQL does its own work and nobody else's, on a real server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretBytes
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from flows import ADA, ADAS, CONFIG, EVE, EVES, FLOWS, code_for, invitation_for
from imports import write
from linked import open_crm
from processes import OFFICER
from socialmatch import Actor, ActorKind, Profile, SocialMatch
from socialmatch.audit import rotation, signing
from socialmatch.audit.export import Wanted, export
from socialmatch.config import Log
from socialmatch.errors import StoreError
from socialmatch.ledger import log
from socialmatch.models import AccountKey, ConsentEvent, EventKind
from socialmatch.store import Keyring, Store, consents, events
from socialmatch.store.roles import ROLES, grants
from socialmatch.store.schema import METADATA
from socialmatch.sync.delivery import deliver
from socialmatch.testing.stores import EXAMPLE_ACCOUNTS, EXAMPLE_NOTICE, TEST_SECRETS

Opened = Callable[[str], SocialMatch]
OTHER = Actor(ActorKind.OFFICER, "officer-2")
FROZEN = ("events", "log_nodes", "notices", "label_commitments")
"""Tables of the log that nobody changes or deletes in; the sealed labels alone end with their evidence."""


def run(url: str, script: str) -> None:
    """A script, as ``psql`` would run it."""
    with psycopg.connect(
        make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    ) as connection:
        connection.autocommit = True
        connection.execute(script)


def as_role(url: str, role: str) -> str:
    """The address for somebody who has this role."""
    return make_url(url).update_query_dict({"options": f"-c role={role}"}).render_as_string(hide_password=False)


@pytest.fixture
def url(postgres_url) -> str:
    """A store with its roles."""
    run(postgres_url, grants())
    return postgres_url


@pytest.fixture
def opened(url, clock) -> Iterator[Opened]:
    """Opens the store as one of the roles."""
    made: dict[str, SocialMatch] = {}

    def open_(role: str) -> SocialMatch:
        if role not in made:
            address = as_role(url, f"socialmatch_{role}")
            made[role] = SocialMatch(address, config=CONFIG, secrets=TEST_SECRETS, clock=clock)
        clock.advance(timedelta(seconds=1))
        return made[role]

    yield open_
    for sm in made.values():
        sm.close()


@pytest.fixture
def batch(opened, tmp_path) -> SocialMatch:
    """A store with customers, which the nightly jobs brought."""
    sm = opened("batch")
    sm.register_notice(EXAMPLE_NOTICE)
    sm.import_accounts(EXAMPLE_ACCOUNTS)
    return sm


def test_the_helpdesk_links_answers_and_lets_go(batch, opened):
    app = opened("app")
    for flow in FLOWS[::-1]:
        flow.finish(app, flow.begin(app))
        assert app.match(ADA).account is not None
        opened("app").undo(ADA)
        opened("app")
    begun = FLOWS[0].begin(app)
    FLOWS[0].finish(app, begun)
    app.unlink(ADA, why="link_in_doubt")
    app.import_link(EVE, EVES, evidence="contract 17", second=OTHER, actor=OFFICER)
    app.decline_invitation(invitation_for(app, Profile("x", "777", handle="seven_77")))
    with pytest.raises(Exception, match="cannot be used"):
        app.redeem(code_for(app), ADA, visibility="public")
    opened("app").revoke(ADA)
    assert app.match(ADA).account is None
    assert app.status()["events"] > 10


def test_a_role_is_refused_the_work_of_another_by_an_error_that_names_nobody(batch, opened):
    app, officer = opened("app"), opened("officer")
    FLOWS[0].finish(app, FLOWS[0].begin(app))
    for act in (
        lambda: app.import_accounts(EXAMPLE_ACCOUNTS),
        lambda: app.register_notice(replace(EXAMPLE_NOTICE, version="example-2", material=False)),
        app.reconcile,
        lambda: app.erase(ADA),
        lambda: code_for(batch),
        lambda: batch.erase(ADA),
        lambda: code_for(officer),
        officer.reconcile,
        lambda: officer.import_link(EVE, EVES, evidence="contract 17", second=OTHER, actor=OFFICER),
    ):
        with pytest.raises(StoreError) as caught:
            act()
        assert (caught.value.code, caught.value.exit_code) == ("not_allowed", 3)
        assert re.fullmatch("the database role may not do this with the table [a-z_]+", str(caught.value))
        assert caught.value.__context__ is None  # what the server said does not travel along
    assert app.match(ADA).account is not None  # nothing of all that was kept


def test_the_nightly_jobs_import_reconcile_and_sync(batch, opened, tmp_path, clock):
    rows = [{"account_id": f"B-{i}", "given_name": "Ada", "family_name": f"Example{i}"} for i in range(60)]
    batch.import_accounts(write(tmp_path / "accounts.csv", rows), mode="full", allow_shrink=True)
    person = {"platform": "x", "user_id": "5", "handle": "adaexample1", "display_name": "Ada Example1"}
    batch.import_profiles(write(tmp_path / "profiles.csv", [person]))
    agreed = (AccountKey("default", "crm", "B-1"), Profile("x", "5").key)
    with batch.store.write("default", OFFICER, "consents") as session:
        said = [
            ConsentEvent(
                one,
                "support",
                EventKind.GIVEN,
                session.now,
                "example-1",
                "form",
                session.now + timedelta(days=300),
                "f-1",
            )
            for one in agreed
        ]
        consents.record_many(session, [(event, consents.NO_TERMS) for event in said])
    assert sum(batch.reconcile().looked_at.values()) == 1
    clock.advance(timedelta(days=1))
    batch.reconcile(full=True)
    app = opened("app")
    FLOWS[0].finish(app, FLOWS[0].begin(app, account="B-2"), account="B-2")
    deliver(opened("batch").store, "default", {"crm": open_crm(clock)})
    batch.revoke(AccountKey("default", "crm", "B-2"))
    with pytest.raises(StoreError) as caught:  # but what an officer keeps, no job erases
        batch.erase(Profile("x", "5"))
    assert caught.value.code == "not_allowed"


def test_an_officer_reads_holds_erases_and_keeps_house(batch, opened, tmp_path, clock, url):
    app, desk = opened("app"), opened("officer")
    FLOWS[0].finish(app, FLOWS[0].begin(app))
    audit = desk.audit
    assert audit.subject(ADA.key, actor=OFFICER, reason="request 12", proofs=False)
    audit.report(actor=OFFICER)
    hold = audit.hold(ADA.key, "claim 7", actor=OFFICER, reason="claim")
    audit.release(ADA.key, hold.seq, actor=OFFICER, reason="settled")
    opened("officer").revoke(ADA)
    opened("officer").erase(ADA)
    desk.erase(AccountKey("default", "crm", ADAS))
    keys = replace(TEST_SECRETS, master_key=SecretBytes(b"n" * 32), former_master_keys=(TEST_SECRETS.master_key,))
    store = Store(as_role(url, "socialmatch_officer"), Keyring.of(keys), clock=clock, before_commit=log.grow)
    assert rotation.rewrap(store, actor=OFFICER, reason="new key").wrapped > 0
    store.close()
    clock.advance(timedelta(days=3_000))
    with SocialMatch(as_role(url, "socialmatch_officer"), config=CONFIG, secrets=keys, clock=clock) as later:
        later.audit.retain()
        with pytest.raises(StoreError, match="with the table accounts") as caught:
            later.import_accounts(EXAMPLE_ACCOUNTS)
    assert caught.value.code == "not_allowed"


def test_an_auditor_sees_the_log_and_nobody_in_it(batch, opened, tmp_path):
    app, auditor = opened("app"), opened("auditor")
    FLOWS[0].finish(app, FLOWS[0].begin(app))
    with auditor.store.read("default") as session:
        assert len(list(events.leaves(session))) == session.size > 0
    signs = signing.Signing(Log(signer=str(tmp_path / "signer")), TEST_SECRETS)
    signs.begin()
    done = export(auditor.store, signs, tmp_path / "bundle", Wanted(), actor=OFFICER, reason="audit")
    assert done.checkpoint.size == app.status()["events"]
    for ask in (auditor.status, lambda: auditor.match(ADA), lambda: auditor.revoke(ADA)):
        with pytest.raises(StoreError) as caught:
            ask()
        assert caught.value.code == "not_allowed"
        assert ADA.handle not in str(caught.value) + caught.value.hint
        assert re.search("with the table [a-z_]+$", str(caught.value))


@pytest.mark.parametrize("role", ROLES)
def test_no_role_rewrites_the_log(url, role):
    engine = create_engine(as_role(url, role))
    tries = [f"{verb} {table}" for table in FROZEN for verb in ("DELETE FROM", "TRUNCATE")]
    tries += ["UPDATE events SET recorded_at = 0", "UPDATE log_nodes SET hash = 'x'", "UPDATE notices SET text = 'x'"]
    tries += ["UPDATE event_payloads SET sealed = 'x'", "UPDATE sealed_labels SET labels = 'x'"]
    tries += [
        "UPDATE log_heads SET key_check = 'x'",
        "DELETE FROM log_heads",
        "UPDATE subject_keys SET subject_ref = 'x'",
    ]
    tries += ["CREATE TABLE mine (a int)", "DROP TABLE events", "ALTER TABLE events DISABLE TRIGGER ALL"]
    tries += ["DELETE FROM event_payloads", "DELETE FROM subject_keys"] if role != "socialmatch_officer" else []
    for statement in tries:
        with pytest.raises(DBAPIError, match=r"permission denied|must be owner"), engine.begin() as connection:
            connection.execute(text(statement))
    engine.dispose()


def test_a_role_that_is_given_less_loses_the_rest(url):
    run(url, "GRANT ALL ON events TO socialmatch_auditor")
    run(url, grants())
    engine = create_engine(as_role(url, "socialmatch_auditor"))
    with pytest.raises(DBAPIError, match="permission denied"), engine.begin() as connection:
        connection.execute(text("INSERT INTO events VALUES ('default', 0, 'admin', 0, 'x')"))
    engine.dispose()


def test_the_page_says_what_each_role_may_do():
    page = (Path(__file__).parents[2] / "docs/how-to/postgresql.md").read_text(encoding="utf-8")
    assert [role for role in ROLES if f"| `{role}` |" in page] == list(ROLES)
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$", page, re.MULTILINE)
    assert [row[0] for row in rows] == sorted(METADATA.tables)
    for table, *cells in rows:
        assert cells == [said(table, verb) for verb in ("INSERT", "UPDATE", "DELETE")], table


def said(table: str, verb: str) -> str:
    """Which roles may do this with a table, as the page says it."""
    able: dict[str, list[str]] = {}
    for role, (_, rights) in ROLES.items():
        for right in rights.get(table, ()):
            if right.startswith(verb):
                columns = ", ".join(f"`{name}`" for name in re.findall(r"[a-z_]+", right))
                able.setdefault(columns, []).append(role.removeprefix("socialmatch_"))
    return "; ".join(", ".join(roles) + (f" ({columns})" if columns else "") for columns, roles in able.items())
