"""Who agreed, from the events of the consents, and whom a doubtful "no" may mean: stages, as in ``reading``."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from typing import Any

from socialmatch.cluster.reading import Asked
from socialmatch.cluster.told import Met
from socialmatch.cluster.values import TOLD, as_text, people_of, profile_of
from socialmatch.consent.permits import PermittedSet, permitted_set
from socialmatch.engines.spark.rows import Batches, Handed, Stage, batches_of, guarded, rows_of
from socialmatch.files.asserted import Said
from socialmatch.files.columns import Role
from socialmatch.files.doubts import reached
from socialmatch.files.identity import Identities
from socialmatch.models import DEFAULT_CRM, DEFAULT_TENANT, Profile


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
            for person in people_of(batches):
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
        both: dict[str, Any] = {"accounts": (), "profiles": ()} | {role: people_of(batches)}
        yield from batches_of([(pickle.dumps(reached(told, named=(), **both)),)], TOLD)

    return guarded(stage)


def meant_by_id(told: Mapping[str, str]) -> Stage:
    """Each ``profile_id`` with each key it stands on, to whom a doubtful "no" reaches by it."""

    def stage(batches: Batches) -> Batches:
        plain = Identities(DEFAULT_TENANT, DEFAULT_CRM)
        named = ((as_text(profile_id), profile_of(plain, key)) for profile_id, key in rows_of(batches))
        found = reached(told, accounts=(), profiles=(), named=named)
        yield from batches_of([(pickle.dumps(found),)], TOLD)

    return guarded(stage)
