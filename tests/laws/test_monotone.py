"""Agreement never lowers a weight: what the profile adds about its true account is no evidence against it."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from people import permit_all
from socialmatch.demo.files import copy_data
from socialmatch.files import Rejected, read_accounts, read_profiles
from socialmatch.matching.counts import Counts
from socialmatch.matching.model import Model
from socialmatch.matching.normalize import AccountFeatures, account_features, profile_features
from socialmatch.models import Account, Profile, ProfileKey

SLACK, WORST, FEW = 2_000, 8_000, 0.10
"""An agreement may cost ``SLACK`` millibits, what a repeated name is worth; in ``FEW`` cases more, where another
population, or a handle on file, explains the whole better; and never more than ``WORST``."""


@cache
def true_pairs() -> tuple[Model, list[tuple[Account, AccountFeatures, Profile]]]:
    """Two hundred profiles of the demo with their accounts."""
    ids: dict[str, ProfileKey] = {}
    with Rejected() as rejected, tempfile.TemporaryDirectory() as folder:
        files = copy_data(Path(folder))
        accounts = {a.account_id: a for a in read_accounts(files.accounts, rejected=rejected)}
        profiles = {p.key: p for p in read_profiles(files.profiles, rejected=rejected, profile_ids=ids)}
        with files.truth.open(encoding="utf-8", newline="") as file:
            truth = [(ids.get(r["profile_id"]), r["account_id"]) for r in csv.DictReader(file)]
    features = {i: account_features(a) for i, a in accounts.items()}
    pairs = [(accounts[i], features[i], profiles[k]) for k, i in truth if k in profiles and i in accounts]
    return Model(Counts.over(features.values())), [p for p in pairs if p[0].given_name and p[0].family_name][:200]


def steps(account: Account, profile: Profile) -> Iterator[tuple[str, Profile, Profile]]:
    """A profile before and after it says one more true thing."""
    given, family = account.given_name, account.family_name
    silent = replace(profile, display_name="")
    said = {name: replace(profile, display_name=name) for name in (given, family, f"{given} {family}")}
    short = replace(profile, display_name=f"{given} {family[:1]}.")
    letters = replace(profile, display_name=f"{given[:1]} {family[:1]}")
    for name, after in said.items():
        yield "name", silent, after
        yield "again", after, replace(after, display_name=f"{name} {name}")
    yield "initials", silent, letters
    yield "short", silent, short
    yield "short to full", short, said[f"{given} {family}"]
    yield "initials to full", letters, said[f"{given} {family}"]
    if account.emails:
        yield "mail", replace(profile, public_emails=()), replace(profile, public_emails=account.emails[:1])
    if account.city:
        yield "city", replace(profile, location=""), replace(profile, location=account.city)
        there = f"{account.city}, {account.country}"
        yield "city and country", replace(profile, location=""), replace(profile, location=there)


@pytest.mark.parametrize(
    "kind",
    ["name", "again", "initials", "short", "short to full", "initials to full", "mail", "city", "city and country"],
)
def test_agreement_never_lowers_a_weight(kind: str) -> None:
    model, pairs = true_pairs()
    fallen = []
    for account, features, profile in pairs:
        permitted = permit_all(account.key, profile.key)
        for step, before, after in steps(account, profile):
            if step == kind:
                weights = [
                    model.weigh(permitted, features, model.read(profile_features(p)))[0] for p in (before, after)
                ]
                fallen.append(weights[0] - weights[1])
    assert fallen
    assert sum(fall > SLACK for fall in fallen) <= FEW * len(fallen)
    assert max(fallen) <= WORST
