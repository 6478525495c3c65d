"""What the demo's second part plays on: a store in the demo's folder, its brand, its clock, and who is in the lead."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import URL

from socialmatch.accounts import Destination, Imported, import_consents
from socialmatch.client import SocialMatch
from socialmatch.config import Brand, Config, Crm, Policy, generate_secrets, load_secrets
from socialmatch.consent.notices import read_notice
from socialmatch.crm.base import CrmAdapter
from socialmatch.crm.configured import open_configured
from socialmatch.crm.runtime import Runtime
from socialmatch.demo.files import AS_OF, BRAND, OWN_HANDLES, DemoFiles
from socialmatch.files import Rejected, read_profiles
from socialmatch.journeys.steps import Installation
from socialmatch.journeys.verbs import revoke_in
from socialmatch.models import DEFAULT_CRM, DEFAULT_TENANT, Actor, ActorKind, Decision, Notice, Profile, Proposal
from socialmatch.store import migrate
from socialmatch.store.journal import SUFFIX
from socialmatch.sync import deliver

STORE: Final = "demo.db"
SECRETS: Final = "demo.secrets"
LINKS: Final = "accounts.links.csv"
"""Where the CRM of the demo, which is a file, keeps the links it is told of."""

OPERATOR: Final = Actor(ActorKind.JOB, "demo")
_OPENING: Final = timedelta(hours=9)
_VERSIONS: Final = ("2025-11", "2026-05")
"""Of the notice, as ``consents.csv`` names them."""
_NOTICE: Final[Mapping[str, object]] = {
    "notice_id": "tannwick-handles",
    "language": "en",
    "text": f"If you agree, {BRAND} notes that this profile is yours. When you write to us from it, we see your "
    "customer record and can help you at once. You can end this at any time, and nothing else of yours changes.",
    "purposes": {"support": "we see your orders when you write to us", "marketing": "we tell you what is new"},
    "legal_basis": "consent",
    "controller": f"{BRAND} Ltd, 1 Example Street, Exampletown",
    "contact": "privacy@tannwick.example",
    "recipients": ["our customer records"],
    "retention": "until you withdraw",
    "valid_days": 730,
    "withdrawal": "write STOP",
    "rights": "https://tannwick.example/privacy",
    "authority": "the data protection authority of Exampletown",
    "jurisdiction": "EU",
    "material": True,
}


class Calendar:
    """The demo's clock: it stands still until the story goes on."""

    def __init__(self, begin: datetime) -> None:
        self.now = begin

    def __call__(self) -> datetime:
        return self.now

    def minutes_later(self, minutes: int) -> None:
        """Let some minutes pass."""
        self.now += timedelta(minutes=minutes)

    def turn_to(self, day: datetime) -> None:
        """Go on in the morning of a day."""
        self.now = day + _OPENING


@dataclass(frozen=True, slots=True)
class Lead:
    """Whom the story follows.

    Attributes
    ----------
    profile, later: as seen at first, and a month later under another handle. newcomer: who has the first one then.
    """

    profile: Profile
    later: Profile
    newcomer: Profile


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything a scene is handed.

    Attributes
    ----------
    sm: the installation. clock: its clock. crm: the CRM, a file beside the accounts. files: what came from outside.
    """

    sm: SocialMatch
    clock: Calendar
    crm: CrmAdapter
    files: DemoFiles
    lead: Lead
    installation: Installation = field(repr=False)

    def import_consents(self) -> Imported:
        """Take the consents of the file, as the command does."""
        at = self.installation
        to = Destination(store=at.store, tenant=at.tenant, policy=at.policy, actor=OPERATOR, reason="import")
        with Rejected() as rejected:
            return import_consents(to, self.files.consents, rejected=rejected, withdraw=partial(revoke_in, at))

    def sync(self) -> None:
        """Tell the CRM what it is to be told."""
        deliver(self.sm.store, self.sm.tenant, {self.crm.name: self.crm})

    def mentions(self, text: str) -> list[str]:
        """The files of the store and of the CRM's links in which a text stands, byte for byte."""
        found = [*_kept(self.files.accounts.parent), self.files.accounts.with_name(LINKS)]
        return sorted(path.name for path in found if path.exists() and text.encode() in path.read_bytes())


def made(directory: Path) -> list[Path]:
    """What :func:`set_up` leaves in the demo's folder."""
    return [directory / STORE, directory / (STORE + SUFFIX), directory / SECRETS, directory / LINKS]


@contextmanager
def set_up(files: DemoFiles, lead: Lead) -> Iterator[Stage]:
    """A fresh store beside the files, with the notice registered and nobody in it.

    The codes in it are the same in every run, because the page has to be; its secrets are not. A store that an
    earlier run of the demo left is replaced.
    """
    directory = files.accounts.parent
    _clear(directory)
    url = URL.create("sqlite", database=str(directory / STORE)).render_as_string()
    secrets_file = directory / SECRETS
    secrets = load_secrets(secrets_file, {}) if secrets_file.exists() else generate_secrets(secrets_file, os.urandom)
    config = Config(
        policy=Policy(own_handles=OWN_HANDLES),
        brand=Brand(name=BRAND),
        crm={DEFAULT_CRM: Crm(address=f"csv:{files.accounts}")},
    )
    clock = Calendar(AS_OF + _OPENING)
    migrate(url)
    randbytes = random.Random(BRAND).randbytes  # noqa: S311 - the same codes every time; for invented people only
    with SocialMatch(url, config=config, secrets=secrets, clock=clock, randbytes=randbytes) as sm:
        for version in _VERSIONS:
            sm.register_notice(_notice(version))
        at = Installation(sm.store, DEFAULT_TENANT, config, secrets)
        with open_configured(DEFAULT_CRM, config.crm, {}, runtime=Runtime(clock=clock)) as crm:
            yield Stage(sm, clock, crm, files, lead, at)


def choose_lead(outcomes: Iterable[Sequence[Proposal]], profiles: Iterable[Profile], files: DemoFiles) -> Lead:
    """Somebody who is matched now, has another handle a month later, and whose first one somebody else has by then.

    Parameters
    ----------
    outcomes: proposals of the profiles, best first. profiles: as they are seen now.
    """
    with Rejected() as rejected:
        seen = list(read_profiles(files.profiles_later, rejected=rejected))
    later = {profile.key: profile for profile in seen}
    holders = {(profile.platform, profile.scope, profile.handle): profile for profile in seen}
    matched = {outcome[0].profile for outcome in outcomes if outcome[0].decision is Decision.MATCH}
    found = []
    for profile in profiles:
        now = later.get(profile.key)
        newcomer = holders.get((profile.platform, profile.scope, profile.handle))
        if profile.key in matched and now is not None and newcomer is not None and newcomer.key != profile.key:
            found.append(Lead(profile, now, newcomer))
    return min(found, key=lambda lead: lead.profile.profile_id)


def _kept(directory: Path) -> list[Path]:
    """The files of the store and of its withdrawal journal."""
    return [path for found in directory.glob(f"{STORE}*") for path in (found.iterdir() if found.is_dir() else (found,))]


def _clear(directory: Path) -> None:
    for path in (*_kept(directory), directory / LINKS):
        with suppress(FileNotFoundError):
            path.unlink()


def _notice(version: str) -> Notice:
    return read_notice({**_NOTICE, "version": version})
