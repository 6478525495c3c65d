"""What the executors do with parts of the tables, before anybody is matched: each stage as in ``engines.spark.rows``.

A stage gives its rows, and in the end one row more, in which only ``told`` is filled: what the part has to tell, a
value of :mod:`socialmatch.cluster.told`. Values travel pickled, from these processes to these processes alone.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from socialmatch.cluster.told import Heard, Met, Read, Taken
from socialmatch.consent.permits import PermittedSet, permitted_set
from socialmatch.engines.kernel import ROW_OUT, proposal_of
from socialmatch.engines.spark.rows import Batches, Handed, Stage, batches_of, guarded, rows_of
from socialmatch.errors import RowError
from socialmatch.files.asserted import Inputs, Said
from socialmatch.files.columns import ACCOUNTS, CONSENTS, PROFILES, Columns, Role
from socialmatch.files.doubts import Doubts, reached
from socialmatch.files.duplicates import one_of_each
from socialmatch.files.identity import Identities, format_subject
from socialmatch.files.parquet import batch_rows
from socialmatch.files.remains import Damaged, Remains
from socialmatch.files.sources import Limits
from socialmatch.files.values import to_accounts, to_consents, to_profiles
from socialmatch.files.writers import PROPOSAL_COLUMNS
from socialmatch.handles.brand import BrandHandles
from socialmatch.link import row
from socialmatch.matching.counts import Counts
from socialmatch.matching.normalize import account_features, profile_features
from socialmatch.matching.packing import pack_account, pack_profile
from socialmatch.models import DEFAULT_CRM, DEFAULT_TENANT, Profile, ProfileKey, Subject

PEOPLE: Final = pa.schema([(name, pa.binary()) for name in ("key", "profile_id", "value", "told")])
"""An account or a profile. Without ``value`` it is a profile's row of which only its ids can be read."""
SAID: Final = pa.schema([(name, pa.binary()) for name in ("cells", "profile_id", "told")])
"""A row of the consents, and the ``profile_id`` it names, where it names one."""
EVENTS: Final = pa.schema([(name, pa.binary()) for name in ("subject", "event", "told")])
TOLD: Final = pa.schema([("told", pa.binary())])
FEATURES: Final = pa.schema([(name, pa.binary()) for name in ("packed", "profile_id", "handle", "told")])
"""Who takes part, as features; of a profile also what a proposal repeats of its row."""
_TYPES: Final = {str: pa.string(), int: pa.int64(), float: pa.float64()}
OUT: Final = pa.schema([(name, _TYPES[kind]) for name, kind in PROPOSAL_COLUMNS.items()])

_NO_PATH: Final = Path("consents")


Taking = Callable[[Handed["Rules"]], Stage]


@dataclass(frozen=True, slots=True)
class Asked:
    """What consent is asked for: see :func:`socialmatch.files.asserted.read_inputs`."""

    purpose: str
    purposes: Set[str]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Rules:
    """Who takes part, and how they are made comparable.

    Attributes
    ----------
    inputs: who agreed and why the others do not take part; it holds no rows. own: the brand's handles.
    region: of phone numbers. count_everybody: whether counts are of all accounts, or of those who take part.
    """

    inputs: Inputs = field(repr=False)
    own: tuple[str, ...]
    region: str | None
    count_everybody: bool


# --- reading -------------------------------------------------------------------------------------


@guarded
def read_accounts(batches: Batches) -> Batches:
    """A table of accounts to :data:`PEOPLE`."""
    read = Read()

    def rows() -> Iterator[tuple[Any, ...]]:
        for _, account in to_accounts(_cells(batches, ACCOUNTS, read), DEFAULT_TENANT, DEFAULT_CRM, read):
            yield _key(account.key), None, pickle.dumps(account), None
        yield None, None, None, pickle.dumps(read)

    return batches_of(rows(), PEOPLE)


@guarded
def read_profiles(batches: Batches) -> Batches:
    """A table of profiles to :data:`PEOPLE`."""
    read = Read()
    identities = Identities(DEFAULT_TENANT)
    spoilt: list[tuple[Any, ...]] = []

    def damaged(_: int, remains: Remains, __: bool) -> None:
        # A withdrawal under the profile_id of a row that is set aside is heard all the same.
        parts = [next(iter(remains.get(name, ())), "") for name in ("platform", "scope", "user_id", "handle")]
        profile_id = next(iter(remains.get("profile_id", ())), "")
        try:
            spoilt.append((_key(identities.profile_key(*parts)), _bytes(profile_id), None, None))
        except RowError:
            return

    def rows() -> Iterator[tuple[Any, ...]]:
        for _, profile in to_profiles(_cells(batches, PROFILES, read, damaged), identities, read):
            yield _key(profile.key), _bytes(profile.profile_id), pickle.dumps(profile), None
        yield from spoilt
        yield None, None, None, pickle.dumps(read)

    return batches_of(rows(), PEOPLE)


