"""The shipped data: that it is what the maker makes, that nobody in it is real, and that it holds what it should."""

from __future__ import annotations

import csv
import gzip
import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

import phonenumbers
import pytest

from benchmarks.invented.make import compress, make
from benchmarks.invented.names import Name, is_famous, tables
from socialmatch.consent.permits import permitted_set
from socialmatch.consent.state import Reason
from socialmatch.demo.files import AS_OF, LATER, OWN_HANDLES, PURPOSE, copy_data, read_packed, read_truth
from socialmatch.errors import FileError
from socialmatch.files.readers import read_accounts, read_consents, read_profiles
from socialmatch.files.rejected import Rejected
from socialmatch.handles.brand import BrandHandles
from socialmatch.handles.registry import platform
from socialmatch.models import ProfileKey

NAMES = ("accounts", "profiles", "profiles_later", "consents", "truth")

FICTIONAL = re.compile(
    r"\+1\d{3}55501\d\d"  # US and Canada: 555-0100 to 555-0199
    r"|\+44(7700900\d{3}|2079460\d{3}|1(1[34567]|21|31|41|51|61)4960\d{3}|2920180\d{3})"  # Ofcom
    r"|\+49((3023125|6990009|4066969|2214710|8999998)\d{3}|(176040690|17139200)\d\d)"  # Bundesnetzagentur
    r"|\+33(19900|26191|35301|46571|53649|63998)\d{4}"  # Arcep
    r"|\+46(7017406(0[5-9]|[1-9]\d)|8465004\d\d|3139006\d\d|4062804\d\d)"  # PTS
    r"|\+3532091\d{5}"  # ComReg
    r"|\+61([2378]5550\d{4}|49157\d{4})"  # ACMA; its mobile numbers are single ones, see the next test
)
RESERVED = re.compile(r"[a-z0-9._-]+@(example\.(com|org|net)|([a-z0-9-]+\.)+example)")


@cache
def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(read_packed(f"{name}.csv").decode().splitlines()))


