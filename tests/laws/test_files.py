"""Laws of interchange files: what is written is read, in any order and format, and no bytes do harm."""

from __future__ import annotations

import csv
import gzip
import io
import random
import tempfile
from collections import Counter
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from socialmatch.errors import FileError
from socialmatch.files import format_subject, write_csv
from socialmatch.files.columns import ACCOUNTS, PROFILES
from socialmatch.files.doubts import meanings, reached
from socialmatch.files.identity import Identities
from socialmatch.files.remains import is_lost
from socialmatch.handles.address import visible
from socialmatch.models import Account, AccountKey, Profile, ProfileKey
from socialmatch.moments import format_moment
from tables import FORMATS, accounts_of, consents_of, listed, profiles_of, table_bytes, write_table

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
filled = words.filter(lambda text: text.strip() != "")
items = st.lists(words.map(lambda text: text.replace(";", "").strip()).filter(bool), max_size=3, unique=True).map(tuple)
moments = st.integers(0, 4_000_000_000_000).map(
    lambda ms: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)


def values(kind: type[Account | Profile], **known: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Any account or profile that a file can hold."""
    strategies = {
        field.name: items if field.type == "tuple[str, ...]" else words
        for field in fields(kind)
        if field.name not in {"tenant", "crm"}
    }
    return st.builds(kind, **{**strategies, **known})


accounts = values(
    Account,
    account_id=filled,
    birthday=st.one_of(st.just(""), st.dates().map(lambda day: day.isoformat())),
    birth_year=st.one_of(st.none(), st.integers(1, 9999)),
    updated_at=st.one_of(st.none(), moments),
)
profiles = values(
    Profile,
    platform=st.sampled_from(["x", "line", "mastodon"]),
    user_id=filled.filter(lambda text: not text.startswith("~handle:")),
    handle=st.from_regex(r"[a-z][a-z0-9_]{0,14}", fullmatch=True),
    first_seen=st.one_of(st.none(), moments),
    last_seen=st.one_of(st.none(), moments),
)


def as_row(value: Account | Profile) -> dict[str, Any]:
    """A value as a row of its table."""
    row = {}
    for field in fields(value):
        cell = getattr(value, field.name)
        if isinstance(cell, datetime):
            cell = format_moment(cell)
        elif isinstance(cell, tuple):
            cell = list(cell)
        elif isinstance(cell, int):
            cell = f"{cell:04}"
        if cell and field.name not in {"tenant", "crm"}:
            row[field.name] = cell
    return row


def distinct(found: list[Any], key: str) -> list[Any]:
    return list({getattr(value, key): value for value in found}.values())


@settings(max_examples=40, deadline=None)
@given(st.lists(accounts, max_size=4), st.sampled_from(FORMATS))
def test_accounts_that_are_written_are_read(written: list[Account], suffix: str) -> None:
    written = distinct(written, "account_id") or [Account("A1")]
    with tempfile.TemporaryDirectory() as folder:
        path = write_table(Path(folder) / f"a{suffix}", ACCOUNTS.names, [as_row(value) for value in written])
        read, rejected = accounts_of(path)
    assert read == written
    assert (rejected.rows, rejected.warnings) == (0, [])


@settings(max_examples=40, deadline=None)
@given(st.lists(profiles, max_size=4), st.sampled_from(FORMATS))
def test_profiles_that_are_written_are_read(written: list[Profile], suffix: str) -> None:
    written = distinct(written, "key") or [Profile("x", "17")]
    written = [replace(value, profile_id=f"P{i}") for i, value in enumerate(written)]
    ids: dict[str, ProfileKey] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = write_table(Path(folder) / f"p{suffix}", PROFILES.names, [as_row(value) for value in written])
        read, rejected = profiles_of(path, profile_ids=ids)
    assert read == written
    assert ids == {value.profile_id: value.key for value in written}
    assert (rejected.rows, rejected.warnings) == (0, [])


few = st.sampled_from
crowded_accounts = st.fixed_dictionaries(
    {
        "account_id": few(["A1", "A2", "A3", ""]),
        "city": few(["Bonn", "Ulm"]),
        "updated_at": few(["", "2025", "2026-01-01", "2026-02-01"]),
    }
)
crowded_profiles = st.fixed_dictionaries(
    {
        "platform": few(["x", "twitter", "nosuch"]),
        "user_id": few(["1", "2", ""]),
        "handle": few(["anna", "Anna", ""]),
        "profile_id": few(["", "P1", "P2", "P3"]),
        "last_seen": few(["", "2026-01-01"]),
    }
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(crowded_accounts, max_size=8), st.lists(crowded_profiles, max_size=8), st.randoms(use_true_random=False)
)
def test_the_order_of_rows_changes_nothing(
    account_rows: list[dict[str, str]], profile_rows: list[dict[str, str]], shuffle: random.Random
) -> None:
    def outcome(one: list[dict[str, str]], other: list[dict[str, str]]) -> tuple[Any, ...]:
        ids: dict[str, ProfileKey] = {}
        with tempfile.TemporaryDirectory() as folder:
            a = write_table(Path(folder) / "a.csv", list(ACCOUNTS.names), one)
            p = write_table(Path(folder) / "p.csv", list(PROFILES.names), other)
            found, refused = accounts_of(a)
            faces, set_aside = profiles_of(p, profile_ids=ids)
        assert len(found) + refused.rows == len(one)
        assert len(faces) + set_aside.rows == len(other)
        assert len({account.key for account in found}) == len(found)
        assert len({profile.key for profile in faces}) == len(faces)
        assert all(ids[profile.profile_id] == profile.key for profile in faces if profile.profile_id)
        return Counter(found), Counter(faces), ids, refused.reasons, set_aside.reasons, refused.values

    shuffled = [shuffle.sample(rows, len(rows)) for rows in (account_rows, profile_rows)]
    assert outcome(account_rows, profile_rows) == outcome(*shuffled)


CSV_PIECES = [
    b"account_id,city\n",
    b"platform,user_id\n",
    b"A1,Bonn\n",
    b'"',
    b'""',
    b",",
    b"\r",
    b"\n",
    b"\0",
    b"\xff",
    b"x",
]
JSON_PIECES = [
    b'{"account_id": "A2"}\n',
    b'{"account_id": ',
    b"[" * 3000,
    b"\\ud800",
    b"1" * 5000,
    b"\xef\xbb\xbf",
    b"PAR1",
]
hostile = st.one_of(
    st.binary(max_size=60),
    st.lists(st.sampled_from([*CSV_PIECES, *JSON_PIECES]), max_size=12).map(b"".join),
)


@settings(max_examples=300, deadline=None)
@given(hostile, st.sampled_from(FORMATS), st.booleans())
@example(b"account_id\n" + b'"' * 9, ".csv", False)
def test_any_bytes_give_values_rejected_rows_or_our_own_error(content: bytes, suffix: str, packed: bool) -> None:
    if suffix.endswith(".gz") and packed:
        content = gzip.compress(content, 1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(content)
        for read in (accounts_of, profiles_of, consents_of):
            try:
                found, rejected = read(path)
            except FileError as error:
                assert error.code
                assert str(path) in str(error)
            else:
                assert len(listed(rejected, Path(folder))) == rejected.rows
                assert all(isinstance(value.account_id, str) for value in found if isinstance(value, Account))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 400), st.integers(0, 255), st.integers(0, 30))
def test_a_damaged_parquet_file_gives_values_or_our_own_error(place: int, byte: int, cut: int) -> None:
    content = bytearray(table_bytes(["account_id", "city"], [{"account_id": "A1", "city": "Bonn"}], ".parquet"))
    content[place % len(content)] = byte
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "accounts.parquet"
        path.write_bytes(content[: len(content) - cut] if cut > 20 else content)
        try:
            accounts_of(path)
        except FileError as error:
            assert error.code


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.text(st.sampled_from('a,"\n\r ;é'), max_size=5), min_size=3, max_size=3), max_size=5))
def test_what_write_csv_writes_is_what_any_csv_reader_reads(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.csv"
        write_csv(path, ["a", "b", "c"], rows)
        text = path.read_bytes().decode()
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == [["a", "b", "c"], *rows]


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('A1,"\n\r'), max_size=40))
def test_csv_is_read_as_the_csv_module_reads_it(text: str) -> None:
    """Wherever the csv module finds no fault in the whole file, we find the same cells in the same rows."""
    text = "account_id,city\n" + text
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline="\n"), strict=True) if row][1:]
    except csv.Error:
        return
    expected = [(row[0], row[1]) for row in rows if len(row) == 2 and row[0].strip()]
    counts = Counter(expected_id for expected_id, _ in expected)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "accounts.csv"
        path.write_bytes(text.encode())
        found, rejected = accounts_of(path)
    once = [(one, city) for one, city in expected if counts[one] == 1]
    assert [(a.account_id, a.city) for a in found if counts[a.account_id] == 1] == once
    assert len(found) + rejected.rows == len(rows)


keys = st.one_of(
    st.builds(AccountKey, st.just("brand"), st.just("desk"), filled),
    st.builds(
        ProfileKey,
        st.just("brand"),
        st.sampled_from(["x", "line", "mastodon"]),
        st.one_of(words, st.text(st.sampled_from("%:235aA "), max_size=6)),
        filled.filter(lambda text: not text.startswith("~handle:")),
    ),
    st.builds(
        ProfileKey,
        st.just("brand"),
        st.just("x"),
        st.just(""),
        st.from_regex(r"~handle:h[0-9_]{1,14}", fullmatch=True),
    ),
)


@given(keys)
@example(ProfileKey("brand", "x", "pg%3A1", "77"))
@example(AccountKey("brand", "desk", " C1 "))
def test_a_subject_that_is_formatted_is_read(key: AccountKey | ProfileKey) -> None:
    assert Identities("brand", "desk").subject(format_subject(key)) == key


@given(keys, keys)
@example(ProfileKey("brand", "x", "pg%3A1", "77"), ProfileKey("brand", "x", "pg:1", "77"))
@example(AccountKey("brand", "desk", "C1"), AccountKey("brand", "desk", "C1 "))
def test_no_two_subjects_have_one_text(one: AccountKey | ProfileKey, other: AccountKey | ProfileKey) -> None:
    assert (format_subject(one) == format_subject(other)) is (one == other)


@given(keys)
def test_what_is_formatted_may_mean_itself(key: AccountKey | ProfileKey) -> None:
    """A "no" about somebody always reaches them, even where its row cannot be read."""
    rows: dict[str, list[Any]] = {"accounts": [], "profiles": []}
    if isinstance(key, AccountKey):
        rows["accounts"].append(Account(key.account_id, key.crm, key.tenant))
    else:
        rows["profiles"].append(Profile(key.platform, key.user_id, key.scope, key.tenant))
    text = format_subject(key)
    if meanings(text):
        assert reached({text: "said"}, **rows, named=()) == {key: "said"}
    else:  # then whoever hears it has to stop
        assert visible(text.partition(":")[2].rpartition(":")[2]) == "" or is_lost(text)
