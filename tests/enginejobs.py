"""Jobs for the tests of the engines: invented worlds, and files that every engine is given alike."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from hypothesis import strategies as st

import people
from shared import CONGRESS
from socialmatch.consent.permits import permitted_set
from socialmatch.engines.base import Job
from socialmatch.link import link_files
from socialmatch.matching.counts import Counts
from socialmatch.matching.decide import Thresholds
from socialmatch.matching.model import Model, Parameters
from socialmatch.matching.normalize import account_features, profile_features
from socialmatch.models import Account

# A small alphabet, so that values meet; and what is hard to carry: a lone surrogate, NUL, other scripts.
names = st.sampled_from(
    ("Anna", "Anne", "José", "Li", "Valasek", "Müller", "Smith", "O'Neil", "佐々木", "x\ud800y", "a\0b", "")
)
accounts_of = st.builds(
    lambda number, given, family, mail, phone, country: Account(
        f"H{number}",
        given_name=given,
        family_name=family,
        emails=(f"{mail}@example.com",) if mail else (),
        phones=(f"+1202555{phone:04}",) if phone else (),
        country=country,
    ),
    st.integers(0, 30),
    names,
    names,
    st.sampled_from(("", "office", "anna")),
    st.sampled_from((0, 199)),
    st.sampled_from(("DE", "US", "")),
)
profiles_of = st.builds(
    lambda number, handle, name, mail: people.x_profile(
        handle, user_id=str(number), display_name=name, public_emails=(f"{mail}@example.com",) if mail else ()
    ),
    st.integers(0, 30),
    st.builds("{}{}{}".format, st.sampled_from(("", "rep", "the_")), names, st.sampled_from(("", "42"))),
    st.builds("{} {}".format, names, names),
    st.sampled_from(("", "office")),
)


def job(accounts, profiles, agreed=None, **parameters) -> Job:
    """A job over people of whom some agreed; the model counts everybody."""
    features = [account_features(account) for account in accounts]
    agreed = [one.key for one in (*accounts, *profiles)] if agreed is None else agreed
    permitted, _ = permitted_set([people.grant(key) for key in agreed], purpose="support", as_of=people.NOW)
    return Job(
        permitted=permitted,
        accounts=features,
        profiles=[profile_features(profile) for profile in profiles],
        model=Model(Counts.over(features), Parameters(**parameters)),
        thresholds=Thresholds(),
        top=3,
    )


def crowded() -> Job:
    profiles = [
        people.x_profile(f"{given}{family}".lower(), user_id=f"{given}{family}", display_name=f"{given} {family}")
        for given, _ in people.FILLER[:8]
        for _, family in people.FILLER[:5]
    ]
    return job(people.crowd(), profiles)


def written(
    folder: Path, files, as_of: datetime, engines: Sequence[str] = ("python", "duckdb"), **options
) -> dict[str, tuple[bytes, dict]]:
    """What each engine writes, and what it counted."""
    found = {}
    for name in engines:
        out = folder / f"{name}.csv"
        accounts, profiles, consents = files
        summary = link_files(accounts, profiles, out, consents=consents, as_of=as_of, engine_name=name, **options)
        counted = summary.to_json()
        for varying in ("seconds", "peak_rss_mb", "engine"):
            del counted[varying]
        found[name] = out.read_bytes(), counted
    return found


def congress(folder: Path, most: int) -> tuple[Path, Path, Path]:
    """People in public office, all of whom are taken to agree; the first so many of either side."""
    accounts = first(CONGRESS / "accounts.csv", most, folder / "accounts.csv")
    profiles = first(CONGRESS / "profiles.csv", most, folder / "profiles.csv")
    consents = folder / "consents.csv"
    with consents.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ("subject", "purpose", "status", "notice_version", "method", "recorded_at", "valid_until", "evidence")
        )
        for path, column, kind in ((accounts, "account_id", "account"), (profiles, "profile_id", "profile_id")):
            with path.open(encoding="utf-8", newline="") as rows:
                for row in csv.DictReader(rows):
                    said = ("support", "given", "v1", "form", "2026-09-01", "2027-09-01", "f")
                    writer.writerow((f"{kind}:{row[column]}", *said))
    return accounts, profiles, consents


def first(path: Path, most: int, to: Path | None = None) -> Path:
    """A file with the first rows of another."""
    to = to or path.with_name(f"first_{path.name}")
    with path.open(encoding="utf-8", newline="") as given_rows, to.open("w", encoding="utf-8", newline="") as file:
        reader = csv.reader(given_rows)
        writer = csv.writer(file)
        for number, row in enumerate(reader):
            if number > most:
                break
            writer.writerow(row)
    return to