def one_of(role: Role) -> Stage:
    """:data:`PEOPLE`, those of one key after the other, to :data:`PEOPLE` with each key once."""

    def stage(batches: Batches) -> Batches:
        read = Read()

        def rows() -> Iterator[tuple[Any, ...]]:
            for key, same in groupby(rows_of(batches), itemgetter(0)):
                people = [pickle.loads(value) for _, _, value, _ in same]  # noqa: S301 - our own
                for one in one_of_each(enumerate(people), attrgetter("key"), {people[0].key}, role, read):
                    yield key, None, pickle.dumps(one), None
            yield None, None, None, pickle.dumps(read)

        return batches_of(rows(), PEOPLE)

    return guarded(stage)


# --- who agreed ----------------------------------------------------------------------------------


@guarded
def read_consents(batches: Batches) -> Batches:
    """A table of consents to :data:`SAID`."""
    heard, doubts = Heard(), Doubts(skip_unreadable=True)

    def rows() -> Iterator[tuple[Any, ...]]:
        for _, cells in _cells(batches, CONSENTS, heard.read, _into(doubts)):
            kind, _, rest = cells[0].lstrip().partition(":")
            yield pickle.dumps(cells), _bytes(rest) if kind == "profile_id" else None, None
        heard.unreadable, heard.unnamed = doubts.subjects, doubts.skipped
        yield None, None, pickle.dumps(heard)

    return batches_of(rows(), SAID)


def events(asked: Asked) -> Stage:
    """Rows of :data:`SAID`, each with the key its ``profile_id`` stands for, to :data:`EVENTS`."""

    def stage(batches: Batches) -> Batches:
        heard, doubts = Heard(), Doubts(skip_unreadable=True)
        plain = Identities(DEFAULT_TENANT, DEFAULT_CRM)

        def rows() -> Iterator[tuple[Any, ...]]:
            for cells, profile_id, key in rows_of(batches):
                known = {} if key is None else {_text(profile_id): _profile_key(plain, key)}
                identities = Identities(DEFAULT_TENANT, DEFAULT_CRM, known) if known else plain
                line = [(0, pickle.loads(cells))]  # noqa: S301 - our own
                refused = doubts.endless.append
                for _, event in to_consents(line, identities, heard.read, _into(doubts), refused=refused):
                    yield _key(event.subject), pickle.dumps(event), None
            ours = (e for e in doubts.endless if e.purpose == asked.purpose and e.recorded_at <= asked.as_of)
            heard.endless = {event.subject for event in ours}
            heard.unreadable, heard.unnamed = doubts.subjects, doubts.skipped
            yield None, None, pickle.dumps(heard)

        return batches_of(rows(), EVENTS)

    return guarded(stage)


def folded(asked: Asked) -> Stage:
    """:data:`EVENTS`, a subject's in one part, to one row: a permitted set, why not the others, what they said."""

    def stage(batches: Batches) -> Batches:
        found = [pickle.loads(event) for _, event in rows_of(batches)]  # noqa: S301 - our own
        said = Said(asked.purpose, {asked.purpose, *asked.purposes}, asked.as_of)
        part = permitted_set(said.listen(found), purpose=asked.purpose, as_of=asked.as_of)
        contradicting = frozenset(part[1].illegal)
        illegal = sum(event in contradicting for event in found)
        yield from batches_of([(pickle.dumps((part, said, illegal)),)], TOLD)

    return guarded(stage)


def met(handed: Handed[tuple[Said, PermittedSet]]) -> Stage:
    """:data:`PEOPLE` to what they tell: a :class:`~socialmatch.cluster.told.Met`."""

    def stage(batches: Batches) -> Batches:
        said, permitted = handed.value
        noes, found = said.noes(permitted), Met()

        def profiles() -> Iterator[Profile]:
            for person in _people(batches):
                if person.key in noes:
                    found.known.add(person.key)
                if isinstance(person, Profile):
                    yield person

        found.left_out = said.of_handles(profiles(), permitted)
        yield from batches_of([(pickle.dumps(found),)], TOLD)

    return guarded(stage)


