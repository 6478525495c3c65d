"""The log: leaves in their final form, payloads sealed under the keys of whom they are about."""

from __future__ import annotations

import hmac
import json

import pytest
from sqlalchemy import create_engine, text

from processes import KEYS, MASTER_KEY, OFFICER, SUPPRESSION_KEY
from socialmatch.canonical import canonical
from socialmatch.errors import ConfigError, InputError, StoreCorrupt, UsageError
from socialmatch.leaf import TypeClass, commitment
from socialmatch.ledger.leaf import Leaf
from socialmatch.ledger.leaf import TypeClass as LedgerTypeClass
from socialmatch.models import AccountKey, ProfileKey
from socialmatch.moments import to_epoch_ms
from socialmatch.store import Keyring, events, tree
from socialmatch.store import keys as subject_keys
from socialmatch.store.events import Draft

ANNA = AccountKey("default", "crm", "anna-7701")
PROFILE = ProfileKey("default", "mastodon", "social.example", "anna-42")
BERTA = AccountKey("default", "crm", "berta-8802")


def execute(url: str, statement: str, **values) -> list:
    engine = create_engine(url)
    with engine.begin() as connection:
        result = connection.execute(text(statement), values)
        rows = result.all() if result.returns_rows else []
    engine.dispose()
    return rows


def test_an_event_comes_back_as_it_was_written(store, clock):
    data = {"from": "ännä", "list": [1, True, None, {"deep": "\0\U0001f600"}], "number": 2**53 - 1}
    with store.write("default", OFFICER, "a rename was seen") as session:
        assert events.append(session, TypeClass.IDENTITY, "renamed", PROFILE, data=data) == 0
    with store.read("default") as session:
        (event,) = events.about(session, PROFILE)
    assert (event.kind, event.subjects, event.data) == ("renamed", (PROFILE,), data)
    assert (event.actor, event.reason, event.recorded_at) == (OFFICER, "a rename was seen", clock())
    assert not event.erased


def test_the_leaf_is_what_the_ledger_reads(store, clock):
    with store.write("default", OFFICER, "test") as session:
        for type_class in TypeClass:
            subjects = (ANNA,) if type_class is TypeClass.CONSENT else (ANNA, PROFILE)
            events.append(session, type_class, "x", *subjects)
    with store.read("default") as session:
        for seq, event in enumerate(events.walk(session)):
            leaf = Leaf.parse(event.leaf)
            assert leaf.encode() == event.leaf == canonical(json.loads(event.leaf))
            assert (leaf.seq, leaf.type_class, leaf.recorded_at) == (seq, event.type_class, to_epoch_ms(clock()))
            assert leaf.commit == commitment(event.salt, event.payload)
            assert canonical(json.loads(event.payload)) == event.payload
        assert list(events.leaves(session)) == [event.leaf for event in events.walk(session)]
    assert list(TypeClass) == list(LedgerTypeClass)


def test_leaves_hold_nothing_about_anybody(store):
    """Two events of one person share nothing: no field but the coarse class and the time."""
    with store.write("default", OFFICER, "test") as session:
        for _ in range(2):
            events.append(session, TypeClass.IDENTITY, "seen", ANNA, data={"same": "data"})
    with store.read("default") as session:
        first, second = (json.loads(leaf) for leaf in events.leaves(session))
    assert first.keys() == second.keys() == {"commit", "recorded_at", "seq", "type-class", "v"}
    assert first["commit"] != second["commit"]


def test_an_event_is_found_from_both_its_sides(store):
    with store.write("default", OFFICER, "test") as session:
        events.append(session, TypeClass.LINK, "started", PROFILE, ANNA)
        events.append(session, TypeClass.IDENTITY, "seen", ANNA)
        events.append(session, TypeClass.ADMIN, "noted")
    with store.read("default") as session:
        assert [event.kind for event in events.about(session, ANNA)] == ["started", "seen"]
        assert [event.kind for event in events.about(session, PROFILE)] == ["started"]
        assert [event.kind for event in events.about(session, ANNA, TypeClass.LINK)] == ["started"]
        assert events.about(session, BERTA) == []


