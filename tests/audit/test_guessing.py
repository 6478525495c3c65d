"""Erase one of a thousand people: every old proof still verifies, and nobody can find out who it was.

The attacker has the whole database and an exported bundle, and none of the keys kept outside. They know the form of
everything, and that the erased id is one of a range; they try every one of it.
"""

from __future__ import annotations

import hmac
import random
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from hashlib import blake2b, md5, sha1, sha256
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select

from linking import OFFICER
from notice_fields import NOTICE
from people import grant
from processes import KEYS
from socialmatch.audit.export import Wanted, export
from socialmatch.audit.signing import sign
from socialmatch.canonical import canonical
from socialmatch.leaf import TypeClass
from socialmatch.ledger import log, seals
from socialmatch.ledger.leaf import Leaf
from socialmatch.ledger.sealed import subject_name
from socialmatch.models import Account, AccountKey
from socialmatch.store import accounts, consents, erasure, events, notices, permits, suppressions
from socialmatch.store.engine import sqlite_path

LOWEST, PEOPLE = 4_000_000, 1000
ERASED = AccountKey("default", "crm", str(LOWEST + 734_211))
"""Of the erased, nothing but the form of the id is known: seven digits."""


def ids() -> list[int]:
    """A thousand customers with ids from a range of a million, the erased one among them."""
    others = random.Random(3).sample(range(LOWEST, LOWEST + 1_000_000), PEOPLE)
    return [int(ERASED.account_id), *(number for number in others if number != int(ERASED.account_id))][:PEOPLE]


def candidates(count: int) -> Iterator[AccountKey]:
    """So many ids of the range, the true one first; who is a customer still stands there in plain, and is not tried."""
    numbers = range(LOWEST, LOWEST + 1_000_000)
    drawn = numbers if count >= len(numbers) else random.Random(4).sample(numbers, count)
    yield ERASED
    customers = {*ids()}
    for number in drawn:
        if number not in customers:
            yield AccountKey("default", "crm", str(number))


def fill(at, clock) -> None:
    """A thousand customers who agreed, each with three events; a sealed run; one of them has withdrawn, too."""
    people = [AccountKey("default", "crm", str(number)) for number in ids()]
    with at.store.write("default", OFFICER, "import") as session:
        accounts.put(session, [Account(one.account_id) for one in people])
        consents.record_many(session, [(grant(one), consents.NO_TERMS) for one in people])
        drafts = [events.Draft(TypeClass.IDENTITY, "came", (one,)) for one in people]
        events.append_many(session, [*drafts, *drafts])
        seals.enrol_waiting(session)
    with at.store.write("default", OFFICER, "run") as session:
        permitted, _ = permits.permitted_set(session, "support")
        seals.seal(session, permitted, "nightly-1")


@pytest.fixture
def filled(copy_of):
    """A copy of what was so filled."""
    return copy_of(fill)


def stored(store, bundle: Path) -> tuple[set[bytes], bytes, list[bytes]]:
    """Every value of 8 bytes and more that an attacker sees, everything as one heap of bytes, and the salts."""
    values: set[bytes] = set()
    salts: list[bytes] = []
    heap: list[bytes] = [path.read_bytes() for path in bundle.rglob("*") if path.is_file()]
    metadata = MetaData()
    with store.engine.connect() as connection:
        metadata.reflect(connection)
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                salts += [row["salt"]] if "salt" in row else []
                values.update([Leaf.parse(row["leaf"]).commit] if "leaf" in row else [])
                for value in row.values():
                    raw = value if isinstance(value, bytes) else str(value).encode()
                    heap.append(raw)
                    values.add(raw)
                    if isinstance(value, int):
                        values.add(value.to_bytes(8, "big", signed=True))
                    # refs and labels stand side by side in some values
                    for size in (16, 32):
                        if isinstance(value, bytes) and len(value) % size == 0:
                            values.update(value[at : at + size] for at in range(0, len(value), size))
    path = sqlite_path(store.engine)
    if path is not None:
        heap += [file.read_bytes() for file in path.parent.glob(f"{path.name}*")]
    for text in re.findall(rb'"([A-Za-z0-9+/]{43}=)"', b"".join(heap)):
        values.add(b64decode(text))
    return {value for value in values if len(value) >= 8}, b"\n".join(heap), salts


def spellings(one: AccountKey) -> list[bytes]:
    """The ways an id, or its subject, can be written."""
    number, name = one.account_id.encode(), subject_name(one).encode()
    return [number, name, b"account\0" + name, canonical(["account", "crm", one.account_id]), b"account:" + number]


def guesses(one: AccountKey, keys: Iterable[bytes]) -> Iterator[bytes]:
    """What would be stored of an id, had it been hashed without a key, or with one of these."""
    for text in spellings(one):
        for digest in (sha256(text).digest(), sha1(text).digest(), md5(text).digest(), blake2b(text).digest()):
            yield digest
            yield digest[:16]
        yield blake2b(text, digest_size=16).digest()
        yield blake2b(text, digest_size=32).digest()
        for key in keys:
            made = hmac.digest(key, text, "sha256")
            yield made
            yield made[:16]