def meant(told: Mapping[str, str], role: Role) -> Stage:
    """:data:`PEOPLE` to what they tell: whom a doubtful "no" reaches, and the reason.

    Parameters
    ----------
    told: as of :func:`socialmatch.files.doubts.reached`. role: whether they are accounts or profiles.
    """

    def stage(batches: Batches) -> Batches:
        both: dict[str, Any] = {"accounts": (), "profiles": ()} | {role: _people(batches)}
        yield from batches_of([(pickle.dumps(reached(told, named=(), **both)),)], TOLD)

    return guarded(stage)


def meant_by_id(told: Mapping[str, str]) -> Stage:
    """Each ``profile_id`` with each key it stands on, to whom a doubtful "no" reaches by it."""

    def stage(batches: Batches) -> Batches:
        plain = Identities(DEFAULT_TENANT, DEFAULT_CRM)
        named = ((_text(profile_id), _profile_key(plain, key)) for profile_id, key in rows_of(batches))
        found = reached(told, accounts=(), profiles=(), named=named)
        yield from batches_of([(pickle.dumps(found),)], TOLD)

    return guarded(stage)


# --- who takes part ------------------------------------------------------------------------------


def account_parts(rules: Handed[Rules]) -> Stage:
    """:data:`PEOPLE`, accounts, to :data:`FEATURES`; counts are told."""

    def stage(batches: Batches) -> Batches:
        handed, taken = rules.value, Taken()

        def counted() -> Iterator[Any]:
            for account in _people(batches):
                agreed = _takes_part(handed, taken, account.key)
                if agreed or handed.count_everybody:
                    yield account_features(account, region=handed.region), agreed

        def rows() -> Iterator[tuple[Any, ...]]:
            kept: list[bytes] = []

            def features() -> Iterator[Any]:
                for one, agreed in counted():
                    if agreed:
                        kept.append(pack_account(one))
                    yield one

            taken.counts = Counts.over(features())
            yield from ((packed, None, None, None) for packed in kept)
            yield None, None, None, pickle.dumps(taken)

        yield from batches_of(rows(), FEATURES)

    return guarded(stage)


def profile_parts(rules: Handed[Rules]) -> Stage:
    """:data:`PEOPLE`, profiles, to :data:`FEATURES`."""

    def stage(batches: Batches) -> Batches:
        handed, taken = rules.value, Taken()
        brand = BrandHandles.from_config({"own": handed.own})

        def rows() -> Iterator[tuple[Any, ...]]:
            for profile in _people(batches):
                if _takes_part(handed, taken, profile.key, own=brand.is_ours(profile)):
                    packed = pack_profile(profile_features(profile, region=handed.region))
                    yield packed, _bytes(profile.profile_id), _bytes(profile.handle), None
            yield None, None, None, pickle.dumps(taken)

        yield from batches_of(rows(), FEATURES)

    return guarded(stage)


def _takes_part(rules: Rules, taken: Taken, subject: Subject, *, own: bool = False) -> bool:
    inputs = rules.inputs
    reason = inputs.reason_for(subject)
    taken.people += 1
    taken.heard += inputs.permitted.permits(subject) or subject in inputs.refused.reasons
    taken.own += own
    if reason is not None and not own:
        taken.left_out[reason] += 1
    taken.agreed += reason is None and not own
    return reason is None and not own


# --- what comes out ------------------------------------------------------------------------------


@guarded
def out_rows(batches: Batches) -> Batches:
    """Proposals, each with its profile's ``profile_id`` and handle, to rows of ``OUT``."""
    for batch in batches:
        names = [*ROW_OUT.names, "profile_id", "handle"]
        values = (dict(zip(names, cells, strict=True)) for cells in rows_of(iter([batch.select(names)])))
        yield from batches_of(
            (row(proposal_of(one), *map(_text, (one["profile_id"], one["handle"]))) for one in values), OUT
        )


# --- between the stages --------------------------------------------------------------------------


def _cells(batches: Batches, columns: Columns, read: Read, damaged: Damaged | None = None) -> Iterator[tuple[int, Any]]:
    for batch in batches:
        yield from batch_rows(batch, 0, columns, columns.names, Limits(), read, damaged)


def _into(doubts: Doubts) -> Damaged:
    return partial(doubts.hear, _NO_PATH)


def _people(batches: Batches) -> Iterator[Any]:
    return (pickle.loads(value) for _, _, value, _ in rows_of(batches))  # noqa: S301 - our own


def _key(subject: Subject) -> bytes:
    return _bytes(format_subject(subject))


def _profile_key(identities: Identities, key: bytes) -> ProfileKey:
    subject = identities.subject(_text(key))
    if not isinstance(subject, ProfileKey):
        raise TypeError("this is the key of an account")
    return subject


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(encoded: bytes) -> str:
    return encoded.decode("utf-8", "surrogatepass")