def test_many_are_as_one_by_one(store, store_url, open_store):
    drafts = [
        Draft(TypeClass.IDENTITY, "seen", (AccountKey("default", "crm", str(n % 40)),), {"n": n}) for n in range(120)
    ]
    with store.write("default", OFFICER, "test") as session:
        assert events.append_many(session, drafts) == range(120)
        assert events.append_many(session, []) == range(120, 120)
        assert session.size == 120
    with store.read("default") as session:
        assert [event.data["n"] for event in events.walk(session)] == list(range(120))
        assert [event.data["n"] for event in events.walk(session, 50, 53)] == [50, 51, 52]
        assert [event.seq for event in events.read(session, [7, 3, 5])] == [3, 5, 7]
        assert len(events.about(session, drafts[0].subjects[0])) == 3


def test_what_an_event_cannot_be(store):
    with store.write("default", OFFICER, "test") as session:
        for subjects in ((), (ANNA, PROFILE)):
            with pytest.raises(UsageError):
                events.append(session, TypeClass.CONSENT, "given", *subjects)
        with pytest.raises(UsageError):
            events.append(session, TypeClass.LINK, "started", ANNA, BERTA, PROFILE)
        for data in ({"weight": 0.5}, {"n": 2**53}, {"t": object()}, {"bad": "\ud800"}):
            with pytest.raises(InputError) as refused:
                events.append(session, TypeClass.ADMIN, "noted", data=data)
            assert refused.value.code == "not_canonical"
        assert session.size == 0


# --- sealed --------------------------------------------------------------------------------------


def test_nothing_of_a_payload_is_in_the_files(sqlite_store, tmp_path):
    with sqlite_store.write("default", OFFICER, "the-reason") as session:
        events.append(session, TypeClass.LINK, "the-kind", PROFILE, ANNA, data={"handle": "the-handle"})
    for closed in (False, True):
        if closed:
            sqlite_store.close()
        for file in tmp_path.glob("store.db*"):
            content = file.read_bytes()
            for secret in (b"the-reason", b"the-kind", b"the-handle", b"anna-42", b"anna-7701", b"officer-1"):
                assert secret not in content, (file.name, secret)
            for key in (MASTER_KEY, SUPPRESSION_KEY):
                assert key not in content


def test_nothing_of_a_payload_is_in_the_rows(store, store_url):
    with store.write("default", OFFICER, "the-reason") as session:
        events.append(session, TypeClass.LINK, "the-kind", PROFILE, ANNA, data={"handle": "the-handle"})
    for table in ("events", "event_payloads", "event_subjects", "subject_keys", "log_heads"):
        held = repr([tuple(map(bytes_of, row)) for row in execute(store_url, f"SELECT * FROM {table}")])
        for secret in ("the-reason", "the-kind", "the-handle", "anna-42", "anna-7701", "officer-1"):
            assert secret not in held


def bytes_of(value):
    return bytes(value) if isinstance(value, memoryview) else value


def test_a_payload_opens_only_where_it_was_written(store, store_url):
    with store.write("default", OFFICER, "test") as session:
        events.append(session, TypeClass.IDENTITY, "first", ANNA)
        events.append(session, TypeClass.IDENTITY, "second", ANNA)
    execute(
        store_url,
        "UPDATE event_payloads SET salt = (SELECT salt FROM event_payloads WHERE seq = 0), "
        "sealed = (SELECT sealed FROM event_payloads WHERE seq = 0) WHERE seq = 1",
    )
    with store.read("default") as session:
        assert [event.kind for event in events.read(session, [0])] == ["first"]
        with pytest.raises(StoreCorrupt) as corrupt:
            events.read(session, [1])
    assert corrupt.value.code == "does_not_open"


def test_another_salt_is_noticed(store, store_url):
    with store.write("default", OFFICER, "test") as session:
        events.append(session, TypeClass.IDENTITY, "first", ANNA)
    execute(store_url, "UPDATE event_payloads SET salt = :salt", salt=b"x" * 32)
    with store.read("default") as session, pytest.raises(StoreCorrupt) as corrupt:
        events.read(session, [0])
    assert corrupt.value.code == "wrong_commitment"


def test_a_link_opens_only_with_both_keys(store):
    with store.write("default", OFFICER, "test") as session:
        events.append(session, TypeClass.LINK, "started", PROFILE, ANNA)
        events.append(session, TypeClass.IDENTITY, "seen", ANNA)
        subject_keys.throw_away(session, session.ref(PROFILE))
    with store.read("default") as session:
        assert [event.kind for event in events.read(session, [1])] == ["seen"]
        with pytest.raises(StoreCorrupt) as corrupt:
            events.read(session, [0])
    assert corrupt.value.code == "key_missing"