def phones_of(row: dict[str, str]) -> list[str]:
    """An account's numbers in E.164; every one has to be a possible number of its country."""
    country = row["country"]
    regions = {table["name"]: code for code, table in tables("places").items()}
    found = []
    for text in filter(None, row["phones"].split(";")):
        number = phonenumbers.parse(text, regions.get(country, country))
        assert phonenumbers.is_possible_number(number)
        found.append(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return found


# --- made, shipped, copied ------------------------------------------------------------------------


def test_shipped_is_what_the_maker_makes() -> None:
    made = make()
    assert sorted(made) == sorted(f"{name}.csv" for name in NAMES)
    for name, content in made.items():
        assert read_packed(name) == content, f"run python -m benchmarks.invented: {name} is out of date"


def test_maker_repeats_itself_and_another_seed_gives_other_people() -> None:
    small = {"accounts": 60, "profile_count": 150}
    assert make(**small) == make(**small)
    assert make(**small, seed="other")["accounts.csv"] != make(**small)["accounts.csv"]


def test_packed_files_hold_no_time_and_stay_small() -> None:
    folder = resources.files("socialmatch.demo").joinpath("data")
    packed = {name: folder.joinpath(f"{name}.csv.gz").read_bytes() for name in NAMES}
    assert all(content[4:8] == bytes(4) for content in packed.values())
    assert sum(map(len, packed.values())) < 300_000
    assert gzip.decompress(compress(b"x")) == b"x" and compress(b"x") == compress(b"x")


def test_copy_writes_plain_files(tmp_path: Path) -> None:
    files = copy_data(tmp_path / "new" / "folder")
    assert files.accounts.read_bytes() == read_packed("accounts.csv")
    assert {path.name for path in files.accounts.parent.iterdir()} == {f"{name}.csv" for name in NAMES}
    assert copy_data(tmp_path / "new" / "folder") == files


# --- what is in it --------------------------------------------------------------------------------


def test_counts() -> None:
    assert len(rows("accounts")) == 2_000
    assert len(rows("profiles")) == 1_500
    truth = read_truth()
    without = sum(not truth[row["profile_id"]] for row in rows("profiles"))
    assert 480 <= without <= 520


def test_readers_take_every_row_but_consents_without_an_end(tmp_path: Path) -> None:
    files = copy_data(tmp_path)
    ids: dict[str, ProfileKey] = {}
    with Rejected() as rejected:
        accounts = list(read_accounts(files.accounts, rejected=rejected))
        profiles = list(read_profiles(files.profiles, rejected=rejected, profile_ids=ids))
        assert (len(accounts), len(profiles), rejected.rows) == (2_000, 1_500, 0)
        events = list(read_consents(files.consents, rejected=rejected, profile_ids=ids))
        endless = [row for row in rows("consents") if row["status"] == "given" and not row["valid_until"]]
        assert rejected.rows == len(endless) > 0
        assert len(events) == len(rows("consents")) - len(endless)
    permitted, refused = permitted_set(events, purpose=PURPOSE, as_of=AS_OF)
    assert not refused.illegal
    assert 0.5 < len(permitted.accounts) / 2_000 < 0.7
    assert 0.5 < len(permitted.profiles) / 1_500 < 0.7
    reasons = set(refused.tally([*(a.key for a in accounts), *(p.key for p in profiles)]))
    assert reasons == set(Reason) - {Reason.NO_END, Reason.OTHER_NOTICE}
    later, _ = permitted_set(events, purpose=PURPOSE, as_of=LATER)
    assert permitted.accounts - later.accounts and later.accounts - permitted.accounts


def test_seven_in_ten_gave_some_answer() -> None:
    subjects = {row["subject"] for row in rows("consents")}
    accounts = sum(subject.startswith("account:") for subject in subjects)
    assert 0.65 < accounts / 2_000 < 0.78
    assert 0.65 < (len(subjects) - accounts) / 1_500 < 0.78


def test_ids_are_unique_and_every_reference_has_its_row() -> None:
    accounts = [row["account_id"] for row in rows("accounts")]
    profiles = [row["profile_id"] for row in rows("profiles")]
    later = [row["profile_id"] for row in rows("profiles_later")]
    for ids in (accounts, profiles, later, [row["profile_id"] for row in rows("truth")]):
        assert len(ids) == len(set(ids))
    assert {row["profile_id"] for row in rows("truth")} == {*profiles, *later}
    assert {row["account_id"] for row in rows("truth")} <= {"", *accounts}
    keys = {f"profile:{row['platform']}:{row['scope']}:{row['user_id']}" for row in rows("profiles")}
    known = keys | {f"account:{name}" for name in accounts} | {f"profile_id:{name}" for name in profiles}
    assert {row["subject"] for row in rows("consents")} <= known


def test_accounts_do_not_betray_the_truth_by_their_order() -> None:
    truth = read_truth()
    linked = [truth[row["profile_id"]] for row in rows("profiles") if truth[row["profile_id"]]]
    rising = sum(one < other for one, other in pairwise(linked))
    assert 0.4 < rising / len(linked) < 0.6


def test_every_handle_and_id_is_one_of_its_platform() -> None:
    for row in [*rows("profiles"), *rows("profiles_later")]:
        network = platform(row["platform"])
        if row["handle"]:
            assert network.clean(row["handle"])
        if row["user_id"]:
            assert network.clean_id(row["user_id"]) == row["user_id"]
            assert network.clean_scope(row["scope"], row["user_id"]) == row["scope"]
        assert row["first_seen"] <= row["last_seen"]


# --- nobody is real -------------------------------------------------------------------------------


def test_telephone_numbers_are_kept_for_fiction() -> None:
    australian = {number.replace(" ", "") for number in tables("places")["AU"]["mobile"]}
    numbers = [number for row in rows("accounts") for number in phones_of(row)]
    numbers += [row["public_phones"] for row in rows("profiles") if row["public_phones"]]
    assert len(numbers) > 1_000
    for number in numbers:
        assert FICTIONAL.fullmatch(number)
        assert not number.startswith("+614") or number in australian


def test_mail_and_websites_stand_at_reserved_domains() -> None:
    mails = [mail for row in rows("accounts") for mail in row["emails"].split(";") if mail]
    mails += [row["public_emails"] for row in rows("profiles") if row["public_emails"]]
    assert all(RESERVED.fullmatch(mail) for mail in mails)
    sites = [row["websites"] for row in rows("accounts")] + [row["urls"] for row in rows("profiles")]
    assert all(re.fullmatch(r"https://[a-z0-9.-]+\.example", site) for site in sites if site)


def test_famous_names_are_thrown_away_in_any_spelling() -> None:
    omar, family = Name("عمر", ("Omar", "Umar")), Name("الشريف", ("El Sherif", "Al Sharif"))
    assert is_famous(omar, family)
    assert is_famous(Name("Christopher", ("Christopher",), ("Chris",)), Name("Evans", ("Evans",)))
    assert is_famous(Name("Phúc", ("Phúc",)), Name("Xuân", ("Xuân",)), Name("Nguyễn", ("Nguyễn",)))
    assert not is_famous(Name("Philippa", ("Philippa",)), Name("Ormerod", ("Ormerod",)))
    assert not any(
        is_famous(Name(row["given_name"], (row["given_name"],)), Name(row["family_name"], (row["family_name"],)))
        for row in rows("accounts")
        if row["given_name"]
    )


# --- it holds what makes matching hard ---------------------------------------------------------------


def test_many_scripts_and_countries() -> None:
    text = "".join(row["given_name"] + row["family_name"] + row["other_names"] for row in rows("accounts"))
    scripts = Counter(unicodedata.name(letter).split()[0] for letter in text if letter.isalpha())
    wanted = {"LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "CJK", "KATAKANA", "HANGUL", "DEVANAGARI"}
    assert wanted <= scripts.keys()
    assert len({row["country"] for row in rows("accounts")}) > 30


def test_households_namesakes_shared_numbers_and_mailboxes() -> None:
    homes, names, phones, mails = (defaultdict(set) for _ in range(4))
    for row in rows("accounts"):
        if row["street"] and row["family_name"]:
            homes[row["street"], row["postal_code"]].add(row["account_id"])
        names[row["given_name"], row["family_name"]].add((row["street"], row["city"]))
        for number in phones_of(row):
            phones[number].add(row["account_id"])
        for mail in filter(None, row["emails"].split(";")):
            mails[mail].add(row["account_id"])
    assert sum(len(members) > 1 for members in homes.values()) > 100
    assert sum(len(places) > 1 for name, places in names.items() if all(name)) > 30
    assert max(map(len, phones.values())) >= 8
    assert sum(len(holders) > 1 for holders in mails.values()) > 40


def test_handles_change_hands() -> None:
    notes = {row["profile_id"]: row["note"] for row in rows("truth")}
    truth = read_truth()
    holders = defaultdict(list)
    for row in rows("profiles"):
        if row["handle"]:
            holders[row["platform"], row["handle"]].append(row)
    shared = [sorted(pair, key=lambda row: row["first_seen"]) for pair in holders.values() if len(pair) > 1]
    assert len(shared) == 15
    updated = {row["account_id"]: row["updated_at"] for row in rows("accounts")}
    for former, newcomer in shared:
        assert former["user_id"] != newcomer["user_id"]
        assert former["last_seen"] < newcomer["first_seen"]
        assert (notes[former["profile_id"]], notes[newcomer["profile_id"]]) == ("gave up handle", "took over handle")
        assert truth[former["profile_id"]] and not truth[newcomer["profile_id"]]
        assert updated[truth[former["profile_id"]]] < newcomer["first_seen"]
    assert Counter(notes.values())["renamed"] >= 15


def test_a_month_later_ids_keep_and_handles_move() -> None:
    before = {(row["platform"], row["scope"], row["user_id"]): row for row in rows("profiles") if row["user_id"]}
    moved, newcomers = {}, []
    for row in rows("profiles_later"):
        known = before.get((row["platform"], row["scope"], row["user_id"]))
        if known is None:
            newcomers.append(row)
            continue
        assert known["profile_id"] == row["profile_id"]
        if known["handle"] != row["handle"]:
            moved[row["platform"], known["handle"]] = row
    assert len(moved) == 25 and len(newcomers) == 10
    for newcomer in newcomers:
        left = moved[newcomer["platform"], newcomer["handle"]]
        assert left["first_seen"] < newcomer["first_seen"] < f"{LATER:%Y-%m-%d}"


def test_the_brand_is_nobodys_account(tmp_path: Path) -> None:
    own = BrandHandles.from_config({"own": OWN_HANDLES})
    with Rejected() as rejected:
        profiles = list(read_profiles(copy_data(tmp_path).profiles, rejected=rejected))
    ours = [profile for profile in profiles if own.is_ours(profile)]
    assert len(ours) == len(OWN_HANDLES)
    assert not any(read_truth()[profile.profile_id] for profile in ours)


def test_a_tenth_of_the_profiles_show_a_mail() -> None:
    shown = [row for row in rows("profiles") if row["public_emails"]]
    assert 0.08 < len(shown) / 1_500 < 0.13


def test_a_folder_that_cannot_be_made_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileError) as caught:
        copy_data(tmp_path / "file")
    assert caught.value.code == "unwritable"
