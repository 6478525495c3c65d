"""Forgetting and erasing: what names a person goes, in every table and in the raw files; proofs stay."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, create_engine, text

from indexed import count
from processes import KEYS, NOW, OFFICER
from socialmatch.consent.notices import serve
from socialmatch.errors import StoreUnavailable, UsageError
from socialmatch.leaf import TypeClass
from socialmatch.models import (
    Account,
    AccountKey,
    Assurance,
    ConsentEvent,
    Decision,
    EventKind,
    Evidence,
    Link,
    Notice,
    Profile,
    ProfileKey,
    Proposal,
    Subject,
)
from socialmatch.store import (
    accounts,
    blocks,
    codes,
    consents,
    erasure,
    events,
    limits,
    links,
    notices,
    outbox,
    permits,
    profiles,
    proposals,
    scores,
    suppressions,
)
from socialmatch.store.blocks import Entry
from socialmatch.store.codes import Invitation, Token
from socialmatch.store.profiles import KnownProfile
from socialmatch.store.proposals import KnownProposal
from socialmatch.store.schema import METADATA
from socialmatch.store.session import WriteSession

DAY = timedelta(days=1)
ACCOUNT_ID, USER_ID, HANDLE, MAIL = "canary-account-7701", "canary-user-4242", "canary_handle", "canary@example.com"
ANNA = AccountKey("default", "crm", ACCOUNT_ID)
PROFILE = ProfileKey("default", "mastodon", "social.example", USER_ID)
BERTA = AccountKey("default", "crm", "berta-8802")
OTHER = ProfileKey("default", "mastodon", "social.example", "other-99")
NOTICE = Notice("2026-01", "en", "We look up your handle.", ("support",))
NAMES = (ACCOUNT_ID, USER_ID, HANDLE, MAIL)


def consent(subject: Subject, kind: str = "given") -> ConsentEvent:
    return ConsentEvent(subject, "support", EventKind(kind), NOW, "2026-01", "form", NOW + 300 * DAY, evidence=MAIL)


def code(**fields) -> Token:
    values = {"pepper_id": "p1", "flow": "account-first", "state": "issued", "purposes": ("support",)}
    values |= {"notice_version": "2026-01", "language": "en", "issued_at": NOW, "expires_at": NOW + DAY}
    return Token(**{**values, **fields})


def proposal(profile: ProfileKey, account: AccountKey) -> KnownProposal:
    evidence = (Evidence("handle", 9000, f"{HANDLE} is made of the name"),)
    found = Proposal(profile, account, 1, 9000, 0.6, Decision.REVIEW, evidence)
    return KnownProposal(found, "support", "m1", 1, NOW, NOW + DAY)


def populate(session: WriteSession, account: AccountKey, profile: ProfileKey) -> None:
    """A row about a pair in every table that can hold one."""
    accounts.put(session, [Account(account.account_id, given_name="Anna", emails=(MAIL,))])
    profiles.put(session, [KnownProfile(Profile(*_key(profile), handle=HANDLE, bio=f"write to {MAIL}"), HANDLE)])
    profiles.take_handle(session, profile, HANDLE, NOW)
    consents.record(session, consent(account))
    given = consents.record(session, consent(profile))
    served = serve(NOTICE, served_id="s-1", channel="dm", served_at=NOW, session_hash=b"h" * 32)
    notices.keep_served(session, profile, served, given.ledger_index)
    permitted, _ = permits.permitted_among(session, [account], "support")
    keys = [f"mail:{MAIL}", f"file:mastodon:{HANDLE}"]
    blocks.put_many(session, [permitted], [Entry(account, keys, f'["{MAIL}", "{HANDLE}"]')])
    link = links.start(session, Link(profile, account, Assurance.L2, "dm", 0, NOW))
    outbox.queue(session, link.ledger_index, outbox.Operation.PUT_LINK, account, profile, {"handle": HANDLE})
    proposals.put(session, [proposal(profile, account), proposal(profile, BERTA)])
    proposals.reject(session, proposal(profile, BERTA), "not them")
    scores.keep(session, "support", [(profile, scores.Memory(b"basis", b"signature", b"memory"))])
    codes.add_token(session, code(digest=profile.user_id.encode()[:32], account=account, profile=profile))
    shared = {"pepper_id": "p1", "state": "opened", "purposes": ("support",), "notice_version": "2026-01"}
    times = {"issued_at": NOW, "expires_at": NOW + DAY}
    digest = account.account_id.encode()[:32][::-1]
    codes.add_invitation(
        session, Invitation(digest=digest, profile=profile, account=account, language="en", **shared, **times)
    )
    limits.hit(session, "sender", session.ref(profile), NOW)
    count(session, 1, [("value", f"email:{MAIL}", 1), ("value", f"handle:mastodon:{HANDLE}", 1)])


def _key(profile: ProfileKey) -> tuple[str, str, str]:
    return profile.platform, profile.user_id, profile.scope


@pytest.fixture
def full(store):
    """A store that knows everything it can about one pair, and something about another."""
    with store.write("default", OFFICER, "populate") as session:
        accounts.put(session, [Account(BERTA.account_id)])
        notices.register(session, NOTICE)
        populate(session, ANNA, PROFILE)
    return store


def found(url: str, *names: str) -> dict[str, list[str]]:
    """In which tables, and which columns of them, a name can still be read."""
    engine, places = create_engine(url), {}
    with engine.connect() as connection:
        for table in METADATA.sorted_tables:
            for row in connection.execute(table.select()).mappings():
                for column, value in row.items():
                    plain = bytes(value) if isinstance(table.c[column].type, LargeBinary) and value else value
                    held = plain if isinstance(plain, bytes) else str(plain).encode()
                    if any(name.encode() in held for name in names):
                        places.setdefault(table.name, set()).add(column)
    engine.dispose()
    return {table: sorted(columns) for table, columns in places.items()}


def in_files(folder: Path, *names: str) -> dict[str, int]:
    files = {file.name: file.read_bytes() for file in folder.glob("store.db*")}
    return {
        file: count for file, content in files.items() if (count := sum(content.count(name.encode()) for name in names))
    }


def test_the_example_is_complete(full, store_url):
    """Every table that can name a person does, so that the tests below mean something."""
    named = {
        table.name
        for table in METADATA.sorted_tables
        if {"platform", "scope", "user_id"} <= set(table.columns.keys())
        or {"crm", "account_id"} <= set(table.columns.keys())
    }
    assert set(found(store_url, *NAMES)) == named


def withdraw(store) -> None:
    """What a journey does, as far as the store goes."""
    with store.write("default", OFFICER, "withdraw") as session:
        for subject in (PROFILE, ANNA):
            consents.record(session, consent(subject, "withdrawn"))
        link = links.live(session, PROFILE)
        end = links.end(session, link, "withdrawn")
        outbox.overtake(session, ANNA, PROFILE)
        outbox.queue(session, end, outbox.Operation.REMOVE_LINK, ANNA, PROFILE)
        for subject in (PROFILE, ANNA):
            erasure.forget(session, subject)
            suppressions.put(session, subject)


def test_after_a_withdrawal_only_the_customers_row_and_the_outbox_name_anybody(full, store_url, tmp_path):
    withdraw(full)
    assert found(store_url, *NAMES) == {
        "accounts": ["account_id", "content"],
        "outbox": ["account_id", "user_id"],
    }
    with full.write("default", OFFICER, "delivered") as session:
        (message,) = outbox.due(session)
        assert message.operation is outbox.Operation.REMOVE_LINK
        outbox.delivered(session, message.seq)
    assert found(store_url, USER_ID, HANDLE) == {}
    assert set(found(store_url, ACCOUNT_ID)) == {"accounts"}
    assert in_files(tmp_path, USER_ID, HANDLE) == {}
    with full.read("default") as session:
        assert [e.kind for e in events.about(session, PROFILE, TypeClass.LINK)] == ["started", "ended"]


def test_after_an_erasure_nothing_names_anybody(full, store_url, tmp_path):
    withdraw(full)
    with full.write("default", OFFICER, "erase") as session:
        (message,) = outbox.due(session)
        outbox.delivered(session, message.seq)
        leaves = list(events.leaves(session))
        refs = [session.ref(subject) for subject in (PROFILE, ANNA)]
        rows = session.rows(METADATA.tables["subject_keys"].select())
        wrapped = [row.wrapped for row in rows if row.subject_ref in refs]
        for subject in (PROFILE, ANNA):
            assert erasure.erase(session, subject, basis="request") > 0
    assert found(store_url, *NAMES) == {}
    assert in_files(tmp_path, *NAMES) == {}
    engine = create_engine(store_url)
    with engine.connect() as connection:
        for table in METADATA.sorted_tables:
            held = repr([tuple(row) for row in connection.execute(table.select())])
            assert not any(repr(ref) in held for ref in refs), table.name
        (payloads,) = connection.execute(text("SELECT count(*) FROM event_payloads")).one()
        assert payloads == 3  # the notice, and the two erasures themselves
    engine.dispose()
    raw = b"".join(file.read_bytes() for file in tmp_path.glob("store.db*"))
    assert not any(ref in raw for ref in refs)
    assert len(wrapped) == 2
    assert not any(key in raw for key in wrapped)
    with full.read("default") as session:
        assert list(events.leaves(session))[: len(leaves)] == leaves
        assert suppressions.holds(session, PROFILE)
        assert events.about(session, PROFILE) == []
        erased = [event for event in events.walk(session) if event.erased]
        assert len(erased) == len(leaves) - 1
        last = list(events.walk(session))[-1]
        assert (last.type_class, last.kind, set(last.data)) == (TypeClass.ERASURE, "erased", {"basis", "events"})


def test_the_other_side_of_a_link_keeps_its_own_record(full):
    with full.write("default", OFFICER, "erase") as session:
        erasure.erase(session, PROFILE, basis="request")
    with full.read("default") as session:
        assert [event.kind for event in consents.history(session, ANNA)] == ["given"]
        assert permits.permit(session, ANNA, "support")
        link = events.about(session, ANNA, TypeClass.LINK)
        assert [event.erased for event in link] == [True]
        assert accounts.get(session, ANNA).account.emails == (MAIL,)


def test_an_erased_person_can_begin_again(full):
    with full.write("default", OFFICER, "erase") as session:
        erasure.erase(session, PROFILE, basis="request")
        suppressions.put(session, PROFILE)
    with full.write("default", OFFICER, "fresh proof") as session:
        suppressions.lift(session, PROFILE)
        consents.record(session, consent(PROFILE))
    with full.read("default") as session:
        assert [event.kind for event in events.about(session, PROFILE)] == ["given"]
        assert permits.permit(session, PROFILE, "support")


def test_retention_needs_only_the_ref(full, store_url):
    with full.write("default", OFFICER, "withdraw") as session:
        erasure.forget(session, PROFILE)
    with full.write("default", OFFICER, "retention") as session:
        assert erasure.erase_ref(session, KEYS.refs.subject(PROFILE), basis="retention") > 0
    with full.read("default") as session:
        assert events.about(session, PROFILE) == []
        assert permits.consent(session, PROFILE, "support").since is None


def test_erasing_a_stranger_leaves_everybody_else(full, store_url):
    before = found(store_url, *NAMES)
    with full.write("default", OFFICER, "erase") as session:
        assert erasure.erase(session, OTHER, basis="request") == 0
        with pytest.raises(UsageError):
            erasure.erase(session, ProfileKey("two", "x", "", USER_ID), basis="request")
    assert found(store_url, *NAMES) == before


def test_an_account_others_were_merged_into(full, store_url):
    with full.write("default", OFFICER, "merge") as session:
        accounts.set_state(session, BERTA, accounts.AccountState.MERGED, merged_into=ANNA)
    with full.write("default", OFFICER, "erase") as session:
        outbox.overtake(session, ANNA, PROFILE)
        erasure.erase(session, ANNA, basis="request")
    assert set(found(store_url, ACCOUNT_ID)) == set()


def test_a_dead_message_can_be_given_up(full, store_url):
    with full.write("default", OFFICER, "test") as session:
        (message,) = outbox.due(session)
        outbox.failed(session, message.seq, "refused", None)
    with full.write("default", OFFICER, "test") as session:
        assert outbox.discard(session, message.seq)
        assert not outbox.discard(session, message.seq)
    assert "outbox" not in found(store_url, *NAMES)


def test_many_erased_leave_nothing_in_the_file(sqlite_store, tmp_path):
    """Pages that split and merge must not keep copies of what was deleted from them."""
    people = [ProfileKey("default", "x", "", f"canary-{n:04}-{'x' * (n % 90)}") for n in range(400)]
    with sqlite_store.write("default", OFFICER, "test") as session:
        for n in range(0, 400, 40):
            known = [KnownProfile(Profile(*_key(p), handle=f"canary{p.user_id}")) for p in people[n : n + 40]]
            profiles.put(session, known)
        for person in people[::7] + people[1::3]:
            profiles.take_handle(session, person, f"canary{person.user_id}", NOW)
    assert in_files(tmp_path, "canary")
    for start in (0, 1):
        with sqlite_store.write("default", OFFICER, "forget") as session:
            for person in people[start::2]:
                erasure.forget(session, person)
    assert in_files(tmp_path, "canary") == {}


def test_a_reader_holds_up_the_cut_but_not_for_ever(sqlite_store, sqlite_url, tmp_path, open_store):
    slow = open_store(sqlite_url)
    with sqlite_store.write("default", OFFICER, "test") as session:
        profiles.put(session, [KnownProfile(Profile("x", USER_ID))])
    quick = open_store(sqlite_url, sleep=lambda seconds: None)
    with slow.read("default") as reader:
        with quick.write("default", OFFICER, "forget") as session:
            erasure.forget(session, ProfileKey("default", "x", "", USER_ID))
        assert profiles.get(reader, ProfileKey("default", "x", "", USER_ID))
        assert not quick.cut_wal()
        assert in_files(tmp_path, USER_ID)
    with quick.write("default", OFFICER, "anything") as session:
        events.append(session, TypeClass.ADMIN, "noted")
    assert in_files(tmp_path, USER_ID) == {}


def test_what_one_process_could_not_cut_the_next_one_does(sqlite_store, sqlite_url, tmp_path, open_store):
    with sqlite_store.write("default", OFFICER, "test") as session:
        profiles.put(session, [KnownProfile(Profile("x", USER_ID))])
    short_lived = open_store(sqlite_url, sleep=lambda seconds: None)
    with (
        sqlite_store.read("default"),
        short_lived.write("default", OFFICER, "forget") as session,
    ):
        erasure.forget(session, ProfileKey("default", "x", "", USER_ID))
    assert in_files(tmp_path, USER_ID)
    with open_store(sqlite_url).write("default", OFFICER, "anything") as session:
        events.append(session, TypeClass.ADMIN, "noted")
    assert in_files(tmp_path, USER_ID) == {}


def test_what_cannot_be_cut_does_not_undo_the_commit(sqlite_store, tmp_path, monkeypatch):
    with sqlite_store.write("default", OFFICER, "test") as session:
        profiles.put(session, [KnownProfile(Profile("x", USER_ID))])

    def broken() -> bool:
        raise StoreUnavailable("the disk did not read or write", code="io_error")

    with monkeypatch.context() as patch:
        patch.setattr(sqlite_store, "cut_wal", broken)
        with sqlite_store.write("default", OFFICER, "forget") as session:
            erasure.forget(session, ProfileKey("default", "x", "", USER_ID))
    with sqlite_store.read("default") as session:
        assert profiles.get(session, ProfileKey("default", "x", "", USER_ID)) is None