# --- keys ----------------------------------------------------------------------------------------


def test_a_new_master_key_changes_neither_refs_nor_what_can_be_read(store, store_url, open_store):
    with store.write("default", OFFICER, "test") as session:
        events.append(session, TypeClass.LINK, "started", PROFILE, ANNA)
        refs = (session.ref(PROFILE), session.ref(ANNA))
        marks = (session.keys.refs.mark(PROFILE, "match"), session.keys.refs.mark(ANNA, "match"))
    rotated = Keyring(master_key=b"n" * 32, suppression_key=SUPPRESSION_KEY, former_master_keys=[MASTER_KEY])
    newer = open_store(store_url, keys=rotated)
    with newer.write("default", OFFICER, "rotate") as session:
        assert [event.kind for event in events.about(session, ANNA)] == ["started"]
        events.append(session, TypeClass.IDENTITY, "seen", BERTA)
        assert subject_keys.rewrap(session) == 3  # both sides and the tenant's own
    with newer.write("default", OFFICER, "rotate") as session:
        assert subject_keys.rewrap(session) == 0
        assert (session.ref(PROFILE), session.ref(ANNA)) == refs
        assert (rotated.refs.mark(PROFILE, "match"), rotated.refs.mark(ANNA, "match")) == marks
    alone = open_store(store_url, keys=Keyring(master_key=b"n" * 32, suppression_key=SUPPRESSION_KEY))
    with alone.read("default") as session:
        assert [event.kind for event in events.walk(session)] == ["started", "seen"]
    with store.read("default") as session, pytest.raises(ConfigError) as refused:
        events.about(session, ANNA)
    assert refused.value.code == "wrong_key"


def test_refs_tell_every_subject_apart():
    subjects = [
        ProfileKey("t", "x", "", "1"),
        ProfileKey("t", "x", "1", ""),
        ProfileKey("t", "", "x", "1"),
        ProfileKey("tx", "", "", "1"),
        AccountKey("t", "x", "1"),
        AccountKey("t", "x1", ""),
        AccountKey("tx", "", "1"),
        ProfileKey("t", "x", "", "A"),
        ProfileKey("t", "x", "", "a"),
    ]
    refs = {KEYS.refs.subject(subject) for subject in subjects}
    marks = {KEYS.refs.mark(subject, kind) for subject in subjects for kind in ("match", "contact")}
    assert len(refs) == len(subjects)
    assert len(marks) == 2 * len(subjects)
    assert all(len(ref) == 16 for ref in refs)
    assert all(len(mark) == 32 for mark in marks)
    assert not {mark[:16] for mark in marks} & refs


def test_refs_are_the_same_for_ever():
    """A store holds them without what they were made of: another value here would orphan every row."""
    assert KEYS.refs.subject(ANNA).hex() == "bde55557d17dc556b0b33c39fa0438c4"
    assert KEYS.refs.mark(ANNA, "match").hex() == "82ddbc3718222d455c38915470dd5fdc84f5ce5d2364122b8b098213114ada6d"
    assert KEYS.refs.digest("block", "family:roe") == -862453822927030475


def test_a_ref_by_hand():
    """HKDF of RFC 5869 and the encoding, written out: another implementation would find the same rows."""
    extracted = hmac.digest(b"\0" * 32, SUPPRESSION_KEY, "sha256")
    index_key = hmac.digest(extracted, b"socialmatch index v1\x01", "sha256")
    fields = (b"account", b"default", b"crm", b"anna-7701")
    encoded = b"".join(len(field).to_bytes(4, "big") + field for field in fields)
    assert KEYS.refs.subject(ANNA) == hmac.digest(index_key, encoded, "sha256")[:16]


# --- the tree's nodes ----------------------------------------------------------------------------


def test_nodes_are_kept_by_their_places(store):
    with store.write("default", OFFICER, "test") as session:
        assert tree.size(session) == 0
        tree.add(session, [(0, 0, b"a" * 32), (0, 1, b"b" * 32), (1, 0, b"c" * 32)])
    with store.read("default") as session:
        assert tree.get(session, [(1, 0), (0, 1), (0, 0)]) == [b"c" * 32, b"b" * 32, b"a" * 32]
        assert tree.size(session) == 2
        with pytest.raises(StoreCorrupt):
            tree.get(session, [(0, 2)])