def payloads(one: AccountKey) -> list[bytes]:
    """The erased events word for word, but for who: the attacker knows everything else."""
    shared = {"actor": {"id": OFFICER.id, "kind": "officer"}, "reason": "import", "v": 1}
    subjects = [["account", "crm", one.account_id]]
    return [canonical({**shared, "data": {}, "kind": "came", "subjects": subjects})]


def search(values: set[bytes], heap: bytes, count: int, salts: list[bytes], salted: int) -> list[str]:
    """Which candidates the attacker finds, and where.

    For the first of them, salts that are left are tried on what was said of them, and for a few whatever looks like
    a key is tried on all their names.
    """
    found = []
    keys = [b"default", b"crm", bytes(32), b"socialmatch"]
    commits = {value for value in values if len(value) == 32}
    keylike = [value for value in values if len(value) in (16, 32)]
    for number, one in enumerate(candidates(count)):
        if any(guess in values for guess in guesses(one, keys)):
            found.append(f"digest {one.account_id}")
        if number < salted:
            tried = (hmac.digest(salt, payload, "sha256") for payload in payloads(one) for salt in salts)
            if any(made in commits for made in tried):
                found.append(f"commitment {one.account_id}")
        if number < salted // 20:
            made = {hmac.digest(key, text, "sha256") for key in keylike for text in spellings(one)}
            if values & (made | {digest[:16] for digest in made}):
                found.append(f"keyed digest {one.account_id}")
    if ERASED.account_id.encode() in heap:
        found.append("in plain")
    return found


@pytest.mark.parametrize(
    ("count", "salted"), [(2_000, 40), pytest.param(1_000_000, 2_000, marks=pytest.mark.slow)], ids=["2000", "10^6"]
)
def test_nobody_finds_out_who_was_erased(filled, signing, tmp_path, count, salted):
    store = filled.store
    log.catch_up(store, "default")
    with store.read("default") as session:
        note, made = sign(session, signing)
        leaves = list(events.leaves(session))
        theirs = events.about(session, ERASED)
        proved = {*range(0, made.size, 10), *(event.seq for event in theirs)}
        proofs = {index: log.prove(session, index, note, made.size) for index in proved}
        theirs_commits = {Leaf.parse(event.leaf).commit for event in theirs}
    assert len(theirs) == 3
    with store.write("default", OFFICER, "request") as session:
        suppressions.put(session, ERASED)
        erasure.erase(session, ERASED, basis="request")
    export(store, signing, tmp_path / "bundle", Wanted(runs=("nightly-1",)), actor=OFFICER, reason="test")

    for index, proof in proofs.items():
        proof.verify(leaves[index], [signing.key.verifier])
    with store.read("default") as session:
        assert log.check(session) == log.root(session)
        assert [event.seq for event in events.walk(session) if event.erased] == [event.seq for event in theirs]

    values, heap, salts = stored(store, tmp_path / "bundle")
    assert theirs_commits <= values  # the leaves are there, and say nothing
    assert search(values, heap, count, salts, salted) == []

    # The attacker's tools work: what is not erased is found by whoever has the key, or by its plain id.
    with store.read("default") as session:
        kept = AccountKey("default", "crm", str(ids()[1]))
        assert session.ref(kept) in values
        assert kept.account_id.encode() in heap
        assert KEYS.refs.subject(ERASED) not in values
        assert KEYS.refs.mark(ERASED, "match") in values  # the keyed mark stays, and needs the key
        event = events.about(session, kept)[-1]
        assert event.salt in values
        assert hmac.digest(event.salt, payloads(kept)[0], "sha256") in values


def test_two_events_of_an_erased_person_have_nothing_in_common(filled):
    with filled.store.read("default") as session:
        theirs = [Leaf.parse(event.leaf) for event in events.about(session, ERASED)]
    with filled.store.write("default", OFFICER, "request") as session:
        erasure.erase(session, ERASED, basis="request")
    with filled.store.read("default") as session:
        rest = [Leaf.parse(leaf) for leaf in events.leaves(session)]
    assert len({leaf.commit for leaf in rest}) == len(rest)
    for one in theirs:
        same = [leaf for leaf in rest if leaf.type_class is one.type_class and leaf.recorded_at == one.recorded_at]
        assert len(same) >= PEOPLE  # class and moment are shared with a thousand others


def test_leaves_hold_five_fields_and_no_pseudonym(filled):
    """Requirement A8: the schema of a leaf, over everything that was logged."""
    fields = re.compile(rb'\{"commit":"[^"]{44}","recorded_at":\d+,"seq":\d+,"type-class":"[a-z]+","v":1\}')
    with filled.store.read("default") as session:
        assert all(fields.fullmatch(leaf) for leaf in events.leaves(session))


def test_a_notice_and_a_later_person_are_untouched(filled):
    with filled.store.write("default", OFFICER, "request") as session:
        erasure.erase(session, ERASED, basis="request")
        accounts.put(session, [Account(ERASED.account_id)])
        consents.record(session, grant(ERASED))
        assert seals.enrol(session, [ERASED]) == 1
    with filled.store.read("default") as session:
        assert [event.kind for event in events.about(session, ERASED)] == ["given"]
        assert notices.get(session, NOTICE.version) == NOTICE
