"""Real renames and recycled handles, replayed in the order of their dates."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import UTC, datetime

import pytest

import imports
import linked
from processes import OFFICER
from shared import CONGRESS, needs_congress
from socialmatch.accounts.profiles import take_profiles
from socialmatch.config import Policy
from socialmatch.errors import ConsentMissing
from socialmatch.files import canonical_platform
from socialmatch.handles.parse import fold
from socialmatch.lookup import propose_live
from socialmatch.models import Account, AccountKey, Assurance, Profile, ProfileKey
from socialmatch.store import accounts, events, links, profiles

pytestmark = needs_congress


def rows(name: str) -> list[dict[str, str]]:
    with (CONGRESS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def take(store, *seen: Profile) -> None:
    with store.write("default", OFFICER, "replay") as session:
        take_profiles(session, seen, 1, is_ours=lambda profile: False, keep_until=None)


def link(store, profile: Profile, account_id: str, assurance: Assurance = Assurance.L2) -> None:
    with store.write("default", OFFICER, "replay") as session:
        accounts.put(session, [Account(account_id)])
    linked.link(store, AccountKey("default", "crm", account_id), profile.key, assurance=assurance)


def _folded(row: dict[str, str], column: str) -> str:
    return fold(canonical_platform(row["platform"]), row[column])


def test_every_rename_follows_its_id(store):
    renames = sorted(rows("renames.csv"), key=lambda row: row["date"])
    assert len(renames) == 63
    linked_to: dict[ProfileKey, str] = {}
    for row in renames:
        platform = canonical_platform(row["platform"])
        first, last = day(row["old_first_seen"]), day(row["old_last_seen"])
        before = Profile(platform, row["user_id"], handle=row["old_handle"], first_seen=first, last_seen=last)
        if before.key not in linked_to:
            take(store, before)
            link(store, before, row["account_id"])
            linked_to[before.key] = row["account_id"]
        take(store, Profile(platform, row["user_id"], handle=row["new_handle"], last_seen=day(row["date"])))
    last_handle = {(canonical_platform(row["platform"]), row["user_id"]): row["new_handle"] for row in renames}
    with store.read("default") as session:
        for key, account_id in linked_to.items():
            live = links.live(session, key)
            assert live is not None
            assert live.account.account_id == account_id
            assert profiles.get(session, key).profile.handle == last_handle[key.platform, key.user_id]
        renamed = [event for event in events.walk(session) if event.kind == "renamed"]
    # One of them only drops a full stop, which Facebook does not count: another spelling of the same handle.
    spelled = [row for row in renames if _folded(row, "old_handle") == _folded(row, "new_handle")]
    assert (len(renamed), len(spelled)) == (62, 1)


def test_no_recycled_handle_inherits_anything(store):
    """By id and by handle alone: whoever comes second under a handle has no link and is not scored."""
    by_handle: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in sorted(rows("recycled.csv"), key=lambda row: (row["last_seen"], row["first_seen"])):
        by_handle[canonical_platform(row["platform"]), row["key"]].append(row)
    inherited = 0
    for (platform, handle), owners in by_handle.items():
        alone = Profile(
            platform,
            f"~handle:{fold(platform, handle)}",
            handle=owners[0]["handle"],
            first_seen=day(owners[0]["first_seen"]),
            last_seen=day(owners[0]["last_seen"]),
        )
        take(store, alone)
        link(store, alone, owners[0]["account_id"], Assurance.L1)
        with_ids = [row for row in owners if row["user_id"]]
        for number, row in enumerate(with_ids):
            seen = Profile(
                platform,
                row["user_id"],
                handle=row["handle"],
                first_seen=day(row["first_seen"]),
                last_seen=day(row["last_seen"]),
            )
            take(store, seen)
            with store.read("default") as session:
                assert links.of_profile_key(session, seen.key) is None
                with pytest.raises(ConsentMissing):
                    propose_live(session, Policy(), seen, "support")
            if number == 0:
                link(store, seen, row["account_id"])
        if with_ids:
            first = ProfileKey("default", platform, "", with_ids[0]["user_id"])
            assert imports.live_link(store, first).account.account_id == with_ids[0]["account_id"]
        ids = {row["user_id"] for row in with_ids}
        came_later = any(row["first_seen"] > owners[0]["last_seen"] for row in with_ids)
        if len(ids) > 1 or came_later:
            inherited += imports.live_link(store, alone.key) is not None
            assert imports.link_of(store, alone.key).suspended_at is not None
    assert inherited == 0
